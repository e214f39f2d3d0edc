"""A fork of the server ends as the program does: the same status, output and files, for a row of each kind."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.options import damage_cases, option_cases, output_cases
from tests.faults.running import ROOT, Case, Request, Server, snapshot
from tests.faults.table import good_cases, picture_cases, production_cases, table_cases, text_cases, value_cases

KINDS = (
    picture_cases, good_cases, text_cases, table_cases, production_cases, value_cases, option_cases, output_cases, damage_cases,
)  # fmt: skip
SCRIPT = "import torch; torch.set_num_threads(1); from pegbar.cli.main import main; main()"


def _laid(case: Case, world: Path, folder: Path) -> Path:
    shutil.copytree(world / "good", folder)
    case.setup(folder)
    return folder


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fork_ends_as_the_program_does(
    kind: "type[list[Case]]", faults_world: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = kind()
    case = cases[len(cases) // 2]
    arguments = tuple(part.replace("{world}", str(faults_world)) for part in case.arguments)
    folder = _laid(case, faults_world, tmp_path / "here")
    forked = server.run(Request(arguments), folder, tmp_path)
    written = snapshot(folder)
    shutil.rmtree(folder)
    _laid(case, faults_world, folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    program = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert (forked.status, forked.said, forked.faults) == (program.returncode, program.stdout, program.stderr)
    assert written == snapshot(folder)
