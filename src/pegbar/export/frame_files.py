"""From a frame that was taken apart to the bytes of its files, by kind; nothing is written here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pegbar.douga.palette import encode
from pegbar.errors import PegbarError
from pegbar.export.frame_layers import FrameLayers, frame_layers, sheet_names
from pegbar.export.frame_layers import FrameParts as FrameParts
from pegbar.export.paint_douga import PaintStyle, paint_douga
from pegbar.export.panoptic import FOLDER, panoptic_png
from pegbar.layers.openraster import openraster_of
from pegbar.layers.psd import psd_of
from pegbar.layers.sheet_png import sheet_png
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette

DATASET = "dataset"
"""Folder of the kind of this name, which imports as a production."""
_FIRST = ("frames", "cels", "douga", FOLDER)
_EXTENSIONS = {"openraster": "ora", "psd": "psd"}


class Slot(NamedTuple):
    """Where a frame belongs in the output.

    Attributes
    ----------
    cut
        Name of a folder.
    number
        Of the frame in it, 0 or more; written in four digits or more, as paint and compositing software counts.
    """

    cut: str
    number: int

    def file(self, folder: str, name: str, extension: str = "png") -> str:
        """Name of the slot's file of a sequence: ``CUT/FOLDER/NAME.0001.png``."""
        return f"{self.cut}/{folder}/{name}.{self.number:04d}.{extension}"

    def member(self, folder: str) -> str:
        """Name of the slot's file in the dataset, by the production contract."""
        return f"{DATASET}/{folder}/{self.cut}/{self.number:04d}.png"


@dataclass(frozen=True)
class LayerOptions:
    """What is made of each frame.

    Attributes
    ----------
    kinds
        Of :data:`pegbar.export.kinds.KINDS`.
    palette
        Colours of the classes.
    style
        How the douga for paint software is drawn.
    """

    kinds: tuple[str, ...]
    palette: Palette
    style: PaintStyle = field(default_factory=PaintStyle)


def file_names(slot: Slot, kinds: Sequence[str]) -> list[str]:
    """Names of a frame's files, relative to the folder for all of them, in the order of :func:`frame_files`.

    Examples
    --------
    >>> file_names(Slot("a", 1), ("psd", "paint-douga"))
    ['a/psd/a.0001.psd', 'a/paint_douga/paint_douga.0001.png']
    """
    names = []
    for kind in kinds:
        if kind == "png":
            names += [slot.file(name, name) for name in (*sheet_names(), "douga")]
        elif kind == "dataset":
            names += [slot.member(folder) for folder in _FIRST]
        elif kind == "paint-douga":
            names.append(slot.file("paint_douga", "paint_douga"))
        else:
            names.append(slot.file(kind, slot.cut, _EXTENSIONS[kind]))
    return names


def _dataset(parts: FrameParts, palette: Palette) -> Iterator[bytes]:
    """Frame, mask, douga and segments, in the order of their folders."""
    present = np.flatnonzero(np.bincount(parts.classes.ravel(), minlength=len(CLASS_NAMES)))
    missing = [CLASS_NAMES[kind] for kind in present if kind not in palette.classes]
    if missing:
        raise PegbarError(f"palette {palette.name}: found no colour of {missing[0]}, expected one of each class that a dataset has")
    yield sheet_png(parts.frame)
    yield sheet_png(parts.mask)
    yield sheet_png(encode(parts.classes, palette))
    yield panoptic_png(parts.mask, parts.classes)


@lru_cache(maxsize=4)
def _empty_png(height: int, width: int) -> bytes:
    """A sheet that shows nothing; most frames have several."""
    return sheet_png(np.zeros((height, width, 4), np.uint8))


def _sequence(layers: FrameLayers, parts: FrameParts, palette: Palette) -> Iterator[bytes]:
    yield sheet_png(layers.plate)
    yield sheet_png(layers.cel)
    for sheet in layers.classes:
        yield sheet_png(layers.whole(sheet)) if sheet.picture[..., 3].any() else _empty_png(*parts.mask.shape)
    yield sheet_png(encode(parts.classes, palette))


def frame_files(parts: FrameParts, slot: Slot, options: LayerOptions) -> dict[str, bytes]:
    """The files of one frame.

    Parameters
    ----------
    parts
        The frame and what it came apart into.
    slot
        Its cut and number.
    options
        Kinds of files, colours, style of the douga for paint software.

    Returns
    -------
    dict
        Bytes by name, as :func:`file_names` lists them; the same frame gives the same bytes.

    Raises
    ------
    PegbarError
        The palette lacks a colour of a class that the dataset's douga would need.

    Examples
    --------
    >>> from pegbar.params.palettes import load_palette
    >>> frame, mask, classes = np.zeros((4, 6, 3), np.uint8), np.zeros((4, 6), np.bool_), np.zeros((4, 6), np.uint8)
    >>> parts = FrameParts(frame, mask, classes, np.zeros((4, 6, 4), np.uint8))
    >>> [data[:4] for data in frame_files(parts, Slot("a", 1), LayerOptions(("psd",), load_palette("thesis"))).values()]
    [b'8BPS']
    """
    data: list[bytes] = []
    layers = frame_layers(parts, options.palette) if {"png", "openraster", "psd"} & set(options.kinds) else None
    for kind in options.kinds:
        if kind == "dataset":
            data += _dataset(parts, options.palette)
        elif kind == "paint-douga":
            data.append(sheet_png(paint_douga(parts.classes, options.palette, options.style)))
        elif layers is not None:
            stack = layers.stack
            data += _sequence(layers, parts, options.palette) if kind == "png" else [(psd_of if kind == "psd" else openraster_of)(stack())]
    return dict(zip(file_names(slot, options.kinds), data, strict=True))
