"""Woods seen from far: a line of crowns at the edge of a field."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.things.foliage import SNOW, leaf_tones, seen

_WOODS = {
    "spring": ("#79ad4c", "#8fbe58", "#5f9a4c", "#6f9f55"),
    "summer": ("#47883f", "#3c7a44", "#579646", "#34704a"),
    "autumn": ("#cf7a34", "#b8562f", "#d9a23c", "#7f8a45"),
    "winter": ("#7d7468", "#86807a", "#5d6f5c", "#75706a"),
}


def wood_color(light: Light, rng: np.random.Generator, chosen: str) -> Color:
    """A colour of one crown among others."""
    tones = _WOODS[light.conditions.season]
    tone = mixed(chosen, tones[0], 0.15) if chosen else rgb(tones[int(rng.integers(len(tones)))])
    return mixed(tone, SNOW, 0.5) if light.snowy else tone


def paint_tree_line(sheet: Sheet, thing: Thing) -> None:
    """The edge of a wood: three rows of crowns, round ones and pointed ones, over undergrowth."""
    rng, light = sheet.rng, sheet.light
    if thing.z < NEAR:
        return
    for row in range(3):
        z = max(thing.z + thing.depth * (0.4 - 0.4 * row), NEAR)
        step = thing.height * 0.34
        count = int(np.clip(thing.width / step, 4, 90))
        spots = np.linspace(-0.5, 0.5, count) * thing.width + rng.normal(0, 0.3 * step, count)
        for across in spots[np.argsort(rng.random(count))]:
            fall = np.clip((1 - abs(2 * across / thing.width)) * 5, 0.35, 1)
            tall = thing.height * (1 - 0.17 * row) * float(rng.uniform(0.6, 1.0)) * fall
            color = wood_color(light, rng, thing.color)
            if rng.random() < 0.22:
                _pointed(sheet, thing.x + across, z, tall * 1.08, mixed(color, "#2f6050" if not light.snowy else SNOW, 0.5))
            else:
                _rounded(sheet, thing.x + across, z, tall, color)
    _undergrowth(sheet, thing)
    sheet.outline()


def _flat(sheet: Sheet, corners: NDArray[np.float64], z: float) -> NDArray[np.float64]:
    shape = corners.shape
    flat = sheet.view.project(np.column_stack([corners.reshape(-1, 2), np.full(corners.size // 2, z)]))
    return np.asarray(flat.reshape(shape))


def _rounded(sheet: Sheet, x: float, z: float, tall: float, color: Color) -> None:
    """A round crown down to the ground, its clumps lit from the sun's side."""
    rng, light = sheet.rng, sheet.light
    tones = seen(light, leaf_tones(color), z)
    around = np.linspace(0, 2 * np.pi, 34, endpoint=False)
    wide = tall * float(rng.uniform(0.26, 0.42))
    bump = rng.uniform(0.88, 1.06, 34) * (1 + 0.05 * np.sin(around * 5 + rng.uniform(0, 6)))
    ring = np.stack([x + np.cos(around) * wide * bump, tall * 0.5 + np.sin(around) * tall * 0.5 * bump], axis=1)
    ring[:, 1] = np.maximum(ring[:, 1], 0)
    sheet.shape(_flat(sheet, ring, z), tones[0] * 0.5 + tones[1] * 0.5, lined=False)
    side = float(np.sign(light.sun[0]))
    fine = float(np.clip(z / sheet.view.camera.focal / 75, 0.5, 1.0))
    count = int(34 / fine**2)
    angle, out = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    u, v = np.cos(angle) * out, np.sin(angle) * out
    lit = 0.45 * v + 0.35 * u * side + 0.35 + rng.normal(0, 0.12, count)
    order = np.argsort(lit)
    step = np.clip((lit[order] * 3.6 + 0.4).astype(np.int64), 0, 3)
    size = tall * fine * rng.uniform(0.045, 0.095, (count, 1, 1))
    seven = np.arange(7) * 2 * np.pi / 7
    blob = np.stack([np.cos(seven), 0.75 * np.sin(seven)], axis=1)[None] * size * rng.uniform(0.75, 1.15, (count, 7, 1))
    middle = np.stack([x + u * wide * 0.9, tall * 0.52 + v * tall * 0.42], axis=1)[order]
    sheet.dabs(_flat(sheet, middle[:, None] + blob, z), tones[step])


def _pointed(sheet: Sheet, x: float, z: float, tall: float, color: Color) -> None:
    """A conifer as a jagged cone."""
    rng, light = sheet.rng, sheet.light
    tones = seen(light, leaf_tones(color), z)
    levels = 9
    up = np.linspace(0.04, 1, levels)
    half = tall * 0.2 * (1.02 - up) * rng.uniform(0.85, 1.15, levels)
    saw = [(x - h * (1.0 if i % 2 == 0 else 0.62), u * tall) for i, (h, u) in enumerate(zip(half, up, strict=True))]
    right = [(x + h * (1.0 if i % 2 == 0 else 0.62), u * tall) for i, (h, u) in enumerate(zip(half, up, strict=True))]
    sheet.shape(_flat(sheet, np.array(saw + right[::-1]), z), tones[1], lined=False)
    lit = saw if light.sun[0] < 0 else right
    sheet.shape(_flat(sheet, np.array(lit + [(x, tall), (x, 0.04 * tall)]), z), tones[2], lined=False)


def _undergrowth(sheet: Sheet, thing: Thing) -> None:
    """Low bushes along the foot, so that the wood does not stand on a ruled line."""
    rng, light, z = sheet.rng, sheet.light, max(thing.z - thing.depth * 0.45, NEAR)
    count = int(np.clip(thing.width / (thing.height * 0.2), 8, 140))
    x = thing.x + thing.width * rng.uniform(-0.5, 0.5, count)
    size = thing.height * rng.uniform(0.06, 0.13, count)
    seven = np.linspace(0, np.pi, 7)
    dome = np.stack([np.cos(seven) * 1.25, np.sin(seven)], axis=1)[None] * size[:, None, None] * rng.uniform(0.85, 1.1, (count, 7, 1))
    tones = seen(light, [leaf_tones(wood_color(light, rng, thing.color))[1] for _ in range(count)], z)
    sheet.dabs(_flat(sheet, np.stack([x, np.zeros(count)], axis=1)[:, None] + dome, z), tones)


KINDS = (Kind("tree_line", "tree", paint_tree_line, "standing", (60, 110), (9, 14), (8, 12), shadow=0),)
