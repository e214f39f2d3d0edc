"""Snap a cel probability to the drawing: cels are flat fills between lines, and a fill is cel or it is not."""

import cv2
import numpy as np
from numpy.typing import NDArray

CONTRAST = 22
"""Largest difference of 8-bit levels inside a 3 × 3 window of a fill."""
LEAST = 30
"""Fills smaller than this many pixels do not vote."""
LINE_REACH = 6.0
"""Outlines belong to the cel: pixels between fills join it within this distance, pixels at 360 lines."""
PAPER_REACH = 2.0
"""Pixels this near to a background fill are its own softened edge, not an outline."""
_LINES = 360

Mask = NDArray[np.bool_]


def fills_of(frame: NDArray[np.uint8]) -> tuple[int, NDArray[np.int32]]:
    """Connected areas of even colour, bounded by lines and edges: (count, labels), 0 between them."""
    smooth = cv2.GaussianBlur(frame, (0, 0), 0.6)
    window = np.ones((3, 3), np.uint8)
    span = cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window)).max(axis=2)
    count, labels = cv2.connectedComponents((span < CONTRAST).astype(np.uint8), connectivity=4)
    return count, np.asarray(labels, np.int32)


def snap(frame: NDArray[np.uint8], probability: NDArray[np.float32], certainty: float = 0.0) -> Mask:
    """A cel mask (H, W) whose border follows the drawing's.

    Parameters
    ----------
    frame
        (H, W, 3) RGB.
    probability
        (H, W) probability of cel.
    certainty
        |2p − 1| that a fill's mean probability p needs for the fill to rule its pixels.

    Notes
    -----
    Each even fill takes its mean probability's side. The lines between fills join the cel where a cel
    fill is near, since outlines are drawn on the cel. Textured areas, which have no large fills, keep
    their own pixels' decision; so a painted plate and a soft drawing are not harmed.
    """
    count, labels = fills_of(frame)
    sizes = np.bincount(labels.ravel(), minlength=count)
    means = np.bincount(labels.ravel(), weights=probability.ravel(), minlength=count) / np.maximum(sizes, 1)
    rules = (sizes >= LEAST) & (np.abs(2 * means - 1) >= certainty)
    rules[0] = False
    ruled = rules[labels]
    mask = np.where(ruled, (means > 0.5)[labels], probability > 0.5)
    near_cel = _distance(ruled & mask) <= LINE_REACH * max(1.0, frame.shape[0] / _LINES)
    near_background = _distance(ruled & ~mask) <= PAPER_REACH
    mask[~ruled & near_cel] = True
    mask[~ruled & near_background] = False
    return np.asarray(mask, np.bool_)


def _distance(area: Mask) -> NDArray[np.float32]:
    """Distance of each pixel to an area; large everywhere if the area is empty."""
    if not area.any():
        return np.full(area.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform((~area).view(np.uint8), cv2.DIST_L2, 3), np.float32)
