"""Confusion matrices and what follows from them."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def confusion(truth: NDArray[np.integer], predicted: NDArray[np.integer], classes: int) -> Counts:
    """(classes, classes) counts, rows truth, columns prediction."""
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {truth.shape} and prediction {predicted.shape} differ in size")
    index = truth.astype(np.int64).ravel() * classes + predicted.astype(np.int64).ravel()
    return np.bincount(index, minlength=classes * classes).reshape(classes, classes)


def _ratio(part: NDArray[np.integer], whole: NDArray[np.integer]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def class_scores(counts: Counts) -> dict[str, NDArray[np.float64]]:
    """IoU, precision and recall of each class; NaN where a class has neither truth nor prediction."""
    hits = np.diag(counts)
    truth, predicted = counts.sum(axis=1), counts.sum(axis=0)
    return {
        "iou": _ratio(hits, truth + predicted - hits),
        "precision": _ratio(hits, predicted),
        "recall": _ratio(hits, truth),
    }


def accuracy(counts: Counts) -> float:
    """Share of pixels on the diagonal."""
    return float(np.trace(counts) / max(1, counts.sum()))


def mean_iou(counts: Counts, classes: tuple[int, ...] | None = None) -> float:
    """Mean IoU over `classes` (default all) that occur in truth or prediction."""
    scores = class_scores(counts)["iou"]
    chosen = scores if classes is None else scores[list(classes)]
    return float(np.nanmean(chosen)) if not np.isnan(chosen).all() else 0.0
