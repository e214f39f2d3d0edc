"""Runs command lines and stages in forks of a process that has imported everything, within limits of memory and time.

One request a line on standard input, one answer a line on standard output, both JSON. Run by :mod:`tests.faults.running`.
"""

import contextlib
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

MEMORY = 3 << 30
SECONDS = 60
_VERBS = ("background", "colorize", "footage", "illustrations", "main", "clean_plate", "reconstruct", "round_trip", "studio", "survey")
_STAGES = (
    "train_cel",
    "train_cel_folds",
    "train_douga",
    "train_regions",
    "train_tag_encoder",
    "train_colorizer",
    "train_recognizer",
    "train_background",
)
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
        runpy.run_module(f"stages.{request['stage']}", run_name="__main__")
        return
    from pegbar.cli.main import main

    main(request["arguments"])


def _run(request: dict[str, Any]) -> NoReturn:
    os.chdir(request["folder"])
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


def main() -> None:
    """Import, then serve until the input ends."""
    for name in _VERBS:
        importlib.import_module(f"pegbar.cli.{name}")
    for name in _STAGES:
        importlib.import_module(f"stages.{name}")
    import cv2
    import torch

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
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
