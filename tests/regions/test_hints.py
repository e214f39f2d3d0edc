import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.regions.colors import ColorMap
from pegbar.regions.hints import curriculum_proportion, full_hints, grid_hints, sample_condition, stroke_hints

PALETTE = np.random.default_rng(0).integers(0, 256, (25, 3)).astype(np.uint8)
COLORS = ColorMap(np.arange(25, dtype=np.uint8).reshape(5, 5).repeat(24, axis=0).repeat(30, axis=1), PALETTE)


def test_proportion_zero_asks_for_all_without_hints() -> None:
    condition = sample_condition(COLORS, 0.0, np.random.default_rng(1))
    assert condition.mask.all()
    assert not condition.hints.any()


def test_proportion_one_hands_over_the_colour_map() -> None:
    condition = sample_condition(COLORS, 1.0, np.random.default_rng(1))
    assert condition.mask.all()
    assert np.array_equal(condition.hints, full_hints(COLORS))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.04, 0.99), st.integers(0, 1000))
def test_one_proportion_drives_mask_and_hints(proportion: float, seed: int) -> None:
    condition = sample_condition(COLORS, proportion, np.random.default_rng(seed))
    assert condition.mask.mean() == pytest.approx(int(25 * proportion) / 25)
    hinted = condition.hints[..., 3] > 0
    assert hinted.any()
    assert not (hinted & ~condition.mask).any(), "no hint outside the mask"
    assert set(np.unique(condition.hints[..., 3])) <= {0, 255}
    allowed = {tuple(PALETTE[n]) for n in np.unique(COLORS.index[condition.mask])}
    assert {tuple(c) for c in condition.hints[hinted][:, :3]} <= allowed


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


def test_the_curriculum_falls_to_the_draw() -> None:
    assert curriculum_proportion(0, 100, 0.1) == pytest.approx(0.9)
    assert curriculum_proportion(40, 100, 0.1) == pytest.approx(0.45)
    assert curriculum_proportion(80, 100, 0.1) == curriculum_proportion(99, 100, 0.1) == 0.1
    assert curriculum_proportion(0, 100, 1.0) == 1.0


def test_proportions_outside_0_and_1_are_refused() -> None:
    with pytest.raises(ValueError, match="found -1"):
        sample_condition(COLORS, -1, np.random.default_rng(0))
    with pytest.raises(ValueError, match="found 2"):
        curriculum_proportion(0, 10, 2)
