"""How wide drawn lines are."""

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def line_widths(lines: Mask, thin: Mask) -> NDArray[np.float64]:
    """Width of lines at each pixel of their skeleton: twice the distance to the nearest edge, measured at half pixels.

    Parameters
    ----------
    lines
        (H, W) bool, where lines are drawn.
    thin
        (H, W) bool, their skeleton.

    Returns
    -------
    ndarray
        (N,) float64, pixels, one for each skeleton pixel in row order.

    Raises
    ------
    ValueError
        The shapes differ.

    Notes
    -----
    At whole pixels a line of four would measure as one of three, since no pixel lies on its middle.

    Examples
    --------
    >>> lines, thin = np.zeros((9, 40), np.bool_), np.zeros((9, 40), np.bool_)
    >>> lines[2:6], thin[3] = True, True
    >>> float(np.median(line_widths(lines, thin)))
    4.0
    """
    if lines.shape != thin.shape:
        raise ValueError(f"thin: found shape {thin.shape}, expected that of the lines {lines.shape}")
    doubled = lines.view(np.uint8).repeat(2, axis=0).repeat(2, axis=1)
    distance = cv2.distanceTransform(doubled, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    height, width = lines.shape
    largest = distance.reshape(height, 2, width, 2).max(axis=(1, 3))
    return np.asarray(largest[thin], np.float64)
