"""Exposure sheets as XDTS, the exchange digital time sheet 1.0 of Toei Animation and Celsys, which OpenToonz, TVPaint and Clip Studio read.

A line that names the format, then JSON: one time table with the track of cels. A frame is listed where its drawing changes; an empty
cel ends the sheet.
"""

import json
from collections.abc import Sequence
from typing import Any

IDENTIFIER = "exchangeDigitalTimeSheet Save Data"
"""First line of every file."""
VERSION = 5
CELS = 0
"""Number of the field of cels; 3 is dialogue, 5 camera work."""
EMPTY = "SYMBOL_NULL_CELL"
_CUTS = 10_000
"""Cut numbers have at most four figures."""


def _entry(frame: int, value: str) -> dict[str, Any]:
    return {"data": [{"id": 0, "values": [value]}], "frame": frame}


def encode_xdts(name: str, cut: int, exposures: Sequence[tuple[int, int]], duration: int) -> bytes:
    """One cut as an XDTS file.

    Parameters
    ----------
    name
        Of the time table.
    cut
        Number of the cut, from 1; of larger ones than 9999 the last four figures are kept, as the format asks.
    exposures
        (frame from 0, number of the drawing) wherever the drawing changes.
    duration
        Frames of the cut.

    Returns
    -------
    bytes
        UTF-8.

    Examples
    --------
    >>> print(encode_xdts("c0001", 1, [(0, 1), (2, 2)], 4).decode().splitlines()[0])
    exchangeDigitalTimeSheet Save Data
    """
    frames = [_entry(frame, str(drawing)) for frame, drawing in exposures] + [_entry(duration, EMPTY)]
    sheet = {
        "header": {"cut": str(cut % _CUTS), "scene": "1"},
        "timeTables": [
            {
                "duration": duration,
                "fields": [{"fieldId": CELS, "tracks": [{"frames": frames, "trackNo": 0}]}],
                "name": name,
                "timeTableHeaders": [{"fieldId": CELS, "names": ["A"]}],
            }
        ],
        "version": VERSION,
    }
    return f"{IDENTIFIER}\n{json.dumps(sheet, ensure_ascii=False)}\n".encode()
