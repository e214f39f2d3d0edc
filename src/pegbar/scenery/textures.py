"""Textures of surfaces, evaluated where they are seen: functions of a place on the surface in metres.

A texture takes coordinates (s, t) of any shape in metres, the metres that a pixel spans there, and a seed. It returns a tone, a factor of
the surface's colour around 1, and joints in [0, 1], which are drawn as lines. What is finer than a pixel fades, so nothing flickers.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Texture = Callable[[Values, Values, Values, int], tuple[Values, Values]]


def hashed(x: NDArray[np.int64], y: NDArray[np.int64], seed: int) -> Values:
    """A number in [0, 1) for each cell, the same for the same cell and seed."""
    mixed = x.astype(np.uint32) * np.uint32(374761393) + y.astype(np.uint32) * np.uint32(668265263)
    mixed ^= np.uint32((seed * 2246822519 + 3266489917) & 0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(1274126177)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519)
    return np.asarray((mixed >> np.uint32(8)).astype(np.float32) / np.float32(1 << 24))


def visible(pixel: Values, cell: float) -> Values:
    """How much of a texture with cells of `cell` metres is left where a pixel spans `pixel` metres: 1 to 0."""
    return np.asarray(np.clip(1.6 - 2.4 * pixel / np.float32(cell), 0, 1), np.float32)


def noise(s: Values, t: Values, cell: float, seed: int) -> Values:
    """Smooth value noise in [−1, 1]."""
    x, y = s / np.float32(cell), t / np.float32(cell)
    left, top = np.floor(x), np.floor(y)
    across, down = x - left, y - top
    across, down = across * across * (3 - 2 * across), down * down * (3 - 2 * down)
    i, j = left.astype(np.int64), top.astype(np.int64)
    upper = hashed(i, j, seed) * (1 - across) + hashed(i + 1, j, seed) * across
    lower = hashed(i, j + 1, seed) * (1 - across) + hashed(i + 1, j + 1, seed) * across
    return np.asarray(2 * (upper * (1 - down) + lower * down) - 1, np.float32)


def fractal(s: Values, t: Values, cell: float, seed: int, pixel: Values, octaves: int = 4) -> Values:
    """Noise of several sizes, each finer one weaker, faded where it is finer than a pixel; about [−1, 1]."""
    total, weight = np.zeros(np.broadcast(s, t).shape, np.float32), 1.0
    for octave in range(octaves):
        size = cell / 2**octave
        total += np.float32(weight) * noise(s, t, size, seed + octave) * visible(pixel, size)
        weight *= 0.55
    return total


def _lines(position: Values, width: float, pixel: Values) -> Values:
    """Coverage of lines at whole numbers of `position`·cell; `width` and `pixel` in cells."""
    off = np.abs(position - np.rint(position))
    return np.asarray(np.clip((width / 2 - off) / np.maximum(pixel, 1e-4) + 0.5, 0, 1), np.float32)


def plain(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
    """Paint, plaster: faint unevenness."""
    return 1 + np.float32(0.035) * fractal(s, t, 1.2, seed, pixel, 3), np.zeros(s.shape, np.float32)


def _bonded(cell: tuple[float, float], joint: float, spread: float, dark: float, stagger: float | None = 0.5) -> Texture:
    """Bricks, boards, tiles: cells of (wide, tall) metres between joints; rows are set off by `stagger` cells, or by chance."""

    def texture(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
        row = np.floor(t / np.float32(cell[1]))
        shift = hashed(row.astype(np.int64), np.full(row.shape, 7), seed) if stagger is None else np.float32(stagger) * (row % 2)
        x = s / np.float32(cell[0]) + shift
        seen = visible(pixel, min(cell))
        tone = 1 + np.float32(spread) * (2 * hashed(np.floor(x).astype(np.int64), row.astype(np.int64), seed) - 1) * seen
        upright = _lines(x, joint / cell[0], pixel / cell[0])
        level = _lines(t / np.float32(cell[1]), joint / cell[1], pixel / cell[1])
        joints = np.maximum(upright, level) * seen
        tone = tone * (1 - np.float32(dark) * joints) * (1 + np.float32(0.04) * fractal(s, t, 0.5, seed + 7, pixel, 2))
        return np.asarray(tone, np.float32), np.asarray(joints, np.float32)

    return texture


def grain(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
    """Wood along s: streaks."""
    streaks = fractal(s * np.float32(0.12), t, 0.06, seed, pixel * np.float32(0.5), 3)
    return np.asarray(1 + 0.07 * streaks, np.float32), np.zeros(s.shape, np.float32)


def timber(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
    """Planed wood along s, as furniture has: long fine streaks, here and there a broad one."""
    streaks = fractal(s * np.float32(0.05), t, 0.03, seed, pixel, 2) + 0.8 * fractal(s * np.float32(0.08), t, 0.16, seed + 5, pixel, 2)
    return np.asarray(1 + 0.045 * streaks, np.float32), np.zeros(s.shape, np.float32)


def rough(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
    """Stone, earth, concrete: patches and specks."""
    return np.asarray(1 + 0.10 * fractal(s, t, 0.9, seed, pixel, 5), np.float32), np.zeros(s.shape, np.float32)


def grit(s: Values, t: Values, pixel: Values, seed: int) -> tuple[Values, Values]:
    """Beaten sand: broad faint patches, and grains near by."""
    broad = 0.045 * fractal(s, t, 3.5, seed, pixel, 3)
    grains = np.float32(0.10) * noise(s, t, 0.03, seed + 5) * visible(pixel, 0.03)
    grains = grains + np.float32(0.05) * noise(s, t, 0.11, seed + 6) * visible(pixel, 0.11)
    return np.asarray(1 + broad + grains, np.float32), np.zeros(s.shape, np.float32)


TEXTURES: dict[str, Texture] = {
    "plain": plain,
    "wood": grain,
    "timber": timber,
    "rough": rough,
    "grit": grit,
    "bricks": _bonded((0.25, 0.085), 0.014, 0.10, 0.28),
    "blocks": _bonded((0.4, 0.2), 0.015, 0.06, 0.25),
    "stones": _bonded((0.9, 0.5), 0.03, 0.12, 0.35),
    "boards": _bonded((2.4, 0.16), 0.012, 0.07, 0.35, 0.37),
    "planks": _bonded((2.4, 0.16), 0.012, 0.07, 0.35, None),
    "siding": _bonded((9.0, 0.22), 0.018, 0.03, 0.22, 0.0),
    "tiles": _bonded((0.3, 0.3), 0.012, 0.05, 0.25, 0.0),
    "slabs": _bonded((0.6, 0.6), 0.014, 0.05, 0.22, 0.0),
    "deck": _bonded((1.0, 1.0), 0.018, 0.05, 0.30, 0.0),
    "shingles": _bonded((0.28, 0.22), 0.03, 0.08, 0.30),
    "panels": _bonded((0.9, 0.9), 0.012, 0.02, 0.20, 0.0),
    "tatami": _bonded((0.91, 1.82), 0.035, 0.03, 0.45, 0.0),
}
