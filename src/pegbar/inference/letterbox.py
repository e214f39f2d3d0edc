"""Black bars of letterboxed and pillarboxed frames: neither cel nor background, so no network sees them."""

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

ScalarT = TypeVar("ScalarT", bound=np.generic)
BLACKEST = 24
"""Highest 8-bit level of a bar; black of limited range is 16."""
EVENNESS = 6
"""Largest difference of levels inside a bar: what compression leaves of one colour."""
MIN_BAR = 0.01
"""Narrowest bar, as a fraction of the side."""
MIN_CONTENT = 0.25
"""Least of a side that is picture, as a fraction; what leaves less is a dark picture, not a letterboxed one."""
_ASYMMETRY = 2
"""Pixels by which opposite bars may differ."""


class Content(NamedTuple):
    """Where the picture lies inside its bars: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns to index a frame with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def _bars(lines: NDArray[np.uint8]) -> tuple[int, int]:
    """Pixels before and behind the picture along one side, from (N, M, 3) lines across it; (0, 0) without a pair of bars."""
    length = len(lines)
    if lines[0].max() > BLACKEST or lines[-1].max() > BLACKEST:
        return 0, 0  # as nearly all frames end, at the cost of two lines
    high, low = lines.max(axis=(1, 2)), lines.min(axis=(1, 2))
    black = (high <= BLACKEST) & (high - low <= EVENNESS)
    if black.all():
        return 0, 0
    first, last = int(np.argmin(black)), int(np.argmin(black[::-1]))
    pair = min(first, last) >= MIN_BAR * length and abs(first - last) <= _ASYMMETRY and length - first - last >= MIN_CONTENT * length
    return (first, last) if pair else (0, 0)


def find_content(frame: NDArray[np.uint8]) -> Content:
    """Find the picture between uniform black bars of equal width, above and below, left and right, or all round.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.

    Returns
    -------
    Content
        The whole frame where it has no bars: bars come in pairs that differ by two pixels at most, are at least 1 % of the side
        wide, and leave a quarter of it.

    Examples
    --------
    >>> frame = np.zeros((90, 160, 3), np.uint8)
    >>> frame[12:78] = 128
    >>> find_content(frame)
    Content(top=12, bottom=78, left=0, right=160)
    """
    height, width = frame.shape[:2]
    above, below = _bars(frame)
    inner = frame[above : height - below]
    before, behind = _bars(np.swapaxes(inner, 0, 1))
    return Content(above, height - below, before, width - behind)


def put_back(values: NDArray[ScalarT], content: Content, size: tuple[int, int]) -> NDArray[ScalarT]:
    """Set what was made of the picture alone, (h, w, …), into zeros of the frame's `size` (height, width)."""
    if values.shape[:2] == size:
        return values
    whole = np.zeros((*size, *values.shape[2:]), values.dtype)
    whole[content.window] = values
    return whole
