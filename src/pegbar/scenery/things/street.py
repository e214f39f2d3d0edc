"""What stands along streets on poles: lamps, traffic lights, utility poles with wires, signs, mirrors."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block, paint_pillar
from pegbar.scenery.things.barriers import block_of, seen_side
from pegbar.scenery.things.facade import face, faces_eye, paint_block


def round_spots(radius: float, x: float = 0.0, y: float = 0.0, steps: int = 24) -> np.ndarray:
    """Corners of a circle on a plane."""
    around = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return np.stack([x + np.cos(around) * radius, y + np.sin(around) * radius], axis=1)


def lamplight(sheet: Sheet, spot: tuple[float, float, float], radius: float, color: str = "#ffe2a6", strength: float = 0.6) -> None:
    """Light around a lamp, the pool that it casts on the ground, and its reflection where the ground is wet; nothing by day."""
    light = sheet.light
    if not light.lamps:
        return
    strength *= 1.0 if light.night else 0.55
    sheet.shine(spot, radius, color, strength)
    x, y, z = spot
    if light.night:
        sheet.shine((x, 0.02, z), radius * 1.7, color, strength * 0.42, squash=max(0.12, min(0.5, 1.5 / z)))
    if light.wet:
        sheet.shine((x, -min(y, 2.0) * 0.7, z), radius * 0.5, color, strength * 0.4, squash=2.6)


def paint_street_lamp(sheet: Sheet, thing: Thing) -> None:
    """A slender street lamp with an arm and a head that is lit at dusk; it leans the way it is turned."""
    high, x, z = thing.height, thing.x, thing.z
    tone = thing.color or "#6b7378"
    reach = min(thing.width, 1.6) * (-1 if thing.turn < 0 else 1)
    paint_pillar(sheet, x, z, 0, 0.5, 0.10, tone)
    paint_pillar(sheet, x, z, 0.5, high - 0.4, 0.065, tone, upper_radius=0.045)
    bend = [(x + reach * (1 - np.cos(a)) * 0.5, high - 0.42 + 0.42 * np.sin(a), z) for a in np.linspace(0, np.pi / 2, 8)]
    sheet.stroke([*bend, (x + reach, high, z)], tone, 0.07)
    head = Block(x + reach * 0.95, high - 0.1, z, 0.62, 0.1, 0.3)
    paint_block(sheet, head, mixed(tone, "#ffffff", 0.15))
    glow = Block(x + reach * 0.95, high - 0.16, z, 0.5, 0.06, 0.24)
    paint_block(sheet, glow, "#fff2cf" if sheet.light.lamps else "#dfe3e2", glow=1.0 if sheet.light.lamps else 0.0)
    lamplight(sheet, (x + reach * 0.95, high - 0.2, z), 2.6, strength=0.75)


def paint_traffic_light(sheet: Sheet, thing: Thing) -> None:
    """Japanese traffic lights: three lamps side by side on an arm, one of them lit."""
    high, x, z = thing.height, thing.x, thing.z
    lit = int(sheet.rng.integers(3))
    reach = thing.width * (-1 if thing.turn < 0 else 1)
    paint_pillar(sheet, x, z, 0, high, 0.09, thing.color or "#8b9296", upper_radius=0.07)
    sheet.stroke([(x, high - 0.35, z), (x + reach, high - 0.3, z)], "#8b9296", 0.07)
    case = Block(x + reach * 0.75, high - 0.62, z - 0.12, 1.2, 0.42, 0.2)
    paint_block(sheet, case, "#565e62")
    colors = ("#31d6a0", "#ffd23c", "#ff4a3c")
    for number, color in enumerate(colors):
        on = number == lit
        spot = (0.22 + 0.38 * number, 0.21)
        face(
            sheet,
            case.front(),
            round_spots(0.155, *spot),
            color if on else mixed(color, "#20262a", 0.75),
            label="light",
            glow=1.0 if on else 0.0,
        )
        visor = [(spot[0] - 0.17, 0.23), (spot[0] + 0.17, 0.23), (spot[0] + 0.14, 0.39), (spot[0] - 0.14, 0.39)]
        face(sheet, case.front(), visor, "#3b4246")
        face(
            sheet,
            case.front(),
            round_spots(0.12, *spot),
            color if on else mixed(color, "#20262a", 0.75),
            "",
            "light",
            False,
            glow=float(on),
        )
        if on:
            strength = 0.6 if sheet.light.lamps else 0.18
            sheet.shine(tuple(case.front().beyond(0.02).at([spot])[0]), 0.9 if sheet.light.night else 0.5, color, strength)
    box = Block(x, 2.3, z - 0.14, 0.26, 0.5, 0.2)
    paint_block(sheet, box, "#4f575b")


def paint_utility_pole(sheet: Sheet, thing: Thing) -> None:
    """A concrete pole with arms, insulators, a transformer, steps, and a guard in yellow and black."""
    high, x, z, rng = thing.height, thing.x, thing.z, sheet.rng
    side, drum = (1 if rng.random() < 0.5 else -1), rng.random() < 0.7
    tone = thing.color or "#a8a59d"
    paint_pillar(sheet, x, z, 0, high, 0.16, tone, upper_radius=0.11)
    for number in range(6):
        paint_pillar(sheet, x, z, 0.35 + number * 0.2, 0.55 + number * 0.2, 0.175, "#e2bf3c" if number % 2 == 0 else "#3d3b38")
    for number in range(int((high - 3) / 0.45)):
        up, out = 2.4 + number * 0.45, 0.3 if number % 2 else -0.3
        sheet.stroke([(x, up, z - 0.1), (x + out, up, z - 0.1)], "#6f7276", 0.025)
    for level, half in ((0.55, 0.95), (1.25, 0.8)):
        arm = Block(x, high - level, z - 0.14, 2 * half, 0.09, 0.09)
        paint_block(sheet, arm, "#7d8286")
        for across in (-0.92, -0.45, 0.45, 0.92):
            paint_pillar(sheet, x + across * half, z - 0.14, high - level + 0.09, high - level + 0.28, 0.045, "#d9d4c4")
    sheet.stroke([(x - 0.7, high - 0.55, z), (x, high - 1.2, z), (x + 0.7, high - 0.55, z)], "#7d8286", 0.04)
    if drum:
        paint_pillar(sheet, x + side * 0.42, z - 0.12, high - 2.7, high - 1.75, 0.24, "#9aa0a2")
        paint_pillar(sheet, x + side * 0.42, z - 0.12, high - 1.75, high - 1.68, 0.26, "#83898c")
    plate = Block(x, 1.75, z - 0.2, 0.2, 0.75, 0.02)
    paint_block(sheet, plate, "#3f6fae" if side > 0 else "#e8e6de")
    for number in range(3):
        spots = box_spots(0.12, 0.13, 0.04, 0.1 + number * 0.2)
        face(sheet, plate.front(), spots, "#f2f0ea" if side > 0 else "#a33c34", lined=False)
    if sheet.light.snowy:
        paint_block(sheet, Block(x, high, z, 0.26, 0.12, 0.26), "#eef2f8", label="snow")


def paint_wires(sheet: Sheet, thing: Thing) -> None:
    """Sagging wires that run away from their place for their depth, side by side over their width, and a bundle below them."""
    rng = sheet.rng
    near, far = max(thing.z, 0.6), thing.z + thing.depth
    along = np.linspace(0, 1, 25)
    slope = np.tan(np.radians(thing.turn)) * thing.depth
    for across in (-0.5, -0.25, 0.25, 0.5):
        sag = 0.35 + 0.2 * float(rng.random())
        _wire(sheet, thing, across * thing.width, thing.y + 0.3, sag, along, near, far, slope, 0.016)
    for drop, thick in ((1.15, 0.05), (1.4, 0.035), (1.9, 0.03)):
        sag = 0.45 + 0.3 * float(rng.random())
        _wire(sheet, thing, 0.18, thing.y - drop, sag, along, near, far, slope, thick)


def _wire(
    sheet: Sheet, thing: Thing, x: float, y: float, sag: float, along: np.ndarray, near: float, far: float, slope: float, thick: float
) -> None:  # fmt: skip
    points = np.stack([thing.x + x + slope * along, y - 4 * sag * along * (1 - along), near + (far - near) * along], axis=1)
    for part in range(0, len(points) - 1, 6):
        sheet.stroke(points[part : part + 7], thing.color or "#2f343c", thick)


def paint_road_sign(sheet: Sheet, thing: Thing) -> None:
    """A road sign on a pole: a red triangle pointing down, a blue disc, or a red ring."""
    high, x, z = thing.height, thing.x, thing.z
    style = int(sheet.rng.integers(3))
    paint_pillar(sheet, x, z, 0, high, 0.035, "#9aa0a4")
    plane = Plane(np.array([x, high - 0.45, z - 0.05]), np.array([1.0, 0, 0]), np.array([0.0, 1.0, 0.0]))
    size = thing.width / 2
    if style == 0:
        for scale, tone in ((1.0, "#f3f1ec"), (0.92, thing.color or "#c5332d"), (0.62, "#f3f1ec")):
            face(
                sheet, plane, np.array([(0, -size * 1.05), (size * 1.1, size * 0.85), (-size * 1.1, size * 0.85)]) * scale + (0, 0.05), tone
            )
        return
    tone = thing.color or ("#2f62a8" if style == 1 else "#c5332d")
    for scale, color in ((1.0, "#f3f1ec"), (0.94, tone)):
        face(sheet, plane, round_spots(size * scale), color)
    if style == 1:
        arrow = np.array([(-0.1, -0.55), (0.1, -0.55), (0.1, 0.1), (0.35, 0.1), (0, 0.6), (-0.35, 0.1), (-0.1, 0.1)]) * size
        face(sheet, plane, arrow, "#f3f1ec")
    else:
        face(sheet, plane, round_spots(size * 0.68), "#f3f1ec")
        for left in (-0.38, 0.06):
            face(sheet, plane, box_spots(0.3 * size, 0.62 * size, left * size, -0.31 * size), "#2d4f93")


def paint_convex_mirror(sheet: Sheet, thing: Thing) -> None:
    """A round traffic mirror on an orange pole, the street and the sky in it."""
    high, x, z, light = thing.height, thing.x, thing.z, sheet.light
    orange = thing.color or "#e07f2c"
    paint_pillar(sheet, x, z, 0, high, 0.045, orange)
    plane = Plane(np.array([x, high - 0.4, z - 0.12]), np.array([1.0, 0, 0]), np.array([0.0, 1.0, 0.0]))
    size = thing.width / 2
    face(sheet, plane, round_spots(size), orange)
    face(sheet, plane, round_spots(size * 0.88), mixed(light.sky_low, light.sky_top, 0.4), "", "window", glow=1.0)
    ground = [(s, t) for s, t in round_spots(size * 0.88) if t < -0.02 * size]
    face(sheet, plane, ground, mixed("#7d7f86", light.haze, 0.2), "", "window", False)
    for side in (-1, 1):
        wall = [
            (side * size * 0.84, -0.15 * size),
            (side * size * 0.2, -0.02),
            (side * size * 0.22, 0.12 * size),
            (side * size * 0.78, 0.4 * size),
        ]
        face(sheet, plane, wall if side < 0 else wall[::-1], mixed("#b9b2a6", light.haze, 0.15), "", "window", False)
    hood = [(q[0], q[1]) for q in round_spots(size * 1.06) if q[1] > size * 0.35]
    face(sheet, plane.beyond(0.06), hood, mixed(orange, "#000000", 0.15))


def paint_sign_board(sheet: Sheet, thing: Thing) -> None:
    """An upright board with rows of shapes, lit from inside after dark."""
    block, rng, light = block_of(thing), sheet.rng, sheet.light
    tone = thing.color or "#c94f3d"
    marks = rng.random((5, 2))
    body = block.part(0, 0.06, 0, thing.width, thing.height * 0.94, thing.depth)
    paint_block(sheet, block.part(0, 0, 0, thing.width * 0.9, thing.height * 0.08, thing.depth * 1.6), "#55585c")
    paint_block(sheet, body, tone, label="light" if light.night else "", glow=0.75 if light.lamps else 0.0)
    plane = seen_side(sheet, body)
    if faces_eye(sheet, plane):
        sign_face(sheet, plane, (0.0, 0.0, thing.width, body.height), tone, marks)
    if light.night:
        sheet.shine(body.at(0, 0.5, -0.6), thing.height * 1.2, tone, 0.35)


def sign_face(sheet: Sheet, plane: Plane, box: tuple[float, float, float, float], tone: str, marks: np.ndarray) -> None:
    """A sign's face: a pale panel with a round mark and bars in place of letters."""
    left, low, wide, tall = box
    light = sheet.light
    shining = 0.9 if light.lamps else 0.0
    edge = min(wide, tall) * 0.08
    face(sheet, plane, box_spots(wide - 2 * edge, tall - 2 * edge, left + edge, low + edge), "#f6f0e2", glow=shining)
    across = wide > tall
    span, breadth = (wide, tall) if across else (tall, wide)
    size = breadth * 0.24
    middle = (left + breadth * 0.5, low + tall / 2) if across else (left + wide / 2, low + tall - breadth * 0.5)
    face(sheet, plane, round_spots(size, *middle), tone, glow=shining * 0.8)
    steps = [breadth * (0.3 + 0.2 * float(long)) for long, _ in marks]
    whole = np.cumsum([breadth * 0.95, *steps])
    shown = int(np.searchsorted(whole[1:], span - breadth * 0.2))
    start = breadth * 0.95 + max(0.0, (span - breadth * 0.4 - float(whole[shown])) * 0.4)
    for (_, thick), step in zip(marks[:shown], steps, strict=False):
        deep = breadth * (0.34 + 0.2 * float(thick))
        if across:
            spots = box_spots(step * 0.8, deep, left + start, low + tall / 2 - deep / 2)
        else:
            spots = box_spots(deep, step * 0.8, left + wide / 2 - deep / 2, low + tall - start - step * 0.8)
        face(sheet, plane, spots, mixed(tone, "#2b2a2e", 0.35), glow=shining * 0.6)
        start += step


KINDS = (
    Kind("street_lamp", "light", paint_street_lamp, "standing", (1.1, 1.4), (4.6, 5.6), (0.3, 0.3), shadow=0.5),
    Kind("traffic_light", "light", paint_traffic_light, "standing", (2.2, 2.8), (4.8, 5.4), (0.3, 0.3), shadow=0.5),
    Kind("utility_pole", "pole", paint_utility_pole, "standing", (1.9, 1.9), (8.5, 10), (0.36, 0.36), shadow=0.6),
    Kind("wires", "pole", paint_wires, "hanging", (1.7, 1.7), (0.5, 0.5), (18, 24), shadow=0),
    Kind("road_sign", "pole", paint_road_sign, "standing", (0.6, 0.7), (2.4, 2.8), (0.1, 0.1), shadow=0.5),
    Kind("convex_mirror", "pole", paint_convex_mirror, "standing", (0.8, 0.9), (2.6, 3.0), (0.2, 0.2), shadow=0.5),
    Kind(
        "sign_board",
        "wall",
        paint_sign_board,
        "standing",
        (0.6, 0.7),
        (1.2, 1.6),
        (0.25, 0.3),
        ("#c94f3d", "#3f6fae", "#4f8a58", "#d59a32", "#8a4f8a"),
    ),
)
