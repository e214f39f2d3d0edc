"""Cel segmentation as a task: cel or background, and beside it which part of the drawing a pixel is.

Naming the parts (visible line, shading fill, …) teaches the network what drawings are made of, and gives the
douga network weights to start from. Ours; the thesis learns two classes.
"""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.frames import Frames
from pegbar.params.gcn import CelParams
from pegbar.training.segmentation import Segmentation


def cel_classes(parts: Sequence[str], params: CelParams) -> tuple[str, ...]:
    """Classes of the network: background and cel, or background and the parts of a cel."""
    return ("background", *parts) if params.parts_weight else ("background", "cel")


def join_parts(logits: Tensor) -> Tensor:
    """Logits (B, 1 + parts, H, W) as logits (B, 2, H, W) of background and cel: log sum exp over the parts.

    ``torch.logsumexp`` gave other last bits in one process of eight for the same logits, which made trainings differ;
    log-softmax, from which it follows as well, did not.
    """
    parts = logits[:, 1:]
    return torch.stack([logits[:, 0], parts[:, 0] - F.log_softmax(parts, dim=1)[:, 0]], dim=1)


class CelSegmentation(Segmentation[CelParams]):
    """Targets hold 0 for background, 1 + the part on a cel, and `unknown` = 1 + parts where no douga is known."""

    def __init__(self, train: Frames, val: Frames, plates: list[NDArray[np.uint8]], parts: int, params: CelParams) -> None:
        super().__init__(train, val, plates, 2, params)
        self.unknown, self.parts_weight = 1 + parts, params.parts_weight

    def plate_pixels(self) -> dict[str, Tensor]:
        """What the plates are, to tell runs apart (:func:`pegbar.training.runs.run_hash`)."""
        plates = [plate.ravel() for plate in self.batches.plates] or [np.zeros(0, np.uint8)]
        return {"plates": torch.from_numpy(np.concatenate(plates))}

    def labels(self, targets: Tensor) -> Tensor:
        """0 on background, 1 on cels."""
        return targets.clamp(max=1)

    def scores(self, logits: Tensor) -> Tensor:
        """Logits of background and cel."""
        return join_parts(logits)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Loss of deciding on cel or background, plus the weighted mean loss of naming the part where it is known."""
        decision = self.decision_loss(logits, targets)
        if not self.parts_weight:
            return decision
        part_loss = F.cross_entropy(logits, targets, ignore_index=self.unknown, reduction="sum") / targets.numel()
        return decision + self.parts_weight * part_loss
