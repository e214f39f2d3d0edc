"""A film that is taken apart, killed at random moments: nothing finished is lost or done again, and the end is the same to the bit."""

import random
import shutil
from pathlib import Path

import pytest

from pegbar.storage.folder_lock import LOCK
from pegbar.storage.writing import PART
from tests.faults.running import LONG, Request, Server, snapshot
from tests.films.film_case import DISTINCT, pictures, tiny_models, write_film, write_frames

KILLS = 10 if LONG else 3
WORKERS = (1, 2) if LONG else (1,)
MODELS = ("--models", "models", "--device", "cpu")


def request(source: str, workers: int, after: float = 600.0) -> Request:
    return Request(("reconstruct", source, "--film", "--out", "out", "--workers", str(workers), *MODELS), killed_after=after)


def times(folder: Path) -> dict[str, int]:
    """When each finished sheet was written: those whose record is there."""
    records = [path for path in (folder / ".pegbar").rglob("*.json") if path.parent.parent.name == ".pegbar"]
    names = [path.relative_to(folder / ".pegbar").with_suffix("").as_posix() for path in records]
    return {name: (folder / f"{name}_douga.png").stat().st_mtime_ns for name in names}


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize("source", ["film.mp4", "frames"] if LONG else ["film.mp4"])
def test_a_film_killed_again_and_again_ends_the_same(source: str, workers: int, server: Server, tmp_path: Path) -> None:
    here = tmp_path / "here"
    write_film(here / "film.mp4", pictures())
    write_frames(here / "frames", pictures())
    tiny_models(here / "models")
    reference = server.run(request(source, workers), here, tmp_path)
    assert reference.status == 0, reference.faults
    whole = snapshot(here / "out")
    assert len([name for name in whole if name.endswith("_cel.png")]) == DISTINCT
    shutil.rmtree(here / "out")
    moments, finished = random.Random(f"{source} {workers}"), dict[str, int]()
    for _ in range(KILLS):
        ended = server.run(request(source, workers, moments.uniform(0, reference.seconds)), here, tmp_path)
        assert ended.status in (0, -9), ended.faults
        now = snapshot(here / "out") if (here / "out").exists() else {}
        assert all(whole[name] == mark for name, mark in now.items() if PART not in name and name != LOCK), "a half-written sheet"
        again = times(here / "out") if now else {}
        assert finished.items() <= again.items(), "a finished drawing was lost or done again"
        finished = again
    last = server.run(request(source, workers), here, tmp_path)
    assert last.status == 0, last.faults
    assert finished.items() <= times(here / "out").items(), "a finished drawing was done again"
    assert snapshot(here / "out") == whole
    assert not [path for path in here.rglob("*") if path.name.endswith(PART)]
