import cv2
import numpy as np
from skimage.color import rgb2lab

from pegbar.regions.recolor import recolor

SIZE = (80, 120)
SKIN, SHADE, CLOTH, HINT = (240, 200, 170), (190, 150, 130), (60, 90, 170), (120, 180, 90)


def cel() -> tuple[np.ndarray, np.ndarray]:
    """Two parts side by side, the left one with a shadow that no visible line bounds."""
    painted, drawn = np.zeros((*SIZE, 3), np.uint8), np.zeros(SIZE, np.bool_)
    painted[:, :60], painted[:, 60:], painted[50:, :60] = SKIN, CLOTH, SHADE
    drawn[:, 58:62] = True
    painted[:, 59:61] = (20, 15, 15)
    painted[:, 58] = (130, 108, 92)  # half ink
    return painted, drawn


def hint(x: int, y: int) -> np.ndarray:
    hints = np.zeros((*SIZE, 4), np.uint8)
    cv2.circle(hints, (x, y), 2, (*HINT, 255), cv2.FILLED)
    return hints


def test_a_hinted_part_moves_with_its_shadow_and_the_rest_stays() -> None:
    painted, drawn = cel()
    moved = recolor(painted, drawn, hint(30, 20))
    assert (moved[5:45, 5:55] == HINT).all()
    assert np.array_equal(moved[:, 62:], painted[:, 62:])
    lightness = rgb2lab(np.array([[SKIN, SHADE, moved[20, 30], moved[65, 30]]], np.uint8))[0, :, 0]
    assert abs((lightness[0] - lightness[1]) - (lightness[2] - lightness[3])) < 1.5, "the painted light stays"


def test_ink_keeps_its_colour_but_for_what_shines_through() -> None:
    painted, drawn = cel()
    moved = recolor(painted, drawn, hint(30, 20))
    assert np.abs(moved[20, 59].astype(int) - painted[20, 59]).max() <= 4
    half = moved[20, 58].astype(int) - painted[20, 58]
    assert half[0] < -20, "half of the fill's step"


def test_without_a_hint_nothing_changes() -> None:
    painted, drawn = cel()
    assert np.array_equal(recolor(painted, drawn, np.zeros((*SIZE, 4), np.uint8)), painted)
