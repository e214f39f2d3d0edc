"""Runs command lines and stages in forks of a process that has imported everything, within limits of memory and time.

One request a line on standard input, one answer a line on standard output, both JSON. Run by :mod:`tests.faults.running`.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import runpy
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

import cv2
import torch
from PIL import Image

from pegbar.params import base

MEMORY = 3 << 30
SECONDS = 60
_VERBS = (
    "background",
    "colorize",
    "footage",
    "illustrations",
    "main",
    "clean_plate",
    "reconstruct",
    "reconstruct_film",
    "round_trip",
    "studio",
    "survey",
)
_LATE = ("dvclive", "dvc.repo", "pandera.accessors", "pandera.strategies.pandas_strategies")
"""What stages import while they run; here, so that every fork has it."""
_NOBODY = 65_534


def _data_now() -> int:
    """Private memory of this process, bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_data_now() + MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _act(request: dict[str, Any]) -> None:
    if request["stage"]:
        name, *sys.argv[1:] = request["stage"].split()
        sys.modules.pop(f"stages.{name}", None)  # it runs anew, as a program
        runpy.run_module(f"stages.{name}", run_name="__main__")
        return
    from pegbar.cli.main import main

    main(request["arguments"])


def _note_reads(folder: str) -> None:
    """Write the keys of parameters that are read into a folder, or nowhere."""
    if folder:
        os.environ[base.READS] = folder
        return
    del os.environ[base.READS]
    base._record = lambda key: None


def _run(request: dict[str, Any]) -> NoReturn:
    os.chdir(request["folder"])
    _note_reads(request["reads"])
    with Path(request["out"]).open("wb") as out, Path(request["err"]).open("wb") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    _limit()
    if request["nobody"] and os.getuid() == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    status = 99
    try:
        _act(request)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _wait(pid: int, killed_after: float, killed_at: str) -> dict[str, Any]:
    started = time.monotonic()
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        seconds = time.monotonic() - started
        if done:
            return {"status": os.waitstatus_to_exitcode(status), "megabytes": usage.ru_maxrss / 1024, "seconds": seconds}
        if seconds > killed_after or (killed_at and Path(killed_at).exists()):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def _warm_up() -> None:
    """Import what verbs and stages need and hash their code, so that no fork does it again."""
    for name in _VERBS:
        importlib.import_module(f"pegbar.cli.{name}")
    for path in sorted(Path("stages").glob("*.py")):
        importlib.import_module(f"stages.{path.stem}")
    for name in _LATE:
        importlib.import_module(name)
    from pegbar.training.runs import code_hash

    code_hash()
    Image.init()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    gc.collect()
    gc.freeze()


def main() -> None:
    """Import, then serve until the input ends."""
    _warm_up()
    answers = os.fdopen(os.dup(1), "w")
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(request)
        answers.write(json.dumps(_wait(pid, request["killed_after"], request["killed_at"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
