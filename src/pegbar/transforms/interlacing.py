"""Combed frames: interlaced video, whose odd and even rows show two moments."""

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_COMBING = 0.004
"""Fraction of combed pixels above which a frame counts as interlaced; painted plates have up to 0.0014, combs of a cel 0.03 and more."""
_COMB_STEP = 12
"""8-bit levels between neighbouring rows of a comb."""


def _alternating(gray: NDArray[np.int16]) -> float:
    """Fraction of pixels in whose surrounding five rows the levels go up and down by turns."""
    if len(gray) < 5:
        return 0.0
    steps = np.diff(gray, axis=0)
    steps[1::2] *= -1
    runs = [steps[shift : len(steps) - 3 + shift] for shift in range(4)]
    rising, falling = np.minimum.reduce(runs) > _COMB_STEP, np.maximum.reduce(runs) < -_COMB_STEP
    return float((rising | falling).mean())


def combing(frame: NDArray[np.uint8]) -> float:
    """How much of a frame is combed, as frames of interlaced video are where something moved between their fields.

    A pixel is combed if it and its four neighbours above and below alternate by more than 12 levels; whatever alternates as often
    from column to column, as hatching and fabric do, is texture and taken off.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.

    Returns
    -------
    float
        Fraction of the frame, 0–1.

    Examples
    --------
    >>> frame = np.zeros((40, 40, 3), np.uint8)
    >>> frame[::2, 10:20] = 200
    >>> combing(frame) > 0.2, combing(np.zeros((40, 40, 3), np.uint8))
    (True, 0.0)
    """
    gray = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.int16)
    return max(0.0, _alternating(gray) - _alternating(gray.T))
