"""Round masses, of which clouds and crowns are made: overlapping balls with a height and a way they face at every pixel."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


class Mass(NamedTuple):
    """Depth of balls seen from the front at (h, w) places, in the units of places: how far inside the silhouette (negative outside),
    and the way the nearest surface faces, (h, w, 3) with x right, y up and z towards the viewer negative."""

    inside: Values
    facing: Values


def mass(x: Values, y: Values, balls: NDArray[np.float64], flatten: float = 0.0) -> Mass:
    """Balls (N, 3) of (x, y, radius) in a picture of places x (h, w) and y (h, w), y up.

    Parameters
    ----------
    flatten
        Part of the lower half that is cut off, as clouds' feet are, 0–1.
    """
    inside = np.full(x.shape, -1e9, np.float32)
    height = np.full(x.shape, -1e9, np.float32)
    facing = np.zeros((*x.shape, 3), np.float32)
    for cx, cy, radius in balls:
        dx, dy = (x - np.float32(cx)) / np.float32(radius), (y - np.float32(cy)) / np.float32(radius)
        squared = dx * dx + dy * dy
        near = np.maximum(inside, (1 - np.sqrt(squared)) * np.float32(radius))
        inside = near if not flatten else np.where(dy < -(1 - flatten), inside, near)
        out = np.sqrt(np.clip(1 - squared, 0, 1)) * np.float32(radius)
        first = (squared < 1) & (out > height)
        height = np.where(first, out, height)
        facing[first] = np.stack([dx, dy, -np.sqrt(np.clip(1 - squared, 0, 1))], axis=-1)[first]
    return Mass(inside, facing)
