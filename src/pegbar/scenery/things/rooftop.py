"""What stands on flat roofs: fences of mesh, stair houses, water tanks, air conditioners, antennas, laundry."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, ground
from pegbar.scenery.solids import Block, paint_pillar
from pegbar.scenery.things.barriers import block_of, frame, mesh, seen_side
from pegbar.scenery.things.facade import SNOW, Pane, door, face, faces_eye, paint_block, shade_under, slab, veil, window
from pegbar.scenery.things.roads import sheen
from pegbar.scenery.things.street import lamplight, round_spots


def paint_roof_deck(sheet: Sheet, thing: Thing) -> None:
    """A flat roof one walks on: large slabs with joints, and a gutter along its edges."""
    light = sheet.light
    plane = ground(thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.y)
    tone = SNOW if light.snowy else mixed(thing.color or "#b9bab6", "#4f535a", 0.35 if light.wet else 0.0)
    face(sheet, plane, box_spots(thing.width, thing.depth), tone, "rough" if light.snowy else "deck", "snow" if light.snowy else "floor")
    if light.snowy:
        return
    for left in (0.0, thing.width - 0.4):
        face(sheet, plane, box_spots(0.4, thing.depth, left, 0), mixed(tone, "#6f7478", 0.45), "rough", "floor")
    face(sheet, plane, box_spots(thing.width, 0.4, 0, thing.depth - 0.4), mixed(tone, "#6f7478", 0.45), "rough", "floor")
    if light.wet:
        sheen(sheet, plane, box_spots(thing.width, thing.depth))


def paint_roof_fence(sheet: Sheet, thing: Thing) -> None:
    """A high fence of wire mesh on a low parapet, its top bent inwards."""
    block, tone = block_of(thing), thing.color or "#7fa08f"
    foot = block.part(0, 0, 0, thing.width, 0.4, 0.25)
    paint_block(sheet, foot, "#c6c3ba", "rough")
    upper = block.part(0, 0.4 / thing.height, 0, thing.width, thing.height - 0.4, thing.depth)
    plane = seen_side(sheet, upper)
    mesh(sheet, plane, box_spots(thing.width, upper.height), tone, 0.12, 0.014)
    frame(sheet, upper, tone, 2.0, 0.06)
    paint_block(sheet, upper.part(0, 0.48, 0, thing.width, 0.05, 0.05), tone)


def paint_stair_house(sheet: Sheet, thing: Thing) -> None:
    """The house over the stairs: a steel door under a canopy, a lamp, a ladder, its roof's rim."""
    block, tone, light = block_of(thing), thing.color or "#d9d4c8", sheet.light
    value = float(sheet.rng.random())
    for plane, width in block.sides():
        face(sheet, plane, box_spots(width, thing.height), tone, "plain")
        face(sheet, plane, box_spots(width, 0.25), mixed(tone, "#77736c", 0.5), "rough")
        shade_under(sheet, plane, 0, thing.height, width, 0.35)
    front, wide = block.front(), thing.width
    if faces_eye(sheet, front):
        door(sheet, front, wide * 0.24, 0.12, 1.0, 2.05, "#7f8f96", glazed=False)
        face(
            sheet,
            front.beyond(0.07),
            box_spots(0.44, 0.5, wide * 0.24 + 0.28, 1.35),
            "#4f6272" if not light.lamps else "#ffe2a6",
            label="window",
            glow=0.8,
        )
        window(sheet, front, wide * 0.62, 1.3, wide * 0.24, 0.8, Pane("#b9bdc0", 2, value > 0.4, value))
        paint_block(sheet, slab(front, wide * 0.2, 0, 1.5, 0.12, 0.8), "#b5b2aa")
        shade_under(sheet, front, wide * 0.18, 2.4, 1.4, 0.8)
        paint_block(sheet, slab(front, wide * 0.18, 2.4, 1.5, 0.12, 0.9), mixed(tone, "#8b877e", 0.3))
        lamp = slab(front, wide * 0.24 + 0.38, 2.22, 0.24, 0.14, 0.14)
        paint_block(sheet, lamp, "#fff2cf", glow=1.0 if light.lamps else 0.1)
        if light.lamps:
            middle = lamp.at(0, 0.5, -0.5)
            lamplight(sheet, (float(middle[0]), float(middle[1]), float(middle[2])), 2.2, strength=0.6)
    _ladder(sheet, block)
    rim = block.part(0, 1, 0, wide + 0.3, 0.28, thing.depth + 0.3)
    paint_block(sheet, rim, mixed(tone, "#8b877e", 0.25), under=False)


def _ladder(sheet: Sheet, block: Block) -> None:
    """A ladder on the side that is seen."""
    plane, width = (block.right(), block.depth) if faces_eye(sheet, block.right()) else (block.left(), block.depth)
    if not faces_eye(sheet, plane):
        plane, width = block.front(), block.width * 1.9
    left = width * 0.46
    for side in (0.0, 0.4):
        paint_block(sheet, slab(plane, left + side, 0.4, 0.04, block.height + 0.5, 0.1), "#8d9498")
    for number in range(int(block.height / 0.32)):
        face(sheet, plane.beyond(0.08), box_spots(0.4, 0.035, left, 0.5 + number * 0.32), "#8d9498")


def paint_water_tank(sheet: Sheet, thing: Thing) -> None:
    """A water tank on steel legs: a round one with rings, or one of bulging panels."""
    block, tone = block_of(thing), thing.color or "#d3d8d8"
    legs = thing.height * 0.34
    for away in (0.42, -0.42):
        for across in (-0.42, 0.42):
            paint_block(sheet, block.part(across, 0, away, 0.12, legs, 0.12), "#7d8386")
        ends = [block.at(-0.42, 0.02, away), block.at(0.42, 0.32, away)], [block.at(0.42, 0.02, away), block.at(-0.42, 0.32, away)]
        for pair in ends:
            sheet.stroke(pair, "#8d9396", 0.05)
    paint_block(sheet, block.part(0, 0.32, 0, thing.width, 0.14, thing.depth), "#8d9396")
    if sheet.rng.random() < 0.5:
        _drum(sheet, thing, legs + 0.14, tone)
        return
    body = block.part(0, (legs + 0.14) / thing.height, 0, thing.width, thing.height - legs - 0.14, thing.depth)
    for plane, width in body.sides():
        face(sheet, plane, box_spots(width, body.height), tone)
        columns, rows = max(2, round(width)), max(1, round(body.height))
        wide, tall = width / columns, body.height / rows
        for row in range(rows):
            for column in range(columns):
                for inset, part in ((0.06, 0.12), (0.2, 0.0)):
                    spots = box_spots(wide * (1 - 2 * inset), tall * (1 - 2 * inset), (column + inset) * wide, (row + inset) * tall)
                    face(sheet, plane, spots, mixed(tone, "#5f6b74", part))
    face(sheet, body.top(), box_spots(thing.width, thing.depth), SNOW if sheet.light.snowy else tone)
    paint_block(sheet, body.part(0.2, 1, 0, 0.6, 0.18, 0.6), tone, under=False)


def _drum(sheet: Sheet, thing: Thing, low: float, tone: str) -> None:
    radius, x, z, y = thing.width * 0.46, thing.x, thing.z, thing.y
    high = y + thing.height * 0.92
    paint_pillar(sheet, x, z, y + low, high, radius, tone)
    for up in (0.0, 0.33, 0.66, 0.97):
        level = y + low + (high - y - low) * up
        paint_pillar(sheet, x, z, level, level + 0.07, radius * 1.02, mixed(tone, "#6f7a80", 0.4))
    paint_pillar(
        sheet,
        x,
        z,
        high,
        y + thing.height,
        radius * 1.02,
        SNOW if sheet.light.snowy else mixed(tone, "#ffffff", 0.2),
        upper_radius=radius * 0.3,
    )
    sheet.stroke([(x + radius * 0.55, y + low, z - radius), (x + radius * 0.55, high, z - radius)], "#8d9396", 0.04)
    sheet.stroke([(x + radius * 0.8, y + low, z - radius), (x + radius * 0.8, high, z - radius)], "#8d9396", 0.04)
    for number in range(int((high - y - low) / 0.3)):
        level = y + low + 0.2 + number * 0.3
        sheet.stroke([(x + radius * 0.55, level, z - radius), (x + radius * 0.8, level, z - radius)], "#8d9396", 0.03)


def paint_outdoor_unit(sheet: Sheet, thing: Thing) -> None:
    """An air conditioner's outdoor unit: fan behind a grille, slots, feet and a pipe."""
    block, tone = block_of(thing), thing.color or "#dedcd3"
    for across in (-0.36, 0.36):
        paint_block(sheet, block.part(across, 0, 0, 0.08, thing.height * 0.08, thing.depth * 1.1), "#5f6367")
    body = block.part(0, 0.08, 0, thing.width, thing.height * 0.92, thing.depth)
    paint_block(sheet, body, tone)
    front, wide, tall = body.front(), thing.width, body.height
    radius = min(wide * 0.32, tall * 0.42)
    spot = (wide * 0.4, tall * 0.5)
    face(sheet, front, round_spots(radius, *spot), "#6f7476")
    for number in range(5):
        a = number * 2 * np.pi / 5
        blade = [
            (spot[0] + radius * r * np.cos(a + w), spot[1] + radius * r * np.sin(a + w))
            for r, w in ((0.15, 0), (0.85, -0.1), (0.85, 0.55), (0.15, 0.7))
        ]
        face(sheet, front, blade, "#53585b", lined=False)
    for ring in (0.9, 0.62, 0.34):
        sheet.stroke(
            front.beyond(0.02).at(np.concatenate([round_spots(radius * ring, *spot), [(spot[0] + radius * ring, spot[1])]])),
            "#c9c8c0",
            0.012,
        )
    for lean in (0, np.pi / 2):
        ends = [(spot[0] + s * radius * np.cos(lean), spot[1] + s * radius * np.sin(lean)) for s in (-1, 1)]
        sheet.stroke(front.beyond(0.02).at(ends), "#c9c8c0", 0.012)
    for number in range(4):
        face(sheet, front, box_spots(wide * 0.16, tall * 0.03, wide * 0.79, tall * (0.6 + 0.08 * number)), "#8d8f8d", lined=False)
    side = body.right() if faces_eye(sheet, body.right()) else body.left()
    for number in range(7):
        face(
            sheet, side, box_spots(thing.depth * 0.7, tall * 0.03, thing.depth * 0.15, tall * (0.3 + 0.08 * number)), "#a5a69f", lined=False
        )
    veil(sheet, front, box_spots(wide, tall * 0.06), 0.3)


def paint_antenna(sheet: Sheet, thing: Thing) -> None:
    """A television antenna: a mast with guys and a comb of rods."""
    x, y, z, high, tone = thing.x, thing.y, thing.z, thing.height, thing.color or "#aeb4b8"
    paint_pillar(sheet, x, z, y, y + high, 0.03, tone)
    for way in (-1, 1):
        sheet.stroke([(x, y + high * 0.7, z), (x + way * high * 0.35, y, z + 0.2)], "#8d9396", 0.01)
    for level, long in ((0.96, 1.0), (0.82, 0.75)):
        top = y + high * level
        half = thing.width * 0.5 * long
        sheet.stroke([(x - half, top, z), (x + half, top + 0.06, z)], tone, 0.03)
        for number in range(9):
            at = x - half + 2 * half * number / 8
            rod = 0.28 - 0.018 * number
            sheet.stroke([(at, top - rod, z - 0.25), (at, top + rod, z + 0.25)], tone, 0.018)


def paint_laundry(sheet: Sheet, thing: Thing) -> None:
    """Washing on a pole between two stands: shirts, towels and a sheet in the wind."""
    block, rng = block_of(thing), sheet.rng
    tones = ("#f4f2ec", "#7fa8cc", "#e8a0a0", "#f2d98a", "#a8c8a0", "#f4f2ec", "#c9b4d8")
    for across in (-0.48, 0.48):
        for away in (-0.5, 0.5):
            sheet.stroke([block.at(across, 0, away), block.at(across, 0.96, 0)], "#aab0b4", 0.035)
    sheet.stroke([block.at(-0.53, 0.94, 0), block.at(0.53, 0.94, 0)], "#6fa0b8", 0.035)
    plane = seen_side(sheet, block).beyond(-thing.depth / 2)
    start, end = 0.2, thing.width - 0.2
    while start < end - 0.3:
        wide, style, sway = float(rng.uniform(0.45, 0.85)), float(rng.random()), float(rng.uniform(-0.1, 0.1))
        tone = thing.color or tones[int(rng.integers(len(tones)))]
        wide = min(wide, end - start)
        _cloth(sheet, plane, (start, thing.height * 0.93, wide, thing.height * (0.3 if style < 0.5 else 0.5)), style, sway, tone)
        start += wide + 0.08


def _cloth(sheet: Sheet, plane: Plane, box: tuple[float, float, float, float], style: float, sway: float, tone: str) -> None:
    """One piece of washing: a shirt or a towel, with a fold in shade."""
    left, top, wide, tall = box
    if style < 0.5:
        shape = [
            (0.0, -0.28),
            (0.22, -0.34),
            (0.2, -1.0),
            (0.8, -1.0),
            (0.78, -0.34),
            (1.0, -0.28),
            (0.9, -0.02),
            (0.62, 0.0),
            (0.5, -0.08),
            (0.38, 0.0),
            (0.1, -0.02),
        ]
    else:
        shape = [(0.02, -0.97), (0.35, -1.0), (0.68, -0.96), (0.98, -1.0), (1.0, 0.0), (0.0, 0.0)]
    spots = [(left + wide * s - sway * t, top + tall * t) for s, t in shape]
    face(sheet, plane, spots, tone, label="furniture", lit=0.55)
    fold = [(0.58, -0.12), (0.72, -0.12), (0.78, -0.94), (0.62, -0.97)]
    face(
        sheet,
        plane,
        [(left + wide * s - sway * t, top + tall * t) for s, t in fold][::-1],
        mixed(tone, "#6a7a9a", 0.25),
        "",
        "furniture",
        False,
        0.5,
    )
    for peg in (0.2, 0.8):
        face(sheet, plane.beyond(0.02), box_spots(0.03, 0.09, left + wide * peg, top - 0.04), "#e0a04a", lined=False)


KINDS = (
    Kind("roof_deck", "floor", paint_roof_deck, "decal", (14, 18), (0, 0), (20, 24), shadow=0),
    Kind("roof_fence", "fence", paint_roof_fence, "standing", (4, 4), (2.4, 2.8), (0.08, 0.08), shadow=0.4),
    Kind(
        "stair_house",
        "building",
        paint_stair_house,
        "standing",
        (4.4, 5.0),
        (2.9, 3.2),
        (4.0, 4.6),
        ("#d9d4c8", "#cfd2d0", "#e0d6c4"),
        solid=True,
    ),
    Kind(
        "water_tank",
        "furniture",
        paint_water_tank,
        "standing",
        (2.2, 2.8),
        (3.4, 4.2),
        (2.2, 2.6),
        ("#d3d8d8", "#c4d0d6", "#d8cfae"),
        shadow=0.9,
    ),
    Kind("outdoor_unit", "furniture", paint_outdoor_unit, "standing", (0.82, 0.95), (0.64, 0.75), (0.32, 0.36), solid=True),
    Kind("antenna", "pole", paint_antenna, "standing", (1.2, 1.6), (2.6, 3.6), (0.5, 0.5), shadow=0.4),
    Kind("laundry", "furniture", paint_laundry, "standing", (2.4, 3.2), (1.7, 1.9), (0.8, 1.0), shadow=0.7),
)
