"""A Dask scheduler and workers on this machine, each a process of its own with one thread, to measure and test with."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pegbar.params.compute import ComputeParams

ROOT = Path(__file__).parents[1]
START_SECONDS = 90
"""How long workers are waited for."""
_ALONE = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
Process = subprocess.Popen[bytes]


class Cluster(NamedTuple):
    """What reaches it, and the processes of its workers."""

    params: ComputeParams
    workers: list[Process]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _started(module: str, *options: str, folder: Path) -> Process:
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=START_SECONDS, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=START_SECONDS)


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Cluster]:
    """Start a scheduler and workers that work in `folder`, and end them all."""
    address = f"tcp://127.0.0.1:{free_port()}"
    running = [_started("dask_scheduler", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1], "--no-dashboard", folder=folder)]
    try:
        for number in range(workers):
            own = str(folder / f".worker{number}")
            running.append(_started("dask_worker", address, *_ALONE, "--local-directory", own, folder=folder))
        _wait_for(address, workers)
        yield Cluster(ComputeParams(backend="dask", address=address), running[1:])
    finally:
        for process in running:
            process.kill()
            process.wait()
