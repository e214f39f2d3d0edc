"""Colour regions on vector art, whose regions are exact, and what each method takes on one core.

    python benchmarks/regions.py --art ../shared/art
    python benchmarks/regions.py --art ../shared/art --sheet /tmp/regions.jpg     # to look at

Writes ``metrics/regions_measured.json``. The art stays where it is; only numbers are written.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from real_art import pictures
from skimage.measure import label
from skimage.segmentation import expand_labels
from tqdm import tqdm

from pegbar.errors import guarded
from pegbar.inference.predict import Predictor
from pegbar.inference.regions import predict_maps, predict_regions
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.metrics.regions import RegionEvaluation
from pegbar.metrics.tables import write_json
from pegbar.networks.preprocessing import resize
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.pictures import decode_rgb, decode_rgba, read_bytes
from pegbar.regions.baselines import BASELINES, baseline
from pegbar.regions.colors import few_colors
from pegbar.regions.labels import join_small, regions_from
from pegbar.report.galleries import write_gallery
from pegbar.report.regions import UNMERGED

SIDE = 512
_HUES = np.random.default_rng(0).integers(60, 256, (4096, 3)).astype(np.uint8)


def vector_faces(art: Path) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.int32]]]:
    """Faces and their exact regions: connected areas of one flat colour, lines shared out between them."""
    folder = art / "dicebear_adventurer_ccby"
    for path in pictures(folder / "color"):
        shown = resize(decode_rgb(read_bytes(path), str(path)), (SIDE, SIDE))
        flat = decode_rgba(read_bytes(folder / "flat" / path.name), path.name)
        flat = cv2.resize(flat, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST_EXACT)
        line = resize(decode_rgb(read_bytes(folder / "line" / path.name), path.name), (SIDE, SIDE))[..., 0] < 128
        codes = (flat.astype(np.int64) // 8) @ np.array([1 << 18, 1 << 12, 1 << 6, 1])
        areas = label(np.where(line, -1, codes), background=-1, connectivity=1)
        yield shown, join_small(expand_labels(areas, SIDE).astype(np.int32), 24)


def quality(art: Path, predictor: Predictor, params: RegionParams, sheet: Path | None) -> dict[str, dict[str, float | int]]:
    """Scores of ours and the others on the faces."""
    scores = {name: RegionEvaluation() for name in ("ours", UNMERGED, *BASELINES)}
    rows = []
    for shown, truth in tqdm(vector_faces(art), desc="faces", unit="picture"):
        maps, found = predict_regions(predictor, shown, params)
        scores["ours"].add(truth, found)
        scores[UNMERGED].add(truth, regions_from(*maps, limit=0.0, least=params.least))
        for name in BASELINES:
            scores[name].add(truth, baseline(name, shown, params.least))
        rows.append([shown, _HUES[truth % 4096], _HUES[found % 4096]])
    if sheet is not None:
        write_gallery(sheet, rows, ("illustration", "exact regions", "ours"), 320, (1, 1))
    return {name: own.metrics() for name, own in scores.items()}


def _median(run: Callable[[], object], times: int = 7) -> float:
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def seconds(shown: NDArray[np.uint8], predictor: Predictor, params: RegionParams) -> dict[str, float]:
    """Median seconds of each method on a 512² picture, one core; ours without its network, and the rest of the input pipeline."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    maps = predict_maps(predictor, shown)
    regions = regions_from(*maps, params.limit, params.least)
    large = resize(shown, (1080, 1920))
    taken = {name: _median(lambda name=name: baseline(name, shown, params.least), 3) for name in BASELINES}
    taken |= {
        "ours": _median(lambda: few_colors(shown, regions_from(*maps, params.limit, params.least), params.clusters, params.space)),
        "ours, regions alone": _median(lambda: regions_from(*maps, params.limit, params.least)),
        "ours, few colours alone": _median(lambda: few_colors(shown, regions, params.clusters, params.space)),
        "network": _median(lambda: predict_maps(predictor, shown), 3),
        "xDoG 1080p, stenciltorch": _median(lambda: extract_lines(large, PRESETS["stenciltorch"])),
        "xDoG 1080p, soft with flow": _median(lambda: extract_lines(large, PRESETS["soft"]), 3),
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
    art = quality(chosen.art, predictor, params, chosen.sheet)
    shown = next(vector_faces(chosen.art))[0]
    measured = {"art": {"vector faces": art}, "seconds": seconds(shown, predictor, params)}
    write_json(chosen.out, measured)
    for name, own in art.items():
        print(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in own.items()))
    for name, value in measured["seconds"].items():
        print(f"{name}: {1000 * value:.1f} ms")


if __name__ == "__main__":
    guarded(main)
