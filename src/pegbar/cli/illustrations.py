"""``pegbar lineart`` and ``pegbar regions``: from finished illustrations to line art, colour regions and a quantised colour map."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pegbar.cli.sheets import Draw, Sheets, check_outputs, device_of, key_of, write_sheets
from pegbar.inference.predictor import Predictor
from pegbar.inference.regions import predict_regions
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.networks.starters import find_model
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import encode_color_map, encode_regions
from pegbar.production.pictures import decode_rgb, encode_png
from pegbar.regions.colors import quantize_colors

MAX_PIXELS = 16_000_000
"""Pixels of a picture of which regions are made."""
_LINEART = ("lineart",)
_REGIONS = ("regions", "colors", "displacement")


class Run(NamedTuple):
    """Pictures in, a folder for their sheets, whether to go on after a bad one, and to write over what others put there."""

    images: Sequence[Path]
    out: Path
    keep_going: bool = False
    force: bool = False

    def write(self, verb: str, kinds: tuple[str, ...], draw: Draw, made_of: str) -> None:
        """Write what is drawn of each picture; see :func:`pegbar.cli.sheets.write_sheets`."""
        write_sheets(self.images, self.out, Sheets(verb, kinds, draw, made_of, self.force), self.keep_going)


def lineart(run: Run, preset: str, flow: float | None, binary: bool) -> None:
    """Write ``NAME_lineart.png``, dark lines on white, for each picture.

    Parameters
    ----------
    preset
        One of :data:`pegbar.lineart.xdog.PRESETS`.
    flow
        Deviation of smoothing along the lines, pixels, in place of the preset's.
    binary
        Black and white; otherwise lines are grey by their strength, for which a steep φ is lowered to that of the preset ``soft``.
    """
    xdog = PRESETS[preset] if flow is None else replace(PRESETS[preset], flow=flow)
    if not binary:
        xdog = replace(xdog, phi=min(xdog.phi, PRESETS["soft"].phi))

    def draw(data: bytes, path: Path) -> dict[str, bytes]:
        return {"lineart": encode_png(extract_lines(decode_rgb(data, str(path)), xdog, binary))}

    run.write("lineart", _LINEART, draw, key_of("lineart", xdog, binary))


def regions(run: Run, models: Path, params_file: Path, clusters: int | None, device: str) -> None:
    """Write ``NAME_regions.png``, ``NAME_colors.png`` and ``NAME_displacement.png`` for each picture.

    Raises
    ------
    PegbarError
        A picture, the model or the parameter file is missing or damaged.
    """
    check_outputs(run.images, run.out, _REGIONS)
    params = load_section("regions", RegionParams, params_file)
    folder = find_model(models, "regions")
    predictor = Predictor(folder, "regions", device_of(device))

    def draw(data: bytes, path: Path) -> dict[str, bytes]:
        picture = decode_rgb(data, str(path), MAX_PIXELS)
        maps, labels = predict_regions(predictor, picture, params)
        colors = quantize_colors(picture, labels, clusters or params.clusters, params.space, params.seed)
        return {
            "regions": encode_png(encode_regions(labels)),
            "colors": encode_color_map(colors.index, colors.palette),
            "displacement": encode_png(np.round(maps[0] * 255).astype(np.uint8)),
        }

    made_of = key_of("regions", params, clusters, str(predictor.device), files=[folder / "regions.json"])
    run.write("regions", _REGIONS, draw, made_of)
