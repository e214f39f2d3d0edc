"""A sheet of an OpenRaster file as a painting program saved it: cropped to what is painted, moved, in groups."""

import lzma
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pegbar.errors import PegbarError, brief
from pegbar.production.pictures import MAX_PIXELS
from pegbar.storage.reading import PICTURE_BYTES, TEXT_BYTES
from pegbar.storage.writing import inner_name

Picture = NDArray[np.uint8]
_STACK = "stack.xml"


def _member(archive: zipfile.ZipFile, member: str, limit: int, name: str) -> bytes:
    try:
        if archive.getinfo(member).file_size > limit:
            raise PegbarError(f"{name}: {member}: found {archive.getinfo(member).file_size:,} bytes, expected at most {limit:,}")
        return archive.read(member)
    except KeyError:
        raise PegbarError(f"{name}: found no {member}, expected one as every OpenRaster file has it") from None
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError) as fault:
        raise PegbarError(f"{name}: {member}: found it damaged ({fault}), expected an intact member") from None


def _stack(data: bytes, name: str) -> ElementTree.Element:
    """The root of the stack; a document type, which could expand without end, is refused."""
    try:
        text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text.upper():
            raise PegbarError(f"{name}: {_STACK}: found a document type, expected none")
        return ElementTree.fromstring(text.encode())
    except (ElementTree.ParseError, ValueError, LookupError) as fault:
        raise PegbarError(f"{name}: {_STACK}: found no XML in UTF-8 ({fault}), expected a stack of layers") from None


def _integer(value: str, what: str, name: str) -> int:
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        raise PegbarError(f"{name}: {_STACK}: {what}: found {brief(value)}, expected a whole number") from None


class _Layer(NamedTuple):
    """A layer's element, the place of its upper left corner, and the names of the groups around it."""

    element: ElementTree.Element
    left: int
    top: int
    groups: tuple[str, ...]


def _layers(root: ElementTree.Element, name: str) -> Iterator[_Layer]:
    """Each layer; groups move what is in them."""
    waiting: list[tuple[ElementTree.Element, int, int, tuple[str, ...]]] = [(root, 0, 0, ())]
    while waiting:
        node, left, top, groups = waiting.pop()
        for child in node:
            if child.tag not in ("stack", "layer"):
                continue
            x, y = (_integer(child.get(axis, "0"), axis, name) for axis in ("x", "y"))
            if child.tag == "layer":
                yield _Layer(child, left + x, top + y, groups)
            else:
                waiting.append((child, left + x, top + y, (*groups, child.get("name", ""))))


def decode_sheet(data: bytes, name: str) -> Picture:
    """A transparent PNG, (H, W, 4) uint8 RGBA; of any aspect, since programs crop layers to what is painted.

    Raises
    ------
    PegbarError
        It is damaged, too large, or has no transparency, so that what is painted cannot be told from what is not.
    """
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=("PNG",)) as picture:
            warnings.simplefilter("ignore")
            if picture.width * picture.height > MAX_PIXELS:
                raise PegbarError(f"{name}: found {picture.width}×{picture.height} pixels, expected at most {MAX_PIXELS:,} in all")
            if not picture.has_transparency_data:
                raise PegbarError(f"{name}: found no transparency, expected what is not painted to be erased")
            return np.array(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, zlib.error):
        raise PegbarError(f"{name}: found a damaged picture, expected a PNG") from None


def _placed(picture: Picture, left: int, top: int, size: tuple[int, int]) -> Picture:
    """A layer's picture (H, W, 4) on a transparent canvas of `size`, cropped where it juts out."""
    canvas = np.zeros((*size, 4), np.uint8)
    rows = slice(max(0, top), max(0, min(size[0], top + picture.shape[0])))
    columns = slice(max(0, left), max(0, min(size[1], left + picture.shape[1])))
    part = picture[rows.start - top : max(0, rows.stop - top), columns.start - left : max(0, columns.stop - left)]
    canvas[rows.start : rows.start + part.shape[0], columns.start : columns.start + part.shape[1]] = part
    return canvas


def read_sheet(data: bytes, sheet: str, size: tuple[int, int], name: str, group: str | None = None) -> Picture:
    """One sheet of an OpenRaster file, at the size of its canvas; the others are not looked at.

    Parameters
    ----------
    data
        Of the file.
    sheet
        Name of the layer.
    size
        Height and width that the canvas must have.
    name
        What errors call the file.
    group
        Name of a group around the layer, where layers of several groups share a name; by default any layer counts.

    Returns
    -------
    ndarray
        (H, W, 4) uint8 RGBA, straight alpha; transparent where the layer has nothing. Opacity and visibility are not applied.

    Raises
    ------
    PegbarError
        The file is damaged, of another size, or has not exactly one layer of this name; or as :func:`decode_sheet`.

    Examples
    --------
    >>> from pegbar.layers.openraster import openraster_bytes
    >>> picture = np.full((4, 6, 4), 200, np.uint8)
    >>> bool((read_sheet(openraster_bytes([("mask", picture)]), "mask", (4, 6), "a.ora") == picture).all())
    True
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise PegbarError(f"{name}: found no OpenRaster file, expected one as Krita and GIMP save it") from None
    with archive:
        root = _stack(_member(archive, _STACK, TEXT_BYTES, name), name)
        height, width = (_integer(root.get(side, "0"), side, name) for side in ("h", "w"))
        if (height, width) != size:
            raise PegbarError(f"{name}: found {width}×{height} pixels, expected {size[1]}×{size[0]} as the frame has")
        named = [layer for layer in _layers(root, name) if layer.element.get("name") == sheet]
        layers = [layer for layer in named if group is None or group in layer.groups]
        if len(layers) != 1:
            where = "" if group is None else f" in group {group}"
            raise PegbarError(f"{name}: found {len(layers) or 'no'} sheets named {sheet}{where}, expected one")
        element, left, top, _ = layers[0]
        try:
            member = inner_name(element.get("src", "")).as_posix()
        except ValueError as fault:
            raise PegbarError(f"{name}: found {fault}, expected layers inside the file") from None
        return _placed(decode_sheet(_member(archive, member, PICTURE_BYTES, name), f"{name}: {member}"), left, top, size)
