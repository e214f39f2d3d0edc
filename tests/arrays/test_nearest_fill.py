import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import distance_transform_edt

from pegbar.arrays.nearest_fill import fill_from_nearest, nearest_known


def distances(known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance of each pixel to the one that is taken for the nearest, and to the nearest by SciPy."""
    rows, columns = np.indices(known.shape)
    near_rows, near_columns = np.divmod(nearest_known(known), known.shape[1])
    return np.hypot(near_rows - rows, near_columns - columns), distance_transform_edt(~known)


@settings(max_examples=50, deadline=None)
@given(arrays(np.bool_, (17, 23), elements=st.sampled_from([False, False, False, False, True])))
def test_the_pixel_found_is_known_and_hardly_farther_than_scipys(known: np.ndarray) -> None:
    known[8, 11] = True
    assert known.ravel()[nearest_known(known)].all()
    found, nearest = distances(known)
    assert (found >= nearest - 1e-9).all()
    assert (found <= 1.1 * nearest + 0.5).all()


def test_known_pixels_are_their_own_nearest() -> None:
    known = np.random.default_rng(0).random((40, 50)) < 0.3
    assert np.array_equal(nearest_known(known)[known], np.flatnonzero(known))


def test_lines_are_filled_as_by_scipy() -> None:
    holes = np.zeros((60, 80), np.bool_)
    holes[20:23], holes[:, 30:33] = True, True
    values = np.random.default_rng(1).integers(0, 10, (60, 80), np.uint8)
    rows, columns = distance_transform_edt(holes, return_distances=False, return_indices=True)
    same = fill_from_nearest(values, holes) == values[rows, columns]
    tied = distances(~holes)[0] == distances(~holes)[1]
    assert tied.all(), "where they differ, both are equally near"
    assert same[~holes].all()
    assert same.mean() > 0.97


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3)])
def test_colours_and_classes_are_filled_alike(shape: tuple[int, ...]) -> None:
    values = np.arange(np.prod(shape)).reshape(shape)
    holes = np.zeros((5, 7), np.bool_)
    holes[2, 3:] = True
    filled = fill_from_nearest(values, holes)
    assert filled.dtype == values.dtype
    assert np.array_equal(filled[~holes], values[~holes])
    assert (filled[2, 6] == values[1, 6]).all() or (filled[2, 6] == values[3, 6]).all()


def test_without_anything_known_all_is_zero() -> None:
    assert not fill_from_nearest(np.full((3, 4), 7, np.uint8), np.ones((3, 4), np.bool_)).any()
