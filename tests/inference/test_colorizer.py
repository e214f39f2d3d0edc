from itertools import pairwise

import numpy as np
import pytest
import torch

import pegbar.inference.colorizer as coloring
from pegbar.evaluation.colorizer import first_pass, hints_for
from pegbar.transforms.colorizer_inputs import ColorizeRequest
from pegbar.transforms.tiling import starts, tiled
from tests.evaluation.colorizer_case import CPU, case, colorizer


@pytest.mark.parametrize("size", [(64, 64), (37, 53), (1, 1), (33, 130)])
@pytest.mark.parametrize("features", [False, True])
def test_any_size(size: tuple[int, int], features: bool) -> None:
    lines = np.full(size, 255, np.uint8)
    request = ColorizeRequest(lines, np.zeros((*size, 4), np.uint8), np.ones(size, np.bool_), np.zeros((*size, 3), np.uint8))
    assert colorizer(features=features).colorize(request).shape == (*size, 3)


def test_outside_the_mask_nothing_changes_to_the_bit() -> None:
    drawn = case()
    previous = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    mask = np.zeros((64, 64), np.bool_)
    mask[10:30, 5:50] = True
    painted = colorizer().colorize(ColorizeRequest(drawn.lines, hints_for(drawn, "225"), mask, previous))
    assert np.array_equal(painted[~mask], previous[~mask])
    assert not np.array_equal(painted[mask], previous[mask])


def test_hints_are_followed_before_any_training() -> None:
    drawn = case()
    painted = colorizer().colorize(first_pass(drawn, hints_for(drawn, "full")))
    assert np.abs(painted.astype(int) - drawn.picture).mean() < 25


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = case(256)
    request = first_pass(drawn, hints_for(drawn, "225"))
    generator = colorizer()
    whole = generator.colorize(request).astype(int)
    monkeypatch.setattr(coloring, "TILE", 160)
    monkeypatch.setattr(coloring, "OVERLAP", 64)
    tiles = generator.colorize(request).astype(int)
    assert np.abs(whole - tiles).mean() < 1.5
    assert np.abs(np.diff(tiles, axis=1)).max() <= np.abs(np.diff(whole, axis=1)).max() + 6


def test_tiles_cover_and_start_on_units() -> None:
    for length in (160, 320, 352, 1000 // 32 * 32):
        found = starts(length, 160, 64, 32)
        assert found[0] == 0 and found[-1] + min(160, length) == length
        assert all(at % 32 == 0 for at in found)
        assert all(b - a <= 160 - 32 for a, b in pairwise(found))
    picture = torch.rand(1, 3, 320, 256)
    assert torch.allclose(tiled((320, 256), 3, lambda r, c: picture[..., r, c], 160, 64, CPU), picture, atol=1e-6)
