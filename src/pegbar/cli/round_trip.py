"""``pegbar roundtrip``: a frame is taken apart, its cel recoloured and composited on a new background."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.cli import background
from pegbar.cli.background_engine import engine_of, painted_plate
from pegbar.cli.hints import MAX_PIXELS, hints_of
from pegbar.cli.reconstruct import load_reconstruction_models, take_apart
from pegbar.douga.palette import decode
from pegbar.errors import PegbarError
from pegbar.layers.frame_sheets import KINDS
from pegbar.params.palettes import load_palette
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, encode_png
from pegbar.regions.recolor import recolor
from pegbar.storage.ownership import check_ours, write_ours
from pegbar.storage.reading import read_bytes
from pegbar.storage.records import check_not_inputs
from pegbar.vocabulary.douga_classes import CLASS_NAMES

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Options:
    """What the user asked for: a frame, a new background, and new colours as points or hints, if any."""

    frame: Path
    background: background.Options
    points: Path | None
    hints: Path | None
    palette: Path


def recolored(cel: Picture, douga: Picture, options: Options) -> Picture:
    """The cel (H, W, 4) with hinted regions moved to their hints, light and lines kept; as it is without hints."""
    if options.points is None and options.hints is None:
        return cel
    hints = hints_of(options.hints, options.points, (cel.shape[0], cel.shape[1]))
    hints[cel[..., 3] == 0] = 0
    if not hints[..., 3].any():
        raise PegbarError(f"{options.points or options.hints}: found no hint on the cel, expected one at least")
    bounds = [CLASS_NAMES.index(name) for name in ("visible_line", "color_edge")]
    drawn = np.isin(decode(douga, load_palette(options.palette)).classes, bounds) | (cel[..., 3] == 0)
    return np.dstack([recolor(cel[..., :3], drawn, hints), cel[..., 3]])


def round_trip(options: Options) -> None:
    """Write every sheet on the way into ``--out``, and all in register as ``sheets.ora``, all or none.

    Raises
    ------
    PegbarError
        The frame holds no cel, or as :func:`pegbar.cli.background.background`.
    """
    requested, out = options.background, options.background.out
    background.check_inputs(requested, options.frame, options.points, options.hints)
    check_not_inputs([options.frame], (out / f"{name}.png" for name in ("recolored", *(f"frame_{kind}" for kind in KINDS))))
    check_ours(out, "roundtrip", background.SHEETS, requested.force)
    data = read_bytes(options.frame, expected="a picture")
    height, width = decode_rgba(data, str(options.frame), MAX_PIXELS).shape[:2]
    sheets = take_apart(data, options.frame, load_reconstruction_models(requested.models, options.palette, requested.device))
    mask = decode_mask(sheets["mask"], "mask")
    if not mask.any():
        raise PegbarError(f"{options.frame}: found no cel, expected a drawn character")
    cel = decode_rgba(sheets["cel"], "cel")
    size = (width, height)
    plan, files = background.choose(requested, background.parse_request(requested), size, mask)
    del data, mask  # a large frame's pictures are no longer needed while it is painted
    painted = recolored(cel, decode_rgb(sheets["douga"], "douga"), options)
    plate, plan_painting = painted_plate(plan, size, background.said_of(plan, requested), engine_of(requested.engine))
    files |= {f"frame_{kind}.png": png for kind, png in sheets.items()} | {"recolored.png": encode_png(painted)}
    write_ours(out, "roundtrip", files | background.sheets_of(plate, painted, plan, plan_painting), force=requested.force)
    print(f"{out}: cel, douga, lines, recolored, background, composite, sheets.ora and sheets.psd")
