"""The grammar of ``pegbar background`` and ``pegbar roundtrip``."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pegbar.cli.arguments import SEED, add_force, add_models, add_palette, integer
from pegbar.errors import brief

MAX_GENERATED = 4096 * 4096
"""Pixels of a background; one of 4096×4096 took 2.9 GB."""
_MEDIUMS = "color, lines or screentone"
_VIEWS = "from_above, low_angle, close or wide"


def _size(text: str) -> tuple[int, int]:
    sides = re.fullmatch(r"([0-9]{2,4})[x×]([0-9]{2,4})", text.lower())
    width, height = (int(sides[1]), int(sides[2])) if sides else (0, 0)
    if not (min(width, height) >= 32 and max(width, height) <= 8192 and width * height <= MAX_GENERATED):
        raise argparse.ArgumentTypeError(
            f"found {brief(text)}, expected WIDTHxHEIGHT with sides of 32 to 8192 and at most {MAX_GENERATED:,} pixels, such as 1920x1080"
        )
    return width, height


class _List(argparse.Action):
    """Prints everything that can be ordered, and ends."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help=options.get("help"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from pegbar.cli.background_listing import listing

        print("\n".join(listing("scenery_english")))
        parser.exit()


def _strength(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected a number from 0 to 1")
    return value


def _add_engine(verb: argparse.ArgumentParser) -> None:
    group = verb.add_argument_group("engine")
    group.add_argument("--engine", choices=("painter", "diffusers"), default="painter", help="what paints the plan (default: painter)")
    group.add_argument(
        "--finish", type=_strength, default=0.0, metavar="STRENGTH", help="brushwork of a learnt hand on the painting, 0 to 1 (default: 0)"
    )
    group.add_argument("--model", type=Path, metavar="DIR", help="folder of a diffusion model (with pegbar[diffusion] installed)")
    group.add_argument("--controlnet", type=Path, metavar="DIR", help="folder of a ControlNet for segmentation maps")
    group.add_argument("--strength", type=_strength, default=0.5, help="how far it leaves the painting, 0 to 1 (default: 0.5)")


def _add_generation(verb: argparse.ArgumentParser) -> None:
    labels = verb.add_argument_group("labels, in place of a prompt")
    for name in ("place", "time", "weather", "season", "medium", "view"):
        labels.add_argument(f"--{name}", help={"medium": _MEDIUMS, "view": _VIEWS}.get(name))
    labels.add_argument("--element", action="append", metavar="THING", help="something to show; may be repeated")
    labels.add_argument("--without", action="append", metavar="THING", help="something not to show; may be repeated")
    labels.add_argument("--list", action=_List, help="print all places, things, hours, weathers, seasons and moods, and end")
    verb.add_argument(
        "--candidates", type=integer(1, 64), default=4, help="backgrounds painted small, of which the best is painted (default: 4)"
    )
    verb.add_argument("--seed", type=SEED, default=0, help="of the first candidate (default: 0)")
    verb.add_argument(
        "--ratings", type=Path, metavar="CSV", help="your scores of earlier pictures (picture, score), by which candidates are ranked too"
    )
    verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the sheets")
    verb.add_argument(
        "--vocabulary", default="scenery_english", metavar="NAME|FILE", help="words and their meanings (default: scenery_english)"
    )
    verb.add_argument(
        "--similar-words", metavar="PACKAGE", help="take unknown words for similar ones, by word vectors such as en_core_web_md's"
    )
    verb.add_argument("--denied-words", default="denied", metavar="NAME|FILE", help="words that no prompt may hold (default: denied)")
    _add_engine(verb)
    add_models(verb)
    add_force(verb)


def add_background(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``pegbar background``."""
    verb = verbs.add_parser(
        "background",
        help="paint a background from a prompt, or change a part of one",
        description="A prompt or labels in; background.png and plan.json out, and with --foreground the cel on it, as layers. What was not "
        "understood is said first, then what was, and what was assumed. plan.json lists everything in the place, a line a thing: edit it "
        "and paint it again with --plan. `pegbar background --list` prints what can be ordered.",
        epilog='examples:\n  pegbar background "a field at sunset, trees on the left, far mountains" --out field\n'
        '  pegbar background "a quiet street at night" --foreground cel.png --out street --size 1920x1080\n'
        '  pegbar background "夕方の教室" --out classroom\n'
        "  pegbar background --place forest --season autumn --element log --out forest --size 1920x1080\n"
        '  pegbar background "make the sky a sunset" --edit field --out field_at_dusk\n'
        "  pegbar background --plan field/plan.json --out again",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("prompt", nargs="?", metavar="WORDS", help="the prompt, in English or Japanese; or what to change, with --edit")
    verb.add_argument("--foreground", type=Path, metavar="CEL", help="a cel on a transparent picture; what is asked for stands beside it")
    verb.add_argument("--size", type=_size, metavar="WxH", help="default: the foreground's, or 1920x1080; the cel is placed in it")
    verb.add_argument("--plan", type=Path, help="a plan.json to paint (again) in place of a prompt")
    verb.add_argument("--edit", type=Path, metavar="DIR", help="folder with the background.png and plan.json to change")
    _add_generation(verb)


def add_roundtrip(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``pegbar roundtrip``."""
    verb = verbs.add_parser(
        "roundtrip",
        help="take a frame apart, recolour its cel, set it on a new background",
        epilog='example:\n  pegbar roundtrip frame.png --points colors.yaml --background "a beach at sunset" --out trip',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("frame", type=Path, metavar="FRAME")
    verb.add_argument("--background", metavar="WORDS", help="the new background, in words")
    verb.add_argument("--points", type=Path, help="new colours as points on the frame (see colorize); without any the cel stays as it is")
    verb.add_argument("--hints", type=Path, help="new colours on a transparent picture")
    add_palette(verb)
    _add_generation(verb)
