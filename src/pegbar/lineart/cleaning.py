"""Line art as users bring it (scanned, photographed, inverted, in colour) normalised to dark lines on white."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError

_PAPER_WINDOW = 0.04
"""Window of the paper's tone, as a fraction of the longer side."""
_WHITE_INK = 200
"""Ink on transparent paper is white if nearly all of it is lighter than this."""
_EVEN_PAPER = 235
"""Paper at least this light everywhere is left as it is."""
_MIN_CONTRAST = 8


def clean_lines(picture: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """Dark lines on white paper from a picture of line art.

    Transparency shows white paper, or black where the ink is white; colours count by their darkest channel, white
    lines on dark are inverted, and uneven paper is divided out.

    Parameters
    ----------
    picture
        (H, W, 4) uint8 RGBA, straight alpha.
    name
        What errors call the picture.

    Returns
    -------
    (H, W) uint8, dark lines on white.

    Raises
    ------
    PegbarError
        The picture is of one tone only.

    Examples
    --------
    >>> scan = np.full((60, 80, 4), 255, np.uint8)
    >>> scan[..., :3] = 180
    >>> scan[28:31, 10:70, :3] = 40
    >>> lines = clean_lines(scan, "scan.png")
    >>> lines.shape, bool(lines[29, 40] < 60), bool(lines[5, 5] > 240)
    ((60, 80), True, True)
    """
    alpha = picture[..., 3:].astype(np.float32) / 255
    ink = picture[..., :3].astype(np.float32)
    opaque = picture[..., 3] > 127
    white_ink = not opaque.all() and opaque.any() and float(np.percentile(ink[opaque], 1)) > _WHITE_INK
    paper = 0.0 if white_ink else 255.0
    flat = ink * alpha + paper * (1 - alpha)
    gray = flat.min(axis=2) if paper else flat.max(axis=2)
    if float(np.median(gray)) < 128:
        gray = 255 - (flat.max(axis=2) if paper else gray)
    if float(gray.max() - gray.min()) < _MIN_CONTRAST:
        raise PegbarError(f"{name}: found a picture of one tone, expected line art")
    paper_tone = _paper_tone(gray)
    even = np.clip(gray / np.maximum(paper_tone, 1) * 255, 0, 255) if paper_tone.min() < _EVEN_PAPER else gray
    return np.round(even).astype(np.uint8)


def _paper_tone(gray: NDArray[np.float32]) -> NDArray[np.float32]:
    """The paper's own tone: the lightest nearby, smoothed over some hundredths of the picture."""
    window = max(5, round(_PAPER_WINDOW * max(gray.shape)) | 1)
    lightest = cv2.dilate(gray.astype(np.float32), np.ones((window, window), np.uint8))
    return np.asarray(cv2.GaussianBlur(cv2.erode(lightest, np.ones((window, window), np.uint8)), (0, 0), window / 2), np.float32)
