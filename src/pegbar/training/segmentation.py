"""Segmentation as a task: pixel-wise loss on augmented batches, confusion on validation frames."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.frames import Frames, pad_frame
from pegbar.metrics.confusion import confusion, mean_iou
from pegbar.networks.gcn import HEAD_BIAS, Gcn
from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.gcn_files import start_from
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.networks.sidecars import Sidecar
from pegbar.networks.starters import starter_folder
from pegbar.params.gcn import GcnParams, SegmentationParams
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.losses import class_weights, pixel_loss
from pegbar.training.segmentation_batches import Batches, FrameBatch
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import SupervisedTask, Trained
from pegbar.transforms.preprocessing import Preprocessing

ParamsT = TypeVar("ParamsT", bound=SegmentationParams)
_COUNTED = 64
"""Frames on which classes are counted for their weights."""


class Segmentation(SupervisedTask[ParamsT]):
    """Pixel-wise classification of frames: douga reconstruction, and what cel segmentation builds on.

    Parameters
    ----------
    plates
        Backgrounds that may replace a frame's own.
    classes
        To decide on.
    unweighted
        Classes that keep the lowest weight however rare they are.
    """

    def __init__(
        self,
        train: Frames,
        val: Frames,
        plates: list[NDArray[np.uint8]],
        classes: int,
        params: ParamsT,
        unweighted: Sequence[int] = (),
    ) -> None:
        self.batches, self.val, self.classes, self.params = Batches(train, plates, params), val, classes, params
        self.gamma = params.focal_gamma if params.loss == "focal" else 0.0
        power = 0.0 if params.loss == "cross_entropy" else params.weight_power
        self.weights = class_weights(self._frequencies(train), power, unweighted) if power else None

    def __len__(self) -> int:
        """Frames to learn from."""
        return len(self.batches.frames)

    def labels(self, targets: Tensor) -> Tensor:
        """The classes to decide on, of the targets that frames hold."""
        return targets

    def scores(self, logits: Tensor) -> Tensor:
        """Logits of the classes to decide on, of the network's."""
        return logits

    def batch(self, draw: Draw) -> FrameBatch:
        """Frames of a step and where their crops lie."""
        return self.batches.host(draw)

    def examples(self, batch: FrameBatch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Augmented pictures (B, 3, H, W) and targets (B, H, W)."""
        return self.batches.examples(batch, draw)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Scalar training loss."""
        return self.decision_loss(logits, targets)

    def decision_loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """The configured pixel-wise loss."""
        weights = None if self.weights is None else self.weights.to(logits)
        return pixel_loss(self.scores(logits), self.labels(targets), weights, self.gamma)

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Loss, accuracy and mean IoU over whole frames."""
        total, losses = np.zeros((self.classes, self.classes), np.int64), []
        for index in range(len(self.val)):
            picture, target = pad_frame(self.val[index], self.params.standardize, device)
            logits = forward(picture)[..., : target.shape[0], : target.shape[1]]
            losses.append(float(self.decision_loss(logits, target[None])))
            predicted = self.scores(logits)[0].argmax(dim=0)
            total += confusion(self.labels(target).cpu().numpy(), predicted.cpu().numpy(), self.classes)
        return {
            "loss": float(np.mean(losses)),
            "accuracy": float(np.trace(total) / total.sum()),
            "miou": mean_iou(total),
        }

    def adjusted(self, state: dict[str, Tensor], fraction: float) -> dict[str, Tensor]:
        """Weights of a trained network whose decision gives back a fraction of the class weights (logit adjustment, Menon et al. 2021).

        Weighted, rare classes are learnt, but then predicted too often.
        """
        if self.weights is None or not fraction:
            return state
        bias = state[HEAD_BIAS]
        return state | {HEAD_BIAS: bias - fraction * self.weights.to(bias).log()}

    def _frequencies(self, frames: Frames) -> Tensor:
        counts = np.zeros(self.classes, np.int64)
        for index in np.linspace(0, len(frames) - 1, min(_COUNTED, len(frames))).round().astype(int):
            labels = self.labels(torch.from_numpy(frames[int(index)].target))
            counts += np.bincount(labels.numpy().ravel(), minlength=self.classes)
        return torch.from_numpy(counts).double().float()


def build_network(params: GcnParams, classes: int, models: Path, task: str) -> Gcn:
    """The network of a run with its first weights: random ones from the seed, or as ``network.init`` says.

    Parameters
    ----------
    params
        Architecture, seed, threads.
    classes
        Outputs of the network.
    models
        Folder of the cel network, for runs that start from it.
    task
        ``cel``, ``douga`` or ``regions``: whose starter the run starts from, if it does.

    Raises
    ------
    PegbarError
        The model to start from is missing, damaged, or has another backbone.
    """
    torch.set_num_threads(params.threads)
    seed_torch(params.seed, "weights")
    wanted = params.network
    config = GcnConfig(wanted.backbone, classes, wanted.kernel, wanted.channels, wanted.decoder_channels, wanted.dropout, wanted.norm)
    network = Gcn(config)
    if wanted.init == "imagenet":
        start_from_imagenet(network.backbone, wanted.backbone)
    elif wanted.init == "cel":
        start_from(network, models, "cel")
    elif wanted.init == "starter":
        start_from(network, starter_folder(task), task)
    return network


def sidecar_of(network: Gcn, task: str, classes: tuple[str, ...], trained: Trained, params: GcnParams) -> Sidecar:
    """Describe a trained network; nothing in it depends on the clock."""
    loss = {"loss": params.loss} if isinstance(params, SegmentationParams) else {}
    facts = {
        **trained.facts,
        "best_val_loss": round(trained.validation.best_loss, 6),
        **loss,
        "batch": params.batch,
        "crop": list(params.crop),
    }
    return Sidecar(task, classes, network.config, Preprocessing(params.working_height, params.standardize), facts)
