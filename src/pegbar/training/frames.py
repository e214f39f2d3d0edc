"""Frames for training: decoded once, brought to the working height, kept in memory up to a limit."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.preprocessing import pad_to_stride, standardize
from pegbar.params.training import TrainingParams
from pegbar.production.drawings import records
from pegbar.training.augment import augment, frame_to_crop, warp
from pegbar.training.textures import draw_textures


@dataclass(frozen=True)
class Sample:
    """One frame at working size: picture (H, W, 3), target classes (H, W), cel (H, W) bool."""

    picture: NDArray[np.uint8]
    target: NDArray[np.uint8]
    cel: NDArray[np.bool_]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.target.shape[0], self.target.shape[1]


Loader = Callable[[dict[str, str]], Sample]


class Frames:
    """Rows of a manifest as samples, decoded lazily."""

    def __init__(self, rows: pd.DataFrame, load: Loader, cache_mb: int) -> None:
        self.rows = records(rows)
        self._load, self._left = load, cache_mb << 20
        self._kept: dict[int, Sample] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Sample:
        if index in self._kept:
            return self._kept[index]
        sample = self._load(self.rows[index])
        weight = sample.picture.nbytes + sample.target.nbytes + sample.cel.nbytes
        if weight <= self._left:
            self._left -= weight
            self._kept[index] = sample
        return sample


def order_at(step: int, batch: int, count: int, seed: int) -> list[int]:
    """Frames of a step: every frame once an epoch, in an order drawn from (seed, epoch)."""
    numbers = []
    for position in range(step * batch, (step + 1) * batch):
        epoch, place = divmod(position, count)
        order = np.random.default_rng([seed, epoch, 4]).permutation(count)
        numbers.append(int(order[place]))
    return numbers


class Batches:
    """Augmented batches, each a pure function of its step."""

    def __init__(self, frames: Frames, plates: list[NDArray[np.uint8]], params: TrainingParams) -> None:
        self.frames, self.plates, self.params = frames, plates, params
        self.textures = draw_textures(params.seed)
        self.replace = len(plates) / (len(plates) + len(frames)) if params.augment.backgrounds else 0.0

    def _backdrop(self, sample: Sample, random: torch.Generator) -> NDArray[np.uint8]:
        """Replace the background with the thesis's probability B / (B + N), by the cel's mask."""
        if float(torch.rand((), generator=random)) >= self.replace:
            return sample.picture
        plate = self.plates[int(torch.randint(len(self.plates), (), generator=random))]
        height, width = sample.size
        fitted = cv2.resize(plate, (width, height), interpolation=cv2.INTER_AREA)
        return np.where(sample.cel[..., None], sample.picture, fitted)

    def _place(self, sample: Sample, random: torch.Generator) -> Tensor:
        """Draw where a crop lies: of several tries, the one that shows most cel, the first if all are even."""
        tries = [frame_to_crop(sample.size, self.params.crop, self.params.augment, random) for _ in range(self.params.augment.tries)]
        if len(tries) == 1:
            return tries[0]
        coarse = F.avg_pool2d(torch.from_numpy(sample.cel).float()[None, None], 8, ceil_mode=True)
        small = (self.params.crop[0] // 8, self.params.crop[1] // 8)
        shown = warp(coarse.expand(len(tries), -1, -1, -1), torch.stack(tries), small, "bilinear")
        return tries[int(shown.mean(dim=(1, 2, 3)).argmax())]

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Standardised pictures (B, 3, H, W) and targets (B, H, W)."""
        params = self.params
        random = torch.Generator().manual_seed(params.seed * 7_368_787 + step)
        shrink = 2 if step < params.coarse_share * params.steps else 1
        crop = (params.crop[0] // shrink, params.crop[1] // shrink)
        pictures, labels = [], []
        for number in order_at(step, params.batch, len(self.frames), params.seed):
            sample = self.frames[number]
            picture = torch.from_numpy(self._backdrop(sample, random)).to(device).permute(2, 0, 1)[None].float() / 255
            classes = torch.from_numpy(sample.target + np.uint8(16) * sample.cel).to(device)[None, None].float()
            place = self._place(sample, random)[None]
            pictures.append(warp(F.avg_pool2d(picture, shrink) if shrink > 1 else picture, place, crop, "bilinear"))
            labels.append(warp(classes, place, crop, "nearest"))
        packed = torch.cat(labels)[:, 0].round().long()
        inputs, targets = augment(torch.cat(pictures), packed % 16, packed >= 16, self.textures.to(device), params.augment, random)
        return standardize(inputs, params.standardize), targets


def whole(sample: Sample, how: str, device: torch.device) -> tuple[Tensor, Tensor]:
    """A validation frame, unaugmented and padded: (1, 3, H, W), and its target (H, W)."""
    picture = torch.from_numpy(sample.picture).to(device).permute(2, 0, 1)[None].float() / 255
    return pad_to_stride(standardize(picture, how)), torch.from_numpy(sample.target).to(device).long()
