"""Contact sheets: input, truth, prediction and error, side by side."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.palette import encode
from pegbar.douga.skeletons import is_line
from pegbar.storage.writing import atomic
from pegbar.vocabulary.palette import Palette

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_RED, _BLUE = (214, 40, 40), (40, 80, 220)
_CAPTION = 22
_HUES = np.random.default_rng(0).integers(40, 256, (4096, 3)).astype(np.uint8)


def in_hues(numbers: NDArray[np.integer]) -> Picture:
    """Numbered areas (H, W) told apart by arbitrary colours, (H, W, 3)."""
    return _HUES[numbers.astype(np.int64) % len(_HUES)]


def error_picture(truth: Mask, predicted: Mask) -> Picture:
    """Errors coloured as in thesis Figure 4.10.

    Grey and white are background and cel labelled correctly; red is background taken for cel, blue cel
    taken for background.
    """
    picture = np.where(truth[..., None], np.uint8(255), np.uint8(150)).repeat(3, axis=2)
    picture[predicted & ~truth] = _RED
    picture[truth & ~predicted] = _BLUE
    return picture


def cel_row(frame: Picture, truth: Mask, predicted: Mask) -> list[Picture]:
    """A row of the cel gallery."""

    def plain(mask: Mask) -> Picture:
        return np.where(mask[..., None], np.uint8(255), np.uint8(150)).repeat(3, axis=2)

    return [frame, plain(truth), plain(predicted), error_picture(truth, predicted)]


def douga_row(frame: Picture, truth: NDArray[np.uint8], predicted: NDArray[np.uint8], palette: Palette) -> list[Picture]:
    """A row of the douga gallery; in the error, red lines are extra, blue ones missed, orange misnamed."""
    error = np.full(frame.shape, 255, np.uint8)
    true_line, predicted_line = is_line(truth), is_line(predicted)
    error[(truth != predicted) & ~true_line & ~predicted_line] = (225, 225, 170)
    error[true_line & predicted_line & (truth == predicted)] = (120, 120, 120)
    error[true_line & predicted_line & (truth != predicted)] = (240, 150, 40)
    near_true = cv2.dilate(true_line.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    near_predicted = cv2.dilate(predicted_line.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    error[predicted_line & ~near_true] = _RED
    error[true_line & ~near_predicted] = _BLUE
    return [frame, encode(truth, palette), encode(predicted, palette), error]


def _fit(picture: Picture, size: tuple[int, int]) -> Picture:
    """Shrink into a (width, height) cell, on grey."""
    scale = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    inner = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = cv2.resize(picture, inner, interpolation=cv2.INTER_AREA)
    cell = np.full((size[1], size[0], 3), 90, np.uint8)
    top, left = (size[1] - inner[1]) // 2, (size[0] - inner[0]) // 2
    cell[top : top + inner[1], left : left + inner[0]] = small
    return cell


def contact_sheet(rows: Sequence[Sequence[Picture]], captions: Sequence[str], width: int, aspect: tuple[int, int] = (16, 9)) -> Picture:
    """Pictures (H, W, 3) in a grid of cells `width` wide and of an aspect, captions above the columns."""
    cell = (width, width * aspect[1] // aspect[0])
    grid = np.vstack([np.hstack([_fit(picture, cell) for picture in row]) for row in rows])
    if not captions:
        return grid
    head = np.full((_CAPTION, grid.shape[1], 3), 255, np.uint8)
    for column, caption in enumerate(captions):
        cv2.putText(head, caption, (column * width + 6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
    return np.vstack([head, grid])


def write_gallery(
    path: Path, rows: Sequence[Sequence[Picture]], captions: Sequence[str], width: int, aspect: tuple[int, int] = (16, 9)
) -> None:
    """Write a contact sheet as JPEG."""
    sheet = contact_sheet(rows, captions, width, aspect)
    _, data = cv2.imencode(".jpg", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 82])
    with atomic(path) as temporary:
        temporary.write_bytes(data.tobytes())
