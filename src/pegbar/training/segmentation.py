"""Segmentation as a task: pixel-wise loss on augmented batches, confusion on validation frames."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.metrics.confusion import confusion, mean_iou
from pegbar.networks.files import Sidecar
from pegbar.networks.gcn import HEAD_BIAS, Gcn, GcnShape
from pegbar.networks.preprocessing import Preprocessing
from pegbar.networks.pretrained import start_from, start_from_imagenet
from pegbar.params.training import TrainingParams
from pegbar.training.engine import State
from pegbar.training.frames import Batches, Frames, whole
from pegbar.training.losses import class_weights, pixel_loss


class Segmentation:
    """Douga reconstruction, and what cel segmentation builds on; see :class:`pegbar.training.engine.Task`.

    Classes in `plain` keep the least weight however rare they are.
    """

    def __init__(
        self,
        train: Frames,
        val: Frames,
        plates: list[NDArray[np.uint8]],
        classes: int,
        params: TrainingParams,
        plain: Sequence[int] = (),
    ) -> None:
        self.batches, self.val, self.classes, self.params = Batches(train, plates, params), val, classes, params
        self.gamma = params.focal_gamma if params.loss == "focal" else 0.0
        power = {"cross_entropy": 0.0, "weighted_cross_entropy": params.weight_power, "focal": params.weight_power}[params.loss]
        self.weights = class_weights(self._frequencies(train), power, plain) if power else None

    def labels(self, targets: Tensor) -> Tensor:
        """The classes to decide on, of the targets that frames hold."""
        return targets

    def scores(self, logits: Tensor) -> Tensor:
        """Logits of the classes to decide on, of the network's."""
        return logits

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Augmented pictures and targets of a step."""
        return self.batches.batch(step, device)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """What training lowers."""
        return self.decision_loss(logits, targets)

    def decision_loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """The configured pixel-wise loss."""
        weights = None if self.weights is None else self.weights.to(logits)
        return pixel_loss(self.scores(logits), self.labels(targets), weights, self.gamma)

    def validate(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> dict[str, float]:
        """Loss, accuracy and mean IoU over whole frames."""
        total, losses = np.zeros((self.classes, self.classes), np.int64), []
        for number in range(len(self.val)):
            picture, target = whole(self.val[number], self.params.standardize, device)
            logits = forward(picture)[..., : target.shape[0], : target.shape[1]]
            losses.append(float(self.decision_loss(logits, target[None])))
            decided = self.scores(logits)[0].argmax(dim=0)
            total += confusion(self.labels(target).cpu().numpy(), decided.cpu().numpy(), self.classes)
        return {
            "loss": float(np.mean(losses)),
            "accuracy": float(np.trace(total) / total.sum()),
            "miou": mean_iou(total),
        }

    def adjusted(self, state: dict[str, Tensor]) -> dict[str, Tensor]:
        """Weights of a trained network whose decision takes back a share of the class weights (logit adjustment, Menon et al. 2021).

        Weighted, rare classes are learnt, but then seen too often.
        """
        if self.weights is None or not self.params.taken_back:
            return state
        bias = state[HEAD_BIAS]
        return state | {HEAD_BIAS: bias - self.params.taken_back * self.weights.to(bias).log()}

    def _frequencies(self, frames: Frames, most: int = 64) -> Tensor:
        counts = np.zeros(self.classes, np.int64)
        for number in np.linspace(0, len(frames) - 1, min(most, len(frames))).round().astype(int):
            labels = self.labels(torch.from_numpy(frames[int(number)].target))
            counts += np.bincount(labels.numpy().ravel(), minlength=self.classes)
        return torch.from_numpy(counts).double().float()


def build_network(params: TrainingParams, classes: int, models: Path) -> Gcn:
    """The network of a run: weights drawn from the seed, or taken over as ``network.start`` says.

    Raises
    ------
    PegbarError
        The run starts from the cel network in `models`, and that is missing or has another backbone.
    """
    torch.set_num_threads(params.threads)
    torch.manual_seed(params.seed)
    own = params.network
    shape = GcnShape(own.backbone, classes, own.kernel, own.width, own.detail, own.dropout, own.norm)
    network = Gcn(shape)
    if own.start == "imagenet":
        start_from_imagenet(network.backbone, own.backbone)
    elif own.start == "cel":
        start_from(network, models, "cel")
    return network


def sidecar_of(network: Gcn, task: str, classes: tuple[str, ...], state: State, params: TrainingParams) -> Sidecar:
    """Describe a trained network; nothing in it depends on the clock."""
    facts = {
        "steps": state.step,
        "best_step": state.best_step,
        "best_val_loss": round(state.best_loss, 6),
        "loss": params.loss,
        "seed": params.seed,
        "batch": params.batch,
        "crop": list(params.crop),
    }
    return Sidecar(task, classes, network.shape, Preprocessing(params.working_height, params.standardize), facts)
