"""Learning to recognise which conditions a background meets: the recognizer as a task."""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import Tensor

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.params.scenes import RecognizerParams
from pegbar.training.callbacks import Forward
from pegbar.training.loading import Draw
from pegbar.training.streams import stream
from pegbar.training.supervised import SupervisedTask
from pegbar.transforms.preprocessing import standardize, to_tensor


class ConditionRecognition(SupervisedTask[RecognizerParams]):
    """Binary cross-entropy of each condition on scenes, some mirrored and seen a little closer."""

    def __init__(self, train: SceneDataset, val: SceneDataset, tags: tuple[str, ...], params: RecognizerParams) -> None:
        self.train, self.val, self.tags, self.params = train, val, tags, params

    def __len__(self) -> int:
        """Scenes to learn from."""
        return len(self.train)

    def targets(self, conditions: set[str]) -> Tensor:
        """(tags,) 1 for each condition that a scene meets."""
        return torch.tensor([float(tag in conditions) for tag in self.tags])

    def _crop(self, picture: NDArray[np.uint8], rng: np.random.Generator) -> Tensor:
        """A crop of 85 to 100 % of the sides, brought back to size, mirrored half of the time."""
        height, width = picture.shape[:2]
        scale = float(rng.uniform(0.85, 1.0))
        tall, wide = round(height * scale), round(width * scale)
        top, left = int(rng.integers(height - tall + 1)), int(rng.integers(width - wide + 1))
        crop = np.asarray(cv2.resize(picture[top : top + tall, left : left + wide], (width, height)), np.uint8)
        return to_tensor(crop[:, ::-1] if rng.random() < 0.5 else crop)

    def batch(self, draw: Draw) -> tuple[Tensor, Tensor]:
        """Scenes (B, 3, H, W) in [0, 1] and conditions (B, tags) of a step."""
        rngs = [stream(self.params.seed, "augment", draw.step, position) for position in draw.positions]
        pictures = [self._crop(self.train.pictures[index], rng) for index, rng in zip(draw.indices, rngs, strict=True)]
        return torch.stack(pictures), torch.stack([self.targets(self.train.tags[index]) for index in draw.indices])

    def examples(self, batch: tuple[Tensor, Tensor], draw: Draw) -> tuple[Tensor, Tensor]:
        """Standardised scenes and their conditions."""
        return standardize(batch[0], "fixed"), batch[1]

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Binary cross-entropy."""
        return F.binary_cross_entropy_with_logits(logits, targets)

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Loss and macro F1 on held-out scenes."""
        logits = torch.cat([forward(standardize(to_tensor(p)[None], "fixed").to(device)).cpu() for p in self.val.pictures])
        targets = torch.stack([self.targets(tags) for tags in self.val.tags])
        occurring = targets.sum(dim=0) > 0
        score = f1_score(targets[:, occurring].numpy() > 0, logits[:, occurring].numpy() > 0, average="macro", zero_division=0)
        return {"loss": float(self.loss(logits, targets)), "macro_f1": float(score)}
