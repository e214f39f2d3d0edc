"""Textures drawn by the program: paper, wood, concrete, dirt, metal (thesis 4.2, Texture Overlays)."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.training.streams import stream

SIZE = 256
COUNT = 15


def _grid(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.float32]:
    cells = rng.standard_normal((rows, columns)).astype(np.float32)
    return np.asarray(cv2.resize(np.pad(cells, 1, mode="wrap"), (SIZE, SIZE), interpolation=cv2.INTER_CUBIC), np.float32)


def _draw(rng: np.random.Generator, kind: int) -> NDArray[np.float32]:
    if kind == 0:
        paper = _grid(rng, 128, 128) + 0.5 * _grid(rng, 32, 32)
        return np.float32(0.05) * paper
    if kind == 1:
        rings = _grid(rng, 4, 40)
        return np.asarray(0.12 * np.sin(6 * rings) + 0.05 * _grid(rng, 8, 128), np.float32)
    if kind == 2:
        return np.asarray(0.1 * sum(_grid(rng, n, n) * 0.6**i for i, n in enumerate((8, 16, 32, 64, 128))), np.float32)
    if kind == 3:
        blots = _grid(rng, 12, 12) + 0.7 * _grid(rng, 48, 48)
        return np.asarray(-0.3 * np.clip(blots - 0.5, 0, 1), np.float32)
    return np.asarray(0.08 * _grid(rng, 160, 6) + 0.05 * _grid(rng, 4, 4), np.float32)


def draw_textures(seed: int) -> Tensor:
    """(15, 1, 256, 256) float textures of mean 1, so that they change neither brightness nor colour."""
    rng = stream(seed, "textures")
    textures = np.stack([1 + _draw(rng, index % 5) for index in range(COUNT)])
    textures /= textures.mean(axis=(1, 2), keepdims=True)
    return torch.from_numpy(textures.astype(np.float32))[:, None]
