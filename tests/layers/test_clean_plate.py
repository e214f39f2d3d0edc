"""Clean plates: what was seen is exact, pans are followed, the rest is painted in."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.layers.clean_plate import clean_plate, register

RNG = np.random.default_rng(0)
WIDE = cv2.GaussianBlur(RNG.integers(0, 256, (120, 200, 3), np.uint8), (0, 0), 3)
WIDE = cv2.normalize(WIDE, None, 0, 255, cv2.NORM_MINMAX)


def shot(corner: tuple[int, int], figure: int) -> tuple[np.ndarray, np.ndarray]:
    """A view of 100 × 60 pixels with a figure at a column."""
    x, y = corner
    frame = WIDE[y : y + 60, x : x + 100].copy()
    mask = np.zeros((60, 100), np.bool_)
    mask[20:55, figure : figure + 16] = True
    frame[mask] = (250, 20, 30)
    return frame, mask


def test_a_still_camera_shows_everything_behind_a_moving_figure() -> None:
    frames, masks = zip(*(shot((40, 30), figure) for figure in (5, 40, 75)), strict=True)
    plate = clean_plate(frames, masks)
    assert plate.seen.all() and plate.offsets == [(0, 0)] * 3
    assert np.array_equal(plate.picture, WIDE[30:90, 40:140])


def test_pans_are_followed() -> None:
    corners = [(10, 20), (22, 20), (37, 26)]
    frames, masks = zip(*(shot(corner, 30 + 8 * n) for n, corner in enumerate(corners)), strict=True)
    plate = clean_plate(frames, masks)
    assert [(x + 10, y + 20) for x, y in plate.offsets] == corners
    shown = WIDE[20 : 20 + plate.seen.shape[0], 10 : 10 + plate.seen.shape[1]]
    assert np.array_equal(plate.picture[plate.seen], shown[plate.seen])


def test_what_no_frame_shows_is_painted_in() -> None:
    frames, masks = zip(*(shot((40, 30), 40) for _ in range(3)), strict=True)
    plate = clean_plate(frames, masks)
    assert not plate.seen[30, 48] and plate.seen[5, 5]
    assert not (plate.picture[30, 48] == (250, 20, 30)).all()
    assert np.array_equal(plate.picture[plate.seen], WIDE[30:90, 40:140][plate.seen])


@settings(deadline=None, max_examples=12)
@given(st.integers(-20, 20), st.integers(-12, 12))
def test_any_offset_is_recovered(x: int, y: int) -> None:
    one, hidden = shot((40, 30), 40)
    other, its = shot((40 + x, 30 + y), 40)
    assert register(one, other, hidden, its) == (x, y)


def test_a_flat_background_stands_still() -> None:
    flat, none = np.full((60, 100, 3), 90, np.uint8), np.zeros((60, 100), np.bool_)
    assert register(flat, flat.copy(), none, none) == (0, 0)


def test_bad_input() -> None:
    frame, mask = shot((0, 0), 5)
    with pytest.raises(PegbarError, match="found 0 frames"):
        clean_plate([], [])
    with pytest.raises(PegbarError, match="2 sizes"):
        clean_plate([frame, frame[:50]], [mask, mask[:50]])
    with pytest.raises(PegbarError, match="cover every frame"):
        clean_plate([frame], [np.ones_like(mask)])
