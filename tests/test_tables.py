"""``make tables``: its smoke scale trains and scores every row of every table, and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.tables import ROWS, STAGES
from pegbar.networks.line_extractors import EXTRACTORS
from tests.tiny_pipeline import ROOT

pytestmark = [pytest.mark.pipeline, pytest.mark.slow, pytest.mark.xdist_group("finished")]


def files(folder: Path) -> set[Path]:
    return {path for part in ("models", "metrics", "data") for path in (folder / part).rglob("*")}


def test_every_row_runs(finished: Path) -> None:
    before = files(finished)
    command = [sys.executable, "-m", "benchmarks.tables", "--smoke"]
    done = subprocess.run(command, cwd=finished, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for row in (row for rows in ROWS.values() for row in rows):
        name = row.rsplit("_", 1)[0] if row[-1] in "012" and row[-2] == "_" else row
        assert f"| {name.replace('_', ' ')} " in done.stdout, row
    for name in EXTRACTORS:
        assert f"| {name.replace('_', ' ')}, matched |" in done.stdout
    assert files(finished) == before


def test_make_calls_it() -> None:
    def said(*arguments: str) -> list[str]:
        made = subprocess.run(["make", "-n", "tables", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return [line.strip() for line in made.stdout.splitlines()]

    assert "python -m benchmarks.tables --smoke" in said("SCALE=smoke")
    assert "python -m benchmarks.tables" in said()


def test_its_stages_are_in_the_pipeline_of_benchmarks() -> None:
    text = (ROOT / "benchmarks/dvc.yaml").read_text()
    assert all(f"\n  {stage}:\n" in text for stage in STAGES)
