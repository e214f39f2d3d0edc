"""Strokes: a skeleton cut at its junctions, and one line class for each stroke.

An animator draws a line from end to end in one pencil; a network decides pixel by pixel. Ours.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.voting import majority_vote
from pegbar.vocabulary.douga_classes import AREAS, CLASS_NAMES

Mask = NDArray[np.bool_]
AGREEMENT = 0.6
"""Fraction of a stroke's pixels that must agree; a longer line may well change its class on the way. Chosen on drawn frames."""
_NEIGHBORS = np.ones((3, 3), np.float32)


def split_strokes(thin: Mask) -> NDArray[np.int32]:
    """Number the strokes of a skeleton.

    Parameters
    ----------
    thin
        (H, W) bool, lines one pixel wide.

    Returns
    -------
    ndarray
        (H, W) int32: 0 off the strokes and on junctions (skeleton pixels with more than two neighbours), 1 … on each stroke.

    Examples
    --------
    >>> thin = np.zeros((7, 9), np.bool_)
    >>> thin[3, 1:8] = thin[3:6, 4] = True
    >>> int(split_strokes(thin).max())
    3
    """
    neighbors = cv2.filter2D(thin.astype(np.float32), -1, _NEIGHBORS, borderType=cv2.BORDER_CONSTANT) - thin
    strokes = thin & (neighbors < 2.5)
    _, labels = cv2.connectedComponents(strokes.view(np.uint8), connectivity=8)
    return np.asarray(labels, np.int32)


def vote_by_stroke(classes: NDArray[np.uint8], thin: Mask) -> NDArray[np.uint8]:
    """Give each stroke the line class that most of its pixels have; junctions, and strokes without agreement, keep theirs.

    Parameters
    ----------
    classes
        (H, W) uint8, a line class wherever `thin` is.
    thin
        (H, W) bool, the skeleton of the lines.

    Returns
    -------
    ndarray
        (H, W) uint8 classes, changed on the skeleton only.

    Examples
    --------
    >>> classes = np.zeros((3, 8), np.uint8)
    >>> classes[1] = [1, 1, 1, 2, 1, 1, 1, 1]
    >>> vote_by_stroke(classes, classes > 0)[1].tolist()
    [1, 1, 1, 1, 1, 1, 1, 1]
    """
    labels = split_strokes(thin)
    on_stroke = labels > 0
    voted = classes.copy()
    voted[on_stroke] = majority_vote(labels[on_stroke], classes[on_stroke], len(CLASS_NAMES), AREAS, AGREEMENT)
    return voted
