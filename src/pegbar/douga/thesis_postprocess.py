"""The thesis's post-processing to the letter (5.7), to measure ours against."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.skeletons import dilate_classes, is_line, skeleton
from pegbar.vocabulary.douga_classes import AREAS


def thesis_postprocess(probabilities: NDArray[np.float32], width: int = 3) -> NDArray[np.uint8]:
    """Thin lines to their skeletons, widen them, and give each area between them one class: the highest of its mean prediction.

    Parameters
    ----------
    probabilities
        (10, H, W) float32 in [0, 1], the network's.
    width
        Of the lines, pixels.

    Returns
    -------
    ndarray
        (H, W) uint8 classes. A line takes the class of each of its pixels in the unprocessed prediction. An area is decided among the
        classes of areas; the thesis does not say whether it could become a line.

    Examples
    --------
    >>> probabilities = np.full((10, 9, 9), 0.1, np.float32)
    >>> probabilities[1, :, 4] = 0.9
    >>> probabilities[6, :, :3], probabilities[6, 0, 6:] = 0.6, 0.6
    >>> probabilities[0, 1:, 6:] = 0.8
    >>> thesis_postprocess(probabilities, 1)[4].tolist()
    [6, 6, 6, 6, 1, 0, 0, 0, 0]
    """
    raw = probabilities.argmax(axis=0).astype(np.uint8)
    drawn = dilate_classes(skeleton(is_line(raw)), raw, width)
    count, parts = cv2.connectedComponents((drawn == 0).view(np.uint8), connectivity=4)
    sums = [np.bincount(parts.ravel(), weights=probabilities[kind].ravel(), minlength=count) for kind in AREAS]
    chosen = np.array(AREAS, np.uint8)[np.argmax(sums, axis=0)]
    return np.where(drawn > 0, drawn, chosen[parts])
