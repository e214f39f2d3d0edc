"""Ink of line art apart from its paper, so that it can lie on a painting as it was drawn."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
_SELF_COLOR = 0.4
"""Brightness of a line in its surroundings' colour, as a fraction of these."""


class Ink(NamedTuple):
    """Colour of the ink, (H, W, 3) uint8, and how much of the paper it covers, (H, W) float32 in [0, 1]."""

    color: Picture
    cover: NDArray[np.float32]


def separate_ink(lines: Picture) -> Ink:
    """The least ink that gives line art back on white paper.

    Parameters
    ----------
    lines
        (H, W) or (H, W, 3) uint8, on white paper.

    Examples
    --------
    >>> ink = separate_ink(np.uint8([[[255, 255, 255], [0, 0, 0], [128, 64, 64]]]))
    >>> ink.cover.round(2).tolist(), ink.color[0, 2].tolist()
    ([[0.0, 1.0, 0.75]], [85, 0, 0])
    """
    picture = lines if lines.ndim == 3 else lines[..., None].repeat(3, axis=2)
    cover = 1 - picture.min(axis=2).astype(np.float32) / 255
    color = (picture - 255 * (1 - cover[..., None])) / np.maximum(cover, 1e-6)[..., None]
    return Ink(np.where(cover[..., None] > 0, np.clip(np.round(color), 0, 255), 0).astype(np.uint8), cover)


def lay_ink(painting: Picture, ink: Ink, own_color: bool = True) -> Picture:
    """Ink over a painting without lines: where it covers all, it keeps its colour to the bit.

    Parameters
    ----------
    painting
        (H, W, 3) uint8 RGB.
    ink
        Of the same size.
    own_color
        Keep the ink's colour; otherwise lines take a dark shade of what lies under them.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB.

    Examples
    --------
    >>> lines = np.uint8([[[255, 255, 255], [0, 0, 0], [128, 64, 64]]])
    >>> bool((lay_ink(np.full((1, 3, 3), 255, np.uint8), separate_ink(lines)) == lines).all())
    True
    """
    color = ink.color if own_color else np.round(painting * np.float32(_SELF_COLOR))
    cover = ink.cover[..., None]
    return np.round(color * cover + painting * (1 - cover)).astype(np.uint8)
