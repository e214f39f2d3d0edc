"""Line extraction without classes as a task: ink or paper, by squared differences, for the networks that the thesis compares with."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pegbar.datasets.frames import Frames, pad_frame
from pegbar.params.gcn import SegmentationParams
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.segmentation_batches import Batches, FrameBatch
from pegbar.training.supervised import SupervisedTask
from pegbar.vocabulary.douga_classes import LINES


def _ink(targets: Tensor) -> Tensor:
    """1 on lines, 0 elsewhere, of classes (B, H, W) → (B, 1, H, W) float32."""
    return torch.isin(targets, targets.new_tensor(LINES)).float()[:, None]


def levels(standardized: Tensor) -> Tensor:
    """Pictures in [0, 1] of such as were standardised by constants."""
    return (standardized * 0.25 + 0.5).clamp(0, 1)


class LineExtraction(SupervisedTask[SegmentationParams]):
    """Synthetic cels in, ink out.

    Parameters
    ----------
    train, val
        Frames whose targets are classes of the douga.
    params
        Pictures have to be standardised by constants.
    """

    def __init__(self, train: Frames, val: Frames, params: SegmentationParams) -> None:
        if params.standardize != "fixed":
            raise ValueError(f"standardize: found {params.standardize}, expected fixed")
        self.batches, self.val, self.params = Batches(train, [], params), val, params

    def __len__(self) -> int:
        """Frames to learn from."""
        return len(self.batches.frames)

    def batch(self, draw: Draw) -> FrameBatch:
        """Frames of a step and where their crops lie."""
        return self.batches.host(draw)

    def examples(self, batch: FrameBatch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Augmented pictures (B, 3, H, W) in [0, 1] and ink (B, 1, H, W)."""
        pictures, targets = self.batches.examples(batch, draw)
        return levels(pictures), _ink(targets)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Mean squared difference."""
        return F.mse_loss(logits, targets)

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Mean squared difference over whole frames."""
        losses = []
        for index in range(len(self.val)):
            picture, target = pad_frame(self.val[index], self.params.standardize, device)
            answer = forward(levels(picture))[..., : target.shape[0], : target.shape[1]]
            losses.append(float(self.loss(answer, _ink(target[None]))))
        return {"loss": float(np.mean(losses))}
