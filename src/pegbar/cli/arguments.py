"""Arguments that several verbs of ``pegbar`` share."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from pegbar.errors import brief
from pegbar.resources import built_in

_MAX_FLOW = 100


def integer(low: int, high: int) -> Callable[[str], int]:
    """A reader of integers from `low` to `high`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"found {brief(text)}, expected an integer from {low} to {high}")
        return int(text)

    return read


SEED = integer(0, 2**32 - 1)
"""A reader of seeds."""


def length(text: str) -> float:
    """Read a length in pixels."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= _MAX_FLOW:
        raise argparse.ArgumentTypeError(f"found {brief(text)}, expected 0 to {_MAX_FLOW} pixels")
    return value


def add_pictures(verb: argparse.ArgumentParser) -> None:
    """Pictures in, and a folder for what is made of them."""
    verb.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="pictures, or folders of pictures")
    verb.add_argument("--out", type=Path, default=Path("sheets"), metavar="DIR", help="folder for the sheets (default: sheets)")
    verb.add_argument("--keep-going", action="store_true", help="report bad pictures at the end instead of stopping")
    add_force(verb)


def add_force(verb: argparse.ArgumentParser) -> None:
    """Writing over what is not the verb's own."""
    verb.add_argument("--force", action="store_true", help="write over files that others put there, or changed since they were written")


def add_models(verb: argparse.ArgumentParser) -> None:
    """Models, and where they run."""
    verb.add_argument("--models", type=Path, default=Path("models"), help="folder of trained models (default: models)")
    verb.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")


def add_engine(verb: argparse.ArgumentParser) -> None:
    """What the networks run in."""
    verb.add_argument(
        "--engine",
        choices=("torch", "onnx"),
        default="torch",
        help="onnx: ONNX Runtime on the CPU; its files are made on first use (default: torch)",
    )


def add_palette(verb: argparse.ArgumentParser) -> None:
    """Colours of the douga."""
    known = ", ".join(built_in("palettes"))
    verb.add_argument(
        "--palette",
        type=Path,
        default=Path("thesis"),
        metavar="NAME|FILE",
        help=f"palette of the douga: {known} or a file (default: thesis)",
    )
