"""Colour coding of douga: nearest-colour decoding through a table, and its inverse."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.vocabulary.palette import Palette

_FOREIGN = np.uint8(0x80)


@dataclass(frozen=True)
class Decoded:
    """A decoded drawing.

    Attributes
    ----------
    classes, instances
        (H, W) uint8: class of each pixel, 0–9, and which of the class's colours it had.
    foreign
        (H, W) bool, where the nearest palette colour was beyond the tolerance.
    """

    classes: NDArray[np.uint8]
    instances: NDArray[np.uint8]
    foreign: NDArray[np.bool_]


@lru_cache(maxsize=4)
def _lookup(colors: tuple[tuple[int, int, int], ...], tolerance: int) -> NDArray[np.uint8]:
    """Nearest entry of each of the 256³ colours; the high bit marks distances above `tolerance`."""
    axis = np.arange(256, dtype=np.int32)
    nearest = np.full((256, 256, 256), np.iinfo(np.int32).max, np.int32)
    table = np.zeros((256, 256, 256), np.uint8)
    for entry, (red, green, blue) in enumerate(colors):
        plane = (axis[:, None] - green) ** 2 + (axis[None, :] - blue) ** 2
        for level in range(256):
            distance = plane + (level - red) ** 2
            closer = distance < nearest[level]
            nearest[level][closer] = distance[closer]
            table[level][closer] = entry
    table[nearest > tolerance**2] |= _FOREIGN
    return table.reshape(-1)


def decode(drawing: NDArray[np.uint8], palette: Palette, tolerance: int = 48) -> Decoded:
    """Decode a drawing to the nearest palette colour (thesis 5.2).

    Parameters
    ----------
    drawing
        (H, W, 3) uint8 RGB.
    palette
        Colours, and the class and instance that each stands for.
    tolerance
        Euclidean RGB distance beyond which a pixel counts as foreign, 0–441.

    Returns
    -------
    Decoded
        Classes, instances and foreign pixels, (H, W) each.

    Notes
    -----
    The first call for a palette builds a 16 MiB table (about a second); later ones only look up.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> palette = load_palette("thesis")
    >>> classes = np.array([[0, 1], [6, 9]], np.uint8)
    >>> decode(encode(classes, palette), palette).classes
    array([[0, 1],
           [6, 9]], dtype=uint8)
    """
    table = _lookup(palette.colors, tolerance)
    index = drawing[..., 0].astype(np.int32)
    for channel in (1, 2):
        np.left_shift(index, 8, out=index)
        np.bitwise_or(index, drawing[..., channel], out=index)
    entries = table.take(index)
    foreign = entries >= _FOREIGN
    np.bitwise_and(entries, np.uint8(0x7F), out=entries)
    classes = np.array(palette.classes, np.uint8).take(entries)
    instances = np.array(palette.instances, np.uint8).take(entries)
    return Decoded(classes, instances, foreign)


def check_foreign(drawing: NDArray[np.uint8], decoded: Decoded, limit: float, name: str) -> float:
    """Fraction of foreign pixels; refuse a drawing with more than `limit`.

    Raises
    ------
    PegbarError
        Naming the drawing and its three commonest foreign colours.
    """
    fraction = float(decoded.foreign.mean()) if decoded.foreign.size else 0.0
    if fraction > limit:
        colors, counts = np.unique(drawing[decoded.foreign], axis=0, return_counts=True)
        common = ", ".join(str(tuple(int(v) for v in colors[i])) for i in np.argsort(-counts, kind="stable")[:3])
        raise PegbarError(
            f"{name}: found {fraction:.1%} of pixels in colours foreign to the palette (most often {common}), expected at most {limit:.1%}"
        )
    return fraction


def encode(classes: NDArray[np.uint8], palette: Palette, instances: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """Colour a class map by a palette; the inverse of :func:`decode`.

    Parameters
    ----------
    classes
        (H, W) uint8, 0–9.
    palette
        Colours of the classes.
    instances
        (H, W) uint8, which of a class's colours to take; by default the first.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> encode(np.array([[0, 1]], np.uint8), load_palette("thesis")).tolist()
    [[[255, 255, 255], [0, 0, 0]]]
    """
    table = palette.entry_table()
    colors = np.array(palette.colors, np.uint8)
    if instances is None:
        return colors[table[:, 0]].take(classes, axis=0)
    return np.asarray(colors[table[classes, np.minimum(instances, table.shape[1] - 1)]])
