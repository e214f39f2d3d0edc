"""OpenRaster files (openraster.org, 0.0.6): sheets in register, in groups, as Krita, GIMP and MyPaint open them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.layers.sheet_png import sheet_png
from pegbar.layers.sheet_stacks import PlacedSheet, SheetStack, stack_sheets

Picture = NDArray[np.uint8]
_THUMBNAIL = 256
_EPOCH = (1980, 1, 1, 0, 0, 0)


def openraster_bytes(
    sheets: Sequence[tuple[str, Picture]],
    opacities: Mapping[str, float] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """Bytes of an OpenRaster file; the same sheets give the same bytes.

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
        With the merged image and a thumbnail, as the specification asks.

    Raises
    ------
    PegbarError
        A group is torn apart by a sheet that is not in it.

    Examples
    --------
    >>> data = openraster_bytes([("background", np.zeros((4, 4, 3), np.uint8))])
    >>> zipfile.ZipFile(BytesIO(data)).namelist()[0]
    'mimetype'
    """
    return openraster_of(stack_sheets(sheets, opacities, groups, cropped=False))


def openraster_of(stack: SheetStack) -> bytes:
    """Bytes of an OpenRaster file of a stack of sheets that is cropped and merged already; the same stack gives the same bytes.

    Raises
    ------
    PegbarError
        A group is torn apart by a sheet that is not in it.

    Examples
    --------
    >>> cel = PlacedSheet("cel", np.full((2, 2, 4), 255, np.uint8), top=1, left=1, group="cel")
    >>> data = openraster_of(SheetStack((4, 4), [cel], np.zeros((4, 4, 3), np.uint8)))
    >>> b"<stack name=\"cel\"" in zipfile.ZipFile(BytesIO(data)).read("stack.xml")
    True
    """
    height, width = stack.size
    paths = [f"data/{number:02d}.png" for number in range(len(stack.sheets))]
    scale = min(1.0, _THUMBNAIL / max(height, width))
    thumbnail = cv2.resize(stack.merged, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:

        def add(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)

        add("mimetype", b"image/openraster")
        add("stack.xml", _stack_xml(stack, paths).encode())
        for sheet, path in zip(stack.sheets, paths, strict=True):
            add(path, sheet_png(sheet.picture))
        add("mergedimage.png", sheet_png(stack.merged))
        add("Thumbnails/thumbnail.png", sheet_png(np.asarray(thumbnail, np.uint8)))
    return buffer.getvalue()


def _look(opacity: float) -> str:
    return f"opacity='{opacity:g}'" if opacity else "visibility='hidden'"


def _row(sheet: PlacedSheet, path: str) -> str:
    return f"<layer name={quoteattr(sheet.name)} src='{path}' x='{sheet.left}' y='{sheet.top}' {_look(sheet.opacity)}/>"


def _stack_xml(stack: SheetStack, paths: Sequence[str]) -> str:
    """The description of all sheets, the nearest first; groups are stacks inside the stack."""
    lines = []
    for group, numbers in reversed(stack.runs()):
        rows = [_row(stack.sheets[number], paths[number]) for number in reversed(numbers)]
        if group is None:
            lines += [f"  {row}" for row in rows]
        else:
            lines += [f"  <stack name={quoteattr(group)} {_look(group not in stack.hidden)}>", *(f"   {row}" for row in rows), "  </stack>"]
    head = f"<?xml version='1.0' encoding='UTF-8'?>\n<image version='0.0.6' w='{stack.size[1]}' h='{stack.size[0]}'>\n <stack>\n"
    return head + "\n".join(lines) + "\n </stack>\n</image>\n"
