import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.lineart.ink import lay_ink, separate_ink

WHITE = np.full((6, 7, 3), 255, np.uint8)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_line_art_comes_back_on_white_paper(seed: int) -> None:
    lines = np.random.default_rng(seed).integers(0, 256, (6, 7, 3), np.uint8)
    assert np.abs(lay_ink(WHITE, separate_ink(lines)).astype(int) - lines).max() <= 1


def test_solid_ink_keeps_its_colour_to_the_bit_on_any_paint() -> None:
    lines, paint = WHITE.copy(), np.random.default_rng(0).integers(0, 256, WHITE.shape, np.uint8)
    lines[2], lines[3] = 0, (90, 0, 40)
    laid = lay_ink(paint, separate_ink(lines))
    assert np.array_equal(laid[2:4], lines[2:4])
    others = [0, 1, 4, 5]
    assert np.array_equal(laid[others], paint[others])


def test_coloured_lines_are_dark_shades_of_what_they_lie_on() -> None:
    lines, paint = WHITE.copy(), np.full_like(WHITE, (200, 100, 50))
    lines[2] = 0
    assert lay_ink(paint, separate_ink(lines), own_color=False)[2, 0].tolist() == [80, 40, 20]


def test_grey_line_art_is_black_ink() -> None:
    ink = separate_ink(np.uint8([[0, 128, 255]]))
    assert ink.cover.round(1).tolist() == [[1.0, 0.5, 0.0]]
    assert not ink.color.any()
