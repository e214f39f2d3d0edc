"""Photoshop files: sheets in register with their names, in groups, as Photoshop, Clip Studio Paint, Krita and GIMP open them."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage
from psd_tools.api.layers import Group

from pegbar.errors import PegbarError
from pegbar.production.pictures import composite

Picture = NDArray[np.uint8]
_LARGEST = 30_000
"""Longest side that the format can hold, pixels."""


def _visible_box(sheet: Picture) -> tuple[slice, slice]:
    """The smallest box around what a sheet shows; one pixel of one that shows nothing."""
    if sheet.shape[2] == 3:
        return slice(0, sheet.shape[0]), slice(0, sheet.shape[1])
    shown = sheet[..., 3] > 0
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not len(rows):
        return slice(0, 1), slice(0, 1)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _merged(sheets: Sequence[tuple[str, Picture]], opacities: Mapping[str, float]) -> Picture:
    """All sheets as one picture on white paper, (H, W, 3)."""
    picture = np.full((*sheets[0][1].shape[:2], 3), 255, np.uint8)
    for name, sheet in sheets:
        alpha = sheet[..., 3:] if sheet.shape[2] == 4 else np.full((*sheet.shape[:2], 1), 255, np.uint8)
        faded = np.round(alpha * opacities.get(name, 1.0)).astype(np.uint8)
        picture = composite(picture, np.concatenate([sheet[..., :3], faded], axis=2))
    return picture


def _check_groups(names: Sequence[str], groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Group of each sheet that lies in one."""
    group_of = {name: group for group, members in groups.items() for name in members if name in names}
    runs = [group_of.get(name) for name in names]
    started = [group for number, group in enumerate(runs) if group is not None and (number == 0 or runs[number - 1] != group)]
    torn = next((group for group in started if started.count(group) > 1), None)
    if torn is not None:
        raise PegbarError(f"group {torn}: found sheets of others between its own, expected them one upon another")
    return group_of


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
        A side is longer than the format can hold, or a group is torn apart by a sheet that is not in it.

    Examples
    --------
    >>> psd_bytes([("background", np.zeros((4, 4, 3), np.uint8))])[:4]
    b'8BPS'
    """
    height, width = sheets[0][1].shape[:2]
    if max(height, width) > _LARGEST:
        raise PegbarError(f"sheets: found {width}×{height} pixels, expected sides of at most {_LARGEST:,} in a Photoshop file")
    shown = opacities or {}
    group_of = _check_groups([name for name, _ in sheets], groups or {})
    file = PSDImage.new("RGBA", (width, height), color=255)  # in a file without alpha, layers would get masks for transparency
    folders = {}
    for name, sheet in sheets:
        group = group_of.get(name)
        if group is not None and group not in folders:
            folders[group] = file.create_group()
            folders[group].name = group
        _add(file if group is None else folders[group], name, sheet, shown.get(name, 1.0))
    buffer = BytesIO()
    _write(file, _merged(sheets, shown), buffer)
    return buffer.getvalue()


def _add(parent: PSDImage | Group, name: str, sheet: Picture, opacity: float) -> None:
    """Put a sheet upon all others in a file or group."""
    rows, columns = _visible_box(sheet)
    layer = parent.create_pixel_layer(Image.fromarray(np.ascontiguousarray(sheet[rows, columns])), top=rows.start, left=columns.start)
    layer.name = name  # after it is made: only so may a name hold any letter
    layer.opacity = round(255 * opacity) if opacity else 255
    layer.visible = opacity > 0


def _write(file: PSDImage, merged: Picture, buffer: BytesIO) -> None:
    """Write a file with this merged picture instead of one that the library composes, which rounds otherwise and takes longer."""
    record = file._record
    record.header.channels = 3
    record.image_data.set_data([np.ascontiguousarray(merged[..., channel]).tobytes() for channel in range(3)], record.header)
    record.write(buffer)
