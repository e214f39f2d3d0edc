"""The douga for paint software: binary, pure colours, of the width that was chosen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.douga.skeletons import is_line
from pegbar.export.paint_douga import PaintStyle, ink_douga, paint_douga, pen
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette
from tests.export.frame_case import drawn_parts


@pytest.mark.parametrize("width", range(1, 11))
def test_lines_have_the_width_that_was_chosen(width: int) -> None:
    classes = np.zeros((60, 80), np.uint8)
    classes[29:32] = Douga.VISIBLE_LINE
    assert (ink_douga(classes, PaintStyle(width, close_gaps=0)) > 0).sum(axis=0).tolist() == [width] * 80
    slanted = np.zeros((120, 120), np.uint8)
    for offset in (-1, 0, 1):
        slanted |= np.eye(120, k=offset, dtype=np.uint8)
    inked = ink_douga(slanted, PaintStyle(width, close_gaps=0))[40:80, 40:80]
    across = inked.sum() / 40 / np.sqrt(2)
    assert abs(across - width) < 1, "also along the diagonal, where a square pen draws wider"


@pytest.mark.parametrize("width", range(1, 11))
def test_a_pen_is_a_disc(width: int) -> None:
    disc = pen(width)
    assert disc.shape == (width, width) and np.array_equal(disc, disc[::-1]) and np.array_equal(disc, disc.T)
    assert disc[width // 2].all()


@given(st.integers(1, 10), st.sampled_from(["white", "transparent"]), st.booleans(), st.integers(0, 8), st.integers(-8, 8))
@settings(max_examples=25, deadline=None)
def test_pure_colours_and_nothing_between(width: int, paper: str, fills: bool, gap: int, shift: int) -> None:
    palette = Palette("p", tuple((20 * k, 255 - 20 * k, 7 * k) for k in range(10)), tuple(range(10)), (0,) * 10)
    picture = paint_douga(drawn_parts(shift).classes, palette, PaintStyle(width, paper, gap, fills))  # type: ignore[arg-type]
    colors = {tuple(color) for color in np.unique(picture.reshape(-1, picture.shape[2]), axis=0).tolist()}
    kinds = [kind for kind in Douga if kind and (fills or kind.name.endswith(("LINE", "EDGE")))]
    pure = {palette.colors[kind] + (() if paper == "white" else (255,)) for kind in kinds}
    assert colors - pure == {(255, 255, 255) if paper == "white" else (0, 0, 0, 0)}
    assert len(colors) > 4


def test_a_narrower_line_leaves_no_rim_of_another_fill() -> None:
    classes = np.zeros((40, 40), np.uint8)
    classes[:, :19], classes[:, 19:22] = Douga.SHADING_FILL, Douga.SHADING_LINE
    inked = ink_douga(classes, PaintStyle(1, close_gaps=0))
    assert (inked[:, :20] == Douga.SHADING_FILL).all()
    assert (inked[:, 20] == Douga.SHADING_LINE).all() and not inked[:, 21:].any()


def test_spots_of_black_stay_solid() -> None:
    classes = np.zeros((60, 60), np.uint8)
    classes[20:40, 20:40] = Douga.VISIBLE_LINE
    inked = ink_douga(classes, PaintStyle(1))
    assert (inked[24:36, 24:36] == Douga.VISIBLE_LINE).all()


def test_at_its_own_width_without_gaps_little_changes() -> None:
    classes = drawn_parts().classes
    inked = ink_douga(classes, PaintStyle(3, close_gaps=0))
    assert (is_line(inked) == is_line(classes)).mean() > 0.95
    assert np.array_equal(ink_douga(np.zeros_like(classes), PaintStyle()), np.zeros_like(classes))


def test_paper_of_a_palette_with_another_ground(palette: Palette) -> None:
    picture = paint_douga(np.zeros((4, 4), np.uint8), palette, PaintStyle(paper="white"))
    assert picture.shape == (4, 4, 3) and (picture == 255).all()
    assert not paint_douga(np.zeros((4, 4), np.uint8), palette, PaintStyle(paper="transparent")).any()
