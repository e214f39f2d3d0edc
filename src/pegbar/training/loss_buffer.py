"""Losses that stay on the device until somebody looks, so that no step waits for the one before it."""

import math
from pathlib import Path

import torch
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.training.distributed import mean_over_processes


class LossBuffer:
    """Losses since the last report of a run.

    Parameters
    ----------
    checkpoint
        The run's, which the error names if it is there.
    """

    def __init__(self, checkpoint: Path) -> None:
        self._checkpoint = checkpoint
        self._waiting: list[tuple[str, int, Tensor]] = []
        self._collected: dict[str, list[float]] = {}

    def add(self, name: str, step: int, loss: Tensor) -> None:
        """Keep the scalar loss of a step without waiting for it."""
        self._waiting.append((name, step, loss.detach().float()))

    def collect(self) -> dict[str, float]:
        """Fetch what has been added since the last call, averaged over the processes.

        Returns
        -------
        dict
            Mean of each loss over the steps fetched, as ``<name>_loss``.

        Raises
        ------
        PegbarError
            A loss is no number; the first step and its loss are named.
        """
        if not self._waiting:
            return {}
        values: list[float] = mean_over_processes(torch.stack([loss for _, _, loss in self._waiting])).tolist()
        fetched: dict[str, list[float]] = {}
        for (name, step, _), value in zip(self._waiting, values, strict=True):
            if not math.isfinite(value):
                raise self._fault(name, step, value)
            fetched.setdefault(name, []).append(value)
        self._waiting = []
        for name, new in fetched.items():
            self._collected.setdefault(name, []).extend(new)
        return {f"{name}_loss": sum(new) / len(new) for name, new in fetched.items()}

    def means(self) -> dict[str, float]:
        """Mean of each loss since the last call, of those that have been fetched."""
        self.collect()
        means = {f"{name}_loss": sum(values) / len(values) for name, values in self._collected.items()}
        self._collected = {}
        return means

    def _fault(self, name: str, step: int, value: float) -> PegbarError:
        kept = f"the last good checkpoint is {self._checkpoint}" if self._checkpoint.exists() else "no checkpoint was written yet"
        return PegbarError(f"step {step}: found a {name} loss of {value}, expected a number; lower learning_rate; {kept}")
