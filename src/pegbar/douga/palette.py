"""Palettes: which colours stand for which class, and nearest-colour decoding through a table."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from pegbar.douga.classes import CLASS_NAMES
from pegbar.errors import PegbarError
from pegbar.params.base import Section, validate
from pegbar.storage.mappings import read_mapping

Channel = Annotated[int, Field(ge=0, le=255)]
Rgb = tuple[Channel, Channel, Channel]

_FOREIGN = np.uint8(0x80)


class _PaletteFile(Section):
    name: str
    source: str = ""
    colors: dict[str, list[Rgb]]

    @field_validator("colors")
    @classmethod
    def _known(cls, colors: dict[str, list[Rgb]]) -> dict[str, list[Rgb]]:
        for name, entries in colors.items():
            if name not in CLASS_NAMES:
                raise ValueError(f"class {name!r} is none of {', '.join(CLASS_NAMES)}")
            if not entries:
                raise ValueError(f"class {name!r} has no colour")
        return colors

    @model_validator(mode="after")
    def _distinct(self) -> "_PaletteFile":
        seen: dict[Rgb, str] = {}
        for name, entries in self.colors.items():
            for color in entries:
                if color in seen:
                    raise ValueError(f"colour {color} stands for both {seen[color]} and {name}")
                seen[color] = name
        if "flat_area" not in self.colors:
            raise ValueError("class 'flat_area' is missing")
        return self


@dataclass(frozen=True)
class Palette:
    """Colours of the classes: entry ``i`` is ``colors[i]`` and stands for (``classes[i]``, ``instances[i]``)."""

    name: str
    colors: tuple[tuple[int, int, int], ...]
    classes: tuple[int, ...]
    instances: tuple[int, ...]

    def entry_table(self) -> NDArray[np.uint8]:
        """(10, most instances) entry of each class and instance; a class without colours uses flat area's."""
        table = np.full((len(CLASS_NAMES), max(self.instances) + 1), self.classes.index(0), np.uint8)
        for entry, (kind, instance) in enumerate(zip(self.classes, self.instances, strict=True)):
            table[kind, instance:] = entry
        return table


def load_palette(path: Path) -> Palette:
    """Read a palette file.

    Raises
    ------
    PegbarError
        Naming the file, the key, what was found and what was expected.
    """
    content = validate(_PaletteFile, read_mapping(path), f"{path}: palette")
    rows = [
        (color, CLASS_NAMES.index(name), instance) for name in CLASS_NAMES for instance, color in enumerate(content.colors.get(name, []))
    ]
    if len(rows) > 127:
        raise PegbarError(f"{path}: found {len(rows)} colours, expected at most 127")
    colors, classes, instances = zip(*rows, strict=True)
    return Palette(content.name, colors, classes, instances)


@dataclass(frozen=True)
class Decoded:
    """A decoded drawing: classes and instances (H, W) uint8, and which pixels were foreign (H, W) bool."""

    classes: NDArray[np.uint8]
    instances: NDArray[np.uint8]
    foreign: NDArray[np.bool_]


@lru_cache(maxsize=4)
def _lookup(colors: tuple[tuple[int, int, int], ...], tolerance: int) -> NDArray[np.uint8]:
    """Nearest entry of each of the 256³ colours; the high bit marks distances above `tolerance`."""
    axis = np.arange(256, dtype=np.int32)
    nearest = np.full((256, 256, 256), np.iinfo(np.int32).max, np.int32)
    table = np.zeros((256, 256, 256), np.uint8)
    for entry, (red, green, blue) in enumerate(colors):
        plane = (axis[:, None] - green) ** 2 + (axis[None, :] - blue) ** 2
        for level in range(256):
            distance = plane + (level - red) ** 2
            closer = distance < nearest[level]
            nearest[level][closer] = distance[closer]
            table[level][closer] = entry
    table[nearest > tolerance**2] |= _FOREIGN
    return table.reshape(-1)


def decode(drawing: NDArray[np.uint8], palette: Palette, tolerance: int = 48) -> Decoded:
    """Decode a drawing to the nearest palette colour (thesis 5.2).

    Parameters
    ----------
    drawing
        (H, W, 3) RGB.
    tolerance
        Euclidean RGB distance beyond which a pixel counts as foreign.

    Notes
    -----
    The first call for a palette builds a 16 MiB table (about a second); later ones only look up.
    """
    table = _lookup(palette.colors, tolerance)
    index = drawing[..., 0].astype(np.int32)
    for channel in (1, 2):
        np.left_shift(index, 8, out=index)
        np.bitwise_or(index, drawing[..., channel], out=index)
    found = table.take(index)
    foreign = found >= _FOREIGN
    entries = np.bitwise_and(found, np.uint8(0x7F), out=found)
    classes = np.array(palette.classes, np.uint8).take(entries)
    instances = np.array(palette.instances, np.uint8).take(entries)
    return Decoded(classes, instances, foreign)


def check_foreign(drawing: NDArray[np.uint8], decoded: Decoded, limit: float, name: str) -> float:
    """Share of foreign pixels; refuse a drawing with more than `limit`.

    Raises
    ------
    PegbarError
        Naming the drawing and its three commonest foreign colours.
    """
    share = float(decoded.foreign.mean()) if decoded.foreign.size else 0.0
    if share > limit:
        colors, counts = np.unique(drawing[decoded.foreign], axis=0, return_counts=True)
        common = ", ".join(str(tuple(int(v) for v in colors[i])) for i in np.argsort(-counts, kind="stable")[:3])
        raise PegbarError(
            f"{name}: found {share:.1%} of pixels in colours foreign to the palette (most often {common}), expected at most {limit:.1%}"
        )
    return share


def encode(classes: NDArray[np.uint8], palette: Palette, instances: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """Colour a class map (H, W) with its palette, (H, W, 3) RGB; the inverse of :func:`decode`."""
    table = palette.entry_table()
    colors = np.array(palette.colors, np.uint8)
    if instances is None:
        return colors[table[:, 0]][classes]
    return np.asarray(colors[table[classes, np.minimum(instances, table.shape[1] - 1)]])
