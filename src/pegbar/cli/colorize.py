"""``pegbar colorize``: line art and hints in, a painting out, which can be the base of another pass."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from tqdm import tqdm

from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError, brief
from pegbar.inference.colorizer import load_colorizer
from pegbar.lineart.cleaning import clean_lines
from pegbar.networks.starters import find_model
from pegbar.params.base import Section, validate
from pegbar.production.pictures import check_png_name, read_mask, read_rgb, read_rgba, write_png
from pegbar.storage.mappings import read_mapping
from pegbar.storage.records import check_not_inputs
from pegbar.storage.writing import check_file
from pegbar.transforms.colorizer_inputs import ColorizeRequest

MAX_PIXELS = 12_600_000
"""Pixels of line art; 4000×3000 took 2.3 GB."""

Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]


class _Point(Section):
    x: Coordinate
    y: Coordinate
    color: str = Field(strict=True)
    radius: int = Field(default=3, ge=0, le=4096)


class _PointsFile(Section):
    palette: dict[str, str] | None = None
    points: tuple[_Point, ...] = Field(min_length=1, max_length=100_000)


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    lines: Path
    out: Path
    hints: Path | None
    points: Path | None
    mask: Path | None
    base: Path | None
    models: Path
    device: str


def _check_size(shape: tuple[int, ...], expected: tuple[int, ...], path: Path, what: str) -> None:
    if shape[:2] != expected[:2]:
        raise PegbarError(f"{path}: found {what} of {shape[1]}×{shape[0]} pixels, expected the line art's {expected[1]}×{expected[0]}")


def points_hints(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Hints (H, W, 4) of a YAML or JSON file of colours and points.

    ::

        palette: {skin: "#f2c9a5", hair: "#3b2a63"}
        points:
          - {x: 210, y: 140, color: skin}
          - {x: 190, y: 60, color: "#3b2a63", radius: 6}

    Raises
    ------
    PegbarError
        A key is missing, a colour is no colour, or a point lies outside.
    """
    content = validate(_PointsFile, read_mapping(path, "a file of points"), f"{path}: ")
    hints, palette = np.zeros((*size, 4), np.uint8), content.palette or {}
    for number, point in enumerate(content.points):
        x, y = int(point.x), int(point.y)
        if not (0 <= x < size[1] and 0 <= y < size[0]):
            raise PegbarError(f"{path}: points[{number}]: found ({x}, {y}), expected a place inside {size[1]}×{size[0]}")
        color = _color(palette.get(point.color, point.color), f"{path}: points[{number}]")
        cv2.circle(hints, (x, y), point.radius, (*color, 255), cv2.FILLED)
    return hints


def _color(text: str, name: str) -> tuple[int, int, int]:
    digits = text.removeprefix("#")
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        raise PegbarError(f"{name}: found colour {brief(text)}, expected #rrggbb or a name in the palette")
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def hints_of(picture: Path | None, points: Path | None, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Hints (H, W, 4) uint8 from a picture, from a file of points (see :func:`points_hints`), or from both; transparent without any."""
    hints = np.zeros((*size, 4), np.uint8)
    if picture is not None:
        hints = read_rgba(picture, MAX_PIXELS)
        _check_size(hints.shape, size, picture, "hints")
        if hints[..., 3].min() == 255:
            raise PegbarError(f"{picture}: found hints without transparency, expected colours on a transparent picture")
    if points is not None:
        point_hints = points_hints(points, size)
        hints = np.where(point_hints[..., 3:] > 0, point_hints, hints)
    return hints


def _mask(options: Options, size: tuple[int, int]) -> NDArray[np.bool_]:
    if options.mask is None:
        return np.ones(size, np.bool_)
    mask = read_mask(options.mask, MAX_PIXELS)
    _check_size(mask.shape, size, options.mask, "a mask")
    if not mask.any():
        raise PegbarError(f"{options.mask}: found an empty mask, expected white where to paint")
    return mask


def _base(options: Options, mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    if options.base is None:
        if not mask.all():
            raise PegbarError(
                f"{options.mask}: found a mask that leaves {1 - mask.mean():.0%} unpainted, expected --base with what is there already"
            )
        return np.full((*mask.shape, 3), 255, np.uint8)
    base = read_rgb(options.base, MAX_PIXELS)
    _check_size(base.shape, mask.shape, options.base, "a picture")
    return base


def request_of(options: Options) -> ColorizeRequest:
    """Read and check all inputs.

    Raises
    ------
    PegbarError
        A file is missing or damaged, sizes differ, the mask is empty, or the base of another pass is missing.
    """
    lines = clean_lines(read_rgba(options.lines, MAX_PIXELS), str(options.lines))
    size = (lines.shape[0], lines.shape[1])
    mask = _mask(options, size)
    return ColorizeRequest(lines, hints_of(options.hints, options.points, size), mask, _base(options, mask))


def colorize(options: Options) -> None:
    """Paint and write ``--out``; outside the mask the base stays as it is, to the bit.

    Raises
    ------
    PegbarError
        As :func:`request_of`, or the model is missing or damaged.
    """
    check_png_name(options.out)
    inputs = (options.lines, options.hints, options.points, options.mask, options.base)
    check_not_inputs([path for path in inputs if path is not None], [options.out])
    check_file(options.out)
    request = request_of(options)
    colorizer = load_colorizer(find_model(options.models, "colorizer"), device=device_of(options.device))
    with tqdm(total=1, desc="colorize", unit="picture") as bar:
        write_png(options.out, colorizer.colorize(request))
        bar.update()
    print(f"{options.out}: painted {request.mask.mean():.0%} of {request.mask.shape[1]}×{request.mask.shape[0]} pixels")
