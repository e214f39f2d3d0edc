"""The edge of a cel without the colour of the background that it was cut from, its outline kept.

Blending in the gradient domain (Pérez et al. 2003) inside the soft edge was tried instead and left out: where a halo of a known old
background had to go, its error on a new one was that of the halo itself (9–12 levels, against 2–3 here on flat colours and 9 on a thin
outline), since a halo is a gradient too, and on clean edges it was never nearer to the truth.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
_OPAQUE = 250
_SOFTNESS = 0.7
"""Pixels: makes the outermost pixels of a hard edge three quarters opaque, as they are on average where masks are cut at a half."""
_INK = 0.6
"""Brightness over that of the darkest opaque colour nearby below which a pixel belongs to an outline, which is dark and may be thin."""
_REACH = np.ones((5, 5), np.uint8)
"""Neighbourhood whose opaque colours an edge may have."""


def clean_edge(cel: Picture) -> Picture:
    """A cel whose edge has no colours but those of opaque pixels nearby.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha. A hard edge is softened inwards.

    Returns
    -------
    ndarray
        (H, W, 4) uint8. Translucent pixels are moved, channel by channel, into the range of the opaque colours at most two pixels away, so
        an outline stays an outline; those with no opaque pixel so near, as in a blurred edge, stay as they are, and so does an
        outline thinner than a pixel.
    """
    alpha = cel[..., 3]
    core = alpha >= _OPAQUE
    if not ((alpha > 0) & (alpha < 255)).any():
        core = cv2.erode(core.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        alpha = np.minimum(alpha, cv2.GaussianBlur(alpha, (0, 0), _SOFTNESS))
    near = cv2.dilate(core.astype(np.uint8), _REACH) > 0
    colors = cel[..., :3]
    brightness = cv2.cvtColor(np.ascontiguousarray(colors), cv2.COLOR_RGB2GRAY)
    outline = brightness < _INK * cv2.erode(np.where(core, brightness, 255).astype(np.uint8), _REACH)
    edge = (alpha > 0) & ~core & near & ~outline
    low = cv2.erode(np.where(core[..., None], colors, 255).astype(np.uint8), _REACH)
    high = cv2.dilate(np.where(core[..., None], colors, 0).astype(np.uint8), _REACH)
    return np.dstack([np.where(edge[..., None], np.clip(colors, low, np.maximum(low, high)), colors), alpha])
