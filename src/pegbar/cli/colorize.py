"""``pegbar colorize``: line art in, painting out; the painting of one pass goes into the next."""

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
from pegbar.inference.colorize import load_colorizer
from pegbar.lineart.cleaning import clean_lines
from pegbar.networks.composition import Request
from pegbar.params.base import Section, validate
from pegbar.production.pictures import check_png_name, read_mask, read_rgb, read_rgba, write_png
from pegbar.storage.mappings import read_mapping
from pegbar.storage.records import check_not_inputs
from pegbar.storage.writing import check_file

MOST_PIXELS = 12_600_000
"""Pixels of line art; 4000×3000 took 2.3 GB."""


Place = Annotated[float, Field(ge=-1e6, le=1e6, strict=True)]


class _Point(Section):
    x: Place
    y: Place
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
    previous: Path | None
    models: Path
    device: str


def _same_size(found: tuple[int, ...], wanted: tuple[int, ...], path: Path, what: str) -> None:
    if found[:2] != wanted[:2]:
        raise PegbarError(f"{path}: found {what} of {found[1]}×{found[0]} pixels, expected the line art's {wanted[1]}×{wanted[0]}")


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
    """Hints (H, W, 4) of a picture, of a file of points (see :func:`points_hints`), or of both; transparent without any."""
    hints = np.zeros((*size, 4), np.uint8)
    if picture is not None:
        hints = read_rgba(picture, MOST_PIXELS)
        _same_size(hints.shape, size, picture, "hints")
        if hints[..., 3].min() == 255:
            raise PegbarError(f"{picture}: found hints without transparency, expected colours on a transparent picture")
    if points is not None:
        more = points_hints(points, size)
        hints = np.where(more[..., 3:] > 0, more, hints)
    return hints


def _mask(options: Options, size: tuple[int, int]) -> NDArray[np.bool_]:
    if options.mask is None:
        return np.ones(size, np.bool_)
    mask = read_mask(options.mask, MOST_PIXELS)
    _same_size(mask.shape, size, options.mask, "a mask")
    if not mask.any():
        raise PegbarError(f"{options.mask}: found an empty mask, expected white where to paint")
    return mask


def _previous(options: Options, mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    if options.previous is None:
        if not mask.all():
            raise PegbarError(
                f"{options.mask}: found a mask that leaves {1 - mask.mean():.0%} unpainted, expected --previous with what is there already"
            )
        return np.full((*mask.shape, 3), 255, np.uint8)
    previous = read_rgb(options.previous, MOST_PIXELS)
    _same_size(previous.shape, mask.shape, options.previous, "a picture")
    return previous


def request_of(options: Options) -> Request:
    """Read and check everything that was given.

    Raises
    ------
    PegbarError
        A file is missing or damaged, sizes differ, the mask is empty, or the picture before a second pass is missing.
    """
    lines = clean_lines(read_rgba(options.lines, MOST_PIXELS), str(options.lines))
    size = (lines.shape[0], lines.shape[1])
    mask = _mask(options, size)
    return Request(lines, hints_of(options.hints, options.points, size), mask, _previous(options, mask))


def colorize(options: Options) -> None:
    """Paint and write ``--out``; outside the mask the picture so far stays as it is, to the bit."""
    check_png_name(options.out)
    inputs = (options.lines, options.hints, options.points, options.mask, options.previous)
    check_not_inputs([path for path in inputs if path is not None], [options.out])
    check_file(options.out)
    request = request_of(options)
    colorizer = load_colorizer(options.models, device=device_of(options.device))
    with tqdm(total=1, desc="colorize", unit="picture") as bar:
        write_png(options.out, colorizer.paint(request))
        bar.update()
    print(f"{options.out}: painted {request.mask.mean():.0%} of {request.mask.shape[1]}×{request.mask.shape[0]} pixels")
