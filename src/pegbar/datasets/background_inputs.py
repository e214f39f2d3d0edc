"""Rendered layouts as the tensors that the generator of backgrounds takes."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.background_generator import NOISE, Conditions
from pegbar.scenes.textures import SceneTextures
from pegbar.vocabulary.scene_labels import LABELS


def one_hot(labels: NDArray[np.uint8]) -> Tensor:
    """Label numbers (H, W) → (labels, H, W) float32 in {0, 1}."""
    return F.one_hot(torch.from_numpy(labels.astype(np.int64)), len(LABELS)).permute(2, 0, 1).float()


def picture_tensor(values: NDArray[np.float32]) -> Tensor:
    """(H, W, 3) → (3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(values.transpose(2, 0, 1)))


def conditions(textures: list[SceneTextures], encoded: Tensor, random: torch.Generator) -> Conditions:
    """Inputs of the generator of backgrounds.

    Parameters
    ----------
    textures
        Rendered layouts of one size, B of them.
    encoded
        (B, conditions) float32, see :func:`pegbar.scenes.condition_encoding.encode_condition`.
    random
        What noise is drawn from.

    Returns
    -------
    Conditions
        A batch on the CPU.
    """
    layout = torch.stack([one_hot(t.labels) for t in textures])
    base_color = torch.stack([picture_tensor(t.base_color) for t in textures]) * 2 - 1
    texture = torch.stack([picture_tensor(t.texture) for t in textures]) * 2
    noise = torch.randn(len(layout), NOISE, generator=random)
    grain = torch.randn(len(layout), 1, *layout.shape[-2:], generator=random)
    return Conditions(layout, encoded, base_color, texture, noise, grain)
