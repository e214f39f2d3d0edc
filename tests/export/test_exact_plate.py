"""Cel over plate is the frame, to the bit, whatever the soft edges are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pegbar.export.exact_plate import exact_plate
from pegbar.production.pictures import composite
from tests.export.frame_case import drawn_parts

SHAPE = (6, 7)
LEVELS = st.sampled_from([0, 1, 2, 100, 127, 128, 129, 200, 253, 254, 255]) | st.integers(0, 255)


@given(arrays(np.uint8, (*SHAPE, 3), elements=LEVELS), arrays(np.uint8, (*SHAPE, 4), elements=LEVELS))
def test_any_cel_over_its_plate_is_the_frame(frame: np.ndarray, cel: np.ndarray) -> None:
    plate, exact = exact_plate(frame, cel)
    assert np.array_equal(composite(plate[..., :3], exact), frame)
    assert set(np.unique(plate[..., 3])) <= {0, 255}
    assert np.array_equal(plate[..., 3] == 0, exact[..., 3] == 255), "the hole is where the cel is opaque"
    assert not plate[plate[..., 3] == 0].any() and not exact[exact[..., 3] == 0].any()


@given(arrays(np.uint8, (*SHAPE, 4), elements=LEVELS))
def test_a_cel_on_white_paper_keeps_its_pixels(cel: np.ndarray) -> None:
    cel[0] = 0
    cel[cel[..., 3] == 0] = 0
    frame = composite(np.full((*SHAPE, 3), 255, np.uint8), cel)
    plate, exact = exact_plate(frame, cel)
    assert np.array_equal(exact, cel)
    assert (plate[plate[..., 3] > 0] == 255).all()


def test_soft_edges_stay_soft() -> None:
    parts = drawn_parts()
    plate, exact = exact_plate(parts.frame, parts.cel)
    soft = (parts.cel[..., 3] > 0) & (parts.cel[..., 3] < 255)
    kept = soft & (exact[..., 3] == parts.cel[..., 3])
    assert soft.sum() > 100 and kept.sum() > 0.95 * soft.sum()
    assert np.abs(exact[kept].astype(int) - parts.cel[kept]).mean() < 4
    below = np.stack([60 + np.mgrid[:72, :96][1], 90 + np.mgrid[:72, :96][0], 200 - np.mgrid[:72, :96][1]], axis=2)
    assert np.abs(plate[kept][:, :3].astype(int) - below[kept]).mean() < 8, "the background goes on under soft edges"


def test_without_a_cel_and_without_a_background() -> None:
    frame = drawn_parts().frame
    plate, cel = exact_plate(frame, np.zeros((*frame.shape[:2], 4), np.uint8))
    assert np.array_equal(plate[..., :3], frame) and not cel.any()
    plate, cel = exact_plate(frame, np.full((*frame.shape[:2], 4), 255, np.uint8))
    assert np.array_equal(cel[..., :3], frame) and not plate.any()
