"""The grammar of ``pegbar exposure-sheet``, and options of every verb that reads a video."""

import argparse
from pathlib import Path

from pegbar.cli.arguments import add_force
from pegbar.footage import SCANS


def add_scan(verb: "argparse._ActionsContainer") -> None:
    """How a video was scanned."""
    verb.add_argument(
        "--scan", choices=SCANS, default="auto", help="how a video was scanned; interlacing and telecine are undone (default: auto)"
    )


def add_exposure_sheet(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``pegbar exposure-sheet``."""
    verb = verbs.add_parser(
        "exposure-sheet",
        help="which drawing a video shows when",
        description="Find the cuts of a video and its drawings, held on ones, twos, threes and longer; write exposure_sheet.csv, "
        "exposure_sheet.txt to read, and xdts/CUT.xdts for OpenToonz, TVPaint and Clip Studio. A drawing that comes back in its cut has "
        "its old number.",
        epilog="examples:\n  pegbar exposure-sheet episode.mkv --out sheet\n"
        "  pegbar exposure-sheet broadcast.ts --scan telecined --remove-pans",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("video", type=Path, metavar="VIDEO")
    verb.add_argument("--out", type=Path, default=Path("exposure_sheet"), metavar="DIR", help="folder (default: exposure_sheet)")
    add_scan(verb)
    verb.add_argument(
        "--remove-pans", action="store_true", help="a picture that is shifted as a whole stays the same drawing (default: it is another)"
    )
    verb.add_argument("--skip-bad", action="store_true", help="take a damaged video as far as it goes")
    add_force(verb)
