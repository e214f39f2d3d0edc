"""Palette files."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from pegbar.errors import PegbarError
from pegbar.params.base import Section, validate
from pegbar.resources import built_in, resolve
from pegbar.storage.mappings import read_mapping
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette

Channel = Annotated[int, Field(ge=0, le=255)]


Rgb = tuple[Channel, Channel, Channel]


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


def load_palette(palette: str | Path) -> Palette:
    """Read a palette: a built-in one by its name (``thesis``, ``production_rgb``), or a YAML file.

    Parameters
    ----------
    palette
        A name, or the path of a file.

    Returns
    -------
    Palette
        At most 127 colours, flat area's among them.

    Raises
    ------
    PegbarError
        Naming the file, the key, what was found and what was expected.

    Examples
    --------
    >>> palette = load_palette("thesis")
    >>> palette.colors[palette.classes.index(0)]  # flat area is white
    (255, 255, 255)
    """
    path = resolve("palettes", palette)
    content = validate(_PaletteFile, read_mapping(path, f"a palette file, or {' or '.join(built_in('palettes'))}"), f"{path}: palette")
    rows = [
        (color, CLASS_NAMES.index(name), instance) for name in CLASS_NAMES for instance, color in enumerate(content.colors.get(name, []))
    ]
    if len(rows) > 127:
        raise PegbarError(f"{path}: found {len(rows)} colours, expected at most 127")
    colors, classes, instances = zip(*rows, strict=True)
    return Palette(content.name, colors, classes, instances)
