"""Flicker: known counts, and an order: still < moved along < redrawn."""

import numpy as np
import pytest

from pegbar.arrays.optical_flow import Flow
from pegbar.metrics.flicker import FlickerCounts, line_flicker, mask_flicker


def flow(shift: tuple[float, float] = (0, 0), size: tuple[int, int] = (40, 60)) -> Flow:
    return Flow(np.full((*size, 2), shift, np.float32), np.ones(size, np.bool_))


def block(left: int = 10, right: int = 30) -> np.ndarray:
    mask = np.zeros((40, 60), np.bool_)
    mask[10:30, left:right] = True
    return mask


def test_still_and_moved_masks_do_not_flicker() -> None:
    assert mask_flicker(block(), block(), flow()) == FlickerCounts(0, 400)
    assert mask_flicker(block(), block(15, 35), flow((5, 0))) == FlickerCounts(0, 400)
    assert mask_flicker(block(), block(11, 31), flow()).changed == 0, "an edge that is a pixel off is no flicker"


def test_what_is_lost_counts_beyond_the_tolerance() -> None:
    assert mask_flicker(block(), block(10, 25), flow()) == FlickerCounts(20 * 4, 400)
    assert mask_flicker(block(10, 25), block(), flow()) == FlickerCounts(20 * 4, 400)


def test_only_trusted_motion_counts() -> None:
    half = flow()
    half.trusted[:, 20:] = False
    assert mask_flicker(block(), block(10, 25), half) == FlickerCounts(0, 200)


def test_lines_that_come_and_go() -> None:
    still, gone = np.zeros((40, 60), np.bool_), np.zeros((40, 60), np.bool_)
    still[20] = True
    assert line_flicker(still, np.roll(still, 1, axis=0), flow()).share == 0
    assert line_flicker(still, np.roll(still, 4, axis=0), flow()) == FlickerCounts(120, 120)
    assert line_flicker(still, np.roll(still, 4, axis=0), flow((0, 4))).share == 0
    assert line_flicker(still, gone, flow()).share == 1
    assert line_flicker(gone, gone, flow()).share == 0


def test_counts_add_up() -> None:
    assert FlickerCounts(1, 4) + FlickerCounts(2, 2) == FlickerCounts(3, 6)
    assert (FlickerCounts(1, 4) + FlickerCounts(2, 2)).share == 0.5


def test_sizes_must_agree() -> None:
    with pytest.raises(ValueError, match="expected"):
        mask_flicker(block(), block()[1:], flow())
