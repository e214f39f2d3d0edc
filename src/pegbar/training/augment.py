"""Augmentation of thesis 4.2, drawn for each picture apart, run on whole batches on the training device."""

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torchvision.transforms.v2 import functional as vision

from pegbar.params.gcn import AugmentParams, SegmentationAugmentParams
from pegbar.training.textures import SIZE


def frame_to_crop(size: tuple[int, int], crop: tuple[int, int], params: AugmentParams, rng: np.random.Generator) -> Tensor:
    """Draw scale, rotation, flip and crop as one affine map from crop to frame coordinates.

    Where the scaled frame is larger than the crop the place is random inside it; where it is smaller the rest is padded.

    Parameters
    ----------
    size, crop
        (height, width) of the frame and of the crop, pixels.

    Returns
    -------
    Tensor
        (2, 3) float32, for :func:`warp`.
    """
    scale = math.exp(rng.uniform(math.log(params.scale[0]), math.log(params.scale[1])))
    angle = math.radians(rng.uniform(-params.rotation, params.rotation))
    flip = -1.0 if rng.random() < params.flip else 1.0
    ratio_y, ratio_x = crop[0] / (size[0] * scale), crop[1] / (size[1] * scale)
    shift_x = rng.uniform(-1, 1) * max(0.0, 1 - ratio_x)
    shift_y = rng.uniform(-1, 1) * max(0.0, 1 - ratio_y)
    aspect = crop[0] / crop[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return torch.tensor(
        [
            [flip * ratio_x * cos, flip * ratio_x * sin * aspect, shift_x],
            [-ratio_y * sin / aspect, ratio_y * cos, shift_y],
        ]
    )


def warp(pictures: Tensor, maps: Tensor, crop: tuple[int, int], mode: str) -> Tensor:
    """Resample (B, C, H, W) float pictures through affine maps (B, 2, 3) to the crop size."""
    grid = F.affine_grid(maps.to(pictures), [len(pictures), pictures.shape[1], *crop], align_corners=False)
    return F.grid_sample(pictures, grid, mode=mode, padding_mode="zeros", align_corners=False)


def recolor(picture: Tensor, params: AugmentParams, rng: np.random.Generator) -> Tensor:
    """Brightness, contrast and hue of one (3, H, W) picture in [0, 1]."""
    if params.brightness:
        picture = vision.adjust_brightness(picture, max(0.05, 1 + rng.normal(0, params.brightness)))
    if params.contrast:
        picture = vision.adjust_contrast(picture, max(0.1, 1 + rng.normal(0, params.contrast)))
    if params.hue:
        rotations = rng.normal(0, params.hue) / 360
        picture = vision.adjust_hue(picture, (rotations + 0.5) % 1.0 - 0.5)
    return picture


def overlay(picture: Tensor, cel: Tensor, textures: Tensor, rng: np.random.Generator) -> Tensor:
    """Multiply one picture (3, H, W) by a texture inside the cel (H, W bool) and another outside."""
    for area in (cel, ~cel):
        texture = textures[int(rng.integers(len(textures)))]
        shift = [int(offset) for offset in rng.integers(SIZE, size=2)]
        rows, columns = -(-picture.shape[1] // SIZE), -(-picture.shape[2] // SIZE)
        tiled = texture.roll(shift, dims=(1, 2)).repeat(1, rows, columns)[:, : picture.shape[1], : picture.shape[2]]
        picture = torch.where(area, picture * tiled, picture)
    return picture.clamp(0, 1)


def erase(picture: Tensor, target: Tensor, rng: np.random.Generator) -> None:
    """Zero a rectangle of up to half the height and width in picture (3, H, W) and target (H, W), in place."""
    height, width = target.shape
    tall, wide = int(rng.uniform(0, 0.5) * height), int(rng.uniform(0, 0.5) * width)
    top, left = int(rng.uniform(0, height - tall)), int(rng.uniform(0, width - wide))
    picture[:, top : top + tall, left : left + wide] = 0
    target[top : top + tall, left : left + wide] = 0


def augment(
    pictures: Tensor,
    targets: Tensor,
    cels: Tensor,
    textures: Tensor,
    params: SegmentationAugmentParams,
    rngs: Sequence[np.random.Generator],
) -> tuple[Tensor, Tensor]:
    """Recolour, texture and erase a warped batch.

    Parameters
    ----------
    pictures
        (B, 3, H, W) in [0, 1].
    targets
        (B, H, W) class numbers.
    cels
        (B, H, W) bool, where textures of cel and background differ.
    textures
        (N, 1, 256, 256), mean 1.
    rngs
        What each picture draws from.

    Returns
    -------
    tuple
        The batch and its targets, augmented.
    """
    done = []
    targets = targets.clone()
    for picture, target, cel, rng in zip(pictures, targets, cels, rngs, strict=True):
        changed = recolor(picture, params, rng)
        if rng.random() < params.texture:
            changed = overlay(changed, cel, textures, rng)
        changed = changed.clone()
        if rng.random() < params.erase:
            erase(changed, target, rng)
        done.append(changed)
    return torch.stack(done), targets
