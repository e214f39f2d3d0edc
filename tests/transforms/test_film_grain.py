"""Film grain is measured where the drawing is, and taken out without its lines."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.transforms.film_grain import NEGLIGIBLE, grain_level, remove_grain

SIDE = 160
EVERYWHERE = np.ones((SIDE, SIDE), np.bool_)


def drawing() -> NDArray[np.uint8]:
    """Two fills, and lines of two pixels straight, slanted and bent."""
    picture = np.full((SIDE, SIDE, 3), (220, 190, 160), np.uint8)
    picture[:, SIDE // 2 :] = (90, 110, 170)
    cv2.line(picture, (10, 20), (150, 60), (30, 20, 20), 2)
    cv2.circle(picture, (80, 100), 40, (30, 20, 20), 2)
    return picture


def grainy(deviation: float, blur: float = 0.0) -> NDArray[np.uint8]:
    grain = np.random.default_rng(3).normal(0, 1, (SIDE, SIDE)).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), blur) if blur else grain
    return np.clip(drawing() + deviation * (grain / grain.std())[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize("blur", [0.0, 0.7])
@pytest.mark.parametrize("deviation", [3.0, 6.0, 12.0])
def test_the_level_is_that_of_the_grain(deviation: float, blur: float) -> None:
    assert grain_level(grainy(deviation, blur), EVERYWHERE) == pytest.approx(deviation, rel=0.15)


def test_a_clean_drawing_stays_as_it_is() -> None:
    picture = drawing()
    assert grain_level(picture, EVERYWHERE) < NEGLIGIBLE
    assert remove_grain(picture, EVERYWHERE) is picture


def test_texture_around_the_drawing_is_no_grain() -> None:
    picture, where = grainy(12), np.zeros((SIDE, SIDE), np.bool_)
    where[40:120, 40:120] = True
    picture[where] = (220, 190, 160)
    assert remove_grain(picture, where) is picture
    assert grain_level(picture, np.zeros_like(where)) == 0


@pytest.mark.parametrize("deviation", [3.0, 8.0])
def test_grain_goes_and_lines_stay(deviation: float) -> None:
    clean, noisy = drawing(), grainy(deviation, 0.7)
    smooth = remove_grain(noisy, EVERYWHERE)
    lines = (clean == (30, 20, 20)).all(axis=2)
    fills = cv2.erode((~lines).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0

    def error(picture: NDArray[np.uint8], where: NDArray[np.bool_]) -> float:
        return float(np.abs(picture.astype(int) - clean)[where].mean())

    assert error(smooth, fills) < 0.65 * error(noisy, fills)
    assert error(smooth, lines) < 1.2 * error(noisy, lines) + 1
    assert smooth[lines].max() < 128


def test_a_picture_smaller_than_what_is_compared_has_no_grain() -> None:
    assert grain_level(np.zeros((1, 1, 3), np.uint8), np.ones((1, 1), np.bool_)) == 0
