"""Parallel work in processes that end with the one that started them; imports nothing of Pegbar."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from joblib import Parallel, delayed

_POLL_SECONDS = 0.5
T = TypeVar("T")


def leave_with(parent: int) -> None:
    """End this process soon after `parent` has: a killed program leaves no workers behind, not even idle ones."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def in_parallel(function: Callable[..., T], calls: Iterable[tuple[Any, ...]], workers: int) -> Iterator[T]:
    """Results of `function` for each tuple of arguments, in order, while the later ones are still being made."""
    pool = Parallel(n_jobs=workers, return_as="generator", initializer=leave_with, initargs=(os.getpid(),))
    yield from pool(delayed(function)(*arguments) for arguments in calls)
