"""Drawings told apart by a handful of pixels: frames that were found alike by their coarse blocks are compared more closely."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pegbar.footage.drawings import FootageFrame

_BLOCKS, _LEAST_SIDE = 480, 4
"""Blocks across a frame, and least side of a block, pixels: 4 × 4 at 1080 lines."""
_CHANGED = 32
"""8-bit levels by which the mean of a block may change in a hold: compression changes less, an eye that closes more."""
_SPOT = 3
"""Changed blocks that hang together and make another drawing; less is a speck of dirt."""
_REMEMBERED = 64
"""Drawings of a cut that are known again when they come back: 25 MB."""

Blocks = NDArray[np.uint8]


def _blocks(frame: NDArray[np.uint8]) -> Blocks:
    side = max(_LEAST_SIDE, round(frame.shape[1] / _BLOCKS))
    size = (max(1, frame.shape[1] // side), max(1, frame.shape[0] // side))
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)


def _alike(first: Blocks, other: Blocks) -> bool:
    changed = cv2.absdiff(first, other).max(axis=2) > _CHANGED
    if not changed.any():
        return True
    _, _, stats, _ = cv2.connectedComponentsWithStats(changed.view(np.uint8), connectivity=8)
    return bool((stats[1:, cv2.CC_STAT_AREA] < _SPOT).all())


class _Cut:
    """Drawings of one cut: their numbers by what they were found alike to, and their blocks."""

    def __init__(self) -> None:
        self.count = 0
        self._alike_to: dict[int, list[int]] = {}
        self._known: OrderedDict[int, Blocks] = OrderedDict()

    def number(self, found: int, frame: NDArray[np.uint8]) -> tuple[int, bool]:
        """Number of the drawing that a frame shows, which was found as number `found`, and whether it is new."""
        blocks, candidates = _blocks(frame), self._alike_to.setdefault(found, [])
        for number in reversed(candidates):
            if number in self._known and _alike(self._known[number], blocks):
                self._known.move_to_end(number)
                return number, False
        self.count += 1
        candidates.append(self.count)
        self._known[self.count] = blocks
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return self.count, True


def verified(frames: Iterator["FootageFrame"]) -> Iterator["FootageFrame"]:
    """Number drawings anew where frames of one number differ in something small but clear, as in a far figure's mouth.

    Parameters
    ----------
    frames
        In order, with the numbers that their coarse blocks gave them.

    Yields
    ------
    FootageFrame
        The same frames; those of one number in a cut show the same drawing but for what compression does.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from pegbar.footage.drawings import FootageFrame
    >>> open_eye = np.full((270, 480, 3), 200, np.uint8)
    >>> closed = open_eye.copy()
    >>> closed[100:108, 200:212] = 20
    >>> frames = (FootageFrame(n, Fraction(n, 24), f, 0, n, 1, n == 0) for n, f in enumerate([open_eye, closed, open_eye]))
    >>> [(frame.drawing, frame.is_new) for frame in verified(frames)]
    [(1, True), (2, True), (1, False)]
    """
    cut, drawings = -1, _Cut()
    for frame in frames:
        if frame.cut != cut:
            cut, drawings = frame.cut, _Cut()
        number, is_new = drawings.number(frame.drawing, frame.rgb)
        yield frame._replace(drawing=number, is_new=is_new)
