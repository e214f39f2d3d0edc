"""The sheets of a frame that was taken apart, as files: mask, cel, plate, douga and lines, and where the networks were sure."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pegbar.douga.palette import encode
from pegbar.inference.reconstruction import Reconstruction
from pegbar.layers.separate import extract_plate, lines_alone
from pegbar.layers.sheet_png import sheet_png
from pegbar.vocabulary.palette import Palette

KINDS = ("mask", "cel", "plate", "douga", "lines")
CONFIDENCE = "confidence"
"""Kind of the map of confidence, and key of the number that its file carries as text."""


def frame_sheets(frame: NDArray[np.uint8], cel: NDArray[np.uint8], done: Reconstruction, palette: Palette) -> dict[str, bytes]:
    """The sheets of a frame as PNG bytes by kind (:data:`KINDS`).

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    cel
        (H, W, 4) uint8 straight-alpha RGBA, its cel.
    done
        What the frame came apart into.
    palette
        Colours of the douga.

    Returns
    -------
    dict
        Where the cel is transparent the plate is whole and else it has a hole, so that nothing of the cel is left in it.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> frame, mask = np.zeros((4, 6, 3), np.uint8), np.zeros((4, 6), np.bool_)
    >>> done = Reconstruction(mask, np.zeros((4, 6), np.uint8), np.ones((4, 6), np.float32), 1.0)
    >>> list(frame_sheets(frame, np.zeros((4, 6, 4), np.uint8), done, load_palette("thesis")))
    ['mask', 'cel', 'plate', 'douga', 'lines']
    """
    return {
        "mask": sheet_png(done.mask),
        "cel": sheet_png(cel),
        "plate": sheet_png(extract_plate(frame, cel[..., 3] > 0)),
        "douga": sheet_png(encode(done.douga, palette)),
        "lines": sheet_png(lines_alone(done.douga, palette)),
    }


def confidence_png(done: Reconstruction) -> bytes:
    """The map of confidence, black unsure and white sure; the file carries the frame's number as text."""
    note, file = PngInfo(), BytesIO()
    note.add_text(CONFIDENCE, f"{done.score:.4f}")
    Image.fromarray(np.round(done.confidence * 255).astype(np.uint8)).save(file, "PNG", pnginfo=note, compress_level=1)
    return file.getvalue()
