"""Batches for training: which pictures a step looks at, and a loader that prepares steps ahead."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from pegbar.parallel import leave_with
from pegbar.training.distributed import part_of
from pegbar.training.streams import stream

_PREFETCH = 4
"""Batches that each worker prepares ahead."""


class Draw(NamedTuple):
    """What one process looks at in a step: for each picture its position in the whole batch and its index in the dataset."""

    step: int
    positions: tuple[int, ...]
    indices: tuple[int, ...]


class StepSampler(Sampler[Draw]):
    """The draws of a run's steps, from the step at which it goes on.

    Every picture is seen once an epoch, in an order drawn from (seed, epoch). Under ``torchrun`` each process sees its part of
    every batch.

    Parameters
    ----------
    count
        Pictures in the dataset.
    batch
        Pictures a step, of all processes together.
    first, steps
        First step, and the one after the last.
    """

    def __init__(self, count: int, batch: int, seed: int, steps: int, first: int = 0) -> None:
        self.count, self.batch, self.seed, self.steps, self.first = count, batch, seed, steps, first
        self._orders: dict[int, NDArray[np.int64]] = {}

    def __len__(self) -> int:
        return max(0, self.steps - self.first)

    def __iter__(self) -> Iterator[Draw]:
        return (self.draw(step) for step in range(self.first, self.steps))

    def draw(self, step: int) -> Draw:
        """What a step looks at."""
        positions = range(self.batch)[part_of(self.batch)]
        return Draw(step, tuple(positions), tuple(self._index(step * self.batch + position) for position in positions))

    def _index(self, place: int) -> int:
        epoch, place = divmod(place, self.count)
        if epoch not in self._orders:
            self._orders = {n: order for n, order in self._orders.items() if n == epoch - 1}
            self._orders[epoch] = stream(self.seed, "sampler", epoch).permutation(self.count)
        return int(self._orders[epoch][place])


class Source(Protocol):
    """Whatever makes the batch of a draw, as tensors on the host."""

    def batch(self, draw: Draw) -> Any:
        """A pure function of the draw."""


class _Steps(Dataset[tuple[Draw, Any]]):
    """A dataset whose items are whole batches."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __getitem__(self, draw: Draw) -> tuple[Draw, Any]:
        return draw, self._source.batch(draw)


def _unchanged(item: Any) -> Any:
    return item


class _LeaveWithParent:
    """What a worker does first: see that it ends with its parent."""

    def __init__(self) -> None:
        self._parent = os.getpid()

    def __call__(self, worker: int) -> None:
        leave_with(self._parent)


def step_loader(source: Source, sampler: StepSampler, workers: int, device: torch.device) -> DataLoader[tuple[Draw, Any]]:
    """Draws and their batches in order; with workers, prepared ahead in processes that end with this one.

    The batches are the same for any number of workers.
    """
    ahead: dict[str, Any] = {}
    if workers:
        cv2.setNumThreads(1)  # a pool of threads does not live on in a forked process, which would wait for it
        ahead = {"prefetch_factor": _PREFETCH, "multiprocessing_context": "fork", "worker_init_fn": _LeaveWithParent()}
    return DataLoader(
        _Steps(source),
        batch_size=None,
        sampler=sampler,
        num_workers=workers,
        collate_fn=_unchanged,
        pin_memory=device.type == "cuda",
        **ahead,
    )


def to_device(batch: Any, device: torch.device) -> Any:
    """Tensors of nested tuples on the device, copied while the host goes on."""
    if isinstance(batch, Tensor):
        return batch.to(device, non_blocking=True)
    if isinstance(batch, tuple):
        parts = [to_device(part, device) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    return batch
