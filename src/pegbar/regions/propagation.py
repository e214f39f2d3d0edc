"""Hint propagation over line art without a network: each place takes the colour of the hint that reaches it best.

Ours; the papers leave it to the network to carry colour over hundreds of pixels. Here the network only refines, and corrects what
a flood cannot know. Alone it is the baseline ``propagation_only`` of the colouriser's evaluation.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import watershed

from pegbar.arrays.voting import majority_vote

INK_THRESHOLD = 160
"""Grey below which line art stops a flood."""
MAX_CLEARANCE = 6
"""Distance to the next line, pixels, beyond which places are flooded equally early; narrower places are flooded later."""
_COST_PER_PIXEL = 20
SURE, GUESSED = 255, 96
"""Confidence in a colour that came without crossing a line, and in one that crossed some."""


@dataclass(frozen=True)
class PropagatedHints:
    """Hints, propagated to every pixel they reach.

    Attributes
    ----------
    colors
        (H, W, 3) uint8; white where no hint came.
    confidence
        (H, W) uint8: `SURE`, `GUESSED`, or 0 where no hint came.
    """

    colors: NDArray[np.uint8]
    confidence: NDArray[np.uint8]


def propagate_hints(lines: NDArray[np.uint8], hints: NDArray[np.uint8], mask: NDArray[np.bool_]) -> PropagatedHints:
    """Flood a mask from its hints, wide places first, so that fronts meet in gaps of lines instead of leaking far.

    An area that lines enclose and that holds no hint takes one colour: the one that reached most of it across the lines.

    Parameters
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    hints
        (H, W, 4) uint8 RGBA; those with alpha above 127 inside the mask count.
    mask
        (H, W) bool, where to propagate.

    Returns
    -------
    PropagatedHints
        Colours (H, W, 3) uint8 and confidence (H, W) uint8; white and 0 outside the mask.

    Examples
    --------
    >>> lines = np.full((20, 40), 255, np.uint8)
    >>> hints = np.zeros((20, 40, 4), np.uint8)
    >>> hints[5, 5] = (200, 30, 40, 255)
    >>> propagate_hints(lines, hints, np.ones((20, 40), np.bool_)).colors[15, 35].tolist()
    [200, 30, 40]
    """
    hinted = (hints[..., 3] > 127) & mask
    if not hinted.any():
        return PropagatedHints(np.full((*mask.shape, 3), 255, np.uint8), np.zeros(mask.shape, np.uint8))
    palette, color_index = np.unique(hints[hinted][:, :3], axis=0, return_inverse=True)
    markers = np.zeros(mask.shape, np.int32)
    markers[hinted] = color_index.ravel() + 1
    ink = lines < INK_THRESHOLD
    clearance = cv2.distanceTransform((~ink).view(np.uint8), cv2.DIST_L2, 3)
    narrow = (_COST_PER_PIXEL * (MAX_CLEARANCE - np.minimum(clearance, MAX_CLEARANCE))).astype(np.uint8)
    inside = watershed(narrow, markers, mask=mask & (~ink | hinted))
    across = watershed(np.where(ink, np.uint8(255), narrow), inside, mask=mask)
    _, enclosed = cv2.connectedComponents((mask & ~ink & (inside == 0)).view(np.uint8), connectivity=4)
    across = majority_vote(np.asarray(enclosed, np.int32), across, len(palette) + 1)
    table = np.vstack([np.full((1, 3), 255, np.uint8), palette])
    confidence = np.where(inside > 0, np.uint8(SURE), np.where(across > 0, np.uint8(GUESSED), np.uint8(0)))
    return PropagatedHints(table[across], confidence)
