import numpy as np
import pytest
from scipy.linalg import sqrtm
from skimage.color import rgb2lab

from pegbar.metrics.coloring import (
    bleed,
    colorfulness,
    frechet_distance,
    hint_error,
    palette_distance,
    psnr_outside,
    shading_correlation,
)

SIZE = (40, 60)
PAPER = np.full(SIZE, 255, np.uint8)
REGIONS = np.ones(SIZE, np.int32)
REGIONS[:, 30:] = 2
FLAT = np.zeros((*SIZE, 3), np.uint8)
FLAT[:, :30], FLAT[:, 30:] = (200, 40, 40), (40, 60, 200)


def one_hint(color: tuple[int, int, int]) -> np.ndarray:
    hints = np.zeros((*SIZE, 4), np.uint8)
    hints[20, 28] = (*color, 255)
    return hints


def test_hints_that_were_followed_have_no_error() -> None:
    assert hint_error(FLAT, one_hint((200, 40, 40)), PAPER, REGIONS) == pytest.approx(0, abs=1e-6)
    assert hint_error(FLAT, one_hint((40, 60, 200)), PAPER, REGIONS) > 50


def test_painting_the_hint_alone_is_not_following_it() -> None:
    painted = np.full((*SIZE, 3), 255, np.uint8)
    painted[20, 28] = (200, 40, 40)
    assert hint_error(painted, one_hint((200, 40, 40)), PAPER, REGIONS) > 50


def test_other_regions_and_ink_do_not_count() -> None:
    assert hint_error(FLAT, one_hint((200, 40, 40)), PAPER) > 1, "without regions the neighbour counts"
    assert np.isnan(hint_error(FLAT, one_hint((200, 40, 40)), np.zeros(SIZE, np.uint8), REGIONS))
    assert np.isnan(hint_error(FLAT, np.zeros((*SIZE, 4), np.uint8), PAPER))


def test_bleed_is_colour_over_the_border() -> None:
    assert bleed(FLAT, FLAT, REGIONS, PAPER) == (0, 2 * 4 * 40)
    over = FLAT.copy()
    over[:, 30:32] = FLAT[0, 0]
    assert bleed(over, FLAT, REGIONS, PAPER) == (80, 320)
    assert bleed(FLAT, np.full_like(FLAT, 90), REGIONS, PAPER) == (0, 0), "no border between like colours"


def test_psnr_is_of_what_was_not_hinted() -> None:
    hints = one_hint((0, 0, 0))
    painted = FLAT.copy()
    painted[20, 28] = 255
    assert psnr_outside(painted, FLAT, hints) == float("inf")
    assert np.isnan(psnr_outside(FLAT, FLAT, np.full((*SIZE, 4), 255, np.uint8)))


def test_frechet_distance_of_known_gaussians() -> None:
    rng = np.random.default_rng(0)
    one = rng.normal(0, 1, (20000, 3))
    assert frechet_distance(one, one) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(one, one + [3, 0, 0]) == pytest.approx(9, rel=0.01)
    assert frechet_distance(one, 2 * one) == pytest.approx(3, rel=0.05)


def test_frechet_distance_is_that_of_the_matrix_root() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(60, 8)) @ rng.normal(size=(8, 8)), rng.normal(1, 2, (50, 8))
    first, second = np.cov(one, rowvar=False), np.cov(other, rowvar=False)
    expected = ((one.mean(0) - other.mean(0)) ** 2).sum() + np.trace(first + second - 2 * np.real(sqrtm(first @ second)))
    assert frechet_distance(one, other) == pytest.approx(expected, rel=1e-6)


def test_grey_has_no_colourfulness_and_more_chroma_has_more() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (*SIZE, 1), np.uint8).repeat(3, axis=2)
    pale = np.round(FLAT * 0.4 + 255 * 0.6).astype(np.uint8)
    assert colorfulness(grey) == pytest.approx(0)
    assert 0 < colorfulness(pale) < colorfulness(FLAT)
    pure = np.zeros((10, 20, 3), np.uint8)
    pure[:, :10, 0], pure[:, 10:, 1] = 255, 255
    assert colorfulness(pure) == pytest.approx(255 + 0.3 * 127.5, rel=1e-6), "by hand"


def test_palettes_compare_whereever_their_colours_lie() -> None:
    assert palette_distance(FLAT[:, ::-1], FLAT) == pytest.approx(0, abs=1e-4)
    half = FLAT.copy()
    half[:, :30] = FLAT[:, 30:]
    whole = float(np.linalg.norm(np.diff(rgb2lab(FLAT[:1, [0, -1]] / 255)[0], axis=0)))
    assert palette_distance(half, FLAT) == pytest.approx(whole / 2, rel=0.25), "half of the picture must move all the way"


def test_light_is_compared_within_regions_and_off_the_ink() -> None:
    light = np.zeros(SIZE, np.float32)
    light[20:], light[:, 55:] = -1, np.nan
    painted = FLAT.copy()
    assert shading_correlation(painted, light, REGIONS, PAPER) == 0, "flats have none, however their regions differ"
    painted[20:] = painted[20:] // 2
    assert shading_correlation(painted, light, REGIONS, PAPER) > 0.98
    assert shading_correlation(painted[::-1], light, REGIONS, PAPER) < -0.98
    lines = PAPER.copy()
    lines[20:] = 0
    assert np.isnan(shading_correlation(painted, light, REGIONS, lines)), "nothing is left to compare"
    assert np.isnan(shading_correlation(painted, np.zeros(SIZE, np.float32), REGIONS, PAPER))
