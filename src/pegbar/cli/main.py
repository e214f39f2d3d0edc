"""``pegbar``: one command, a few verbs."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pegbar import __version__
from pegbar.errors import guarded

_EXAMPLES = """examples:
  pegbar reconstruct frame.png --out sheets
  pegbar reconstruct footage/*.png --out sheets --palette palettes/production_rgb.yaml
  pegbar lineart painting.png --out sheets
  pegbar regions painting.png --out sheets
  pegbar colorize lines.png --hints hints.png --out painted.png
  pegbar survey painted/ --out survey.html
  pegbar import ~/my_production
  pegbar studio preview --out preview
  pegbar params check
  pegbar params flags smoke
"""


def _at_least_one(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"found {value}, expected at least 1")
    return value


def _not_negative(text: str) -> float:
    value = float(text)
    if not value >= 0:
        raise argparse.ArgumentTypeError(f"found {text}, expected 0 or more")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 32:
        raise argparse.ArgumentTypeError(f"found {value}, expected at least 32 pixels")
    return value


def _add_pictures(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="pictures, or folders of pictures")
    verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the sheets")
    verb.add_argument("--keep-going", action="store_true", help="report bad pictures at the end instead of stopping")


def _add_models(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--models", type=Path, default=Path("models"), help="folder of trained models (default: models)")
    verb.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")


def _add_reconstruct(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "reconstruct",
        help="take pictures apart into cel, plate and douga",
        description="For each picture: NAME_mask.png, NAME_cel.png (transparent), NAME_plate.png (with the hole), "
        "NAME_douga.png in palette colours, NAME_lines.png (transparent). Any size and aspect; transparent "
        "pictures are taken as cels on white paper.",
        epilog="example:\n  pegbar reconstruct frame.png other.jpg --out sheets",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_pictures(verb)
    _add_models(verb)
    verb.add_argument("--palette", type=Path, default=Path("palettes/thesis.yaml"), help="palette of the douga")
    verb.add_argument("--params", type=Path, default=Path("params.yaml"), help="file with the section douga")
    verb.add_argument("--height", type=_positive, help="working height in place of the models' own, pixels")


def _add_lineart(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "lineart",
        help="line art of finished illustrations",
        description="For each picture: NAME_lineart.png, by the extended difference of Gaussians.",
        epilog="example:\n  pegbar lineart painting.png --out sheets --preset soft",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_pictures(verb)
    verb.add_argument("--preset", choices=("stenciltorch", "soft"), default="stenciltorch", help="default: stenciltorch")
    verb.add_argument("--flow", type=_not_negative, metavar="PIXELS", help="smoothing along the lines in place of the preset's")
    verb.add_argument("--gray", action="store_true", help="keep soft lines grey instead of cutting them into black and white")


def _add_regions(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "regions",
        help="colour regions of finished illustrations, and few colours",
        description="For each picture: NAME_regions.png (one colour a region), NAME_colors.png (the regions in few colours, as a "
        "palette picture) and NAME_displacement.png.",
        epilog="example:\n  pegbar regions painting.png --out sheets --clusters 16",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_pictures(verb)
    verb.add_argument("--clusters", type=_at_least_one, help="colours at most (default: regions.clusters)")
    _add_models(verb)
    verb.add_argument("--params", type=Path, default=Path("params.yaml"), help="file with the section regions")


def _add_colorize(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "colorize",
        help="paint line art by hints, again and again",
        description="Paint line art. Hints are dabs of colour on a transparent picture, or points in a file; a mask (white where to "
        "paint) and --previous, what the last pass painted, make it another pass: outside the mask nothing changes.",
        epilog="examples:\n  pegbar colorize lines.png --hints hints.png --out first.png\n"
        "  pegbar colorize lines.png --points points.yaml --mask hair.png --previous first.png --out second.png",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("lines", type=Path, metavar="LINEART", help="line art: scanned, photographed, inverted or transparent is fine")
    verb.add_argument("--hints", type=Path, help="colours on a transparent picture of the same size")
    verb.add_argument("--points", type=Path, help="YAML or JSON with 'points' (x, y, color, radius) and a 'palette' of names")
    verb.add_argument("--mask", type=Path, help="white where to paint, black elsewhere (default: everywhere)")
    verb.add_argument("--previous", type=Path, help="what is there outside the mask")
    verb.add_argument("--out", type=Path, required=True, help="the picture to write")
    _add_models(verb)


def _add_survey(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    show = verbs.add_parser(
        "survey",
        help="a page on which people rate colourings blind",
        description="Write a self-contained page from a folder with one folder of equally named pictures for each model, and the key.",
        epilog="example:\n  pegbar survey painted/ --out survey.html",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("folder", type=Path)
    show.add_argument("--out", type=Path, default=Path("survey.html"), help="default: survey.html")
    show.add_argument("--seed", type=int, default=0, help="of the codes that stand for the models")
    count = verbs.add_parser(
        "ratings",
        help="mean opinion scores from the ratings that people saved",
        epilog="example:\n  pegbar ratings ratings_*.csv --key survey.key.json --reference ours",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    count.add_argument("files", nargs="+", type=Path, metavar="CSV")
    count.add_argument("--key", type=Path, default=Path("survey.key.json"), help="default: survey.key.json")
    count.add_argument("--reference", default="ours", help="model that the others are tested against (default: ours)")
    count.add_argument("--out", type=Path, default=Path("metrics/ratings.json"), help="default: metrics/ratings.json")


def _add_import(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "import",
        help="bring your own footage",
        description="Check a folder (frames/<cut>/<index>.png, with cels/ and douga/ beside it where you have them, or loose "
        "pictures) and pack it into footage/, where `production.source: footage` finds it.",
        epilog="example:\n  pegbar import ~/my_production && make repro",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("folder", type=Path)
    verb.add_argument("--out", type=Path, default=Path("footage"), help="where it goes (default: footage)")
    verb.add_argument("--skip-bad", action="store_true", help="leave damaged frames out instead of stopping")


def _add_params(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("params", help="check params.yaml, or print a scale as experiment flags")
    actions = verb.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="validate the parameter file")
    check.add_argument("--file", type=Path, default=Path("params.yaml"))
    flags = actions.add_parser("flags", help="print -S flags for `dvc exp run`")
    flags.add_argument("scale", help="name of a file under scales/, without .yaml")


def _add_studio(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("studio", help="look at what the procedural studio draws")
    actions = verb.add_subparsers(dest="action", required=True)
    show = actions.add_parser(
        "preview",
        help="write contact sheets by kind",
        description="frames.jpg: frame, cel, plate and douga of every shot; plates.jpg: every kind of place with line drawing "
        "and layout; illustrations.jpg: illustration, lines, flat colours and regions.",
        epilog="example:\n  pegbar studio preview --out preview --kind plates --count 2 --seed 5",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("--out", type=Path, default=Path("preview"), help="folder for the sheets (default: preview)")
    show.add_argument("--kind", action="append", choices=("frames", "plates", "illustrations"), help="only this sheet; may be repeated")
    show.add_argument("--count", type=_at_least_one, default=1, help="rows of each shot or kind (default: 1)")
    show.add_argument("--seed", type=int, help="another seed than studio.seed")
    show.add_argument("--params", type=Path, default=Path("params.yaml"), help="file with the sections studio and douga")


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="pegbar",
        description="Take finished animation frames apart into the sheets behind them.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"pegbar {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True)
    _add_reconstruct(verbs)
    _add_lineart(verbs)
    _add_regions(verbs)
    _add_colorize(verbs)
    _add_survey(verbs)
    _add_import(verbs)
    _add_studio(verbs)
    _add_params(verbs)
    return top


def _run(arguments: argparse.Namespace) -> None:
    if arguments.verb == "reconstruct":
        from pegbar.cli.reconstruct import Options, reconstruct

        reconstruct(
            Options(
                arguments.images, arguments.out, arguments.models, arguments.palette, arguments.params,
                arguments.device, arguments.height, arguments.keep_going,
            )
        )  # fmt: skip
    elif arguments.verb == "lineart":
        from pegbar.cli.illustrations import lineart

        lineart(arguments.images, arguments.out, arguments.preset, arguments.flow, not arguments.gray, arguments.keep_going)
    elif arguments.verb == "regions":
        from pegbar.cli.illustrations import regions

        regions(
            arguments.images, arguments.out, arguments.models, arguments.params,
            arguments.clusters, arguments.device, arguments.keep_going,
        )  # fmt: skip
    elif arguments.verb == "colorize":
        from pegbar.cli import colorize as painting

        painting.colorize(
            painting.Options(
                arguments.lines, arguments.out, arguments.hints, arguments.points, arguments.mask, arguments.previous,
                arguments.models, arguments.device,
            )
        )  # fmt: skip
    elif arguments.verb == "survey":
        from pegbar.cli.survey import survey

        survey(arguments.folder, arguments.out, arguments.seed)
    elif arguments.verb == "ratings":
        from pegbar.cli.survey import ratings

        ratings(arguments.files, arguments.key, arguments.reference, arguments.out)
    elif arguments.verb == "import":
        from pegbar.cli.footage import import_footage

        import_footage(arguments.folder, arguments.out, arguments.skip_bad)
    elif arguments.verb == "studio":
        from pegbar.cli.studio import preview

        preview(arguments.out, arguments.kind or [], arguments.count, arguments.seed, arguments.params)
    else:
        from pegbar.params.schema import check_params, scale_flags

        if arguments.action == "check":
            check_params(arguments.file)
            print(f"{arguments.file}: all parameters are valid")
        else:
            print(" ".join(scale_flags(Path("scales") / f"{arguments.scale}.yaml")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``pegbar``."""
    chosen = parser().parse_args(arguments)
    guarded(lambda: _run(chosen))
