"""Frames as COCO panoptic data: every pixel has a segment, areas between lines are things, lines and background are stuff.

The picture of a frame holds the number of each pixel's segment as R + 256 G + 65,536 B (cocodataset.org, data format); ours puts the
category into B. Its segments' categories, areas and boxes lie in the PNG as text, so that the list of a whole film is written without
decoding a picture again.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pegbar.arrays.boxes import box_of
from pegbar.errors import PegbarError
from pegbar.layers.sheet_png import sheet_png
from pegbar.storage.writing import atomic
from pegbar.vocabulary.douga_classes import AREAS, CLASS_NAMES, Douga

Classes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.uint32]
Segment = dict[str, Any]
BACKGROUND = 1
"""Category of what is neither cel nor drawing."""
SEGMENTS = "segments_info"
"""Key of a picture's text, and of COCO's list."""
INDEX = "panoptic.json"
FOLDER = "panoptic"
_HEAD = '{"info":{"description":"cels, lines and areas of frames, taken apart by pegbar"}'
"""Beginning of every list."""
_OFFSET = 2
"""Category of the first class."""
_MAX_INSTANCE = 65_535
_HEADER = 33
"""Bytes of a PNG's signature and header."""


def categories() -> list[dict[str, Any]]:
    """Categories as COCO lists them: the background, then the ten classes in their order.

    Examples
    --------
    >>> [(category["id"], category["name"], category["isthing"]) for category in categories()][:3]
    [(1, 'background', 0), (2, 'flat_area', 1), (3, 'visible_line', 0)]
    """
    rows: list[dict[str, Any]] = [{"id": BACKGROUND, "name": "background", "supercategory": "background", "isthing": 0}]
    for kind in Douga:
        is_area = kind in AREAS
        rows.append(
            {
                "id": kind + _OFFSET,
                "name": CLASS_NAMES[kind],
                "supercategory": "area" if is_area else "line",
                "isthing": int(is_area),
            }
        )
    return rows


def encode_ids(ids: Numbers) -> NDArray[np.uint8]:
    """Numbers of segments (H, W) uint32, under 2²⁴, as a picture (H, W, 3) uint8.

    Examples
    --------
    >>> encode_ids(np.array([[65536 * 3 + 256 * 2 + 1]], np.uint32)).tolist()
    [[[1, 2, 3]]]
    """
    return np.ascontiguousarray(np.ascontiguousarray(ids, "<u4").view(np.uint8).reshape(*ids.shape, 4)[..., :3])


def decode_ids(picture: NDArray[np.uint8]) -> Numbers:
    """Numbers of segments (H, W) uint32 of a picture (H, W, 3) uint8; the inverse of :func:`encode_ids`."""
    return np.asarray(picture.astype(np.uint32) @ np.array([1, 256, 65_536], np.uint32), np.uint32)


def _segment(number: int, category: int, area: int, box: tuple[int, int, int, int]) -> Segment:
    return {"id": number, "category_id": category, "area": area, "bbox": list(box), "iscrowd": 0}


def segments_of(mask: Mask, classes: Classes) -> tuple[Numbers, list[Segment]]:
    """The segments of a frame.

    Parameters
    ----------
    mask
        (H, W) bool, where the cel is.
    classes
        (H, W) uint8 classes of its douga.

    Returns
    -------
    ids
        (H, W) uint32: category · 65,536 + instance, from 1. Each connected part of an area is an instance of its own.
    segments
        Number, category, area in pixels and box (x, y, width, height) of each, in the order of their numbers.

    Examples
    --------
    >>> mask, classes = np.ones((1, 5), np.bool_), np.zeros((1, 5), np.uint8)
    >>> classes[0, 2] = Douga.VISIBLE_LINE
    >>> ids, segments = segments_of(mask, classes)
    >>> ids.tolist(), [segment["category_id"] for segment in segments]
    ([[131073, 131073, 196609, 131074, 131074]], [2, 2, 3])
    """
    drawn = mask | (classes != Douga.FLAT_AREA)
    rows, columns = box_of(drawn)
    ids = np.full(mask.shape, BACKGROUND << 16 | 1, np.uint32)
    inner, segments = _parts(drawn[rows, columns], classes[rows, columns], (columns.start, rows.start))
    ids[rows, columns] = inner
    bare = mask.size - int(drawn.sum())
    if bare:
        box = cv2.boundingRect((~drawn).view(np.uint8))
        segments.insert(0, _segment(BACKGROUND << 16 | 1, BACKGROUND, bare, (box[0], box[1], box[2], box[3])))
    return ids, segments


def _parts(drawn: Mask, classes: Classes, corner: tuple[int, int]) -> tuple[Numbers, list[Segment]]:
    """Numbers (h, w) and segments of what is drawn, in a part of the frame with its corner at (x, y)."""
    left, top = corner
    category = np.where(drawn, classes + np.uint8(_OFFSET), np.uint8(BACKGROUND))
    ids: Numbers = np.left_shift(category.astype(np.uint32), np.uint32(16)) | np.uint32(1)
    segments: list[Segment] = []
    for number in range(_OFFSET, _OFFSET + len(Douga)):
        where = category == number
        if number - _OFFSET in AREAS:
            count, parts, stats, _ = cv2.connectedComponentsWithStats(where.view(np.uint8), connectivity=4)
            if count - 1 > _MAX_INSTANCE:
                raise PegbarError(
                    f"douga: found {count - 1:,} areas of {CLASS_NAMES[number - _OFFSET]}, expected at most {_MAX_INSTANCE:,}"
                )
            np.copyto(ids, (parts + (number << 16)).astype(np.uint32), where=where)
            for part, (x, y, width, height, area) in enumerate(stats[1:].tolist(), 1):
                segments.append(_segment(number << 16 | part, number, area, (left + x, top + y, width, height)))
        elif where.any():
            x, y, width, height = cv2.boundingRect(where.view(np.uint8))
            segments.append(_segment(number << 16 | 1, number, int(where.sum()), (left + x, top + y, width, height)))
    return ids, segments


def _with_text(png: bytes, key: str, text: str) -> bytes:
    """A PNG with a text chunk after its header, which has a fixed length."""
    chunk = b"tEXt" + key.encode("latin-1") + b"\0" + text.encode("latin-1")
    return png[:_HEADER] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[_HEADER:]


def panoptic_png(mask: Mask, classes: Classes) -> bytes:
    """PNG bytes of a frame's segments, their list in it as text.

    Parameters
    ----------
    mask, classes
        As of :func:`segments_of`.

    Examples
    --------
    >>> from io import BytesIO
    >>> with Image.open(BytesIO(panoptic_png(np.ones((2, 2), np.bool_), np.zeros((2, 2), np.uint8)))) as picture:
    ...     json.loads(picture.info[SEGMENTS])[0]["area"]
    4
    """
    ids, segments = segments_of(mask, classes)
    return _with_text(sheet_png(encode_ids(ids)), SEGMENTS, json.dumps(segments, separators=(",", ":")))


def _frames(dataset: Path) -> Iterator[tuple[str, tuple[int, int], list[Segment]]]:
    """Name, width and height, and segments of each frame."""
    folder = dataset / FOLDER
    for path in sorted(folder.glob("*/*.png")):
        name = path.relative_to(folder).as_posix()
        try:
            with Image.open(path) as picture:
                yield name, picture.size, json.loads(picture.info[SEGMENTS])
        except (OSError, ValueError, KeyError, TypeError, SyntaxError):
            raise PegbarError(f"{path}: found no segments in it, expected a picture as pegbar wrote it; remove it and go on") from None


def _check_ours(path: Path) -> None:
    """Refuse to replace a list that does not begin as ours do."""
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(_HEAD)) != _HEAD.encode():
                raise PegbarError(f"{path}: found a file that pegbar did not write, expected none (or --force); the list was not written")


def write_panoptic_index(dataset: Path, force: bool = False) -> int:
    """Write ``panoptic.json`` of a dataset from its pictures, one at a time.

    Parameters
    ----------
    dataset
        Folder with ``panoptic/<cut>/<index>.png``; the pictures of the same names lie in ``frames/``.
    force
        Whether a list that is not ours may be replaced.

    Returns
    -------
    int
        Frames in the list, numbered from 1 in the order of their names.

    Raises
    ------
    PegbarError
        A list of somebody else is there, a picture has no segments, or the disk is full or not writable; an earlier list stays.
    """

    def rows(text: Iterator[dict[str, Any]]) -> Iterator[str]:
        for number, row in enumerate(text):
            yield (",\n" if number else "\n") + json.dumps(row, separators=(",", ":"))

    def images() -> Iterator[dict[str, Any]]:
        for number, (name, (width, height), _) in enumerate(_frames(dataset), 1):
            yield {"id": number, "file_name": name, "width": width, "height": height}

    def annotations() -> Iterator[dict[str, Any]]:
        for number, (name, _, segments) in enumerate(_frames(dataset), 1):
            yield {"image_id": number, "file_name": name, SEGMENTS: segments}

    if not force:
        _check_ours(dataset / INDEX)
    count = 0
    with atomic(dataset / INDEX) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write(f'{_HEAD},"licenses":[],"images":[')
        for text in rows(images()):
            file.write(text)
            count += 1
        file.write('\n],"annotations":[')
        file.writelines(rows(annotations()))
        file.write(f'\n],"categories":{json.dumps(categories())}}}\n')
    return count
