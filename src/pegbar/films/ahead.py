"""Read ahead: the next items are made in a thread while those before are at work."""

import queue
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

T = TypeVar("T")
_POLL_SECONDS = 0.1


class _End:
    """What the thread puts last: nothing, or why it stopped."""

    def __init__(self, fault: BaseException | None = None) -> None:
        self.fault = fault


def _fill(items: Iterator[T], into: "queue.Queue[T | _End]", stopped: threading.Event) -> None:
    """Body of the thread; leaves when nobody wants more, and closes what it reads from."""

    def put(item: "T | _End") -> bool:
        while not stopped.is_set():
            try:
                into.put(item, timeout=_POLL_SECONDS)
                return True
            except queue.Full:
                continue
        return False

    with closing(items):  # type: ignore[type-var]
        try:
            for item in items:
                if not put(item):
                    return
        except BaseException as fault:
            put(_End(fault))
            return
        put(_End())


@contextmanager
def ahead(items: Iterator[T], count: int) -> Iterator[Iterator[T]]:
    """Items of a generator, of which up to `count` are made in a thread before they are asked for.

    Parameters
    ----------
    items
        A generator; what it raises is raised where the item would have come.
    count
        Items that wait at most.

    Examples
    --------
    >>> with ahead((number * number for number in range(4)), 2) as squares:
    ...     list(squares)
    [0, 1, 4, 9]
    """
    made: queue.Queue[T | _End] = queue.Queue(count)
    stopped = threading.Event()
    thread = threading.Thread(target=_fill, args=(items, made, stopped), daemon=True)
    thread.start()

    def take() -> Iterator[T]:
        while True:
            item = made.get()
            if isinstance(item, _End):
                if item.fault is not None:
                    raise item.fault
                return
            yield item

    try:
        yield take()
    finally:
        stopped.set()
        thread.join()
