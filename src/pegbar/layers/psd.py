"""Photoshop files: sheets in register with their names, in groups, as Photoshop, Clip Studio Paint, Krita and GIMP open them."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage
from psd_tools.api.layers import Group

from pegbar.errors import PegbarError
from pegbar.layers.sheet_stacks import PlacedSheet, SheetStack, stack_sheets

Picture = NDArray[np.uint8]
_LARGEST = 30_000
"""Longest side that the format can hold, pixels."""


def psd_bytes(
    sheets: Sequence[tuple[str, Picture]],
    opacities: Mapping[str, float] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Bytes of a Photoshop file; the same sheets give the same bytes.

    Parameters
    ----------
    sheets
        Name and picture, (H, W, 3) or (H, W, 4) uint8 with straight alpha, of each sheet, all of one size, the farthest first.
    opacities
        Of sheets that are shown through, by name, or hidden (0); the pictures themselves stay as they are.
    groups
        Names of the sheets in each group, which lie one upon another; names that no sheet has do not matter.

    Returns
    -------
    bytes
        With the merged picture, for programs that do not read layers.

    Raises
    ------
    PegbarError
        As :func:`psd_of`.

    Examples
    --------
    >>> psd_bytes([("background", np.zeros((4, 4, 3), np.uint8))])[:4]
    b'8BPS'
    """
    _check_sides(sheets[0][1].shape[0], sheets[0][1].shape[1])
    return psd_of(stack_sheets(sheets, opacities, groups))


def _check_sides(height: int, width: int) -> None:
    if max(height, width) > _LARGEST:
        raise PegbarError(f"sheets: found {width}×{height} pixels, expected sides of at most {_LARGEST:,} in a Photoshop file")


def psd_of(stack: SheetStack) -> bytes:
    """Bytes of a Photoshop file of a stack of sheets that is cropped and merged already; the same stack gives the same bytes.

    Raises
    ------
    PegbarError
        A side is longer than the format can hold, or a group is torn apart by a sheet that is not in it.

    Examples
    --------
    >>> cel = PlacedSheet("cel", np.full((2, 2, 4), 255, np.uint8), top=1, left=1, group="cel")
    >>> psd_of(SheetStack((4, 4), [cel], np.zeros((4, 4, 3), np.uint8)))[:4]
    b'8BPS'
    """
    height, width = stack.size
    _check_sides(height, width)
    file = PSDImage.new("RGBA", (width, height), color=255)  # in a file without alpha, layers would get masks for transparency
    for group, numbers in stack.runs():
        parent: PSDImage | Group = file
        if group is not None:
            parent = file.create_group()
            parent.name, parent.visible = group, group not in stack.hidden
        for number in numbers:
            _add(parent, stack.sheets[number])
    buffer = BytesIO()
    _write(file, stack.merged, buffer)
    return buffer.getvalue()


def _add(parent: PSDImage | Group, sheet: PlacedSheet) -> None:
    """Put a sheet upon all others in a file or group."""
    layer = parent.create_pixel_layer(Image.fromarray(sheet.picture), top=sheet.top, left=sheet.left)
    layer.name = sheet.name  # after it is made: only so may a name hold any letter
    layer.opacity = round(255 * sheet.opacity) if sheet.opacity else 255
    layer.visible = sheet.opacity > 0


def _write(file: PSDImage, merged: Picture, buffer: BytesIO) -> None:
    """Write a file with this merged picture instead of one that the library composes, which rounds otherwise and takes longer."""
    record = file._record
    record.header.channels = 3
    record.image_data.set_data([np.ascontiguousarray(merged[..., channel]).tobytes() for channel in range(3)], record.header)
    record.write(buffer)
