"""``pegbar lineart`` and ``pegbar regions``: from finished illustrations to line art, regions and few colours."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pegbar.cli.sheets import device_of, gather, write_sheets
from pegbar.errors import PegbarError
from pegbar.inference.predict import Predictor
from pegbar.inference.regions import predict_regions
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import encode_color_map, encode_regions
from pegbar.production.pictures import decode_rgb, encode_png
from pegbar.regions.colors import few_colors
from pegbar.storage.reading import read_bytes

MOST_PIXELS = 40_000_000


def _read(path: Path) -> NDArray[np.uint8]:
    picture = decode_rgb(read_bytes(path), str(path))
    height, width = picture.shape[:2]
    if height * width > MOST_PIXELS:
        raise PegbarError(f"{path}: found {width}×{height} pixels, expected at most {MOST_PIXELS:,}")
    return picture


def lineart(images: Sequence[Path], out: Path, preset: str, flow: float | None, binary: bool, keep_going: bool) -> None:
    """Write ``NAME_lineart.png``, dark lines on white, for each picture."""
    xdog = PRESETS[preset] if flow is None else replace(PRESETS[preset], flow=flow)
    write_sheets(images, out, lambda path: {"lineart": encode_png(extract_lines(_read(path), xdog, binary))}, keep_going, "lineart")


def regions(
    images: Sequence[Path], out: Path, models: Path, params_file: Path, clusters: int | None, device: str, keep_going: bool
) -> None:
    """Write ``NAME_regions.png``, ``NAME_colors.png`` and ``NAME_displacement.png`` for each picture."""
    gather(images)
    params = load_section("regions", RegionParams, params_file)
    predictor = Predictor(models, "regions", device_of(device))

    def draw(path: Path) -> dict[str, bytes]:
        picture = _read(path)
        maps, found = predict_regions(predictor, picture, params)
        colors = few_colors(picture, found, clusters or params.clusters, params.space, params.seed)
        return {
            "regions": encode_png(encode_regions(found)),
            "colors": encode_color_map(colors.index, colors.palette),
            "displacement": encode_png(np.round(maps[0] * 255).astype(np.uint8)),
        }

    write_sheets(images, out, draw, keep_going, "regions")
