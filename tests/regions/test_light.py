import numpy as np
import pytest

from pegbar.regions.light import enlarge_within, lay_light, light_direction, light_vector, shadow_colors

LIT, SHADOW = 1, 2


def test_light_comes_from_where_the_shadow_is_not() -> None:
    light, regions = np.full((20, 40), LIT, np.uint8), np.ones((20, 40), np.int32)
    regions[:, 20:] = 2
    light[15:, :20] = SHADOW
    light[15:, 20:] = SHADOW
    assert light_direction(light, SHADOW, regions) == pytest.approx((0, -1))
    flipped = light_direction(light[::-1], SHADOW, regions)
    assert flipped == pytest.approx((0, 1))
    assert light_direction(np.full_like(light, LIT), SHADOW, regions) == (0.0, 0.0)
    assert light_direction(np.zeros_like(light), SHADOW, regions) == (0.0, 0.0)


@pytest.mark.parametrize(("degrees", "vector"), [(0, (0, -1)), (90, (1, 0)), (180, (0, 1)), (-90, (-1, 0))])
def test_directions_are_those_of_a_clock(degrees: float, vector: tuple[float, float]) -> None:
    assert light_vector(degrees) == pytest.approx(vector, abs=1e-9)


def test_shadows_are_darker_and_no_paler() -> None:
    flats = np.random.default_rng(0).integers(0, 256, (50, 3), np.uint8)
    dark = shadow_colors(flats)
    assert (dark.max(axis=1) <= np.maximum(flats.max(axis=1), 1)).all()
    assert dark.astype(int).sum() < 0.8 * flats.astype(int).sum()


def test_light_of_no_strength_leaves_flats_to_the_bit() -> None:
    flats = np.random.default_rng(1).integers(0, 256, (8, 9, 3), np.uint8)
    none = np.zeros((8, 9), np.float32)
    assert np.array_equal(lay_light(flats, none, none), flats)
    lit = lay_light(flats, none, none + 1)
    assert (lit >= flats).all()


def test_nothing_spills_over_a_border_when_it_is_enlarged() -> None:
    small = np.int32([[1, 1, 2, 2]]).repeat(3, axis=0)
    values = np.float32([[0, 0, 1, 1]]).repeat(3, axis=0)
    regions = np.ones((30, 40), np.int32)
    regions[:, 17:] = 2  # the border lies elsewhere than the small map can say
    large = enlarge_within(values, small, regions)
    assert large[:, 20:].min() == 1
    assert large[:, :16].max() == 0
    assert np.array_equal(enlarge_within(values, small, small), values)
    odd = enlarge_within(values, small, np.full((30, 40), 9, np.int32))
    assert 0 <= odd.min() < odd.max() <= 1, "an unknown region takes what is around it"
