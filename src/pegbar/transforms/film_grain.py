"""Film grain: how strong it is in a drawing, and how it is taken out before lines are sought.

A drawing with thin lines is enlarged, and grain with it: from there on it looks like short lines and specks of shading.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
NEGLIGIBLE = 1.2
"""Standard deviation, 8-bit levels, under which nothing is taken out: what rounding and compression leave."""
_STEP = 2
"""Pixels between those that are compared; neighbours agree, since grain was blurred with the picture."""
_MEDIAN_OF_NORMAL = 0.6745
"""Median of |x| where x is normal with deviation 1."""
_MOST = 4 * 255
"""Largest second difference."""
_PATCH, _SEARCH = 3, 11
"""Sides of the patches that are compared and of the window in which like ones are sought, pixels."""


def grain_level(picture: Picture, where: Mask) -> float:
    """Standard deviation of a drawing's grain.

    Second differences across both axes are zero on even fills and on straight upright and level lines, and their median is of the grain as
    long as it covers more than lines do (Donoho's estimate, with differences in place of wavelets).

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    where
        (H, W) bool, where to look.

    Returns
    -------
    float
        8-bit levels; 0 where there is nothing to look at.

    Examples
    --------
    >>> grainy = np.random.default_rng(0).normal(128, 5, (99, 99, 3)).astype(np.uint8)
    >>> 4 < grain_level(grainy, np.ones((99, 99), np.bool_)) < 6
    True
    """
    inside = where[_STEP:, _STEP:] & where[:-_STEP, :-_STEP] & where[_STEP:, :-_STEP] & where[:-_STEP, _STEP:]
    if not inside.any():
        return 0.0
    values = picture.astype(np.int16)
    across = cv2.subtract(values[_STEP:], values[:-_STEP])
    differences = cv2.absdiff(across[:, _STEP:], across[:, :-_STEP]).view(np.uint16)
    counts = np.zeros(_MOST + 1)
    for channel in range(3):
        counts += cv2.calcHist([differences], [channel], inside.view(np.uint8), [_MOST + 1], [0, _MOST + 1]).ravel()
    return _median(counts) / 2 / _MEDIAN_OF_NORMAL


def _median(counts: NDArray[np.float64]) -> float:
    """Median of whole numbers 0, 1 … by how often each occurs."""
    upto = np.cumsum(counts)
    return float(np.searchsorted(upto, (upto[-1] // 2, (upto[-1] - 1) // 2), side="right").mean())


def remove_grain(picture: Picture, where: Mask) -> Picture:
    """A drawing without its grain, by non-local means as strong as the grain is; unchanged where it has none to speak of.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    where
        (H, W) bool, where the drawing is: paintings around it have texture that is no grain.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB, all of it smoothed.

    Examples
    --------
    >>> even, everywhere = np.full((50, 50, 3), 128, np.uint8), np.ones((50, 50), np.bool_)
    >>> remove_grain(even, everywhere) is even
    True
    """
    level = grain_level(picture, where)
    if level < NEGLIGIBLE:
        return picture
    return np.asarray(cv2.fastNlMeansDenoisingColored(picture, None, level, level, _PATCH, _SEARCH), np.uint8)
