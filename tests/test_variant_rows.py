"""Rows of Tables 4.2, 5.3 and 5.4: each is a valid run, DVC knows all of them, and some train and score on a few cuts."""

import json
from pathlib import Path

import numpy as np
import pytest
import yaml

from benchmarks import cel_variants, douga_variants
from benchmarks.short_training import drawn
from benchmarks.variant_scores import predicted
from benchmarks.variants import VariantPredictor, places_of
from pegbar.datasets.douga_inputs import douga_input
from pegbar.errors import PegbarError
from pegbar.production.manifest import save_manifest
from pegbar.production.store import Store
from tests.conftest import STUDIO

ROOT = Path(__file__).parent.parent
MODULES = {"cel_variants": cel_variants, "douga_variants": douga_variants}
NO_ART = Path("no art")


@pytest.mark.parametrize("name", MODULES)
def test_dvc_knows_every_row(name: str) -> None:
    stages = yaml.safe_load((ROOT / "benchmarks/dvc.yaml").read_text())["stages"]
    assert stages[name]["foreach"] == list(MODULES[name].ROWS)


@pytest.mark.parametrize("row", cel_variants.ROWS)
def test_every_cel_row_is_a_valid_run(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    params = cel_variants.row_params(row, 60)
    assert params.steps == 60
    assert params.network.init == ("random" if "resnet" in row else "imagenet")
    assert params.augment.erase == cel_variants.ROWS[row].get("erase", 0)


@pytest.mark.parametrize("row", douga_variants.ROWS)
def test_every_douga_row_is_a_valid_run(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    params = douga_variants.row_params(row, 60)
    assert params.network.kernel == (25 if row == "kernel_25" else 49)
    assert (params.network.decoder_channels > 0) == (row == "ours")
    assert params.seed == (int(row[-1]) if row[-1] in "12" else 0)


@pytest.mark.parametrize("name", MODULES)
def test_an_unknown_row_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(PegbarError, match="rows: found 'magic', expected one of "):
        MODULES[name].row_params("magic")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `data` of twelve cuts, and both benchmarks pointed at it."""
    monkeypatch.chdir(ROOT)
    for module in MODULES.values():
        monkeypatch.setattr(module, "DATA", tmp_path / "data")
    (tmp_path / "data").mkdir()
    with drawn(STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 1}), tmp_path / "data") as made:
        (tmp_path / "data" / "cels_predicted").symlink_to(tmp_path / "data" / "masks")
        for name in ("production.csv", "training_frames.csv"):
            save_manifest(made.rows, tmp_path / "data" / name)
    return tmp_path


def result(name: str, folder: Path, row: str) -> dict[str, object]:
    places = places_of(name, folder)
    found: dict[str, object] = json.loads((places.metrics / f"{row}.json").read_text())
    assert found["row"] == row
    assert found["changes"] == json.loads(json.dumps(MODULES[name].ROWS[row]))
    best, curves = found["best"], found["curves"]
    assert isinstance(best, dict)
    assert isinstance(curves, dict)
    assert best["steps_to_best"] in curves["step"]
    assert best["val_accuracy"] == max(curves["val_accuracy"])
    assert "seconds" not in curves
    assert not places.checkpoint(row).exists()
    return found


@pytest.mark.parametrize("row", ["hard_only", "ours"])
def test_a_cel_row_trains_and_scores(data: Path, row: str) -> None:
    cel_variants.measure(row, 2, 1, NO_ART, root=data)
    scores = result("cel_variants", data, row)["scores"]
    assert isinstance(scores, dict)
    assert set(scores) == {"raw", "decided"}
    assert 0 <= scores["raw"]["iou"] <= 1


def test_the_hard_frames_are_those_with_the_worst_masks(data: Path) -> None:
    rows = cel_variants.load_manifest(data / "data" / "production.csv")
    with Store(data / "data" / "production") as frames, Store(data / "data" / "cels_predicted") as cels:
        read = cel_variants.read_mask
        worst = sorted(rows["frame_id"])[:2]

        def spoilt(store: Store, frame_id: str) -> np.ndarray:
            mask = read(store, frame_id)
            return ~mask if frame_id in worst else mask

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cel_variants, "read_mask", spoilt)
            found = cel_variants.hard_frames(rows, frames, cels)
    assert sorted(found["frame_id"]) == worst


@pytest.mark.parametrize("row", ["concatenated_1", "weighted_cross_entropy"])
def test_a_douga_row_trains_and_scores(data: Path, row: str) -> None:
    douga_variants.measure(row, 2, 1, NO_ART, data)
    found = result("douga_variants", data, row)
    assert isinstance(found["scores"], dict)
    assert all(0 <= value <= 1 for value in found["scores"].values())
    predictor = VariantPredictor(places_of("douga_variants", data).models / row, "douga")
    seen = douga_input("concatenated" if row.startswith("c") else "color", np.zeros((36, 64, 3), np.uint8), np.zeros((36, 64), np.bool_))
    assert predicted(predictor, seen).shape == (36, 64)
