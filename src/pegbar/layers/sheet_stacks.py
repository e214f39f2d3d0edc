"""Sheets in register as file formats of layers take them: cropped to what they show, named, in groups, with the merged picture."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.errors import PegbarError
from pegbar.production.pictures import composite

Picture = NDArray[np.uint8]


class PlacedSheet(NamedTuple):
    """One sheet.

    Attributes
    ----------
    name
        Of the layer.
    picture
        (h, w, 3) or (h, w, 4) uint8 with straight alpha, cropped.
    top, left
        Where its upper left corner lies on the canvas, pixels.
    group
        Name of the group that it lies in, if any.
    opacity
        0–1; 0 is hidden.
    """

    name: str
    picture: Picture
    top: int = 0
    left: int = 0
    group: str | None = None
    opacity: float = 1.0


class SheetStack(NamedTuple):
    """All sheets of a file.

    Attributes
    ----------
    size
        Height and width of the canvas.
    sheets
        The farthest first; those of a group lie one upon another.
    merged
        (H, W, 3) uint8 RGB, for programs that do not read layers.
    hidden
        Names of groups that are hidden, whatever is in them.
    """

    size: tuple[int, int]
    sheets: Sequence[PlacedSheet]
    merged: Picture
    hidden: Collection[str] = ()

    def runs(self) -> list[tuple[str | None, list[int]]]:
        """Numbers of the sheets in each group, and of those in none, in order.

        Raises
        ------
        PegbarError
            A group is torn apart by a sheet that is not in it.

        Examples
        --------
        >>> dot = np.zeros((1, 1, 4), np.uint8)
        >>> sheets = [PlacedSheet("a", dot), PlacedSheet("b", dot, group="cel"), PlacedSheet("c", dot, group="cel")]
        >>> SheetStack((1, 1), sheets, dot[..., :3]).runs()
        [(None, [0]), ('cel', [1, 2])]
        """
        runs: list[tuple[str | None, list[int]]] = []
        for number, sheet in enumerate(self.sheets):
            if runs and sheet.group is not None and runs[-1][0] == sheet.group:
                runs[-1][1].append(number)
            elif sheet.group is not None and sheet.group in (group for group, _ in runs):
                raise PegbarError(f"group {sheet.group}: found sheets of others between its own, expected them one upon another")
            else:
                runs.append((sheet.group, [number]))
        return runs


def visible_box(sheet: Picture) -> tuple[slice, slice]:
    """The smallest box around what a sheet (H, W, 3) or (H, W, 4) shows; one pixel of one that shows nothing."""
    if sheet.shape[2] == 3:
        return slice(0, sheet.shape[0]), slice(0, sheet.shape[1])
    return box_of(sheet[..., 3] > 0)


def merge(sheets: Sequence[tuple[str, Picture]], opacities: Mapping[str, float]) -> Picture:
    """All sheets, (H, W, 3) or (H, W, 4) uint8 each, as one picture on white paper, (H, W, 3) uint8."""
    picture = np.full((*sheets[0][1].shape[:2], 3), 255, np.uint8)
    for name, sheet in sheets:
        opacity = opacities.get(name, 1.0)
        if opacity > 0:
            alpha = sheet[..., 3:] if sheet.shape[2] == 4 else np.full((*sheet.shape[:2], 1), 255, np.uint8)
            picture = composite(picture, np.concatenate([sheet[..., :3], np.round(alpha * opacity).astype(np.uint8)], axis=2))
    return picture


def stack_sheets(
    sheets: Sequence[tuple[str, Picture]],
    opacities: Mapping[str, float] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    cropped: bool = True,
) -> SheetStack:
    """Crop and merge whole sheets.

    Parameters
    ----------
    sheets
        Name and picture, (H, W, 3) or (H, W, 4) uint8 with straight alpha, of each sheet, all of one size, the farthest first.
    opacities
        Of sheets that are shown through, by name, or hidden (0); the pictures themselves stay as they are.
    groups
        Names of the sheets in each group, which lie one upon another; names that no sheet has do not matter.
    cropped
        Whether to crop each sheet to what it shows, as programs do that save such files; a sheet that shows nothing is one pixel then.

    Returns
    -------
    SheetStack
        With the merged picture on white paper.
    """
    shown = opacities or {}
    group_of = {name: group for group, members in (groups or {}).items() for name in members}
    height, width = sheets[0][1].shape[:2]
    placed = []
    for name, sheet in sheets:
        rows, columns = visible_box(sheet) if cropped else (slice(0, height), slice(0, width))
        picture = np.ascontiguousarray(sheet[rows, columns])
        placed.append(PlacedSheet(name, picture, rows.start, columns.start, group_of.get(name), shown.get(name, 1.0)))
    return SheetStack((height, width), placed, merge(sheets, shown))
