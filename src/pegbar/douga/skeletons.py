"""Skeletons: lines of one pixel (Zhang and Suen 1984, as in thesis 5.7)."""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.morphology import skeletonize

from pegbar.arrays.boxes import box_of
from pegbar.vocabulary.douga_classes import BOOKS, LINES, Douga

Mask = NDArray[np.bool_]
_CROSSING_ORDER = sorted(LINES, key=lambda c: (c == Douga.VISIBLE_LINE, c in BOOKS, c))


def skeleton(lines: Mask) -> Mask:
    """Thin a line mask (H, W) bool to lines of one pixel, (H, W) bool; works on the bounding box of the lines."""
    thin, box = np.zeros_like(lines), box_of(lines)
    thin[box] = skeletonize(lines[box])
    return thin


def is_line(classes: NDArray[np.uint8]) -> Mask:
    """Where a class map (H, W) holds a line class."""
    table = np.zeros(256, np.bool_)
    table[list(LINES)] = True
    return table.take(classes)


def dilate_classes(thin: Mask, classes: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Widen a skeleton to `width` pixels, class by class; black wins where lines cross.

    Returns
    -------
    ndarray
        (H, W) line classes; 0 where there is no line.
    """
    drawn = np.zeros(classes.shape, np.uint8)
    brush = np.ones((width, width), np.uint8)
    for kind in _CROSSING_ORDER:
        lines = (thin & (classes == kind)).view(np.uint8)
        if lines.any():
            drawn = np.where(cv2.dilate(lines, brush) > 0, np.uint8(kind), drawn)
    return drawn
