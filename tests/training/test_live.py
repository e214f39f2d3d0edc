"""Live metrics of a run, with DVCLive and without."""

import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from pegbar.training.live import LiveMetrics


def follow(folder: Path, first: int = 0) -> None:
    """Two reports of a run."""
    run: Any = SimpleNamespace(step=first)
    live = LiveMetrics("cel", folder)
    live.resumed(run)
    for step in (first + 25, first + 50):
        run.step = step
        live.at_losses(run, {"train_loss": 1.0 / step})
        live.at_report(run, {"step": step, "train_loss": 2.0, "val_loss": 3.0 / step})


def test_losses_and_scores_are_written_at_their_steps(tmp_path: Path) -> None:
    follow(tmp_path)
    summary = json.loads((tmp_path / "cel/metrics.json").read_text())
    assert summary["step"] == 50
    assert summary["train_loss"] == pytest.approx(0.02)
    curve = pd.read_csv(tmp_path / "cel/plots/metrics/val_loss.tsv", sep="\t")
    assert list(curve["step"]) == [25, 50]
    assert list(curve.columns) == ["step", "val_loss"], "no clock"
    assert not [*tmp_path.rglob("dvc.yaml"), *tmp_path.rglob("*.dvc")]


def test_a_run_that_goes_on_adds_to_its_curves(tmp_path: Path) -> None:
    follow(tmp_path)
    follow(tmp_path, 50)
    assert list(pd.read_csv(tmp_path / "cel/plots/metrics/train_loss.tsv", sep="\t")["step"]) == [25, 50, 75, 100]
    follow(tmp_path)
    assert list(pd.read_csv(tmp_path / "cel/plots/metrics/train_loss.tsv", sep="\t")["step"]) == [25, 50], "a new run starts anew"


def test_without_dvclive_training_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    follow(tmp_path)
    assert "dvclive: found no such package" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("left", [b"", b'{"step": 5', b"\xff\xfe"])
def test_a_summary_that_a_killed_run_left_half_written_stops_nothing(tmp_path: Path, left: bytes) -> None:
    follow(tmp_path)
    (tmp_path / "cel/metrics.json").write_bytes(left)
    follow(tmp_path, 50)
    assert json.loads((tmp_path / "cel/metrics.json").read_text())["step"] == 100
