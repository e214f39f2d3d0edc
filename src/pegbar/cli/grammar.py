"""The grammar of ``pegbar``: verbs, their options and examples."""

import argparse
from pathlib import Path

from pegbar import __version__
from pegbar.cli.arguments import SEED, add_models, add_palette, add_pictures, integer, length
from pegbar.cli.background_grammar import add_background, add_roundtrip
from pegbar.cli.colorize_grammar import add_colorize
from pegbar.cli.finetune_grammar import add_finetune
from pegbar.cli.footage_grammar import add_exposure_sheet, add_scan
from pegbar.cli.reconstruct_grammar import add_reconstruct
from pegbar.cli.web_grammar import add_web
from pegbar.errors import brief
from pegbar.resources import DEFAULTS
from pegbar.resources.starters import STARTERS

STARTER_NAMES = ("cel", "douga", "regions", "region_colorizer", "colorizer", "background", "finisher", "recognizer")

_EXAMPLES = """examples:
  pegbar reconstruct frame.png --out sheets
  pegbar reconstruct footage/*.png --out sheets --palette production_rgb
  pegbar reconstruct episode.mp4 --out episode
  pegbar lineart painting.png --out sheets
  pegbar regions painting.png --out sheets
  pegbar colorize lines.png --hints hints.png --out painted.png
  pegbar colorize lines.png --palette model_sheet.png --out painted.png
  pegbar background "a field at sunset, trees on the left" --out field
  pegbar background --list
  pegbar roundtrip frame.png --background "a beach at night" --out trip
  pegbar clean-plate cut/*.png --out plate.png
  pegbar survey painted/ --out survey.html
  pegbar summarize-ratings ratings_*.csv --key survey.key.json
  pegbar import ~/my_production
  pegbar exposure-sheet episode.mkv --out sheet
  pegbar annotate export footage --out annotation --count 40
  pegbar annotate import annotation
  pegbar finetune footage
  pegbar web
  pegbar studio preview --out preview
  pegbar starters list
  pegbar params check
  pegbar params flags smoke
"""


def _add_lineart(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "lineart",
        help="line art of finished illustrations",
        description="For each picture: NAME_lineart.png, by the extended difference of Gaussians.",
        epilog="example:\n  pegbar lineart painting.png --out sheets --preset soft",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_pictures(verb)
    verb.add_argument("--preset", choices=("stenciltorch", "soft"), default="stenciltorch", help="default: stenciltorch")
    verb.add_argument("--flow", type=length, metavar="PIXELS", help="smoothing along the lines in place of the preset's")
    verb.add_argument("--gray", action="store_true", help="grey lines that fade with their strength, instead of black and white")


def _add_regions(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "regions",
        help="colour regions of finished illustrations, and few colours",
        description="For each picture: NAME_regions.png (one colour a region), NAME_colors.png (the regions in few colours, as a "
        "palette picture) and NAME_displacement.png.",
        epilog="example:\n  pegbar regions painting.png --out sheets --clusters 16",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_pictures(verb)
    verb.add_argument("--clusters", type=integer(1, 256), help="colours at most (default: regions.clusters)")
    add_models(verb)
    verb.add_argument("--params", type=Path, default=DEFAULTS, help="file with the section regions (default: built in)")


def _fraction(text: str) -> float:
    """Read a fraction under 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected at least 0 and under 1")
    return value


def _add_clean_plate(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "clean-plate",
        help="the background of a cut without its characters",
        description="Gather every background pixel that some frame shows, registered over pans, zooms and turns; fill only what none shows "
        "from the nearest patches (NAME_invented.png is white there).",
        epilog="examples:\n  pegbar clean-plate cut/*.png --out plate.png\n  pegbar clean-plate cut/*.png --masks sheets --out plate.png",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("frames", nargs="+", type=Path, metavar="FRAME", help="frames of one cut, in order, or their folder")
    verb.add_argument("--out", type=Path, required=True, help="the plate to write")
    verb.add_argument("--masks", type=Path, metavar="DIR", help="cel masks NAME.png or NAME_mask.png (default: the cel network's)")
    add_models(verb)


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
    show.add_argument("--seed", type=SEED, default=0, help="of the codes that stand for the models")
    count = verbs.add_parser(
        "summarize-ratings",
        help="mean opinion scores from the ratings that people saved",
        epilog="example:\n  pegbar summarize-ratings ratings_*.csv --key survey.key.json --reference ours",
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
        "pictures), or take the drawings of a video apart into cuts, and pack them into footage/, where `production.source: footage` "
        "finds them. Of a video each drawing is kept once, its exposure sheet beside; interlacing and telecine are undone.",
        epilog="examples:\n  pegbar import ~/my_production && make repro\n  pegbar import episode.mkv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("source", type=Path, metavar="FOLDER|VIDEO")
    verb.add_argument("--out", type=Path, default=Path("footage"), help="where it goes (default: footage)")
    verb.add_argument("--skip-bad", action="store_true", help="leave damaged frames out, and what a video has lost, instead of stopping")
    add_scan(verb)


def _add_annotate(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("annotate", help="hand frames to a person who labels them, and take their masks back")
    actions = verb.add_subparsers(dest="action", required=True)
    give = actions.add_parser(
        "export",
        help="write an OpenRaster file for each frame to label",
        description="For each frame an OpenRaster file, which Krita and GIMP open: the frame, its predicted douga (hidden), and its "
        "predicted cel on the sheet `mask`. Whatever is painted on that sheet is cel. todo.csv lists the files; the same command again "
        "adds what is missing and leaves files that are there as they are. A frame that has a mask is handed over with it.",
        epilog="examples:\n  pegbar annotate export footage --count 40\n"
        "  pegbar annotate export footage --frame c0001/0003 --frame c0007/0000\n"
        "  pegbar annotate export --chosen data/rounds/0.csv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    give.add_argument("production", nargs="?", type=Path, default=Path("footage"), help="imported footage (default: footage)")
    give.add_argument("--out", type=Path, default=Path("annotation"), metavar="DIR", help="folder for the files (default: annotation)")
    give.add_argument(
        "--frame", action="append", default=[], metavar="ID", help="a frame, as <cut>/<index in four digits>; may be repeated"
    )
    give.add_argument(
        "--chosen", type=Path, metavar="FILE", help="what a round of the pipeline chose (data/rounds/N.csv): those that have no mask"
    )
    give.add_argument(
        "--count", type=integer(1, 100_000), default=40, help="without --frame and --chosen: visually distinct ones to choose (default: 40)"
    )
    add_models(give)
    add_palette(give)
    take = actions.add_parser(
        "import",
        help="add the masks that came back",
        description="Check every OpenRaster file, or PNG of a mask under its name, of a folder, then add all of them or none. Files "
        "that are as they were handed over were not labelled, and wait.",
        epilog="example:\n  pegbar annotate import annotation && make repro",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    take.add_argument("folder", type=Path)
    take.add_argument("--into", type=Path, default=Path("footage"), help="the production (default: footage)")
    take.add_argument("--force", action="store_true", help="replace other masks of frames that have one already")
    take.add_argument("--accept-unchanged", action="store_true", help="also take masks that nobody changed: the predictions are right")


def _add_params(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("params", help="check params.yaml, or print a scale as experiment flags")
    actions = verb.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="validate the parameter file")
    check.add_argument("--file", type=Path, default=Path("params.yaml"))
    flags = actions.add_parser("flags", help="print -S flags for `dvc exp run`")
    flags.add_argument("scale", help="name of a file under scales/, without .yaml")


def _add_starters(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("starters", help="list the models that come with the program, or pack trained ones")
    actions = verb.add_subparsers(dest="action", required=True)
    pack = actions.add_parser(
        "pack",
        help="pack trained models to ship with the program",
        description="Write NAME_vN (weights in half precision, sidecar, metadata, card) for each name; a model that differs from the "
        "newest version becomes the next one and replaces it.",
        epilog='example:\n  pegbar starters pack cel douga --art-credit "plates; CC0-1.0; Somebody, commit 0123abc"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    pack.add_argument("names", nargs="+", choices=STARTER_NAMES, metavar="NAME", help=", ".join(STARTER_NAMES))
    pack.add_argument("--models", type=Path, default=Path("models"), help="folder of trained models (default: models)")
    pack.add_argument("--params", type=Path, default=Path("params.yaml"), help="what they were trained with (default: params.yaml)")
    pack.add_argument("--metrics", type=Path, default=Path("metrics"), help="what was measured of them (default: metrics)")
    pack.add_argument("--lock", type=Path, default=Path("dvc.lock"), help="of the run that trained them (default: dvc.lock)")
    pack.add_argument("--command", help="what trained them (default: make repro at the parameters' scale)")
    pack.add_argument(
        "--art-credit", action="append", default=[], metavar="TEXT", help="'SET; LICENCE; CREDIT' of art learnt from; may be repeated"
    )
    pack.add_argument(
        "--blend",
        type=_fraction,
        default=0.0,
        metavar="FRACTION",
        help="blend this fraction of the newest starter's weights in, for a training that went on from it",
    )
    show = actions.add_parser("list", help="name, version, size, scale and key metric of each")
    for action in (pack, show):
        action.add_argument("--out", type=Path, default=STARTERS, metavar="DIR", help="folder of starters (default: the program's own)")


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
    show.add_argument("--count", type=integer(1, 100), default=1, help="rows of each shot or kind (default: 1)")
    show.add_argument("--seed", type=SEED, help="another seed than studio.seed")
    add_palette(show)
    show.add_argument("--params", type=Path, default=DEFAULTS, help="file with the section studio (default: built in)")


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
    add_reconstruct(verbs)
    _add_lineart(verbs)
    _add_regions(verbs)
    add_colorize(verbs)
    add_background(verbs)
    add_roundtrip(verbs)
    _add_clean_plate(verbs)
    _add_survey(verbs)
    _add_import(verbs)
    add_exposure_sheet(verbs)
    _add_annotate(verbs)
    add_finetune(verbs)
    add_web(verbs)
    _add_studio(verbs)
    _add_starters(verbs)
    _add_params(verbs)
    return top
