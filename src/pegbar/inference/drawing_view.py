"""A frame's cel as the douga network sees it: cut out, without grain, on white paper, at the height that its lines ask for."""

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.inference.drawing_scale import douga_height, stroke_width
from pegbar.params.decision import DougaDecision
from pegbar.transforms.film_grain import remove_grain
from pegbar.transforms.preprocessing import on_paper, resize, resize_mask

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
MAX_DECIDED = 12_600_000
"""Pixels on which classes are decided; a larger frame is decided smaller and its lines drawn at its own size."""
_SPOT = 2.5
"""Widths of a line from which black is a spot and not two lines that meet."""
_MARGIN = 32
"""Pixels of paper around the cel that the douga network sees."""


class DrawingView(NamedTuple):
    """A cel as the douga network sees it.

    Attributes
    ----------
    box
        Rows and columns of the frame that are seen.
    cel
        (H, W) bool, the mask inside the box, wider by the margin.
    picture
        (H, W, 3) uint8 RGB, the cel on white paper, without film grain.
    width
        Median width of its lines, pixels, or ``None`` where there are too few to tell.
    height
        Height of the box at which the network works, pixels.
    """

    box: tuple[slice, slice]
    cel: Mask
    picture: Picture
    width: float | None
    height: int

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the box."""
        return self.cel.shape[0], self.cel.shape[1]

    def decided(self) -> tuple[Picture, Mask]:
        """Picture and mask at the size at which classes are decided."""
        size = fitting(self.size, MAX_DECIDED)
        return resize(self.picture, size), resize_mask(self.cel, size)

    def decision(self, decision: DougaDecision) -> DougaDecision:
        """The decision with spots as wide as they are in a drawing seen smaller, and wider than its lines."""
        solid = math.ceil(decision.solid_width * max(1.0, self.size[0] / self.height))
        return decision.model_copy(update={"solid_width": max(solid, round(_SPOT * (self.width or 0)))})


def fitting(size: tuple[int, int], limit: int) -> tuple[int, int]:
    """A size (height, width), shrunk to at most `limit` pixels.

    Examples
    --------
    >>> fitting((200, 200), 10_000), fitting((50, 50), 10_000)
    ((100, 100), (50, 50))
    """
    factor = min(1.0, math.sqrt(limit / (size[0] * size[1])))
    return max(1, int(size[0] * factor)), max(1, int(size[1] * factor))


def widen(mask: Mask, radius: int) -> Mask:
    """A mask (H, W) and what lies within `radius` pixels of it.

    Examples
    --------
    >>> widen(np.array([[False, False, True, False]]), 1).tolist()
    [[False, True, True, True]]
    """
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(mask.view(np.uint8), disc) > 0)


def view_drawing(
    frame: Picture, mask: Mask, margin: float = 0.0, height: int | None = None, certainty: Floats | None = None
) -> DrawingView | None:
    """Choose how the douga network sees a frame's cel.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, where the cel is.
    margin
        How much wider than the mask the cel is cut out, as a fraction of the frame's height, rounded down to pixels: the soft edge of an
        outline is part of it.
    height
        Height of the whole frame at which the network works; by default the drawing's lines choose it, see
        :func:`pegbar.inference.drawing_scale.douga_height`.
    certainty
        (H, W) float32 in [0, 1], how sure the mask is.

    Returns
    -------
    DrawingView or None
        ``None`` where there is no cel.

    Examples
    --------
    >>> mask = np.zeros((100, 200), np.bool_)
    >>> mask[40:60, 80:120] = True
    >>> view_drawing(np.zeros((100, 200, 3), np.uint8), mask).size
    (84, 104)
    """
    if not mask.any():
        return None
    box = box_of(mask, _MARGIN)
    cel, whole = mask[box], remove_grain(frame[box], mask[box])
    size = (cel.shape[0], cel.shape[1])
    width = stroke_width(on_paper(whole, cel), cel, None if certainty is None else certainty[box])
    seen = _seen_height(size, width) if height is None else max(1, round(height * size[0] / len(mask)))
    wide = widen(cel, int(margin * len(mask)))
    return DrawingView(box, wide, on_paper(whole, wide), width, seen)


def _seen_height(size: tuple[int, int], width: float | None) -> int:
    """Height at which a drawing of `size` with lines of `width` is seen, if nothing says otherwise."""
    largest = fitting(size, MAX_DECIDED)
    wanted = douga_height(size, width)
    return wanted if largest == size else min(wanted, largest[0])
