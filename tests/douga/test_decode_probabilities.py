import numpy as np

from pegbar.douga.color_region_pooling import pool_by_color_region
from pegbar.douga.decode_probabilities import decode_probabilities
from pegbar.vocabulary.douga_classes import AREAS, Douga
from tests.settings import douga_decision

SIZE = (60, 90)
MASK = np.ones(SIZE, np.bool_)
RED, BLUE = (200, 60, 50), (50, 60, 200)


def two_reds_and_a_blue() -> np.ndarray:
    """Three even fills, the outer two of one colour."""
    cel = np.zeros((*SIZE, 3), np.uint8)
    cel[:, :30], cel[:, 30:60], cel[:, 60:] = RED, BLUE, RED
    return cel


def sure_of(kind: Douga, share: float = 0.7) -> np.ndarray:
    probabilities = np.full((10, *SIZE), (1 - share) / 9, np.float32)
    probabilities[kind] = share
    return probabilities


def test_lines_are_drawn_where_all_kinds_together_are_certain() -> None:
    probabilities = sure_of(Douga.FLAT_AREA, 0.38)
    probabilities[:, 10] = 0.0
    probabilities[[Douga.VISIBLE_LINE, Douga.COLOR_EDGE, Douga.FLAT_AREA], 10] = np.array([[0.35], [0.27], [0.38]])
    found = decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision(pooling_fraction=0.0))
    assert probabilities[:, 10].argmax(axis=0).max() == Douga.FLAT_AREA
    assert (found[10] == Douga.VISIBLE_LINE).all()
    assert not (found[20] == Douga.VISIBLE_LINE).any()
    strict = decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision(pooling_fraction=0.0, line_threshold=0.7))
    assert not strict.any()


def test_shading_and_highlights_are_favoured() -> None:
    probabilities = sure_of(Douga.COLOR_FILL, 0.4)
    probabilities[Douga.SHADING_FILL] = 0.3
    assert decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision())[5, 5] == Douga.SHADING_FILL
    even = decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision(light_class_weight=1.0))
    assert even[5, 5] == Douga.COLOR_FILL


def test_fills_of_one_colour_are_one_thing() -> None:
    probabilities = sure_of(Douga.FLAT_AREA, 0.5)
    probabilities[:, :, :30] = sure_of(Douga.SHADING_FILL, 0.99)[:, :, :30]
    found = decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision())
    assert found[30, 75] == Douga.SHADING_FILL, "the far red fill goes with the near one"
    assert found[30, 45] == Douga.FLAT_AREA, "the blue one does not"
    alone = decode_probabilities(probabilities, two_reds_and_a_blue(), MASK, douga_decision(pooling_fraction=0.0))
    assert alone[30, 75] == Douga.FLAT_AREA


def test_outside_the_cel_all_is_flat_and_nothing_votes() -> None:
    mask = MASK.copy()
    mask[:, 60:] = False
    probabilities = sure_of(Douga.COLOR_FILL)
    probabilities[:, :, 60:] = sure_of(Douga.SHADING_FILL, 0.99)[:, :, 60:]
    found = decode_probabilities(probabilities, two_reds_and_a_blue(), mask, douga_decision())
    assert not found[:, 60:].any()
    assert found[30, 10] == Douga.COLOR_FILL


def test_textures_and_nothing_at_all_keep_their_own() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (*SIZE, 3), np.uint8)
    probabilities = np.random.default_rng(1).dirichlet(np.ones(len(AREAS)), SIZE).transpose(2, 0, 1).astype(np.float32)
    assert np.array_equal(pool_by_color_region(probabilities, noise, MASK, 0.8), probabilities)
    assert np.array_equal(pool_by_color_region(probabilities, two_reds_and_a_blue(), ~MASK, 0.8), probabilities)
    tiny = decode_probabilities(sure_of(Douga.COLOR_FILL)[:, :1, :1], noise[:1, :1], MASK[:1, :1], douga_decision())
    assert tiny.shape == (1, 1)
