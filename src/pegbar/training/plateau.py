"""Training until a score no longer falls: a callback that stops a run, so that methods are compared when each has learnt what it can."""

from collections.abc import Callable
from typing import Any

from tqdm import tqdm

from pegbar.training.callbacks import Callback
from pegbar.training.trainer import Run


class Plateau(Callback):
    """Scores a network at each report and stops the run where the score has not fallen by a part of itself for some reports.

    Parameters
    ----------
    score
        Lower is better.
    patience
        Reports without a fall before the run stops.
    fall
        Part of the best score by which it must fall to count.
    begun
        The score from which on patience is spent: a run that has not come so far has not begun to learn, and goes on.
    """

    def __init__(self, score: Callable[[], float], patience: int, fall: float, begun: float = float("inf")) -> None:
        self._score, self._patience, self._fall, self._begun = score, patience, fall, begun
        self.curve: list[tuple[int, float]] = []
        self.best, self.stale = float("inf"), 0

    @property
    def stopped(self) -> bool:  # type: ignore[override]
        """Whether the patience has run out."""
        return self.stale >= self._patience

    def at_report(self, run: Run, row: dict[str, float]) -> None:
        """Score."""
        value = self._score()
        row["score"] = value
        self.curve.append((run.step, value))
        tqdm.write(f"step {run.step}: {value:.3f}")
        if value < self.best * (1 - self._fall):
            self.best, self.stale = value, 0
        elif self.best <= self._begun:
            self.stale += 1

    def state_dict(self) -> dict[str, Any]:
        """The curve so far, and how long ago it fell."""
        return {"curve": self.curve, "best": self.best, "stale": self.stale}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""
        self.curve, self.best, self.stale = [(int(step), float(value)) for step, value in state["curve"]], state["best"], state["stale"]
