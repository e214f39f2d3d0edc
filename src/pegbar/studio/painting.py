"""Painting backgrounds: gradients, noise, polygons, brush strokes, foliage and clouds.

Pictures are (H, W, 3) float32 in 0–255; unlike cels they are soft, textured and rarely outlined.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur, cosines, direction, enlarge, powers, resize, sines
from pegbar.studio.geometry import Points

Picture = NDArray[np.float32]
Color = Sequence[float] | NDArray[np.floating[Any]]
Spot = Sequence[float] | NDArray[np.float64]


def noise(rng: np.random.Generator, size: tuple[int, int], cell: float, octaves: int = 3) -> NDArray[np.float32]:
    """Smooth value noise of standard deviation about 1; `size` is (width, height), `cell` in pixels."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    strength = 1.0
    for octave in range(octaves):
        step = max(cell / 2**octave, 1.0)
        grid = rng.standard_normal((int(height / step) + 3, int(width / step) + 3))
        total += enlarge(grid, step)[:height, :width] * np.float32(strength)
        strength *= 0.6
    return total


def gradient(size: tuple[int, int], top: Color, bottom: Color, power: float = 1.0) -> Picture:
    """Vertical gradient."""
    width, height = size
    t = powers(np.linspace(0, 1, height), power).astype(np.float32)[:, None, None]
    ramp = np.asarray(top, np.float32) * (1 - t) + np.asarray(bottom, np.float32) * t
    return np.ascontiguousarray(np.broadcast_to(ramp, (height, width, 3)))


def mask_of(corners: Points, size: tuple[int, int], feather: float = 0.0) -> NDArray[np.float32]:
    """Coverage in [0, 1] of a polygon in pixels, antialiased, optionally feathered."""
    mask: NDArray[Any] = np.zeros((size[1], size[0]), np.uint8)
    points = np.clip(np.round(corners * 16), -(1 << 20), 1 << 20).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    if feather > 0:
        mask = cv2.GaussianBlur(mask, (0, 0), feather)
    return mask.astype(np.float32) / np.float32(255)


def lay(picture: Picture, mask: NDArray[np.floating[Any]], color: Color | Picture, opacity: float = 1.0) -> None:
    """Lay paint over a picture in place."""
    weight = (mask * opacity)[..., None]
    picture += (np.asarray(color, np.float32) - picture) * weight


def polygon(
    picture: Picture, corners: Points | Sequence[Sequence[float]], color: Color, opacity: float = 1.0, feather: float = 0.0
) -> None:
    """Lay a flat polygon, within its bounding box only."""
    points = np.asarray(corners, dtype=np.float64)
    height, width = picture.shape[:2]
    pad = 2 + 3 * feather
    low = np.clip(np.floor(points.min(axis=0) - pad), 0, [width, height]).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) + pad), 0, [width, height]).astype(int)
    if (high <= low).any():
        return
    window = picture[low[1] : high[1], low[0] : high[0]]
    lay(window, mask_of(points - low, (high[0] - low[0], high[1] - low[1]), feather), color, opacity)


def strokes(
    picture: Picture,
    rng: np.random.Generator,
    mask: NDArray[np.float32],
    colors: Sequence[Color],
    count: int,
    length: float,
    thickness: float,
    angle: float,
    opacity: float = 0.6,
) -> None:
    """Brush strokes of a few colours inside a mask, `angle` in degrees with some scatter."""
    height, width = picture.shape[:2]
    layer = picture.copy()
    xs, ys = rng.uniform(0, width, count), rng.uniform(0, height, count)
    angles = np.radians(angle + rng.normal(0, 14, count))
    reach = length * rng.uniform(0.4, 1.3, count)
    which = rng.integers(0, len(colors), count)
    for x, y, across, down, far, pick in zip(xs, ys, cosines(angles), sines(angles), reach, which, strict=True):
        end = (int(x + far * across), int(y + far * down))
        tone = tuple(float(c) for c in colors[pick])
        cv2.line(layer, (int(x), int(y)), end, tone, max(1, round(thickness * float(0.5 + (pick + 1) / len(colors)))), cv2.LINE_AA)
    lay(picture, mask, layer, opacity)


def clouds(picture: Picture, rng: np.random.Generator, horizon: float, color: Color, shadow: Color) -> None:
    """Cumulus clouds of soft discs, lit from above, or thin streaks."""
    height, width = picture.shape[:2]
    if rng.random() < 0.3:
        streaks = resize(noise(rng, (width, max(2, height // 6)), width / 8), (width, height), cv2.INTER_LINEAR, 4096)
        fade = np.clip((horizon - np.arange(height)) / max(horizon, 1), 0, 1)[:, None].astype(np.float32)
        lay(picture, np.clip(streaks * 0.6, 0, 1).astype(np.float32) * fade, color, 0.7)
        return
    for _ in range(int(rng.integers(2, 6))):
        center = np.array([rng.uniform(0, width), rng.uniform(0.05, 0.9) * horizon])
        size = rng.uniform(0.05, 0.16) * width
        for tone, drop in ((shadow, 0.25), (color, 0.0)):
            puff = np.zeros((height, width), np.uint8)
            count = int(rng.integers(7, 15))
            for t in np.linspace(-1, 1, count):
                radius = size * 0.4 * (1 - 0.7 * t * t) * rng.uniform(0.7, 1.25)
                spot = center + [t * size * 1.4, -radius * 0.5 + drop * size]
                cv2.circle(puff, (int(spot[0]), int(spot[1])), max(1, int(radius)), 255, -1, cv2.LINE_AA)
            soft = cv2.GaussianBlur(puff, (0, 0), max(0.6, size * 0.02)).astype(np.float32) / 255
            lay(picture, soft, tone, 0.9)


def foliage(
    picture: Picture, rng: np.random.Generator, center: Spot, size: float, dark: Color, light: Color, count: int = 90
) -> NDArray[np.float32]:
    """A clump of leaves: dabs from dark to light, lit from the upper left; returns its coverage."""
    height, width = picture.shape[:2]
    cover = np.zeros((height, width), np.uint8)
    layer = picture.copy()
    for step in np.linspace(0, 1, count):
        (across, down), far = direction(rng.uniform(0, 2 * np.pi)), np.sqrt(rng.random()) * size * (1 - 0.35 * step)
        spot = (
            int(center[0] + far * across * 1.25 - 0.15 * size * step),
            int(center[1] + far * down - 0.3 * size * step),
        )
        radius = max(1, int(size * rng.uniform(0.08, 0.2) * (1.2 - 0.6 * step)))
        tone = np.asarray(dark) * (1 - step) + np.asarray(light) * step + rng.normal(0, 7, 3)
        axes, lean = (radius, max(1, int(radius * 0.6))), float(rng.uniform(0, 180))
        cv2.ellipse(layer, spot, axes, lean, 0, 360, tuple(float(c) for c in tone), -1, cv2.LINE_AA)
        cv2.ellipse(cover, spot, axes, lean, 0, 360, 255, -1, cv2.LINE_AA)
    mask = cover.astype(np.float32) / np.float32(255)
    lay(picture, (mask > 0).astype(np.float32), layer)
    return mask


def finish(picture: Picture, rng: np.random.Generator, softness: float) -> NDArray[np.uint8]:
    """Paper grain, uneven wash, and the softness of the plate's focus; 8-bit RGB."""
    height, width = picture.shape[:2]
    wash = noise(rng, (width, height), width / 6, 3)[..., None] * rng.uniform(0.5, 5)
    grain = rng.standard_normal((height, width, 1)).astype(np.float32) * rng.uniform(0, 3.0)
    toned = picture + wash + grain
    if softness > 0.25:
        toned = blur(toned, softness)
    return np.clip(np.round(toned), 0, 255).astype(np.uint8)
