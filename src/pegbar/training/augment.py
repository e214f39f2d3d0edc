"""Augmentation of thesis 4.2, drawn for each picture apart, run on whole batches on the training device."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor
from torchvision.transforms.v2 import functional as vision

from pegbar.params.training import AugmentParams
from pegbar.training.textures import SIZE


def _uniform(low: float, high: float, random: torch.Generator) -> float:
    return float(torch.rand((), generator=random)) * (high - low) + low


def _normal(deviation: float, random: torch.Generator) -> float:
    return float(torch.randn((), generator=random)) * deviation


def _chance(probability: float, random: torch.Generator) -> bool:
    return float(torch.rand((), generator=random)) < probability


def frame_to_crop(size: tuple[int, int], crop: tuple[int, int], params: AugmentParams, random: torch.Generator) -> Tensor:
    """Draw scale, rotation, flip and crop as one (2, 3) affine map from crop to frame coordinates.

    Where the scaled frame is larger than the crop the place is random inside it; where it is smaller the
    rest is padded.
    """
    scale = math.exp(_uniform(math.log(params.scale[0]), math.log(params.scale[1]), random))
    turn = math.radians(_uniform(-params.rotation, params.rotation, random))
    mirror = -1.0 if _chance(params.flip, random) else 1.0
    ratio_y, ratio_x = crop[0] / (size[0] * scale), crop[1] / (size[1] * scale)
    shift_x = _uniform(-1, 1, random) * max(0.0, 1 - ratio_x)
    shift_y = _uniform(-1, 1, random) * max(0.0, 1 - ratio_y)
    aspect = crop[0] / crop[1]
    cos, sin = math.cos(turn), math.sin(turn)
    return torch.tensor(
        [
            [mirror * ratio_x * cos, mirror * ratio_x * sin * aspect, shift_x],
            [-ratio_y * sin / aspect, ratio_y * cos, shift_y],
        ]
    )


def warp(pictures: Tensor, maps: Tensor, crop: tuple[int, int], mode: str) -> Tensor:
    """Resample (B, C, H, W) float pictures through affine maps (B, 2, 3) to the crop size."""
    grid = F.affine_grid(maps.to(pictures), [len(pictures), pictures.shape[1], *crop], align_corners=False)
    return F.grid_sample(pictures, grid, mode=mode, padding_mode="zeros", align_corners=False)


def recolor(picture: Tensor, params: AugmentParams, random: torch.Generator) -> Tensor:
    """Brightness, contrast and hue of one (3, H, W) picture in [0, 1]."""
    if params.brightness:
        picture = vision.adjust_brightness(picture, max(0.05, 1 + _normal(params.brightness, random)))
    if params.contrast:
        picture = vision.adjust_contrast(picture, max(0.1, 1 + _normal(params.contrast, random)))
    if params.hue:
        turns = _normal(params.hue, random) / 360
        picture = vision.adjust_hue(picture, (turns + 0.5) % 1.0 - 0.5)
    return picture


def overlay(picture: Tensor, cel: Tensor, textures: Tensor, random: torch.Generator) -> Tensor:
    """Multiply one picture (3, H, W) by a texture inside the cel (H, W bool) and another outside."""
    for area in (cel, ~cel):
        texture = textures[int(torch.randint(len(textures), (), generator=random))]
        shift = [int(torch.randint(SIZE, (), generator=random)) for _ in range(2)]
        rows, columns = -(-picture.shape[1] // SIZE), -(-picture.shape[2] // SIZE)
        tiled = texture.roll(shift, dims=(1, 2)).repeat(1, rows, columns)[:, : picture.shape[1], : picture.shape[2]]
        picture = torch.where(area, picture * tiled, picture)
    return picture.clamp(0, 1)


def erase(picture: Tensor, target: Tensor, random: torch.Generator) -> None:
    """Zero a rectangle of up to half the height and width in picture (3, H, W) and target (H, W)."""
    height, width = target.shape
    tall, wide = int(_uniform(0, 0.5, random) * height), int(_uniform(0, 0.5, random) * width)
    top, left = int(_uniform(0, height - tall, random)), int(_uniform(0, width - wide, random))
    picture[:, top : top + tall, left : left + wide] = 0
    target[top : top + tall, left : left + wide] = 0


def augment(
    pictures: Tensor,
    targets: Tensor,
    cels: Tensor,
    textures: Tensor,
    params: AugmentParams,
    random: torch.Generator,
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

    Returns
    -------
    tuple
        The batch and its targets, augmented.
    """
    done = []
    targets = targets.clone()
    for picture, target, cel in zip(pictures, targets, cels, strict=True):
        changed = recolor(picture, params, random)
        if _chance(params.texture, random):
            changed = overlay(changed, cel, textures, random)
        changed = changed.clone()
        if _chance(params.erase, random):
            erase(changed, target, random)
        done.append(changed)
    return torch.stack(done), targets
