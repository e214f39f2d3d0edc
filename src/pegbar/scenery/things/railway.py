"""Railways: tracks, platforms with their roofs and signs, trains, ticket gates, level crossings."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, ground
from pegbar.scenery.solids import Block, paint_pillar
from pegbar.scenery.things.barriers import block_of, seen_side
from pegbar.scenery.things.facade import SNOW, face, faces_eye, facet, glass_color, paint_block, shade_under
from pegbar.scenery.things.roads import sheen
from pegbar.scenery.things.street import round_spots

_GAUGE = 1.07
_NAME = 3
"""Characters on a name board."""


def paint_track(sheet: Sheet, thing: Thing) -> None:
    """A railway track that runs away: ballast, sleepers, and two rails that catch the light."""
    light, x, y = sheet.light, thing.x, thing.y
    near, far = max(0.5, thing.z - thing.depth / 2), thing.z + thing.depth / 2
    bed = ground(x - thing.width / 2, near, y)
    stones = SNOW if light.snowy else mixed(thing.color or "#8d8378", "#3f3d40", 0.3 if light.wet else 0.0)
    face(sheet, bed, box_spots(thing.width, far - near), stones, "rough", "snow" if light.snowy else "road")
    specks = sheet.rng.random((700, 3))
    z = near + (min(far, 30.0) - near) * specks[:, 0] ** 2
    spots = sheet.view.project(np.stack([x + (specks[:, 1] - 0.5) * thing.width, np.full(700, y), z], axis=1))
    size = 0.05 * sheet.view.camera.focal * sheet.view.size[1] / z
    around = np.stack([np.cos(np.arange(5) * 1.257), 0.5 * np.sin(np.arange(5) * 1.257)], axis=1)
    tones = np.stack(
        [
            light.shade(mixed(stones, "#3f3a38" if s < 0.5 else "#d2c8ba", 0.35), (0, 1, 0), float(d))
            for s, d in zip(specks[:, 2], z, strict=True)
        ]
    )
    sheet.dabs(spots[:, None] + around[None] * size[:, None, None], tones, "road")
    step = far
    while step > near:
        tie = ground(x - 1.15, step, y + 0.04)
        face(sheet, tie, box_spots(2.3, 0.26), SNOW if light.snowy else "#6f6259", "", "road", step < 60)
        step -= 0.7
    for side in (-1, 1):
        rail = Block(x + side * _GAUGE / 2, y + 0.04, (near + far) / 2, 0.09, 0.16, far - near)
        for plane, width in rail.sides():
            face(sheet, plane, box_spots(width, 0.16), "#6b4a3a", label="road")
        face(sheet, rail.top(), box_spots(0.09, far - near), mixed("#c9d0d6", light.sky_low, 0.3), label="road", lit=0.9)


def paint_platform(sheet: Sheet, thing: Thing) -> None:
    """A platform that runs away: paving, warning line and yellow tiles along both edges, its wall down to the track."""
    light = sheet.light
    near, far = max(0.4, thing.z - thing.depth / 2), thing.z + thing.depth / 2
    block = Block(thing.x, thing.y, (near + far) / 2, thing.width, thing.height, far - near)
    wall = mixed(thing.color or "#b9b5ac", "#6a6660", 0.4)
    for plane, width in block.sides():
        face(sheet, plane, box_spots(width, thing.height), wall, "stones", "wall")
        shade_under(sheet, plane, 0, thing.height, width, 0.5)
    top, long = block.top(), far - near
    tone = SNOW if light.snowy else mixed(thing.color or "#c1beb7", "#55565c", 0.35 if light.wet else 0.0)
    face(sheet, top, box_spots(thing.width, long), tone, "rough" if light.snowy else "slabs", "snow" if light.snowy else "floor")
    dim = 0.7 if light.snowy else 0.0
    for edge in (0.0, thing.width - 0.3):
        face(sheet, top, box_spots(0.3, long, edge, 0), mixed("#d6d4ce", SNOW, dim), "stones", "floor")
    for left in (0.75, thing.width - 1.05):
        face(sheet, top, box_spots(0.3, long, left, 0), mixed("#e3b93a", SNOW, dim), "tiles", "floor")
    for left in (0.58, thing.width - 0.66):
        face(sheet, top, box_spots(0.08, long, left, 0), mixed("#f0eee8", SNOW, dim), "", "floor", False)
    if light.wet:
        sheen(sheet, top, box_spots(thing.width, long), 0.9)


def paint_platform_roof(sheet: Sheet, thing: Thing) -> None:
    """A stretch of platform roof: beams and rafters under folded sheet on a row of steel posts, with a lamp."""
    light, tone = sheet.light, thing.color or "#7f9488"
    steel = mixed(tone, "#e8ece8", 0.35)
    high, rise = thing.height, 0.5
    block = Block(thing.x, 0, thing.z, thing.width, high, thing.depth)
    left, right = -0.5, 0.5
    for side in (left, right):
        low, top = block.at(side, 1, -0.5), block.at(side, 1, 0.5)
        ridge, back = block.at(0, 1, -0.5) + (0, -rise, 0), block.at(0, 1, 0.5) + (0, -rise, 0)
        under = [ridge, low, top, back] if side > 0 else [low, ridge, back, top]
        facet(sheet, [under[1], under[0], under[3], under[2]], mixed("#d9d6cc", tone, 0.25), "boards", lit=0.25)
        facet(sheet, [low, ridge, back, top] if side < 0 else [ridge, low, top, back], SNOW if light.snowy else "#8d9a9c", lit=0.6)
    for number in range(4):
        away = number / 3 - 0.5
        for side in (left, right):
            ends = [block.at(0, 1, away) + (0, -rise - 0.12, 0), block.at(side, 1, away) + (0, -0.14, 0)]
            sheet.stroke(ends, mixed(steel, "#3d4a48", 0.2), 0.1)
    for side in (left, right):
        edge = block.part(side, 1 - 0.2 / high, 0, 0.1, 0.24, thing.depth)
        paint_block(sheet, edge, steel)
        if light.snowy:
            paint_block(sheet, edge.part(0, 1, 0, 0.2, 0.14, thing.depth), SNOW, label="snow")
    ridge_beam = block.part(0, 1 - (rise + 0.3) / high, 0, 0.22, 0.26, thing.depth)
    paint_block(sheet, ridge_beam, steel)
    paint_pillar(sheet, thing.x, thing.z, 0, high - rise - 0.2, 0.11, steel)
    paint_pillar(sheet, thing.x, thing.z, 0, 1.0, 0.13, mixed(tone, "#4f6a60", 0.5))
    for side in (-1, 1):
        sheet.stroke([(thing.x, high - 1.4, thing.z), (thing.x + side * 0.9, high - rise - 0.05, thing.z)], steel, 0.08)
    tube = Block(thing.x + 0.9, high - 0.75, thing.z - 0.5, 0.12, 0.08, 1.2)
    paint_block(sheet, tube, "#fdfaf0", glow=1.0 if light.lamps else 0.4)
    if light.night:
        sheet.shine(tube.at(0, 0, 0), 2.4, "#f3f5e6", 0.55)
        sheet.shine((thing.x + 0.9, 0.02, thing.z - 0.5), 3.4, "#f3f5e6", 0.3, squash=0.25)


_STEEL = "#d3d8da"
_BANDS = ("#4f8a58", "#e07a3c", "#3f6fae", "#c8453a")
"""Colours of the band along a steel carriage; one of any other colour is painted all over."""


def paint_train(sheet: Sheet, thing: Thing) -> None:
    """A train carriage along its depth: band of colour, doors, windows, and a cab in front."""
    block, light = block_of(thing), sheet.light
    whole = bool(thing.color) and thing.color not in _BANDS
    front, steel = thing.color or _BANDS[0], thing.color if whole else _STEEL
    tone = mixed(front, "#ffffff", 0.78) if whole else front
    base, tall = 0.28, thing.height
    body = block.part(0, base / tall, 0, thing.width, tall - base - 0.3, thing.depth)
    paint_block(sheet, block.part(0, 0.02, 0, thing.width * 0.84, base * 1.3, thing.depth * 0.96), "#2e3034")
    lit = mixed("#fff0c8", glass_color(light), 0.1) if light.lamps else glass_color(light)
    glass, glow = (lit, 0.9) if light.lamps else (light.hazed(lit, thing.z), 1.0)
    for plane, width in body.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, body.height), steel, "")
        face(sheet, plane, box_spots(width, body.height * 0.14, 0, body.height * 0.24), tone, lined=False)
        face(sheet, plane, box_spots(width, body.height * 0.05, 0, body.height * 0.93), tone, lined=False)
        if width > 6:
            _carriage(sheet, plane, width, body.height, glass, glow)
        else:
            _cab(sheet, plane, width, body.height, front, glass)
    roof = block.part(0, 1 - 0.3 / tall, 0, thing.width * 0.9, 0.3, thing.depth * 0.995)
    paint_block(sheet, roof, "#8f979b", under=False)
    for number in range(3):
        paint_block(sheet, roof.part(0, 1, number * 0.3 - 0.3, 1.4, 0.22, 2.4), "#a3aaad", under=False)


def _carriage(sheet: Sheet, plane: Plane, width: float, tall: float, glass: np.ndarray, glow: float) -> None:
    """A carriage's side: doors in pairs, and windows between them."""
    bays = max(2, round(width / 5.0))
    bay = width / bays
    for number in range(bays):
        middle = (number + 0.5) * bay
        face(sheet, plane.beyond(0.01), box_spots(1.4, tall * 0.82, middle - 0.7, tall * 0.04), "#c3c9cc", label="door")
        for left in (middle - 0.62, middle + 0.06):
            face(sheet, plane.beyond(0.02), box_spots(0.56, tall * 0.36, left, tall * 0.42), glass, label="window", glow=glow)
        for left in (middle - bay / 2 + 0.3, middle + 0.9):
            wide = bay / 2 - 1.2
            face(sheet, plane.beyond(0.01), box_spots(wide, tall * 0.36, left, tall * 0.44), "#4f565b")
            face(sheet, plane.beyond(0.02), box_spots(wide - 0.1, tall * 0.32, left + 0.05, tall * 0.46), glass, label="window", glow=glow)
            if not sheet.light.lamps:
                gleam = [
                    (left + wide * 0.5, tall * 0.46),
                    (left + wide * 0.75, tall * 0.46),
                    (left + wide * 0.95, tall * 0.78),
                    (left + wide * 0.7, tall * 0.78),
                ]
                face(sheet, plane.beyond(0.03), gleam, mixed(glass, sheet.light.sky_low, 0.5), "", "window", False, glow=1.0)
    face(sheet, plane, box_spots(width, 0.05, 0, tall * 0.88), "#9aa1a5", lined=False)


def _cab(sheet: Sheet, plane: Plane, width: float, tall: float, tone: str, glass: np.ndarray) -> None:
    """A carriage's end: windscreen, door, head and tail lights, destination."""
    light = sheet.light
    face(sheet, plane, box_spots(width, tall * 0.38, 0, 0), tone)
    face(sheet, plane, box_spots(width * 0.92, tall * 0.42, width * 0.04, tall * 0.46), "#2b2f34")
    dark = mixed(glass, "#20303c", 0.4)
    for left, wide in ((0.07, 0.26), (0.37, 0.26), (0.67, 0.26)):
        face(sheet, plane.beyond(0.02), box_spots(width * wide, tall * 0.36, width * left, tall * 0.49), dark, label="window", glow=0.9)
    face(sheet, plane.beyond(0.02), box_spots(width * 0.3, tall * 0.07, width * 0.35, tall * 0.89), "#2b2f34")
    face(sheet, plane.beyond(0.03), box_spots(width * 0.2, tall * 0.04, width * 0.4, tall * 0.905), "#ffb545", glow=0.9)
    for left in (0.14, 0.86):
        spot = (width * left, tall * 0.27)
        face(sheet, plane.beyond(0.02), round_spots(0.16, *spot), "#3a3f44")
        face(sheet, plane.beyond(0.03), round_spots(0.12, *spot), "#fff6dc", label="light", glow=1.0 if light.lamps else 0.5)
        if light.lamps:
            sheet.shine(tuple(plane.beyond(0.05).at([spot])[0]), 1.7, "#fff3d0", 0.8 if light.night else 0.45)
    face(sheet, plane.beyond(0.02), box_spots(width * 0.34, tall * 0.1, width * 0.33, -tall * 0.02), "#55595e")


def _character(rng: np.random.Generator, spot: tuple[float, float], side: float) -> list[list[tuple[float, float]]]:
    """Strokes of a character that none is, but looks like one: bars across, a stem through them, a stroke to either side."""
    x, y = spot
    style, stem = int(rng.integers(3)), x + side * float(rng.uniform(0.4, 0.6))
    across = (0.95, 0.5) if style == 1 else (0.95, 0.7, 0.45) if style == 2 else (0.65,)
    lines = [
        [(x + side * float(rng.uniform(0, 0.15)), y + side * up), (x + side * float(rng.uniform(0.85, 1)), y + side * up)] for up in across
    ]
    lines.append([(stem, y + side * 1.1), (stem, y if style == 1 else y + side * 0.4)])
    if style == 2:
        corners = ((0.15, 0.3), (0.85, 0.3), (0.85, 0), (0.15, 0), (0.15, 0.3))
        return [*lines, [(x + side * part, y + side * up) for part, up in corners]]
    return lines if style == 1 else lines + [[(stem, y + side * 0.5), (x + side * far, y)] for far in (0.05, 0.95)]


def paint_station_sign(sheet: Sheet, thing: Thing) -> None:
    """A platform's name board: characters that mean nothing for its name, a line of colour with a square for the stop."""
    block, tone, light = block_of(thing), thing.color or "#3f8a5f", sheet.light
    marks = sheet.rng.random((4, 2))
    for across in (-0.42, 0.42):
        paint_block(sheet, block.part(across, 0, 0, 0.08, thing.height, 0.08), "#8d9498")
    board = block.part(0, 0.42, 0, thing.width, thing.height * 0.55, thing.depth)
    paint_block(sheet, board, "#f4f3ee", glow=0.75 if light.night else 0.0)
    plane, tall, wide = seen_side(sheet, board).beyond(0.01), board.height, thing.width
    glow = 0.6 if light.night else 0.0
    face(sheet, plane, box_spots(wide, tall * 0.17, 0, tall * 0.2), tone, glow=glow)
    face(sheet, plane, box_spots(tall * 0.2, tall * 0.2, wide / 2 - tall * 0.1, tall * 0.185), "#e8573f", glow=glow)
    side = tall * 0.36
    for number in range(_NAME):
        spot = (wide * (0.5 + 0.2 * (number - (_NAME - 1) / 2)) - side / 2, tall * 0.52)
        for line in _character(sheet.rng, spot, side):
            sheet.stroke(plane.beyond(0.01).at(line), "#2d3136", tall * 0.05)
    for number, (long, _) in enumerate(marks):
        left = wide * (0.05 + 0.2 * number + (0.1 if number > 1 else 0))
        face(
            sheet,
            plane,
            box_spots(wide * 0.1 * (0.6 + 0.4 * float(long)), tall * 0.07, left, tall * 0.07),
            "#6a6f75",
            lined=False,
            glow=glow * 0.3,
        )
    if light.night:
        sheet.shine(board.at(0, 0.5, 0), thing.width * 0.9, "#f6f4e4", 0.4)


def paint_ticket_gate(sheet: Sheet, thing: Thing) -> None:
    """Automatic ticket gates side by side: cabinets, flaps, and a lit arrow or bar on each."""
    block, light = block_of(thing), sheet.light
    count = max(2, round(thing.width / 0.85))
    opened = sheet.rng.random(count) < 0.7
    order = sorted(range(count + 1), key=lambda number: -abs(block.at(number / count - 0.5, 0, 0)[0] - sheet.view.camera.x))
    for number in order:
        body = block.part(number / count - 0.5, 0, 0, 0.24, thing.height, thing.depth)
        paint_block(sheet, body, thing.color or "#c9d0d3", top="#4f575d")
        front = body.front()
        green = number < count and opened[number]
        tone = "#4fd08a" if green else "#e8573f"
        face(sheet, front, box_spots(0.16, 0.16, 0.04, thing.height * 0.68), "#262b30")
        face(sheet, front.beyond(0.01), round_spots(0.055, 0.12, thing.height * 0.68 + 0.08), tone, glow=1.0)
        face(sheet, front, box_spots(0.24, 0.06, 0, thing.height * 0.5), "#3f7fb8", lined=False)
        if light.night:
            sheet.shine(tuple(front.at([(0.12, thing.height * 0.7)])[0]), 0.4, tone, 0.4)
        if number < count and not opened[number]:
            gap = thing.width / count
            flap = block.part((number + 0.5) / count - 0.5, 0.45, 0.1, gap - 0.3, thing.height * 0.34, 0.05)
            paint_block(sheet, flap, "#e07a3c")


def paint_level_crossing(sheet: Sheet, thing: Thing) -> None:
    """A level crossing's signal: crossed boards in yellow and black, two red lamps, and the barrier."""
    x, z, high = thing.x, thing.z, thing.height
    lit = int(sheet.rng.integers(2))
    for number in range(6):
        low = high * number / 6
        paint_pillar(sheet, x, z, low, high * (number + 1) / 6, 0.08, "#e2bf3c" if number % 2 else "#2f2d2c")
    plane = Plane(np.array([x, high - 0.45, z - 0.12]), np.array([1.0, 0, 0]), np.array([0.0, 1.0, 0.0]))
    for lean in (1, -1):
        way, side = np.array([np.cos(0.6), np.sin(0.6) * lean]), np.array([-np.sin(0.6) * lean, np.cos(0.6)]) * 0.09
        for number in range(6):
            a, b = -0.6 + number * 0.2, -0.4 + number * 0.2
            corners = [way * a - side, way * b - side, way * b + side, way * a + side]
            face(sheet, plane.beyond(0.01 * (lean + 1)), corners, "#e2bf3c" if number % 2 else "#2f2d2c")
    for number, left in enumerate((-0.36, 0.36)):
        spot = (left, -0.75)
        face(sheet, plane, round_spots(0.24, *spot), "#2b2d30")
        on = number == lit
        face(sheet, plane.beyond(0.02), round_spots(0.15, *spot), "#ff4a3a" if on else "#6b2a26", label="light", glow=1.0 if on else 0.0)
        if on:
            sheet.shine(tuple(plane.beyond(0.03).at([spot])[0]), 1.0, "#ff4a3a", 0.7 if sheet.light.lamps else 0.3)
    paint_block(sheet, Block(x + 0.5, 0, z, 0.36, 1.1, 0.4), thing.color or "#d6d3c8")
    reach = thing.width * (-1 if thing.turn < 0 else 1)
    for number in range(8):
        a, b = (x + 0.5 + reach * number / 8, x + 0.5 + reach * (number + 1) / 8)
        bar = [(min(a, b), 0.86, z - 0.25), (max(a, b), 0.86, z - 0.25), (max(a, b), 0.95, z - 0.25), (min(a, b), 0.95, z - 0.25)]
        facet(sheet, bar, "#e2bf3c" if number % 2 else "#2f2d2c")


def paint_catenary(sheet: Sheet, thing: Thing) -> None:
    """A mast with an arm over the track, and the wire that runs away from it."""
    x, z, high = thing.x, thing.z, thing.height
    reach, base = thing.width * (-1 if thing.turn < 0 else 1), thing.y
    paint_pillar(sheet, x, z, base, high, 0.13, thing.color or "#8d9498", upper_radius=0.1)
    sheet.stroke([(x, high - 0.5, z), (x + reach, high - 0.5, z)], "#7d8488", 0.09)
    sheet.stroke([(x, high - 1.6, z), (x + reach * 0.75, high - 0.5, z)], "#7d8488", 0.06)
    sheet.stroke([(x + reach * 0.9, high - 0.5, z), (x + reach * 0.9, high - 1.3, z)], "#7d8488", 0.05)
    for up, sag in ((high - 0.55, 0.5), (high - 1.3, 0.0)):
        along = np.linspace(0, 1, 14)
        wire = np.stack([np.full(14, x + reach * 0.9), up - 4 * sag * along * (1 - along), z + thing.depth * along], axis=1)
        sheet.stroke(wire, "#2f343c", 0.025)


KINDS = (
    Kind("track", "road", paint_track, "decal", (3.4, 3.8), (0.2, 0.2), (120, 120), shadow=0),
    Kind("platform", "floor", paint_platform, "decal", (5.5, 7.0), (1.05, 1.05), (80, 90), shadow=0),
    Kind(
        "platform_roof",
        "ceiling",
        paint_platform_roof,
        "standing",
        (4.6, 5.4),
        (3.5, 3.7),
        (6, 6),
        ("#7f9488", "#8a8f96", "#9a8570"),
        shadow=0.0,
    ),
    Kind(
        "train",
        "building",
        paint_train,
        "standing",
        (2.8, 2.8),
        (3.7, 3.8),
        (18, 20),
        _BANDS,
        solid=True,
    ),
    Kind(
        "station_sign",
        "wall",
        paint_station_sign,
        "standing",
        (2.2, 2.6),
        (2.0, 2.2),
        (0.12, 0.14),
        ("#3f8a5f", "#3f6fae", "#d07a34"),
        shadow=0.6,
    ),
    Kind("ticket_gate", "furniture", paint_ticket_gate, "standing", (2.6, 4.2), (1.0, 1.05), (1.3, 1.5), indoors=True, solid=True),
    Kind("level_crossing", "pole", paint_level_crossing, "standing", (4.0, 5.0), (3.0, 3.3), (0.4, 0.4), shadow=0.6),
    Kind("catenary", "pole", paint_catenary, "standing", (2.6, 3.0), (6.4, 6.8), (24, 26), shadow=0),
)
