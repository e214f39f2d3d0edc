"""Line art as people have it (scanned, photographed, inverted, in colour) brought to dark lines on white."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError

_PAPER_BLUR = 0.04
_LIGHT = 200
"""Ink on transparent paper is white if nearly all of it is lighter than this."""
_EVEN = 235
"""Paper at least this light everywhere is left as it is."""


def clean_lines(picture: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """Dark lines on white paper, (H, W), from an RGBA picture (H, W, 4).

    Transparency shows white paper, or black where the ink is white; colours count by their darkest channel, white
    lines on dark are inverted, and uneven paper is divided out.

    Raises
    ------
    PegbarError
        The picture is of one tone only.
    """
    alpha = picture[..., 3:].astype(np.float32) / 255
    ink = picture[..., :3].astype(np.float32)
    shown = picture[..., 3] > 127
    white_ink = not shown.all() and shown.any() and float(np.percentile(ink[shown], 1)) > _LIGHT
    paper = 0.0 if white_ink else 255.0
    flat = ink * alpha + paper * (1 - alpha)
    gray = flat.min(axis=2) if paper else flat.max(axis=2)
    if float(np.median(gray)) < 128:
        gray = 255 - (flat.max(axis=2) if paper else gray)
    if float(gray.max() - gray.min()) < 8:
        raise PegbarError(f"{name}: found a picture of one tone, expected line art")
    light = _paper(gray)
    even = np.clip(gray / np.maximum(light, 1) * 255, 0, 255) if light.min() < _EVEN else gray
    return np.round(even).astype(np.uint8)


def _paper(gray: NDArray[np.float32]) -> NDArray[np.float32]:
    """The paper's own tone: the lightest nearby, smoothed over some hundredths of the picture."""
    reach = max(5, round(_PAPER_BLUR * max(gray.shape)) | 1)
    lightest = cv2.dilate(gray.astype(np.float32), np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.GaussianBlur(cv2.erode(lightest, np.ones((reach, reach), np.uint8)), (0, 0), reach / 2), np.float32)
