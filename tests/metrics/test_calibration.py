import numpy as np
import pytest

from pegbar.metrics.calibration import reliability


def test_calibrated_predictions_have_no_error() -> None:
    generator = np.random.default_rng(0)
    probability = generator.random(200_000)
    truth = generator.random(200_000) < probability
    assert reliability(probability, truth).expected_error() < 0.01
    assert reliability(np.sqrt(probability), truth).expected_error() == pytest.approx(2 / 3 - 1 / 2, abs=0.01)


def test_known_values_and_sums_over_frames() -> None:
    first = reliability(np.array([[0.05, 0.95]]), np.array([[False, True]]))
    second = reliability(np.array([1.0, 0.05]), np.array([False, False]))
    both = first + second
    assert both.rows() == [
        {"pixels": 2, "probability": 0.05, "frequency": 0.0},
        {"pixels": 2, "probability": 0.975, "frequency": 0.5},
    ]
    assert both.expected_error() == pytest.approx((2 * 0.05 + 2 * 0.475) / 4)


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="expected the probability's"):
        reliability(np.zeros((2, 2)), np.zeros(4, np.bool_))
