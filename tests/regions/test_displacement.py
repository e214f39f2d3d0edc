import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.morphology import skeletonize
from skimage.segmentation import find_boundaries

from pegbar.regions.displacement import borders, displacement


@pytest.fixture
def regions() -> NDArray[np.int32]:
    ids = np.ones((48, 64), np.int32)
    ids[:, 40:] = 2
    cv2.circle(ids, (20, 24), 12, 3, cv2.FILLED)
    return ids


def relaxed(ids: NDArray[np.int32], passes: int) -> NDArray[np.float32]:
    """DanbooRegion's method: five-point means, with skeleton and border held."""
    zero = borders(ids)
    one = skeletonize(~zero)
    values = one.astype(np.float32)
    kernel = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.float32) / 5
    for _ in range(passes):
        values = cv2.filter2D(values, -1, kernel)
        values[one], values[zero] = 1, 0
    return values


def test_it_agrees_with_the_relaxation(regions: NDArray[np.int32]) -> None:
    away = np.abs(displacement(regions) - relaxed(regions, 5_000))
    assert away.max() < 0.02
    assert away.mean() < 2e-3


def test_wide_regions_come_nearer_to_the_limit_than_512_passes() -> None:
    wide = np.ones((140, 160), np.int32)
    wide[60:75, 70:100] = 2
    limit = relaxed(wide, 20_000)
    ours, theirs = (np.abs(values - limit).mean() for values in (displacement(wide), relaxed(wide, 512)))
    assert ours < 0.01
    assert ours < theirs / 5


def test_borders_are_one_side_of_skimages(regions: NDArray[np.int32]) -> None:
    inner = borders(regions)[1:-1, 1:-1]
    both = find_boundaries(regions, connectivity=1, mode="thick")[1:-1, 1:-1]
    assert not (inner & ~both).any()
    assert (np.pad(inner, 1)[1:-1, 1:-1] | np.pad(inner, 1)[:-2, 1:-1] | np.pad(inner, 1)[1:-1, :-2])[1:, 1:][both[1:, 1:]].all()


def test_borders_are_zero_and_skeletons_one(regions: NDArray[np.int32]) -> None:
    values = displacement(regions)
    assert (values[borders(regions)] == 0).all()
    assert values[24, 20] == 1, "the middle of the disc"
    assert values.min() == 0
    assert values.max() == 1


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (3, 3), (16, 16)])
def test_tiny_and_blank_maps(size: tuple[int, int]) -> None:
    values = displacement(np.ones(size, np.int32))
    assert values.shape == size
    assert np.isfinite(values).all()
