"""Gaps that a paint bucket runs out of, and ends that are left alone."""

import cv2
import numpy as np
import pytest

from pegbar.douga.skeletons import skeleton
from pegbar.export.line_gaps import close_gaps, line_ends
from pegbar.export.paint_douga import PaintStyle, ink_douga, pen
from pegbar.vocabulary.douga_classes import Douga

RADIUS = 40


def ring(angle: float, gap: float) -> np.ndarray:
    """Classes (120, 120): a ring of three pixels with a gap of about `gap` pixels at an angle in degrees."""
    classes = np.zeros((120, 120), np.uint8)
    half = np.degrees((gap + 1) / 2 / RADIUS)
    points = cv2.ellipse2Poly((60, 60), (RADIUS, RADIUS), round(angle), round(half), round(360 - half), 1)
    cv2.polylines(classes, [points], False, int(Douga.VISIBLE_LINE), 3)
    return classes


def runs_out(classes: np.ndarray) -> bool:
    """Whether a bucket that is emptied into the middle reaches the corner."""
    _, areas = cv2.connectedComponents((classes == 0).view(np.uint8), connectivity=4)
    return bool(areas[60, 60] == areas[0, 0])


@pytest.mark.parametrize("angle", [0, 17, 45, 90, 131, 200, 307])
@pytest.mark.parametrize("width", [1, 3, 6])
def test_a_gap_is_closed_wherever_it_is(angle: int, width: int) -> None:
    classes = ring(angle, 7)
    assert runs_out(classes)
    assert not runs_out(ink_douga(classes, PaintStyle(width, close_gaps=12)))


def test_gaps_that_are_wider_stay_open() -> None:
    assert runs_out(ink_douga(ring(0, 12), PaintStyle(1, close_gaps=4)))
    assert runs_out(ink_douga(ring(0, 7), PaintStyle(1, close_gaps=0)))


def test_an_end_is_joined_to_the_side_of_a_line() -> None:
    classes = np.zeros((60, 60), np.uint8)
    classes[5:8, 5:55] = classes[52:55, 5:55] = Douga.VISIBLE_LINE
    classes[5:55, 5:8] = classes[5:55, 52:55] = Douga.VISIBLE_LINE
    classes[12:53, 29:32] = Douga.SHADING_LINE
    closed = ink_douga(classes, PaintStyle(3, close_gaps=6))
    count, _ = cv2.connectedComponents((closed == 0).view(np.uint8), connectivity=4)
    assert count == 4, "lines, outside, left half, right half"
    assert closed[10, 30] == Douga.SHADING_LINE, "in the class of the line that ended"


def test_a_crease_that_ends_inside_an_area_is_left_alone() -> None:
    classes = ring(0, 0)
    classes[20:24, 60:62] = Douga.VISIBLE_LINE
    classes[58:61, 40:70] = Douga.VISIBLE_LINE
    classes[52:54, 40:70] = Douga.VISIBLE_LINE
    thin = skeleton(classes > 0)
    assert len(line_ends(thin)) >= 4
    assert close_gaps(thin, classes > 0, 6, pen(3)) == []


def test_a_broken_line_goes_on_though_it_parts_nothing() -> None:
    thin = np.zeros((30, 60), np.bool_)
    thin[15, 5:55] = True
    thin[15, 28:31] = False
    assert all(bridge.joins_ends for bridge in close_gaps(thin, thin, 3, pen(1)))
    assert {tuple(pixel) for bridge in close_gaps(thin, thin, 3, pen(1)) for pixel in bridge.pixels.tolist()} >= {
        (15, 28),
        (15, 29),
        (15, 30),
    }


def test_no_lines_no_bridges() -> None:
    nothing = np.zeros((20, 20), np.bool_)
    assert close_gaps(nothing, nothing, 8, pen(3)) == []
    dot = nothing.copy()
    dot[5, 5] = True
    assert close_gaps(dot, dot, 8, pen(3)) == []
