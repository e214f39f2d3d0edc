"""Boundaries of masks: precision, recall and F within a distance (Martin et al. 2004)."""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import find_boundaries

Mask = NDArray[np.bool_]


def inner_boundary(mask: Mask) -> Mask:
    """Pixels of a mask (H, W) with a 4-neighbour outside it, (H, W) bool; the picture's edge is no boundary."""
    return np.asarray(find_boundaries(mask, connectivity=1, mode="inner"), np.bool_)


def boundary_hits(truth: Mask, predicted: Mask, tolerance: float) -> tuple[int, int, int, int]:
    """Predicted boundary pixels near the true one, all predicted ones, true ones near the predicted one, all true ones.

    Parameters
    ----------
    truth, predicted
        (H, W) bool.
    tolerance
        Euclidean distance, pixels.
    """
    true_boundary, predicted_boundary = inner_boundary(truth), inner_boundary(predicted)
    return (*near_hits(predicted_boundary, true_boundary, tolerance), *near_hits(true_boundary, predicted_boundary, tolerance))


def near_hits(points: Mask, others: Mask, tolerance: float) -> tuple[int, int]:
    """How many points of a mask (H, W) lie within `tolerance` pixels of others, and how many there are."""
    total = int(points.sum())
    if not total or not others.any():
        return 0, total
    distance = cv2.distanceTransform((~others).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return int((distance[points] <= tolerance).sum()), total


def f_score(hits: tuple[int, int, int, int]) -> float:
    """Harmonic mean of precision and recall from summed :func:`boundary_hits`, 0–1; 1 where nothing is bounded."""
    precise, predicted, recalled, truth = hits
    if predicted + truth == 0:
        return 1.0
    precision, recall = precise / max(predicted, 1), recalled / max(truth, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
