"""The rows of adversarial training: each is a valid run, DVC knows all of them, and one trains, decides and scores on a few cuts."""

import json
from pathlib import Path

import pytest
import yaml

from benchmarks import adversarial
from benchmarks.adversarial import ROWS, measure, row_params
from benchmarks.short_training import drawn
from benchmarks.variants import places_of
from pegbar.errors import PegbarError
from pegbar.inference.predictor import Predictor
from pegbar.params.adversarial import AdversarialParams
from pegbar.production.manifest import save_manifest
from tests.conftest import STUDIO
from tests.training.small_run import PARAMS

ROOT = Path(__file__).parent.parent


def test_dvc_knows_every_row() -> None:
    stages = yaml.safe_load((ROOT / "benchmarks/dvc.yaml").read_text())["stages"]
    assert stages["adversarial"]["foreach"] == list(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_a_valid_run(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    params = row_params(row, 60)
    assert params.steps == 60
    assert params.standardize == "fixed"
    assert (params.pixel_weight > 0) or (params.adversarial_weight > 0)
    assert params.network.init == ("imagenet" if "init" in ROWS[row] else "starter")


def test_an_unknown_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(PegbarError, match="rows: found 'thesis_magic', expected one of pixel_wise"):
        row_params("thesis_magic")


def test_a_row_trains_decides_and_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    small = AdversarialParams.model_validate(
        PARAMS.model_dump() | {"logit_adjustment": 0.5, "steps": 2, "low_res_fraction": 0.0, "standardize": "fixed"}
        | {key: value for key, value in ROWS["projected_softmax"].items()}
    )  # fmt: skip
    monkeypatch.setattr(adversarial, "row_params", lambda row, steps: small)
    monkeypatch.setattr(adversarial, "DATA", tmp_path / "data")
    (tmp_path / "data").mkdir()
    with drawn(STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 1}), tmp_path / "data") as data:
        (tmp_path / "data" / "cels_predicted").symlink_to(tmp_path / "data" / "masks")
        for name in ("production.csv", "training_frames.csv"):
            save_manifest(data.rows, tmp_path / "data" / name)
    measure("projected_softmax", 2, 1, Path("no art"), tmp_path)
    places = places_of("adversarial", tmp_path)
    found = json.loads((places.metrics / "projected_softmax.json").read_text())
    assert set(found["scores"]) == {"as_predicted", "decoded"}
    assert all(0 <= value <= 1 for scores in found["scores"].values() for value in scores.values())
    assert Predictor(places.models / "projected_softmax", "douga").sidecar.training["steps"] == 2
    assert (places.metrics / "projected_softmax.jpg").stat().st_size > 1000
    assert not places.checkpoint("projected_softmax").exists()
