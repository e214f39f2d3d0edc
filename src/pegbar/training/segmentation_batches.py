"""Augmented batches of frames: places are drawn on the host, pictures are warped and recoloured on the device."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.datasets.frames import Frames, Sample
from pegbar.params.gcn import GcnParams, SegmentationParams
from pegbar.training.augment import augment, frame_to_crop, warp
from pegbar.training.loading import Draw
from pegbar.training.streams import stream
from pegbar.training.textures import draw_textures
from pegbar.transforms.preprocessing import standardize

_CEL = 16
"""Added to the class of a pixel on a cel, so that one map holds both."""


class FrameBatch(NamedTuple):
    """Frames (H, W, 3) and targets (H, W), uint8, each at its own size, and affine maps (B, 2, 3) from crops to frames."""

    pictures: tuple[Tensor, ...]
    targets: tuple[Tensor, ...]
    maps: Tensor


def shrink_at(step: int, params: GcnParams) -> int:
    """How much smaller than the crop the pictures of a step are: 2 during the first steps, at low resolution, then 1."""
    return 2 if step < params.low_res_steps else 1


def warped(pictures: tuple[Tensor, ...], maps: Tensor, crop: tuple[int, int], shrink: int) -> Tensor:
    """Crops (B, C, h, w) of float pictures (1, C, H, W), area-averaged and bilinear, `shrink` times smaller than `crop`."""
    size = (crop[0] // shrink, crop[1] // shrink)
    small = (F.avg_pool2d(picture, shrink) if shrink > 1 else picture for picture in pictures)
    return torch.cat([warp(picture, place[None], size, "bilinear") for picture, place in zip(small, maps, strict=True)])


class Batches:
    """Augmented batches, each a pure function of its draw."""

    def __init__(self, frames: Frames, plates: list[NDArray[np.uint8]], params: SegmentationParams) -> None:
        self.frames, self.plates, self.params = frames, plates, params
        self.textures = draw_textures(params.seed)
        self.replace = len(plates) / (len(plates) + len(frames)) if params.augment.backgrounds else 0.0

    def _backdrop(self, sample: Sample, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Replace the background with the thesis's probability B / (B + N), by the cel's mask."""
        if rng.random() >= self.replace:
            return sample.picture
        plate = self.plates[int(rng.integers(len(self.plates)))]
        height, width = sample.size
        fitted = cv2.resize(plate, (width, height), interpolation=cv2.INTER_AREA)
        return np.where(sample.cel[..., None], sample.picture, fitted)

    def _place(self, sample: Sample, rng: np.random.Generator) -> Tensor:
        """Draw where a crop lies: of several candidates the one that shows most cel, the first if all are even."""
        crop, params = self.params.crop, self.params.augment
        candidates = [frame_to_crop(sample.size, crop, params, rng) for _ in range(params.crop_candidates)]
        if len(candidates) == 1:
            return candidates[0]
        coarse = F.avg_pool2d(torch.from_numpy(sample.cel).float()[None, None], 8, ceil_mode=True)
        coverage = warp(coarse.expand(len(candidates), -1, -1, -1), torch.stack(candidates), (crop[0] // 8, crop[1] // 8), "bilinear")
        return candidates[int(coverage.mean(dim=(1, 2, 3)).argmax())]

    def host(self, draw: Draw) -> FrameBatch:
        """Frames of a draw and where their crops lie."""
        pictures, targets, maps = [], [], []
        for position, index in zip(draw.positions, draw.indices, strict=True):
            rng = stream(self.params.seed, "crop", draw.step, position)
            sample = self.frames[index]
            pictures.append(torch.from_numpy(self._backdrop(sample, rng)))
            targets.append(torch.from_numpy(sample.target + np.uint8(_CEL) * sample.cel))
            maps.append(self._place(sample, rng))
        return FrameBatch(tuple(pictures), tuple(targets), torch.stack(maps))

    def examples(self, batch: FrameBatch, draw: Draw) -> tuple[Tensor, Tensor]:
        """Standardised pictures (B, 3, H, W) and targets (B, H, W) of a batch on the device."""
        params, shrink = self.params, shrink_at(draw.step, self.params)
        crop = (params.crop[0] // shrink, params.crop[1] // shrink)
        pictures = warped(tuple(p.permute(2, 0, 1)[None].float() / 255 for p in batch.pictures), batch.maps, params.crop, shrink)
        labels = torch.cat(
            [warp(t[None, None].float(), place[None], crop, "nearest") for t, place in zip(batch.targets, batch.maps, strict=True)]
        )
        packed = labels[:, 0].round().long()
        rngs = [stream(params.seed, "augment", draw.step, position) for position in draw.positions]
        self.textures = self.textures.to(pictures.device)
        inputs, targets = augment(pictures, packed % _CEL, packed >= _CEL, self.textures, params.augment, rngs)
        return standardize(inputs, params.standardize), targets
