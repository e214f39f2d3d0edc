"""Time the networks of frames in ONNX Runtime beside PyTorch, at 1080 lines, and how far their answers differ.

    python -m benchmarks.onnx_engine

Both engines take turns, so that what else the machine does slows both; seconds are those that the process computed, on
one thread and on two.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from tqdm import tqdm

from benchmarks.studio_frames import held_out_frames
from pegbar.errors import guarded
from pegbar.evaluation.source import source_of
from pegbar.inference.onnx_predictor import OnnxPredictor
from pegbar.inference.predictor import Predictor, tile_side
from pegbar.networks.starters import find_model
from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams
from pegbar.storage.results import write_json

NAMES = ("cel", "douga")
THREADS = (1, 2)
FULL_HD = (1080, 1920)
RUNS = 5


def in_turns(actions: dict[str, Callable[[], object]], runs: int) -> dict[str, tuple[float, float]]:
    """Median seconds, computed and passed, of each action, after one warm-up."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in actions}
    for run in range(runs + 1):
        for name, action in actions.items():
            computed, passed = time.process_time(), time.perf_counter()
            action()
            if run:
                times[name].append((time.process_time() - computed, time.perf_counter() - passed))
    return {name: (statistics.median(t[0] for t in each), statistics.median(t[1] for t in each)) for name, each in times.items()}


def full_hd_frame() -> np.ndarray[Any, Any]:
    """A frame of a cut that nothing was trained on."""
    studio = load_section("studio", StudioParams)
    large = studio.model_copy(update={"width": FULL_HD[1], "height": FULL_HD[0], "supersampling": 2})
    return np.asarray(next(iter(held_out_frames(large, 1))).rgb)


def engines(folder: Path, name: str) -> dict[str, Any]:
    """Predictors at 1080 lines: PyTorch in float32, as it runs by default where that is another precision, and ONNX Runtime."""
    default = Predictor(folder, name, torch.device("cpu"), FULL_HD[0])
    single = default.at_height(FULL_HD[0])
    single.bfloat16 = False
    found = {"torch": single, "onnx": OnnxPredictor(folder, name, FULL_HD[0])}
    return found | ({"torch_bfloat16": default} if default.bfloat16 else {})


@torch.inference_mode()
def in_pytorch(predictor: Predictor, tile: torch.Tensor) -> torch.Tensor:
    """Logits of a tile, laid out as the predictor lays it out, in float32."""
    return predictor.network(tile.to(memory_format=torch.channels_last))


def compared(name: str, frame: np.ndarray[Any, Any], threads: int, runs: int) -> dict[str, float]:
    """Seconds of each engine for a whole frame, and for the network alone on one tile, and how many times as long PyTorch takes."""
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    predictors = engines(find_model(Path("models"), name), name)
    actions: dict[str, Callable[[], object]] = {engine: partial(each.logits, frame) for engine, each in predictors.items()}
    side = tile_side(FULL_HD)
    tile = torch.zeros(1, 3, side, side)
    actions |= {"onnx_network": partial(predictors["onnx"].graph, tile), "torch_network": partial(in_pytorch, predictors["torch"], tile)}
    took = in_turns(actions, runs)
    result = {f"{engine}_cpu_seconds": round(each[0], 3) for engine, each in took.items()}
    for engine in took:
        onnx = "onnx_network" if engine.endswith("network") else "onnx"
        if engine != onnx:
            result[f"{engine}_over_onnx"] = round(took[engine][0] / took[onnx][0], 2)
            result[f"{engine}_over_onnx_wall"] = round(took[engine][1] / took[onnx][1], 2)
    one, other = (predictors[engine].probabilities(frame) for engine in ("torch", "onnx"))
    return result | {"largest_difference_levels": round(255 * float(np.abs(one - other).max()), 4)}


def measure(out: Path, runs: int) -> None:
    """Measure, print and write."""
    frame = full_hd_frame()
    result: dict[str, dict[str, dict[str, float]]] = {name: {} for name in NAMES}
    for name, threads in tqdm([(name, threads) for name in NAMES for threads in THREADS], unit="engine"):
        result[name][str(threads)] = compared(name, frame, threads, runs)
        print(name, threads, result[name][str(threads)])
    models = [find_model(Path("models"), name) / f"{name}.safetensors" for name in NAMES]
    write_json(out, {"onnx_engine": result, "source": source_of("onnx_engine", models)})


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/onnx_engine.json"))
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args()
    measure(chosen.out, chosen.runs)


if __name__ == "__main__":
    guarded(main)
