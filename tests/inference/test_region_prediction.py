from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pegbar.inference.predictor import Predictor
from pegbar.inference.regions import extract_regions, predict_maps
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import decode_color_map, region_ids
from pegbar.production.pictures import decode_rgb, write_png
from pegbar.production.store import Store
from tests.inference.test_predictor import small_model


@pytest.fixture
def predictor(tmp_path: Path) -> Predictor:
    small_model(tmp_path, "regions", 2)
    return Predictor(tmp_path, "regions")


@pytest.mark.parametrize("size", [(64, 96), (50, 131), (1, 1), (300, 40)])
def test_maps_have_the_size_of_the_picture(predictor: Predictor, size: tuple[int, int]) -> None:
    found = predict_maps(predictor, np.full((*size, 3), 120, np.uint8))
    assert found.shape == (2, *size)
    assert 0 <= found.min() <= found.max() <= 1


def test_augmented_copies_are_transformed_back(predictor: Predictor) -> None:
    """With all eight averaged, a rotated picture gives the rotated map."""
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    averaged = predict_maps(predictor, picture, 8)
    assert np.allclose(predict_maps(predictor, np.rot90(picture).copy(), 8), np.rot90(averaged, axes=(1, 2)), atol=0.03)
    assert not np.allclose(predict_maps(predictor, picture, 1), averaged, atol=1e-3)
    with pytest.raises(ValueError, match="tta: found 3"):
        predict_maps(predictor, picture, 3)


def test_every_sheet_of_an_illustration_is_written(predictor: Predictor, tmp_path: Path) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (48, 80, 3)).astype(np.uint8)
    write_png(tmp_path / "art/pictures/a/1.png", picture)
    rows = pd.DataFrame([{"illustration_id": "a/1", "path": "pictures/a/1.png"}])
    params = load_section("regions", RegionParams)
    with Store(tmp_path / "art") as store:
        sheets = dict(extract_regions(predictor, store, rows, params))
    assert sorted(sheets) == ["border/a/1.png", "colors/a/1.png", "displacement/a/1.png", "regions/a/1.png"]
    index, palette = decode_color_map(sheets["colors/a/1.png"], "c")
    assert index.shape == (48, 80)
    assert len(palette) >= index.max()
    assert region_ids(decode_rgb(sheets["regions/a/1.png"], "r")).shape == (48, 80)
