"""Hints, locks and masks as users give them: pictures, or points in a file."""

from pathlib import Path
from typing import Annotated, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from pegbar.errors import PegbarError
from pegbar.params.base import Section, validate
from pegbar.params.colors import Rgb, parse_color
from pegbar.production.pictures import composite, read_rgba
from pegbar.storage.mappings import read_mapping

MAX_PIXELS = 12_600_000
"""Pixels of line art; 4000×3000 took 2.3 GB."""

Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]
Place = tuple[float, float]
Size = tuple[int, int]
"""Height and width."""


class _Point(Section):
    x: Coordinate
    y: Coordinate
    color: Any
    radius: int = Field(default=3, ge=0, le=4096)


class _Lock(Section):
    x: Coordinate
    y: Coordinate


class _PointsFile(Section):
    palette: dict[str, Any] | None = None
    points: tuple[_Point, ...] = Field(default=(), max_length=100_000)
    locked: tuple[_Lock, ...] = Field(default=(), max_length=100_000)


def check_size(shape: tuple[int, ...], expected: Size, path: Path, what: str) -> None:
    """Refuse a picture of another size than the line art's."""
    if shape[:2] != expected:
        raise PegbarError(f"{path}: found {what} of {shape[1]}×{shape[0]} pixels, expected the line art's {expected[1]}×{expected[0]}")


def _read_points(path: Path) -> _PointsFile:
    content = validate(_PointsFile, read_mapping(path, "a file of points"), f"{path}: ")
    if not content.points and not content.locked:
        raise PegbarError(f"{path}: points: found none, expected one at least (x, y, color)")
    return content


def _color(value: Any, palette: dict[str, Rgb], name: str) -> Rgb:
    if isinstance(value, str) and value in palette:
        return palette[value]
    try:
        return parse_color(value)
    except ValueError as fault:
        raise PegbarError(f"{name}: {fault}, or a name in the palette") from None


def check_inside(place: Place, size: Size, name: str) -> tuple[int, int]:
    """A place as (x, y) of a pixel.

    Raises
    ------
    PegbarError
        It lies outside the picture.
    """
    x, y = int(place[0]), int(place[1])
    if not (0 <= x < size[1] and 0 <= y < size[0]):
        raise PegbarError(f"{name}: found ({x}, {y}), expected a place inside {size[1]}×{size[0]}")
    return x, y


def points_hints(path: Path, size: Size) -> NDArray[np.uint8]:
    """Hints (H, W, 4) of a YAML or JSON file of colours and points.

    ::

        palette: {skin: "#f2c9a5", hair: [59, 42, 99]}
        points:
          - {x: 210, y: 140, color: skin}
          - {x: 190, y: 60, color: skyblue, radius: 6}
        locked:
          - {x: 40, y: 300}

    Raises
    ------
    PegbarError
        A key is missing, a colour is no colour, or a point lies outside.
    """
    content = _read_points(path)
    palette = {name: _color(value, {}, f"{path}: palette.{name}") for name, value in (content.palette or {}).items()}
    hints = np.zeros((*size, 4), np.uint8)
    for number, point in enumerate(content.points):
        name = f"{path}: points[{number}]"
        place = check_inside((point.x, point.y), size, name)
        cv2.circle(hints, place, point.radius, (*_color(point.color, palette, name), 255), cv2.FILLED)
    return hints


def locked_places(path: Path, size: Size) -> list[tuple[int, int]]:
    """Places of locked regions in a file of points, as (x, y)."""
    return [check_inside((place.x, place.y), size, f"{path}: locked[{number}]") for number, place in enumerate(_read_points(path).locked)]


def hints_of(picture: Path | None, points: Path | None, size: Size) -> NDArray[np.uint8]:
    """Hints (H, W, 4) uint8 from a picture, from a file of points (see :func:`points_hints`), or from both; transparent without any."""
    hints = np.zeros((*size, 4), np.uint8)
    if picture is not None:
        hints = read_rgba(picture, MAX_PIXELS)
        check_size(hints.shape, size, picture, "hints")
        if hints[..., 3].min() == 255:
            raise PegbarError(f"{picture}: found hints without transparency, expected colours on a transparent picture")
    if points is not None:
        point_hints = points_hints(points, size)
        hints = np.where(point_hints[..., 3:] > 0, point_hints, hints)
    return hints


def mask_weights(path: Path | None, size: Size) -> NDArray[np.float32]:
    """How much to paint at each place, (H, W) float32 in [0, 1]: a mask's brightness, so that soft edges blend; 1 without a mask.

    Raises
    ------
    PegbarError
        The mask has another size, or nothing in it is light.
    """
    if path is None:
        return np.ones(size, np.float32)
    picture = read_rgba(path, MAX_PIXELS)
    check_size(picture.shape, size, path, "a mask")
    weights = composite(np.zeros((*size, 3), np.uint8), picture).mean(axis=2, dtype=np.float32) / 255
    if weights.max() < 0.5:
        raise PegbarError(f"{path}: found an empty mask, expected white where to paint")
    return weights
