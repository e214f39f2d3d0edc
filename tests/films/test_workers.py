"""Workers: every call is answered once, lost workers are replaced, faults arrive as they were."""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pegbar.errors import PegbarError
from pegbar.films.workers import Crew


def answer(notes: Path | None, kind: str, value: int) -> tuple[int, int]:
    """What a worker does: the square and its process; or it fails, or dies, the first time or always."""
    if kind == "fault":
        raise PegbarError("cut/0001: found nothing, expected something")
    if kind == "bug":
        raise ZeroDivisionError("a bug")
    if kind == "dies" or (kind == "dies once" and notes is not None and not notes.exists()):
        if notes is not None:
            notes.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return value * value, os.getpid()


def prepare(notes: Path | None = None) -> Callable[..., tuple[int, int]]:
    return partial(answer, notes)


def gather(crew: Crew[Any], calls: list[tuple[str, str, int]]) -> dict[str, tuple[int, int]]:
    results = {}
    for name, *arguments in calls:
        while crew.full:
            key, value = crew.next()
            results[key] = value
        crew.submit(name, *arguments)
    while crew.under_way:
        key, value = crew.next()
        results[key] = value
    return results


def test_one_worker_is_this_process() -> None:
    with Crew(prepare, 1) as crew:
        results = gather(crew, [(str(n), "", n) for n in range(5)])
    assert results == {str(n): (n * n, os.getpid()) for n in range(5)}


def test_a_lost_worker_is_replaced_and_its_call_done_again(tmp_path: Path) -> None:
    with Crew(partial(prepare, tmp_path / "died"), 2) as crew:
        results = gather(crew, [("a", "", 1), ("b", "dies once", 2), *((str(n), "", n) for n in range(6))])
        assert {name: square for name, (square, _) in results.items()} == {"a": 1, "b": 4} | {str(n): n * n for n in range(6)}
        assert os.getpid() not in {process for _, process in results.values()}
        crew.submit("cut/0007", "dies", 3)
        with pytest.raises(PegbarError, match=r"cut/0007: found its worker process ended by signal 9 2 times, expected an answer"):
            crew.next()


def test_faults_arrive_and_the_workers_go_on() -> None:
    with Crew(prepare, 2) as crew:
        crew.submit("a", "fault", 1)
        with pytest.raises(PegbarError, match="cut/0001: found nothing"):
            crew.next()
        crew.submit("b", "bug", 1)
        with pytest.raises(ZeroDivisionError):
            crew.next()
        assert gather(crew, [("c", "", 3)])["c"][0] == 9
