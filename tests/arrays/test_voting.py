import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import mode

from pegbar.arrays.voting import majority_vote


@settings(max_examples=50, deadline=None)
@given(arrays(np.int32, (9, 11), elements=st.integers(0, 3)), arrays(np.uint8, (9, 11), elements=st.integers(0, 5)))
def test_each_area_takes_its_mode_as_scipy_finds_it(areas: np.ndarray, classes: np.ndarray) -> None:
    voted = majority_vote(areas, classes, 6)
    assert np.array_equal(voted[areas == 0], classes[areas == 0])
    for area in np.unique(areas[areas > 0]):
        assert (voted[areas == area] == mode(classes[areas == area]).mode).all()


def test_a_split_area_keeps_its_classes() -> None:
    areas = np.ones((1, 10), np.int32)
    classes = np.array([[1] * 6 + [2] * 4], np.uint8)
    assert (majority_vote(areas, classes, 3, agreement=0.6) == 1).all()
    assert np.array_equal(majority_vote(areas, classes, 3, agreement=0.7), classes)


def test_excluded_classes_neither_win_nor_count() -> None:
    areas = np.ones((1, 10), np.int32)
    classes = np.array([[0] * 7 + [1] * 3], np.uint8)
    assert (majority_vote(areas, classes, 2, excluded=(0,), agreement=0.9) == 1).all()


def test_the_type_of_the_classes_stays() -> None:
    areas = np.ones((2, 2), np.int32)
    for dtype in (np.uint8, np.int32):
        assert majority_vote(areas, np.ones((2, 2), dtype), 2).dtype == dtype
