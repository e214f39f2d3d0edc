"""Lines of text in a frame: titles, credits, subtitles. They are set during compositing and no part of the drawing (thesis 5.2).

A line is a row of letters: small connected shapes of one height and one gray level, side by side. No recognition of characters, so any
script counts that sets its letters apart.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 540
"""Frames are looked at in at most this height."""
_SMALLEST, _LARGEST = 0.014, 0.12
"""Heights of letters by the frame's height."""
_STEP = 60
"""8-bit levels by which letters are lighter or darker than what surrounds them."""
_CORE = 0.6
"""Contrast of a letter's pixels by the greatest around: what is less is the soft edge, by which letters touch."""
_LIKE_HEIGHT = 1.6
"""Ratio of the heights of neighbouring letters at most: capitals and small letters."""
_LIKE_LEVEL = 14.0
"""Difference of the mean levels of neighbouring letters at most."""
_GAP = 1.5
"""Space between neighbouring letters at most, by the height of the larger one."""
_OFFSET = 0.25
"""Difference of their lower edges (or middles) at most, by the height of the larger one."""
_FILL = (0.15, 0.95)
"""Fraction of its box that a letter covers."""
_MAX_SHAPES = 4000
"""Of more small shapes the picture is a texture, and only the largest are looked at."""


def at_most(gray: NDArray[np.uint8], height: int) -> NDArray[np.uint8]:
    """A picture (H, W) shrunk to `height` where it is taller."""
    if len(gray) <= height:
        return gray
    width = max(1, round(gray.shape[1] * height / len(gray)))
    return np.asarray(cv2.resize(gray, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _letters(standing_out: NDArray[np.uint8], gray: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Shapes that may be letters, sorted from the left: (n, 5) left, right, top, bottom and mean level."""
    height = len(gray)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(standing_out, connectivity=8)
    left, top, width, tall, area = (boxes[:, column].astype(np.float64) for column in range(5))
    levels = np.bincount(labels.ravel(), weights=gray.ravel(), minlength=count) / np.maximum(area, 1)
    fill = area / (width * tall)
    kept = (tall >= max(5.0, _SMALLEST * height)) & (tall <= _LARGEST * height) & (width <= 2.5 * tall) & (width * 8 >= tall)
    kept &= (fill >= _FILL[0]) & (fill <= _FILL[1])
    kept[0] = False
    chosen = np.flatnonzero(kept)
    if len(chosen) > _MAX_SHAPES:
        chosen = chosen[np.argsort(-area[chosen], kind="stable")[:_MAX_SHAPES]]
    found = np.stack([left, left + width, top, top + tall, levels], axis=-1)[chosen]
    return np.asarray(found[np.argsort(found[:, 0], kind="stable")])


def _longest(letters: NDArray[np.float64]) -> int:
    """Letters in the longest row: each goes on from the row of its nearest like neighbour on the left."""
    lengths = np.ones(len(letters), np.int64)
    for number, (left, _, top, bottom, level) in enumerate(letters):
        before = letters[:number]
        tall = bottom - top
        heights = before[:, 3] - before[:, 2]
        larger = np.maximum(heights, tall)
        like = (larger <= _LIKE_HEIGHT * np.minimum(heights, tall)) & (np.abs(before[:, 4] - level) <= _LIKE_LEVEL)
        middles = np.abs((before[:, 2] + before[:, 3]) - (top + bottom)) / 2
        like &= np.minimum(np.abs(before[:, 3] - bottom), middles) <= _OFFSET * larger
        gaps = left - before[:, 1]
        like &= (gaps >= -0.1 * larger) & (gaps <= _GAP * larger)
        if like.any():
            lengths[number] = 1 + lengths[:number][like].max()
    return int(lengths.max(initial=0))


def longest_text_line(gray: NDArray[np.uint8]) -> int:
    """Letters in the longest line of text of a picture.

    Parameters
    ----------
    gray
        (H, W) uint8.

    Returns
    -------
    int
        0 where nothing looks like a letter; pictures without text have short rows by chance, of three or four shapes.

    Examples
    --------
    >>> page = np.zeros((360, 640), np.uint8)
    >>> _ = cv2.putText(page, "STAFF AND CREDITS", (60, 180), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2)
    >>> longest_text_line(page) >= 12, longest_text_line(np.zeros((360, 640), np.uint8))
    (True, 0)
    """
    gray = at_most(gray, HEIGHT)
    reach = max(3, round(len(gray) * 0.03)) | 1
    brush = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    lengths = []
    for kind in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):  # light on dark, dark on light
        contrast = cv2.morphologyEx(gray, kind, brush)
        core = contrast > _CORE * cv2.dilate(contrast, brush)
        lengths.append(_longest(_letters((core & (contrast > _STEP)).astype(np.uint8), gray)))
    return max(lengths)
