"""What the rows of the thesis's tables share: networks to the thesis's letter, where rows lie, what is said of a trained one."""

import argparse
import math
from pathlib import Path
from typing import Any, NamedTuple

import torch

from pegbar.datasets.frames import Frames
from pegbar.errors import PegbarError
from pegbar.inference.predictor import Predictor
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.model_files import load_weights
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.sidecars import Sidecar
from pegbar.networks.thesis_gcn import ThesisGcn
from pegbar.params.gcn import SegmentationParams
from pegbar.training.segmentation import Segmentation
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import Trained, train_network
from pegbar.training.training_scores import TrainingScores

SHORT: dict[str, Any] = {"learning_rate": (1.5e-3, 1e-6), "warmup": 40, "patience": 99, "backbone_lr_multiplier": 0.3}
"""How rows are trained from first weights that have seen no drawing."""
SEEN = 24
"""Frames of the training set that training scores are measured on."""
REPORTS = 8
"""Validations of a run; the best of them counts, as in the thesis."""


class Places(NamedTuple):
    """Where the rows of a table go: the model of each into a folder of its own, its numbers into a file."""

    models: Path
    metrics: Path

    def checkpoint(self, row: str) -> Path:
        """File from which a row goes on."""
        return self.models / f"{row}.pt"


def places_of(table: str, root: Path = Path()) -> Places:
    """Where the rows of a table go below a root, by default the checkout."""
    return Places(root / "models" / table, root / "metrics" / "thesis" / table)


def row_of(rows: dict[str, dict[str, Any]], row: str) -> dict[str, Any]:
    """What a row changes.

    Raises
    ------
    PegbarError
        There is no such row.
    """
    if row not in rows:
        raise PegbarError(f"rows: found {row!r}, expected one of {', '.join(rows)}")
    return rows[row]


def row_parser(description: str | None, steps: int | None, frames: int) -> argparse.ArgumentParser:
    """What the command of every table takes, with defaults; `steps` ``None`` is said to be the pipeline's."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row", nargs="?", help="see --list")
    parser.add_argument("--steps", type=int, default=steps, help=f"default: {steps or 'those of the pipeline'}")
    parser.add_argument("--frames", type=int, default=frames, help="held-out frames to score on; default: %(default)s")
    parser.add_argument("--art", type=Path, default=Path("../shared/art"), help="real art; default: %(default)s")
    parser.add_argument("--list", action="store_true", help="list the rows and what each changes")
    return parser


def parsed_row(parser: argparse.ArgumentParser, rows: dict[str, dict[str, Any]]) -> argparse.Namespace:
    """What was asked for; where that is no row, every row and what it changes is printed and the program ends."""
    chosen = parser.parse_args()
    if chosen.list or not chosen.row:
        for row, changes in rows.items():
            print(row, ", ".join(f"{key} {value}" for key, value in changes.items()))
        parser.exit()
    return chosen


def short(steps: int) -> dict[str, Any]:
    """Changes that make a run `steps` long."""
    return SHORT | {"steps": steps, "validate_every": math.ceil(steps / REPORTS), "warmup": min(SHORT["warmup"], steps // 4)}


def build_variant(params: SegmentationParams, classes: int, inputs: int = 3) -> ThesisGcn:
    """The network of a row with its first weights."""
    torch.set_num_threads(params.threads)
    seed_torch(params.seed, "weights")
    wanted = params.network
    config = GcnConfig(wanted.backbone, classes, wanted.kernel, wanted.channels, wanted.decoder_channels, wanted.dropout, wanted.norm)
    network = ThesisGcn(config, inputs)
    if wanted.init == "imagenet":
        start_from_imagenet(network.backbone, wanted.backbone)
    if inputs > 3:
        network.widen()
    return network


def train_variant(network: ThesisGcn, task: Segmentation[Any], seen: Frames, checkpoint: Path, mark: str) -> Trained:
    """Train a row, with scores of what it has seen beside those of what it has not."""
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    return train_network(network, task, checkpoint, mark, extra=(TrainingScores(task, seen),))


class VariantPredictor(Predictor):
    """A predictor of a row's network, which :func:`pegbar.networks.gcn_files.load_model` does not know how to build.

    Parameters
    ----------
    folder, task
        Where the row was saved, and ``cel`` or ``douga``.
    """

    def __init__(self, folder: Path, task: str) -> None:
        def build(sidecar: Sidecar) -> ThesisGcn:
            network = ThesisGcn(sidecar.network, int(sidecar.training.get("inputs", 3)))
            if network.inputs > 3:
                network.widen()
            return network

        self.device = best_device()
        self.network, self.sidecar = load_weights(folder, task, Sidecar, build, self.device)
        self.height = self.sidecar.preprocessing.working_height
        self.bfloat16 = computes_in_bfloat16(self.device, "auto")
