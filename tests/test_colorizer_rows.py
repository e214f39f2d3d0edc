"""Rows of StencilTorch's Table 1: DVC knows all of them, and they train, score and go on on tiny illustrations."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from benchmarks import colorizers, own_colorizer, plain_colorizers
from pegbar.training.plateau import Plateau
from tests.tiny_pipeline import ROOT

ROWS = {"colorizers": colorizers.ROWS, "own_colorizer": own_colorizer.ROWS, "plain_colorizers": plain_colorizers.ROWS}


@pytest.mark.parametrize("name", ROWS)
def test_dvc_knows_every_row(name: str) -> None:
    stages = yaml.safe_load((ROOT / "benchmarks/dvc.yaml").read_text())["stages"]
    assert stages[name]["foreach"] == list(ROWS[name])


class Stepped:
    """As much of a run as a callback looks at."""

    step = 0


def reports(plateau: Plateau, count: int) -> None:
    run = Stepped()
    for number in range(len(plateau.curve), len(plateau.curve) + count):
        if plateau.stopped:
            return
        run.step = 250 * (number + 1)
        plateau.at_report(run, {})  # type: ignore[arg-type]


def test_a_run_stops_where_its_score_no_longer_falls_and_goes_on_from_a_checkpoint(tmp_path: Path) -> None:
    scores = [10.0, 8.0, 7.9, 7.85, 6.0, 5.99, 5.98, 5.97, 1.0]
    whole = Plateau(lambda: scores[len(whole.curve)], 3, 0.02)
    reports(whole, 9)
    assert whole.stopped
    assert [step for step, _ in whole.curve] == [250 * n for n in range(1, 9)]
    assert whole.best == 6.0
    first = Plateau(lambda: scores[len(first.curve)], 3, 0.02)
    reports(first, 3)
    again = Plateau(lambda: scores[len(again.curve)], 3, 0.02)
    torch.save(first.state_dict(), tmp_path / "plateau.pt")
    again.load_state_dict(torch.load(tmp_path / "plateau.pt", weights_only=True))
    reports(again, 9)
    assert again.curve == whole.curve


def test_a_run_that_has_not_begun_to_learn_is_on_no_plateau() -> None:
    scores = [30.0, 30.1, 30.0, 30.1, 29.9, 12.0, 12.0, 12.0, 12.0, 1.0]
    plateau = Plateau(lambda: scores[len(plateau.curve)], 3, 0.02, begun=15.0)
    reports(plateau, 10)
    assert plateau.stopped
    assert len(plateau.curve) == 9


@pytest.mark.pipeline
@pytest.mark.slow
@pytest.mark.xdist_group("finished")
@pytest.mark.parametrize(
    ("module", "row", "options"),
    [
        ("plain_colorizers", "k_means", ()),
        ("plain_colorizers", "retrieval", ()),
        ("colorizers", "stenciltorch_guide_curriculum", ("--steps", "2")),
        ("colorizers", "zhang_2017", ("--steps", "2")),
        ("own_colorizer", "ours", ()),
        ("own_colorizer", "ours_light_told", ()),
        ("own_colorizer", "ours_color_lines", ()),
    ],
)
def test_a_row_is_made_and_scored(finished: Path, tmp_path: Path, module: str, row: str, options: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", f"benchmarks.{module}", row, "--art", "no art", "--out", str(tmp_path), *options]
    done = subprocess.run(command, cwd=finished, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    content = json.loads((tmp_path / f"{row}.json").read_text())
    assert set(content["scores"]) == {"none", "9", "225", "full"}
    assert content["real"] == {}
    assert np.isfinite(content["scores"]["225"]["hint_error"])
    assert (len(content["curve"]) > 0) == (content["steps"] > 0) == bool(options)
    assert (tmp_path / f"{row}.jpg").is_file()
    assert (tmp_path / "palettes.jpg").is_file() == (row == "ours")
    assert not list((finished / "models" / "colorizers").glob("*.pt"))
