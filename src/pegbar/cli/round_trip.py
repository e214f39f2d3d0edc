"""``pegbar roundtrip``: a frame apart, its cel in new colours, on a new background."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.cli import background as ordering
from pegbar.cli import colorize as painting
from pegbar.cli.reconstruct import KINDS, MOST_PIXELS, load_workshop, take_apart
from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.colorize import load_colorizer
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.networks.composition import Request
from pegbar.networks.preprocessing import on_paper
from pegbar.production.pictures import composite, decode_mask, decode_rgba, encode_png
from pegbar.storage.reading import read_bytes
from pegbar.storage.records import check_not_inputs, write_set

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Options:
    """What the user asked for: a frame, an order, and new colours as points or hints, where there are to be any."""

    frame: Path
    order: ordering.Options
    points: Path | None
    hints: Path | None
    palette: Path


def recolored(cel: Picture, options: Options) -> Picture:
    """The cel (H, W, 4) with its lines kept and its fills painted anew where hints lie; without hints as it is."""
    if options.points is None and options.hints is None:
        return cel
    mask = cel[..., 3] > 127
    paper = on_paper(cel[..., :3], mask)
    lines = extract_lines(paper, PRESETS["stenciltorch"])
    hints = painting.hints_of(options.hints, options.points, (mask.shape[0], mask.shape[1]))
    hints[~mask] = 0
    if not hints[..., 3].any():
        raise PegbarError(f"{options.points or options.hints}: found no hint on the cel, expected one at least")
    colorizer = load_colorizer(options.order.models, device=device_of(options.order.device))
    painted = colorizer.paint(Request(lines, hints, mask, paper))
    return np.dstack([painted, cel[..., 3]])


def round_trip(options: Options) -> None:
    """Write every sheet on the way into ``--out``, and all in register as ``sheets.ora``, all or none."""
    order, out = options.order, options.order.out
    ordering.check_inputs(order, options.frame, options.points, options.hints)
    check_not_inputs([options.frame], (out / f"{name}.png" for name in ("recolored", *(f"frame_{kind}" for kind in KINDS))))
    data = read_bytes(options.frame, expected="a picture")
    rgba = decode_rgba(data, str(options.frame), MOST_PIXELS)
    frame = composite(np.full_like(rgba[..., :3], 255), rgba)
    sheets = take_apart(data, options.frame, load_workshop(order.models, options.palette, order.params, order.device))
    mask = decode_mask(sheets["mask"], "mask")
    if not mask.any():
        raise PegbarError(f"{options.frame}: found no cel, expected something drawn to move")
    cel = decode_rgba(sheets["cel"], "cel")
    store = ordering.Shop(order.models, order.scenes, order.params, order.device)
    plan, files = ordering.choose(order, store, ordering.reading_of(order, store), mask)
    painted = recolored(cel, options)
    plate = store.backdrops.ordered(plan, (frame.shape[1], frame.shape[0]))
    files |= {f"frame_{kind}.png": png for kind, png in sheets.items()} | {"recolored.png": encode_png(painted)}
    write_set(out, "roundtrip", files | ordering.sheets_of(plate, painted, plan))
    print(f"{out}: cel, douga, lines, recolored, background, composite and sheets.ora")
