"""The world of the fault suite."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.running import Case, Outcome, Request, Server, check, snapshot
from tests.faults.world import build_world
from tests.sharing import made_once


@pytest.fixture(scope="session")
def faults_world(tmp_path_factory: pytest.TempPathFactory, world: Path) -> Path:
    return made_once(tmp_path_factory, "faults", lambda folder: build_world(folder, world))


@pytest.fixture
def attempt(server: Server, faults_world: Path, tmp_path: Path) -> Callable[[Case], Outcome]:
    """Run a case in a folder of its own beside good inputs, and check what holds for all."""

    def run(case: Case) -> Outcome:
        folder = tmp_path / "here"
        shutil.copytree(faults_world / "good", folder)
        case.setup(folder)
        before = snapshot(folder)
        arguments = tuple(part.replace("{world}", str(faults_world)) for part in case.arguments)
        outcome = server.run(Request(arguments, nobody=case.nobody), folder, tmp_path)
        check(case, outcome, before, snapshot(folder))
        return outcome

    return run
