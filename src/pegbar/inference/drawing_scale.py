"""How wide a drawing's own lines are, and the height at which the douga network sees it because of that."""

import math
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.skeletons import skeleton

Mask = NDArray[np.bool_]
NARROWEST, WIDEST = 3.0, 5.0
"""Median width of lines, pixels, between which a drawing is seen at its own size."""
WANTED = 3.6
"""Median width to which narrower and wider lines are brought, pixels.

Any-line F1 within one pixel, with the weights of 800 and 1,200 steps: a figure with lines of 1.2 px at 360 lines 0.74 as it is and 0.80
at double size, with 2.2 px at 1080 lines 0.83 and 0.88, with 2.8 px at 1440 lines 0.90 and 0.91; faces with lines of 8 px at 1080 lines
0.01 as they are, 0.72 at half and 0.60 at a third of their size."""
MAX_GROWTH = 2.0
MAX_GROWN = 3_000_000
"""Pixels up to which a drawing is enlarged; two cores take some 9 seconds for them."""
_WINDOW = 1 / 40
"""Side of the window, as a fraction of the drawing's height, inside which something dark between lighter sides is a line."""
_MIN_WINDOW = 11
_MIN_DEPTH = 40
"""8-bit levels by which a line is darker than its sides."""
_MIN_PIXELS = 100
"""Pixels of skeleton below which there is nothing to measure."""
SURE = 0.7
"""Certainty of a mask's pixels at which their lines tell how wide the drawing's are.

A piece of floor that came along has lines as well, and thinner ones; enlarged for their sake, a face lost nearly all of its own."""


def dark_lines(picture: NDArray[np.uint8]) -> Mask:
    """Where a picture has lines darker than both of their sides: its black top-hat, down to half the depth of each line.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB, a line in any one channel counts; or (H, W) uint8 gray.

    Returns
    -------
    ndarray
        (H, W) bool; lines up to a fortieth of the height wide.

    Examples
    --------
    >>> picture = np.full((400, 400, 3), 230, np.uint8)
    >>> picture[50:53] = 20
    >>> picture[200:] = 20
    >>> np.flatnonzero(dark_lines(picture)[:, 9]).tolist()
    [50, 51, 52]
    """
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_window(len(picture)), _window(len(picture))))
    depth = cv2.morphologyEx(picture, cv2.MORPH_BLACKHAT, brush)
    if depth.ndim == 3:
        depth = reduce(cv2.max, cv2.split(depth))  # black on brown is seen in red alone, red on white in blue
    around = cv2.dilate(depth, np.ones((5, 5), np.uint8))
    return np.asarray((depth >= _MIN_DEPTH) & (depth.astype(np.uint16) * 2 > around))


def _window(height: int) -> int:
    return max(_MIN_WINDOW, round(_WINDOW * height) | 1)


def width_of_lines(lines: Mask, where: Mask) -> float | None:
    """Median width of lines (H, W) `where` (H, W) their middles are asked for, pixels; ``None`` where there are too few to tell.

    Area over length of the skeleton, in windows along the lines: distances to the lines' edges would tell odd widths only.
    """
    skeletons = skeleton(lines)
    thin = skeletons & where
    if int(thin.sum()) < _MIN_PIXELS:
        return None
    side = (2 * _window(len(lines)) + 1, 2 * _window(len(lines)) + 1)
    area, length = (cv2.boxFilter(part.view(np.uint8), cv2.CV_32F, side, normalize=False) for part in (lines, skeletons))
    return float(np.median(area[thin] / length[thin]))


def stroke_width(drawing: NDArray[np.uint8], mask: Mask, certainty: NDArray[np.float32] | None = None) -> float | None:
    """Median width of a drawing's dark lines.

    Parameters
    ----------
    drawing
        (H, W, 3) uint8 RGB, on white paper.
    mask
        (H, W) bool, where to look.
    certainty
        (H, W) float32 in [0, 1], how sure the mask is: only what is sure is measured, unless it has too few lines.

    Returns
    -------
    float or None
        Pixels; ``None`` where there are too few lines to tell.

    Examples
    --------
    >>> drawing = np.full((400, 400, 3), 230, np.uint8)
    >>> drawing[50:350:60] = drawing[51:350:60] = drawing[52:350:60] = 20
    >>> stroke_width(drawing, np.ones((400, 400), np.bool_))
    3.0
    """
    lines = dark_lines(drawing) & mask
    sure = None if certainty is None else width_of_lines(lines, mask & (certainty >= SURE))
    return sure or width_of_lines(lines, mask)


def douga_height(size: tuple[int, int], width: float | None) -> int:
    """Height at which to decide a drawing's douga: its own, unless its lines are narrower or wider than the network knows best.

    Parameters
    ----------
    size
        Height and width of the drawing, pixels.
    width
        Median width of its lines, as :func:`stroke_width` gives it.

    Returns
    -------
    int
        Pixels; at most twice the drawing's, and above it only while the drawing has at most ``MAX_GROWN`` pixels then.

    Examples
    --------
    >>> [douga_height((1000, 1000), width) for width in (1.0, 2.4, 4.0, 7.2, None)]
    [1732, 1500, 1000, 500, 1000]
    """
    height = size[0]
    if width is None or NARROWEST <= width <= WIDEST:
        return height
    factor = min(MAX_GROWTH, WANTED / width)
    if factor > 1:
        factor = max(1.0, min(factor, math.sqrt(MAX_GROWN / (size[0] * size[1]))))
    return max(1, round(height * factor))
