"""The thesis's post-processing to the letter, and areas whose lines have gaps."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from pegbar.arrays.closed_areas import closed_areas
from pegbar.douga.thesis_postprocess import thesis_postprocess
from pegbar.vocabulary.douga_classes import AREAS, CLASS_NAMES, Douga


def sure(classes: NDArray[np.uint8], of: float = 0.9) -> NDArray[np.float32]:
    """Probabilities (10, H, W) that are sure of `classes`."""
    rest = (1 - of) / (len(CLASS_NAMES) - 1)
    return np.where(np.arange(len(CLASS_NAMES))[:, None, None] == classes, np.float32(of), np.float32(rest))


def room(gap: int = 0) -> NDArray[np.uint8]:
    """Shading left of a line of three pixels and flat area right of it, the line with a gap in its middle."""
    classes = np.zeros((41, 41), np.uint8)
    classes[:, :19] = Douga.SHADING_FILL
    classes[:, 19:22] = Douga.SHADING_LINE
    if gap:
        classes[20 : 20 + gap, 19:22] = Douga.FLAT_AREA
    return classes


def test_lines_are_three_wide_and_keep_their_class() -> None:
    wide = room()
    wide[:, 17:24] = Douga.SHADING_LINE
    done = thesis_postprocess(sure(wide))
    assert (done[5:-5] == Douga.SHADING_LINE).sum(axis=1).tolist() == [3] * 31


def test_an_area_takes_the_class_of_its_mean_prediction_not_of_most_pixels() -> None:
    ring = np.zeros((41, 41), np.uint8)
    ring[5:36, 5:36] = Douga.VISIBLE_LINE
    ring[8:33, 8:33] = Douga.SHADING_FILL
    probabilities = sure(ring)
    probabilities[:, 16:33, 8:33] = 0.05
    probabilities[Douga.HIGHLIGHT_FILL, 16:33, 8:33] = 0.3
    probabilities[Douga.SHADING_FILL, 16:33, 8:33] = 0.25
    done = thesis_postprocess(probabilities)
    assert set(done[9:32, 9:32].ravel()) == {int(Douga.SHADING_FILL)}, "few sure pixels outweigh many unsure ones"


def test_a_missing_piece_of_line_joins_two_areas() -> None:
    done = thesis_postprocess(sure(room(gap=8)))
    assert len({int(done[5, 5]), int(done[5, 35])}) == 1, "what the thesis lost six points by (5.8)"


@pytest.mark.parametrize("gap", [1, 2, 3, 4])
def test_a_gap_up_to_the_ball_leaks_no_more(gap: int) -> None:
    lines = room(gap) == Douga.SHADING_LINE
    areas = closed_areas(lines, gap)
    assert areas[5, 5] != areas[5, 35]
    assert closed_areas(lines, 0)[5, 5] == closed_areas(lines, 0)[5, 35]


def test_a_wider_gap_leaks() -> None:
    areas = closed_areas(room(9) == Douga.SHADING_LINE, 4)
    assert areas[5, 5] == areas[5, 35]


@given(st.integers(0, 2**32 - 1), st.floats(0, 0.4), st.integers(0, 5))
def test_every_free_pixel_has_an_area_that_no_line_parts(seed: int, density: float, gap: int) -> None:
    lines = np.random.default_rng(seed).random((24, 31)) < density
    areas = closed_areas(lines, gap)
    assert ((areas > 0) == ~lines).all()
    _, connected = cv2.connectedComponents((~lines).view(np.uint8), connectivity=4)
    pairs = {(int(area), int(whole)) for area, whole in zip(areas[~lines], connected[~lines], strict=True)}
    assert len(pairs) == len({area for area, _ in pairs}), "an area lies in one connected area"
    if not gap:
        assert len(pairs) == len({whole for _, whole in pairs})


def test_an_area_never_becomes_a_line() -> None:
    probabilities = sure(np.full((12, 12), Douga.FLAT_AREA, np.uint8))
    assert set(thesis_postprocess(probabilities).ravel()) <= set(AREAS)
