"""Cut a frame into cel and plate by a mask, and a douga into its lines."""

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.classes import Douga
from pegbar.douga.palette import Palette, encode
from pegbar.douga.skeletons import is_line

Mask = NDArray[np.bool_]
Rgba = NDArray[np.uint8]


def _with_alpha(rgb: NDArray[np.uint8], alpha: Mask) -> Rgba:
    layer = np.dstack([rgb, alpha.astype(np.uint8) * 255])
    layer[~alpha] = 0
    return layer


def cut_cel(frame: NDArray[np.uint8], mask: Mask) -> Rgba:
    """The cel alone, (H, W, 4), transparent where the background showed."""
    return _with_alpha(frame, mask)


def cut_plate(frame: NDArray[np.uint8], mask: Mask) -> Rgba:
    """The plate, (H, W, 4), with a transparent hole where the cel was."""
    return _with_alpha(frame, ~mask)


def lines_alone(douga: NDArray[np.uint8], palette: Palette) -> Rgba:
    """The lines of a douga in palette colours, (H, W, 4), on transparent paper."""
    lines = is_line(douga)
    colored = encode(np.where(lines, douga, np.uint8(Douga.FLAT_AREA)), palette)
    return _with_alpha(colored, lines)
