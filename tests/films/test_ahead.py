"""Reading ahead changes nothing but when things are read."""

import threading
from collections.abc import Iterator

import pytest

from pegbar.films.ahead import ahead


def test_faults_come_where_their_item_would_have() -> None:
    def numbers() -> Iterator[int]:
        yield from range(3)
        raise ValueError("the end")

    seen: list[int] = []
    with ahead(numbers(), 2) as items, pytest.raises(ValueError, match="the end"):
        seen.extend(items)
    assert seen == [0, 1, 2]


def test_no_more_is_read_than_asked_for_and_what_is_left_is_closed() -> None:
    read: list[int] = []
    closed = threading.Event()

    def numbers() -> Iterator[int]:
        try:
            for number in range(1000):
                read.append(number)
                yield number
        finally:
            closed.set()

    with ahead(numbers(), 2) as items:
        assert [next(items) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert closed.is_set()
    assert len(read) <= 5 + 2 + 1, "two wait, one is in the thread's hand"
