"""Work shared among processes that end with the one that started them."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from joblib import Parallel, delayed

_PATIENCE = 0.5
_watched: set[int] = set()
T = TypeVar("T")


def _leave_with(parent: int) -> None:
    """End this process soon after `parent` has: a killed program leaves no workers behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PATIENCE)
        os._exit(1)

    if os.getpid() != parent and parent not in _watched:
        _watched.add(parent)
        threading.Thread(target=watch, daemon=True).start()


def _call(parent: int, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    _leave_with(parent)
    return function(*arguments)


def in_parallel(function: Callable[..., T], calls: Iterable[tuple[Any, ...]], workers: int) -> Iterator[T]:
    """Results of `function` for each tuple of arguments, in order, while the later ones are still being made."""
    pool = Parallel(n_jobs=workers, return_as="generator")
    parent = os.getpid()
    yield from pool(delayed(_call)(parent, function, arguments) for arguments in calls)
