from contextlib import nullcontext
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import torch

import pegbar.inference.predictor as predict
from pegbar.inference.postprocess_production import postprocess_douga
from pegbar.inference.predict_production_cels import predict_masks
from pegbar.inference.predict_production_douga import predict_douga
from pegbar.inference.predictor import Predictor, cel_mask, decide_cel
from pegbar.inference.reconstruction import find_douga
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.sidecars import Sidecar, package_model, save_model
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.production.drawings import read_mask, write_maps
from pegbar.production.store import Store
from pegbar.transforms.preprocessing import Preprocessing
from pegbar.vocabulary.model_classes import CLASSES


def small_model(folder: Path, name: str, classes: int, norm: Literal["batch", "group"] = "group") -> None:
    """An untrained network on disk: right shapes, arbitrary answers."""
    torch.manual_seed(classes)
    shape = GcnConfig("resnet18", classes, 5, 4, 4, 0.0, norm)
    names = next(names for names in CLASSES[name] if len(names) == classes)
    save_model(folder, name, Gcn(shape).state_dict(), Sidecar(name, names, shape, Preprocessing(64, "picture"), {}))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    small_model(tmp_path, "cel", 2)
    small_model(tmp_path, "douga", 10)
    return tmp_path


@pytest.mark.parametrize("size", [(64, 96), (96, 64), (37, 53), (200, 90), (64, 700), (1, 1)])
def test_any_size_and_aspect(models: Path, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    probabilities = Predictor(models, "cel").probabilities(picture)
    assert probabilities.shape == (2, *size)
    assert np.allclose(probabilities.sum(axis=0), 1, atol=1e-4)
    assert cel_mask(Predictor(models, "cel"), picture).shape == size


def test_small_pictures_are_computed_in_single_precision(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enabled: list[bool] = []
    monkeypatch.setattr(predict.torch, "autocast", lambda *_, enabled: enabled_with(enabled))

    def enabled_with(value: bool) -> nullcontext[None]:
        enabled.append(value)
        return nullcontext()

    predictor = Predictor(models, "cel")
    predictor.bfloat16 = True
    predictor.probabilities(np.zeros((64, 96, 3), np.uint8))
    predictor.at_height(128).probabilities(np.zeros((128, 192, 3), np.uint8))
    assert enabled == [False, True]


def test_tiles_blend_to_what_one_pass_gives(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.kron(np.random.default_rng(0).integers(0, 256, (16, 40, 3)), np.ones((12, 12, 1))).astype(np.uint8)
    predictor = Predictor(models, "cel", height=192)
    whole = predictor.probabilities(x)
    monkeypatch.setattr(predict, "TILE", 256)
    monkeypatch.setattr(predict, "OVERLAP", 96)
    tiled = predictor.probabilities(x)
    assert np.isfinite(tiled).all()
    assert np.abs(whole - tiled).mean() < 0.05
    assert np.abs(np.diff(tiled, axis=2)).max() < np.abs(np.diff(whole, axis=2)).max() + 0.05, "a seam shows"


def test_working_height_can_be_chosen(models: Path) -> None:
    assert Predictor(models, "cel").height == 64
    assert Predictor(models, "cel", height=96).height == 96


def test_scales_decide_by_their_mean(models: Path) -> None:
    predictor, picture = Predictor(models, "cel"), np.random.default_rng(0).integers(0, 256, (96, 128, 3), np.uint8)
    alone = [predict.background_probability(predictor.at_height(h), picture, CelDecision(pooling_fraction=0)) for h in (64, 96)]
    both = predict.background_probability(predictor, picture, CelDecision(pooling_fraction=0, scales=(1.0, 1.5)))
    assert predictor.height == 64
    np.testing.assert_allclose(both, (alone[0] + alone[1]) / 2, atol=1e-6)
    assert not np.allclose(alone[0], alone[1], atol=1e-3)


def test_specks_are_removed(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    predictor = Predictor(models, "cel")
    probability = np.zeros((2, 200, 200), np.float32)
    probability[1, 50:150, 50:150] = 1
    probability[1, 10, [10, 189]] = 1
    probability[1, 100, [99, 100]] = 0
    probability[0] = 1 - probability[1]
    monkeypatch.setattr(predictor, "probabilities", lambda picture: probability)
    picture = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    assert cel_mask(predictor, picture).sum() == 100 * 100
    everything = cel_mask(predictor, picture, CelDecision(min_fraction=0))
    assert everything[10, 10]
    assert not everything[100, 100]
    assert everything.sum() == 100 * 100 + 2 - 2, "two specks and two holes, each the other's mirror image"


def test_parts_that_the_network_is_sure_of_nowhere_are_dropped() -> None:
    cel = np.zeros((40, 60), np.float32)
    cel[5:35, 5:20] = 0.95
    cel[15:20, 20:25] = 0.5  # a hand
    cel[5:15, 40:50] = 0.7  # something of the background
    mask = decide_cel(1 - cel, CelDecision())
    assert mask[:, :30].sum() == 30 * 15 + 5 * 5
    assert not mask[:, 30:].any()
    cel[5:35, 5:20] = 0.6
    assert np.array_equal(decide_cel(1 - cel, CelDecision()), cel > 0), "where it is sure of nothing, all that is probable stays"


def test_a_part_needs_enough_sure_pixels() -> None:
    cel = np.full((10, 10), 0.6, np.float32)
    cel[:3] = 0.9
    cel[:, 5] = 0  # two parts, each three tenths sure
    assert decide_cel(1 - cel, CelDecision(sure_fraction=0.3)).sum() == 90
    cel[0, 0] = 0.6
    assert decide_cel(1 - cel, CelDecision(sure_fraction=0.3)).sum() == 40


def test_the_sidecar_decides(models: Path, tmp_path: Path) -> None:
    package_model(models, tmp_path / "packaged", "cel", CelDecision(min_fraction=0.1))
    predictor = Predictor(tmp_path / "packaged", "cel")
    picture = np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)
    assert np.array_equal(cel_mask(predictor, picture), cel_mask(predictor, picture, CelDecision(min_fraction=0.1)))
    assert not np.array_equal(cel_mask(predictor, picture), cel_mask(predictor, picture, CelDecision(min_fraction=0)))


def test_masks_do_not_depend_on_how_many_processes_predict_them(models: Path, manifest, production: Path) -> None:
    rows = manifest.head(5)
    alone, together = (list(predict_masks(models, production, rows, workers)) for workers in (1, 2))
    assert [frame_id for frame_id, _ in together] == list(rows["frame_id"])
    for (_, one), (_, other) in zip(alone, together, strict=True):
        assert np.array_equal(one, other)


def test_listings_are_predicted_by_frame_id(models: Path, manifest, production: Path, store: Store, tmp_path: Path) -> None:
    rows = manifest.head(2)
    write_maps(tmp_path / "cels", predict_masks(models, production, rows, 1))
    with Store(tmp_path / "cels") as cels:
        write_maps(tmp_path / "raw", predict_douga(Predictor(models, "douga"), store, cels, rows))
        with Store(tmp_path / "raw") as raw:
            done = dict(postprocess_douga(store, raw, cels, rows, Predictor(models, "douga").sidecar.decision_as(DougaDecision)))
        frames = {row["frame_id"]: (store.frame(row["path"]), read_mask(cels, row["frame_id"])) for row in rows.to_dict("records")}
    assert list(done) == list(rows["frame_id"])
    for frame_id, seen in frames.items():
        assert np.array_equal(done[frame_id], find_douga(Predictor(models, "douga"), *seen).classes), "a listing is decided otherwise"
    assert all(classes.shape == (96, 160) and classes.max() < 10 for classes in done.values())
