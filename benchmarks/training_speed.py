"""Steps a second of each trainer, on synthetic pictures in memory: needs neither data nor trained models.

    python -m benchmarks.training_speed                          # every stage, with the parameters of params.yaml
    python -m benchmarks.training_speed --stage cel --stage colorizer --steps 20 --workers 2

Prints steps a second by the clock and seconds of processor time a step, which other programs on the machine disturb less. To compare
two versions, run them by turns.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import torch

from pegbar.datasets.frames import Frames, Sample
from pegbar.datasets.illustration_dataset import IllustrationSample
from pegbar.errors import guarded
from pegbar.networks.devices import best_device
from pegbar.networks.gcn_config import Backbone
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.base import load_section
from pegbar.params.coloring import ColorizerParams
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.gcn import CelParams, GcnParams, RegionNetworkParams
from pegbar.params.scenes import BackgroundParams, SceneParams
from pegbar.plans.scene_drawing import draw_scenes
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store
from pegbar.regions.colors import ColorMap
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.training.background_generator import BackgroundTask
from pegbar.training.callbacks import Callback
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.colorizer import ColorizerTask
from pegbar.training.gan import train_gan
from pegbar.training.region_maps import DisplacementMaps
from pegbar.training.segmentation import Segmentation, build_network
from pegbar.training.supervised import SupervisedTask, train_network
from pegbar.training.trainer import Run
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.model_classes import REGION_OUTPUTS

WARM_UP = 3
"""Steps at the start that do not count."""
_ENCODER: Backbone = "efficientnet_lite0"


class Clock(Callback):
    """Notes wall and processor time after each step."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []

    def after_step(self, run: Run) -> None:
        """Note the time."""
        self.times.append((time.perf_counter(), time.process_time()))

    def speed(self) -> tuple[float, float]:
        """Steps a second, and processor seconds a step."""
        (wall, cpu), (last_wall, last_cpu) = self.times[WARM_UP - 1], self.times[-1]
        steps = len(self.times) - WARM_UP
        return steps / (last_wall - wall), (last_cpu - cpu) / steps


def synthetic_frames(params: GcnParams, classes: int) -> Frames:
    """Sixteen frames of 16:9 with random blocks for classes and colours."""
    size = (params.working_height, params.working_height * 16 // 9)

    def load(row: dict[str, str]) -> Sample:
        rng = np.random.default_rng(int(row["number"]))
        target = np.kron(rng.integers(0, classes, (9, 16)), np.ones((size[0] // 9 + 1, size[1] // 16 + 1)))[: size[0], : size[1]]
        picture = rng.integers(0, 256, (*size, 3), np.uint8)
        return Sample(picture, target.astype(np.uint8), target > 0)

    return Frames(pd.DataFrame({"number": [str(n) for n in range(16)]}), load, 1000)


class Budget(NamedTuple):
    """Steps to train, loader workers, CPU threads (0: those of ``params.yaml``)."""

    steps: int
    workers: int
    threads: int


def _full_size(params: Any, budget: Budget, **changes: object) -> Any:
    """Parameters of a run that neither reports before its end nor begins at low resolution."""
    every = "save_every" if hasattr(params, "save_every") else "validate_every"
    steps, threads = 100 * budget.steps, budget.threads or params.threads
    return params.model_copy(update={"steps": steps, every: steps, "loader_workers": budget.workers, "threads": threads, **changes})


def _gcn(section: str, kind: type[GcnParams], budget: Budget, work: Path) -> Clock:
    params = load_section(section, kind)
    first = params.network.model_copy(update={"init": "imagenet"})
    params = _full_size(params, budget, low_res_fraction=0.0, network=first)
    clock, classes = Clock(), len(CLASS_NAMES)
    task: SupervisedTask[Any]
    if isinstance(params, CelParams):
        frames, classes = synthetic_frames(params, 1 + len(CLASS_NAMES)), len(cel_classes(CLASS_NAMES, params))
        task = CelSegmentation(frames, frames, [frames[0].picture], len(CLASS_NAMES), params)
    elif isinstance(params, DougaNetworkParams):
        frames = synthetic_frames(params, classes)
        task = Segmentation(frames, frames, [], classes, params)
    else:
        assert isinstance(params, RegionNetworkParams)
        frames, classes = synthetic_frames(params, 256), len(REGION_OUTPUTS)
        task = DisplacementMaps(frames, frames, params)
    train_network(build_network(params, classes, work, section), task, work / "c.pt", "speed", budget.steps, (clock,))
    return clock


class Illustrations:
    """Illustrations of 384 × 384 pixels: 64 blocks of 25 colours, with lines between."""

    def __len__(self) -> int:
        return 16

    def __getitem__(self, index: int) -> IllustrationSample:
        rng = np.random.default_rng(index)
        numbers = np.kron(rng.integers(0, 25, (8, 8), np.uint8), np.ones((48, 48), np.uint8))
        palette = rng.integers(0, 256, (25, 3), np.uint8)
        lines = np.full(numbers.shape, 255, np.uint8)
        lines[::48] = lines[:, ::48] = 0
        return IllustrationSample(palette[numbers], lines, ColorMap(numbers, palette))


def _tag_encoder() -> TagEncoder:
    torch.manual_seed(0)
    return TagEncoder(TagEncoderConfig(_ENCODER, "folded", 8))


def _colorizer(budget: Budget, work: Path) -> Clock:
    params = _full_size(load_section("colorizer", ColorizerParams), budget)
    task, clock = ColorizerTask(Illustrations(), _tag_encoder(), params, best_device()), Clock()  # type: ignore[arg-type]
    train_gan(task.models(), task, work / "c.pt", "speed", budget.steps, (clock,))
    return clock


def _background(budget: Budget, work: Path) -> Clock:
    params = _full_size(load_section("background", BackgroundParams), budget)
    scenes = load_section("scenes", SceneParams).model_copy(update={"count": 60})
    draw_scenes(scenes, work / "scenes", work / "scenes.csv")
    with Store(work / "scenes") as store:
        library = SceneLibrary(store, load_scenes(work / "scenes.csv"), (params.width, params.height))
        task, clock = BackgroundTask(library, _tag_encoder(), params, best_device()), Clock()
        train_gan(task.models(), task, work / "c.pt", "speed", budget.steps, (clock,))
    return clock


STAGES: dict[str, Callable[[Budget, Path], Clock]] = {
    "cel": lambda *rest: _gcn("cel", CelParams, *rest),
    "douga": lambda *rest: _gcn("douga_network", DougaNetworkParams, *rest),
    "regions": lambda *rest: _gcn("region_network", RegionNetworkParams, *rest),
    "colorizer": _colorizer,
    "background": _background,
}


def measure(stages: list[str], budget: Budget) -> None:
    """Train each stage for some steps and print its speed."""
    for stage in stages:
        with tempfile.TemporaryDirectory() as work:
            speed, seconds = STAGES[stage](budget, Path(work)).speed()
        print(f"{stage}: {speed:.3f} steps a second, {seconds:.3f} s of processor time a step", flush=True)


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", action="append", choices=tuple(STAGES), help="only this stage; may be repeated")
    parser.add_argument("--steps", type=int, default=20, help="steps that are timed")
    parser.add_argument("--workers", type=int, default=0, help="loader workers")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; by default those of params.yaml")
    chosen = parser.parse_args()
    budget = Budget(chosen.steps + WARM_UP, chosen.workers, chosen.threads)
    guarded(lambda: measure(chosen.stage or list(STAGES), budget))


if __name__ == "__main__":
    main()
