"""The grammar of ``pegbar colorize``."""

import argparse
import math
import re
from pathlib import Path

from pegbar.cli.arguments import SEED, add_engine, add_models, integer
from pegbar.errors import brief

DEFAULT_SHADING = 1.0


def add_colorize(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "colorize",
        help="paint line art: by hints, by a palette, or as the program proposes",
        description="Paint line art. A hint, a dab of colour on a transparent picture or a point in a file, gives its region its colour; "
        "what has none is proposed. A mask (white where to paint) and --base, what the last pass painted, make it another pass: outside "
        "the mask nothing changes. The ink keeps its own colour.",
        epilog="examples:\n  pegbar colorize lines.png --out painted.png\n"
        "  pegbar colorize lines.png --hints hints.png --out layers.ora\n"
        "  pegbar colorize lines.png --palette model_sheet.png --count 4 --out proposal.png\n"
        "  pegbar colorize lines.png --points points.yaml --light 300 --shading 0.7 --out first.png\n"
        "  pegbar colorize lines.png --hints more.png --mask hair.png --base first.png --lock 210,140 --out second.png",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("lines", type=Path, metavar="LINEART", help="line art: scanned, photographed, inverted or transparent is fine")
    verb.add_argument("--out", type=Path, required=True, help="the picture to write: .png, or .ora for its layers")
    colors = verb.add_argument_group("colours")
    colors.add_argument("--hints", type=Path, help="colours on a transparent picture of the same size")
    colors.add_argument(
        "--points", type=Path, help="YAML or JSON with 'points' (x, y, color, radius), a 'palette' of names and 'locked' (x, y)"
    )
    colors.add_argument("--palette", type=Path, metavar="IMAGE", help="a picture or model sheet whose colours are to be used")
    colors.add_argument("--seed", type=SEED, help="another proposal than the likeliest; the same seed gives the same one")
    colors.add_argument("--count", type=integer(1, 64), default=1, help="so many proposals: OUT_1.png, OUT_2.png … (default: 1)")
    colors.add_argument("--paint-ground", action="store_true", help="propose colours for what lies around the drawing too, not white")
    light = verb.add_argument_group("light")
    light.add_argument("--light", type=_degrees, metavar="DEGREES", help="where light comes from, as on a clock: 0 above, 90 right")
    light.add_argument("--shading", type=_share, default=DEFAULT_SHADING, metavar="0-1", help=f"0 is flat (default: {DEFAULT_SHADING:g})")
    passes = verb.add_argument_group("further passes")
    passes.add_argument("--mask", type=Path, help="white where to paint, black elsewhere, grey where both mix (default: everywhere)")
    passes.add_argument("--base", type=Path, help="the picture to paint on (default: the line art)")
    passes.add_argument("--lock", type=_place, action="append", metavar="X,Y", help="the region there stays as the base has it")
    shown = verb.add_argument_group("what is written")
    shown.add_argument("--only-colors", action="store_true", help="colours under light without lines, transparent outside the mask")
    shown.add_argument("--color-lines", action="store_true", help="lines in a dark shade of what they lie on")
    verb.add_argument("--method", choices=("regions", "stenciltorch"), default="regions", help="ours, or the network of `make repro`")
    add_models(verb)
    add_engine(verb)


def _degrees(text: str) -> float:
    """Read a direction."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -360 <= value <= 360:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected degrees from 0 (above) clockwise to 360")
    return value


def _share(text: str) -> float:
    """Read a fraction up to 1."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected 0 to 1")
    return value


def _place(text: str) -> tuple[float, float]:
    """Read a place in a picture."""
    parts = re.fullmatch(r"\s*(-?[0-9]{1,6})\s*,\s*(-?[0-9]{1,6})\s*", text)
    if parts is None:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected X,Y in pixels, such as 210,140")
    return float(parts[1]), float(parts[2])
