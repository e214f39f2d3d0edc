"""Tall buildings: flats, offices, towers, the school, and a skyline far off."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.barriers import bars, block_of
from pegbar.scenery.things.facade import SNOW, Pane, door, face, faces_eye, lamp_color, paint_block, pane_grid, shade_under, slab, window
from pegbar.scenery.things.street import round_spots

_STOREY = 3.0
_ROWS = (
    (0.16, 3.0, ""), (0.15, 2.1, ""), (1.0, 1.6, "#8fa3b8"), (0.14, 1.4, ""), (0.68, 1.32, "#7c90a6"), (0.14, 1.12, ""),
    (0.4, 1.04, "#6f8196"), (0.13, 0.9, ""),
)  # fmt: skip
"""A skyline's rows from far to near: part of its height, part of its distance, colour; low rows mix colours."""
_LOW_TONES = ("#a7b0b8", "#8f8a86", "#b9aea2", "#8a7a72", "#9aa6ae", "#6f7a84")


def is_front(plane: Plane, block: Block) -> bool:
    """Whether a plane is the block's front."""
    return bool(np.allclose(plane.corner, block.front().corner))


def parapet(sheet: Sheet, block: Block, color: str) -> None:
    """The rim around a flat roof, with its shade on the walls."""
    for plane, width in block.sides():
        shade_under(sheet, plane, 0, block.height, width, 0.35)
    rim = block.part(0, 1, 0, block.width + 0.2, 0.55, block.depth + 0.2)
    paint_block(sheet, rim, mixed(color, "#ffffff", 0.18), top=mixed(color, "#6f7276", 0.5), under=False)


def paint_apartment_building(sheet: Sheet, thing: Thing) -> None:
    """Flats: storeys of balconies before wide windows, partitions between the flats, and a stair tower."""
    block, rng = block_of(thing), sheet.rng
    tone = thing.color or "#d8cfc0"
    floors = max(2, round((thing.height - 0.6) / _STOREY))
    bays = max(2, round(thing.width / 4.2))
    lamps = rng.random((floors, bays))
    plinth = mixed(tone, "#77706a", 0.45)
    for plane, width in block.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, thing.height), tone, "tiles" if width > 6 else "plain")
        face(sheet, plane, box_spots(width, 0.6), plinth, "rough")
        if is_front(plane, block):
            _flats(sheet, plane, width, thing.height / floors, lamps, tone)
        else:
            cells = [(width * a, f * thing.height / floors + 1.2, 1.1, 1.1) for f in range(floors) for a in (0.3, 0.62)]
            pane_grid(sheet, plane, np.array(cells), np.resize(lamps, len(cells)), True)
    parapet(sheet, block, tone)


def _flats(sheet: Sheet, plane: Plane, width: float, storey: float, lamps: np.ndarray, tone: str) -> None:
    """The balconies' side."""
    floors, bays = lamps.shape
    bay = width / bays
    for floor in range(floors):
        low = floor * storey
        for number in range(bays):
            value = float(lamps[floor, number])
            look = Pane("#d7d9d8", 2, value > 0.4, value * 7 % 1, 0.0)
            if floor == 0 and number == 0:
                door(sheet, plane, bay * 0.3, 0.0, 1.5, 2.2, "#5a6268")
                continue
            window(sheet, plane, number * bay + bay * 0.18, low + 0.25, bay * 0.5, storey * 0.68, look)
        if floor > 0:
            _gallery(sheet, plane, width, low, bay, storey, tone)


def _gallery(sheet: Sheet, plane: Plane, width: float, low: float, bay: float, storey: float, tone: str) -> None:
    """One storey's balcony: deck, solid parapet with a rail, partitions."""
    shade_under(sheet, plane, 0, low, width, 1.3)
    paint_block(sheet, slab(plane, 0, low - 0.12, width, 0.2, 1.2), mixed(tone, "#8d8a86", 0.25))
    for number in range(1, round(width / bay)):
        paint_block(sheet, slab(plane, number * bay - 0.04, low + 0.08, 0.08, storey * 0.6, 1.1), "#e4e3de")
    front = slab(plane.beyond(1.1), 0, low + 0.08, width, 0.95, 0.1)
    paint_block(sheet, front, mixed(tone, "#ffffff", 0.25), "plain")
    paint_block(sheet, slab(plane.beyond(1.06), 0, low + 1.03, width, 0.07, 0.18), "#9a9d9f")


def paint_office_tower(sheet: Sheet, thing: Thing) -> None:
    """Offices: bands of windows between bands of panels, a glazed ground floor, plant on the roof."""
    block, rng = block_of(thing), sheet.rng
    tone = thing.color or "#c4c7c6"
    floors = max(4, round(thing.height / 3.6))
    storey, piers = thing.height / floors, bool(rng.random() < 0.5)
    for number, (plane, width) in enumerate(block.sides()):
        lamps = np.random.default_rng([thing.seed, number]).random(floors * 64)
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, thing.height), tone, "panels" if thing.z < 60 else "")
        bays = max(3, round(width / 2.4))
        bay, edge = width / bays, 0.5 if piers else 0.12
        cells = [(b * bay + edge / 2, f * storey + 1.1, bay - edge, storey - 1.5) for f in range(1, floors) for b in range(bays)]
        pane_grid(sheet, plane, np.array(cells), np.resize(lamps, len(cells)))
        glazed = [(b * bay + 0.08, 0.3, bay - 0.16, storey - 0.8) for b in range(bays)]
        pane_grid(sheet, plane, np.array(glazed), np.full(bays, 0.9), True)
        for floor in range(1, floors):
            face(sheet, plane, box_spots(width, 0.16, 0, floor * storey + 0.9), mixed(tone, "#5d666e", 0.25), lined=False)
    parapet(sheet, block, tone)
    plant = block.part(-0.15, 1, 0.1, thing.width * 0.4, 3.0, thing.depth * 0.4)
    paint_block(sheet, plant, mixed(tone, "#8b8f92", 0.3), under=False)


def paint_skyscraper(sheet: Sheet, thing: Thing) -> None:
    """A tower of glass in three steps, with lines of mullions and a red light on top by night."""
    block, rng = block_of(thing), sheet.rng
    tone = thing.color or ("#a9bccb", "#b8c0c6", "#93a8b8", "#c9c4ba")[int(rng.integers(4))]
    cuts = ((0.0, 0.62, 1.0), (0.62, 0.88, 0.82), (0.88, 1.0, 0.58))
    for step, (low, high, part) in enumerate(cuts):
        body = block.part(0, low, 0, thing.width * part, thing.height * (high - low), thing.depth * part)
        for number, (plane, width) in enumerate(body.sides()):
            lamps = np.random.default_rng([thing.seed, step, number]).random(2000)
            if not faces_eye(sheet, plane):
                continue
            face(sheet, plane, box_spots(width, body.height), tone)
            floors, bays = max(2, round(body.height / 4.0)), max(2, round(width / 3.2))
            tall, bay = body.height / floors, width / bays
            cells = [(b * bay + bay * 0.14, f * tall + tall * 0.22, bay * 0.72, tall * 0.6) for f in range(floors) for b in range(bays)]
            pane_grid(sheet, plane, np.array(cells), np.resize(lamps, len(cells)))
        paint_block(sheet, body.part(0, 1, 0, body.width * 1.01, 0.8, body.depth * 1.01), mixed(tone, "#ffffff", 0.2), under=False)
    top = block.at(0, 1, 0)
    mast = np.array([top, top + np.array([0, thing.height * 0.09, 0])])
    sheet.stroke(mast, "#7d858c", 0.5)
    if sheet.light.lamps:
        sheet.shine(tuple(mast[1]), 3.0, "#ff4a3a", 0.9)


def paint_school_building(sheet: Sheet, thing: Thing) -> None:
    """A school: a long front of window bands in bays, an entrance with a canopy, a clock above it, a fence on the roof."""
    block, rng = block_of(thing), sheet.rng
    tone = thing.color or "#ebe4d4"
    floors = max(2, round(thing.height / 3.7))
    storey, bays = thing.height / floors, max(6, 2 * round(thing.width / 9.0) + 1)
    lamps = rng.random((floors, bays, 2))
    _roof_fence(sheet, block)
    for plane, width in block.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, thing.height), tone, "plain")
        face(sheet, plane, box_spots(width, 0.6), mixed(tone, "#77706a", 0.5), "rough")
        if is_front(plane, block):
            _school_front(sheet, plane, width, storey, lamps, tone)
        else:
            cells = [(width * 0.42, f * storey + 1.3, 1.8, 1.3) for f in range(floors)]
            pane_grid(sheet, plane, np.array(cells), np.resize(lamps, floors), True)
    parapet(sheet, block, tone)
    _clock_tower(sheet, block, thing, tone, storey)


def _school_front(sheet: Sheet, plane: Plane, width: float, storey: float, lamps: np.ndarray, tone: str) -> None:
    """Bays of windows between pillars, sills and bands between the storeys."""
    floors, bays, _ = lamps.shape
    bay, middle = width / bays, bays // 2
    for floor in range(floors):
        low = floor * storey
        face(sheet, plane, box_spots(width, 0.28, 0, low + 0.85), mixed(tone, "#9a8f80", 0.25), lined=False)
        for number in range(bays):
            if number == middle:
                continue
            for half in range(2):
                value = float(lamps[floor, number, half])
                look = Pane("#c9cdcf", 2, value > 0.72, value * 7 % 1, 0.0)
                left = number * bay + 0.35 + half * (bay - 0.5) / 2
                window(sheet, plane, left, low + 1.15, (bay - 0.9) / 2, storey - 1.75, look)
        paint_block(sheet, slab(plane, 0, low + 1.0, width, 0.1, 0.14), mixed(tone, "#ffffff", 0.35))
        if floor:
            paint_block(sheet, slab(plane, 0, low - 0.06, width, 0.14, 0.1), mixed(tone, "#8f887c", 0.3))
    for number in range(bays + 1):
        paint_block(sheet, slab(plane, max(0.0, number * bay - 0.22), 0, 0.3, storey * floors, 0.16), mixed(tone, "#ffffff", 0.2))


def _clock_tower(sheet: Sheet, block: Block, thing: Thing, tone: str, storey: float) -> None:
    """The middle bay: it stands forward and higher, with the entrance below and the clock on top."""
    bays = max(6, 2 * round(thing.width / 9.0) + 1)
    wide = thing.width / bays * 1.06
    tower = block.part(0, 0, -0.5, wide, thing.height + 2.6, 1.2)
    for plane, width in tower.sides():
        face(sheet, plane, box_spots(width, tower.height), mixed(tone, "#ffffff", 0.12), "plain")
    front = tower.front()
    floors = max(2, round(thing.height / 3.7))
    for floor in range(1, floors):
        window(sheet, front, wide * 0.2, floor * storey + 1.0, wide * 0.6, storey - 1.5, Pane("#c9cdcf", 2, floor == 1, 0.3, 0.1))
    middle, high, radius = wide / 2, thing.height + 0.9, min(1.15, wide * 0.3)
    lit = sheet.light.lamps
    face(sheet, front.beyond(0.05), round_spots(radius * 1.12, middle, high), mixed(tone, "#6d665c", 0.6))
    face(sheet, front.beyond(0.08), round_spots(radius, middle, high), "#fbf8ee", glow=0.8 if lit else 0.0)
    hour, minute = sheet.rng.uniform(0, 2 * np.pi, 2)
    for number in range(12):
        a = number * np.pi / 6
        spots = [
            (middle + radius * r * np.sin(a + w), high + radius * r * np.cos(a + w))
            for r, w in ((0.8, -0.05), (0.8, 0.05), (0.93, 0.05), (0.93, -0.05))
        ]
        face(sheet, front.beyond(0.09), spots[::-1], "#3a3a40", lined=False)
    for angle, long in ((hour, 0.5), (minute, 0.78)):
        way, side = np.array([np.sin(angle), np.cos(angle)]), np.array([np.cos(angle), -np.sin(angle)])
        hand = np.array([-way * 0.1 - side * 0.05, -way * 0.1 + side * 0.05, way * long + side * 0.02, way * long - side * 0.02]) * radius
        face(sheet, front.beyond(0.1), hand + (middle, high), "#2b2b30")
    paint_block(sheet, tower.part(0, 1, 0, wide + 0.3, 0.3, 1.5), mixed(tone, "#8f887c", 0.35), under=False)
    _entrance(sheet, tower, wide, tone)


def _entrance(sheet: Sheet, tower: Block, wide: float, tone: str) -> None:
    """Glass doors under a canopy on pillars, with steps."""
    front, light = tower.front(), sheet.light
    glass = "#ffe4ae" if light.lamps else "#3f5568"
    face(sheet, front, box_spots(wide * 0.84, 2.7, wide * 0.08, 0.3), "#8b8f92")
    for number in range(4):
        left = wide * (0.1 + 0.2 * number)
        face(sheet, front.beyond(0.03), box_spots(wide * 0.19, 2.5, left, 0.35), glass, "", "door", glow=0.8 if light.lamps else 0.3)
        face(sheet, front.beyond(0.04), box_spots(0.05, 0.5, left + wide * 0.15, 1.2), "#d9dcdc")
    for step in range(3):
        paint_block(
            sheet,
            slab(front, wide * -0.1 - 0.2 * (2 - step), 0, wide * 1.2 + 0.4 * (2 - step), 0.12 * (step + 1), 1.9 - 0.4 * step),
            "#c2beb4",
        )
    for left in (-0.02, 0.95):
        paint_block(sheet, slab(front.beyond(1.5), wide * left, 0.1, 0.3, 3.05, 0.3), mixed(tone, "#ffffff", 0.2))
    shade_under(sheet, front, 0, 3.1, wide, 1.4)
    paint_block(sheet, slab(front, -wide * 0.12, 3.1, wide * 1.24, 0.32, 2.0), mixed(tone, "#8f887c", 0.2))


def _roof_fence(sheet: Sheet, block: Block) -> None:
    """A railing along the roof's front, and the stair house behind it."""
    house = block.part(0.28, 1, 0.1, 5.0, 3.2, 4.0)
    paint_block(sheet, house, "#d6d0c2", "plain", under=False)
    rail = block.part(0, 1, -0.47, block.width, 1.6, 0.06)
    bars(sheet, rail.front(), block.width, 0.3, 1.6, 0.55, 0.06, "#9fb0a8")
    paint_block(sheet, rail.part(0, 0.96, 0, block.width, 0.07, 0.07), "#9fb0a8")


def paint_skyline(sheet: Sheet, thing: Thing) -> None:
    """Buildings far off, in rows that fade into the haze; their windows shine at night."""
    rng = sheet.rng
    for part, nearness, tone in _ROWS:
        z, reach = thing.z * nearness, thing.width / 2 * max(1.0, nearness)
        low_row = part < 0.3
        x = thing.x - reach
        while x < thing.x + reach:
            color = rgb(thing.color or _LOW_TONES[int(rng.integers(len(_LOW_TONES)))]) if low_row else rgb(thing.color or tone)
            shade = sheet.light.shade(color, (0, 0.2, -0.9), z * 0.6)
            wide = float(rng.uniform(6, 13) * max(1.0, nearness) if low_row else rng.uniform(9, 26))
            tall = (
                thing.height
                * part
                * float(rng.uniform(0.5, 1.0) if low_row else rng.uniform(0.25, 0.7) ** (1 if rng.random() < 0.75 else 0.35))
            )
            _tower(sheet, (x, wide, tall, z), thing.y, shade, rng)
            x += wide * float(rng.uniform(0.65, 0.95) if low_row else rng.uniform(0.7, 1.15))
    sheet.outline()


def _tower(sheet: Sheet, box: tuple[float, float, float, float], base: float, shade: np.ndarray, rng: np.random.Generator) -> None:
    x, wide, tall, z = box
    tone, cap, lamps = shade * float(rng.uniform(0.93, 1.06)), rng.random(2), rng.random((14, 6))
    corners = np.array([(x, base - 4, z), (x + wide, base - 4, z), (x + wide, tall, z), (x, tall, z)], np.float64)
    sheet.shape(sheet.view.project(corners), np.clip(tone, 0, 1), lined=False)
    lit = np.clip(mixed(tone, sheet.light.sky_low, 0.28), 0, 1)
    side = corners.copy()
    side[[1, 2], 0] = x + wide * 0.35
    sheet.shape(sheet.view.project(side), lit, lined=False)
    if cap[0] < 0.4:
        top = np.array(
            [
                (x + wide * 0.3, tall, z),
                (x + wide * 0.7, tall, z),
                (x + wide * 0.7, tall * 1.06 + 1, z),
                (x + wide * 0.3, tall * 1.06 + 1, z),
            ]
        )
        sheet.shape(sheet.view.project(top), np.clip(tone, 0, 1), lined=False)
    if sheet.light.snowy:
        top = np.array([(x, tall - 1, z), (x + wide, tall - 1, z), (x + wide, tall + 0.5, z), (x, tall + 0.5, z)])
        sheet.shape(sheet.view.project(top), mixed(SNOW, sheet.light.haze, 0.6), lined=False)
    if tall < 12 and not sheet.light.lamps:
        return
    floors, bays = min(12, max(2, int(tall / 4))), min(5, max(2, int(wide / 4)))
    f, b = np.divmod(np.arange(floors * bays), bays)
    shown = lamps[:floors, :bays].ravel() > (0.55 if sheet.light.lamps else 0.0)
    left, low = x + (b + 0.22) * wide / bays, (f + 0.25) * tall / floors
    size = wide / bays * 0.5, tall / floors * 0.42
    points = np.stack(
        [np.stack([left + p * size[0], low + q * size[1], np.full(len(f), z)], axis=1) for p, q in ((0, 0), (1, 0), (1, 1), (0, 1))], axis=1
    )
    pixels = sheet.view.project(points.reshape(-1, 3)).reshape(-1, 4, 2)[shown]
    warm = mixed(tone, lamp_color(float(cap[1])), 0.75 if sheet.light.night else 0.4) if sheet.light.lamps else tone * 0.93
    sheet.dabs(pixels, np.tile(np.clip(warm, 0, 1), (len(pixels), 1)))


_PLASTER = ("#d8cfc0", "#c9c2b6", "#dbd6cc", "#b9a48c", "#cfd3d2")
KINDS = (
    Kind("apartment_building", "building", paint_apartment_building, "standing", (13, 19), (9.5, 15.5), (8, 10), _PLASTER, solid=True),
    Kind(
        "office_tower",
        "building",
        paint_office_tower,
        "standing",
        (14, 22),
        (20, 40),
        (12, 18),
        ("#c4c7c6", "#b7aa98", "#d0d4d6", "#9fabb2"),
        solid=True,
    ),
    Kind("skyscraper", "building", paint_skyscraper, "standing", (24, 34), (80, 150), (22, 30), (), solid=True, shadow=0.6),
    Kind(
        "school_building",
        "building",
        paint_school_building,
        "standing",
        (44, 60),
        (11, 11.4),
        (10, 11),
        ("#ebe4d4", "#e3dccb", "#e8ddd0"),
        solid=True,
    ),
    Kind("skyline", "building", paint_skyline, "far", (500, 800), (60, 90), (1, 1), shadow=0),
)
