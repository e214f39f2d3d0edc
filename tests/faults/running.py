"""A case: bad input for a verb, and what must come of it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from pegbar.params.base import READS
from tests.faults.server import MEMORY, SECONDS

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("PEGBAR_FAULTS") == "long"
"""Set by ``make faults``: every case, more kills, more examples."""
Setup = Callable[[Path], None]


def nothing(folder: Path) -> None:
    """A case that needs no file of its own."""


@dataclass(frozen=True)
class Case:
    """A command line with bad input.

    Attributes
    ----------
    name
        Says verb and fault.
    arguments
        As typed; ``{world}`` is the folder of good models and scenes.
    setup
        Lays the case's files into its folder, where good ones lie already.
    status
        Exit statuses that are right.
    match
        What the sentence must say, if the status is not 0.
    kept
        Whether a status other than 0 must leave every file as it was.
    nobody
        Whether it runs as a user who owns nothing.
    """

    name: str
    arguments: tuple[str, ...]
    setup: Setup = nothing
    status: tuple[int, ...] = (1,)
    match: str = "expected"
    kept: bool = True
    nobody: bool = False


@dataclass(frozen=True)
class Request:
    """What the server is asked to run.

    Attributes
    ----------
    arguments
        A command line, or none.
    stage
        The name of a stage, with its argument after a space if it takes one, or none.
    killed_after
        Seconds after which it is killed.
    killed_at
        A path at whose appearance it is killed, or none.
    nobody
        Whether it runs as a user who owns nothing.
    reads
        Folder for the keys of parameters that it reads, or none.
    """

    arguments: tuple[str, ...] = ()
    stage: str = ""
    killed_after: float = SECONDS
    killed_at: str = ""
    nobody: bool = False
    reads: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a case ended."""

    status: int
    said: str
    faults: str
    megabytes: float
    seconds: float


def snapshot(folder: Path) -> dict[str, str]:
    """SHA-256 of every regular file below a folder."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 28:
            hashes[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


class Server:
    """The process that forks for each case."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": "1", READS: os.devnull}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
        )  # fmt: skip
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def run(self, request: Request, folder: Path, logs: Path) -> Outcome:
        """Run a command line or a stage in a folder; `logs` takes what it says."""
        out, err = logs / "out", logs / "err"
        asked = asdict(request) | {"folder": str(folder), "out": str(out), "err": str(err)}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self._line())
        said, faults = (path.read_text(encoding="utf-8", errors="replace") for path in (out, err))
        return Outcome(answer["status"], said, faults, answer["megabytes"], answer["seconds"])

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


def check(case: Case, outcome: Outcome, before: dict[str, str], after: dict[str, str]) -> None:
    """What holds for every case."""
    said = outcome.said + outcome.faults
    assert "Traceback" not in said, said[-1500:]
    assert outcome.seconds <= SECONDS, f"took {outcome.seconds:.0f} s"
    assert outcome.megabytes <= MEMORY / 2**20, f"took {outcome.megabytes:.0f} MB"
    assert outcome.status in case.status, f"status {outcome.status}: {said[-800:]}"
    if outcome.status == 0:
        lost = [name for name in before if name not in after]
        assert not lost, f"lost {lost}"
        return
    errors = [line for line in outcome.faults.splitlines() if "error:" in line]
    assert len(errors) == 1, outcome.faults[-800:]
    assert re.search(case.match, errors[0]), errors[0]
    assert "invalid _" not in errors[0], "the name of a function"
    assert len(errors[0]) < 1200, "a sentence that nobody reads"
    if case.kept:
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        assert not changed, f"changed {changed}"
