"""The grammar of ``pegbar reconstruct``."""

import argparse
from fractions import Fraction

from pegbar.cli.arguments import add_engine, add_models, add_palette, add_pictures, integer
from pegbar.cli.footage_grammar import add_scan
from pegbar.cli.layers import add_layers
from pegbar.errors import brief

_MAX_RATE = 240


def _rate(text: str) -> Fraction:
    """Read frames a second, also such as ``24000/1001``."""
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not 0 < value <= _MAX_RATE:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected frames a second above 0 to {_MAX_RATE}, such as 24 or 24000/1001")
    return value


def _add_heights(verb: argparse.ArgumentParser) -> None:
    height = integer(32, 4320)
    verb.add_argument("--cel-height", type=height, metavar="PIXELS", help="height at which cels are found (default: the cel model's own)")
    verb.add_argument(
        "--douga-height",
        type=height,
        metavar="PIXELS",
        help="height at which lines and areas are told apart (default: the picture's own, less where its lines are wide)",
    )


def _add_films(verb: argparse.ArgumentParser) -> None:
    films = verb.add_argument_group("films")
    films.add_argument("--film", action="store_true", help="the folder holds the numbered frames of one film; a number left out is held")
    films.add_argument("--fps", type=_rate, default=Fraction(24), metavar="RATE", help="frames a second of such a folder (default: 24)")
    add_scan(films)
    films.add_argument(
        "--smooth",
        action="store_true",
        help="let the drawings before and after have a say in a drawing's mask where motion is clear",
    )
    films.add_argument(
        "--workers", type=integer(1, 256), metavar="N", help="processes at work (default: one a core, fewer where memory is short)"
    )


def add_reconstruct(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "reconstruct",
        help="take pictures or films apart into cel, plate and douga",
        description="For each picture: NAME_mask.png, NAME_cel.png (transparent, soft edges), NAME_plate.png (with the hole), "
        "NAME_douga.png in palette colours, NAME_lines.png (transparent). Any size and aspect; transparent "
        "pictures are taken as cels on white paper, black bars are left out. Of a film: CUT/DRAWING_mask.png and so on for each drawing, "
        "held ones and ones that come back once, and the exposure sheet; killed, the same command goes on.",
        epilog="examples:\n  pegbar reconstruct frame.png\n  pegbar reconstruct frame.png other.jpg --out sheets\n"
        "  pegbar reconstruct cut/ --out sheets --confidence\n"
        "  pegbar reconstruct scan.tif --out sheets --cel-height 288 --douga-height 1080\n"
        "  pegbar reconstruct episode.mp4 --out episode --layers psd,paint-douga\n"
        "  pegbar reconstruct frames/ --film --fps 24000/1001 --out cut --workers 2",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_pictures(verb)
    add_models(verb)
    add_engine(verb)
    add_palette(verb)
    _add_heights(verb)
    verb.add_argument(
        "--confidence",
        action="store_true",
        help="also write NAME_confidence.png, white where the networks are sure, and list the pictures, least sure first",
    )
    add_layers(verb)
    _add_films(verb)
