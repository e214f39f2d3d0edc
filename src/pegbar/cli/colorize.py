"""``pegbar colorize``: line art and hints in, a painting or its sheets out, which can be the base of another pass."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.hints import MAX_PIXELS, check_inside, check_size, hints_of, locked_places, mask_weights
from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.onnx_colorizers import colorizer_in, region_colorizer_in
from pegbar.inference.onnx_predictor import check_engine
from pegbar.inference.region_colorizer import MAX_REGIONS
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.painted_sheets import PaintedSheets
from pegbar.layers.painting import PaintRequest, paint
from pegbar.lineart.cleaning import clean_lines
from pegbar.lineart.ink import Ink, separate_ink
from pegbar.networks.region_colorizer_files import NAME
from pegbar.networks.starters import find_model
from pegbar.production.pictures import composite, encode_png, read_rgb, read_rgba
from pegbar.regions.light import light_vector
from pegbar.regions.palette import picture_palette
from pegbar.regions.parted_regions import parted_regions
from pegbar.storage.records import check_not_inputs
from pegbar.storage.writing import check_file, write_files
from pegbar.transforms.colorizer_inputs import ColorizeRequest

ENDINGS = (".png", ".ora")
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Options:
    """What the user asked for; what each is stands in ``pegbar colorize --help``."""

    lines: Path
    out: Path
    hints: Path | None
    points: Path | None
    mask: Path | None
    base: Path | None
    palette: Path | None
    locks: tuple[tuple[float, float], ...]
    seed: int | None
    count: int
    light: float | None
    shading: float
    only_colors: bool
    color_lines: bool
    paint_ground: bool
    method: str
    models: Path
    device: str
    engine: str = "torch"


def _ink_of(rgba: Picture, lines: Picture) -> Ink:
    """The ink of line art: as it was brought where it lies on white paper, else of its cleaned lines."""
    shown = composite(np.full((*lines.shape, 3), 255, np.uint8), rgba)
    on_white = np.abs(shown.min(axis=2).astype(np.int16) - lines).max() <= 1
    return separate_ink(shown if on_white else lines)


def _palette_of(path: Path | None) -> Picture | None:
    if path is None:
        return None
    colors = picture_palette(read_rgba(path, MAX_PIXELS))
    if len(colors) < 2:
        found = "one colour" if len(colors) else "nothing opaque"
        raise PegbarError(f"{path}: found {found}, expected a picture with the colours to paint with, two at least")
    return colors


def _locked(options: Options, lines: Picture) -> NDArray[np.bool_]:
    """Where regions are locked, (H, W) bool."""
    size = (lines.shape[0], lines.shape[1])
    places = [check_inside(place, size, "--lock") for place in options.locks]
    places += locked_places(options.points, size) if options.points is not None else []
    if not places:
        return np.zeros(size, np.bool_)
    regions = parted_regions(lines, MAX_REGIONS).regions
    return np.isin(regions, [regions[y, x] for x, y in places])


def request_of(options: Options) -> PaintRequest:
    """Read and check all inputs.

    Raises
    ------
    PegbarError
        A file is missing or damaged, sizes differ, the mask is empty, the palette has no two colours, or all is locked.
    """
    rgba = read_rgba(options.lines, MAX_PIXELS)
    lines = clean_lines(rgba, str(options.lines))
    size = (lines.shape[0], lines.shape[1])
    weights, hints, locked = mask_weights(options.mask, size), hints_of(options.hints, options.points, size), _locked(options, lines)
    base = lines[..., None].repeat(3, axis=2)
    if options.base is not None:
        base = read_rgb(options.base, MAX_PIXELS)
        check_size(base.shape, size, options.base, "a picture")
    if (hints[..., 3] > 0)[locked].any():
        print(f"{options.points or options.hints}: found hints in a locked region, which stays as it is", file=sys.stderr)
        hints = np.where(locked[..., None], np.uint8(0), hints)
    weights = np.where(locked, np.float32(0), weights)
    if not weights.any():
        raise PegbarError(f"{options.lines}: found every place locked or outside the mask, expected something left to paint")
    palette, paper = _palette_of(options.palette), not options.paint_ground
    return PaintRequest(lines, _ink_of(rgba, lines), hints, weights, base, options.base is not None, palette, paper)


def _encoded(sheets: PaintedSheets, options: Options) -> bytes:
    own_ink = not options.color_lines
    if options.out.suffix.lower() == ".ora":
        shown = sheets.sheets(own_ink)
        return openraster_bytes([(name, sheet) for name, sheet in shown if name != "lines" or not options.only_colors])
    return encode_png(sheets.colors() if options.only_colors else sheets.painting(own_ink))


def outputs(out: Path, count: int) -> list[Path]:
    """Files of a number of proposals.

    Examples
    --------
    >>> [path.name for path in outputs(Path("painted.png"), 2)]
    ['painted_1.png', 'painted_2.png']
    """
    return [out] if count == 1 else [out.with_name(f"{out.stem}_{number}{out.suffix}") for number in range(1, count + 1)]


def _seeds(options: Options) -> list[int | None]:
    """Of each proposal: the likeliest first, unless a seed was asked for."""
    if options.seed is None:
        return [None, *range(1, options.count)]
    return [options.seed + number for number in range(options.count)]


def _by_stenciltorch(options: Options) -> dict[str, bytes]:
    request = request_of(options)
    colorizer = colorizer_in(options.engine, find_model(options.models, "colorizer"), device_of(options.device))
    painted = colorizer.colorize(ColorizeRequest(request.lines, request.hints, request.weights >= 0.5, request.base))
    return {options.out.name: encode_png(painted)}


def _by_regions(options: Options) -> dict[str, bytes]:
    request = request_of(options)
    colorizer = region_colorizer_in(options.engine, find_model(options.models, NAME), device_of(options.device))
    direction = (0.0, 0.0) if options.light is None else light_vector(options.light)
    files = {}
    for path, seed in zip(outputs(options.out, options.count), tqdm(_seeds(options), desc="colorize", unit="picture"), strict=True):
        files[path.name] = _encoded(paint(colorizer, request, seed, options.shading, direction), options)
    return files


def _check_method(options: Options) -> None:
    """Refuse what only our own colouriser can do."""
    own = {
        "--palette": options.palette is not None,
        "--seed": options.seed is not None,
        "--count": options.count > 1,
        "--light": options.light is not None,
        "--only-colors": options.only_colors,
        "--color-lines": options.color_lines,
        "--paint-ground": options.paint_ground,
        "--out *.ora": options.out.suffix.lower() == ".ora",
    }
    asked = [name for name, wanted in own.items() if wanted]
    if options.method == "stenciltorch" and asked:
        raise PegbarError(f"{asked[0]}: found with --method stenciltorch, expected it with --method regions only")


def colorize(options: Options) -> None:
    """Paint and write ``--out``, or one file a proposal, all or none; outside the mask the base stays as it is, to the bit.

    Raises
    ------
    PegbarError
        As :func:`request_of`, or the model is missing or damaged.
    """
    if options.out.suffix.lower() not in ENDINGS:
        raise PegbarError(f"--out: found {options.out.name!r}, expected a name that ends in .png, or in .ora for layers")
    _check_method(options)
    check_engine(options.engine, options.device)
    inputs = (options.lines, options.hints, options.points, options.mask, options.base, options.palette)
    paths = outputs(options.out, options.count)
    check_not_inputs([path for path in inputs if path is not None], paths)
    for path in paths:
        check_file(path)
    files = _by_stenciltorch(options) if options.method == "stenciltorch" else _by_regions(options)
    write_files(options.out.parent, files)
    print(f"{', '.join(str(path) for path in paths)}: painted")
