"""One frame taken apart, for README and report."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.palette import Palette, encode
from pegbar.layers.separate import cut_cel, cut_plate

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
    cel, plate = on_checkers(cut_cel(frame, mask)), on_checkers(cut_plate(frame, mask))
    return [[frame, cel], [plate, encode(douga, palette)]]


def most_telling(shares: Sequence[float], wanted: float = 0.35) -> int:
    """Number of the frame whose share of cel pixels is nearest to `wanted`."""
    return int(np.argmin([abs(share - wanted) for share in shares]))
