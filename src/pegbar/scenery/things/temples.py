"""Halls of shrines and temples: the main hall on its raised floor, and pagodas of many roofs."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block, paint_block, paint_pillar
from pegbar.scenery.things.carving import Frame, frame_of, glow_lamp, sacred_rope, turned_stone
from pegbar.scenery.things.roofs import SNOW, Roof, paint_roof

_PLASTER = "#f1ece0"
_POST = "#c8452e"
_COPPER = "#5c8577"
_TIMBER = "#8c6444"


def paint_lattice(
    sheet: Sheet, plane: Plane, left: float, low: float, wide: float, tall: float, frame: str, paper: str, cells: tuple[int, int]
) -> None:
    """A sliding door of paper behind a lattice; it glows at night."""
    night = sheet.light.lamps
    sheet.face(plane.beyond(0.01), box_spots(wide, tall, left, low), frame)
    edge = 0.05
    inner = "#ffdb98" if night else paper
    glow = 0.85 if sheet.light.night else 0.35 if night else 0.0
    sheet.face(plane.beyond(0.015), box_spots(wide - 2 * edge, tall - 2 * edge, left + edge, low + edge), inner, "", "window", glow=glow)
    spacing = wide / cells[0] * sheet.view.scale(float(plane.at([(left, low)])[0][2]))
    if spacing < 2.5:
        return
    for k in range(1, cells[0]):
        sheet.face(plane.beyond(0.02), box_spots(0.022, tall, left + wide * k / cells[0] - 0.011, low), frame, lined=spacing > 8)
    for k in range(1, cells[1]):
        sheet.face(plane.beyond(0.02), box_spots(wide, 0.022, left, low + tall * k / cells[1] - 0.011), frame, lined=spacing > 8)


def paint_bays(sheet: Sheet, block: Block, bays: int, post: str, paper: str, open_middle: int = 1) -> None:
    """The front of a timber building: posts between bays, doors of paper in the middle ones, plaster with rails beside them."""
    front, wide, high = block.front(), block.width / bays, block.height
    for bay in range(bays):
        aside = abs(bay - (bays - 1) / 2)
        if aside <= open_middle:
            half = wide / 2
            for k in range(2):
                paint_lattice(sheet, front, bay * wide + k * half, 0.05, half, high * 0.72, post, paper, (4, 7))
            sheet.face(front.beyond(0.01), box_spots(wide, high * 0.08, bay * wide, high * 0.72), post)
        else:
            sheet.face(front.beyond(0.01), box_spots(wide, high * 0.05, bay * wide, high * 0.40), post)
            sheet.face(front.beyond(0.01), box_spots(wide, high * 0.07, bay * wide, high * 0.72), post)
            for k in np.linspace(0.18, 0.78, 7):
                bar = box_spots(0.05, high * 0.26, (bay + float(k)) * wide, high * 0.45)
                sheet.face(front.beyond(0.012), bar, mixed(post, "#203026", 0.5), lined=False)
    for plane in (block.left(), block.right()):
        for up in (0.40, 0.72):
            sheet.face(plane.beyond(0.01), box_spots(block.depth, high * 0.06, 0, high * up), post)
    for number in range(bays + 1):
        x, _, z = block.at(number / bays - 0.5, 0, -0.5)
        paint_pillar(sheet, float(x), float(z) - 0.02, block.y, block.y + high, 0.13, post)
    sheet.face(front.beyond(0.02), box_spots(block.width, 0.2, 0, high - 0.25), post)


def _steps_up(sheet: Sheet, frame: Frame, wide: float, high: float, front: float) -> None:
    """Wooden steps up to a raised floor."""
    count = max(2, round(high / 0.22))
    for number in reversed(range(count)):
        tall = high * (number + 1) / (count + 1)
        frame.box(sheet, 0, 0, front - 0.28 * (count - number) + 0.14, (wide, tall, 0.28), _TIMBER)


def paint_shrine_hall(sheet: Sheet, thing: Thing) -> None:
    """The hall of a shrine: raised floor with a rail, vermilion posts, paper doors, a rope, and a great curved roof."""
    frame, roof_color = frame_of(thing), thing.color or _COPPER
    wide, high, deep = thing.width, thing.height, thing.depth
    floor = high * 0.13
    frame.box(sheet, 0, 0, 0, (wide * 0.92, floor * 0.35, deep * 0.92), "#9d9b94", "rough")
    for part in np.linspace(-0.45, 0.45, 8):
        frame.box(sheet, float(part) * wide * 0.9, floor * 0.2, -deep * 0.42, (0.2, floor * 0.7, 0.2), "#5b3a2c")
    frame.box(sheet, 0, floor * 0.82, 0, (wide * 0.96, floor * 0.2, deep * 0.96), "#a5754c", "wood")
    walls = frame.block(0, floor, deep * 0.06, wide * 0.74, high * 0.44, deep * 0.66)
    paint_block(sheet, walls, _PLASTER, "plain")
    paint_bays(sheet, walls, 5, _POST, "#f6efd9")
    _rail(sheet, frame, wide, deep, floor)
    _steps_up(sheet, frame, wide * 0.22, floor, -deep * 0.48)
    x, y, z = (float(v) for v in frame.at(0, 0, -deep * 0.30)[0])
    sacred_rope(sheet, Frame(x, y, z, frame.turn), wide * 0.13, floor + high * 0.30, 0.3, 0.0, 0.24, 4)
    for side in (-1, 1):
        _hung_lamp(sheet, frame.at(side * wide * 0.2, floor + high * 0.19, -deep * 0.33)[0], 0.24)
    roof = Roof(high * 0.42, wide * 0.14, 0.6, 0.5, 0.45, high * 0.05, roof_color, "#8a5a3c", 0.34, 0.2, 0.34, "#ece2cd")
    paint_roof(sheet, walls, roof)
    _horns(sheet, walls, roof)
    if sheet.light.lamps:
        glow_lamp(sheet, frame.at(0, floor + high * 0.15, -deep * 0.5)[0], wide * 0.36, 0.4)


def _hung_lamp(sheet: Sheet, spot: NDArray[np.float64], radius: float) -> None:
    """A paper lantern under the eaves."""
    tall = radius * 2.6
    profile = np.array([(tall * p, radius * (0.6 + 0.4 * np.sin(np.pi * p))) for p in np.linspace(0, 1, 9)])
    if sheet.light.lamps:
        pixels = sheet.view.project(spot + profile[:, :1] * (0, 1, 0))
        reach = profile[:, 1:] * sheet.view.scale(float(spot[2])) * (1, 0)
        sheet.shape(np.concatenate([pixels - reach, (pixels + reach)[::-1]]), mixed("#ffce7a", "#fff3c9", 0.35), "light")
    else:
        turned_stone(sheet, spot, profile, "#e9dfc6")
    glow_lamp(sheet, spot + (0, tall / 2, 0), radius * 7, 0.5)


def _rail(sheet: Sheet, frame: Frame, wide: float, deep: float, floor: float) -> None:
    """The rail of the outer floor, open at the steps."""
    away = -deep * 0.46
    for side in (-1, 1):
        start, end = wide * 0.13, wide * 0.47
        for up in (0.32, 0.62):
            frame.box(sheet, side * (start + end) / 2, floor + up, away, (end - start, 0.08, 0.08), _POST)
        for part in np.linspace(start, end, 5):
            frame.box(sheet, side * float(part), floor, away, (0.1, 0.78, 0.1), _POST)


def _horns(sheet: Sheet, walls: Block, roof: Roof) -> None:
    """Crossed finials on the ridge's ends and billets along it."""
    ridge = walls.y + walls.height + roof.rise + roof.beam * 0.6
    half = (walls.width / 2 + roof.overhang) * roof.ridge
    gold = SNOW if sheet.light.snowy else "#b08a4a"
    middle = Frame(walls.x, 0.0, walls.z, walls.turn)
    for part in np.linspace(-0.72, 0.72, 5):
        spot = middle.at(float(part) * half, ridge)[0]
        sheet.disc(spot, 0.2, sheet.light.shade(gold, (0, 0.4, -0.9), float(spot[2])))
    for side in (-1, 1):
        for lean in (-0.5, 0.5):
            foot, head = middle.at(side * half * 0.97 - lean * 0.2, ridge - 0.3), middle.at(side * half * 0.97 + lean * 1.1, ridge + 1.1)
            sheet.stroke(np.concatenate([foot, head]), gold, 0.16)


def paint_pagoda(sheet: Sheet, thing: Thing) -> None:
    """A pagoda: roof over roof, each smaller, and a spire of rings."""
    frame, roof_color = frame_of(thing), thing.color or "#59636b"
    tiers = 5 if thing.height > 17 else 3
    step = thing.height * 0.78 / (tiers + 0.4)
    up = thing.height * 0.03
    frame.box(sheet, 0, 0, 0, (thing.width * 0.8, up, thing.width * 0.8), "#a4a19a", "stones")
    for tier in range(tiers):
        side = thing.width * (0.52 - 0.045 * tier)
        tall = step * (0.62 if tier else 0.8)
        walls = frame.block(0, up, 0, side, tall, side)
        paint_block(sheet, walls, _PLASTER, "plain")
        paint_bays(sheet, walls, 3, _POST, "#efe6cf", 0)
        last = tier == tiers - 1
        frame.box(sheet, 0, up - step * 0.05, 0, (side * 1.12, step * 0.06, side * 1.12), _POST)
        rise, ridge = (step * 0.55, 0.02) if last else (step * 0.42, 0.45)
        roof = Roof(rise, thing.width * 0.19, ridge, 1.0, 0.5, step * 0.10, roof_color, "#7b5138", 0.3, step * 0.05, 0.0, _PLASTER)
        paint_roof(sheet, walls, roof)
        up += tall + step * (0.5 if last else 0.30)
    _spire(sheet, frame.at(0, up)[0], thing.height - up, thing.width * 0.1)


def _spire(sheet: Sheet, foot: NDArray[np.float64], tall: float, wide: float) -> None:
    """A spire of nine rings."""
    rings = [(0.0, 0.42), (0.04, 0.42), (0.05, 0.12)]
    for k in range(9):
        at, out = 0.1 + 0.07 * k, 0.24 - 0.012 * k
        rings += [(at, 0.05), (at + 0.015, out), (at + 0.035, out), (at + 0.05, 0.05)]
    rings += [(0.85, 0.04), (0.9, 0.12), (0.96, 0.08), (1.0, 0.01)]
    turned_stone(sheet, foot, [(part * tall, radius * wide) for part, radius in rings], "#b9975a", sides=5)


KINDS = (
    Kind(
        "shrine_hall",
        "building",
        paint_shrine_hall,
        "standing",
        (11, 13),
        (7.6, 8.8),
        (7.5, 9),
        (_COPPER, "#5a5a60", "#6b5546"),
        solid=True,
    ),
    Kind("pagoda", "building", paint_pagoda, "standing", (9, 11), (19, 24), (9, 11), ("#59636b", "#6b5b4c"), solid=True, main="roof"),
)
