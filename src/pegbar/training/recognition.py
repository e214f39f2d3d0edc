"""Learning to tell which conditions a background meets: the recognizer as a task; see :class:`pegbar.training.engine.Task`."""

from collections.abc import Callable

import cv2
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score
from torch import Tensor

from pegbar.networks.preprocessing import resize, standardize, to_tensor
from pegbar.params.scenes import RecognizerParams
from pegbar.production.drawings import records
from pegbar.production.store import Store
from pegbar.scenes.conditions import tags_of
from pegbar.training.frames import order_at


class Scenes:
    """Pictures of a table of scenes at one size, and the conditions they meet."""

    def __init__(self, store: Store, rows: pd.DataFrame, size: tuple[int, int]) -> None:
        self.rows = records(rows)
        self.tags = [tags_of(row) for row in self.rows]
        self.pictures = [resize(store.frame(f"pictures/{row['scene_id']}.png"), size[::-1]) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)


class Recognition:
    """Binary cross-entropy of each condition on scenes, some mirrored and seen a little closer."""

    def __init__(self, train: Scenes, val: Scenes, tags: tuple[str, ...], params: RecognizerParams) -> None:
        self.train, self.val, self.tags, self.params = train, val, tags, params

    def wanted(self, own: set[str]) -> Tensor:
        """(tags,) 1 for each condition that is met."""
        return torch.tensor([float(tag in own) for tag in self.tags])

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Scenes (B, 3, H, W) and conditions (B, tags) of a step."""
        pictures, wanted = [], []
        for turn, number in enumerate(order_at(step, self.params.batch, len(self.train), self.params.seed)):
            rng = np.random.default_rng([self.params.seed, step, turn])
            picture = self.train.pictures[number]
            height, width = picture.shape[:2]
            scale = float(rng.uniform(0.85, 1.0))
            tall, wide = round(height * scale), round(width * scale)
            top, left = int(rng.integers(height - tall + 1)), int(rng.integers(width - wide + 1))
            picture = np.asarray(cv2.resize(picture[top : top + tall, left : left + wide], (width, height)), np.uint8)
            pictures.append(to_tensor(picture[:, ::-1] if rng.random() < 0.5 else picture))
            wanted.append(self.wanted(self.train.tags[number]))
        return standardize(torch.stack(pictures), "fixed").to(device), torch.stack(wanted).to(device)

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Binary cross-entropy."""
        return F.binary_cross_entropy_with_logits(logits, targets)

    def validate(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> dict[str, float]:
        """Loss and macro F1 on held-out scenes."""
        found = torch.cat([forward(standardize(to_tensor(p)[None], "fixed").to(device)).cpu() for p in self.val.pictures])
        wanted = torch.stack([self.wanted(own) for own in self.val.tags])
        shown = wanted.sum(dim=0) > 0
        score = f1_score(wanted[:, shown].numpy() > 0, found[:, shown].numpy() > 0, average="macro", zero_division=0)
        return {"loss": float(self.loss(found, wanted)), "macro_f1": float(score)}
