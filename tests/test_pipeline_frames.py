"""Measurements behind the mask look at frames whose masks the pipeline predicts, however few of them are asked for."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks import pipeline_frames
from benchmarks.pipeline_frames import held_out_rows
from pegbar.params.base import load_section
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.store import distinct, subsample
from pegbar.selection.held_out import test_frames as frames_of_tests

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("count", [1, 5, 48, 1000])
def test_every_frame_has_a_predicted_mask(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    rows = pd.DataFrame(
        {
            "frame_id": [f"c{i // 8:04d}/{i % 8:04d}" for i in range(400)],
            "sha256": [f"{i}" for i in range(400)],
            "split": ["test", "val"] * 200,
            "mask": "mask.png",
            "douga": ["douga.png", "douga.png", "", "douga.png"] * 100,
        }
    )
    monkeypatch.setattr(pipeline_frames, "load_manifest", lambda path: rows)
    evaluated = load_section("evaluation", EvaluationParams).frames
    validated = load_section("douga_network", DougaNetworkParams).validation_frames
    predicted = {
        "test": frames_of_tests(rows, evaluated),
        "val": subsample(distinct(rows[(rows["split"] == "val") & (rows["douga"] != "")]), validated),
    }
    for split, known in predicted.items():
        found = held_out_rows(Path("data"), split, count)
        assert set(found["frame_id"]) <= set(known["frame_id"]), split
        assert (found["douga"] != "").all()
        assert len(found) == min(count, (known["douga"] != "").sum())
