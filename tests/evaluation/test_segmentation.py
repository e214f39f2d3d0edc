import numpy as np
import pytest
from sklearn.metrics import jaccard_score

from pegbar.evaluation.segmentation import DougaEvaluation, cel_iou, evaluate_cels
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES

RANDOM = np.random.default_rng(0)


def test_mean_iou_over_ten_counts_missing_books_as_nothing() -> None:
    """The thesis's Table 5.1: 32.65 % over ten classes with books at 0 are 40.8 % over eight."""
    truth = RANDOM.choice([c for c in range(10) if c not in BOOKS], (40, 60)).astype(np.uint8)
    evaluation = DougaEvaluation()
    evaluation.add(truth, truth)
    metrics = evaluation.metrics()
    assert metrics["miou"] == 1
    assert metrics["miou_ten"] == pytest.approx(0.8)


def test_both_means_agree_with_scikit_learn() -> None:
    truth = RANDOM.integers(0, 10, (40, 60), np.uint8)
    predicted = np.where(RANDOM.random((40, 60)) < 0.5, truth, np.uint8(0))
    evaluation = DougaEvaluation()
    evaluation.add(truth, predicted)
    metrics = evaluation.metrics()
    iou = jaccard_score(truth.ravel(), predicted.ravel(), average=None, labels=range(10))
    assert metrics["miou_ten"] == pytest.approx(iou.mean())
    assert metrics["miou"] == pytest.approx(np.delete(iou, list(BOOKS)).mean())
    assert [metrics["per_class"][name]["iou"] for name in CLASS_NAMES] == pytest.approx(list(iou))  # type: ignore[index]


def test_the_iou_alone_is_that_of_the_whole_evaluation() -> None:
    pairs = [(RANDOM.random((20, 30)) < 0.5, RANDOM.random((20, 30)) < 0.5) for _ in range(3)]
    assert cel_iou(pairs) == evaluate_cels(pairs).metrics["iou"]
    truth, predicted = (np.concatenate([pair[n].ravel() for pair in pairs]) for n in range(2))
    assert cel_iou(pairs) == pytest.approx(jaccard_score(truth, predicted))
