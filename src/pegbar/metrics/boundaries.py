"""Boundaries of masks: precision, recall and F within a distance (Martin et al. 2004)."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def inner_boundary(mask: Mask) -> Mask:
    """Pixels of a mask with a 4-neighbour outside it; the picture's edge is no boundary."""
    padded = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    eroded = cv2.erode(padded, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))[1:-1, 1:-1]
    return mask & (eroded == 0)


def boundary_hits(truth: Mask, predicted: Mask, tolerance: float) -> tuple[int, int, int, int]:
    """(predicted boundary near truth, predicted, truth near prediction, truth), in pixels."""
    real, found = inner_boundary(truth), inner_boundary(predicted)
    return (*near_hits(found, real, tolerance), *near_hits(real, found, tolerance))


def near_hits(points: Mask, others: Mask, tolerance: float) -> tuple[int, int]:
    """How many points (H, W) lie within `tolerance` pixels of others, and how many there are."""
    total = int(points.sum())
    if not total or not others.any():
        return 0, total
    distance = cv2.distanceTransform((~others).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return int((distance[points] <= tolerance).sum()), total


def f_score(hits: tuple[int, int, int, int]) -> float:
    """Harmonic mean of precision and recall from summed :func:`boundary_hits`; 1 where nothing is bounded."""
    right, predicted, found, truth = hits
    if predicted + truth == 0:
        return 1.0
    precision, recall = right / max(predicted, 1), found / max(truth, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
