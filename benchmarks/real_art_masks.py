"""Masks of the real-art benchmark: sums over composites, and the metrics made of them."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.real_art_pictures import Mask
from pegbar.metrics.boundaries import boundary_hits, f_score
from pegbar.metrics.calibration import Reliability, reliability
from pegbar.metrics.confusion import accuracy, class_scores, confusion

TOLERANCE = 3.0
"""Pixels within which a boundary counts as met."""


class CelScore:
    """Sums over the pictures of one set."""

    def __init__(self) -> None:
        self.counts = np.zeros((2, 2), np.int64)
        self.hits = np.zeros(4, np.int64)
        self.ious: list[float] = []
        self.reliability: Reliability | None = None

    def add(self, truth: Mask, predicted: Mask, certainty: NDArray[np.float32] | None = None) -> None:
        """Count one picture.

        Parameters
        ----------
        truth, predicted
            (H, W) bool.
        certainty
            (H, W) float32 in [0, 1], |2p − 1| of the probability of cel; None if calibration is not asked for.
        """
        counts = confusion(truth.astype(np.uint8), predicted.astype(np.uint8), 2)
        self.counts += counts
        self.hits += boundary_hits(truth, predicted, TOLERANCE)
        self.ious.append(float(class_scores(counts)["iou"][1]))
        if certainty is not None:
            bins = reliability((1 + certainty) / 2, truth == predicted)
            self.reliability = bins if self.reliability is None else self.reliability + bins

    def metrics(self) -> dict[str, float]:
        """IoU, precision and recall over all pixels of all pictures together, the least IoU of a picture, boundary F, calibration."""
        scores = class_scores(self.counts)
        metrics = {
            "pictures": len(self.ious),
            "iou": float(scores["iou"][1]),
            "min_iou": min(self.ious),
            "precision": float(scores["precision"][1]),
            "recall": float(scores["recall"][1]),
            "accuracy": accuracy(self.counts),
            "boundary_f": f_score((int(self.hits[0]), int(self.hits[1]), int(self.hits[2]), int(self.hits[3]))),
        }
        return metrics | ({} if self.reliability is None else {"calibration_error": self.reliability.expected_error()})
