"""How well a network does on what it learns from, beside how well on what is held out, and how long it takes to do its best (thesis
Tables 4.2, 5.3 and 5.4, Figures 4.8 and 5.13)."""

import copy
import time
from typing import Any

import pandas as pd

from pegbar.datasets.frames import Frames
from pegbar.training.callbacks import Validation
from pegbar.training.distributed import from_main
from pegbar.training.segmentation import Segmentation
from pegbar.training.trainer import Run


class TrainingScores(Validation):
    """Adds ``train_*`` scores and the seconds so far to each row of the curves; to be called after the validation. Never stops a run.

    Parameters
    ----------
    task
        What is trained; its own ``validate`` scores, on whole frames without augmentation (the thesis scores augmented batches).
    seen
        Frames of the training set.
    """

    def __init__(self, task: Segmentation[Any], seen: Frames) -> None:
        on_seen = copy.copy(task)
        on_seen.val = seen
        super().__init__(on_seen, patience=1)
        self._before, self._since = 0.0, 0.0

    def resumed(self, run: Run) -> None:
        """Start the watch."""
        self._since = time.monotonic()

    def at_report(self, run: Run, row: dict[str, float]) -> None:
        """Score the network on what it has seen."""
        row["seconds"] = self._seconds()
        scores = from_main(lambda: self._scores(run))
        row.update({f"train_{name}": scores[name] for name in ("accuracy", "miou")})

    def _seconds(self) -> float:
        return self._before + time.monotonic() - self._since

    def state_dict(self) -> dict[str, Any]:
        """The seconds so far."""
        return {"seconds": self._seconds()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on counting."""
        self._before = float(state["seconds"])


def best_of(curves: pd.DataFrame) -> dict[str, float]:
    """Best scores of a run and when the best validation accuracy was reached, as the thesis's tables give them.

    Parameters
    ----------
    curves
        Rows with ``step``, ``seconds``, and ``train_*`` and ``val_*`` scores.

    Returns
    -------
    dict
        ``train_accuracy``, ``val_accuracy``, ``train_miou``, ``val_miou`` (0–1, the best of each), ``steps_to_best`` and
        ``minutes_to_best``.

    Examples
    --------
    >>> scores = {"train_accuracy": [0.9, 1.0], "val_accuracy": [0.8, 0.7], "train_miou": [0.5, 0.6], "val_miou": [0.4, 0.3]}
    >>> found = best_of(pd.DataFrame({"step": [5, 10], "seconds": [90.0, 180.0], **scores}))
    >>> found["train_accuracy"], found["val_accuracy"], found["steps_to_best"], found["minutes_to_best"]
    (1.0, 0.8, 5, 1.5)
    """
    first = curves.iloc[int(curves["val_accuracy"].argmax())]
    scores = {f"{part}_{name}": float(curves[f"{part}_{name}"].max()) for name in ("accuracy", "miou") for part in ("train", "val")}
    return scores | {"steps_to_best": int(first["step"]), "minutes_to_best": round(float(first["seconds"]) / 60, 2)}
