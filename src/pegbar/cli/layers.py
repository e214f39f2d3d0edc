"""``--layers`` of ``pegbar reconstruct``: layers for paint, compositing and training software in place of sheets."""

import argparse
from typing import TYPE_CHECKING, Any

from pegbar.cli.arguments import integer
from pegbar.errors import PegbarError, brief
from pegbar.export.kinds import KINDS, LINE_WIDTHS, MAX_GAP, PAPERS

if TYPE_CHECKING:
    from pegbar.export.frame_files import LayerOptions

_STYLE = ("line_width", "paper", "close_gaps", "fills")


def _kinds(text: str) -> tuple[str, ...]:
    """Read names of kinds with commas between; each counts once."""
    chosen = [name.strip() for name in text.split(",")]
    unknown = next((name for name in chosen if name not in KINDS), None)
    if unknown is not None:
        raise argparse.ArgumentTypeError(f"found {brief(unknown)}, expected some of {','.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in chosen)


def add_layers(verb: argparse.ArgumentParser) -> None:
    """Options of layers, in a group of their own; :func:`layer_options` reads them."""
    group = verb.add_argument_group("layers", "files for other programs, in place of the sheets (docs/layers.md)")
    group.add_argument(
        "--layers",
        type=_kinds,
        metavar="KIND,…",
        help="png: CUT/LAYER/LAYER.0001.png; openraster, psd: groups background, cel, douga, book; paint-douga: aliased lines in pure "
        "colours, gaps closed; dataset: COCO panoptic, and a folder for `pegbar import`",
    )
    group.add_argument("--line-width", type=integer(*LINE_WIDTHS), metavar="PIXELS", help="of paint-douga (default: 3)")
    group.add_argument("--paper", choices=PAPERS, help="of paint-douga (default: white)")
    group.add_argument("--close-gaps", type=integer(0, MAX_GAP), metavar="PIXELS", help="widest gap in a line to close (default: 4)")
    group.add_argument("--lines-only", dest="fills", action="store_false", default=None, help="paint-douga without fills")


def layer_options(arguments: argparse.Namespace) -> "LayerOptions | None":
    """What was asked for, with the palette read; nothing without ``--layers``.

    Raises
    ------
    PegbarError
        The palette is bad, or the douga for paint software is described but not asked for.
    """
    kinds: tuple[str, ...] = arguments.layers or ()
    style: dict[str, Any] = {name: value for name in _STYLE if (value := getattr(arguments, name)) is not None}
    if style and "paint-douga" not in kinds:
        option = "lines-only" if "fills" in style else next(iter(style)).replace("_", "-")
        raise PegbarError(f"--{option}: found {'no --layers' if not kinds else ','.join(kinds)}, expected paint-douga among --layers")
    if not kinds:
        return None
    from pegbar.export.frame_files import LayerOptions
    from pegbar.export.paint_douga import PaintStyle
    from pegbar.params.palettes import load_palette

    return LayerOptions(kinds, load_palette(arguments.palette), PaintStyle(**style))
