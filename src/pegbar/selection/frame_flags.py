"""What speaks against labelling a frame: scores of holds, cuts, combing, blur, text and brightness (thesis 4.1, 5.2).

Each score is a plain number of one frame, or of a frame and an earlier one; which of them keep a frame out is decided by
:mod:`pegbar.selection.filters`.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import blur_effect

from pegbar.selection.text_lines import at_most, longest_text_line
from pegbar.transforms.interlacing import combing

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
_HELD_WIDTH = 120
"""Frames are compared at this width, so that grain and compression average out and a moving mouth does not."""
_BLUR_HEIGHT = 540
"""Blur is measured at most at this height: a mean over more pixels takes longer and says the same."""
_CUT_SIZE = (64, 36)
"""Width and height of the pictures by which cuts are told."""
_DECIMALS = 4


class FrameScores(NamedTuple):
    """Scores of one frame.

    Attributes
    ----------
    brightness
        Mean of the gray levels, 0–1.
    contrast
        Distance of the 5th and the 95th percentile of the gray levels, 0–1.
    blur
        0 where all edges are sharp, 1 where there are none (Crété et al. 2007, as scikit-image's ``blur_effect``).
    combing
        Fraction of the frame that shows two moments in odd and even rows.
    text
        Letters in the longest line of text.
    """

    brightness: float
    contrast: float
    blur: float
    combing: float
    text: int


class Signature(NamedTuple):
    """What is kept of a frame to compare later ones with: (h, 120, 3) float32 levels, and (36, 64, 3) float32 hue, saturation, value."""

    levels: Floats
    tones: Floats


class HoldScores(NamedTuple):
    """A frame beside those before it.

    Attributes
    ----------
    held_since
        Number of the first frame of the hold that it belongs to; its own where it is new.
    distance
        Largest difference to that frame (to the last different one where it is new) after averaging, 8-bit levels; 255 without one.
    cut_score
        Mean difference of hue, saturation and value to the frame just before, 0–255; 255 without one.
    """

    held_since: int
    distance: float
    cut_score: float


def frame_scores(frame: Picture) -> FrameScores:
    """Scores of a frame by itself.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB, of any size.

    Returns
    -------
    FrameScores
        Rounded to four decimals.

    Examples
    --------
    >>> frame_scores(np.full((90, 160, 3), 51, np.uint8))
    FrameScores(brightness=0.2, contrast=0.0, blur=1.0, combing=0.0, text=0)
    """
    gray = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8)
    low, high = np.percentile(gray, (5, 95))
    small = at_most(gray, _BLUR_HEIGHT)
    blur = 1.0 if min(small.shape) < 16 or small.max() == small.min() else float(blur_effect(small))
    return FrameScores(
        round(float(gray.mean()) / 255, _DECIMALS),
        round(float(high - low) / 255, _DECIMALS),
        round(blur, _DECIMALS),
        round(combing(frame), _DECIMALS),
        longest_text_line(gray),
    )


def signature(frame: Picture) -> Signature:
    """What is kept of a frame (H, W, 3) uint8 to compare others with."""
    height = max(1, round(_HELD_WIDTH * frame.shape[0] / frame.shape[1]))
    levels = np.asarray(cv2.resize(frame, (_HELD_WIDTH, height), interpolation=cv2.INTER_AREA), np.float32)
    small = cv2.resize(frame, _CUT_SIZE, interpolation=cv2.INTER_AREA)
    return Signature(levels, np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2HSV), np.float32))


def _hold_distance(first: Signature, second: Signature) -> float:
    if first.levels.shape != second.levels.shape:
        return 255.0
    return float(np.abs(first.levels - second.levels).max())


def _cut_score(first: Signature, second: Signature) -> float:
    apart = np.abs(first.tones - second.tones)
    apart[..., 0] = np.minimum(apart[..., 0], 180 - apart[..., 0])  # OpenCV's hue goes round after 180
    return float(apart.mean())


class HoldFinder:
    """Dissolves holds: which frames of one cut show the drawing of an earlier one (animation on twos, threes and longer).

    A frame is compared with the first of the hold, so that a slow fade does not pass as one.

    Parameters
    ----------
    tolerance
        Largest difference of averaged 8-bit levels inside a hold.

    Examples
    --------
    >>> holds = HoldFinder(4.0)
    >>> [holds.add(signature(np.full((90, 160, 3), level, np.uint8))).held_since for level in (80, 81, 200)]
    [0, 0, 2]
    """

    def __init__(self, tolerance: float) -> None:
        self.tolerance, self.count, self.since = tolerance, 0, 0
        self._first: Signature | None = None
        self._before: Signature | None = None

    def add(self, now: Signature) -> HoldScores:
        """Compare the next frame of the cut with those before it."""
        distance = 255.0 if self._first is None else _hold_distance(self._first, now)
        cut_score = 255.0 if self._before is None else _cut_score(self._before, now)
        if self._first is None or distance > self.tolerance:
            self._first, self.since = now, self.count
        self._before, self.count = now, self.count + 1
        return HoldScores(self.since, round(distance, _DECIMALS), round(cut_score, _DECIMALS))
