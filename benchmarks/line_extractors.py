"""Train one of the two networks that the thesis compares with (Table 5.5) on the studio's synthetic cels.

    python -m benchmarks.line_extractors manga_line_extraction          # 400 steps
    python -m benchmarks.line_extractors sketchkeras --steps 100

They see what the douga network sees in training, the frames of ``data/training_frames.csv`` cut out by predicted masks, and learn ink from
paper. Writes ``models/line_extractors/NAME.safetensors``; killed and started again, it goes on.
"""

import argparse
from pathlib import Path
from typing import get_args

import torch

from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import douga_loader
from pegbar.errors import guarded
from pegbar.networks.line_extractors import EXTRACTORS, ExtractorName, ExtractorSidecar, save_extractor
from pegbar.params.base import load_section
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.gcn import SegmentationParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.training.line_extraction import LineExtraction
from pegbar.training.runs import forget, run_hash
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import train_network

FOLDER = Path("models/line_extractors")
STEPS, BATCH, CROP = 400, 2, (128, 192)


def extractor_params(steps: int) -> SegmentationParams:
    """How an extractor is trained: the douga network's frames and augmentation, from random weights, on fewer and smaller crops, since a
    step takes these networks many times as long."""
    changes = {
        "batch": BATCH,
        "crop": CROP,
        "steps": steps,
        "validate_every": max(1, steps // 4),
        "warmup": min(40, steps // 4),
        "learning_rate": (1e-3, 1e-6),
    }
    return load_section("douga_network", DougaNetworkParams).model_copy(update=changes)


def train(name: ExtractorName, params: SegmentationParams, folder: Path = FOLDER, data: Path = Path("data")) -> None:
    """Train a network and write it."""
    torch.set_num_threads(params.threads)
    labelled = load_manifest(data / "training_frames.csv")
    labelled = labelled[labelled["douga"] != ""]
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    with Store(data / "production") as frames, Store(data / "cels_predicted") as cels, Store(data / "douga") as drawings:
        load = douga_loader(frames, cels, drawings, params.working_height)
        task = LineExtraction(Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb), params)
        seed_torch(params.seed, "weights")
        network = EXTRACTORS[name]()
        mark = run_hash(params, (rows, held_out), (frames, cels, drawings), (network.state_dict(),))
        folder.mkdir(parents=True, exist_ok=True)
        trained = train_network(network, task, folder / f"{name}.pt", mark)
        save_extractor(folder, trained.weights, ExtractorSidecar(name, trained.facts))
        forget(folder / f"{name}.pt")


def main() -> None:
    """Parse and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=get_args(ExtractorName))
    parser.add_argument("--steps", type=int, default=STEPS)
    chosen = parser.parse_args()
    train(chosen.name, extractor_params(chosen.steps))


if __name__ == "__main__":
    guarded(main)
