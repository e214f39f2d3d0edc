"""OpenRaster files (openraster.org, 0.0.6): sheets in register, as Krita, GIMP and MyPaint open them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.production.pictures import composite, encode_png

Picture = NDArray[np.uint8]
_THUMBNAIL = 256
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _faded(sheet: Picture, opacity: float) -> Picture:
    """A sheet (H, W, 3) or (H, W, 4) as seen at an opacity, (H, W, 4)."""
    alpha = sheet[..., 3:] if sheet.shape[2] == 4 else np.full((*sheet.shape[:2], 1), 255, np.uint8)
    return np.concatenate([sheet[..., :3], np.round(alpha * opacity).astype(np.uint8)], axis=2)


def _look(opacity: float) -> str:
    return f"opacity='{opacity:g}'" if opacity else "visibility='hidden'"


def openraster_bytes(sheets: Sequence[tuple[str, Picture]], opacities: Mapping[str, float] | None = None) -> bytes:
    """Bytes of an OpenRaster file; the same sheets give the same bytes.

    Parameters
    ----------
    sheets
        Name and picture, (H, W, 3) or (H, W, 4) uint8 with straight alpha, of each sheet, all of one size, the farthest first.
    opacities
        Of sheets that are shown through, by name, or hidden (0); the pictures themselves stay as they are.

    Returns
    -------
    bytes
        With the merged image and a thumbnail, as the specification asks.

    Examples
    --------
    >>> data = openraster_bytes([("background", np.zeros((4, 4, 3), np.uint8))])
    >>> zipfile.ZipFile(BytesIO(data)).namelist()[0]
    'mimetype'
    """
    height, width = sheets[0][1].shape[:2]
    merged, shown = np.full((height, width, 3), 255, np.uint8), opacities or {}
    for name, sheet in sheets:
        merged = composite(merged, _faded(sheet, shown.get(name, 1.0)))
    scale = min(1.0, _THUMBNAIL / max(height, width))
    thumbnail = cv2.resize(merged, (max(1, int(width * scale)), max(1, int(height * scale))), interpolation=cv2.INTER_AREA)
    paths = [f"data/{number:02d}.png" for number in range(len(sheets))]
    rows = [
        f"  <layer name={quoteattr(name)} src='{path}' x='0' y='0' {_look(shown.get(name, 1.0))}/>"
        for (name, _), path in zip(sheets, paths, strict=True)
    ]
    stack = f"<?xml version='1.0' encoding='UTF-8'?>\n<image version='0.0.6' w='{width}' h='{height}'>\n <stack>\n"
    stack += "\n".join(reversed(rows)) + "\n </stack>\n</image>\n"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:

        def add(name: str, data: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)

        add("mimetype", b"image/openraster")
        add("stack.xml", stack.encode())
        for (_, sheet), path in zip(sheets, paths, strict=True):
            add(path, encode_png(sheet))
        add("mergedimage.png", encode_png(merged))
        add("Thumbnails/thumbnail.png", encode_png(np.asarray(thumbnail, np.uint8)))
    return buffer.getvalue()
