"""Runs command lines in forks of a process that has imported everything, within limits of memory and time.

One request a line on standard input, one answer a line on standard output, both JSON. Run by :mod:`tests.faults.running`.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

MEMORY = 3 << 30
SECONDS = 60
_MODULES = ("background", "colorize", "footage", "illustrations", "main", "plate", "reconstruct", "round_trip", "studio", "survey")


def _data_now() -> int:
    """Private memory of this process, bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_data_now() + MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(request: dict[str, Any]) -> NoReturn:
    os.chdir(request["folder"])
    with Path(request["out"]).open("wb") as out, Path(request["err"]).open("wb") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
    os.environ.update(request["environment"])
    _limit()
    status = 99
    try:
        from pegbar.cli.main import main

        main(request["arguments"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _wait(pid: int) -> dict[str, Any]:
    started = time.monotonic()
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        seconds = time.monotonic() - started
        if done:
            return {"status": os.waitstatus_to_exitcode(status), "megabytes": usage.ru_maxrss / 1024, "seconds": seconds}
        if seconds > SECONDS:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def main() -> None:
    """Import, then serve until the input ends."""
    for name in _MODULES:
        importlib.import_module(f"pegbar.cli.{name}")
    import cv2
    import torch

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    answers = os.fdopen(os.dup(1), "w")
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(json.loads(line))
        answers.write(json.dumps(_wait(pid)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
