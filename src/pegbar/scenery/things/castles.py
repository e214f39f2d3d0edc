"""Castles: keeps of white storeys on leaning walls of stone, walls with loopholes, gates."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import UP, Block, paint_block
from pegbar.scenery.textures import hashed
from pegbar.scenery.things.carving import Frame, frame_of, glow_lamp
from pegbar.scenery.things.roofs import SNOW, Roof, paint_roof, panel

_TILE = "#566472"
_PLASTER = "#f6f4ee"
_STONE = "#97917f"
_DARK = "#3b3d46"


def battered_stone(sheet: Sheet, block: Block, lean: float, color: str = _STONE, stone: float = 0.9) -> None:
    """A wall of fitted stones whose faces lean back: `block` is its top's outline, `lean` metres wider on each side at its foot."""
    tilt = float(np.hypot(lean, block.height))
    for number, (plane, wide) in enumerate(block.sides()):
        outward = np.asarray(plane.normal)
        foot = plane.corner + outward * lean
        up = (UP * block.height - outward * lean) / tilt
        leaned = Plane(foot, plane.across, up)
        spots = [(-lean, 0.0), (wide + lean, 0.0), (wide, tilt), (0.0, tilt)]
        eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
        if float(leaned.normal @ (eye - leaned.at([(wide / 2, tilt / 2)])[0])) <= 0:
            continue
        sheet.face(leaned, spots, color, "rough")
        _fitted(sheet, leaned, wide, tilt, lean, stone, color, number)
    top = SNOW if sheet.light.snowy else "#8e8b72"
    sheet.face(block.top(), box_spots(block.width, block.depth), top, "", "snow" if sheet.light.snowy else "")


def _fitted(sheet: Sheet, plane: Plane, wide: float, tall: float, lean: float, stone: float, color: str, number: int) -> None:
    """Stones on a wall: uneven blocks in uneven rows, larger at the corners, each in its own tone."""
    rows = max(2, round(tall / (stone * 0.62)))
    row_tall = tall / rows
    z = float(plane.at([(wide / 2, tall / 2)])[0][2])
    if sheet.view.scale(z) * stone < 3.5:
        return
    seed = int(sheet.rng.integers(1 << 20)) + number
    for row in range(rows):
        grow = lean * (1 - (row + 0.5) / rows)
        left, right = -grow, wide + grow
        count = max(2, round((right - left) / stone))
        chance = hashed(np.arange(count + 1), np.full(count + 1, row), seed)
        edges = (
            left + (right - left) * (np.arange(count + 1) + np.where((np.arange(count + 1) % count) > 0, 0.55 * (chance - 0.5), 0)) / count
        )
        tones = 0.84 + 0.26 * hashed(np.arange(count + 1), np.full(count + 1, row), seed + 7)
        sag = 0.12 * row_tall
        for k in range(count):
            low, high = row * row_tall + sag * (chance[k] - 0.5), (row + 1) * row_tall + sag * (chance[k + 1] - 0.5)
            gap = 0.045 * stone
            spots = [
                (edges[k] + gap, low + gap),
                (edges[k + 1] - gap, low + gap * 1.5),
                (edges[k + 1] - gap * 1.4, high - gap),
                (edges[k] + gap, high),
            ]
            sheet.face(plane, spots, np.clip(rgb(color) * tones[k], 0, 1), lined=sheet.view.scale(z) * stone > 9)


def _windows(sheet: Sheet, plane: Plane, wide: float, tall: float, step: float) -> None:
    """Windows with bars between white wall, and the dark boards below them."""
    count = max(1, int(wide / step))
    night = sheet.light.night
    for k in range(count):
        middle = wide * (k + 0.5) / count
        w, h = step * 0.36, tall * 0.34
        spots = box_spots(w, h, middle - w / 2, tall * 0.38)
        sheet.face(
            plane.beyond(0.02),
            spots,
            "#ffcf80" if night and k % 2 == 0 else _DARK,
            "",
            "window",
            True,
            None,
            0.8 if night and k % 2 == 0 else 0.0,
        )
        if sheet.view.scale(float(plane.corner[2])) * w > 7:
            for bar in (0.25, 0.5, 0.75):
                sheet.face(plane.beyond(0.03), box_spots(w * 0.1, h, middle - w / 2 + w * (bar - 0.05), tall * 0.38), _PLASTER, lined=False)


def _dormer(sheet: Sheet, frame: Frame, across: float, low: float, wide: float, tall: float, front: float, back: float, tile: str) -> None:
    """A gable that stands out of a roof: white wall with a hanging fish of wood, two small curved slopes."""
    part = np.linspace(0, 1, 7)
    profile = low + tall * (part * 0.55 + part**2 * 0.45)
    tone = SNOW if sheet.light.snowy else tile
    for side in (1.0, -1.0):
        x = across + side * wide / 2 * (1 - part)
        near, far = frame.at(x, profile, front), frame.at(x, profile + 0.05, back)
        panel(sheet, np.concatenate([near, far[::-1]]), tone, True, "snow" if sheet.light.snowy else "", 0.55 if side < 0 else 0.3)
    wall = np.concatenate(
        [np.stack([across - wide / 2 * (1 - part), profile], 1), np.stack([across + wide / 2 * (1 - part), profile], 1)[::-1]]
    )
    frame.flat(sheet, wall, front + 0.05, _PLASTER, True, "", 0.5)
    board = 0.11 * wide
    for side in (1.0, -1.0):
        x = side * wide / 2 * (1 - part)
        edge = np.concatenate([np.stack([across + x, profile + 0.02], 1), np.stack([across + x * 0.86, profile - board], 1)[::-1]])
        frame.flat(sheet, edge, front, tone if sheet.light.snowy else mixed(tile, "#20242c", 0.25), True, "", 0.4)
    fish = [
        (across, low + tall - board * 1.2),
        (across + wide * 0.06, low + tall * 0.55),
        (across, low + tall * 0.42),
        (across - wide * 0.06, low + tall * 0.55),
    ]
    frame.flat(sheet, fish, front - 0.02, "#5a4a40")


def paint_castle_keep(sheet: Sheet, thing: Thing) -> None:
    """A keep: storeys of white plaster under grey roofs, each smaller, on a leaning base of stone, golden fishes on the ridge."""
    frame, tile = frame_of(thing), thing.color or _TILE
    wide, high, deep = thing.width, thing.height, thing.depth
    base = high * 0.22
    shrink = 0.78
    battered_stone(sheet, frame.block(0, 0, 0, wide * 0.76, base, deep * 0.76), base * 0.32, stone=1.3)
    tiers = 4 if high > 26 else 3
    step = (high - base) / (tiers + 0.75)
    up, w, d = base, wide * 0.70, deep * 0.70
    for tier in range(tiers):
        tall = step * 0.62 if tier else step * 0.75
        walls = frame.block(0, up, 0, w, tall, d)
        paint_block(sheet, walls, _PLASTER, "plain")
        for name, side in (("left", d), ("right", d), ("front", w)):
            plane = getattr(walls, name)()
            sheet.face(plane.beyond(0.015), box_spots(side, tall * 0.26), _DARK, "", "", False)
            _windows(sheet, plane, side, tall, wide * 0.095)
        last = tier == tiers - 1
        out = wide * (0.085 if not last else 0.10)
        if last:
            roof = Roof(step * 0.86, out, 0.62, 0.45, 0.5, step * 0.10, tile, "#e9e8e2", 0.42, step * 0.06, step * 0.11, _PLASTER)
            paint_roof(sheet, walls, roof)
            _fishes(sheet, frame, up + tall + step * 0.86, (w / 2 + out) * 0.62, step)
            break
        narrow = shrink - 0.02 * tier
        rise = step * 0.62
        eaves = w / 2 + out
        inner = narrow * w / 2
        length = max(0.05, 1 - (eaves - inner) / eaves / 0.72)
        roof = Roof(rise / 0.72, out, length, 1.0, 0.42, step * 0.10, tile, "#e9e8e2", 0.42, step * 0.06, 0.0, _PLASTER)
        paint_roof(sheet, walls, roof)
        if tier in (0, 1):
            front = -d / 2 - out * (0.62 if tier == 0 else 0.5)
            spread = (-0.24, 0.24) if tier == 0 else (0.0,)
            for across in spread:
                size = w * (0.26 if tier == 0 else 0.40)
                _dormer(
                    sheet,
                    frame,
                    across * w,
                    up + tall - step * 0.02,
                    size,
                    step * (0.5 if tier == 0 else 0.62),
                    front,
                    -d * narrow / 2,
                    tile,
                )
        up += tall + rise * 0.55
        w, d = w * narrow, d * narrow


def _fishes(sheet: Sheet, frame: Frame, up: float, half: float, step: float) -> None:
    """Two golden fishes with raised tails at the ridge's ends."""
    size = step * 0.30
    fish = np.array(
        [(0, 0), (0.5, 0.05), (0.62, 0.4), (0.45, 0.8), (0.75, 1.25), (0.35, 1.1), (0.1, 1.3), (0.2, 0.85), (0.22, 0.5), (0.0, 0.3)]
    )
    for side in (-1, 1):
        spots = fish * (side * size, size) + (side * (half - size * 0.5), up + size * 0.35)
        frame.flat(sheet, spots, 0.0, "#d9ae45", True, "", 0.8)


def paint_castle_wall(sheet: Sheet, thing: Thing) -> None:
    """A wall: fitted stone below, white plaster with loopholes above, tiles on top."""
    frame, tile = frame_of(thing), thing.color or _TILE
    wide, high, deep = thing.width, thing.height, thing.depth
    base = high * 0.55
    battered_stone(sheet, frame.block(0, 0, 0, wide, base, deep), base * 0.22)
    walls = frame.block(0, base, 0, wide - 0.3, high * 0.32, deep * 0.4)
    paint_block(sheet, walls, _PLASTER, "plain")
    tall = walls.height
    for k, x in enumerate(np.arange(1.0, wide - 1.0, 2.4)):
        plane = walls.front().beyond(0.02)
        size = 0.2
        spots = (
            box_spots(size, tall * 0.34, x, tall * 0.32)
            if k % 2
            else [(x, tall * 0.34), (x + 0.34, tall * 0.34), (x + 0.17, tall * 0.34 + 0.32)]
        )
        sheet.face(plane, spots, _DARK)
    paint_roof(sheet, walls, Roof(high * 0.13, 0.4, 1.0, 0.0, 0.3, 0.0, tile, "#dcdbd4", 0.34, 0.1, 0.14, _PLASTER))


def paint_castle_gate(sheet: Sheet, thing: Thing) -> None:
    """A gate between stone piers: heavy doors with iron, a storey with windows over them, a curved roof."""
    frame, tile = frame_of(thing), thing.color or _TILE
    wide, high, deep = thing.width, thing.height, thing.depth
    low = high * 0.45
    for side in (-1, 1):
        battered_stone(sheet, frame.block(side * wide * 0.40, 0, 0, wide * 0.18, low, deep * 0.8), low * 0.12)
    hole = frame.block(0, 0, deep * 0.1, wide * 0.66, low, deep * 0.3)
    paint_block(sheet, hole, "#2f2a29")
    for side in (-1, 1):
        leaf = frame.block(side * wide * 0.155, 0, -deep * 0.12, wide * 0.30, low * 0.92, 0.2)
        paint_block(sheet, leaf, "#6b4a34", "boards")
        for up in (0.2, 0.5, 0.8):
            sheet.face(leaf.front().beyond(0.02), box_spots(leaf.width, 0.16, 0, up * leaf.height), "#3a3636")
            for k in np.linspace(0.12, 0.88, 6):
                spot = leaf.front().beyond(0.04).at([(k * leaf.width, up * leaf.height + 0.08)])[0]
                sheet.disc(spot, 0.07, sheet.light.shade("#77726c", (0, 0.3, -0.95), thing.z))
    for side in (-1, 1):
        frame.box(sheet, side * wide * 0.315, 0, -deep * 0.16, (0.5, low, 0.5), "#5a3d2c", "wood")
    frame.box(sheet, 0, low * 0.92, -deep * 0.14, (wide * 0.72, low * 0.12, 0.6), "#5a3d2c", "wood")
    hall = frame.block(0, low * 1.04, 0, wide * 0.96, high * 0.24, deep * 0.86)
    paint_block(sheet, hall, _PLASTER, "plain")
    for name, across in (("left", hall.depth), ("right", hall.depth), ("front", hall.width)):
        plane = getattr(hall, name)()
        sheet.face(plane.beyond(0.015), box_spots(across, hall.height * 0.28), _DARK, "", "", False)
        _windows(sheet, plane, across, hall.height, wide * 0.15)
    paint_roof(sheet, hall, Roof(high * 0.28, wide * 0.09, 0.66, 0.45, 0.5, high * 0.03, tile, "#e9e8e2", 0.36, 0.16, 0.3, _PLASTER))
    glow_lamp(sheet, frame.at(0, low * 0.6, -deep * 0.3)[0], wide * 0.5, 0.25)


KINDS = (
    Kind("castle_keep", "building", paint_castle_keep, "standing", (24, 30), (26, 34), (20, 24), solid=True, main="roof"),
    Kind("castle_wall", "building", paint_castle_wall, "standing", (24, 40), (5, 6.5), (3, 4), solid=True),
    Kind("castle_gate", "building", paint_castle_gate, "standing", (11, 13), (8.5, 10), (5, 6), solid=True),
)
