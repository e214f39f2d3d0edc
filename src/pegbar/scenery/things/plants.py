"""Low plants: flowers, grasses, ferns, mushrooms, hedges, and what is left of felled trees."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block, paint_block
from pegbar.scenery.things.blossoms import BLOSSOMS, bloom
from pegbar.scenery.things.foliage import SNOW, blades, crown, leaf_color, leaf_tones, seen, snow_caps
from pegbar.scenery.things.grounds import grass_color

_STEM = "#5b8f42"


def _around(sheet: Sheet, thing: Thing, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places (N,) of x and z within a thing's footprint, far ones first."""
    rng = sheet.rng
    angle, out = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    z = thing.z + np.sin(angle) * out * thing.depth / 2
    order = np.argsort(-z)
    return (thing.x + np.cos(angle) * out * thing.width / 2)[order], np.maximum(z[order], NEAR * 1.5)


def _leafage(sheet: Sheet, thing: Thing, count: int, tall: float, color: Color, wide: float) -> None:
    """Long leaves that grow from a footprint, some lighter and some darker."""
    rng = sheet.rng
    x, z = _around(sheet, thing, count)
    up = tall * rng.uniform(0.45, 1.0, count)
    away = (x - thing.x) / max(thing.width, 0.1) * 0.9 + rng.normal(0, 0.22, count)
    feet, tips = np.stack([x, np.full(count, thing.y), z], axis=1), np.stack([x + away * up, thing.y + up, z], axis=1)
    tones = leaf_tones(color)[rng.choice(4, size=count, p=(0.16, 0.3, 0.38, 0.16))]
    blades(sheet, feet, tips, wide * rng.uniform(0.7, 1.2, count), seen(sheet.light, tones, z), "field")


def paint_flower(sheet: Sheet, thing: Thing) -> None:
    """A clump of flowers of one colour over long leaves."""
    rng, light = sheet.rng, sheet.light
    tones = BLOSSOMS[light.conditions.season]
    color = rgb(thing.color or tones[int(rng.integers(len(tones)))])
    count = int(rng.integers(13, 20))
    _leafage(sheet, thing, 70, thing.height * 0.75, rgb(_STEM), 0.03)
    x, z = _around(sheet, thing, count)
    up = thing.y + thing.height * rng.uniform(0.6, 1.0, count)
    heads = np.stack([x + (x - thing.x) * 0.25, up, z], axis=1)
    stems = seen(light, np.tile(mixed(_STEM, "#1d3f33", 0.3), (count, 1)), z)
    blades(sheet, np.stack([x, np.full(count, thing.y), z], axis=1), heads, 0.014, stems, "field")
    bloom(sheet, heads, 0.13 * max(0.6, thing.height / 0.5), color, int(rng.choice([5, 6, 8])))
    if light.snowy:
        _dust(sheet, heads, 0.05)
    sheet.outline()


def _dust(sheet: Sheet, spots: NDArray[np.float64], size: float) -> None:
    """Snow on heads at places (N, 3)."""
    for spot in spots:
        sheet.disc(spot + (0, size * 0.5, -0.01), size, seen(sheet.light, [rgb(SNOW)], float(spot[2]))[0], "snow", 0.5, 10)


def paint_sunflower(sheet: Sheet, thing: Thing) -> None:
    """A group of sunflowers, taller than a child, their heads turned the same way."""
    rng, light = sheet.rng, sheet.light
    count = max(3, round(thing.width / 0.3))
    x, z = _around(sheet, thing, count)
    for one, two in zip(x, z, strict=True):
        tall = thing.height * float(rng.uniform(0.78, 1.0))
        lean = float(rng.normal(0, 0.05))
        stem = np.array([(one, thing.y, two), (one + lean, thing.y + tall * 0.6, two), (one + lean * 1.6, thing.y + tall, two)])
        sheet.stroke(stem, "#5f8f3f", 0.035)
        for level in rng.uniform(0.12, 0.82, 9):
            way, size = float(rng.choice([-1, 1])), float(rng.uniform(0.16, 0.26))
            spot = np.array([one + lean * level, thing.y + tall * level, two])
            leaf = np.array([(0, 0), (way * 0.35, 0.34), (way * 0.9, 0.1), (way * 1.25, -0.45), (way * 0.55, -0.32)]) * size
            points = spot + np.column_stack([leaf, np.zeros(5)])
            tone = leaf_tones(rgb("#5f9a40"))[int(rng.integers(1, 4))]
            sheet.shape(sheet.view.project(points), seen(light, [tone], float(two))[0], "field", False)
        head = np.array([[one + lean * 1.6, thing.y + tall, two - 0.02]])
        size = 0.34 * thing.height / 1.7 * float(rng.uniform(0.85, 1.15))
        bloom(sheet, head, size * 1.25, rgb(thing.color or "#f6bf26"), 16, "#6b4424")
        for part, tone in ((0.24, "#4f3220"), (0.17, "#7a4d26"), (0.09, "#553420")):
            sheet.disc(head[0], size * part, seen(light, [rgb(tone)], float(two))[0], "flower", 0.8)
    sheet.outline()


def paint_tall_grass(sheet: Sheet, thing: Thing) -> None:
    """A stand of tall grass; plumes on it in autumn."""
    rng, light = sheet.rng, sheet.light
    color = rgb(thing.color) if thing.color else mixed(grass_color(light), "#6f9a48", 0.2) if not light.snowy else rgb("#b5a878")
    _leafage(sheet, thing, int(200 * max(1.0, thing.width)), thing.height, color, 0.024)
    if light.conditions.season == "autumn":
        x, z = _around(sheet, thing, 22)
        up = thing.height * rng.uniform(0.8, 1.15, 22)
        lean = rng.normal(0.12, 0.12, 22)
        feet, tips = np.stack([x, up * 0, z], axis=1), np.stack([x + lean * up, up, z], axis=1)
        blades(sheet, feet, tips, 0.014, seen(light, np.tile(rgb("#b79a5c"), (22, 1)), z))
        for strand in np.linspace(0.5, 1.5, 5):
            over = tips + np.stack([0.2 * strand * up * rng.uniform(0.6, 1.0, 22), (0.1 - 0.14 * strand**2) * up, np.zeros(22)], axis=1)
            plume = mixed("#f3e9cf", "#c9ac74", 0.5 * abs(strand - 1.0))
            blades(sheet, tips - (0, 0.04, 0), over, 0.035, seen(light, np.tile(plume, (22, 1)), z))


def paint_fern(sheet: Sheet, thing: Thing) -> None:
    """A fern: fronds that arch out of one heart."""
    rng, light = sheet.rng, sheet.light
    color = rgb(
        thing.color or {"spring": "#6a9f4c", "summer": "#4f8a45", "autumn": "#a5843f", "winter": "#8a7a4c"}[light.conditions.season]
    )
    tones = leaf_tones(color)
    count, z = 11, thing.z
    if z < NEAR * 2:
        return
    for number in np.argsort(rng.random(count)):
        way = -1 + 2 * number / (count - 1) + float(rng.normal(0, 0.06))
        part = np.linspace(0.05, 1, 16)
        x = thing.x + way * thing.width / 2 * part
        y = thing.y + thing.height * (1.9 * part - 1.35 * part**2 * (0.55 + 0.45 * abs(way))) * (1 - 0.3 * abs(way))
        deep = np.full(16, z + float(rng.uniform(-0.5, 0.5)) * min(thing.depth, 0.5))
        feet, leaf = np.stack([x, y, deep], axis=1), 0.3 * thing.width * np.sin((part * 0.85 + 0.12) * np.pi) * 0.55
        for side, tone in ((-1.0, tones[1]), (0.8, tones[2 if number % 3 else 3])):
            tips = feet + np.stack([leaf * 0.55 * np.sign(way or 1), leaf * side * 0.75, np.zeros(16)], axis=1)
            blades(sheet, feet, tips, 0.055 * thing.width, np.tile(seen(light, [tone], z), (16, 1)), "field")
        sheet.stroke(feet, mixed(color, "#f1efb0", 0.3), 0.012 * thing.width, "field")


def paint_mushroom(sheet: Sheet, thing: Thing) -> None:
    """A few mushrooms with red or brown caps."""
    rng, light = sheet.rng, sheet.light
    cap = rgb(thing.color or ("#c8483a", "#a8693f")[int(rng.integers(2))])
    for number in range(int(rng.integers(3, 6))):
        x, z = thing.x + float(rng.uniform(-0.5, 0.5)) * thing.width, max(thing.z + float(rng.uniform(-0.3, 0.3)) * thing.depth, NEAR * 2)
        tall = thing.height * (1.0 if number == 0 else float(rng.uniform(0.45, 0.85)))
        tones = seen(
            light, [rgb("#efe3cc"), mixed("#efe3cc", "#4a4668", 0.35), cap, mixed(cap, "#3a1f4a", 0.35), mixed(cap, "#ffffff", 0.3)], z
        )

        def flat(spots: NDArray[np.float64], x: float = x, z: float = z, tall: float = tall) -> NDArray[np.float64]:
            return sheet.view.project(np.column_stack([x + spots[:, 0] * tall, thing.y + spots[:, 1] * tall, np.full(len(spots), z)]))

        sheet.shape(flat(np.array([(-0.13, 0), (0.13, 0), (0.09, 0.65), (-0.09, 0.65)])), tones[0], "field")
        sheet.shape(flat(np.array([(0.02, 0), (0.13, 0), (0.09, 0.65), (0.02, 0.65)])), tones[1], "field", False)
        arc = np.linspace(0, np.pi, 15)
        dome = np.stack([np.cos(arc) * 0.44, 0.56 + np.sin(arc) * 0.44], axis=1)
        sheet.shape(flat(np.concatenate([dome, [(-0.2, 0.5), (0.2, 0.5)]])), tones[3], "field")
        sheet.shape(flat((dome - (0, 0.56)) * (0.86, 0.84) + (-0.05, 0.62)), tones[2], "field", False)
        for across, up, size in ((-0.2, 0.75, 0.06), (0.05, 0.88, 0.07), (0.22, 0.7, 0.05), (-0.02, 0.68, 0.05)):
            spot = (x + across * tall, thing.y + up * tall, z)
            sheet.disc(spot, size * tall, tones[4] if light.snowy else seen(light, [rgb("#f6efe0")], z)[0], "field", 0.7, 12)


def paint_hedge(sheet: Sheet, thing: Thing) -> None:
    """A clipped hedge: a box of leaves, lit on top."""
    rng, light = sheet.rng, sheet.light
    color = rgb(thing.color) if thing.color else mixed(leaf_color(light, rng), "#4a8244", 0.85)
    tones = leaf_tones(color)
    block = Block(thing.x, thing.y, thing.z, thing.width, thing.height, thing.depth, thing.turn)
    paint_block(sheet, block, mixed(color, "#132440", 0.3), top=tones[2])
    for plane, width, height, upper in [(p, w, thing.height, False) for p, w in block.sides()] + [
        (block.top(), thing.width, thing.depth, True)
    ]:
        count = int(np.clip(width * height * 110, 60, 2600))
        spots = rng.uniform(-0.02, 1.02, (count, 2)) * (width, height)
        points = plane.at(spots)
        eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
        if float(plane.normal @ (eye - points.mean(axis=0))) <= 0 or points[:, 2].min() < NEAR:
            continue
        z = points[:, 2]
        lit = (0.75 if upper else 0.2 + 0.4 * max(0.0, float(plane.normal @ light.sun)) + 0.25 * spots[:, 1] / height) + rng.normal(
            0, 0.16, count
        )
        white = light.snowy and upper
        some = np.array([mixed(SNOW, "#8fa4d4", 0.3), SNOW_TONE, SNOW_TONE, SNOW_TONE]) if white else tones
        size = (0.07 * sheet.view.camera.focal * sheet.view.size[1] / z)[:, None, None] * rng.uniform(0.6, 1.3, (count, 1, 1))
        turn = rng.uniform(0, np.pi, count)
        cross = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        shape = np.stack([cross, cross[:, ::-1] * (-0.55, 0.55), -cross, cross[:, ::-1] * (0.55, -0.55)], axis=1)
        sheet.dabs(sheet.view.project(points)[:, None] + shape * size, seen(light, some[np.clip((lit * 4).astype(np.int64), 0, 3)], z))
    sheet.outline()


SNOW_TONE = rgb(SNOW)


def paint_potted_bush(sheet: Sheet, thing: Thing) -> None:
    """A small round bush, clipped, with blossoms in spring and summer."""
    rng, light = sheet.rng, sheet.light
    tone = rgb(thing.color or "#4f8d45")
    radius = thing.width / 2
    balls = np.array([(thing.x + a * radius * 0.35, thing.y + thing.height * b, radius * 0.72, d)
                      for a, b, d in ((-1, 0.5, -0.5), (1, 0.5, -0.5), (0, 0.68, 0.2), (-0.6, 0.4, 0.5), (0.6, 0.4, 0.5))])  # fmt: skip
    crown(sheet, balls, thing.z, tone, 0.09)
    if light.conditions.season in ("spring", "summer"):
        angle, out = rng.uniform(0, 2 * np.pi, 46), np.sqrt(rng.random(46)) * 0.9
        spots = np.stack([thing.x + np.cos(angle) * out * radius, thing.y + thing.height * (0.52 + 0.42 * np.sin(angle) * out),
                          np.full(46, thing.z - 0.05)], axis=1)  # fmt: skip
        bloom(sheet, spots, 0.13, rgb(("#e86a9a", "#f3a7c4", "#c85cb8")[int(rng.integers(3))]), 5)
    snow_caps(sheet, balls, thing.z, 0.09, 0.5)
    sheet.outline()


KINDS = (
    Kind("flower", "flower", paint_flower, "standing", (0.6, 1.0), (0.35, 0.6), (0.4, 0.6), shadow=0.5),
    Kind("sunflower", "flower", paint_sunflower, "standing", (1.0, 1.8), (1.5, 2.0), (0.4, 0.7), shadow=0.7),
    Kind("tall_grass", "field", paint_tall_grass, "standing", (0.9, 1.8), (0.45, 0.8), (0.5, 0.8), shadow=0.4),
    Kind("fern", "field", paint_fern, "standing", (0.7, 1.2), (0.35, 0.6), (0.6, 0.9), shadow=0.6),
    Kind("mushroom", "field", paint_mushroom, "standing", (0.35, 0.6), (0.16, 0.28), (0.2, 0.3), shadow=0.6),
    Kind("hedge", "tree", paint_hedge, "standing", (3.5, 5.5), (0.9, 1.4), (0.8, 1.0)),
    Kind("azalea", "flower", paint_potted_bush, "standing", (0.9, 1.4), (0.7, 1.0), (0.8, 1.2)),
)
