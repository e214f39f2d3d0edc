"""Strokes named by the colours on both of their sides."""

import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.douga.stroke_sides import name_by_sides
from pegbar.vocabulary.douga_classes import Douga

SKIN, SHADE, BLUE, INK = (240, 200, 170), (190, 140, 110), (60, 80, 200), (30, 20, 20)
SIZE = 48
CEL = np.ones((SIZE, SIZE), np.bool_)


def halves(upper: tuple[int, ...], lower: tuple[int, ...], ink: tuple[int, ...] | None = None) -> NDArray[np.uint8]:
    """Two fills that meet in the middle, with or without a line of three pixels between them."""
    drawing = np.full((SIZE, SIZE, 3), upper, np.uint8)
    drawing[SIZE // 2 :] = lower
    if ink is not None:
        drawing[SIZE // 2 - 1 : SIZE // 2 + 2] = ink
    return drawing


def named(drawing: NDArray[np.uint8], called: Douga = Douga.VISIBLE_LINE, cel: NDArray[np.bool_] = CEL) -> Douga:
    """The class of a stroke along the middle that a network gave the class `called`."""
    thin = np.zeros((SIZE, SIZE), np.bool_)
    thin[SIZE // 2, 6:42] = True
    classes = thin * np.uint8(called)
    renamed = name_by_sides(classes, classes, thin, cel, drawing, 3.0)
    assert not renamed[~thin].any()
    return Douga(int(renamed[SIZE // 2, 24]))


def test_an_inked_line_stays_visible_whatever_its_color() -> None:
    for ink in (INK, (150, 60, 40), (255, 255, 255)):
        assert named(halves(SKIN, SHADE, ink)) == Douga.VISIBLE_LINE


def test_two_fills_of_one_hue_meet_at_a_shading_line_and_of_two_hues_at_a_color_edge() -> None:
    assert named(halves(SKIN, SHADE)) == Douga.SHADING_LINE
    assert named(halves(SHADE, SKIN)) == Douga.SHADING_LINE
    assert named(halves((200, 200, 200), (120, 120, 120))) == Douga.SHADING_LINE, "greys have one hue"
    assert named(halves(SKIN, BLUE)) == Douga.COLOR_EDGE


def test_a_line_inside_one_fill_and_what_the_network_named_otherwise_stay() -> None:
    assert named(halves(SKIN, SKIN)) == Douga.VISIBLE_LINE, "nothing meets there"
    assert named(halves(SKIN, BLUE), Douga.HIGHLIGHT_LINE) == Douga.HIGHLIGHT_LINE


def test_an_outline_stays_visible() -> None:
    cel = CEL.copy()
    cel[: SIZE // 2 - 2] = False
    assert named(halves((255, 255, 255), BLUE), cel=cel) == Douga.VISIBLE_LINE


@pytest.mark.parametrize("share, expected", [(0.4, Douga.HIGHLIGHT_LINE), (0.1, Douga.SHADING_LINE)])
def test_the_network_has_its_word_where_it_saw_more_than_a_visible_line(share: float, expected: Douga) -> None:
    thin = np.zeros((SIZE, SIZE), np.bool_)
    thin[SIZE // 2, 4:44] = True
    voted = thin * np.uint8(Douga.VISIBLE_LINE)
    classes = voted.copy()
    classes[SIZE // 2, 4 : 4 + round(40 * share)] = Douga.HIGHLIGHT_LINE
    renamed = name_by_sides(voted, classes, thin, CEL, halves(SKIN, SHADE), 3.0)
    assert Douga(int(renamed[SIZE // 2, 30])) == expected


def test_a_slanting_border_and_one_between_wide_lines_are_seen_too() -> None:
    rows, columns = np.mgrid[:SIZE, :SIZE]
    drawing = np.where((rows > columns)[..., None], np.array(SKIN), np.array(SHADE)).astype(np.uint8)
    thin = np.zeros((SIZE, SIZE), np.bool_)
    thin[np.arange(8, 40), np.arange(8, 40)] = True
    classes = thin * np.uint8(Douga.VISIBLE_LINE)
    for width in (1.0, 8.0):
        assert Douga(int(name_by_sides(classes, classes, thin, CEL, drawing, width)[24, 24])) == Douga.SHADING_LINE


def test_a_drawing_may_have_more_line_pixels_than_opencv_looks_up_at_once() -> None:
    size = 1200
    stripes, thin = np.full((size, size, 3), SKIN, np.uint8), np.zeros((size, size), np.bool_)
    for row in range(15, size - 15, 30):
        stripes[row : row + 15] = SHADE
        thin[row, 5:-5] = True
    assert thin.sum() > 32_767
    classes = thin * np.uint8(Douga.VISIBLE_LINE)
    renamed = name_by_sides(classes, classes, thin, np.ones_like(thin), stripes, 1.0)
    assert (renamed[thin] == Douga.SHADING_LINE).all()
