"""Buildings that stand close: backs of houses along an alley, rows of roofs as a town is seen from above, a look-out."""

import numpy as np

from pegbar.scenery.kinds import Kind, Painter
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.barriers import block_of
from pegbar.scenery.things.buildings import is_front, paint_apartment_building, paint_office_tower, paint_skyline, paint_skyscraper, parapet
from pegbar.scenery.things.facade import SNOW, Pane, door, face, faces_eye, facet, paint_block, pane_grid, shade_under, slab, veil, window
from pegbar.scenery.things.house_roofs import Roof
from pegbar.scenery.things.roads import paint_town_ground
from pegbar.scenery.things.street import lamplight

_BACKS = ("#a9765c", "#c9bda8", "#8f8a84", "#b7a894", "#9c8f80", "#c4c0b6", "#a08a74")
_ROOFS = ("#4a5260", "#6e4238", "#3e4a58", "#7a5544", "#465a5a", "#8a4b3a", "#5a5f66")
_WALLS = ("#efe6d2", "#f4f1ea", "#dfe3e2", "#e6d3b8", "#d5dde3", "#c9b79c")


def paint_alley_building(sheet: Sheet, thing: Thing) -> None:
    """The back of a building: brick or plaster, small barred windows, a back door with a lamp, vents and stains."""
    block, rng = block_of(thing), sheet.rng
    tone = thing.color or _BACKS[int(rng.integers(len(_BACKS)))]
    texture = ("bricks", "plain", "siding", "tiles")[int(rng.integers(4))]
    chances = rng.random((6, 4))
    for plane, width in block.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, thing.height), tone, texture)
        if is_front(plane, block):
            _stains(sheet, plane, width, thing.height, chances)
            face(sheet, plane, box_spots(width, 0.5), mixed(tone, "#55524e", 0.5), "rough")
            _back(sheet, plane, width, thing.height, chances, tone)
    parapet(sheet, block, tone)


def _stains(sheet: Sheet, plane: Plane, width: float, height: float, chances: np.ndarray) -> None:
    """Where rain has run down."""
    for left, wide, long, dark in chances:
        a, b = left * width, 0.2 + 0.5 * wide
        drop = height * (0.25 + 0.5 * long)
        veil(sheet, plane, [(a + b * 0.3, height - drop), (a + b * 0.6, height - drop), (a + b, height), (a, height)], 0.08 + 0.1 * dark)


def _back(sheet: Sheet, plane: Plane, width: float, height: float, chances: np.ndarray, tone: str) -> None:
    door_left = width * (0.1 + 0.3 * float(chances[0, 0]))
    door(
        sheet, plane, door_left, 0.1, 0.95, 2.05, ("#5f6f72", "#6b4630", "#7a3f36", "#4f5f52")[int(chances[0, 1] * 4)], chances[0, 2] < 0.5
    )
    paint_block(sheet, slab(plane, door_left - 0.1, 0, 1.15, 0.1, 0.35), "#a7a39b")
    shade_under(sheet, plane, door_left - 0.2, 2.4, 1.35, 0.5)
    paint_block(sheet, slab(plane, door_left - 0.2, 2.4, 1.35, 0.08, 0.55), mixed(tone, "#55524e", 0.5))
    lamp = slab(plane, door_left + 1.2, 2.1, 0.13, 0.15, 0.14)
    paint_block(sheet, lamp.part(0, 1, 0, 0.2, 0.04, 0.2), "#4a4f52")
    paint_block(sheet, lamp, "#fff2cf", glow=1.0 if sheet.light.lamps else 0.1)
    spot = lamp.at(0, 0.5, -1.2)
    lamplight(sheet, (float(spot[0]), float(spot[1]), float(spot[2])), 1.9, "#ffd08a", 0.55)
    floors = max(1, int((height - 0.5) / 2.9))
    for floor in range(floors):
        for number, part in enumerate((0.22, 0.66)):
            if floor == 0 and abs(part * width - door_left) < 1.9:
                continue
            value = float(chances[floor % 6, number + 1])
            low, wide = floor * 2.9 + 1.25, (0.8, 1.3)[(floor + number) % 2]
            window(sheet, plane, width * part, low, wide, 1.0, Pane("#8f9396", 2 if wide > 1 else 1, value > 0.35, value * 7 % 1, 0.12))
            if value < 0.7 and floor < 2:
                _grating(sheet, plane, width * part, low, wide)
    vent = slab(plane, width * 0.5, 2.75, 0.34, 0.34, 0.14)
    paint_block(sheet, vent, "#b9bcbd")
    for number in range(4):
        face(sheet, vent.front(), box_spots(0.26, 0.03, 0.04, 0.06 + 0.07 * number), "#6f7376", lined=False)


def _grating(sheet: Sheet, plane: Plane, left: float, low: float, wide: float) -> None:
    """Bars before a window."""
    out = plane.beyond(0.14)
    for number in range(round(wide / 0.16) + 1):
        face(sheet, out, box_spots(0.02, 1.08, left + 0.16 * number, low - 0.04), "#7d8184")
    for level in (low, low + 0.98):
        face(sheet, out, box_spots(wide, 0.03, left, level), "#7d8184")


def paint_house_row(sheet: Sheet, thing: Thing) -> None:
    """A row of houses at a distance, side by side and a little askew, as one sees a town from above."""
    rng, count = sheet.rng, max(1, round(thing.width / 11.0))
    step = thing.width / count
    draws = rng.random((count, 8))
    order = sorted(range(count), key=lambda number: -float(draws[number, 0]))
    for number in order:
        away, wide, tall, turn, roof, wall, style, lamp = (float(value) for value in draws[number])
        x = thing.x + (number + 0.5) * step - thing.width / 2
        z = thing.z + (away - 0.5) * thing.depth * 0.35
        top, rise = (3.2 if tall < 0.25 else 5.6) + tall, 1.5 + 0.8 * away
        block = Block(x, thing.y, z, step * (0.62 + 0.22 * wide), top, 7.5, (0.0, 90.0)[int(turn * 2)] + (turn - 0.5) * 10)
        _small_house(sheet, block, rise, (_WALLS[int(wall * 6)], thing.color or _ROOFS[int(roof * 7)]), style, lamp)


def _small_house(sheet: Sheet, block: Block, rise: float, tones: tuple[str, str], style: float, lamp: float) -> None:
    wall, tone = tones
    flat = style > 0.86
    roof = Roof(block, rise, ("gable", "hip", "away")[int(style * 3.4) % 3], tone, 0.5, "shingles" if block.z < 90 else "")
    for number, (plane, width) in enumerate(block.sides()):
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, block.height), wall)
        cells = [(width * a, low, width * 0.17, 1.1) for low in np.arange(1.0, block.height - 1.2, 2.6) for a in (0.16, 0.44, 0.7)]
        lit = np.array([(lamp * 37 + 0.31 * k + 0.17 * number) % 1 for k in range(len(cells))])
        pane_grid(sheet, plane, np.array(cells), lit, block.z < 80)
        if not flat:
            shade_under(sheet, plane, 0, block.height, width, 0.8)
    if flat:
        parapet(sheet, block, wall)
        return
    for gable in roof.gables():
        facet(sheet, gable, wall)
    roof.over(sheet)


def paint_lookout(sheet: Sheet, thing: Thing) -> None:
    """The edge of a terrace above a town: paving, a kerb, and a railing of steel along it."""
    light = sheet.light
    block = Block(thing.x, 0.0, thing.z, thing.width, thing.height, thing.depth)
    tone = mixed(thing.color or "#c3bfb6", "#55565c", 0.35 if light.wet else 0.0)
    paint_block(sheet, block, tone, "slabs")
    kerb = block.part(0, 1, 0.45, thing.width, 0.12, 0.3)
    paint_block(sheet, kerb, "#b5b2aa", "rough", under=False)
    rail = kerb.part(0, 1, 0, thing.width, 0.95, 0.06)
    count = round(thing.width / 2.4)
    for number in range(count + 1):
        paint_block(sheet, rail.part(number / count - 0.5, 0, 0, 0.08, 0.95, 0.08), "#c9d0cc")
    for up, thick in ((0.30, 0.045), (0.62, 0.045), (0.94, 0.08)):
        bar = rail.part(0, up, 0, thing.width, thick, thick)
        face(sheet, bar.front(), box_spots(thing.width, thick), "#d9dfdb")
    cap = rail.part(0, 1, 0, thing.width, 0.05 if light.snowy else 0.02, 0.1)
    paint_block(sheet, cap, SNOW if light.snowy else "#e6ebe8", under=False)


def paint_distant_town(sheet: Sheet, thing: Thing) -> None:
    """The ground of a town seen from above, built over to the horizon in the haze, with a skyline."""
    paint_town_ground(sheet, thing)
    paint_skyline(sheet, Thing("skyline", thing.x, 360.0, 700.0, 62.0, 1.0, thing.y))


def paint_town_below(sheet: Sheet, thing: Thing) -> None:
    """A town all around and below a roof or a hill: its ground, rows of roofs, and towers between them."""
    rng, y = sheet.rng, thing.y
    paint_distant_town(sheet, thing)
    painters: list[tuple[float, Painter, Thing]] = []
    for z in (38.0, 53.0, 70.0, 90.0, 114.0, 144.0, 182.0, 230.0):
        left, right = sheet.view.span(z)
        row = Thing("house_row", (left + right) / 2 + float(rng.uniform(-5, 5)), z, right - left + 26, 8.0, 13.0, y)
        painters.append((z, paint_house_row, row))
    towers: tuple[tuple[Painter, float, float, float], ...] = (
        (paint_apartment_building, 16.0, 15.0, 10.0),
        (paint_office_tower, 19.0, 30.0, 15.0),
        (paint_skyscraper, 27.0, 78.0, 25.0),
    )
    for number in range(11):
        z, kind, part, turn, high, seed = (float(value) for value in rng.random(6))
        z = 62 + 190 * z
        paint, wide, tall, deep = towers[int(kind * (3 if z > 150 else 2))]
        left, right = sheet.view.span(z)
        x = left + (right - left) * (number + part) / 11
        tower = Thing("tower", x, z, wide, tall * (0.75 + 0.5 * high), deep, y, 50 * (turn - 0.5), "", int(seed * 1e9))
        painters.append((z, paint, tower))
    for _, paint, part_of in sorted(painters, key=lambda entry: -entry[0]):
        paint(sheet, part_of)


KINDS = (
    Kind("alley_building", "building", paint_alley_building, "standing", (6, 9), (7, 12), (6, 7), (), solid=True),
    Kind("house_row", "building", paint_house_row, "standing", (60, 90), (7, 9), (12, 14), (), shadow=0),
    Kind("distant_town", "building", paint_distant_town, "ground", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("town_below", "building", paint_town_below, "ground", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("lookout", "floor", paint_lookout, "standing", (24, 30), (14.5, 14.5), (4, 4), shadow=0),
)
