"""Scores of generated pictures on sets whose scores are known."""

import numpy as np
import pytest

from pegbar.metrics.generation import balls_of, coverage, macro_f1, nearest, precision

RNG = np.random.default_rng(0)
REAL = RNG.normal(size=(80, 4))


def test_the_same_set_is_authentic_and_covers_all() -> None:
    balls = balls_of(REAL, 3)
    assert precision(balls, REAL) == 1.0
    assert coverage(balls, REAL) == 1.0


def test_what_is_far_away_is_neither() -> None:
    balls = balls_of(REAL, 3)
    assert precision(balls, REAL + 50) == 0.0
    assert coverage(balls, REAL + 50) == 0.0


def test_one_good_picture_again_and_again_is_authentic_but_not_diverse() -> None:
    balls = balls_of(REAL, 3)
    same = np.repeat(REAL[:1], 80, axis=0)
    assert precision(balls, same) == 1.0
    assert coverage(balls, same) < 0.2


def test_an_outlier_vouches_for_no_more_than_others() -> None:
    with_outlier = np.vstack([REAL, np.full((1, 4), 30.0)])
    balls = balls_of(with_outlier, 3)
    assert balls.radii[-1] == np.median(balls.radii)
    assert precision(balls, np.full((5, 4), 20.0)) == 0.0


def test_more_neighbours_are_more_lenient() -> None:
    fresh = RNG.normal(size=(80, 4)) * 1.3
    assert precision(balls_of(REAL, 2), fresh) <= precision(balls_of(REAL, 6), fresh)
    with pytest.raises(ValueError, match="expected more than 5 neighbours"):
        balls_of(REAL[:5], 5)


def test_nearest_is_zero_for_a_copy() -> None:
    assert nearest(REAL[:3], REAL) == pytest.approx(np.zeros(3), abs=1e-6)


def test_conditions_that_nobody_wants_do_not_count() -> None:
    wanted = np.array([[1, 0, 0], [0, 1, 0]], np.bool_)
    found = np.array([[1, 0, 1], [0, 0, 1]], np.bool_)
    assert macro_f1(wanted, found) == 0.5
