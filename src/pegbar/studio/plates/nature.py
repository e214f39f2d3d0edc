"""Places out of doors: sky, field, forest, sea, mountains."""

import math

import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import direction
from pegbar.studio.geometry import Points
from pegbar.studio.painting import foliage, lay, mask_of, noise, polygon, strokes
from pegbar.studio.palettes import rgb_of
from pegbar.studio.plates.canvas import Canvas
from pegbar.studio.plates.textures import blades, dapples, lay_swatch, leafage, leaves, ripples, tiles


def ridge(canvas: Canvas, level: float, relief: float, cell: float) -> Points:
    """Closed outline of ground below an uneven skyline."""
    width, height = canvas.size
    line = level + relief * noise(canvas.rng, (width, 3), cell, 4)[1]
    x = np.arange(width)
    return np.vstack([np.stack([x, line], axis=1), [[width, height], [0, height]]]).astype(np.float64)


def tree(canvas: Canvas, x: float, y: float, tall: float) -> None:
    """A tree rooted at (x, y): leaf crown, conifer or palm."""
    rng = canvas.rng
    winter = canvas.conditions.season == "winter"
    kind = rng.choice(["crown", "crown", "conifer", "palm", "bare"] if winter else ["crown", "crown", "crown", "conifer", "palm"])
    bark = np.array(rgb_of(rng.uniform(0.05, 0.1), rng.uniform(0.1, 0.45), rng.uniform(0.2, 0.5) * canvas.dim))
    w = tall * rng.uniform(0.025, 0.06)
    with canvas.element("tree") as picture:
        trunk = np.array([(x - w, y), (x - w * 0.5, y - tall * 0.7), (x + w * 0.5, y - tall * 0.7), (x + w, y)])
        polygon(picture, trunk, bark)
        polygon(picture, np.array([(x, y), (x, y - tall * 0.7), (x + w * 0.5, y - tall * 0.7), (x + w, y)]), bark * 0.7)
        if kind == "palm":
            _fronds(canvas, np.array([x, y - tall * 0.75]), tall * 0.4)
        elif kind == "bare":
            _twigs(canvas, np.array([x, y - tall * 0.6]), tall * 0.3, -90, bark)
        elif kind == "conifer":
            dark, light = rgb_of(0.36, 0.5, 0.2 * canvas.dim), rgb_of(0.33, 0.45, 0.5 * canvas.dim)
            for step in np.linspace(0.15, 0.95, 5):
                half = tall * 0.26 * (1.05 - step)
                crown(canvas, np.array([x, y - tall * step]), np.array([half, tall * 0.12]), dark, light)
        else:
            dark, light = canvas.foliage(0.22), canvas.foliage(rng.uniform(0.55, 0.85))
            for _ in range(int(rng.integers(2, 6))):
                center = np.array([x + rng.normal(0, tall * 0.13), y - tall * rng.uniform(0.55, 0.92)])
                crown(canvas, center, np.array([tall * rng.uniform(0.16, 0.28), tall * rng.uniform(0.13, 0.22)]), dark, light)


def crown(canvas: Canvas, center: Points, radii: Points, dark: tuple[int, int, int], light: tuple[int, int, int]) -> None:
    """Leaves, textured or as flat dabs."""
    kind = canvas.rng.random() if canvas.textured else 1.0
    if kind < 0.45:
        leaves(canvas, center, radii, dark, light, float(canvas.rng.uniform(0.7, 2.0)))
    elif kind < 0.85:
        leafage(canvas, center, radii, dark, light)
    else:
        foliage(canvas.picture, canvas.rng, center, float(radii.mean()), dark, light, 50)


def _fronds(canvas: Canvas, top: Points, long: float) -> None:
    rng = canvas.rng
    for degrees in np.arange(0, 360, 24) + rng.uniform(-8, 8, 15):
        across, down = direction(math.radians(degrees))
        far = long * rng.uniform(0.7, 1.1)
        tip = top + [far * across, -0.5 * far * down + 0.35 * far]
        middle = top + [0.5 * far * across, -0.6 * far * down - 0.05 * far]
        side = np.array([0, long * 0.07])
        polygon(canvas.picture, np.array([top, middle - side, tip, middle + side]), canvas.foliage(rng.uniform(0.2, 0.6)))


def _twigs(canvas: Canvas, root: Points, long: float, angle: float, color: NDArray[np.float64], depth: int = 4) -> None:
    if depth == 0 or long < 2:
        return
    for swerve in canvas.rng.normal(0, 30, 3):
        across, down = direction(math.radians(angle + swerve))
        tip = root + long * np.array([across, down])
        side = np.array([-down, across]) * max(0.5, long * 0.04)
        polygon(canvas.picture, np.array([root - side, tip, root + side]), color)
        _twigs(canvas, tip, long * 0.65, angle + swerve, color, depth - 1)


def ground(canvas: Canvas, level: float, relief: float = 0.015) -> NDArray[np.float32]:
    """Grass, snow or bare earth from `level` down; returns its mask."""
    width, height = canvas.size
    mask = mask_of(ridge(canvas, level, height * relief, width / 3), canvas.size)
    snowy = canvas.conditions.weather == "snow" or (canvas.conditions.season == "winter" and canvas.rng.random() < 0.5)
    with canvas.element("snow" if snowy else "field") as picture:
        hue = canvas.foliage_hue()
        values = (0.82, 0.9, 0.97) if snowy else (0.34, 0.5, 0.66)
        tones = [rgb_of(0.58, 0.08, v * canvas.dim) if snowy else rgb_of(hue, 0.55, v * canvas.dim) for v in values]
        lay(picture, mask, tones[1])
        canvas.mottle(mask, width / 12, 12)
        if canvas.textured and canvas.rng.random() < 0.6:
            blades(canvas, mask, list(tones), height * 0.05)
        else:
            strokes(picture, canvas.rng, mask, tones, 1200, height * 0.05, 1.5, -85, 0.8)
    if canvas.conditions.season in ("spring", "summer") and not snowy and canvas.rng.random() < 0.35:
        with canvas.element("flower") as picture:
            for x, y in canvas.rng.uniform([0, level], [width, height], (80, 2)):
                radius = 0.8 + 2.5 * (y - level) / max(height - level, 1)
                petal = rgb_of(canvas.rng.choice([0.0, 0.14, 0.83, 0.6]), canvas.rng.uniform(0.1, 0.7), 0.98)
                polygon(picture, np.array([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]), petal)
    return mask


def hills(canvas: Canvas, horizon: float, count: int) -> None:
    """Hills behind hills, paler with distance."""
    width, height = canvas.size
    hue = canvas.foliage_hue()
    for depth in range(count):
        near = depth / max(count - 1, 1)
        with canvas.element("hill") as picture:
            outline = ridge(canvas, horizon + near * height * 0.1, height * (0.07 - 0.03 * near), width / 4)
            polygon(picture, outline, rgb_of(hue + 0.15 * (1 - near), 0.2 + 0.25 * near, (0.75 - 0.2 * near) * canvas.dim))
            canvas.mottle(mask_of(outline, canvas.size), width / 40, 7)


def paint_sky(canvas: Canvas) -> None:
    """Nothing but sky, perhaps with a strip of land."""
    height = canvas.size[1]
    canvas.sky(height * canvas.rng.uniform(0.9, 1.3))
    if canvas.rng.random() < 0.4:
        hills(canvas, height * canvas.rng.uniform(0.85, 0.95), 2)


def paint_field(canvas: Canvas) -> None:
    """Sky, hills behind hills, grass, trees far and near."""
    rng, (width, height) = canvas.rng, canvas.size
    horizon = height * rng.uniform(0.3, 0.6)
    canvas.sky(horizon)
    hills(canvas, horizon, int(rng.integers(1, 4)))
    level = horizon + height * rng.uniform(0.08, 0.22)
    ground(canvas, level)
    far = np.sort(rng.uniform(0.02, 0.8, int(rng.integers(0, 9))))
    for depth in far:
        tree(canvas, float(rng.uniform(0, width)), level + depth * (height - level) * 0.6, height * (0.12 + 0.7 * depth))


def paint_forest(canvas: Canvas) -> None:
    """Trunks in haze, light between them, foliage that closes the top."""
    rng, (width, height) = canvas.rng, canvas.size
    hue = canvas.foliage_hue()
    dim = canvas.dim
    with canvas.element("light") as picture:
        top, low = np.array(rgb_of(hue, 0.25, 0.85 * dim)), np.array(rgb_of(hue, 0.5, 0.35 * dim))
        t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
        picture[:] = top * (1 - t) + low * t
        canvas.layout[:] = 24
        canvas.mottle(np.ones((height, width), np.float32), width / 10, 14)
    for depth in np.linspace(0, 1, int(rng.integers(8, 18))):
        with canvas.element("tree") as picture:
            x, w = rng.uniform(0, width), width * (0.006 + 0.03 * depth)
            color = np.array(rgb_of(hue + 0.05, 0.3, (0.62 - 0.45 * depth) * dim))
            trunk = np.array([(x - w, height), (x - w * 0.7, 0), (x + w * 0.7, 0), (x + w, height)])
            polygon(picture, trunk, color)
            polygon(picture, np.array([(x + w * 0.2, height), (x + w * 0.1, 0), (x + w * 0.7, 0), (x + w, height)]), color * 0.75)
            if depth > 0.5:
                canvas.mottle(mask_of(trunk, canvas.size), 5, 9)
    ground(canvas, height * rng.uniform(0.7, 0.85), 0.03)
    for _ in range(int(rng.integers(5, 12))):
        with canvas.element("tree"):
            center = np.array([rng.uniform(0, width), rng.uniform(-0.05, 0.28) * height])
            radii = height * rng.uniform([0.12, 0.1], [0.3, 0.2])
            crown(canvas, center, radii, rgb_of(hue, 0.6, 0.2 * dim), rgb_of(hue - 0.05, 0.55, 0.75 * dim))


def paint_sea(canvas: Canvas) -> None:
    """Sea with waves and glints, perhaps a beach or rocks."""
    rng, (width, height) = canvas.rng, canvas.size
    horizon = int(height * rng.uniform(0.3, 0.6))
    canvas.sky(horizon)
    if rng.random() < 0.3:
        hills(canvas, horizon - height * 0.04, 1)
    hue = rng.uniform(0.48, 0.62)
    dim = canvas.dim
    with canvas.element("water") as picture:
        t = np.linspace(0, 1, height - horizon, dtype=np.float32)[:, None, None]
        far, near = np.array(rgb_of(hue, 0.5, 0.8 * dim)), np.array(rgb_of(hue, 0.75, 0.42 * dim))
        picture[horizon:] = far * (1 - t) + near * t
        canvas.layout[horizon:] = 11
        if canvas.textured:
            ripples(canvas, horizon, rgb_of(hue, 0.15, dim), float(rng.uniform(0.2, 0.7)))
        else:
            mask = np.zeros((height, width), np.float32)
            mask[horizon:] = 1
            strokes(picture, rng, mask, [rgb_of(hue, 0.3, 0.95), rgb_of(hue, 0.7, 0.5)], 500, width * 0.05, 1, 0, 0.6)
    if rng.random() < 0.6:
        with canvas.element("sand") as picture:
            shore = ridge(canvas, height * rng.uniform(0.72, 0.9), height * 0.03, width / 3)
            polygon(picture, shore - [0, 5], (240, 246, 248), 0.8, 2)
            polygon(picture, shore, rgb_of(0.11, 0.3, 0.9 * dim))
            canvas.mottle(mask_of(shore, canvas.size), 4, 4)


def paint_mountains(canvas: Canvas) -> None:
    """Ranges of rock, snow on the tops, a valley before them."""
    rng, (width, height) = canvas.rng, canvas.size
    horizon = height * rng.uniform(0.35, 0.6)
    canvas.sky(horizon)
    for depth in range(int(rng.integers(1, 4))):
        tops = horizon - height * (0.22 - 0.1 * depth)
        outline = ridge(canvas, tops, height * rng.uniform(0.08, 0.16), width / rng.uniform(2, 5))
        rock = np.array(rgb_of(rng.uniform(0.55, 0.72), 0.12 + 0.08 * depth, (0.7 - 0.14 * depth) * canvas.dim))
        with canvas.element("mountain") as picture:
            mask = mask_of(outline, canvas.size)
            lay(picture, mask, rock)
            relief = noise(rng, canvas.size, width / 8, 5)
            lit = np.clip((relief - np.roll(relief, 4, axis=1)) * 3, -1, 1) * mask
            picture += (lit * 34)[..., None]
            snow = np.clip((tops + height * 0.1 - np.arange(height)[:, None]) / (height * 0.05) + relief, 0, 1) * mask
            lay(picture, snow.astype(np.float32), np.array((240, 244, 250)) * canvas.dim, 0.9 if rng.random() < 0.6 else 0.0)
    ground(canvas, horizon + height * rng.uniform(0.1, 0.3))
    for depth in np.sort(rng.uniform(0.05, 0.5, int(rng.integers(0, 6)))):
        tree(canvas, float(rng.uniform(0, width)), horizon + height * (0.15 + 0.5 * depth), height * (0.1 + 0.5 * depth))


def paint_park(canvas: Canvas) -> None:
    """A path between trees whose crowns meet, their shadows on lawn and path, clouds between them."""
    rng, (width, height) = canvas.rng, canvas.size
    horizon = height * rng.uniform(0.42, 0.62)
    canvas.sky(horizon)
    ground(canvas, horizon)
    vanish = np.array([width * rng.uniform(0.2, 0.8), horizon])
    path = np.array([vanish + [-4, 0], vanish + [4, 0], [width * rng.uniform(0.6, 1.3), height], [width * rng.uniform(-0.3, 0.4), height]])
    tone = np.array(rgb_of(rng.uniform(0.0, 0.12), rng.uniform(0.05, 0.5), rng.uniform(0.3, 0.8) * canvas.dim))
    with canvas.element("road") as picture:
        polygon(picture, path, tone)
        if canvas.textured and rng.random() < 0.6:
            lay_swatch(
                canvas, tiles(rng, tone, int(rng.integers(20, 60)), int(rng.integers(6, 16)), True, float(rng.uniform(0.7, 1.2))), path
            )
        canvas.mottle(mask_of(path, canvas.size), 6, 8)
    if canvas.textured:
        below = np.zeros((height, width), np.float32)
        below[int(horizon) :] = 1
        dapples(canvas, below, float(rng.uniform(0.2, 0.6)))
    for near in np.sort(rng.uniform(0.12, 1.0, int(rng.integers(5, 12)))):
        side = rng.choice([-1.0, 1.0])
        x = vanish[0] + side * near * width * rng.uniform(0.35, 0.75)
        tree(canvas, float(x), horizon + near * (height - horizon) * rng.uniform(0.5, 0.9), height * near * rng.uniform(0.8, 1.4))
