"""The inside of a commuter train: the car with its doors and windows and the town that passes, benches, straps, racks, poles, adverts."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, ground, upright
from pegbar.scenery.solids import paint_block
from pegbar.scenery.things.joinery import body, nearing, panel, seen, seen_part, tubes, veil
from pegbar.scenery.things.outside import paint_outside

DOOR, BAY = 1.3, 4.9
"""Metres of a doorway, and from one doorway to the next."""
FIRST_DOOR = 0.9
"""Where the first doorway begins before the eye."""
SILL, LINTEL = 0.98, 1.85


def doorways(back: float) -> list[float]:
    """Where doorways begin along a car that ends at `back`."""
    return [float(z) for z in np.arange(FIRST_DOOR - BAY, back - DOOR, BAY)]


def _pane(sheet: Sheet, plane: Plane, left: float, low: float, width: float, height: float, seed: int) -> None:
    """A window of the car: the town that passes, the same behind all of them; at night the car's own lamps mirror in it."""
    kept, sheet.rng = sheet.rng, np.random.default_rng(seed)
    glass = plane.beyond(0.004)
    paint_outside(sheet, glass, box_spots(width, height, left, low))
    sheet.rng = kept
    if not seen(sheet, plane, left + width, low + height):
        return
    if sheet.light.night:
        panel(sheet, plane, left, low + height * 0.74, width, 0.018, "#8f9cc0", lined=False, out=0.006, glow=0.6, label="window")
    gleam = [
        (left + width * 0.2, low),
        (left + width * 0.34, low),
        (left + width * 0.55, low + height),
        (left + width * 0.41, low + height),
    ]
    veil(sheet, seen_part(sheet, plane.beyond(0.006).at(gleam)), "#ffffff", 0.06 if sheet.light.night else 0.16)


def _glazed(sheet: Sheet, plane: Plane, left: float, low: float, width: float, height: float, seed: int) -> None:
    """A window with its frame of steel."""
    panel(sheet, plane, left - 0.045, low - 0.045, width + 0.09, height + 0.09, "#aab1b6", out=0.002, label="window")
    _pane(sheet, plane, left, low, width, height, seed)


def _doors(sheet: Sheet, plane: Plane, left: float, seed: int) -> None:
    """A pair of sliding doors with tall windows, and the line of route over them."""
    panel(sheet, plane, left, 0.0, DOOR, LINTEL + 0.08, "#b9c0c4", out=0.001, label="door")
    for leaf in range(2):
        at = left + leaf * DOOR / 2
        panel(sheet, plane, at + 0.01, 0.02, DOOR / 2 - 0.02, LINTEL + 0.03, "#ccd2d5", out=0.002, label="door")
        _glazed(sheet, plane, at + 0.13, 0.9, DOOR / 2 - 0.26, 0.85, seed)
    panel(sheet, plane, left + DOOR / 2 - 0.012, 0.02, 0.024, LINTEL, "#3a3d42", out=0.006, label="door")
    panel(sheet, plane, left + 0.1, LINTEL + 0.13, DOOR - 0.2, 0.14, "#f2f1ea", out=0.004, label="wall")
    panel(sheet, plane, left + 0.15, LINTEL + 0.19, DOOR - 0.3, 0.02, "#4f9a5f", lined=False, out=0.006, label="wall")
    panel(sheet, plane, left, 0.0, DOOR, 0.03, "#d9b64a", lined=False, out=0.008, label="door")


def _wall(sheet: Sheet, thing: Thing, side: int, wall: Color, seed: int) -> None:
    """One long wall: panels, windows over benches, doors."""
    back, near = thing.z, 0.36
    x = thing.x + side * thing.width / 2
    plane = upright(x, 0, near, 90) if side < 0 else upright(x, 0, back, -90)
    long = back - near
    sheet.face(plane, box_spots(long, thing.height), wall, "", "wall")
    panel(sheet, plane, 0, 0, long, 0.42, mixed(wall, "#5a6068", 0.28), lined=False, out=0.001, label="wall")

    def along(z: float, length: float) -> float:
        return z - near if side < 0 else back - z - length

    starts = doorways(back)
    for start in sorted(starts, reverse=True):
        windows = [(start + DOOR + 0.28, 1.45), (start + DOOR + 0.28 + 1.6, 1.45)]
        for z, length in reversed(windows):
            if near < z and z + length < back - 0.1:
                _glazed(sheet, plane, along(z, length), SILL, length, LINTEL - SILL, seed)
        if start + DOOR > near + 0.05:
            _doors(sheet, plane, along(start, DOOR), seed)


def _ceiling(sheet: Sheet, thing: Thing, wall: Color) -> None:
    """The curved ceiling as three strips, its row of lamps and grilles of air."""
    back, half, tall = thing.z, thing.width / 2, thing.height
    flat = half * 0.62
    pale, near = mixed(wall, "#ffffff", 0.4) * 1.25, 0.36
    slope = float(np.hypot(half - flat, 0.2))
    for side in (-1, 1):
        down = np.array([side * (half - flat), -0.2, 0.0]) / slope
        corner = np.array([thing.x + side * flat, tall, back if side < 0 else near])
        plane = Plane(corner, np.array([0, 0, -1.0 if side < 0 else 1.0]), down)
        sheet.face(plane, box_spots(back - near, slope), mixed(wall, "#ffffff", 0.12) * 1.2, "", "ceiling")
    plane = Plane(np.array([thing.x - flat, tall, back]), np.array([1.0, 0, 0]), np.array([0, 0, -1.0]))
    sheet.face(plane, box_spots(2 * flat, back - near), pale, "", "ceiling")
    for start in np.arange(back - 0.6, near, -1.5):
        low = back - float(start)
        panel(sheet, plane, flat - 0.17, low, 0.34, 1.0, mixed(pale, "#505860", 0.18), label="ceiling")
    glow = 0.98 if sheet.light.lamps else 0.75
    for side in (-1, 1):
        for start in np.arange(0.4, back - near, 1.6):
            panel(sheet, plane, flat + side * flat * 0.68 - 0.07, float(start), 0.14, 1.5, "#fffdf2", label="light", glow=glow)
            if sheet.light.night:
                sheet.shine((thing.x + side * flat * 0.68, tall, back - float(start) - 0.7), 0.55, "#fff6dc", 0.35, 0.5)


def _floor(sheet: Sheet, thing: Thing) -> None:
    """The floor: two tones, and light that falls in by the windows and mirrors in it."""
    back, half = thing.z, thing.width / 2
    plane = ground(thing.x - half, 0.36)
    sheet.face(plane, box_spots(thing.width, back - 0.36), "#a39d93", "plain", "floor")
    panel(sheet, plane, half - 0.75, 0, 1.5, back - 0.36, "#b5afa4", "plain", lined=False, out=0.001, label="floor")
    light = sheet.light
    windows = [start + DOOR + 0.28 + shift for start in doorways(back) for shift in (0.0, 1.6)]
    mirror = {"day": "#ffffff", "sunset": "#ffd093", "night": "#fff3d4"}[light.conditions.time]
    for side in (-1, 1):
        for z in windows:
            if 0.4 < z < back - 1.6:
                spots = np.array(
                    [(thing.x + side * half, -h, d) for h, d in ((SILL, z), (SILL, z + 1.45), (LINTEL, z + 1.45), (LINTEL, z))]
                )
                veil(sheet, seen_part(sheet, spots), mirror, 0.10, sheet.view.scale(z) * 0.03)
    if light.conditions.weather == "clear" and not light.night:
        low_sun = light.conditions.time == "sunset"
        side = -1 if light.sun[0] < 0 else 1
        slope = 1.0 if low_sun else 2.2
        for z in windows:
            reach_of = [SILL / slope * 1.0, LINTEL / slope]
            lean = 0.35 if low_sun else 0.15
            spots = np.array(
                [
                    (thing.x + side * (half - r), 0.0, d + r * lean)
                    for r, d in ((reach_of[0], z), (reach_of[0], z + 1.45), (reach_of[1], z + 1.45), (reach_of[1], z))
                ]
            )
            veil(
                sheet,
                seen_part(sheet, spots),
                "#ffb26a" if low_sun else "#fff6dc",
                0.5 if low_sun else 0.45,
                sheet.view.scale(max(z, 1.5)) * 0.02,
            )


def _end(sheet: Sheet, thing: Thing, wall: Color) -> None:
    """The end of the car: a door with a window to the next car, panels, a plate with a number."""
    plane, wide, tall = upright(thing.x - thing.width / 2, 0, thing.z), thing.width, thing.height
    sheet.face(plane, box_spots(wide, tall), mixed(wall, "#5a6068", 0.06), "", "wall")
    panel(sheet, plane, wide / 2 - 0.46, 0.0, 0.92, 1.98, "#aab1b6", label="door")
    panel(sheet, plane, wide / 2 - 0.4, 0.02, 0.8, 1.92, "#d3d8da", out=0.006, label="door")
    panel(sheet, plane, wide / 2 - 0.28, 0.85, 0.56, 0.95, mixed("#5f7486", sheet.light.haze, 0.25), out=0.008, label="window")
    panel(sheet, plane, wide / 2 - 0.22, 0.9, 0.44, 0.85, mixed("#a5b4bd", sheet.light.haze, 0.35), lined=False, out=0.01, label="window")
    panel(sheet, plane, wide / 2 + 0.29, 0.95, 0.04, 0.22, "#4d545a", out=0.01, label="door")
    for side in (0.14, wide - 0.14 - 0.5):
        panel(sheet, plane, side, 1.05, 0.5, 0.7, "#f0ede2", label="wall")
        panel(
            sheet,
            plane,
            side + 0.04,
            1.3,
            0.42,
            0.4,
            str(sheet.rng.choice(("#7fb0c9", "#e0a860", "#c97f86"))),
            lined=False,
            out=0.006,
            label="wall",
        )


def paint_train_car(sheet: Sheet, thing: Thing) -> None:
    """A commuter car around the viewer: ``x`` its middle, ``z`` its far end, ``width`` and ``height`` its own."""
    wall = rgb(thing.color or "#e6e3da") * (1.22 if sheet.light.night else 1.05)
    _ceiling(sheet, thing, wall)
    _floor(sheet, thing)
    seed = int(sheet.rng.integers(1 << 30))
    for side in (-1, 1):
        _wall(sheet, thing, side, wall, seed)
    _end(sheet, thing, wall)


def paint_train_bench(sheet: Sheet, thing: Thing) -> None:
    """A long bench with cushions and backs, panels at its ends; its back is away from where it faces."""
    box, cloth = body(thing), rgb(thing.color or "#3f6f8f")
    wide, deep = thing.width, thing.depth
    under = [box.at(-0.5, 0, -0.62), box.at(0.5, 0, -0.62), box.at(0.5, 0, 0.5), box.at(-0.5, 0, 0.5)]
    veil(sheet, seen_part(sheet, np.array(under) * (1, 0, 1)), "#3a3540", 0.42, 0.05 * sheet.view.scale(max(thing.z, 1.5)))
    paint_block(sheet, box.part(0, 0.14, 0.12, wide - 0.06, thing.height * 0.24, deep * 0.6), "#6b7077")
    seat = box.part(0, 0.38, -0.04, wide - 0.06, thing.height * 0.14, deep * 0.86)
    paint_block(sheet, seat, mixed(cloth, "#10141c", 0.22), top=mixed(cloth, "#ffffff", 0.06))
    back = box.part(0, 0.5, 0.42, wide - 0.06, thing.height * 0.5, deep * 0.14)
    paint_block(sheet, back, cloth, top="#b9c0c4")
    count = max(2, round(wide / 0.46))
    step = (wide - 0.06) / count
    for number in range(count):
        panel(sheet, back.front(), number * step + 0.015, 0.03, step - 0.03, back.height - 0.06, mixed(cloth, "#ffffff", 0.08))
        panel(sheet, seat.top(), number * step + 0.012, 0.02, step - 0.024, seat.depth - 0.06, mixed(cloth, "#ffffff", 0.13))

    def end(side: float) -> None:
        plate = box.part(side, 0.4, 0.06, 0.03, thing.height * 0.52, deep * 0.72)
        paint_block(sheet, plate, "#d9dcd8")
        for face in (plate.left(), plate.right(), plate.front(), plate.back()):
            wide_face = plate.depth if face.across @ box._axes()[1] else plate.width
            panel(sheet, face, 0, plate.height * 0.8, wide_face, plate.height * 0.2, mixed(cloth, "#ffffff", 0.25), lined=False)
        arm = [box.at(side, 0.3, -0.42), box.at(side, 1.0, -0.42), box.at(side, 1.04, -0.3), box.at(side, 1.04, 0.45)]
        tubes(sheet, [arm, [box.at(side, 0.0, -0.42), box.at(side, 2.3, -0.42)]], "#d5dadc", 0.032)

    ends = [(box.at(side, 0, 0), lambda s=side: end(s)) for side in (-0.5, 0.5)]
    nearing(sheet, ends)


def paint_luggage_rack(sheet: Sheet, thing: Thing) -> None:
    """A rack of tubes along a wall above the windows, sometimes with a bag; ``y`` is its foot."""
    rng, box = sheet.rng, body(thing)
    for away in (0.45, 0.15, -0.15, -0.45):
        tubes(sheet, [[box.at(-0.5, 0.2, away), box.at(0.5, 0.2, away)]], "#c3c9cc", 0.022)
    if rng.random() < 0.5:
        bag = box.part(float(rng.uniform(-0.3, 0.3)), 0.3, 0.1, 0.45, 0.26, thing.depth * 0.7)
        paint_block(sheet, bag, str(rng.choice(("#7a4f35", "#3a3f52", "#8f3f3a", "#4f6a4a"))))
    for number in range(count := max(2, round(thing.width / 0.9)) + 1):
        at = number / (count - 1) - 0.5
        tubes(sheet, [[box.at(at, 0.9, 0.5), box.at(at, 0.2, 0.45), box.at(at, 0.2, -0.45)]], "#aab1b6", 0.02)
    tubes(sheet, [[box.at(-0.5, 0.3, -0.5), box.at(0.5, 0.3, -0.5)]], "#d3d8da", 0.03)


def paint_hand_straps(sheet: Sheet, thing: Thing) -> None:
    """A rail with straps that hang from it and sway alike; ``y`` is the rings' foot, ``width`` the rail's length."""
    rng, box = sheet.rng, body(thing)
    count, sway = max(2, round(thing.width / 0.42)), float(rng.uniform(-0.03, 0.03))
    tubes(sheet, [[box.at(-0.5, 1, 0), box.at(0.5, 1, 0)]], "#c9cfd2", 0.03)
    around = np.linspace(0, 2 * np.pi, 17)
    jobs = []
    for number in range(count):
        top = box.at((number + 0.5) / count - 0.5, 1, 0)
        lean = sway + float(rng.normal(0, 0.008))

        def strap(top: np.ndarray = top, lean: float = lean) -> None:
            ring = top + (lean, -thing.height + 0.075, 0)
            sheet.stroke([top, ring + (0, 0.07, 0)], "#8b8f92", 0.026)
            hoop = np.stack([np.cos(around) * 0.07, np.sin(around) * 0.075, np.zeros(17)], axis=1)
            sheet.stroke(ring + hoop, thing.color or "#f2f1ea", 0.022)

        jobs.append((top, strap))
    nearing(sheet, jobs)


def paint_grab_pole(sheet: Sheet, thing: Thing) -> None:
    """A pole of steel from floor to ceiling."""
    box = body(thing)
    tubes(sheet, [[box.at(0, 0, 0), box.at(0, 1, 0)]], thing.color or "#d0d5d8", max(thing.width, 0.03))
    tubes(sheet, [[box.at(-0.15, 0, -0.5), box.at(-0.15, 1, -0.5)]], "#f4f6f7", 0.008)


def paint_hanging_advert(sheet: Sheet, thing: Thing) -> None:
    """A pair of posters that hang across the car from the ceiling."""
    rng, box = sheet.rng, body(thing)
    tone = rgb(thing.color or str(rng.choice(("#f2e6c9", "#cfe3ea", "#f0d3d0", "#f4f1e8"))))
    paint_block(sheet, box, tone)
    for half in range(2):
        left, wide = half * thing.width / 2 + 0.02, thing.width / 2 - 0.04
        picture, words = str(rng.choice(("#d9694f", "#4f86a8", "#e0b04a", "#6a9a6f", "#8a6a9a"))), rng.uniform(0.4, 0.9, 4)
        face, tall = box.front(), thing.height
        panel(sheet, face, left, 0.02, wide, tall - 0.04, mixed(tone, "#ffffff", 0.3))
        panel(sheet, face, left + 0.02, tall * 0.42, wide * 0.5, tall * 0.48, picture, lined=False, out=0.005)
        for line, long in enumerate(words):
            panel(
                sheet,
                face,
                left + wide * 0.58,
                tall * (0.8 - 0.11 * line),
                wide * 0.36 * float(long),
                tall * 0.05,
                "#4a4f58",
                lined=False,
                out=0.005,
            )
        panel(sheet, face, left + 0.02, tall * 0.14, wide * 0.86, tall * 0.12, mixed(picture, "#20242c", 0.25), lined=False, out=0.005)
    tubes(sheet, [[box.at(-0.5, 1.02, 0), box.at(0.5, 1.02, 0)]], "#aab1b6", 0.02)


KINDS = (
    Kind("train_car", "wall", paint_train_car, "shell", (2.8, 2.8), (2.3, 2.3), (16, 16), ("#e6e3da", "#e3e6e6"), True, False, 0),
    Kind("train_bench", "furniture", paint_train_bench, "standing", (3.2, 3.3), (0.9, 0.95), (0.55, 0.6),
         ("#3f6f8f", "#8f3f4a", "#4f7a5a", "#7a5a8a"), True, False, 0),
    Kind("luggage_rack", "pole", paint_luggage_rack, "hanging", (3.0, 3.2), (0.25, 0.3), (0.36, 0.4), (), True, False, 0),
    Kind("hand_straps", "pole", paint_hand_straps, "hanging", (3.0, 3.2), (0.42, 0.48), (0.05, 0.05),
         ("#f2f1ea", "#e3c36a"), True, False, 0),
    Kind("grab_pole", "pole", paint_grab_pole, "standing", (0.035, 0.04), (2.2, 2.3), (0.035, 0.04), (), True, False, 0.2),
    Kind("hanging_advert", "furniture", paint_hanging_advert, "hanging", (1.1, 1.2), (0.36, 0.4), (0.02, 0.02), (), True, False, 0),
)  # fmt: skip
