"""Scores of generated pictures on sets whose scores are known."""

import numpy as np
import pytest

from pegbar.metrics.generation import coverage, knn_manifold, mean_found, nearest_distance, precision

RNG = np.random.default_rng(0)
REAL = RNG.normal(size=(80, 4))


def test_the_same_set_is_authentic_and_covers_all() -> None:
    manifold = knn_manifold(REAL, 3)
    assert precision(manifold, REAL) == 1.0
    assert coverage(manifold, REAL) == 1.0


def test_what_is_far_away_is_neither() -> None:
    manifold = knn_manifold(REAL, 3)
    assert precision(manifold, REAL + 50) == 0.0
    assert coverage(manifold, REAL + 50) == 0.0


def test_one_good_picture_again_and_again_is_authentic_but_not_diverse() -> None:
    manifold = knn_manifold(REAL, 3)
    same = np.repeat(REAL[:1], 80, axis=0)
    assert precision(manifold, same) == 1.0
    assert coverage(manifold, same) < 0.2


def test_radii_are_cut_at_the_median() -> None:
    with_outlier = np.vstack([REAL, np.full((1, 4), 30.0)])
    manifold = knn_manifold(with_outlier, 3)
    assert manifold.radii.max() == manifold.radii[-1] == np.median(manifold.radii)
    assert precision(manifold, np.full((5, 4), 20.0)) == 0.0


def test_more_neighbours_are_more_lenient() -> None:
    fresh = RNG.normal(size=(80, 4)) * 1.3
    assert precision(knn_manifold(REAL, 2), fresh) <= precision(knn_manifold(REAL, 6), fresh)
    with pytest.raises(ValueError, match="expected more than 5 neighbours"):
        knn_manifold(REAL[:5], 5)


def test_nearest_is_zero_for_a_copy() -> None:
    assert nearest_distance(REAL[:3], REAL) == pytest.approx(np.zeros(3), abs=1e-6)


def test_labels_that_never_occur_do_not_count() -> None:
    truth = np.array([[1, 0, 0], [0, 1, 0]], np.bool_)
    predicted = np.array([[1, 0, 1], [0, 0, 1]], np.bool_)
    assert mean_found(truth, predicted, np.zeros(3, np.bool_)) == 0.5


def test_of_open_labels_more_may_be_there_than_asked_for() -> None:
    truth, predicted = np.array([[1, 1], [0, 0]], np.bool_), np.ones((2, 2), np.bool_)
    assert mean_found(truth, predicted, np.array([True, True])) == 1.0
    assert mean_found(truth, predicted, np.array([False, True])) == pytest.approx((2 / 3 + 1) / 2)
    assert mean_found(truth, ~predicted, np.array([False, True])) == 0.0
