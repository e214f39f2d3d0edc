"""Short trainings of a measurement side by side, each in a process of its own with one thread: two end sooner than one with two threads."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from benchmarks.short_training import Drawn
from pegbar.parallel import in_parallel
from pegbar.production.store import Store

WORKERS, THREADS = 2, 1
"""Trainings at a time, and threads of each; fixed, so that every machine measures the same."""
T = TypeVar("T")


@contextmanager
def reopened(work: Path, rows: pd.DataFrame) -> Iterator[Drawn]:
    """A production that ``benchmarks.short_training.drawn`` drew into the folder `work`, opened in another process.

    Parameters
    ----------
    work
        Folder with ``production``, ``douga`` and ``masks``.
    rows
        Its manifest.
    """
    with Store(work / "production") as frames, Store(work / "douga") as drawings, Store(work / "masks") as masks:
        yield Drawn(rows, frames, drawings, masks)


def side_by_side(function: Callable[..., T], calls: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """Results in the order of the calls, each as soon as those before it are there."""
    yield from in_parallel(function, calls, WORKERS)
