"""A douga as paint software takes it: aliased lines of one width in pure colours of the palette, gaps closed."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.douga.postprocess import vote
from pegbar.douga.skeletons import is_line, skeleton
from pegbar.export.line_gaps import close_gaps
from pegbar.params.decision import DougaDecision
from pegbar.vocabulary.douga_classes import LINES, Douga
from pegbar.vocabulary.palette import Palette

Classes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_SOLID = 9
"""Lines at least this wide, pixels, are spots of black, which no skeleton stands for; two lines of three that touch are narrower."""
_BEYOND = 8
"""Pixels that lines go on beyond the picture's edge, since skeletons end before lines do."""
_CROSSING_ORDER = sorted(LINES, key=lambda kind: kind == Douga.VISIBLE_LINE)


@dataclass(frozen=True)
class PaintStyle:
    """How a douga is drawn for paint software.

    Attributes
    ----------
    line_width
        Of all lines, pixels of the picture, 1–10.
    paper
        What is where nothing is drawn.
    close_gaps
        Widest gap in a line that is closed, pixels; 0 closes none.
    fills
        Whether fills of shading, colour and highlights are drawn as well as lines.
    """

    line_width: int = 3
    paper: Literal["white", "transparent"] = "white"
    close_gaps: int = 4
    fills: bool = True


def pen(width: int) -> NDArray[np.uint8]:
    """A disc of some width, (width, width) uint8 of 0 and 1.

    Examples
    --------
    >>> pen(4).tolist()
    [[0, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 0]]
    """
    across = np.arange(width) - (width - 1) / 2
    return ((across[:, None] ** 2 + across**2) <= (width / 2) ** 2).astype(np.uint8)


def _draw(thin: Mask, kinds: Classes, brush: NDArray[np.uint8]) -> Classes:
    """Lines (H, W) of class `kinds` where `thin` is, as wide as the brush; visible lines win where lines cross."""
    drawn = np.zeros(kinds.shape, np.uint8)
    for kind in _CROSSING_ORDER:
        lines = (thin & (kinds == kind)).view(np.uint8)
        if lines.any():
            drawn[cv2.dilate(lines, brush) > 0] = kind
    return drawn


def ink_douga(classes: Classes, style: PaintStyle) -> Classes:
    """Draw the lines of a douga again.

    Parameters
    ----------
    classes
        (H, W) uint8 classes.
    style
        Width of lines, gaps to close.

    Returns
    -------
    ndarray
        (H, W) uint8 classes. Spots of black stay solid. Where a line became narrower the area beside it goes on; an area that is now
        closed and nearly all of one class is of that class.

    Examples
    --------
    >>> classes = np.zeros((30, 40), np.uint8)
    >>> classes[14:17] = Douga.VISIBLE_LINE
    >>> classes[14:17, 18:22] = Douga.FLAT_AREA
    >>> [int((ink_douga(classes, PaintStyle(1, close_gaps=gap)) > 0).sum()) for gap in (0, 4)]
    [34, 40]
    """
    rows, columns = box_of(classes != Douga.FLAT_AREA)
    margin = style.line_width + 1  # paper all around, where the picture has any
    box = (slice(max(0, rows.start - margin), rows.stop + margin), slice(max(0, columns.start - margin), columns.stop + margin))
    inked = np.zeros_like(classes)
    beyond = (_BEYOND,) * 4
    inner = np.asarray(cv2.copyMakeBorder(classes[box], *beyond, cv2.BORDER_REPLICATE), np.uint8)
    inked[box] = _ink(inner, style)[_BEYOND:-_BEYOND, _BEYOND:-_BEYOND]
    return inked


def _ink(classes: Classes, style: PaintStyle) -> Classes:
    """Draw the lines of a douga, cropped to what is drawn, again."""
    lines, brush = is_line(classes), pen(style.line_width)
    thin = skeleton(lines)
    kinds = classes.copy()
    for bridge in close_gaps(thin, lines, style.close_gaps, brush):
        (first, *_), added = bridge.pixels, tuple(bridge.pixels.T)
        kinds[added] = np.where(thin[added], kinds[added], kinds[first[0], first[1]])
        thin[added] = True
    drawn = _draw(thin, kinds, brush)
    solid = cv2.morphologyEx(lines.view(np.uint8), cv2.MORPH_OPEN, pen(_SOLID)) > 0
    drawn[solid] = classes[solid]
    inked = drawn > 0
    areas = vote(fill_from_nearest(classes, lines), inked, DougaDecision().agreement)
    return np.where(inked, drawn, areas)


def paint_douga(classes: Classes, palette: Palette, style: PaintStyle) -> NDArray[np.uint8]:
    """The picture of a douga for paint software.

    Parameters
    ----------
    classes
        (H, W) uint8 classes.
    palette
        Colours of the classes, of each the first.
    style
        How it is drawn.

    Returns
    -------
    ndarray
        (H, W, 3) uint8 RGB on white paper, (H, W, 4) uint8 RGBA, opaque or transparent and nothing between, on transparent.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> classes = np.zeros((9, 9), np.uint8)
    >>> classes[4] = Douga.VISIBLE_LINE
    >>> paint_douga(classes, load_palette("thesis"), PaintStyle(1, "transparent"))[3:5, 0].tolist()
    [[0, 0, 0, 0], [0, 0, 0, 255]]
    """
    inked, entries = ink_douga(classes, style), palette.entry_table()[:, 0]
    table = np.column_stack([np.array(palette.colors, np.uint8)[entries], np.full(len(entries), 255, np.uint8)])
    paper = [kind for kind in Douga if kind == Douga.FLAT_AREA or (not style.fills and kind not in LINES)]
    table[paper] = 255 if style.paper == "white" else 0
    return table[inked][..., :3].copy() if style.paper == "white" else table[inked]
