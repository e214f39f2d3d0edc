"""What the studio knows exactly of a frame: the douga and the cel mask, from the sheet's geometry."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.sheet import Sheet, Tone
from pegbar.vocabulary.douga_classes import Douga

_FILL = {
    Tone.FLAT: Douga.FLAT_AREA,
    Tone.SHADE: Douga.SHADING_FILL,
    Tone.HIGHLIGHT: Douga.HIGHLIGHT_FILL,
    Tone.COLOR: Douga.COLOR_FILL,
}
Classes = NDArray[np.uint8]


def _borders(sheet: Sheet) -> dict[Douga, NDArray[np.uint8]]:
    """One-pixel borders between fills, by class, where no visible line runs."""
    tones = np.array([p.tone for p in sheet.paints], np.uint8)[sheet.region]
    materials = np.array([p.material for p in sheet.paints], np.int32)[sheet.region]
    borders = {c: np.zeros(sheet.region.shape, np.uint8) for c in (Douga.COLOR_EDGE, Douga.SHADING_LINE, Douga.HIGHLIGHT_LINE)}
    rows, columns = sheet.region.shape
    for near, far in (
        ((slice(0, rows - 1), slice(None)), (slice(1, rows), slice(None))),
        ((slice(None), slice(0, columns - 1)), (slice(None), slice(1, columns))),
    ):
        first, second = sheet.region[near], sheet.region[far]
        meets = (first != second) & (first > 0) & (second > 0) & (sheet.stroke[near] == 0) & (sheet.stroke[far] == 0)
        same = materials[near] == materials[far]
        bright = (tones[near] == Tone.HIGHLIGHT) | (tones[far] == Tone.HIGHLIGHT)
        colored = (tones[near] == Tone.COLOR) | (tones[far] == Tone.COLOR) | ~same
        borders[Douga.HIGHLIGHT_LINE][near] |= (meets & bright & same).astype(np.uint8)
        borders[Douga.COLOR_EDGE][near] |= (meets & colored & ~(bright & same)).astype(np.uint8)
        borders[Douga.SHADING_LINE][near] |= (meets & ~bright & ~colored).astype(np.uint8)
    return borders


def thicken(mask: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Widen one-pixel lines to `width` pixels."""
    if width == 1:
        return mask
    return np.asarray(cv2.dilate(mask, np.ones((width, width), np.uint8)), np.uint8)


def cel_mask(cel: NDArray[np.uint8], book: NDArray[np.uint8] | None) -> NDArray[np.bool_]:
    """Pixels of the finished frame that show cel: books count as background (thesis 4)."""
    mask = cel[..., 3] > 127
    if book is not None:
        mask &= book[..., 3] <= 127
    return np.asarray(mask)


def douga_of(sheet: Sheet, cel: NDArray[np.uint8], book: NDArray[np.uint8] | None) -> Classes:
    """The douga of a frame, (H, W) classes.

    Shading, highlight and colour lines stand where two fills of that kind meet; visible lines win over
    all of them; what a book covers is book fill with book lines at its edge; nothing lies outside the cel.
    """
    tones = np.array([_FILL[p.tone] for p in sheet.paints], np.uint8)
    classes = tones[sheet.region]
    for kind, border in _borders(sheet).items():
        classes[thicken(border, sheet.douga_line_width) > 0] = kind
    classes[sheet.stroke > 0] = Douga.VISIBLE_LINE
    drawn = cel[..., 3] > 127
    if book is not None:
        hidden = (book[..., 3] > 127).astype(np.uint8)
        edge = cv2.morphologyEx(hidden, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        classes[hidden > 0] = Douga.BOOK_FILL
        classes[edge > 0] = Douga.BOOK_LINE
    classes[~drawn] = Douga.FLAT_AREA
    return classes
