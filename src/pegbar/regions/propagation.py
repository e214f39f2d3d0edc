"""Spread hints over line art: each place takes the colour of the hint from which it is best reached.

Ours; the papers leave it to the network to carry colour over hundreds of pixels. Here the network only has to
paint, and to put right what a flood cannot know.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import watershed

INK = 160
"""Grey below which line art is a wall."""
ROOM = 6
"""Pixels from the next line beyond which more room makes no difference; narrower places are flooded later."""
SURE, GUESSED = 255, 96
"""Trust in a colour that came without crossing a line, and in one that crossed some."""


@dataclass(frozen=True)
class Spread:
    """Hints, spread.

    Attributes
    ----------
    colors
        (H, W, 3) uint8; white where no hint came.
    trust
        (H, W) uint8: `SURE`, `GUESSED`, or 0 where no hint came.
    """

    colors: NDArray[np.uint8]
    trust: NDArray[np.uint8]


def spread_hints(lines: NDArray[np.uint8], hints: NDArray[np.uint8], mask: NDArray[np.bool_]) -> Spread:
    """Flood a mask from its hints, wide places first, so that fronts meet in gaps of lines instead of leaking far.

    A room without a hint takes one colour, the one that reached most of it over its walls.

    Parameters
    ----------
    lines
        (H, W) line art, dark on white.
    hints
        (H, W, 4) RGBA; those with alpha inside the mask count.
    mask
        (H, W) where to spread.
    """
    given = (hints[..., 3] > 127) & mask
    if not given.any():
        return Spread(np.full((*mask.shape, 3), 255, np.uint8), np.zeros(mask.shape, np.uint8))
    palette, kinds = np.unique(hints[given][:, :3], axis=0, return_inverse=True)
    markers = np.zeros(mask.shape, np.int32)
    markers[given] = kinds.ravel() + 1
    ink = lines < INK
    room = cv2.distanceTransform((~ink).view(np.uint8), cv2.DIST_L2, 3)
    narrow = (20 * (ROOM - np.minimum(room, ROOM))).astype(np.uint8)
    inside = watershed(narrow, markers, mask=mask & (~ink | given))
    everywhere = watershed(np.where(ink, np.uint8(255), narrow), inside, mask=mask)
    everywhere = _one_each(everywhere, mask & ~ink & (inside == 0), len(palette) + 1)
    table = np.vstack([np.full((1, 3), 255, np.uint8), palette])
    trust = np.where(inside > 0, np.uint8(SURE), np.where(everywhere > 0, np.uint8(GUESSED), np.uint8(0)))
    return Spread(table[everywhere], trust)


def _one_each(labels: NDArray[np.int32], rooms: NDArray[np.bool_], kinds: int) -> NDArray[np.int32]:
    """Give each connected part of `rooms` (H, W) the label that most of it has."""
    count, parts = cv2.connectedComponents(rooms.view(np.uint8), connectivity=4)
    votes = np.bincount((parts.astype(np.int64) * kinds + labels)[rooms], minlength=count * kinds).reshape(count, kinds)
    return np.where(rooms, votes.argmax(axis=1).astype(np.int32)[parts], labels)
