import numpy as np
import pytest
from sklearn.metrics.cluster import contingency_matrix

from pegbar.metrics.regions import achievable_segmentation_accuracy, overlaps, under_segmentation_error


@pytest.fixture
def truth() -> np.ndarray:
    ids = np.ones((40, 60), np.int32)
    ids[:, 30:] = 2
    ids[20:, 30:] = 3
    return ids


def test_known_values(truth: np.ndarray) -> None:
    predicted = np.ones_like(truth)
    predicted[:, 33:] = 2
    shared = overlaps(truth, predicted)
    assert shared.tolist() == [[1200, 0], [60, 540], [60, 540]]
    assert achievable_segmentation_accuracy(shared) == pytest.approx((1200 + 540) / 2400)
    leaks = 120 + 60 + 60 + 540 + 540
    assert under_segmentation_error(shared) == pytest.approx(leaks / 2400)


def test_overlaps_are_scikit_learns_contingency_matrix(truth: np.ndarray) -> None:
    predicted = np.random.default_rng(0).integers(1, 9, truth.shape).astype(np.int32)
    assert np.array_equal(overlaps(truth, predicted), contingency_matrix(truth.ravel(), predicted.ravel()))


def test_numbers_that_do_not_occur_have_no_overlap(truth: np.ndarray) -> None:
    assert overlaps(truth, np.full_like(truth, 3)).tolist() == [[0, 0, 1200], [0, 0, 600], [0, 0, 600]]
