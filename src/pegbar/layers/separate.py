"""Separate a frame into cel and plate by a mask, and a douga into its lines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.palette import encode
from pegbar.douga.skeletons import is_line
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette

Mask = NDArray[np.bool_]
Rgba = NDArray[np.uint8]


def _with_alpha(rgb: NDArray[np.uint8], alpha: Mask) -> Rgba:
    opaque = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2RGBA)
    return np.asarray(cv2.copyTo(opaque, np.ascontiguousarray(alpha).view(np.uint8)), np.uint8)


def extract_cel(frame: NDArray[np.uint8], mask: Mask) -> Rgba:
    """The cel alone, (H, W, 4) uint8, transparent outside `mask` (H, W)."""
    return _with_alpha(frame, mask)


def extract_plate(frame: NDArray[np.uint8], mask: Mask) -> Rgba:
    """The plate alone, (H, W, 4) uint8, transparent inside `mask` (H, W)."""
    return _with_alpha(frame, ~mask)


def lines_alone(douga: NDArray[np.uint8], palette: Palette) -> Rgba:
    """The lines of a douga (H, W) of classes in palette colours, (H, W, 4) uint8, transparent elsewhere."""
    lines = is_line(douga)
    colored = encode(np.where(lines, douga, np.uint8(Douga.FLAT_AREA)), palette)
    return _with_alpha(colored, lines)
