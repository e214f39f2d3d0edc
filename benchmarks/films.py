"""What a film costs beside its networks, whether memory grows with it, and whether smoothing helps; writes ``metrics/films.json``.

    python -m benchmarks.films                  # needs the trained models of `make repro`

Seconds are processor time of one core, so that other work on the machine does not count. Memory is measured with tiny untrained networks
on small frames: neither grows with a film, and whether the rest does is what is asked.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.film_smoothing import measure_smoothing
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.export.frame_files import FrameParts, LayerOptions, Slot, frame_files
from pegbar.films.drawing_work import FilmDrawing, digest_of
from pegbar.films.sources import open_film
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import reconstruct_frame
from pegbar.inference.reconstruction_models import ModelChoice, ReconstructionModels, load_models
from pegbar.layers.frame_sheets import frame_sheets
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.sidecars import Sidecar, save_model
from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams
from pegbar.storage.records import write_set
from pegbar.storage.results import write_json
from pegbar.studio.compositing import Finish
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import shoot
from pegbar.transforms.preprocessing import Preprocessing
from pegbar.vocabulary.model_classes import CLASSES

Picture = NDArray[np.uint8]
DRAWINGS, HOLD = 3, 2
"""Of the film at 1080 lines."""
LENGTHS = (100, 10_000)
"""Frames of the films by which memory is measured."""
_HELD, _CYCLE, _CUT = 20, 5, 200
"""Frames that each of their drawings is shown, drawings that come back in turns, and frames of a cut."""
CUTS = 8
"""Held-out cuts by which smoothing is measured."""
_LAYERS = ("png", "openraster", "psd", "paint-douga", "dataset")


def write_film(path: Path, frames: Iterator[Picture], size: tuple[int, int]) -> None:
    """Encode frames of a size (height, width) as H.264, 4:2:0."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "16", "preset": "veryfast"})
        stream.height, stream.width, stream.pix_fmt = *size, "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())


def full_hd_frames(params: StudioParams) -> Iterator[Picture]:
    """A studio cut at 1920 × 1080 on twos."""
    large = params.model_copy(update={"width": 1920, "height": 1080, "supersampling": 2, "frames_per_cut": 3 * DRAWINGS})
    cut = next(c for c in (plan_cut(number, large) for number in range(100)) if c.shot == "medium")
    still = replace(cut, finish=Finish(), pan=(0.0, 0.0), drawings=tuple(range(DRAWINGS)))
    return (frame.rgb for frame in shoot(still, large) for _ in range(HOLD))


class Clock:
    """Processor seconds, those inside networks apart."""

    def __init__(self) -> None:
        self.inside = 0.0

    def timed(self, networks: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose seconds are not counted."""

        def call(*arguments: Any) -> Any:
            started = time.process_time()
            try:
                return networks(*arguments)
            finally:
                self.inside += time.process_time() - started

        return call

    def now(self) -> float:
        """Processor seconds outside networks so far."""
        return time.process_time() - self.inside


def _export_seconds(clock: Clock, parts: FrameParts, palette: Any) -> dict[str, float]:
    """Seconds of each kind of layers for one drawing."""
    seconds = {}
    for kind in _LAYERS:
        started = clock.now()
        frame_files(parts, Slot("cut", 1), LayerOptions((kind,), palette))
        seconds[kind] = clock.now() - started
    return seconds


def _drawing_seconds(clock: Clock, models: ReconstructionModels, drawing: FilmDrawing, out: Path) -> dict[str, float]:
    """Seconds of each step of a drawing."""
    times = [clock.now()]
    done = reconstruct_frame(models.cel, models.douga, drawing.frame)
    times.append(clock.now())
    cel = extract_soft_cel(drawing.frame, done.mask)
    sheets = frame_sheets(drawing.frame, cel, done, models.palette)
    times.append(clock.now())
    write_set(out, drawing.name, {f"{drawing.name}_{kind}.png": png for kind, png in sheets.items()})
    times.append(clock.now())
    post, made, written = np.diff(times).tolist()
    layers = _export_seconds(clock, FrameParts(drawing.frame, done.mask, done.douga, cel), models.palette)
    return {"post_processing": post, "sheets": made, "writing": written, **layers}


def measure_speed(models: Path, folder: Path) -> dict[str, Any]:
    """Processor seconds a frame and a drawing at 1080 lines without the networks, and frames a second of them by hold."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    write_film(folder / "film.mkv", full_hd_frames(load_section("studio", StudioParams)), (1080, 1920))
    loaded, clock = load_models(ModelChoice(models, device=torch.device("cpu"))), Clock()
    started, frames, steps = clock.now(), 0, []
    found = []
    for frame in open_film(folder / "film.mkv").frames(None):
        frames += 1
        if frame.is_new:
            found.append(FilmDrawing("cut", frame.drawing, frame.rgb, digest_of(frame.rgb)))
    reading = (clock.now() - started) / frames
    with patch.object(Predictor, "probabilities", clock.timed(Predictor.probabilities)):
        steps = [_drawing_seconds(clock, loaded, drawing, folder / "out") for drawing in tqdm(found, desc="drawings", unit="drawing")]
    seconds = {name: float(np.median([step[name] for step in steps])) for name in steps[0]}
    drawing = sum(seconds[name] for name in ("post_processing", "sheets", "writing"))
    rates = {str(hold): 1 / (reading + drawing / hold) for hold in (1, 2, 3)}
    return {"reading_frame": reading, "drawing": seconds, "networks": clock.inside / len(found), "frames_per_second_by_hold": rates}


def small_frames(length: int) -> Iterator[Picture]:
    """Frames of 160 × 96: a figure that walks over soft noise, which is another in each cut."""
    for number in range(length):
        if number % _HELD == 0:
            frame = cv2.GaussianBlur(np.random.default_rng(number // _CUT).integers(0, 256, (96, 160, 3), np.uint8), (0, 0), 5)
            center = (30 + 24 * (number // _HELD % _CYCLE), 48)
            cv2.ellipse(frame, center, (12, 24), 0, 0, 360, (230, 190, 160), cv2.FILLED)
            cv2.ellipse(frame, center, (12, 24), 0, 0, 360, (20, 20, 20), 2)
        yield np.asarray(frame, np.uint8)


def tiny_models(folder: Path) -> None:
    """Untrained networks on disk."""
    for name, classes in (("cel", 2), ("douga", 10)):
        torch.manual_seed(classes)
        shape = GcnConfig("resnet18", classes, 5, 4, 4, 0.0, "group")
        names = next(names for names in CLASSES[name] if len(names) == classes)
        save_model(folder, name, Gcn(shape).state_dict(), Sidecar(name, names, shape, Preprocessing(64, "picture"), {}))


def measure_memory(folder: Path) -> dict[str, Any]:
    """Peak megabytes of a whole command by length of the film, in frames."""
    tiny_models(folder / "models")
    script = "import sys; from pathlib import Path; from pegbar.cli.main import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
    script += "    print(next(line for line in Path('/proc/self/status').open() if line.startswith('VmHWM')).split()[1])"
    peaks = {}
    for length in LENGTHS:
        film = folder / f"{length}.mkv"
        write_film(film, small_frames(length), (96, 160))
        options = ("--out", folder / f"out_{length}", "--models", folder / "models", "--device", "cpu", "--workers", "1")
        command = [sys.executable, "-c", script, "reconstruct", film, *options]
        done = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True)
        peaks[str(length)] = round(int(done.stdout.splitlines()[-1]) / 1024)
    return {"megabytes": peaks, "growth": peaks[str(LENGTHS[1])] / peaks[str(LENGTHS[0])] - 1}


def main() -> None:
    """Measure speed, memory and smoothing, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/films.json"))
    options = parser.parse_args()
    models = Path("models")
    source = source_of("films", [models / "cel.safetensors", models / "douga.safetensors"])
    with tempfile.TemporaryDirectory() as name:
        measured = {"speed": measure_speed(models, Path(name)), "memory": measure_memory(Path(name))}
    measured["smoothing"] = measure_smoothing(models, Path("data"), CUTS)
    write_json(options.out, {"films": measured, "source": source})
    for key, value in measured.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    guarded(main)
