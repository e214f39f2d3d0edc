"""The light layer of an illustration: where the drawing is lit, in form shadow and in highlight, painted in the colours of their traces."""

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError

UNKNOWN, LIT, SHADOW, HIGHLIGHT = range(4)
"""Numbers of a light map; unknown is the ground, which no drawing covers."""
LIGHT_COLORS = np.array([(0, 0, 0), (255, 255, 255), (0, 0, 255), (255, 0, 0)], np.uint8)
"""Black ground, white for lit, and as on a douga blue for shadow and red for highlight."""
_TOLERANCE = 64
"""Largest difference of a channel from its colour: JPEG, antialiasing."""
_MAX_FOREIGN = 0.02


def encode_light(light: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A light map (H, W) as a picture (H, W, 3).

    Examples
    --------
    >>> encode_light(np.uint8([[SHADOW, LIT]])).tolist()
    [[[0, 0, 255], [255, 255, 255]]]
    """
    return LIGHT_COLORS[light]


def decode_light(picture: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """The light map (H, W) uint8 of a picture (H, W, 3): the nearest of its four colours.

    Raises
    ------
    PegbarError
        More than 2 % of the picture have other colours.
    """
    apart = np.abs(picture[..., None, :].astype(np.int16) - LIGHT_COLORS).max(axis=-1)
    light = apart.argmin(axis=-1).astype(np.uint8)
    foreign = float((apart.min(axis=-1) > _TOLERANCE).mean())
    if foreign > _MAX_FOREIGN:
        raise PegbarError(f"{name}: found {foreign:.0%} in other colours, expected white (lit), blue (shadow), red (highlight) and black")
    return light
