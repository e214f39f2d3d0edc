"""Trees that keep their leaves: firs, palms and bamboo."""

import numpy as np

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.things.foliage import SNOW, bent, blades, leaf_tones, leaves, limb, seen, trunk

_NEEDLES = ("#3f7350", "#39684a", "#4a7d4c")


def paint_pine(sheet: Sheet, thing: Thing) -> None:
    """A fir: whorls of boughs that hang, dark below and light above; snow lies on them."""
    rng, light, x, z = sheet.rng, sheet.light, thing.x, thing.z
    if z < NEAR:
        return
    radius = max(0.05, 0.02 * thing.height)
    trunk(sheet, x, z, thing.height * 0.9, radius, "#5f4a3d")
    color = rgb(thing.color or _NEEDLES[int(rng.integers(3))])
    tones, snow = seen(light, leaf_tones(color), z), seen(light, [rgb(SNOW), mixed(SNOW, "#7f96c8", 0.4)], z)
    levels = int(rng.integers(12, 16))
    low = float(rng.uniform(0.08, 0.15))
    for level in np.linspace(low, 0.98, levels):
        half = thing.width * 0.5 * (1.02 - level) ** 0.9 * (0.55 + 0.45 * min(1.0, (level - low + 0.04) * 9))
        _whorl(sheet, (x, thing.height * level), half, 1.35 * thing.height * (0.98 - low) / levels, z, tones, snow)
    tip = np.array([(x - radius * 0.8, thing.height * 0.93), (x, thing.height), (x + radius * 0.8, thing.height * 0.93)])
    sheet.shape(sheet.view.project(np.column_stack([tip, np.full(3, z)])), tones[2], lined=False)
    sheet.outline()


def _whorl(sheet: Sheet, foot: tuple[float, float], half: float, tall: float, z: float, tones: np.ndarray, snow: np.ndarray) -> None:
    """One whorl of a fir's boughs: a skirt with a ragged hem, dark beneath, sprays of needles over it that catch the light."""
    rng, light = sheet.rng, sheet.light
    hem = 13
    across = np.linspace(-1, 1, hem) + rng.normal(0, 0.04, hem)
    drop = tall * (0.55 + 0.45 * across**2) * rng.uniform(0.75, 1.1, hem)
    drop[1::2] *= 0.55
    skirt = np.stack([foot[0] + across * half * rng.uniform(0.9, 1.08, hem), foot[1] - drop], axis=1)
    ring = np.concatenate([skirt, [(foot[0] + 0.1 * half, foot[1] + 0.5 * tall), (foot[0] - 0.1 * half, foot[1] + 0.5 * tall)]])
    sheet.shape(sheet.view.project(np.column_stack([ring, np.full(len(ring), z)])), tones[0], lined=False)
    count = int(np.clip(46 * half / 1.2, 16, 70))
    u = rng.uniform(-1, 1, count)
    v = rng.random(count) ** 0.7
    order = np.argsort(-v)
    u, v = u[order], v[order]
    feet = np.stack([foot[0] + u * half * v * 0.75, foot[1] + tall * (0.42 - 0.75 * v), np.full(count, z)], axis=1)
    long = half * rng.uniform(0.22, 0.4, count) + 0.12 * tall
    tips = feet + np.stack([u * long, -long * rng.uniform(0.25, 0.75, count), np.zeros(count)], axis=1)
    lit = 0.42 + 0.34 * u * float(np.sign(light.sun[0])) - 0.38 * v + rng.normal(0.1, 0.16, count)
    paints = tones[np.clip((lit * 4 + 0.4).astype(np.int64), 0, 3)]
    if light.snowy:
        paints = np.where((v < 0.62)[:, None], snow[(lit < 0.35).astype(np.int64)], tones[1])
    blades(sheet, feet, tips, 0.42 * long, paints)


def paint_palm_tree(sheet: Sheet, thing: Thing) -> None:
    """A palm: a bowed, ringed stem and a head of feathered fronds."""
    rng, light, x, z = sheet.rng, sheet.light, thing.x, thing.z
    if z < NEAR:
        return
    stem = thing.height * 0.8
    lean = float(rng.choice([-1, 1])) * float(rng.uniform(0.06, 0.2)) * stem
    path = bent((x, 0), (x + lean, stem), 0.07 * float(np.sign(lean)), 13)
    radius = 0.022 * thing.height
    limb(sheet, path, radius * np.linspace(1.5, 0.75, 13), z, "#9a7f62")
    rings = seen(light, [mixed("#9a7f62", "#2a2438", 0.4)], z)[0]
    for number in np.linspace(0.4, 11.6, 24):
        spot = np.array([np.interp(number, np.arange(13), path[:, 0]), np.interp(number, np.arange(13), path[:, 1])])
        wide = radius * (1.5 - 0.06 * number)
        mark = np.array([(-1, 0.25), (0, -0.2), (1, 0.25), (0, -0.55)]) * (wide, radius * 0.6) + spot
        sheet.shape(sheet.view.project(np.column_stack([mark, np.full(4, z)])), rings, lined=False)
    color = rgb(thing.color or "#5f9a46")
    tones, head = seen(light, leaf_tones(color), z), path[-1]
    angles = np.linspace(-0.55, np.pi + 0.55, 12) + rng.normal(0, 0.12, 12)
    for number in np.argsort(-np.abs(np.sin(angles - 0.2)) + rng.normal(0, 0.3, 12)):
        sunny = np.cos(angles[number]) * np.sign(light.sun[0])
        _frond(sheet, head, float(angles[number]), thing.width * 0.55, z, tones[[1, 2] if sunny < 0 else [2, 3]], tones[0])
    nuts = seen(light, [rgb("#7a5a34"), rgb("#95713f")], z)
    for number in range(4):
        nut = (head[0] + (number - 1.5) * radius * 1.1, head[1] - radius * (1.0 + 0.6 * (number % 2)), z)
        sheet.disc(nut, radius * 0.95, nuts[number % 2])
    if light.snowy:
        sheet.disc((head[0], head[1] + 0.1, z), radius * 2, seen(light, [rgb(SNOW)], z)[0], "snow", 0.5)
    sheet.outline()


def _frond(sheet: Sheet, head: np.ndarray, angle: float, long: float, z: float, tones: np.ndarray, dark: np.ndarray) -> None:
    """One frond: a rib that bows under its weight, leaflets on both sides that hang."""
    rng, count = sheet.rng, 30
    part = np.linspace(0.04, 1, count)
    long = long * float(rng.uniform(0.85, 1.1))
    x = head[0] + np.cos(angle) * long * part
    y = head[1] + np.sin(angle) * long * 0.7 * part - float(rng.uniform(0.3, 0.62)) * long * part**2.1 * (0.5 + 0.5 * abs(np.cos(angle)))
    feet = np.stack([x, y, np.full(count, z)], axis=1)
    leaf = long * 0.23 * np.sin(np.clip(part * 0.92 + 0.08, 0, 1) * np.pi) ** 0.6
    way = np.sign(np.cos(angle)) or 1.0
    for side, paint in ((0, dark), (1, tones[0]), (2, tones[1])):
        drop = (-1.05, -0.6, 0.3)[side]
        tips = feet + np.stack([way * leaf * (0.25, 0.55, 0.6)[side], leaf * drop, np.zeros(count)], axis=1)
        blades(sheet, feet, tips, long * 0.022, np.tile(paint, (count, 1)))
    rib = seen(sheet.light, [rgb("#a8b45c")], z)[0]
    sheet.stroke(feet, rib, 0.012 * long, shaded=False)


def paint_bamboo(sheet: Sheet, thing: Thing) -> None:
    """A clump of bamboo: jointed canes and long leaves at their heads."""
    rng, light = sheet.rng, sheet.light
    canes = int(rng.integers(7, 11))
    tones = leaf_tones(rgb(thing.color or "#86b04c"))
    for deep in np.linspace(0.5, -0.5, canes):
        x, z = thing.x + thing.width * float(rng.uniform(-0.42, 0.42)), thing.z + deep * min(thing.depth, 1.2)
        if z < NEAR:
            continue
        tall, lean = thing.height * float(rng.uniform(0.78, 1.0)), float(rng.normal(0, 0.05)) * thing.height
        cane = mixed("#9dbb58", "#6f9a48", float(rng.random()))
        path = bent((x, 0), (x + lean, tall), 0.03 * float(np.sign(lean)), 15)
        radius = 0.045 * float(rng.uniform(0.8, 1.2)) * (thing.height / 7)
        limb(sheet, path, radius * np.linspace(1, 0.4, 15), z, cane)
        for spot, wide in zip(path[1:-1], radius * np.linspace(1.1, 0.5, 13), strict=True):
            ends = np.array([(spot[0] - wide, spot[1], z), (spot[0] + wide, spot[1], z)])
            sheet.stroke(ends, mixed(cane, "#f4f2c8", 0.55), 0.4 * radius)
        count = 230
        up = rng.uniform(0.42, 1.03, count)
        spots = np.stack(
            [np.interp(up * tall, path[:, 1], path[:, 0]) + rng.normal(0, 0.13, count) * thing.width * (1.3 - 0.7 * up), up * tall], axis=1
        )
        lit = np.clip(up * 3.4 - 1.0 + rng.normal(0, 0.6, count), 0, 3).astype(np.int64)
        corners = leaves(rng, spots, 0.27 * thing.height / 7)
        corners = spots[:, None] + (corners - spots[:, None]) * (0.8, 1.0)
        flat = sheet.view.project(np.column_stack([corners.reshape(-1, 2), np.full(count * 4, z)])).reshape(-1, 4, 2)
        sheet.dabs(flat, seen(light, tones, z)[lit])
        if light.snowy:
            white = seen(light, [rgb(SNOW)], z)
            sheet.dabs(flat[::4] - (0, 1.5), np.tile(white, (len(flat[::4]), 1)), "snow")
    sheet.outline()


KINDS = (
    Kind("pine", "tree", paint_pine, "standing", (3.2, 5), (8, 14), (3, 4)),
    Kind("palm_tree", "tree", paint_palm_tree, "standing", (4.5, 6.5), (5.5, 9), (4, 5)),
    Kind("bamboo", "tree", paint_bamboo, "standing", (1.6, 2.8), (6, 9), (1, 1.6)),
)
