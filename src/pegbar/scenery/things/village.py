"""Houses of an old village: thatched and tiled farmhouses, a barn, a watermill, a well."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import UP, Block, paint_block
from pegbar.scenery.things.carving import Frame, frame_of, glow_lamp, turned_stone
from pegbar.scenery.things.roofs import SNOW, Roof, paint_roof, panel
from pegbar.scenery.things.temples import paint_lattice

_THATCH = "#94794a"
_CLAY = "#e3d6b8"
_BEAM = "#5d4331"


def _timber_wall(sheet: Sheet, plane: Plane, wide: float, high: float, plan: str, clay: str) -> None:
    """A wall in bays of a plan: ``p`` plaster, ``s`` paper doors, ``w`` window, ``b`` boards, ``o`` open doorway; posts between them."""
    bay = wide / len(plan)
    for k, what in enumerate(plan):
        left = k * bay
        if what == "s":
            for half in range(2):
                paint_lattice(sheet, plane, left + half * bay / 2, 0.08, bay / 2, high * 0.72, _BEAM, "#f5efdc", (3, 6))
        elif what == "w":
            paint_lattice(sheet, plane, left + bay * 0.18, high * 0.36, bay * 0.64, high * 0.34, _BEAM, "#e9e2cc", (6, 2))
        elif what == "b":
            sheet.face(plane.beyond(0.005), box_spots(bay, high * 0.72, left, 0.0), "#7b5b40", "siding")
        elif what == "o":
            lit = sheet.light.night
            sheet.face(
                plane.beyond(0.005),
                box_spots(bay, high * 0.74, left, 0.0),
                "#f0b765" if lit else "#2c2523",
                "",
                "door",
                glow=0.6 if lit else 0.0,
            )
            sheet.face(plane.beyond(0.02), box_spots(bay * 0.46, high * 0.74, left, 0.0), "#84623f", "boards", "door")
        if what in "pw":
            sheet.face(plane.beyond(0.006), box_spots(bay, high * 0.26, left, 0.0), "#7b5b40", "siding")
    for k in range(len(plan) + 1):
        sheet.face(plane.beyond(0.03), box_spots(0.16, high, min(max(k * bay - 0.08, 0), wide - 0.16)), _BEAM)
    sheet.face(plane.beyond(0.03), box_spots(wide, 0.16, 0, high * 0.74), _BEAM)


def _house(sheet: Sheet, thing: Thing, roof: Roof, wall: float, plans: tuple[str, str], clay: str) -> tuple[Frame, Block]:
    """A timber house: stone footing, veranda, walls in bays, roof."""
    frame = frame_of(thing)
    wide, deep = thing.width - 2 * roof.overhang, thing.depth - 2 * roof.overhang
    frame.box(sheet, 0, 0, 0, (wide + 0.5, 0.3, deep + 0.5), "#938f86", "rough")
    walls = frame.block(0, 0.3, 0, wide, wall, deep)
    paint_block(sheet, walls, clay, "plain")
    for plane, across in walls.sides():
        _timber_wall(sheet, plane, across, wall, plans[0] if abs(across - wide) < 1e-6 else plans[1], clay)
    frame.box(sheet, wide * 0.12, 0.28, -deep / 2 - 0.45, (wide * 0.5, 0.14, 0.9), "#a97d52", "wood")
    paint_roof(sheet, walls, roof)
    glow_lamp(sheet, frame.at(0, 1.6, -deep / 2 - 0.5)[0], wide * 0.36, 0.3)
    return frame, walls


def paint_farmhouse(sheet: Sheet, thing: Thing) -> None:
    """A farmhouse under deep thatch, crossed timbers on its ridge."""
    wall = thing.height * 0.34
    rise = thing.height - wall - 0.5
    color = thing.color or _THATCH
    roof = Roof(rise, 1.1, 0.62, 0.72, 0.12, 0.0, color, mixed_hex(color, "#4a3a28", 0.35), 0.16, 0.55, 0.45, "#8c7450")
    frame, walls = _house(sheet, thing, roof, wall, ("pwssop", "pwb"), _CLAY)
    ridge = walls.y + walls.height + rise
    half = (walls.width / 2 + roof.overhang) * roof.ridge
    for part in np.linspace(-0.9, 0.9, 7):
        for lean in (-0.55, 0.55):
            foot, head = (
                frame.at(float(part) * half - lean * 0.2, ridge - 0.5, -0.3),
                frame.at(float(part) * half + lean * 0.5, ridge + 0.75, 0.0),
            )
            sheet.stroke(np.concatenate([foot, head]), SNOW if sheet.light.snowy else "#6d5236", 0.13)
    sheet.stroke(frame.at([-half, half], ridge + 0.5, 0), SNOW if sheet.light.snowy else "#7a5d3e", 0.2)


def mixed_hex(one: str, two: str, part: float) -> str:
    """`part` of the second colour in the first, as ``#rrggbb``."""
    return "#" + "".join(f"{round(float(v) * 255):02x}" for v in mixed(one, two, part))


def paint_tiled_farmhouse(sheet: Sheet, thing: Thing) -> None:
    """A farmhouse under grey tiles, with a lower roof over its veranda."""
    wall = thing.height * 0.50
    roof = Roof(thing.height - wall - 0.6, 0.9, 0.7, 0.5, 0.35, 0.12, thing.color or "#5c6670", "#55483e", 0.28, 0.12, 0.3, "#efe7d3")
    frame, walls = _house(sheet, thing, roof, wall, ("pssssowp", "pwp"), "#efe7d3")
    eaves = frame.block(0, 0.3 + wall * 0.55, -walls.depth / 2 - 0.35, walls.width * 0.98, 0.06, 0.7)
    low = Roof(wall * 0.16, 0.35, 0.97, 1.0, 0.2, 0.05, roof.color, roof.edge, 0.28, 0.1, 0.0, roof.gable)
    paint_roof(sheet, eaves, low)


def paint_barn(sheet: Sheet, thing: Thing) -> None:
    """A storehouse: white plaster over dark boards or a lattice of tiles, small windows, a heavy door."""
    frame, wall = frame_of(thing), thing.height * 0.62
    wide, deep = thing.width - 1.0, thing.depth - 1.0
    frame.box(sheet, 0, 0, 0, (wide + 0.4, 0.4, deep + 0.4), "#938f86", "stones")
    walls = frame.block(0, 0.4, 0, wide, wall, deep)
    paint_block(sheet, walls, thing.color or "#f4f1e8", "plain")
    for plane, across in walls.sides():
        sheet.face(plane.beyond(0.01), box_spots(across, wall * 0.42), "#49484e", "panels")
        sheet.face(plane.beyond(0.02), box_spots(0.7, 0.75, across * 0.5 - 0.35, wall * 0.66), "#3b3434", "", "window")
        for bar in (0.25, 0.5, 0.75):
            sheet.face(plane.beyond(0.03), box_spots(0.05, 0.75, across * 0.5 - 0.375 + 0.7 * bar, wall * 0.66), "#8d8880", lined=False)
    front = walls.front()
    sheet.face(front.beyond(0.03), box_spots(1.7, wall * 0.52, wide * 0.5 - 0.85), "#f4f1e8")
    sheet.face(front.beyond(0.05), box_spots(1.2, wall * 0.45, wide * 0.5 - 0.6), "#6c4d36", "boards", "door")
    sheet.face(front.beyond(0.06), box_spots(0.1, 0.3, wide * 0.5 + 0.38, wall * 0.2), "#2b2a2c")
    paint_roof(sheet, walls, Roof(thing.height - wall - 0.4, 0.5, 1.0, 0.0, 0.12, 0.0, "#565d66", "#e9e4d6", 0.28, 0.16, 0.28, "#f4f1e8"))


def _wheel(sheet: Sheet, frame: Frame, radius: float, away: float) -> None:
    """A water wheel with paddles, wet on one side."""
    turn = float(sheet.rng.uniform(0, 0.5))
    wood, wet = "#7c5c40", "#54463c"
    around = np.linspace(0, 2 * np.pi, 33)
    for depth in (away + 0.35, away - 0.35):
        for reach, thick in ((1.0, 0.16), (0.84, 0.08)):
            sheet.stroke(frame.at(np.cos(around) * radius * reach, radius * 0.86 + np.sin(around) * radius * reach, depth), wood, thick)
        for k in range(8):
            angle = turn + k * np.pi / 4
            ends = frame.at([0.0, np.cos(angle) * radius], [radius * 0.86, radius * (0.86 + np.sin(angle))], depth)
            sheet.stroke(ends, wet if depth > away else wood, 0.1)
        if depth > away:
            for k in range(16):
                angle = turn + k * np.pi / 8
                inner, outer = (0.8 * radius, 1.05 * radius)
                spots = [frame.at(np.cos(angle) * r, radius * 0.86 + np.sin(angle) * r, d)[0] for r, d in
                         ((inner, away + 0.35), (outer, away + 0.35), (outer, away - 0.35), (inner, away - 0.35))]  # fmt: skip
                panel(sheet, np.array(spots), wet if np.sin(angle) < 0 else wood, True, "", 0.4)
    hub = frame.at(0, radius * 0.86, away - 0.4)[0]
    sheet.disc(hub, 0.16 * radius, sheet.light.shade("#5a4636", (0, 0, -1), frame.z, 0.4))


def paint_watermill(sheet: Sheet, thing: Thing) -> None:
    """A mill of boards with its wheel in a stream."""
    frame, color = frame_of(thing), thing.color or _THATCH
    wide, high, deep = thing.width, thing.height, thing.depth
    wall = high * 0.45
    body = wide * 0.62
    frame.box(sheet, -wide * 0.12, 0, 0, (body + 0.4, 0.5, deep * 0.7 + 0.4), "#8f8b80", "stones")
    walls = frame.block(-wide * 0.12, 0.5, 0, body, wall, deep * 0.7)
    paint_block(sheet, walls, "#8a6647", "siding")
    for plane, across in walls.sides():
        paint_lattice(sheet, plane, across * 0.34, wall * 0.4, across * 0.3, wall * 0.36, _BEAM, "#e9e2cc", (4, 3))
    paint_roof(
        sheet,
        walls,
        Roof(high - wall - 0.5, 0.8, 0.66, 0.6, 0.12, 0.0, color, mixed_hex(color, "#4a3a28", 0.35), 0.16, 0.42, 0.36, "#8c7450"),
    )
    x, y, z = (float(v) for v in frame.at(wide * 0.3, 0, -deep * 0.3)[0])
    _wheel(sheet, Frame(x, y, z, frame.turn), high * 0.26, 0.0)
    trough = frame.block(wide * 0.36, high * 0.46, -deep * 0.3, wide * 0.42, 0.18, 0.5)
    paint_block(sheet, trough, "#6e5239", "wood")
    fall = frame.at([wide * 0.17, wide * 0.14, wide * 0.13], [high * 0.47, high * 0.38, high * 0.1], -deep * 0.42)
    sheet.stroke(fall, "#dff0f6", 0.12, "water")


def paint_well(sheet: Sheet, thing: Thing) -> None:
    """A well of stone under a small roof, a bucket on its rope."""
    frame, wide, high = frame_of(thing), thing.width, thing.height
    center = frame.at(0, 0)[0]
    for side in (-1, 1):
        frame.box(sheet, side * wide * 0.42, 0, 0.15, (0.14, high * 0.78, 0.14), "#71543c", "")
    turned_stone(sheet, center, [(0, wide * 0.38), (high * 0.28, wide * 0.36)], thing.color or "#9a978e", sides=9)
    around = np.linspace(0, 2 * np.pi, 33)
    for reach, color in ((0.36, SNOW if sheet.light.snowy else "#b5b1a6"), (0.28, "#20242c")):
        ring = center + np.stack([np.cos(around) * wide * reach, np.full(33, high * 0.28), np.sin(around) * wide * reach], axis=1)
        panel(sheet, ring[:-1], color, True, "", 0.6)
    for side in (-1, 1):
        frame.box(sheet, side * wide * 0.42, 0, -0.15, (0.12, high * 0.78, 0.12), "#71543c")
    sheet.stroke(frame.at([-wide * 0.42, wide * 0.42], high * 0.7), "#5b4431", 0.1)
    sheet.stroke(np.concatenate([frame.at(0.0, high * 0.7), frame.at(0.0, high * 0.46)]), "#cdb98c", 0.03)
    turned_stone(sheet, center + UP * high * 0.34, [(0, 0.13), (0.24, 0.17)], "#a07a50")
    block = frame.block(0, high * 0.78, 0, wide * 0.95, 0.04, wide * 0.55)
    paint_roof(sheet, block, Roof(high * 0.2, 0.25, 1.0, 0.0, 0.1, 0.0, "#7a6248", "#54402f", 0.2, 0.08, 0.1, "#8c6c4a"))


KINDS = (
    Kind("farmhouse", "building", paint_farmhouse, "standing", (13, 16), (8, 9.5), (9, 11), (_THATCH, "#857150"), solid=True, main="roof"),
    Kind(
        "tiled_farmhouse",
        "building",
        paint_tiled_farmhouse,
        "standing",
        (13, 16),
        (6.2, 7.2),
        (9, 10.5),
        ("#5c6670", "#6b5c55"),
        solid=True,
        main="roof",
    ),
    Kind("barn", "building", paint_barn, "standing", (6.5, 8), (6, 7), (5.5, 7), solid=True, main="wall"),
    Kind("watermill", "building", paint_watermill, "standing", (9, 11), (6.5, 7.5), (6, 7), (_THATCH,), solid=True),
    Kind("well", "building", paint_well, "standing", (1.7, 2.1), (2.4, 2.8), (1.6, 2)),
)
