"""Region scores added up over illustrations."""

import numpy as np
import pytest
from skimage.metrics import variation_of_information

from pegbar.evaluation.regions import RegionEvaluation


def scored(truth: np.ndarray, predicted: np.ndarray) -> dict[str, float | int]:
    scores = RegionEvaluation()
    scores.add(truth, predicted)
    return scores.metrics()


@pytest.fixture
def truth() -> np.ndarray:
    ids = np.ones((40, 60), np.int32)
    ids[:, 30:] = 2
    ids[20:, 30:] = 3
    return ids


def test_the_truth_scores_full_marks_under_any_numbering(truth: np.ndarray) -> None:
    predicted = np.array([0, 3, 1, 2], np.int32)[truth]
    scores = scored(truth, predicted)
    assert scores["boundary_f"] == scores["achievable_segmentation_accuracy"] == 1
    assert scores["under_segmentation_error"] == 0
    assert sum(variation_of_information(truth, predicted)) == pytest.approx(0)


def test_more_regions_never_lower_what_is_achievable(truth: np.ndarray) -> None:
    fine = (np.arange(40)[:, None] // 7 * 9 + np.arange(60)[None] // 7 + 1).astype(np.int32)
    finer = (np.arange(40)[:, None] * 60 + np.arange(60)[None] + 1).astype(np.int32)
    assert scored(truth, fine)["achievable_segmentation_accuracy"] < scored(truth, finer)["achievable_segmentation_accuracy"] == 1
    assert scored(truth, finer)["boundary_f"] < 0.3


def test_a_border_may_miss_by_the_tolerance_only(truth: np.ndarray) -> None:
    assert scored(truth, np.roll(truth, 2, axis=1))["boundary_f"] > scored(truth, np.roll(truth, 4, axis=1))["boundary_f"] + 0.2


def test_an_even_picture_predicted_even(truth: np.ndarray) -> None:
    blank = np.ones((5, 5), np.int32)
    assert scored(blank, blank)["boundary_f"] == 1
    assert scored(truth, np.ones_like(truth))["boundary_f"] == 0
