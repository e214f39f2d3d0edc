import multiprocessing
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.production.pictures import write_png
from pegbar.storage import writing
from pegbar.storage.records import atomic_folder, files_in
from pegbar.storage.writing import PART, atomic, exchanged, sweep, write_files


def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (13, 17, 3), np.uint8)


def test_atomic_keeps_the_old_file_when_the_block_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_one_sentence_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_png(path, picture())
    before = path.read_bytes()
    with pytest.raises(PegbarError, match=r"a\.png: found No space left on device"), atomic(path):
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == before


def test_atomic_folder_replaces_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for text in ("one", "two"):
        with atomic_folder(path) as folder:
            (folder / text).write_text(text)
    assert files_in(path) == ["two"]
    with pytest.raises(KeyboardInterrupt), atomic_folder(path) as folder:
        (folder / "three").write_text("half")
        raise KeyboardInterrupt
    assert files_in(path) == ["two"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("number", "expected"), [(28, "room"), (13, "permission"), (30, "permission"), (36, "a shorter name")])
def test_each_refusal_says_what_it_takes(tmp_path: Path, number: int, expected: str) -> None:
    with pytest.raises(PegbarError, match=f"expected {expected}"), atomic(tmp_path / "a"):
        raise OSError(number, os.strerror(number))


def test_outputs_that_are_folders_or_below_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PegbarError, match="found a folder, expected the name of a file"), atomic(tmp_path / "folder"):
        pass
    with pytest.raises(PegbarError, match="expected a folder to write into"), atomic(tmp_path / "file" / "below" / "a"):
        pass
    with pytest.raises(PegbarError, match="expected a folder to write into"):
        write_files(tmp_path / "file", {"a": b""})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_folders_made_for_a_failed_write_are_taken_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), atomic(tmp_path / "a" / "b" / "c.txt"):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_a_set_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    (tmp_path / "c").mkdir()
    with pytest.raises(PegbarError, match="found a folder"):
        write_files(tmp_path, {"a": b"new", "c": b"new"})
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "1":
            raise OSError(28, "No space left on device")
        return written(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(PegbarError, match="expected room to write; nothing was changed"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a\\b", ""])
def test_names_that_lead_out_are_no_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write_files(tmp_path, {name: b""})


def _die_after(moves: int) -> None:
    """Let this process be killed when it moves one file more than that."""
    replace, count = os.replace, [0]

    def dying(source: Path, target: Path) -> None:
        if count[0] == moves:
            os.kill(os.getpid(), signal.SIGKILL)
        count[0] += 1
        replace(source, target)

    writing.os.replace = dying  # type: ignore[attr-defined]


def _die_at(folder: Path, moves: int) -> None:
    """Write a set, and be killed after some of its files stand under their names."""
    _die_after(moves)
    write_files(folder, {name: b"new" for name in "abcd"}, ["obsolete"])


@pytest.mark.parametrize("moves", range(6))
def test_a_set_cut_short_is_all_old_or_completed(tmp_path: Path, moves: int) -> None:
    write_files(tmp_path, {name: b"old" for name in ("a", "b", "c", "d", "obsolete")})
    child = multiprocessing.get_context("fork").Process(target=_die_at, args=(tmp_path, moves))
    child.start()
    child.join()
    writing._swept.clear()
    sweep(tmp_path)
    found = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    old = {name: b"old" for name in ("a", "b", "c", "d", "obsolete")}
    assert found == (old if moves == 0 else {name: b"new" for name in "abcd"})


def _exchange(folder: Path, moves: int) -> None:
    _die_after(moves)
    with exchanged(folder) as new:
        (new / "x").write_text("new")


@pytest.mark.parametrize(("moves", "expected"), [(0, "old"), (1, "old"), (2, "new")])
def test_a_folder_is_never_lost_between_old_and_new(tmp_path: Path, moves: int, expected: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "x").write_text("old")
    child = multiprocessing.get_context("fork").Process(target=_exchange, args=(folder, moves))
    child.start()
    child.join()
    writing._swept.clear()
    sweep(tmp_path)
    assert (folder / "x").read_text() == expected
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def _hold(path: Path, ready: object) -> None:
    with atomic(path):
        ready.set()  # type: ignore[attr-defined]
        time.sleep(60)


def test_what_another_process_still_writes_is_left_alone(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    child = context.Process(target=_hold, args=(tmp_path / "a", ready))
    child.start()
    assert ready.wait(20)
    writing._swept.clear()
    sweep(tmp_path)
    assert [p.suffix for p in tmp_path.iterdir()] == [PART]
    child.kill()
    child.join()
    writing._swept.clear()
    sweep(tmp_path)
    assert not list(tmp_path.iterdir())
