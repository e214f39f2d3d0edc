"""``pegbar roundtrip``: a frame apart, its cel in new colours, on a new background."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.cli import background as ordering
from pegbar.cli import colorize as painting
from pegbar.cli.reconstruct import Workshop, take_apart
from pegbar.cli.sheets import device_of
from pegbar.douga.palette import load_palette
from pegbar.errors import PegbarError
from pegbar.inference.colorize import load_colorizer
from pegbar.inference.predict import Predictor
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.networks.composition import Request
from pegbar.networks.preprocessing import on_paper
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.production.pictures import composite, decode_mask, decode_rgba, write_png
from pegbar.scenes.plans import save_plan
from pegbar.storage.reading import read_bytes

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
    """Write every sheet on the way into ``--out``, and all in register as ``sheets.ora``."""
    order, out = options.order, options.order.out
    device = device_of(order.device)
    shop = Workshop(
        Predictor(order.models, "cel", device),
        Predictor(order.models, "douga", device),
        load_palette(options.palette),
        load_section("douga", DougaParams, order.params),
    )
    sheets = take_apart(options.frame, shop)
    rgba = decode_rgba(read_bytes(options.frame), str(options.frame))
    frame = composite(np.full_like(rgba[..., :3], 255), rgba)
    mask = decode_mask(sheets["mask"], "mask")
    if not mask.any():
        raise PegbarError(f"{options.frame}: found no cel, expected something drawn to move")
    cel = decode_rgba(sheets["cel"], "cel")
    store = ordering.Shop(order.models, order.scenes, order.params, order.device)
    plan = ordering.choose(order, store, ordering.reading_of(order, store), mask)
    painted = recolored(cel, options)
    size = (frame.shape[1], frame.shape[0])
    plate = store.backdrops.ordered(plan, size)
    for kind, data in sheets.items():
        write_png(out / f"frame_{kind}.png", decode_rgba(data, kind))
    write_png(out / "recolored.png", painted)
    ordering.write_sheets(out, plate, painted)
    save_plan(plan, out / "plan.json")
    print(f"{out}: cel, douga, lines, recolored, background, composite and sheets.ora")
