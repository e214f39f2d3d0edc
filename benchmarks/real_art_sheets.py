"""Frames of the real-art benchmark at 100 %, to be looked at; they are made from other people's art and stay out of the repository."""

from pathlib import Path

import cv2
import numpy as np

from benchmarks.real_art_lines import Classes, LineFrame
from benchmarks.real_art_pictures import Mask, Picture
from pegbar.douga.palette import encode
from pegbar.douga.skeletons import dilate_classes
from pegbar.errors import PegbarError
from pegbar.params.palettes import load_palette
from pegbar.production.pictures import write_png
from pegbar.visualization.galleries import error_picture

ROOT = Path(__file__).resolve().parents[1]
_MARGIN = 40
_BAR = 24


def check_sheet(folder: Path | None) -> None:
    """Refuse a folder inside the repository.

    Raises
    ------
    PegbarError
        Naming the folder.
    """
    if folder is not None and folder.resolve().is_relative_to(ROOT):
        raise PegbarError(f"--sheet: found {folder}, which lies in the repository, expected a folder outside: the art stays out")


def _captioned(panels: dict[str, Picture]) -> Picture:
    """Panels side by side, each under its caption."""
    bars = []
    for caption, panel in panels.items():
        bar = np.full((_BAR, panel.shape[1], 3), 255, np.uint8)
        cv2.putText(bar, caption, (6, _BAR - 7), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
        bars.append(bar)
    return np.vstack([np.hstack(bars), np.hstack(list(panels.values()))])


def write_cel_sheet(path: Path, frame: Picture, truth: Mask, predicted: Mask) -> None:
    """The frame, and its mask with errors in colour, side by side."""
    errors = error_picture(truth, predicted)
    write_png(path, _captioned({"frame": frame, "mask: white found, blue lost, red taken from the background": errors}))


def write_line_sheet(path: Path, made: LineFrame, douga: Classes) -> None:
    """The frame around its cel, the douga and the exact lines, side by side."""
    palette = load_palette("thesis")
    left, top, width, height = cv2.boundingRect(made.mask.view(np.uint8))
    box = (slice(max(0, top - _MARGIN), top + height + _MARGIN), slice(max(0, left - _MARGIN), left + width + _MARGIN))
    exact = dilate_classes(made.lines > 0, made.lines, 3)
    panels = {
        "frame": made.frame[box],
        "douga": encode(douga, palette)[box],
        "true lines (fills are not known)": encode(exact, palette)[box],
    }
    write_png(path, _captioned(panels))
