"""Background plates: the kinds of place a painter is asked for."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.inks import rgb_of
from pegbar.studio.painting import (
    Color,
    Picture,
    clouds,
    finish,
    foliage,
    gradient,
    lay,
    mask_of,
    noise,
    polygon,
    strokes,
)

Size = tuple[int, int]


def _sky_colors(rng: np.random.Generator) -> tuple[Color, Color, Color, Color]:
    """Top, bottom, cloud light and cloud shadow for a time of day."""
    time = rng.random()
    if time < 0.55:
        return rgb_of(0.57 + rng.uniform(-0.03, 0.04), 0.65, 0.85), rgb_of(0.54, 0.22, 0.97), (250, 250, 248), (196, 212, 232)
    if time < 0.75:
        return rgb_of(0.72, 0.45, 0.55), rgb_of(0.07, 0.55, 0.98), (255, 214, 178), (190, 120, 130)
    if time < 0.88:
        return rgb_of(0.64, 0.7, 0.16), rgb_of(0.6, 0.5, 0.38), (70, 84, 120), (40, 48, 80)
    return rgb_of(0.58, 0.06, 0.72), rgb_of(0.58, 0.04, 0.86), (226, 228, 232), (176, 182, 190)


def _sky(rng: np.random.Generator, size: Size, horizon: float) -> Picture:
    top, bottom, light, shadow = _sky_colors(rng)
    picture = gradient(size, top, bottom, 0.9)
    if rng.random() < 0.8:
        clouds(picture, rng, horizon, light, shadow)
    return picture


def _ridge(rng: np.random.Generator, size: Size, level: float, relief: float, cell: float) -> np.ndarray:
    width, height = size
    line = level + relief * noise(rng, (width, 3), cell, 3)[1]
    x = np.arange(width)
    return np.vstack([np.stack([x, line], axis=1), [[width, height], [0, height]]]).astype(np.float64)


def paint_field(rng: np.random.Generator, size: Size) -> Picture:
    """Sky, hills behind hills, grass in strokes, a few trees."""
    width, height = size
    horizon = height * rng.uniform(0.35, 0.65)
    picture = _sky(rng, size, horizon)
    hue = rng.uniform(0.2, 0.4)
    for depth in range(3):
        level = horizon + depth * height * 0.06
        color = rgb_of(hue + 0.12 * (1 - depth / 2), 0.25 + 0.15 * depth, 0.72 - 0.1 * depth)
        polygon(picture, _ridge(rng, size, level, height * (0.07 - 0.02 * depth), width / 4), color)
    ground = _ridge(rng, size, horizon + height * 0.2, height * 0.015, width / 3)
    mask = mask_of(ground, size)
    near = [rgb_of(hue, 0.55, v) for v in (0.38, 0.5, 0.62)]
    lay(picture, mask, near[1])
    strokes(picture, rng, mask, near, 1500, height * 0.05, 1.5, -85, 0.8)
    for _ in range(int(rng.integers(0, 5))):
        _tree(picture, rng, rng.uniform(0, width), horizon + height * rng.uniform(0.12, 0.3), height * rng.uniform(0.15, 0.5), hue)
    return picture


def _tree(picture: Picture, rng: np.random.Generator, x: float, y: float, tall: float, hue: float) -> None:
    bark = rgb_of(0.07, 0.4, rng.uniform(0.2, 0.4))
    w = tall * 0.06
    polygon(picture, np.array([(x - w, y), (x - w * 0.5, y - tall * 0.6), (x + w * 0.5, y - tall * 0.6), (x + w, y)]), bark)
    dark, light = rgb_of(hue, 0.6, 0.24), rgb_of(hue - 0.04, 0.5, 0.66)
    for _ in range(4):
        center = (x + rng.normal(0, tall * 0.14), y - tall * rng.uniform(0.55, 0.95))
        foliage(picture, rng, center, tall * 0.22, dark, light, 50)


def paint_forest(rng: np.random.Generator, size: Size) -> Picture:
    """Trunks in haze and foliage that closes the top."""
    width, height = size
    hue = rng.uniform(0.22, 0.42)
    picture = gradient(size, rgb_of(hue, 0.25, 0.8), rgb_of(hue, 0.5, 0.3))
    for depth in np.linspace(0, 1, 12):
        x, w = rng.uniform(0, width), width * (0.008 + 0.03 * depth)
        color = np.array(rgb_of(hue + 0.05, 0.3, 0.62 - 0.45 * depth))
        polygon(picture, np.array([(x - w, height), (x - w * 0.7, 0), (x + w * 0.7, 0), (x + w, height)]), color)
        polygon(picture, np.array([(x + w * 0.2, height), (x + w * 0.1, 0), (x + w * 0.7, 0), (x + w, height)]), color * 0.75)
    ground = mask_of(_ridge(rng, size, height * 0.78, height * 0.03, width / 4), size)
    tones = [rgb_of(hue, 0.5, v) for v in (0.18, 0.28, 0.4)]
    lay(picture, ground, tones[1])
    strokes(picture, rng, ground, tones, 900, height * 0.05, 2, -70, 0.8)
    for _ in range(9):
        center = (rng.uniform(0, width), rng.uniform(-0.05, 0.25) * height)
        foliage(picture, rng, center, height * rng.uniform(0.1, 0.2), rgb_of(hue, 0.6, 0.2), rgb_of(hue - 0.05, 0.55, 0.7), 60)
    return picture


def paint_sea(rng: np.random.Generator, size: Size) -> Picture:
    """Sea with glints, and perhaps a beach."""
    width, height = size
    horizon = height * rng.uniform(0.3, 0.6)
    picture = _sky(rng, size, horizon)
    hue = rng.uniform(0.48, 0.62)
    water = gradient(size, rgb_of(hue, 0.6, 0.75), rgb_of(hue, 0.75, 0.4))
    picture[int(horizon) :] = water[int(horizon) :]
    mask = np.zeros((height, width), np.float32)
    mask[int(horizon) :] = 1
    strokes(picture, rng, mask, [rgb_of(hue, 0.3, 0.95), rgb_of(hue, 0.7, 0.5)], 500, width * 0.05, 1, 0, 0.6)
    if rng.random() < 0.6:
        sand = rgb_of(0.11, 0.3, 0.9)
        shore = _ridge(rng, size, height * rng.uniform(0.75, 0.9), height * 0.03, width / 3)
        polygon(picture, shore - [0, 5], (240, 246, 248), 0.8, 2)
        polygon(picture, shore, sand)
    return picture


def _facade(picture: Picture, rng: np.random.Generator, quad: np.ndarray, wall: np.ndarray, lined: bool) -> None:
    """A wall in perspective (corners clockwise from upper left) with rows of windows."""
    polygon(picture, quad, wall)

    def at(u: float, v: float) -> np.ndarray:
        upper, lower = quad[0] * (1 - u) + quad[1] * u, quad[3] * (1 - u) + quad[2] * u
        return np.asarray(upper * (1 - v) + lower * v)

    columns, rows = int(rng.integers(3, 7)), int(rng.integers(2, 6))
    glass = np.array(rgb_of(rng.uniform(0.5, 0.65), 0.3, rng.uniform(0.3, 0.9)))
    for i in range(columns):
        for j in range(rows):
            u, v, du, dv = (i + 0.22) / columns, (j + 0.25) / rows, 0.56 / columns, 0.5 / rows
            pane = np.array([at(u, v), at(u + du, v), at(u + du, v + dv), at(u, v + dv)])
            polygon(picture, pane, glass * rng.uniform(0.8, 1.1))
            polygon(picture, np.array([pane[0], (pane[0] + pane[1]) / 2, pane[3]]), glass * 1.15, 0.6)
            if lined:
                cv2.polylines(picture, [np.round(pane).astype(np.int32)], True, tuple(float(c) for c in wall * 0.45), 1, cv2.LINE_AA)
    if lined:
        cv2.polylines(picture, [np.round(quad).astype(np.int32)], True, tuple(float(c) for c in wall * 0.35), 1, cv2.LINE_AA)


def paint_street(rng: np.random.Generator, size: Size) -> Picture:
    """A street towards a vanishing point: facades, pavement, road marks, poles."""
    width, height = size
    vanish = np.array([width * rng.uniform(0.3, 0.7), height * rng.uniform(0.4, 0.6)])
    picture = _sky(rng, size, vanish[1])
    lined = rng.random() < 0.5
    road = np.array(rgb_of(rng.random(), 0.05, rng.uniform(0.35, 0.65)))
    polygon(picture, np.array([(0, height), (0, vanish[1]), (width, vanish[1]), (width, height)]), road * 1.2)
    polygon(picture, np.array([vanish, (width * 0.95, height), (width * 0.05, height)]), road)
    for side in (0, width):
        near = 1.0
        for _ in range(int(rng.integers(2, 5))):
            far = near * rng.uniform(0.4, 0.65)
            tall = rng.uniform(0.5, 1.3)
            corners = [(near, -tall), (far, -tall), (far, 0.35), (near, 0.35)]
            edge = np.array([side, vanish[1]])
            quad = np.array([vanish + (edge - vanish) * k + [0, v * k * height * 0.7] for k, v in corners])
            wall = np.array(rgb_of(rng.random(), rng.uniform(0.05, 0.35), rng.uniform(0.4, 0.95)))
            _facade(picture, rng, quad, wall, lined)
            near = far
    for t in np.linspace(0.15, 1, 7):
        w, y = 0.012 * width * t, vanish[1] + (height - vanish[1]) * t
        polygon(
            picture,
            np.array([(width * 0.5 * t + vanish[0] * (1 - t) + d, y + s * 14 * t) for d, s in ((-w, 0), (w, 0), (w, -1), (-w, -1))]),
            road * 1.5,
            0.8,
        )
    return picture


def paint_interior(rng: np.random.Generator, size: Size) -> Picture:
    """A room: back wall, floor boards, window with light, shelves or a blackboard."""
    width, height = size
    left, right = width * rng.uniform(-0.05, 0.25), width * rng.uniform(0.75, 1.05)
    top, floor = height * rng.uniform(-0.05, 0.15), height * rng.uniform(0.65, 0.85)
    wall = np.array(
        rgb_of(rng.uniform(0.04, 0.2) if rng.random() < 0.6 else rng.random(), rng.uniform(0.08, 0.35), rng.uniform(0.55, 0.95))
    )
    wood = np.array(rgb_of(rng.uniform(0.05, 0.1), rng.uniform(0.3, 0.55), rng.uniform(0.35, 0.75)))
    picture = gradient(size, wall, wall * 0.82)
    polygon(picture, np.array([(0, 0), (left, top), (left, floor), (0, height)]), wall * 0.8)
    polygon(picture, np.array([(width, 0), (right, top), (right, floor), (width, height)]), wall * 0.7)
    polygon(picture, np.array([(0, height), (left, floor), (right, floor), (width, height)]), wood)
    middle = np.array([(left + right) / 2, floor - height * 0.4])
    for t in np.linspace(-0.5, 1.5, 18):
        end = np.array([width * t, height * 1.02])
        start = middle + (end - middle) * ((floor - middle[1]) / (end[1] - middle[1]))
        cv2.line(
            picture,
            tuple(start.astype(int).tolist()),
            tuple(end.astype(int).tolist()),
            tuple(float(c) for c in wood * 0.75),
            1,
            cv2.LINE_AA,
        )
    polygon(picture, np.array([(left, floor - 6), (right, floor - 6), (right, floor), (left, floor)]), wood * 0.7)
    for _ in range(int(rng.integers(1, 4))):
        _furnish(picture, rng, (left, right, top, floor), wood)
    return picture


def _furnish(picture: Picture, rng: np.random.Generator, room: tuple[float, float, float, float], wood: np.ndarray) -> None:
    left, right, top, floor = room
    tall, wide = floor - top, right - left
    x0 = left + wide * rng.uniform(0.02, 0.65)
    x1 = x0 + wide * rng.uniform(0.18, 0.32)
    kind = rng.random()
    if kind < 0.4:
        y0, y1 = top + tall * rng.uniform(0.15, 0.25), top + tall * rng.uniform(0.55, 0.75)
        sky = np.array(rgb_of(0.56, 0.3, 0.98))
        polygon(picture, np.array([(x0 - 5, y0 - 5), (x1 + 5, y0 - 5), (x1 + 5, y1 + 5), (x0 - 5, y1 + 5)]), wood * 1.25)
        polygon(picture, np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), sky)
        polygon(
            picture,
            np.array([((x0 + x1) / 2 - 2, y0), ((x0 + x1) / 2 + 2, y0), ((x0 + x1) / 2 + 2, y1), ((x0 + x1) / 2 - 2, y1)]),
            wood * 1.25,
        )
        drop = (picture.shape[0] - floor) * 0.7
        polygon(
            picture,
            np.array([(x0 + 20, floor + 5), (x1 + 30, floor + 5), (x1 + 90, floor + drop), (x0 + 60, floor + drop)]),
            (255, 248, 220),
            0.3,
            3,
        )
    elif kind < 0.7:
        y0 = top + tall * rng.uniform(0.2, 0.5)
        polygon(picture, np.array([(x0, y0), (x1, y0), (x1, floor + 8), (x0, floor + 8)]), wood * 0.8)
        for shelf in np.linspace(y0 + 6, floor, 4)[:-1]:
            low = shelf + (floor - y0) / 3 - 8
            polygon(picture, np.array([(x0 + 5, shelf), (x1 - 5, shelf), (x1 - 5, low), (x0 + 5, low)]), wood * 0.4)
            x = x0 + 7
            while x < x1 - 14:
                w, h = rng.uniform(4, 11), (low - shelf) * rng.uniform(0.6, 0.95)
                polygon(
                    picture,
                    np.array([(x, low - h), (x + w, low - h), (x + w, low), (x, low)]),
                    rgb_of(rng.random(), 0.5, rng.uniform(0.3, 0.9)),
                )
                x += w + 1
    else:
        y0, y1 = top + tall * 0.25, top + tall * 0.65
        board = rgb_of(rng.choice([0.4, 0.1, 0.0]), rng.uniform(0.1, 0.5), rng.uniform(0.25, 0.9))
        polygon(picture, np.array([(x0 - 3, y0 - 3), (x1 + 3, y0 - 3), (x1 + 3, y1 + 3), (x0 - 3, y1 + 3)]), wood * 0.6)
        polygon(picture, np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]), board)


def paint_town(rng: np.random.Generator, size: Size) -> Picture:
    """Roofs and walls seen from afar, drawn crisply, under a sky."""
    width, height = size
    picture = _sky(rng, size, height * 0.5)
    lined = rng.random() < 0.5
    for row, level in enumerate(np.linspace(0.45, 0.95, 4) * height):
        x = -30.0
        while x < width:
            w, tall = width * rng.uniform(0.08, 0.2), height * rng.uniform(0.12, 0.3) * (0.8 + row * 0.25)
            wall = np.array(rgb_of(rng.random(), rng.uniform(0.03, 0.25), rng.uniform(0.55, 0.95))) * (0.75 + 0.08 * row)
            quad = np.array([(x, level - tall), (x + w, level - tall), (x + w, height), (x, height)])
            _facade(picture, rng, quad, wall, lined)
            roof = np.array(rgb_of(rng.choice([0.02, 0.6, 0.08]), rng.uniform(0.2, 0.6), rng.uniform(0.3, 0.7)))
            polygon(
                picture,
                np.array(
                    [
                        (x - 8, level - tall),
                        (x + w * 0.3, level - tall * 1.3),
                        (x + w * 0.75, level - tall * 1.3),
                        (x + w + 8, level - tall),
                    ]
                ),
                roof,
            )
            x += w * rng.uniform(0.9, 1.3)
    return picture


def paint_abstract(rng: np.random.Generator, size: Size) -> Picture:
    """An emotional background: gradient, rays, discs of light, or flat colour."""
    width, height = size
    hue = rng.random()
    picture = gradient(
        size,
        rgb_of(hue, rng.uniform(0, 0.6), rng.uniform(0.5, 1)),
        rgb_of(hue + rng.normal(0, 0.1), rng.uniform(0, 0.6), rng.uniform(0.3, 1)),
    )
    kind = rng.random()
    if kind < 0.3:
        center = np.array([rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height])
        for turn in np.arange(0, 360, rng.uniform(6, 14)):
            a, b = np.radians(turn), np.radians(turn + rng.uniform(1.5, 5))
            far = 1.5 * width
            polygon(
                picture,
                np.array([center, center + [far * np.cos(a), far * np.sin(a)], center + [far * np.cos(b), far * np.sin(b)]]),
                (255, 255, 255),
                0.4,
            )
    elif kind < 0.65:
        for _ in range(30):
            spot, radius = (int(rng.uniform(0, width)), int(rng.uniform(0, height))), int(rng.uniform(0.01, 0.07) * width)
            disc = np.zeros((height, width), np.uint8)
            cv2.circle(disc, spot, radius, 255, -1, cv2.LINE_AA)
            lay(picture, disc.astype(np.float32) / 255, rgb_of(hue + rng.normal(0, 0.08), 0.2, 1.0), 0.35)
    return picture


KINDS: dict[str, Callable[[np.random.Generator, Size], Picture]] = {
    "field": paint_field,
    "forest": paint_forest,
    "sea": paint_sea,
    "street": paint_street,
    "interior": paint_interior,
    "town": paint_town,
    "abstract": paint_abstract,
}


def paint_plate(rng: np.random.Generator, kind: str, size: Size) -> NDArray[np.uint8]:
    """Paint a plate of the given kind, (H, W, 3) uint8; `size` is (width, height)."""
    picture = KINDS[kind](rng, size)
    softness = float(rng.choice([0.0, 0.5, 0.9, 2.5], p=[0.35, 0.3, 0.2, 0.15]))
    return finish(picture, rng, softness)
