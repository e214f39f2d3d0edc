"""Colour regions of line art: what a brush could fill without crossing a line, gaps in lines closed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.closed_areas import closed_areas
from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.regions.labels import merge_small
from pegbar.regions.propagation import INK_THRESHOLD

GAP = 4
"""Widest gap in a line that is closed, pixels."""
_SPECK = 24
"""Ink of fewer connected pixels bounds nothing: dust, grain, dots of a pattern."""
_MIN_SIZE = 4
Regions = NDArray[np.int32]


def without_specks(ink: NDArray[np.bool_], size: int = _SPECK) -> NDArray[np.bool_]:
    """Ink (H, W) bool without connected parts of fewer than `size` pixels."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(ink.view(np.uint8), connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= size
    large[0] = False
    return np.asarray(large[parts])


def line_regions(lines: NDArray[np.uint8], limit: int, gap: int = GAP) -> Regions:
    """Colour regions of line art.

    Parameters
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    limit
        Largest number of regions; the smallest beyond it belong to what is nearest.
    gap
        Widest gap in a line that is closed, pixels.

    Returns
    -------
    ndarray
        (H, W) int32, regions from 1 without gaps; what ink covers belongs to the nearest region.

    Examples
    --------
    >>> lines = np.full((40, 80), 255, np.uint8)
    >>> lines[:, 40] = 0
    >>> lines[18:21, 40] = 255
    >>> regions = line_regions(lines, limit=10)
    >>> int(regions.max()), bool(regions[20, 10] != regions[20, 70])
    (2, True)
    """
    ink = without_specks(lines < INK_THRESHOLD)
    regions = closed_areas(ink, gap)
    if not regions.any():
        return np.ones(lines.shape, np.int32)
    sizes = np.bincount(regions.ravel())
    sizes[0] = 0
    kept = np.argsort(-sizes, kind="stable")[:limit]
    regions[~np.isin(regions, kept[sizes[kept] >= _MIN_SIZE])] = 0
    return merge_small(fill_from_nearest(regions, regions == 0), 1)
