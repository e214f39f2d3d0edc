"""A frame handed to a person to label, as an OpenRaster file, and the mask that comes back.

The sheets are the frame, the predicted douga and the mask, the last shown through. What is painted on the mask's sheet, in any
colour, is cel; what is erased is not.
"""

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.openraster_reading import read_sheet
from pegbar.production.pictures import SOFT_MASK

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
FRAME, MASK, DOUGA = "frame", "mask", "douga"
"""Names of the sheets."""
_COLOR = (255, 0, 255)
_OPACITY = {MASK: 0.5, DOUGA: 0.0}


def annotation_bytes(frame: Picture, mask: Mask, douga: Picture) -> bytes:
    """An OpenRaster file to label a frame in.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, the cel to correct.
    douga
        (H, W, 3) uint8 RGB, the predicted douga in palette colours, to look at; its sheet is hidden at first.

    Returns
    -------
    bytes
        Of the file.

    Examples
    --------
    >>> frame = np.full((4, 6, 3), 200, np.uint8)
    >>> mask = np.zeros((4, 6), np.bool_)
    >>> mask[1:3] = True
    >>> bool((read_annotation(annotation_bytes(frame, mask, frame), (4, 6), "a.ora") == mask).all())
    True
    """
    sheet = np.zeros((*mask.shape, 4), np.uint8)
    sheet[mask] = (*_COLOR, 255)
    return openraster_bytes([(FRAME, frame), (DOUGA, douga), (MASK, sheet)], _OPACITY)


def read_annotation(data: bytes, size: tuple[int, int], name: str) -> Mask:
    """The mask that a person painted.

    Parameters
    ----------
    data
        Of an OpenRaster file with a sheet named ``mask``.
    size
        Height and width of the frame.
    name
        What errors call the file.

    Returns
    -------
    ndarray
        (H, W) bool.

    Raises
    ------
    PegbarError
        As :func:`pegbar.layers.openraster_reading.read_sheet` and :func:`painted`.
    """
    return painted(read_sheet(data, MASK, size, name), f"{name}: sheet {MASK}")


def painted(sheet: Picture, name: str) -> Mask:
    """Where a transparent sheet (H, W, 4) uint8 is painted, in whatever colour, (H, W) bool.

    Raises
    ------
    PegbarError
        More of it is translucent than a soft brush's edge.
    """
    alpha = sheet[..., 3]
    grey = (alpha != 0) & (alpha != 255)
    if grey.mean() > SOFT_MASK:
        raise PegbarError(
            f"{name}: found {int(grey.sum()):,} of {grey.size:,} pixels translucent, "
            f"expected it painted or erased with at most {SOFT_MASK:.0%} between"
        )
    return np.asarray(alpha > 127)
