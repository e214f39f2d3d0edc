import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.regions.colors import ColorMap
from pegbar.regions.hints import UNHINTED, curriculum_fraction, grid_hints, sample_condition, stroke_hints

PALETTE = np.random.default_rng(0).integers(0, 256, (25, 3)).astype(np.uint8)
COLORS = ColorMap(np.arange(25, dtype=np.uint8).reshape(5, 5).repeat(24, axis=0).repeat(30, axis=1), PALETTE)


def test_all_regions_are_painted_from_a_fraction_near_one() -> None:
    assert sample_condition(COLORS, 1.0, np.random.default_rng(1)).mask.all()
    assert sample_condition(COLORS, 0.95, np.random.default_rng(1)).mask.all()
    assert sample_condition(COLORS, 0.0, np.random.default_rng(1)).mask.mean() == pytest.approx(1 / 25), "one at least"


@settings(max_examples=30, deadline=None)
@given(st.floats(0.04, 0.94), st.integers(0, 1000))
def test_masks_are_merged_regions_and_hints_lie_in_them(fraction: float, seed: int) -> None:
    condition = sample_condition(COLORS, fraction, np.random.default_rng(seed))
    assert condition.mask.mean() == pytest.approx(int(25 * fraction) / 25)
    hinted = condition.hints[..., 3] > 0
    assert not (hinted & ~condition.mask).any(), "no hint outside the mask"
    assert set(np.unique(condition.hints[..., 3])) <= {0, 255}
    allowed = {tuple(PALETTE[n]) for n in np.unique(COLORS.index[condition.mask])}
    assert {tuple(c) for c in condition.hints[hinted][:, :3]} <= allowed


def test_areas_of_one_colour_that_lie_apart_are_regions_of_their_own() -> None:
    twice = ColorMap(np.uint8([[0, 1, 0]]).repeat(20, axis=0).repeat(20, axis=1), PALETTE[:2])
    masks = [sample_condition(twice, 0.4, np.random.default_rng(seed)).mask for seed in range(20)]
    assert all(mask.mean() == pytest.approx(1 / 3) for mask in masks)
    assert len({mask.tobytes() for mask in masks}) == 3


def test_a_third_of_the_draws_has_no_hint() -> None:
    draws = [sample_condition(COLORS, 0.5, np.random.default_rng(seed)).hints.any() for seed in range(300)]
    assert np.mean(draws) == pytest.approx(1 - UNHINTED, abs=0.08)


def test_strokes_cross_borders_only_a_little() -> None:
    hints = stroke_hints(COLORS, np.ones(COLORS.index.shape, np.bool_), 200, np.random.default_rng(4))
    hinted = hints[..., 3] > 0
    wrong = (hints[..., :3] != COLORS.picture).any(axis=-1) & hinted
    assert 0 < wrong.sum() < 0.2 * hinted.sum()


def test_masks_without_any_pixel_get_no_hint() -> None:
    empty = np.zeros(COLORS.index.shape, np.bool_)
    assert not stroke_hints(COLORS, empty, 9, np.random.default_rng(0)).any()


@pytest.mark.parametrize(("side", "points"), [(4, 9), (16, 225)])
def test_grids_have_the_papers_numbers_of_points(side: int, points: int) -> None:
    picture = np.full((256, 256, 3), 77, np.uint8)
    hints = grid_hints(picture, side, 0)
    assert (hints[..., 3] > 0).sum() == points
    assert (hints[hints[..., 3] > 0] == (77, 77, 77, 255)).all()


def test_the_curriculum_rises_from_few_regions_to_nearly_all() -> None:
    assert curriculum_fraction(0, 100, 0.1) == pytest.approx(0.1)
    assert curriculum_fraction(40, 100, 0.1) == pytest.approx(0.45)
    assert curriculum_fraction(80, 100, 0.1) == curriculum_fraction(99, 100, 0.1) == 0.9
    assert curriculum_fraction(0, 100, 1.0) == 1.0


def test_fractions_outside_0_and_1_are_refused() -> None:
    with pytest.raises(ValueError, match="found -1"):
        sample_condition(COLORS, -1, np.random.default_rng(0))
    with pytest.raises(ValueError, match="found 2"):
        curriculum_fraction(0, 10, 2)
