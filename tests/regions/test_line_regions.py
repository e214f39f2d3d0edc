import cv2
import numpy as np
import pytest

from pegbar.regions.line_regions import line_regions, without_specks
from pegbar.regions.region_shapes import SHAPE, cover, shapes

SIZE = (120, 160)


def paper() -> np.ndarray:
    return np.full(SIZE, 255, np.uint8)


def circle(gap: int) -> np.ndarray:
    lines = paper()
    cv2.circle(lines, (80, 60), 40, 0, 2)
    lines[60 - gap // 2 : 60 - gap // 2 + gap, 115:125] = 255
    return lines


@pytest.mark.parametrize("gap", [0, 2, 4])
def test_colour_does_not_leak_through_a_gap_of_four_pixels(gap: int) -> None:
    regions = line_regions(circle(gap), 50)
    assert regions[60, 80] != regions[5, 5]
    assert int(regions.max()) == 2


def test_a_wide_opening_is_no_border() -> None:
    regions = line_regions(circle(40), 50)
    assert regions[60, 80] == regions[5, 5]


def test_dust_bounds_nothing() -> None:
    lines, rng = paper(), np.random.default_rng(0)
    lines[rng.integers(0, 120, 60), rng.integers(0, 160, 60)] = 0
    assert int(line_regions(lines, 50).max()) == 1
    assert not without_specks(lines < 128).any()


def test_blank_paper_and_solid_ink_are_one_region() -> None:
    for lines in (paper(), np.zeros(SIZE, np.uint8)):
        assert np.array_equal(line_regions(lines, 50), np.ones(SIZE, np.int32))


def test_the_smallest_beyond_a_number_join_what_is_near() -> None:
    lines = paper()
    for x in range(10, 150, 20):
        cv2.rectangle(lines, (x, 40), (x + 12, 60), 0, 1)
    assert int(line_regions(lines, 50).max()) == 8
    few = line_regions(lines, 3)
    assert np.unique(few).tolist() == [1, 2, 3]


def test_regions_lie_on_a_map_with_weights_that_sum_to_one() -> None:
    regions = line_regions(circle(0), 50)
    covered = cover(regions, (15, 20))
    assert np.bincount(covered.regions, weights=covered.weights) == pytest.approx([1, 1], abs=1e-5)
    assert set(covered.cells.tolist()) == set(range(300))


def test_shapes_say_where_a_region_lies() -> None:
    regions = line_regions(circle(0), 50)
    inner = shapes(regions)[regions[60, 80] - 1]
    outer = shapes(regions)[regions[5, 5] - 1]
    assert inner.shape == (SHAPE,)
    assert inner[1:3] == pytest.approx([0.5, 0.5], abs=0.02)
    assert inner[6:].tolist() == [0, 0, 0, 0]
    assert outer[6:].tolist() == [1, 1, 1, 1]
    assert outer[0] > inner[0]
