"""Light laid over flat colours, the direction it comes from, and maps enlarged without crossing a region's border."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
SHADOW_GAIN = 0.76
"""Brightness of a shadow, as a fraction of its flat."""
_SHADOW_RICHNESS = 1.18
"""Saturation of a shadow, as a multiple of its flat's; as in the studio's paints, and as cel painters mix them."""
_SHADOW_TINT = (0.98, 0.96, 1.04)
"""A shadow's channels lean to the sky's blue."""
HIGHLIGHT_SHARE = 0.5
"""White in a highlight."""


def light_vector(degrees: float) -> tuple[float, float]:
    """Unit vector towards the light, across and down, from its place on a clock face: 0 is above, 90 on the right.

    Examples
    --------
    >>> tuple(round(part) for part in light_vector(90))
    (1, 0)
    """
    angle = math.radians(degrees)
    return math.sin(angle), -math.cos(angle)


def light_direction(light: NDArray[np.uint8], shadow: int, regions: NDArray[np.int32]) -> tuple[float, float]:
    """Where a light map says that its light comes from: on the whole, from shadows to the rest of their regions.

    Parameters
    ----------
    light
        (H, W) uint8, 0 where nothing is known.
    shadow
        Number of shadow in it.
    regions
        (H, W) int32, from 1.

    Returns
    -------
    (across, down), a unit vector towards the light; (0, 0) where nothing is shaded.

    Examples
    --------
    >>> light = np.uint8([[2, 1, 1, 1]])
    >>> light_direction(light, 2, np.ones((1, 4), np.int32))
    (1.0, 0.0)
    """
    known = light > 0
    numbers, count = regions[known], int(regions.max()) + 1
    places = np.argwhere(known).astype(np.float64)
    dark = light[known] == shadow
    areas = [np.bincount(numbers[part], minlength=count) for part in (dark, ~dark)]
    both = (areas[0] > 0) & (areas[1] > 0)
    if not both.any():
        return 0.0, 0.0
    offset = np.zeros((count, 2))
    for part, area, sign in ((dark, areas[0], -1), (~dark, areas[1], 1)):
        for axis in (0, 1):
            sums = np.bincount(numbers[part], weights=places[part][:, axis], minlength=count)
            offset[both, axis] += sign * sums[both] / area[both]
    weights = np.minimum(areas[0], areas[1])[both]
    down, across = (offset[both] * weights[:, None]).sum(axis=0)
    length = math.hypot(across, down)
    return (float(across / length), float(down / length)) if length > 0 else (0.0, 0.0)


def shadow_colors(flats: Picture) -> Picture:
    """Each flat colour in shadow, (…, 3) uint8: darker, richer and a little cooler.

    Examples
    --------
    >>> shadow_colors(np.uint8([[200, 200, 200]])).tolist()
    [[149, 146, 158]]
    """
    values = flats.astype(np.float32)
    grey = values.max(axis=-1, keepdims=True)
    rich = grey - (grey - values) * _SHADOW_RICHNESS
    return np.clip(np.round(rich * SHADOW_GAIN * np.array(_SHADOW_TINT, np.float32)), 0, 255).astype(np.uint8)


def lay_light(flats: Picture, shadow: Floats, highlight: Floats) -> Picture:
    """Flats under light.

    Parameters
    ----------
    flats
        (H, W, 3) uint8 RGB.
    shadow, highlight
        (H, W) float32, how much of each, in [0, 1].

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB; to the bit the flats where both are 0.

    Examples
    --------
    >>> flats, none = np.full((1, 1, 3), 200, np.uint8), np.zeros((1, 1), np.float32)
    >>> lay_light(flats, none, none)[0, 0].tolist(), lay_light(flats, none + 1, none)[0, 0].tolist()
    ([200, 200, 200], [149, 146, 158])
    """
    dark = flats + (shadow_colors(flats).astype(np.float32) - flats) * shadow[..., None]
    lit = dark + (255 - dark) * (HIGHLIGHT_SHARE * highlight[..., None])
    return np.clip(np.round(lit), 0, 255).astype(np.uint8)


def enlarge_within(values: Floats, small: NDArray[np.int32], regions: NDArray[np.int32]) -> Floats:
    """Enlarge a map bilinearly, each region from its own places alone, so that nothing spills over a line.

    Parameters
    ----------
    values
        (h, w) float32.
    small, regions
        Numbers of regions at the map's size (h, w) and at full size (H, W), int32.

    Returns
    -------
    ndarray
        (H, W) float32; a region with no place of its own nearby takes what surrounds it.

    Examples
    --------
    >>> small, regions = np.int32([[1, 2]]), np.int32([[1, 1, 2, 2]])
    >>> enlarge_within(np.float32([[0, 1]]), small, regions).tolist()
    [[0.0, 0.0, 1.0, 1.0]]
    """
    height, width = regions.shape
    plain = cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR)
    if values.shape == regions.shape:
        return np.asarray(plain, np.float32)
    near = [
        np.clip((np.arange(side) + 0.5) * cells / side - 0.5, 0, cells - 1) for side, cells in zip(regions.shape, values.shape, strict=True)
    ]
    low = [np.floor(place).astype(np.int64) for place in near]
    part = [(place - start).astype(np.float32) for place, start in zip(near, low, strict=True)]
    total, weight = np.zeros(regions.shape, np.float32), np.zeros(regions.shape, np.float32)
    for down in (0, 1):
        rows = np.minimum(low[0] + down, values.shape[0] - 1)
        for across in (0, 1):
            columns = np.minimum(low[1] + across, values.shape[1] - 1)
            share = np.outer(part[0] if down else 1 - part[0], part[1] if across else 1 - part[1])
            share = share * (small[np.ix_(rows, columns)] == regions)
            total += share * values[np.ix_(rows, columns)]
            weight += share
    return np.where(weight > 1e-3, total / np.maximum(weight, 1e-3), plain).astype(np.float32)
