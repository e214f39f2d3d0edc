"""Ctrl-C, SIGTERM, a reader that goes away, a terminal without letters, a disk without room, a folder without permission."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pegbar.production.pictures import write_png
from pegbar.storage.writing import PART
from tests.faults.running import LONG, ROOT, Case, Outcome, nothing, snapshot

PEGBAR = [sys.executable, "-c", "from pegbar.cli.main import main; main()"]
LOADED = ("", "_multiarray_umath", "libtorch_cpu") if LONG else ("_multiarray_umath",)
"""Libraries at whose loading a program is interrupted; the empty name is as soon as Pegbar's own code runs."""


@pytest.fixture
def here(faults_world: Path, tmp_path: Path) -> Path:
    shutil.copytree(faults_world / "good", tmp_path / "here")
    return tmp_path / "here"


def start(folder: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    known = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | {"PYTHONPATH": str(ROOT / "src")} | environment
    return subprocess.Popen(
        [*PEGBAR, *arguments], cwd=folder, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def _wait_until_loaded(process: "subprocess.Popen[str]", library: str) -> None:
    """Wait until a program catches Ctrl-C itself and has a library in its memory."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        caught = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1 and library in Path(f"/proc/{process.pid}/maps").read_text():
            return
        time.sleep(0.002)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="watches imports in /proc, which this system does not have")
@pytest.mark.parametrize("library", LOADED)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_interrupted_in_the_first_second(number: signal.Signals, library: str, here: Path) -> None:
    process = start(here, "lineart", "frame.png", "--out", "out")
    _wait_until_loaded(process, library)
    process.send_signal(number)
    said, faults = process.communicate(timeout=60)
    assert "Traceback" not in said + faults, faults
    assert process.returncode == 128 + number
    assert "interrupted" in faults or "terminated" in faults
    assert not (here / "out").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_interrupted_at_work_keeps_what_is_finished(number: signal.Signals, here: Path) -> None:
    rng = np.random.default_rng(0)
    for index in range(300):
        write_png(here / "many" / f"{index:03d}.png", rng.integers(0, 256, (60, 60, 3), np.uint8))
    process = start(here, "lineart", "many", "--out", "out")
    end = time.monotonic() + 60
    while not list((here / "out").glob("*_lineart.png")) and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(number)
    said, faults = process.communicate(timeout=60)
    assert "Traceback" not in said + faults, faults
    assert process.returncode == 128 + number
    assert "run the same command again to go on" in faults.splitlines()[-1]
    finished = {name: content for name, content in snapshot(here / "out").items() if PART not in name}  # a set may be under way
    again = start(here, "lineart", "many", "--out", "out")
    said, faults = again.communicate(timeout=120)
    assert again.returncode == 0, faults
    assert "were there already" in said
    assert finished.items() <= snapshot(here / "out").items()


def _without_reader(folder: Path, *arguments: str) -> tuple[int, str]:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen([*PEGBAR, *arguments], cwd=folder, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    faults = process.communicate(timeout=60)[1]
    return process.returncode, faults


@pytest.mark.parametrize("arguments", [("--help",), ("lineart", "--help"), ("params", "flags", "smoke"), ("params", "check")])
def test_a_reader_that_went_away(arguments: tuple[str, ...], here: Path) -> None:
    shutil.copytree(ROOT / "scales", here / "scales")
    status, faults = _without_reader(here, *arguments)
    assert status in (0, 141), faults  # argparse takes a reader of --help that went away for one who has read enough
    assert "Traceback" not in faults
    assert "Exception ignored" not in faults


def test_a_reader_that_went_away_loses_no_sheet(here: Path) -> None:
    status, faults = _without_reader(here, "lineart", "frame.png", "--out", "out")
    assert status == 141, faults
    assert (here / "out" / "frame_lineart.png").is_file()


@pytest.mark.parametrize("arguments", [("lineart", "夜の海.png", "--out", "o"), ("params", "flags", "ß")])
def test_a_terminal_without_letters(arguments: tuple[str, ...], here: Path) -> None:
    process = start(here, *arguments, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0", LC_ALL="C")
    said, faults = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in said + faults
    assert faults.isascii()
    assert "\\u" in faults or "\\x" in faults


def test_words_on_a_terminal_without_letters(here: Path) -> None:
    write_png(here / "夜.png", np.zeros((40, 40, 3), np.uint8))
    process = start(here, "lineart", "夜.png", "--out", "線", PYTHONIOENCODING="ascii:strict", PYTHONUTF8="1")
    said, faults = process.communicate(timeout=60)
    assert process.returncode == 0, faults
    assert said.isascii()
    assert (here / "線" / "夜_lineart.png").is_file()


@pytest.mark.parametrize("max_bytes", [0, 100, 700])
def test_files_that_find_no_room(max_bytes: int, here: Path) -> None:
    good = start(here, "lineart", "frame.png", "--out", "out")
    assert good.wait(60) == 0
    before = snapshot(here)
    script = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({max_bytes}, {resource.RLIM_INFINITY})); {PEGBAR[2]}"
    command = [sys.executable, "-c", script, "lineart", "frame.png", "--preset", "soft", "--out", "out"]
    failed = subprocess.run(command, cwd=here, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")})
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert "expected room to write; nothing was changed" in failed.stderr
    assert snapshot(here) == before


def _closed(name: str) -> Callable[[Path], None]:
    """Let anybody write into the folder, and nobody read one name in it."""

    def setup(folder: Path) -> None:
        folder.chmod(0o777)
        (folder / name).chmod(0)

    return setup


NO_PERMISSION = [
    Case("out where nothing may be written", ("lineart", "frame.png", "--out", "out"), nothing, (1,),
         "expected permission to write; nothing was changed", nobody=True),
    Case("out over a file where nothing may be written", ("survey", "painted", "--out", "survey.html"), nothing, (1,),
         "expected permission to write; nothing was changed", nobody=True),
    Case("import where nothing may be written", ("import", "src", "--out", "footage"), nothing, (1,),
         "expected permission to write; nothing was changed", nobody=True),
    Case("a picture that may not be read", ("lineart", "frame.png", "--out", "out"), _closed("frame.png"), (1,),
         "frame.png: .*(permission|Permission denied)", nobody=True),
    Case("a table that may not be read", ("summarize-ratings", "ratings.csv", "--key", "key.json"), _closed("ratings.csv"), (1,),
         "ratings.csv: .*(permission|Permission denied)", nobody=True),
    Case("parameters that may not be read", ("params", "check"), _closed("params.yaml"), (1,),
         "params.yaml: .*(permission|Permission denied)", nobody=True),
    Case("a folder that may not be listed", ("lineart", "painted/ours", "--out", "out"), _closed("painted/ours"), (1,),
         "painted/ours: .*(permission|Permission denied)", nobody=True),
    Case("a source that may not be listed", ("import", "src", "--out", "footage"), _closed("src"), (1,),
         "src.*(permission|Permission denied)", nobody=True),
]  # fmt: skip


@pytest.mark.parametrize("case", NO_PERMISSION, ids=lambda case: case.name)
def test_permission_is_neither_room_nor_missing(case: Case, attempt: Callable[[Case], Outcome]) -> None:
    outcome = attempt(case)
    assert "no such file" not in outcome.faults
    assert "room" not in outcome.faults
