"""Areas between lines that have gaps: a ball that is too large for a gap stays inside its area (trapped ball, Zhang et al. 2009)."""

import cv2
import numpy as np
from numpy.typing import NDArray

_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def closed_areas(lines: NDArray[np.bool_], gap: int) -> NDArray[np.int32]:
    """Number the areas between lines as if gaps in these were closed.

    Parameters
    ----------
    lines
        (H, W) bool.
    gap
        Widest gap that is closed, pixels.

    Returns
    -------
    ndarray
        (H, W) int32, 0 on lines, else 1 …; with `gap` 0 the connected areas. What lies where no ball fits is an area of its own if it has
        more pixels than the square around the ball, otherwise a part of the one that it touches.

    Examples
    --------
    >>> lines = np.zeros((9, 11), np.bool_)
    >>> lines[:, 5] = True
    >>> lines[4, 5] = False
    >>> int(closed_areas(lines, 0).max()), int(closed_areas(lines, 1).max())
    (1, 2)
    """
    free, found, offset = ~lines, np.zeros(lines.shape, np.int32), 0
    across = gap + 1 + gap % 2  # odd, so that the ball has a middle
    if gap:
        ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
        padded = cv2.copyMakeBorder(free.view(np.uint8), gap, gap, gap, gap, cv2.BORDER_REPLICATE)
        core = cv2.erode(padded, ball)
        count, parts = cv2.connectedComponents(core, connectivity=4)
        grown = cv2.dilate(parts.astype(np.float32), ball)[gap:-gap, gap:-gap]
        found, offset = np.where(free, grown, 0).astype(np.int32), count - 1
    least = across**2 if gap else 0
    found = _number_rest(found, free, offset, least)
    while gap:
        grown = cv2.dilate(found.astype(np.float32), _CROSS)
        reached = free & (found == 0) & (grown > 0)
        if not reached.any():
            break
        found[reached] = grown[reached].astype(np.int32)
    return _number_rest(found, free, int(found.max()), 0)


def _number_rest(found: NDArray[np.int32], free: NDArray[np.bool_], offset: int, least: int) -> NDArray[np.int32]:
    """Number connected areas of more than `least` free pixels that have no number yet, from `offset` + 1 on."""
    rest = free & (found == 0)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(rest.view(np.uint8), connectivity=4)
    own = stats[:, cv2.CC_STAT_AREA] > least
    own[0] = False
    numbers = np.where(own, offset + np.cumsum(own), 0).astype(np.int32)
    return np.where(rest, numbers[parts], found)
