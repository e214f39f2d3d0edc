"""What stands in parks and gardens: benches, fountains, lamps, statues, beds of flowers."""

import itertools

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block, paint_block, paint_pillar
from pegbar.scenery.things.blossoms import BLOSSOMS, bloom
from pegbar.scenery.things.foliage import SNOW, blades, leaf_tones, seen

_WOOD, _IRON, _STONE = "#a8754a", "#3d4247", "#bdb8ae"
Profile = tuple[tuple[float, float], ...]


def block_of(thing: Thing) -> Block:
    """The box that a thing fills."""
    return Block(thing.x, thing.y, thing.z, thing.width, thing.height, thing.depth, thing.turn)


def drum(
    sheet: Sheet, x: float, y: float, z: float, radius: float, height: float, color: ArrayLike | str, top: ArrayLike | str | None = None,
    upper: float | None = None, label: str = "", lined: bool = True,
) -> None:  # fmt: skip
    """A round body from `y` up, shaded around; its upper face in a finished light from above."""
    if z - max(radius, upper or 0) < NEAR:
        return
    above = radius if upper is None else upper
    around = np.linspace(-np.pi, 0, 15)
    cross = np.stack([np.cos(around), np.zeros(15), np.sin(around)], axis=1)
    low, high = np.array([x, y, z]) + cross * radius, np.array([x, y + height, z]) + cross * above
    for number in range(14):
        facing = cross[number] + cross[number + 1]
        facing = facing / np.linalg.norm(facing) + (0, (radius - above) / max(height, 1e-3), 0)
        quad = np.array([low[number], low[number + 1], high[number + 1], high[number]])
        sheet.shape(sheet.view.project(quad), sheet.light.shade(color, facing / np.linalg.norm(facing), z), label, False)
    if lined:
        sheet.ink_line(sheet.view.project(low))
        for end in (0, 14):
            sheet.ink_line(sheet.view.project(np.array([low[end], high[end]])))
    full = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    ring = np.array([x, y + height, z]) + np.stack([np.cos(full), 0 * full, np.sin(full)], axis=1) * above
    if sheet.view.camera.height > y + height:
        white = sheet.light.snowy and label != "water"
        tone = rgb(SNOW) if white else rgb(color if top is None else top)
        sheet.shape(sheet.view.project(ring), sheet.light.shade(tone, (0, 1, 0), z), "snow" if white else label, lined)
    elif lined:
        sheet.ink_line(sheet.view.project(high))


def turned(sheet: Sheet, x: float, y: float, z: float, profile: Profile, color: ArrayLike | str) -> None:
    """A body turned on a lathe: (radius, height above y) from its foot up."""
    for (one, low), (two, high) in itertools.pairwise(profile):
        drum(sheet, x, y + low, z, one, high - low, color, upper=two, lined=False)
    sheet.outline()


def paint_bench(sheet: Sheet, thing: Thing) -> None:
    """A bench of slats on iron legs."""
    block, wood = block_of(thing), thing.color or _WOOD
    width, height, depth = thing.width, thing.height, thing.depth
    seat = 0.5 * height
    front_on = abs(((thing.turn + 180) % 360) - 180) < 90
    sides = (-0.42, 0.42) if block.at(-0.42, 0, 0)[2] >= block.at(0.42, 0, 0)[2] else (0.42, -0.42)

    def back() -> None:
        for side in sides:
            paint_block(sheet, block.part(side, 0, 0.42, 0.05, height, 0.05), _IRON)
        for up in (0.58, 0.74, 0.9):
            paint_block(sheet, block.part(0, up, 0.38, width, 0.085, 0.03), wood, "wood")

    def front() -> None:
        for side in sides:
            paint_block(sheet, block.part(side, 0, -0.36, 0.05, seat, 0.05), _IRON)
            paint_block(sheet, block.part(side, (seat - 0.05) / height, 0, 0.05, 0.04, depth * 0.85), _IRON)
        for away in (0.3, 0.1, -0.1, -0.3, -0.47) if front_on else (-0.47, -0.3, -0.1, 0.1, 0.3):
            paint_block(sheet, block.part(0, seat / height, away, width, 0.035, depth * 0.16), wood, "wood")
        for side in sides:
            paint_block(sheet, block.part(side * 1.12, (seat + 0.2) / height, -0.05, 0.05, 0.03, depth * 0.8), _IRON)

    for paint in (back, front) if front_on else (front, back):
        paint()


def paint_picnic_table(sheet: Sheet, thing: Thing) -> None:
    """A table with a bench on either side, of planks."""
    block, wood = block_of(thing), thing.color or "#b07f52"
    width, height, depth = thing.width, thing.height, thing.depth
    for side in (0.46, -0.46):
        for along in (-0.36, 0.36):
            paint_block(sheet, block.part(along, 0, side * 0.8, 0.08, 0.42, 0.08), mixed(wood, "#3a2c30", 0.25))
        paint_block(sheet, block.part(0, 0.42 / height, side * 0.92, width, 0.05, depth * 0.17), wood, "wood")
        if side > 0:
            for along in (-0.36, 0.36):
                paint_block(sheet, block.part(along, 0, 0, 0.1, height - 0.05, 0.1), mixed(wood, "#3a2c30", 0.25))
            for row in (0.2, 0.067, -0.067, -0.2):
                paint_block(sheet, block.part(0, 1 - 0.05 / height, row, width, 0.05, depth * 0.125), wood, "wood")


def paint_park_lamp(sheet: Sheet, thing: Thing) -> None:
    """An iron post with a lantern, lit at dusk."""
    x, z, height, light = thing.x, thing.z, thing.height, sheet.light
    iron = thing.color or "#39443f"
    if z < NEAR * 2:
        return
    drum(sheet, x, 0, z, 0.17, 0.12, iron)
    drum(sheet, x, 0.12, z, 0.12, 0.4, iron, upper=0.06)
    paint_pillar(sheet, x, z, 0.5, height - 0.62, 0.045, iron)
    drum(sheet, x, height * 0.45, z, 0.07, 0.07, iron)
    drum(sheet, x, height - 0.66, z, 0.05, 0.1, iron, upper=0.14)
    lit = light.lamps
    glass = "#ffe9b0" if lit else "#dfe6e6"
    drum(sheet, x, height - 0.56, z, 0.12, 0.36, glass, upper=0.17, label="light")
    if lit:
        shape = np.array([(-0.12, -0.56), (0.12, -0.56), (0.17, -0.2), (-0.17, -0.2)]) + (x, height)
        sheet.shape(sheet.view.project(np.column_stack([shape, np.full(4, z)])), rgb("#fff0c2"), "light")
    for side in (-1, 1):
        bar = np.array([(x + side * 0.12, height - 0.56, z - 0.02), (x + side * 0.17, height - 0.2, z - 0.02)])
        sheet.stroke(bar, iron, 0.03)
    drum(sheet, x, height - 0.2, z, 0.22, 0.14, iron, upper=0.06)
    drum(sheet, x, height - 0.06, z, 0.03, 0.08, iron)
    if light.snowy:
        sheet.disc((x, height - 0.12, z - 0.23), 0.17, light.shade(SNOW, (0, 1, 0), z), "snow", 0.5)
    if lit:
        sheet.shine((x, height - 0.38, z), 2.4 if light.night else 1.3, "#ffd890", 0.75 if light.night else 0.45)
        sheet.shine((x, 0.02, z), 3.2, "#ffcf86", 0.42 if light.night else 0.16, 0.3)


def paint_fountain(sheet: Sheet, thing: Thing) -> None:
    """A round basin of water, a bowl on a stem, and water that falls from it."""
    x, z, light = thing.x, thing.z, sheet.light
    radius, height, stone = thing.width / 2, thing.height, thing.color or _STONE
    frozen = light.snowy
    water = "#dfeaf3" if frozen else mixed("#6fb0cc", light.sky_low, 0.3)
    rim = 0.26 * height
    drum(sheet, x, 0, z, radius, rim * 0.3, mixed(stone, "#404660", 0.15), upper=radius)
    drum(sheet, x, rim * 0.3, z, radius * 0.93, rim * 0.7, stone, upper=radius * 0.98)
    drum(sheet, x, rim, z, radius, 0.02 * height, stone)
    drum(sheet, x, rim * 1.06, z, radius * 0.86, 0.002, water, label="water")
    _ripples(sheet, x, rim * 1.07, z, radius * 0.84)
    drum(sheet, x, rim, z, 0.2 * radius, 0.08 * height, stone)
    drum(sheet, x, rim, z, 0.11 * radius, 0.4 * height, stone, upper=0.09 * radius)
    drum(sheet, x, 0.62 * height, z, 0.1 * radius, 0.1 * height, stone, upper=0.44 * radius)
    drum(sheet, x, 0.72 * height, z, 0.46 * radius, 0.025 * height, stone, water)
    drum(sheet, x, 0.74 * height, z, 0.06 * radius, 0.15 * height, stone)
    drum(sheet, x, 0.87 * height, z, 0.05 * radius, 0.05 * height, stone, upper=0.12 * radius)
    if frozen:
        return
    tone = np.clip(mixed("#e4f3fa", light.sky_low, 0.25) * (light.fill + light.key), 0, 1)
    _falls(sheet, (x, z), (0.0, 0.98, 0.44, 0.72), radius, height, tone)
    _falls(sheet, (x, z), (0.44, 0.75, 0.66, 0.28), radius, height, tone)


def _ripples(sheet: Sheet, x: float, y: float, z: float, radius: float, count: int = 26) -> None:
    """Rings and glints on a basin's water."""
    rng, light = sheet.rng, sheet.light
    if light.snowy:
        return
    bright = np.clip(mixed("#d5eef8", light.sky_low, 0.3) * (light.fill + light.key * 0.9), 0, 1)
    for angle, out in zip(rng.uniform(0, 2 * np.pi, count), rng.uniform(0.35, 0.95, count), strict=True):
        turn = angle + np.array([-0.16, 0, 0.16, 0]) * (0.6 + 0.5 * rng.random())
        reach = radius * (out + np.array([0, 0.02, 0, -0.02]))
        ring = np.stack([x + np.cos(turn) * reach, np.full(4, y), z + np.sin(turn) * reach], axis=1)
        sheet.shape(sheet.view.project(ring), bright, "water", False)


def _falls(
    sheet: Sheet, at: tuple[float, float], arc: tuple[float, float, float, float], radius: float, height: float, tone: NDArray[np.float64],
) -> None:  # fmt: skip
    """Threads of water that fall in bows around a stem: (start, top, end, foot) as parts of radius and height."""
    rng, count = sheet.rng, 42
    start, top, out, low = arc
    for angle in np.linspace(0.3, 2 * np.pi + 0.3, count, endpoint=False)[
        np.argsort(-np.sin(np.linspace(0.3, 2 * np.pi + 0.3, count, endpoint=False)))
    ]:
        part = np.linspace(0, float(rng.uniform(0.75, 1.0)), 7)
        away = (start + (out - start) * part) * radius
        up = height * (top + (0.1 if start == 0 else 0.015) * np.sin(part * np.pi) - (top - low) * part**2.2)
        path = np.stack([at[0] + np.cos(angle) * away, up, at[1] + np.sin(angle) * away], axis=1)
        sheet.stroke(path, tone * float(rng.uniform(0.82, 1.0)), 0.016 * radius, "water", shaded=False)


def paint_bird_bath(sheet: Sheet, thing: Thing) -> None:
    """A stone bowl of water on a stem."""
    x, z, radius, height = thing.x, thing.z, thing.width / 2, thing.height
    stone = thing.color or _STONE
    drum(sheet, x, thing.y, z, radius * 0.6, height * 0.08, stone)
    turned(
        sheet,
        x,
        thing.y,
        z,
        ((0.4 * radius, 0.08 * height), (0.2 * radius, 0.2 * height), (0.18 * radius, 0.65 * height), (0.4 * radius, 0.78 * height)),
        stone,
    )
    drum(sheet, x, thing.y + 0.78 * height, z, radius * 0.45, height * 0.17, stone, upper=radius)
    drum(sheet, x, thing.y + 0.95 * height, z, radius, height * 0.05, stone)
    drum(sheet, x, thing.y + height * 1.001, z, radius * 0.84, 0.001, mixed("#7db6cd", sheet.light.sky_low, 0.4), label="water")
    _ripples(sheet, x, thing.y + height * 1.005, z, radius * 0.7, 7)


def paint_statue(sheet: Sheet, thing: Thing) -> None:
    """A robed figure of weathered stone on a plinth."""
    x, z, height, stone = thing.x, thing.z, thing.height, thing.color or "#aaa79f"
    if z < NEAR + thing.width:
        return
    foot = Block(x, 0, z, thing.width, height * 0.1, thing.width, thing.turn)
    paint_block(sheet, foot, stone, "rough")
    paint_block(sheet, foot.part(0, 1, 0, thing.width * 0.8, height * 0.27, thing.width * 0.8), stone, "rough")
    paint_block(sheet, Block(x, height * 0.37, z, thing.width * 0.9, height * 0.035, thing.width * 0.9, thing.turn), stone, "rough")
    unit, base = height * 0.595, height * 0.405
    turned(sheet, x, base, z, ((0.165 * unit, 0), (0.15 * unit, 0.25 * unit), (0.105 * unit, 0.52 * unit), (0.135 * unit, 0.7 * unit),
                               (0.125 * unit, 0.76 * unit), (0.05 * unit, 0.815 * unit), (0.045 * unit, 0.84 * unit)), stone)  # fmt: skip
    side = float(sheet.rng.choice([-1, 1]))
    arm = np.array(
        [
            (x - side * 0.12 * unit, base + 0.72 * unit, z - 0.1),
            (x - side * 0.2 * unit, base + 0.55 * unit, z - 0.12),
            (x - side * 0.02 * unit, base + 0.5 * unit, z - 0.16),
        ]
    )
    sheet.stroke(arm, stone, 0.065 * unit)
    raised = np.array(
        [
            (x + side * 0.12 * unit, base + 0.71 * unit, z),
            (x + side * 0.24 * unit, base + 0.82 * unit, z),
            (x + side * 0.25 * unit, base + 1.0 * unit, z),
        ]
    )
    sheet.stroke(raised, stone, 0.06 * unit)
    tones = seen(sheet.light, [mixed(stone, "#39406a", 0.4), rgb(stone), mixed(stone, "#ffffff", 0.3)], z, 0.8)
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    for size, shift, tone in ((1.0, 0.0, tones[0]), (0.8, 0.2, tones[1]), (0.4, 0.42, tones[2])):
        way = shift * float(np.sign(sheet.light.sun[0]) or 1)
        ring = np.stack(
            [
                x + (np.cos(around) * size + way) * 0.066 * unit,
                base + 0.91 * unit + (np.sin(around) * size + shift * 0.5) * 0.08 * unit,
                np.full(20, z),
            ],
            axis=1,
        )
        sheet.shape(sheet.view.project(ring), tone, lined=False)
    for fold in np.linspace(-0.6, 0.6, 7):
        path = np.array(
            [
                (x + fold * 0.1 * unit, base + 0.5 * unit, z - 0.16 * unit),
                (x + fold * 0.15 * unit, base + 0.24 * unit, z - 0.16 * unit),
                (x + fold * 0.165 * unit, base + 0.02 * unit, z - 0.16 * unit),
            ]
        )
        sheet.stroke(path, mixed(stone, "#30365c", 0.42), 0.012 * unit)
    if sheet.light.snowy:
        sheet.disc((x, base + 0.985 * unit, z - 0.01), 0.06 * unit, tones[2], "snow", 0.5)
    sheet.outline()


def paint_flower_bed(sheet: Sheet, thing: Thing) -> None:
    """A bed with an edge of bricks, full of flowers in rows of colours."""
    rng, light = sheet.rng, sheet.light
    block = block_of(thing)
    edge = Block(thing.x, thing.y, thing.z, thing.width, 0.16, thing.depth, thing.turn)
    paint_block(sheet, edge, "#b5664c", "bricks", top="#6b4f3a")
    if light.snowy:
        return
    tones = BLOSSOMS[light.conditions.season]
    rows = 5
    for row in range(rows):
        away = 0.36 - 0.72 * row / (rows - 1)
        count = int(np.clip(thing.width * 9, 8, 60))
        along = np.linspace(-0.46, 0.46, count) + rng.normal(0, 0.012, count)
        feet = np.array([block.at(float(a), 0, away) for a in along]) + (0, 0.14, 0)
        if feet[:, 2].min() < NEAR * 2:
            return
        up = max(0.12, thing.height - 0.15) * rng.uniform(0.6, 1.0, count)
        z = feet[:, 2]
        for _ in range(3):
            lean = rng.normal(0, 0.08, count)
            tips = feet + np.stack([lean, up * rng.uniform(0.6, 0.95, count), 0 * up], axis=1)
            blades(sheet, feet, tips, 0.05, seen(light, leaf_tones(rgb("#5d9444"))[rng.integers(0, 4, count)], z), "field")
        heads = feet + np.stack([rng.normal(0, 0.02, count), up, np.full(count, -0.02)], axis=1)
        color = thing.color or tones[row % len(tones)]
        bloom(sheet, heads, 0.13, rgb(color), (5, 6, 8)[row % 3])


KINDS = (
    Kind("bench", "furniture", paint_bench, "standing", (1.6, 1.9), (0.82, 0.9), (0.5, 0.6)),
    Kind("picnic_table", "furniture", paint_picnic_table, "standing", (1.7, 2.0), (0.72, 0.76), (1.5, 1.6)),
    Kind("park_lamp", "light", paint_park_lamp, "standing", (0.45, 0.45), (3.0, 3.6), (0.45, 0.45)),
    Kind("fountain", "water", paint_fountain, "standing", (3.4, 4.6), (1.9, 2.4), (3.4, 4.6)),
    Kind("bird_bath", "water", paint_bird_bath, "standing", (0.7, 0.85), (0.85, 1.0), (0.7, 0.85)),
    Kind("statue", "building", paint_statue, "standing", (1.1, 1.4), (3.0, 3.8), (1.1, 1.4)),
    Kind("flower_bed", "flower", paint_flower_bed, "standing", (2.2, 3.4), (0.42, 0.52), (0.8, 1.2)),
)
