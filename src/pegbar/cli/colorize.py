"""``pegbar colorize``: line art in, painting out; the painting of one pass goes into the next."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.colorize import load_colorizer
from pegbar.lineart.cleaning import clean_lines
from pegbar.networks.composition import Request
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, write_png
from pegbar.storage.mappings import read_mapping
from pegbar.storage.reading import read_bytes

MOST_PIXELS = 40_000_000


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
    content = read_mapping(path)
    palette, points = content.get("palette") or {}, content.get("points")
    if not isinstance(points, list) or not points:
        raise PegbarError(f"{path}: found no points, expected a list under the key 'points'")
    hints = np.zeros((*size, 4), np.uint8)
    for number, point in enumerate(points):
        try:
            x, y, radius = int(point["x"]), int(point["y"]), int(point.get("radius", 3))
            name = str(point["color"])
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise PegbarError(f"{path}: points[{number}]: found {point!r} ({fault}), expected x, y and color") from None
        if not (0 <= x < size[1] and 0 <= y < size[0]) or radius < 0:
            raise PegbarError(
                f"{path}: points[{number}]: found ({x}, {y}) with radius {radius}, expected a place inside {size[1]}×{size[0]}"
            )
        cv2.circle(hints, (x, y), radius, (*_color(str(palette.get(name, name)), path, number), 255), cv2.FILLED)
    return hints


def _color(text: str, path: Path, number: int) -> tuple[int, int, int]:
    digits = text.removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        raise PegbarError(f"{path}: points[{number}]: found colour {text!r}, expected #rrggbb or a name in the palette") from None
    return red, green, blue


def hints_of(picture: Path | None, points: Path | None, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Hints (H, W, 4) of a picture, of a file of points (see :func:`points_hints`), or of both; transparent without any."""
    hints = np.zeros((*size, 4), np.uint8)
    if picture is not None:
        hints = decode_rgba(read_bytes(picture), str(picture))
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
    mask = decode_mask(read_bytes(options.mask), str(options.mask))
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
    previous = decode_rgb(read_bytes(options.previous), str(options.previous))
    _same_size(previous.shape, mask.shape, options.previous, "a picture")
    return previous


def request_of(options: Options) -> Request:
    """Read and check everything that was given.

    Raises
    ------
    PegbarError
        A file is missing or damaged, sizes differ, the mask is empty, or the picture before a second pass is missing.
    """
    lines = clean_lines(decode_rgba(read_bytes(options.lines), str(options.lines)), str(options.lines))
    if lines.size > MOST_PIXELS:
        raise PegbarError(f"{options.lines}: found {lines.shape[1]}×{lines.shape[0]} pixels, expected at most {MOST_PIXELS:,}")
    size = (lines.shape[0], lines.shape[1])
    mask = _mask(options, size)
    return Request(lines, hints_of(options.hints, options.points, size), mask, _previous(options, mask))


def colorize(options: Options) -> None:
    """Paint and write ``--out``; outside the mask the picture so far stays as it is, to the bit."""
    request = request_of(options)
    colorizer = load_colorizer(options.models, device=device_of(options.device))
    with tqdm(total=1, desc="colorize", unit="picture") as bar:
        write_png(options.out, colorizer.paint(request))
        bar.update()
    print(f"{options.out}: painted {request.mask.mean():.0%} of {request.mask.shape[1]}×{request.mask.shape[0]} pixels")
