"""Shop fronts, each with its awning and sign, and the station's building."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.barriers import block_of
from pegbar.scenery.things.buildings import is_front, parapet
from pegbar.scenery.things.facade import (
    LAMPLIGHT,
    Pane,
    door,
    face,
    faces_eye,
    facet,
    glass_color,
    paint_block,
    shade_under,
    slab,
    veil,
    window,
)
from pegbar.scenery.things.house_roofs import Roof
from pegbar.scenery.things.street import round_spots, sign_face
from pegbar.scenery.things.street_things import paint_awning

_SIGNS = ("#c94f3d", "#3f6fae", "#4f8a58", "#d59a32", "#7a4f8f", "#2f7f86", "#b5483f")
_WALLS = ("#dcd2c0", "#c7b8a2", "#cfd3d2", "#e6dfd0", "#b59c80", "#c9c9c4")
_GOODS = ("#d8413a", "#e9a33c", "#6fae4a", "#f0d65c", "#8a5fa8", "#f2efe6", "#4f8fc0", "#c97f4a")


def paint_shop(sheet: Sheet, thing: Thing) -> None:
    """A shop with rooms above: a glazed or open front, awning, fascia with shapes for letters."""
    rng = sheet.rng
    wall = _WALLS[int(rng.integers(len(_WALLS)))]
    tone = thing.color or _SIGNS[int(rng.integers(len(_SIGNS)))]
    style, lamps, marks = int(rng.integers(3)), rng.random(8), rng.random((5, 2))
    top = thing.height - (1.1 if style == 2 else 0.0)
    body = Block(thing.x, thing.y, thing.z, thing.width, top, thing.depth, thing.turn)
    roof = Roof(body, 1.1, "gable", "#565f6c", 0.4)
    if style == 2:
        roof.under(sheet)
    for plane, width in body.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, top), wall, "plain" if style else "siding")
        if is_front(plane, body):
            _upstairs(sheet, plane, width, top, lamps)
            _front(sheet, plane, width, tone, style, marks)
        else:
            window(sheet, plane, width * 0.4, 3.9, 1.2, 1.1, Pane("#d7d9d8", 2, bool(lamps[5] > 0.5), float(lamps[6])))
    if style == 2:
        for gable in roof.gables():
            facet(sheet, gable, wall)
        roof.over(sheet)
    else:
        parapet(sheet, body, wall)


def _upstairs(sheet: Sheet, plane: Plane, width: float, top: float, lamps: np.ndarray) -> None:
    low = 3.75
    while low + 1.6 < top:
        for number, left in enumerate((0.12, 0.56)):
            value = float(lamps[number + int(low) % 4])
            window(sheet, plane, width * left, low + 0.35, width * 0.3, 1.25, Pane("#d7d9d8", 2, value > 0.35, value * 7 % 1))
        low += 2.8


def _front(sheet: Sheet, plane: Plane, width: float, tone: str, style: int, marks: np.ndarray) -> None:
    """The ground floor: what is sold behind glass or on shelves outside, awning and sign."""
    light, rng = sheet.light, sheet.rng
    face(sheet, plane, box_spots(width, 2.75), mixed(tone, "#4a4038", 0.55), "plain")
    inside = mixed(LAMPLIGHT[1], "#c98a4a", 0.2) if light.lamps else mixed(glass_color(light), "#5d4f42", 0.45)
    shine = 0.9 if light.lamps else 0.35
    left, wide = 0.25, width - 0.5
    face(sheet, plane, box_spots(wide, 2.25, left, 0.3), inside, label="window", glow=shine)
    _goods(sheet, plane, (left, wide), rng.random((3, 16, 2)), shine)
    if style != 1:
        _glazing(sheet, plane, left, wide, light.lamps)
    veil(sheet, plane, box_spots(wide, 0.5, left, 2.05), 0.2 if light.lamps else 0.5)
    if light.night:
        sheet.shine(tuple(plane.at([(width / 2, 1.3)])[0]), width * 0.75, "#ffdba0", 0.42)
        spill = plane.beyond(1.2).at([(width / 2, 0.0)])[0]
        sheet.shine((float(spill[0]), 0.02, float(spill[2])), width * 0.55, "#ffdba0", 0.28, squash=0.35)
    if style == 1:
        _stall(sheet, plane, width, rng.random((3, 9)))
    shade_under(sheet, plane, 0, 2.6, width, 1.1)
    canopy = slab(plane, 0.1, 2.3, width - 0.2, 0.62, 1.15)
    paint_awning(sheet, Thing("awning", canopy.x, canopy.z, canopy.width, 0.62, 1.15, canopy.y, canopy.turn, tone))
    fascia = slab(plane, 0.15, 2.95, width - 0.3, 0.72, 0.22)
    shade_under(sheet, plane, 0.15, 2.95, width - 0.3, 0.2)
    paint_block(sheet, fascia, tone, glow=0.5 if light.lamps else 0.0)
    sign_face(sheet, fascia.front(), (0, 0, fascia.width, 0.72), tone, marks)


def _goods(sheet: Sheet, plane: Plane, across: tuple[float, float], chances: np.ndarray, shine: float) -> None:
    """Shelves with goods of many colours."""
    left, wide = across
    for row, level in enumerate((0.55, 1.15, 1.75)):
        face(sheet, plane, box_spots(wide * 0.94, 0.05, left + wide * 0.03, level), "#7d6a55", lined=False, glow=shine * 0.5)
        step = wide * 0.94 / 16
        for number, (tone, tall) in enumerate(chances[row]):
            spots = box_spots(step * 0.72, 0.16 + 0.26 * float(tall), left + wide * 0.03 + number * step, level + 0.05)
            color = mixed(_GOODS[int(tone * len(_GOODS))], "#5d4f42", 0.25)
            face(sheet, plane, spots, color, label="window", lined=False, glow=shine * 0.55)


def _glazing(sheet: Sheet, plane: Plane, left: float, wide: float, lamps: bool) -> None:
    """Glass before the goods: frames, a door, and the sky's gleam by day."""
    count = 4
    for number in range(count + 1):
        face(sheet, plane.beyond(0.02), box_spots(0.07, 2.25, left + (wide - 0.07) * number / count, 0.3), "#d9dbd9")
    for low in (0.3, 2.48):
        face(sheet, plane.beyond(0.02), box_spots(wide, 0.08, left, low), "#d9dbd9")
    handle = left + wide * 0.70
    paint_block(sheet, slab(plane.beyond(0.02), handle, 1.0, 0.05, 0.45, 0.06), "#5f6468")
    if lamps:
        return
    gleam = mixed(glass_color(sheet.light), sheet.light.sky_low, 0.5)
    for number in range(count):
        a = left + wide * number / count + 0.1
        step = wide / count
        band = [(a + step * 0.25, 0.4), (a + step * 0.42, 0.4), (a + step * 0.8, 2.3), (a + step * 0.66, 2.3)]
        face(sheet, plane.beyond(0.01), band, gleam, label="window", lined=False, glow=1.0)


def _stall(sheet: Sheet, plane: Plane, width: float, chances: np.ndarray) -> None:
    """A greengrocer's stand before the shop: three steps of boxes with fruit."""
    for row in range(2, -1, -1):
        bench = slab(plane.beyond(0.1 + 0.3 * (2 - row)), 0.3, 0.0, width * 0.62, 0.35 + 0.22 * row, 0.34)
        paint_block(sheet, bench, "#a5825a", "wood")
        boxes = chances.shape[1]
        for number in range(boxes):
            color = _GOODS[int(chances[row, number] * 5)]
            step = bench.width / boxes
            box = bench.part((number + 0.5) / boxes - 0.5, 1, 0, step * 0.9, 0.1, 0.3)
            paint_block(sheet, box, "#d9c39a", top=color)
            front = box.front()
            spots = [round_spots(step * 0.13, step * (0.16 + 0.19 * k), 0.11) for k in range(4)]
            for spot in spots:
                face(sheet, front, spot, mixed(color, "#ffffff", 0.12 * (number % 2)), lined=False, lit=0.5)


def paint_station_building(sheet: Sheet, thing: Thing) -> None:
    """A small town's station: a low hall under a gabled roof, a canopy before glazed doors, a clock in the gable."""
    block = block_of(thing)
    tone = thing.color or "#e9dcc4"
    lamps = sheet.rng.random(8)
    top = thing.height * 0.6
    body = Block(thing.x, thing.y, thing.z, thing.width, top, thing.depth, thing.turn)
    roof = Roof(body, thing.height - top, "gable", "#a2543c", 0.8, "shingles")
    roof.under(sheet)
    for plane, width in body.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, top), tone, "plain")
        face(sheet, plane, box_spots(width, 0.9), mixed(tone, "#7a5a44", 0.55), "stones")
        for number, left in enumerate((0.06, 0.20, 0.70, 0.84) if is_front(plane, block) else (0.2, 0.6)):
            window(sheet, plane, width * left, 1.2, width * 0.1, 1.5, Pane("#6b4e3a", 2, bool(lamps[number] > 0.3), float(lamps[number])))
        shade_under(sheet, plane, 0, top, width, 0.8)
    for gable in roof.gables():
        facet(sheet, gable, tone)
    roof.over(sheet)
    _porch(sheet, body, tone)


def _porch(sheet: Sheet, body: Block, tone: str) -> None:
    """The entrance: doors, a gabled canopy on posts, its clock."""
    front, wide = body.front(), body.width * 0.3
    left = body.width * 0.35
    for number in range(2):
        door(sheet, front, left + wide * (0.12 + 0.4 * number), 0.1, wide * 0.36, 2.4, "#7a5a3c")
    porch = body.part(0, 0, -0.5, wide, 3.1, 2.4)
    cover = Roof(porch, 1.7, "away", "#a2543c", 0.4)
    cover.under(sheet)
    for across in (-0.46, 0.46):
        paint_block(sheet, porch.part(across, 0, -0.46, 0.26, 3.1, 0.26), mixed(tone, "#ffffff", 0.3))
    paint_block(sheet, porch.part(0, 0.92, -0.46, wide, 0.3, 0.26), "#6b4e3a")
    facet(sheet, cover.gables()[0], tone)
    cover.over(sheet)
    plane = porch.front().beyond(0.1)
    on = sheet.light.lamps
    face(sheet, plane, round_spots(0.52, wide / 2, 3.62), "#6b4e3a")
    face(sheet, plane.beyond(0.02), round_spots(0.44, wide / 2, 3.62), "#fbf8ee", glow=0.8 if on else 0.0)
    for angle, long in ((0.6, 0.24), (2.6, 0.36)):
        tip = (wide / 2 + long * np.sin(angle), 3.62 + long * np.cos(angle))
        sheet.stroke(plane.beyond(0.04).at([(wide / 2, 3.62), tip]), "#2b2b30", 0.05)
    if on:
        sheet.shine(porch.at(0, 0.8, -0.3), 3.0, "#ffdba0", 0.45)


KINDS = (
    Kind("shop", "building", paint_shop, "standing", (5.5, 7.0), (6.4, 7.6), (6, 8), _SIGNS, solid=True),
    Kind(
        "station_building",
        "building",
        paint_station_building,
        "standing",
        (15, 18),
        (6.4, 7.2),
        (8, 9),
        ("#e9dcc4", "#d8d2c6", "#c9b79c"),
        solid=True,
    ),
)
