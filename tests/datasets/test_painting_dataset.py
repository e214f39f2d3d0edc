from pathlib import Path

import numpy as np
import pytest

from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.production.light_layer import LIT, SHADOW, UNKNOWN
from tests.training.paintings import DRAWN, GRADED, SIZE, paintings


@pytest.fixture
def dataset(tmp_path: Path) -> PaintingDataset:
    return paintings(tmp_path)


def test_sheets_are_there_as_found_and_as_drawn(dataset: PaintingDataset) -> None:
    first = dataset[0]
    assert first.drawn is not None
    assert first.found.lines.shape == first.drawn.lines.shape == (SIZE, SIZE)
    assert not np.array_equal(first.found.flat, first.drawn.flat)
    assert set(np.unique(first.drawn.light)) == {UNKNOWN, LIT, SHADOW}
    bare = dataset[3]
    assert bare.drawn is None
    assert not bare.found.light.any()
    assert dataset.lit == [0, 1, 2]


def test_crops_keep_their_sheets_in_register(dataset: PaintingDataset) -> None:
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(12):
        sheets = dataset.crop(0, 48, (0.6, 1.0), 0, rng)
        assert sheets.lines.shape == sheets.light.shape == (48, 48)
        colors = {tuple(color) for color in sheets.flat.reshape(-1, 3).tolist()}
        seen |= {"drawn"} if (10, 200, 30) in colors else {"found"}
        ground = np.isin(sheets.flat[..., 2], (DRAWN[2, 2], GRADED[2, 2], 255))
        assert np.array_equal(ground, sheets.light == UNKNOWN)
    assert seen == {"drawn", "found"}


def test_hues_turn_together(dataset: PaintingDataset) -> None:
    turned = dataset.crop(0, 48, (0.9, 1.0), 180, np.random.default_rng(3))
    assert turned.flat.shape == (48, 48, 3)
    assert (10, 200, 30) not in {tuple(color) for color in turned.flat.reshape(-1, 3).tolist()}


def test_the_middle_is_as_drawn_where_that_is_known(dataset: PaintingDataset) -> None:
    assert (10, 200, 30) in {tuple(color) for color in dataset.middle(0, 32).flat.reshape(-1, 3).tolist()}
    assert dataset.middle(3, 32).flat.shape == (32, 32, 3)
