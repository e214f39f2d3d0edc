"""One frame taken apart, for README and report."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.palette import encode
from pegbar.layers.separate import extract_cel, extract_plate
from pegbar.vocabulary.palette import Palette

Picture = NDArray[np.uint8]


def on_checkers(layer: Picture, size: int = 12) -> Picture:
    """Show a transparent layer (H, W, 4) on a checkerboard."""
    rows = np.arange(layer.shape[0])[:, None] // size
    columns = np.arange(layer.shape[1])[None] // size
    board = np.where(((rows + columns) % 2)[..., None], 205, 235).astype(np.float32)
    alpha = layer[..., 3:].astype(np.float32) / 255
    return np.round(layer[..., :3] * alpha + board * (1 - alpha)).astype(np.uint8)


def taken_apart(frame: Picture, mask: NDArray[np.bool_], douga: NDArray[np.uint8], palette: Palette) -> list[list[Picture]]:
    """Two rows of two: frame and cel, plate with the hole and douga, all of one size."""
    cel, plate = on_checkers(extract_cel(frame, mask)), on_checkers(extract_plate(frame, mask))
    return [[frame, cel], [plate, encode(douga, palette)]]


def closest_to_fraction(fractions: Sequence[float], wanted: float = 0.35) -> int:
    """Index of the frame whose fraction of cel pixels is nearest to `wanted`: one that shows both cel and background."""
    return int(np.argmin([abs(fraction - wanted) for fraction in fractions]))
