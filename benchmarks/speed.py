"""Time what has a limit: decoding, post-processing, drawing. One core; medians over several runs.

    python -m benchmarks.speed

Seconds depend on the machine; beside each stands its ratio to a plain NumPy or OpenCV routine on the
same machine, which depends on it much less.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from pegbar.douga.palette import decode, encode
from pegbar.douga.postprocess import postprocess
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.params.base import load_section
from pegbar.params.decision import DougaDecision
from pegbar.params.douga import DougaParams
from pegbar.params.palettes import load_palette
from pegbar.params.studio import StudioParams
from pegbar.storage.results import write_json
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import shoot
from pegbar.vocabulary.douga_classes import Douga
from pegbar.vocabulary.palette import Palette

FULL_HD = (1080, 1920)


def median_seconds(action: Callable[[], object], runs: int) -> float:
    """Median wall time after one warm-up."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def twenty_colors() -> Palette:
    """A palette of twenty colours over the ten classes."""
    rng = np.random.default_rng(0)
    colors = tuple(tuple(int(v) for v in rng.integers(0, 256, 3)) for _ in range(20))
    return Palette("bench", colors, tuple(i % 10 for i in range(20)), tuple(i // 10 for i in range(20)))  # type: ignore[arg-type]


def naive_decode(drawing: np.ndarray[Any, Any], palette: Palette) -> np.ndarray[Any, Any]:
    """The distance to every colour, for comparison."""
    colors = np.array(palette.colors, np.float32)
    return ((drawing[:, :, None].astype(np.float32) - colors) ** 2).sum(axis=-1).argmin(axis=-1)


def full_hd_douga(params: StudioParams) -> np.ndarray[Any, Any]:
    """A studio douga at 1920 × 1080."""
    large = params.model_copy(update={"width": FULL_HD[1], "height": FULL_HD[0], "supersampling": 2, "frames_per_cut": 1})
    cut = next(c for c in (plan_cut(n, large) for n in range(100)) if c.shot == "medium" and len(c.actors) == 3)
    douga = next(shoot(cut, large)).douga
    return np.where(np.isin(douga, (Douga.BOOK_FILL, Douga.BOOK_LINE)), np.uint8(0), douga)


def measure(out: Path) -> None:
    """Measure, print and write."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    studio, douga = load_section("studio", StudioParams), load_section("douga", DougaParams)
    palette = twenty_colors()
    classes = full_hd_douga(studio)
    drawing = encode(classes, load_palette(Path(douga.palette)))
    noise = np.random.default_rng(1).random(classes.shape) < 0.002
    rough = np.where(noise, np.uint8(6), classes)
    decoding = median_seconds(lambda: decode(drawing, palette), 15)
    naive = median_seconds(lambda: naive_decode(drawing, palette), 2)
    finishing = median_seconds(lambda: postprocess(rough, DougaDecision()), 9)
    blur = median_seconds(lambda: cv2.GaussianBlur(drawing, (0, 0), 3), 9)
    cuts = [plan_cut(n, studio) for n in range(24)]
    drawn = median_seconds(lambda: [frame for cut in cuts for frame in shoot(cut, studio)], 1)
    frames = len(cuts) * studio.frames_per_cut
    result = {
        "decode_1080p_20_colors_ms": round(1000 * decoding, 1),
        "decode_naive_over_table": round(naive / decoding, 1),
        "postprocess_1080p_ms": round(1000 * finishing, 1),
        "postprocess_over_gaussian_blur": round(finishing / blur, 1),
        "studio_frames_per_second_one_core": round(frames / drawn, 1),
    }
    for name, value in result.items():
        print(f"{name}: {value}")
    write_json(out, {"speed": result, "source": source_of("speed")})


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/speed.json"))
    chosen = parser.parse_args()
    measure(chosen.out)


if __name__ == "__main__":
    guarded(main)
