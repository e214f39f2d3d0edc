from pathlib import Path

import pandas as pd
import pytest
import torch

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.production.store import Store, rows_of
from pegbar.training.cel_segmentation import cel_classes
from pegbar.training.cross_fit import fold_params, train_fold
from pegbar.training.segmentation import build_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette
from tests.settings import douga_params
from tests.training.small_run import CEL

PLATES = PlateParams(folder=None, photographs=False, crops=1, painted_fraction=0.5, seed=3)
FOLDS = CelFoldParams(folds=2, steps=4, low_res_fraction=0.5)


def test_folds_differ_in_seed_and_train_shorter() -> None:
    runs = [fold_params(CEL, FOLDS, fold) for fold in range(2)]
    assert len({CEL.seed, *(run.seed for run in runs)}) == 3
    assert {run.steps for run in runs} == {run.validate_every for run in runs} == {4}
    assert fold_params(CEL.model_copy(update={"warmup": 80}), FOLDS, 0).warmup == 1


@pytest.fixture
def drawings(manifest: pd.DataFrame, store: Store, palette: Palette, tmp_path: Path) -> Store:
    (tmp_path / "douga").mkdir()
    decode_drawings(store, manifest, palette, douga_params(tolerance=48), tmp_path / "douga")
    return Store(tmp_path / "douga")


def test_a_fold_run_again_ends_with_the_same_weights(manifest: pd.DataFrame, store: Store, drawings: Store, tmp_path: Path) -> None:
    rows, held_out = rows_of(manifest, "train"), rows_of(manifest, "val")
    params = fold_params(CEL, FOLDS, 0)
    first, sidecar = train_fold(store, drawings, rows, held_out, params, PLATES, tmp_path / "a.pt")
    again, _ = train_fold(store, drawings, rows, held_out, params, PLATES, tmp_path / "a.pt")
    anew, _ = train_fold(store, drawings, rows, held_out, params, PLATES, tmp_path / "b.pt")
    assert sidecar.task == "cel"
    for key, value in first.items():
        assert torch.equal(value, again[key])
        assert torch.equal(value, anew[key])


def test_a_fold_keeps_a_part_of_what_it_went_on_from(
    manifest: pd.DataFrame, store: Store, drawings: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, held_out = rows_of(manifest, "train"), rows_of(manifest, "val")
    params = fold_params(CEL, FOLDS, 0)
    start = build_network(params, len(cel_classes(CLASS_NAMES, params)), tmp_path, "cel").state_dict()
    trained, _ = train_fold(store, drawings, rows, held_out, params, PLATES, tmp_path / "a.pt")
    monkeypatch.setattr(CelParams, "kept_fraction", 0.75)
    kept, _ = train_fold(store, drawings, rows, held_out, params, PLATES, tmp_path / "b.pt")
    moved = [key for key, value in trained.items() if value.is_floating_point() and not torch.equal(value, start[key])]
    assert moved
    for key in moved:
        assert torch.allclose(kept[key] - start[key], 0.25 * (trained[key] - start[key]), atol=1e-6)
