"""One run at a time in an output folder, and no trace of the lock afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pegbar.errors import PegbarError
from pegbar.storage.folder_lock import LOCK, hold_folder

ROOT = Path(__file__).parents[2]
HOLD = "import sys, time; from pathlib import Path; from pegbar.storage.folder_lock import hold_folder\n" + (
    "with hold_folder(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
)


def holder(folder: Path) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen([sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_run_is_refused_by_name_and_a_killed_one_is_not_in_the_way(tmp_path: Path) -> None:
    process = holder(tmp_path / "out")
    with pytest.raises(PegbarError, match=rf"out: found process {process.pid} at work in this folder"), hold_folder(tmp_path / "out"):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (tmp_path / "out" / LOCK).exists()
    with hold_folder(tmp_path / "out"):
        assert int((tmp_path / "out" / LOCK).read_text()) == os.getpid()
    assert not (tmp_path / "out" / LOCK).exists()


def test_an_empty_folder_that_was_made_goes_again(tmp_path: Path) -> None:
    with hold_folder(tmp_path / "a" / "b"):
        pass
    assert not (tmp_path / "a").exists()
    with hold_folder(tmp_path / "a" / "b"):
        (tmp_path / "a/b/sheet.png").write_bytes(b"1")
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["sheet.png"]


def test_a_run_inside_a_run_is_refused(tmp_path: Path) -> None:
    with hold_folder(tmp_path), pytest.raises(PegbarError, match=f"process {os.getpid()} at work"), hold_folder(tmp_path):
        pass


def test_a_file_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PegbarError, match="expected a folder to write into"), hold_folder(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "mine"
