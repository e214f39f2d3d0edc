"""ONNX Runtime finds in frames what PyTorch finds."""

from pathlib import Path

import numpy as np
import pytest
import torch

import pegbar.inference.predictor as predict
from pegbar.errors import PegbarError
from pegbar.inference.onnx_predictor import OnnxPredictor, check_engine, load_predictor
from pegbar.inference.predictor import Predictor, cel_mask
from tests.onnx_models.onnx_case import save_segmenter

CPU = torch.device("cpu")
LEVEL = 2 / 255


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_segmenter(folder, "cel", standardize="picture")
    return folder


@pytest.mark.parametrize("size", [(64, 96), (96, 64), (37, 53), (200, 90), (64, 700), (1, 1)])
def test_probabilities_are_pytorchs(models: Path, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    expected = Predictor(models, "cel", CPU).probabilities(picture)
    found = OnnxPredictor(models, "cel").probabilities(picture)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= LEVEL


def test_large_pictures_are_tiled_too(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predict, "TILE", 128)
    monkeypatch.setattr(predict, "OVERLAP", 32)
    picture = np.random.default_rng(1).integers(0, 256, (192, 320, 3), np.uint8)
    expected, found = (load_predictor(models, "cel", CPU, 192, engine).probabilities(picture) for engine in ("torch", "onnx"))
    assert np.abs(found - expected).max() <= LEVEL


def test_masks_are_the_same_at_another_height(models: Path) -> None:
    picture = np.kron(np.random.default_rng(2).integers(0, 256, (6, 8, 3)), np.ones((12, 12, 1))).astype(np.uint8)
    one, other = (load_predictor(models, "cel", CPU, engine=engine).at_height(96) for engine in ("torch", "onnx"))
    assert isinstance(other, OnnxPredictor) and other.height == 96
    assert np.array_equal(cel_mask(one, picture), cel_mask(other, picture))


def test_pictures_that_are_too_large_are_refused(models: Path) -> None:
    with pytest.raises(PegbarError, match="frame: found 4000×10 pixels"):
        OnnxPredictor(models, "cel", height=4320).check_size((10, 4000), "frame")


def test_onnx_is_refused_on_another_device() -> None:
    check_engine("torch", "cuda")
    with pytest.raises(PegbarError, match="--engine: found onnx with --device cuda"):
        check_engine("onnx", "cuda")
