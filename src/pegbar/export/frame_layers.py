"""The layers of one frame that was taken apart: background, cel, douga and book, one layer a class of lines and one a class of fills."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.export.exact_plate import exact_plate
from pegbar.layers.sheet_stacks import PlacedSheet, SheetStack
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette

Picture = NDArray[np.uint8]
GROUPS: dict[str, tuple[Douga, ...]] = {
    "douga": (
        Douga.SHADING_FILL,
        Douga.COLOR_FILL,
        Douga.HIGHLIGHT_FILL,
        Douga.SHADING_LINE,
        Douga.COLOR_EDGE,
        Douga.HIGHLIGHT_LINE,
        Douga.VISIBLE_LINE,
    ),
    "book": (Douga.BOOK_FILL, Douga.BOOK_LINE),
}
"""Groups of classes, which are hidden since the frame shows none of them; the classes of each, the farthest first."""
BACKGROUND, CEL, PAPER = "background", "cel", "paper"
"""Names of the other layers; the first two are also those of their groups."""


class FrameParts(NamedTuple):
    """A frame and what it came apart into.

    Attributes
    ----------
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, where the cel is.
    classes
        (H, W) uint8 classes of the douga.
    cel
        (H, W, 4) uint8 straight-alpha RGBA, with soft edges.
    """

    frame: Picture
    mask: NDArray[np.bool_]
    classes: NDArray[np.uint8]
    cel: Picture


class FrameLayers(NamedTuple):
    """The layers of a frame, made once for all kinds of files.

    Attributes
    ----------
    frame
        (H, W, 3) uint8 RGB, which the plate and the cel upon it give to the bit.
    plate, cel
        (H, W, 4) uint8 straight-alpha RGBA.
    classes
        One sheet for each class of lines and fills, cropped to what it shows, (h, w, 4) uint8, in the palette's colour.
    """

    frame: Picture
    plate: Picture
    cel: Picture
    classes: list[PlacedSheet]

    def stack(self) -> SheetStack:
        """All layers in their groups, the merged picture that of the frame; every frame of a cut has the same layers.

        The groups of classes are hidden; a sheet of paper lies under the douga, so that the group alone is one.
        """
        rows, columns = box_of(self.cel[..., 3] > 0)
        cel = np.ascontiguousarray(self.cel[rows, columns])
        size = self.cel.shape[:2]
        paper = PlacedSheet(PAPER, np.full((*size, 3), 255, np.uint8), group="douga")
        number = next(number for number, sheet in enumerate(self.classes) if sheet.group == "douga")
        sheets = [
            PlacedSheet(BACKGROUND, self.plate, group=BACKGROUND),
            PlacedSheet(CEL, cel, rows.start, columns.start, CEL),
            *self.classes[:number],
            paper,
            *self.classes[number:],
        ]
        return SheetStack((size[0], size[1]), sheets, self.frame, tuple(GROUPS))

    def whole(self, sheet: PlacedSheet) -> Picture:
        """The sheet of a class at the frame's size, (H, W, 4) uint8."""
        picture = np.zeros_like(self.cel)
        height, width = sheet.picture.shape[:2]
        picture[sheet.top : sheet.top + height, sheet.left : sheet.left + width] = sheet.picture
        return picture


def sheet_names() -> list[str]:
    """Names of the sheets of every frame: background, cel, and each class in the order of :data:`GROUPS`.

    Examples
    --------
    >>> sheet_names()[:4]
    ['background', 'cel', 'shading_fill', 'color_fill']
    """
    return [BACKGROUND, CEL, *(kind.name.lower() for kinds in GROUPS.values() for kind in kinds)]


def _class_sheets(classes: NDArray[np.uint8], palette: Palette) -> Iterator[PlacedSheet]:
    """The sheet of each class, cropped; one transparent pixel of a class that is nowhere."""
    rows, columns = box_of(classes > 0)
    inner, entries = classes[rows, columns], palette.entry_table()
    for group, kinds in GROUPS.items():
        for kind in kinds:
            shown = inner == kind
            box = box_of(shown)
            sheet = np.zeros((*shown[box].shape, 4), np.uint8)
            sheet[shown[box]] = (*palette.colors[entries[kind, 0]], 255)
            yield PlacedSheet(kind.name.lower(), sheet, rows.start + box[0].start, columns.start + box[1].start, group)


def frame_layers(parts: FrameParts, palette: Palette) -> FrameLayers:
    """The layers of a frame.

    Parameters
    ----------
    parts
        The frame and what it came apart into.
    palette
        Colours of the classes.

    Returns
    -------
    FrameLayers
        Of the frame's size.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> frame, mask = np.zeros((4, 6, 3), np.uint8), np.zeros((4, 6), np.bool_)
    >>> parts = FrameParts(frame, mask, np.zeros((4, 6), np.uint8), np.zeros((4, 6, 4), np.uint8))
    >>> [group for group, _ in frame_layers(parts, load_palette("thesis")).stack().runs()]
    ['background', 'cel', 'douga', 'book']
    """
    plate, cel = exact_plate(parts.frame, parts.cel)
    return FrameLayers(parts.frame, plate, cel, list(_class_sheets(parts.classes, palette)))
