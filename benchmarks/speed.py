"""Time what has a limit: decoding, post-processing, drawing, layers. One core; medians over several runs.

    python -m benchmarks.speed

Seconds depend on the machine; beside each stands its ratio to a plain NumPy or OpenCV routine on the
same machine, which depends on it much less.
"""

import argparse
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import cv2
import numpy as np
import torch

from benchmarks.median_time import median_seconds
from pegbar.douga.palette import decode, encode
from pegbar.douga.postprocess import postprocess
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.export.frame_files import FrameParts, LayerOptions, Slot, frame_files
from pegbar.export.kinds import KINDS as LAYER_KINDS
from pegbar.footage.drawings import read_drawings
from pegbar.footage.facts import probe
from pegbar.layers.soft_alpha import extract_soft_cel
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
FILM_FRAMES = 48


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


def layer_times(params: StudioParams, palette: Palette) -> dict[str, float]:
    """Milliseconds that each kind of layers of a 1080p frame takes, and its cel's soft edges."""
    large = params.model_copy(update={"width": FULL_HD[1], "height": FULL_HD[0], "supersampling": 2, "frames_per_cut": 1})
    shot = next(shoot(next(c for c in (plan_cut(n, large) for n in range(100)) if c.shot == "medium"), large))
    parts = FrameParts(shot.rgb, shot.mask, shot.douga, extract_soft_cel(shot.rgb, shot.mask))
    times = {"soft_cel": median_seconds(lambda: extract_soft_cel(shot.rgb, shot.mask), 5)}
    for kind in LAYER_KINDS:
        options = LayerOptions((kind,), palette)
        times[kind.replace("-", "_")] = median_seconds(partial(frame_files, parts, Slot("cut", 1), options), 5)
    return {f"layers_{name}_1080p_ms": round(1000 * seconds, 1) for name, seconds in times.items()}


def write_film(picture: np.ndarray[Any, Any], path: Path) -> None:
    """A film of full HD on twos: a picture that moves a little with each drawing."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "20", "preset": "veryfast"})
        stream.height, stream.width, stream.pix_fmt = *FULL_HD, "yuv420p"
        for number in range(FILM_FRAMES):
            moved = np.ascontiguousarray(np.roll(picture, 24 * (number // 2), axis=1))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(moved, format="rgb24")))
        container.mux(stream.encode())


def film_seconds(picture: np.ndarray[Any, Any]) -> float:
    """Seconds in which a frame of a film is decoded, put into its cut, and its drawing found."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        write_film(picture, path)
        footage = probe(path)
        return median_seconds(lambda: sum(1 for _ in read_drawings(path, footage=footage)), 3) / FILM_FRAMES


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
    film = film_seconds(drawing)
    result = {
        "decode_1080p_20_colors_ms": round(1000 * decoding, 1),
        "decode_naive_over_table": round(naive / decoding, 1),
        "postprocess_1080p_ms": round(1000 * finishing, 1),
        "postprocess_over_gaussian_blur": round(finishing / blur, 1),
        "studio_frames_per_second_one_core": round(frames / drawn, 1),
        "film_1080p_frames_per_second_one_core": round(1 / film, 1),
        **layer_times(studio, load_palette(Path(douga.palette))),
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
