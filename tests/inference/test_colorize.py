from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
import torch

import pegbar.inference.colorize as coloring
from pegbar.inference.coloring_evaluation import PROTOCOLS, Case, Judge, first_pass, hints_for, iteration_gain, second_pass
from pegbar.inference.colorize import Colorizer
from pegbar.inference.tiles import starts, tiled
from pegbar.networks.composition import Request
from pegbar.networks.painters import PainterShape, StencilPainter
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.regions.colors import ColorMap

CPU = torch.device("cpu")


def colorizer(seed: int = 0, features: bool = False) -> Colorizer:
    """An untrained painter that starts from the spread hints, slightly disturbed."""
    torch.manual_seed(seed)
    painter = StencilPainter(PainterShape("stencil", 8, 512 if features else 0, True, False))
    torch.nn.init.normal_(painter.tail.head.weight, 0, 0.02)
    tagger = Tagger(TaggerShape("resnet18", "group", 2)).eval() if features else None
    return Colorizer(painter, tagger, CPU)


def case(size: int = 64) -> Case:
    index = np.zeros((size, size), np.uint8)
    index[:, size // 2 :] += 1
    index[size // 2 :] += 2
    palette = np.array([[220, 60, 50], [60, 180, 70], [60, 80, 210], [230, 200, 80]], np.uint8)
    lines = np.full((size, size), 255, np.uint8)
    lines[size // 2 - 1 : size // 2 + 1] = lines[:, size // 2 - 1 : size // 2 + 1] = 0
    return Case(palette[index], lines, ColorMap(index, palette), index.astype(np.int32) + 1)


@pytest.mark.parametrize("size", [(64, 64), (37, 53), (1, 1), (33, 130)])
@pytest.mark.parametrize("features", [False, True])
def test_any_size(size: tuple[int, int], features: bool) -> None:
    lines = np.full(size, 255, np.uint8)
    request = Request(lines, np.zeros((*size, 4), np.uint8), np.ones(size, np.bool_), np.zeros((*size, 3), np.uint8))
    assert colorizer(features=features).paint(request).shape == (*size, 3)


def test_outside_the_mask_nothing_changes_to_the_bit() -> None:
    own = case()
    previous = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    mask = np.zeros((64, 64), np.bool_)
    mask[10:30, 5:50] = True
    painted = colorizer().paint(Request(own.lines, hints_for(own, "225"), mask, previous))
    assert np.array_equal(painted[~mask], previous[~mask])
    assert not np.array_equal(painted[mask], previous[mask])


def test_hints_are_followed_before_any_training() -> None:
    own = case()
    painted = colorizer().paint(first_pass(own, hints_for(own, "full")))
    assert np.abs(painted.astype(int) - own.picture).mean() < 25


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    own = case(256)
    request = first_pass(own, hints_for(own, "225"))
    painter = colorizer()
    whole = painter.paint(request).astype(int)
    monkeypatch.setattr(coloring, "TILE", 160)
    monkeypatch.setattr(coloring, "OVERLAP", 64)
    tiles = painter.paint(request).astype(int)
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


def test_protocols_have_the_papers_points() -> None:
    own = case(512)
    counts = {p: int((hints_for(own, p)[..., 3] > 0).sum()) for p in PROTOCOLS}
    assert counts["none"] == 0
    assert counts["3969"] == 3969
    assert counts["full"] == 512 * 512
    assert 9 * 55 < counts["9"] < 9 * 100
    assert 225 * 60 < counts["225"] < 225 * 100


@pytest.fixture
def judge() -> Iterator[Judge]:
    torch.manual_seed(0)
    yield Judge([case(), case()], Tagger(TaggerShape("resnet18", "group", 2)), CPU)


def test_the_illustration_itself_scores_best(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    painter = colorizer()
    mine, _ = judge.judge(painter, "225")
    monkeypatch.setattr(painter, "paint", lambda request: case().picture)
    perfect, _ = judge.judge(painter, "225")
    assert perfect["encoder_distance"] == pytest.approx(0, abs=1e-6)
    assert perfect["fid_encoder"] == pytest.approx(0, abs=1e-3)
    assert perfect["hint_error"] == pytest.approx(0, abs=1e-6)
    assert perfect["bleed"] == 0
    assert mine["encoder_distance"] > 0
    assert set(mine) == {"encoder_distance", "psnr_outside_hints", "hint_error", "fid_encoder", "bleed"}


def test_a_second_pass_mends_two_regions(judge: Judge) -> None:
    own = case()
    wrong = own.picture.copy()
    wrong[own.regions == 2] = (0, 0, 0)
    wrong[own.regions == 3] = (255, 0, 255)
    request = second_pass(own, wrong)
    assert request is not None
    assert np.array_equal(request.mask, np.isin(own.regions, (2, 3)))
    gain = iteration_gain(colorizer(), [own], [wrong])
    assert gain["after"] < 0.3 * gain["before"]
    assert gain["changed_outside"] == 0


def test_without_exact_regions_there_is_no_second_pass() -> None:
    own = case()
    blind = Case(own.picture, own.lines, own.colors, None)
    assert second_pass(blind, own.picture) is None
    assert iteration_gain(colorizer(), [blind], [own.picture]) == {}
    assert np.array_equal(blind.flat, own.colors.picture)
