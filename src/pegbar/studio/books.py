"""Books: painted layers in front of the cels (branches, railings, pillars, table edges)."""

import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur
from pegbar.studio.painting import finish, foliage, gradient, polygon
from pegbar.studio.palettes import rgb_of


def _branch(rng: np.random.Generator, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    width, height = size
    hue = rng.uniform(0.2, 0.4)
    paint = gradient(size, rgb_of(hue, 0.6, 0.4), rgb_of(hue, 0.6, 0.25))
    cover = np.zeros((height, width), np.float32)
    corner = np.array([rng.choice([0.0, 1.0]) * width, rng.choice([0.0, 1.0]) * height])
    for _ in range(int(rng.integers(4, 10))):
        center = corner + rng.normal(0, 0.16, 2) * [width, height]
        leaves = foliage(paint, rng, center, height * rng.uniform(0.1, 0.2), rgb_of(hue, 0.6, 0.2), rgb_of(hue, 0.5, 0.6), 70)
        cover = np.maximum(cover, leaves)
    return paint, cover


def _bars(rng: np.random.Generator, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    width, height = size
    tone = np.array(rgb_of(rng.random(), 0.2, rng.uniform(0.2, 0.8)))
    paint = gradient(size, tone, tone * 0.8)
    cover = np.zeros((height, width, 3), np.float32)
    rail = height * rng.uniform(0.6, 0.8)
    thick = height * rng.uniform(0.025, 0.05)
    bars = [np.array([(0, rail), (width, rail), (width, rail + thick), (0, rail + thick)])]
    step = width / rng.integers(5, 12)
    bars += [
        np.array([(x, rail), (x + thick * 0.6, rail), (x + thick * 0.6, height), (x, height)]) for x in np.arange(step / 2, width, step)
    ]
    for corners in bars:
        polygon(cover, corners, (1, 1, 1))
        polygon(paint, corners + [thick * 0.3, thick * 0.5], tone * 0.6)
    return paint, cover[..., 0]


def _slab(rng: np.random.Generator, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    width, height = size
    tone = np.array(rgb_of(rng.uniform(0.04, 0.12), rng.uniform(0.1, 0.6), rng.uniform(0.3, 0.8)))
    paint = gradient(size, tone, tone * 0.65)
    cover = np.zeros((height, width, 3), np.float32)
    if rng.random() < 0.5:
        edge = height * rng.uniform(0.75, 0.92)
        corners = np.array([(0, edge), (width, edge + rng.normal(0, 12)), (width, height), (0, height)])
        polygon(paint, corners + [0, 10], tone * 0.7)
    else:
        x, w = rng.choice([0.0, 0.8]) * width, width * rng.uniform(0.1, 0.2)
        corners = np.array([(x, 0), (x + w, 0), (x + w, height), (x, height)])
        polygon(paint, corners + [w * 0.7, 0], tone * 0.7)
    polygon(cover, corners, (1, 1, 1))
    return paint, cover[..., 0]


def paint_book(rng: np.random.Generator, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Paint a book, (H, W, 4) straight-alpha RGBA."""
    kind = (_branch, _bars, _slab)[int(rng.integers(3))]
    paint, cover = kind(rng, size)
    softness = float(rng.choice([0.0, 0.0, 1.2]))
    alpha = np.clip(cover, 0, 1) * np.float32(255)
    if softness:
        alpha = blur(alpha, softness)
    book = np.dstack([finish(paint, rng, softness), np.round(alpha).astype(np.uint8)])
    book[book[..., 3] == 0] = 0
    return book
