import cv2
import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.lineart.cleaning import clean_lines

SIZE = (120, 160)


def drawn(ink: tuple[int, int, int], paper: tuple[int, int, int]) -> np.ndarray:
    picture = np.full((*SIZE, 3), paper, np.uint8)
    cv2.circle(picture, (80, 60), 40, ink, 2)
    return picture


def opaque(picture: np.ndarray) -> np.ndarray:
    return np.dstack([picture, np.full(SIZE, 255, np.uint8)])


WANTED = clean_lines(opaque(drawn((0, 0, 0), (255, 255, 255))), "x")


def agrees(cleaned: np.ndarray) -> bool:
    return bool(((cleaned < 128) == (WANTED < 128)).mean() > 0.99)


def test_clean_line_art_stays() -> None:
    assert np.array_equal(WANTED, drawn((0, 0, 0), (255, 255, 255))[..., 0])


def test_inverted_and_coloured_lines() -> None:
    assert agrees(clean_lines(opaque(drawn((255, 255, 255), (0, 0, 0))), "x"))
    assert agrees(clean_lines(opaque(drawn((200, 30, 20), (255, 255, 255))), "x"))
    assert agrees(clean_lines(opaque(drawn((30, 60, 220), (255, 255, 255))), "x"))


@pytest.mark.parametrize("ink", [0, 255])
def test_transparent_paper(ink: int) -> None:
    alpha = 255 - drawn((0, 0, 0), (255, 255, 255))[..., 0]
    picture = np.dstack([np.full((*SIZE, 3), ink, np.uint8), alpha])
    assert agrees(clean_lines(picture, "x"))


def test_a_white_sheet_cut_out_on_transparency_is_no_white_ink() -> None:
    alpha = np.zeros(SIZE, np.uint8)
    alpha[10:110, 10:150] = 255
    assert agrees(clean_lines(np.dstack([drawn((0, 0, 0), (255, 255, 255)), alpha]), "x"))


def test_photographed_paper() -> None:
    light = np.linspace(0.55, 1.0, SIZE[1])[None, :, None] * np.linspace(0.85, 1.0, SIZE[0])[:, None, None]
    photograph = (drawn((20, 20, 20), (240, 236, 225)) * light).astype(np.uint8)
    cleaned = clean_lines(opaque(photograph), "x")
    assert agrees(cleaned)
    assert np.percentile(cleaned, 80) > 240


def test_a_picture_of_one_tone_is_refused() -> None:
    with pytest.raises(PegbarError, match=r"blank\.png: found a picture of one tone, expected line art"):
        clean_lines(opaque(np.full((*SIZE, 3), 255, np.uint8)), "blank.png")
