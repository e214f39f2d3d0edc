"""Recolouring a painted cel: what is hinted takes the hint's hue, chroma and lightness, and keeps the light that was painted on it."""

import numpy as np
from numpy.typing import NDArray
from skimage.color import lab2rgb

from pegbar.regions.color_bins import lab_picture, to_lab
from pegbar.regions.colors import region_medians
from pegbar.regions.hinted_regions import hinted_regions
from pegbar.regions.line_regions import line_regions

_MAX_REGIONS = 2000
_BLACK = 12.0
"""Lightness of the darkest ink; between it and a fill's lightness a pixel is part ink."""
Picture = NDArray[np.uint8]


def recolor(painted: Picture, drawn: NDArray[np.bool_], hints: Picture) -> Picture:
    """Move the colours of hinted regions to their hints.

    A region is what visible lines and colour edges enclose, so that it holds its shadows and highlights. Its commonest colour becomes the
    hint, to the bit; all others of it move by the same step in CIELAB.

    Parameters
    ----------
    painted
        (H, W, 3) uint8 RGB.
    drawn
        (H, W) bool, visible lines and colour edges.
    hints
        (H, W, 4) uint8 RGBA; those with alpha above 127 count.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB; to the bit as it was where no hint reaches. Of ink only what the fill shines through moves.

    Examples
    --------
    >>> painted, drawn = np.full((40, 80, 3), 200, np.uint8), np.zeros((40, 80), np.bool_)
    >>> drawn[:, 40] = True
    >>> painted[drawn] = 0
    >>> hints = np.zeros((40, 80, 4), np.uint8)
    >>> hints[20, 10] = (200, 30, 40, 255)
    >>> recolored = recolor(painted, drawn, hints)
    >>> recolored[5, 5].tolist(), recolored[5, 75].tolist(), recolored[5, 40].tolist()
    ([200, 30, 40], [200, 200, 200], [0, 0, 0])
    """
    lines = np.where(drawn, np.uint8(0), np.uint8(255))
    found = hinted_regions(lines, hints, line_regions(lines, _MAX_REGIONS))
    if not found.hinted.any():
        return painted
    # What lies on a line says nothing of a fill's colour; number 0 collects it.
    medians = region_medians(painted, np.where(drawn, 0, found.regions))
    medians = np.vstack([medians, np.zeros((max(0, len(found.hinted) + 1 - len(medians)), 3), np.uint8)])[1:]
    moved = np.concatenate([[False], found.hinted])[found.regions]
    numbers = found.regions[moved] - 1
    fills, targets = to_lab(medians), to_lab(found.colors)
    values = lab_picture(painted)[moved]
    paint = np.clip((values[:, 0] - _BLACK) / np.maximum(fills[numbers, 0] - _BLACK, 1), 0, 1)
    share = np.where(drawn[moved], paint, 1.0)[:, None]
    shifted = values + share * (targets - fills)[numbers]
    result = painted.copy()
    result[moved] = np.round(np.clip(lab2rgb(shifted[None].astype(np.float64))[0], 0, 1) * 255).astype(np.uint8)
    commonest = moved & (painted == medians[np.maximum(found.regions, 1) - 1]).all(axis=2) & ~drawn
    result[commonest] = found.colors[found.regions[commonest] - 1]
    return result
