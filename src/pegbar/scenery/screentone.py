"""Black and white with screentones, as in manga: three screens of dots, black, paper, and the line drawing over them."""

import cv2
import numpy as np
from numpy.typing import NDArray

_ANGLE = np.pi / 4
_LEVELS = ((0.80, 0.0), (0.60, 0.14), (0.40, 0.30), (0.17, 0.52))
"""Brightness from which each coverage of dots is laid; below the last all is black."""


def screentone(picture: NDArray[np.uint8], lines: NDArray[np.uint8], labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Dots by brightness, the same within what belongs together, and lines over them.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 in colour.
    lines
        (H, W) uint8, the line drawing, dark on white.
    labels
        (H, W) uint8, what shows where; screens do not run across it.

    Returns
    -------
    ndarray
        (H, W) uint8 in black and white, antialiased.
    """
    height, width = lines.shape
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    even = cv2.bilateralFilter(grey, 9, 30, max(2.0, height / 200)).astype(np.float32) / 255
    even = np.clip((even - 0.08) / 0.84, 0, 1)
    pitch = max(3.5, height / 150)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    along, across = (x * np.cos(_ANGLE) + y * np.sin(_ANGLE)) / pitch, (y * np.cos(_ANGLE) - x * np.sin(_ANGLE)) / pitch
    off = np.hypot(along - np.rint(along), across - np.rint(across)) * pitch
    coverage = np.full(even.shape, 1.0, np.float32)
    for level, part in reversed(_LEVELS):
        coverage[even >= level] = part
    radius = np.sqrt(coverage / np.pi) * pitch
    dots = np.clip(radius - off + 0.5, 0, 1)
    dots[coverage == 0], dots[coverage >= 1] = 0, 1
    toned = (1 - dots) * 255
    return np.asarray(np.minimum(toned, lines), np.uint8)
