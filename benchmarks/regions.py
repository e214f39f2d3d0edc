"""Colour regions on vector art, whose regions are exact, and what each method takes on one core.

    python -m benchmarks.regions --art ../shared/art
    python -m benchmarks.regions --art ../shared/art --sheet /tmp/regions.jpg     # to look at

Writes ``metrics/regions_measured.json``. The art stays where it is; only numbers are written.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from skimage.measure import label
from skimage.segmentation import expand_labels
from tqdm import tqdm

from benchmarks.median_time import median_seconds
from benchmarks.real_art_pictures import pictures
from pegbar.errors import guarded
from pegbar.evaluation.regions import Comparison
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import Predictor
from pegbar.inference.regions import predict_maps, predict_regions
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.pictures import decode_rgb, decode_rgba
from pegbar.regions.baselines import BASELINES, baseline
from pegbar.regions.colors import quantize_colors
from pegbar.regions.labels import merge_small, regions_from
from pegbar.storage.reading import read_bytes
from pegbar.storage.results import write_json
from pegbar.transforms.preprocessing import resize
from pegbar.visualization.galleries import in_hues, write_gallery

SIDE = 512


def vector_faces(art: Path, side: int = SIDE) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int32]]]:
    """Faces, their line art and exact regions: connected areas of one flat colour, lines shared out between them."""
    folder = art / "dicebear_adventurer_ccby"
    for path in pictures(folder / "color"):
        shown = resize(decode_rgb(read_bytes(path), str(path)), (side, side))
        flat = decode_rgba(read_bytes(folder / "flat" / path.name), path.name)
        flat = cv2.resize(flat, (side, side), interpolation=cv2.INTER_NEAREST_EXACT)
        line = resize(decode_rgb(read_bytes(folder / "line" / path.name), path.name), (side, side))[..., 0]
        codes = (flat.astype(np.int64) // 8) @ np.array([1 << 18, 1 << 12, 1 << 6, 1])
        areas = label(np.where(line < 128, -1, codes), background=-1, connectivity=1)
        yield shown, line, merge_small(expand_labels(areas, side).astype(np.int32), 24)


def quality(art: Path, predictor: Predictor, params: RegionParams, sheet: Path | None) -> dict[str, dict[str, float | int]]:
    """Scores of ours and the others on the faces."""
    scores = Comparison(params.min_size)
    rows = []
    for shown, _, truth in tqdm(vector_faces(art), desc="faces", unit="picture"):
        maps, found = predict_regions(predictor, shown, params)
        scores.add(shown, truth, (maps[0], maps[1]), found)
        rows.append([shown, in_hues(truth), in_hues(found)])
    if sheet is not None:
        write_gallery(sheet, rows, ("illustration", "exact regions", "ours"), 320, (1, 1))
    return scores.metrics()


def seconds(shown: NDArray[np.uint8], predictor: Predictor, params: RegionParams) -> dict[str, float]:
    """Median seconds of each method on a 512² picture, one core; ours without its network, and the rest of the input pipeline."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    maps = predict_maps(predictor, shown)
    regions = regions_from(*maps, params.merge_threshold, params.min_size)
    large = resize(shown, (1080, 1920))
    taken = {name: median_seconds(lambda name=name: baseline(name, shown, params.min_size), 3) for name in BASELINES}
    taken |= {
        "ours": median_seconds(
            lambda: quantize_colors(shown, regions_from(*maps, params.merge_threshold, params.min_size), params.clusters, params.space), 7
        ),
        "ours, regions alone": median_seconds(lambda: regions_from(*maps, params.merge_threshold, params.min_size), 7),
        "ours, few colours alone": median_seconds(lambda: quantize_colors(shown, regions, params.clusters, params.space), 7),
        "network": median_seconds(lambda: predict_maps(predictor, shown), 3),
        "xDoG 1080p, stenciltorch": median_seconds(lambda: extract_lines(large, PRESETS["stenciltorch"]), 7),
        "xDoG 1080p, soft with flow": median_seconds(lambda: extract_lines(large, PRESETS["soft"]), 3),
    }
    return {name: round(value, 4) for name, value in taken.items()}


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--out", type=Path, default=Path("metrics/regions_measured.json"))
    parser.add_argument("--sheet", type=Path, help="also write a contact sheet here (keep it out of the repository)")
    chosen = parser.parse_args()
    params, predictor = load_section("regions", RegionParams), Predictor(chosen.models, "regions")
    source = source_of("regions", [chosen.models / "regions.safetensors"])
    art = quality(chosen.art, predictor, params, chosen.sheet)
    shown = next(vector_faces(chosen.art))[0]
    measured = {"art": {"vector faces": art}, "seconds": seconds(shown, predictor, params), "source": source}
    write_json(chosen.out, measured)
    for method, scores in art.items():
        print(f"{method}: " + ", ".join(f"{key} {value:.3f}" for key, value in scores.items()))
    for name, value in measured["seconds"].items():
        print(f"{name}: {1000 * value:.1f} ms")


if __name__ == "__main__":
    guarded(main)
