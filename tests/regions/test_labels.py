import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.regions.displacement import borders, displacement
from pegbar.regions.labels import merge_small, regions_from


@pytest.fixture
def regions() -> NDArray[np.int32]:
    ids = np.ones((60, 90), np.int32)
    ids[:, 50:] = 2
    cv2.circle(ids, (25, 30), 14, 3, cv2.FILLED)
    cv2.circle(ids, (70, 30), 12, 4, cv2.FILLED)
    return ids


def same_partition(one: NDArray[np.int32], other: NDArray[np.int32]) -> float:
    """Fraction of pixels whose region in one map is mostly theirs in the other."""
    pairs = np.stack([one.ravel(), other.ravel()], axis=1)
    best = 0
    for number in np.unique(one):
        best += np.bincount(pairs[pairs[:, 0] == number, 1]).max()
    return best / one.size


def test_an_exact_map_gives_its_regions_back(regions: NDArray[np.int32]) -> None:
    predicted = regions_from(displacement(regions), None)
    assert predicted.min() == 1
    assert same_partition(predicted, regions) > 0.97
    assert same_partition(regions, predicted) > 0.97


def test_borders_guide_the_flood(regions: NDArray[np.int32]) -> None:
    """A map that lies two pixels off puts borders there; with a border map, the floods meet on the true ones."""
    vague = np.roll(displacement(regions), 2, axis=1)
    sharp = cv2.dilate(borders(regions).astype(np.float32), np.ones((3, 3)))
    alone, guided = (same_partition(regions_from(vague, b), regions) for b in (None, sharp))
    assert guided > max(alone, 0.97)


def test_a_gap_in_a_border_does_not_leak() -> None:
    halves = np.ones((60, 80), np.int32)
    halves[:, 40:] = 2
    border = cv2.dilate(borders(halves).astype(np.float32), np.ones((3, 3)))
    border[28:33] = 0
    predicted = regions_from(displacement(halves), border)
    assert predicted[10, 20] != predicted[10, 60]
    assert (regions_from(displacement(halves), border, threshold=1.0) == 1).all()


def test_small_regions_join_the_neighbour_of_longest_border() -> None:
    labels = np.ones((20, 20), np.int32)
    labels[:, 10:] = 2
    labels[5:7, 9:11] = 3
    labels[0, 0] = 4
    joined = merge_small(labels, 10)
    assert set(np.unique(joined)) == {1, 2}
    assert joined[0, 0] == joined[19, 0]
    assert merge_small(np.ones((2, 2), np.int32), 100).max() == 1, "the last region stays however small"


def test_chains_of_small_regions_join_until_large() -> None:
    labels = np.repeat(np.arange(1, 9, dtype=np.int32), 3)[None].repeat(3, axis=0)
    joined = merge_small(labels, 20)
    assert np.bincount(joined.ravel())[1:].min() >= 20


@pytest.mark.parametrize("value", [0.0, 1.0])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (20, 30)])
def test_even_maps_are_one_region(value: float, size: tuple[int, int]) -> None:
    assert (regions_from(np.full(size, value, np.float32)) == 1).all()


def test_maps_with_no_numbers_and_other_sizes_are_refused() -> None:
    bad = np.zeros((4, 4), np.float32)
    bad[0, 0] = np.nan
    with pytest.raises(PegbarError, match="found 1 values that are no numbers"):
        regions_from(bad)
    with pytest.raises(PegbarError, match=r"border map: found size \(4, 5\), expected the displacement map's \(4, 4\)"):
        regions_from(np.zeros((4, 4), np.float32), np.zeros((4, 5), np.float32))
