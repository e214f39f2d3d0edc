"""What stands in cafés: the counter, round tables, chairs, stools, the machine that makes coffee, the case of cakes, the menu."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet
from pegbar.scenery.solids import paint_block, paint_pillar
from pegbar.scenery.things.joinery import STEEL, body, legs, nearing, panel, reach, seen, tubes

_GLASS = ("#f4f1ea", "#5f7f5a", "#8a5a34", "#c9dbe0", "#b8564c", "#d9b15a")


def paint_counter(sheet: Sheet, thing: Thing) -> None:
    """A counter: upright boards under a top of dark wood that reaches over, a foot of stone."""
    box, wood = body(thing), rgb(thing.color or "#8b5e3c")
    trunk = box.part(0, 0, 0, thing.width, thing.height - 0.05, thing.depth * 0.9)
    paint_block(sheet, trunk, wood)
    for face, wide in ((trunk.front(), trunk.width), (trunk.left(), trunk.depth), (trunk.right(), trunk.depth)):
        count = max(2, round(wide / 0.22))
        for number in range(count):
            tone = mixed(wood, "#2a1810", 0.10 * (number % 3))
            panel(sheet, face, number * wide / count, 0.1, wide / count, trunk.height - 0.1, tone)
        panel(sheet, face, 0, 0, wide, 0.1, "#4a4744", out=0.01)
        panel(sheet, face, 0, trunk.height - 0.06, wide, 0.06, mixed(wood, "#1c100a", 0.4), lined=False, out=0.008)
    top = box.part(0, 1 - 0.05 / thing.height, 0, thing.width + 0.08, 0.05, thing.depth * 1.06)
    paint_block(sheet, top, mixed(wood, "#1c100a", 0.35), top=mixed(wood, "#f4dcb8", 0.22))
    panel(sheet, top.top(), 0.0, 0.0, top.width, 0.05, mixed(wood, "#fff1d8", 0.45), lined=False)


def _round(sheet: Sheet, x: float, y: float, z: float, radius: float, color: object, thick: float = 0.0) -> None:
    """A round board that lies flat at a height, with its edge."""
    around = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    ring = np.stack([np.cos(around), np.sin(around)], axis=1) * radius
    tone = rgb(color)  # type: ignore[arg-type]
    flat = Plane(np.array([x, y, z]), np.array([1.0, 0, 0]), np.array([0, 0, 1.0]))
    if thick:
        low = sheet.view.project(flat.at(ring) - (0, thick, 0))
        sheet.shape(low, sheet.light.shade(mixed(tone, "#1c100a", 0.35), (0, 0.1, -1), z))
    sheet.face(flat, ring, tone)


def paint_cafe_table(sheet: Sheet, thing: Thing) -> None:
    """A round table on one foot, a cup or a small vase on it."""
    rng, wood = sheet.rng, rgb(thing.color or "#a8744a")
    if thing.z < 0.35 + thing.width / 2:
        return
    top, radius = thing.y + thing.height, thing.width / 2
    _round(sheet, thing.x, thing.y + 0.03, thing.z, radius * 0.6, "#3a3634", 0.03)
    paint_pillar(sheet, thing.x, thing.z, thing.y + 0.03, top - 0.03, 0.035, "#3f3b39")
    _round(sheet, thing.x, top, thing.z, radius, mixed(wood, "#fff1d8", 0.14), 0.04)
    _round(sheet, thing.x, top + 0.001, thing.z, radius * 0.9, wood)
    cup, vase = rng.random() < 0.7, rng.random() < 0.5
    spot = rng.uniform(-0.4, 0.4, 2) * radius
    if vase:
        paint_pillar(sheet, thing.x, thing.z + 0.1 * radius, top, top + 0.14, 0.035, "#e9ecee")
        for way in (-0.4, 0.0, 0.45):
            tip = (thing.x + 0.10 * way, top + 0.27 - 0.05 * abs(way), thing.z + 0.1 * radius)
            sheet.stroke([(thing.x, top + 0.13, thing.z + 0.1 * radius), tip], "#5a8a4a", 0.008)
            sheet.disc(tip, 0.028, sheet.light.shade("#e48a92", (0, 0.4, -0.9), thing.z), "flower")
    if cup:
        x, z = thing.x + float(spot[0]), thing.z - abs(float(spot[1])) - 0.05
        _round(sheet, x, top + 0.01, z, 0.075, "#f4f1ea", 0.008)
        paint_pillar(sheet, x, z, top + 0.01, top + 0.075, 0.03, "#f8f6f0", upper_radius=0.042)
        _round(sheet, x, top + 0.076, z, 0.036, "#5a3a24")


def paint_cafe_chair(sheet: Sheet, thing: Thing) -> None:
    """A light wooden chair with a bowed back; its back is away from where it faces."""
    box, wood = body(thing), rgb(thing.color or "#7d5234")
    seat = box.part(0, 0.52, -0.02, thing.width, thing.height * 0.045, thing.depth * 0.95)

    def low() -> None:
        legs(sheet, box, wood, 0.035, 0.52)
        tubes(sheet, [[box.at(-0.44, 0.2, b), box.at(0.44, 0.2, b)] for b in (-0.44, 0.44)], wood, 0.022)
        paint_block(sheet, seat, wood, top=mixed(wood, "#ffffff", 0.16))

    def back() -> None:
        t = np.linspace(0, np.pi, 15)
        bow = [box.at(-0.46 * np.cos(a), 0.54 + 0.46 * np.sin(a) ** 0.6, 0.42 + 0.06 * np.sin(a)) for a in t]
        sheet.stroke(bow, wood, 0.04)
        for at in (-0.25, 0.0, 0.25):
            sheet.stroke(
                [box.at(at, 0.54, 0.42), box.at(at * 1.05, 0.54 + 0.44 * (1 - abs(at) * 0.5), 0.48)], mixed(wood, "#ffffff", 0.08), 0.022
            )

    nearing(sheet, [((seat.x, 0, seat.z), low), (box.at(0, 0, 0.46), back)])


def paint_bar_stool(sheet: Sheet, thing: Thing) -> None:
    """A tall stool with a round cushion."""
    cloth, radius, high = rgb(thing.color or "#7a3b33"), thing.width / 2, thing.height
    if thing.z < 0.35 + radius:
        return
    feet = [(thing.x + a * radius * 0.95, thing.y, thing.z + b * radius * 0.95) for a in (-1, 1) for b in (1, -1)]
    for foot in feet:
        sheet.stroke(
            [foot, (thing.x + (foot[0] - thing.x) * 0.6, thing.y + high * 0.94, thing.z + (foot[2] - thing.z) * 0.6)], "#4a4543", 0.03
        )
    around = np.linspace(0, 2 * np.pi, 25)
    ring = np.stack(
        [thing.x + np.cos(around) * radius * 0.8, np.full(25, thing.y + high * 0.35), thing.z + np.sin(around) * radius * 0.8], axis=1
    )
    sheet.stroke(ring, "#8a8078", 0.018)
    _round(sheet, thing.x, thing.y + high, thing.z, radius * 0.95, mixed(cloth, "#ffffff", 0.10), 0.07)


def paint_coffee_machine(sheet: Sheet, thing: Thing) -> None:
    """An espresso machine of steel: groups, a tray, a gauge, cups to warm on its top."""
    box, coat = body(thing), rgb(thing.color or "#b9bec2")
    wide, tall = thing.width, thing.height
    paint_block(sheet, box.part(0, 0, 0.05, wide, tall * 0.2, thing.depth), mixed(coat, "#2b2e33", 0.5))
    paint_block(sheet, box.part(0, 0.2, 0.25, wide * 0.9, tall * 0.35, thing.depth * 0.5), mixed(coat, "#2b2e33", 0.65))
    head = box.part(0, 0.52, 0, wide, tall * 0.36, thing.depth)
    for at in (-0.25, 0.25):
        paint_block(sheet, box.part(at, 0.40, -0.28, 0.09, tall * 0.13, 0.09), "#3c3f45")
        sheet.stroke([box.at(at, 0.42, -0.3), box.at(at, 0.38, -0.62)], "#2a2320", 0.03)
    paint_block(sheet, head, coat, top=mixed(coat, "#ffffff", 0.3))
    panel(sheet, head.front(), 0.03, 0.03, wide - 0.06, head.height * 0.28, mixed(coat, "#ffffff", 0.5), lined=False)
    panel(sheet, head.front(), wide * 0.42, head.height * 0.45, wide * 0.16, head.height * 0.38, "#7a2f2a")
    for at in np.linspace(-0.4, 0.4, 5):
        paint_block(sheet, box.part(float(at), 0.88, 0.05, 0.075, tall * 0.11, 0.075), "#f6f3ec")


def paint_cake_display(sheet: Sheet, thing: Thing) -> None:
    """A case of glass with cakes on two shelves, lit from within."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#8b5e3c")
    wide, tall = thing.width, thing.height
    foot = box.part(0, 0, 0, wide, tall * 0.42, thing.depth)
    paint_block(sheet, foot, wood, "timber")
    case = box.part(0, 0.42, 0, wide, tall * 0.54, thing.depth)
    paint_block(sheet, case, "#f6ead0", glow=0.35)
    cakes = []
    for row in range(2):
        for number in range(count := max(3, round(wide / 0.2))):
            tone = str(rng.choice(("#f7f1e6", "#7a4630", "#e9a0a4", "#f2cf74", "#b8cf8a")))
            cakes.append((row, (number + 0.5) / count - 0.5, tone, float(rng.uniform(0.5, 0.9))))
    face = case.front()
    for plane, span in ((case.left(), case.depth), (case.right(), case.depth), (face, wide)):
        panel(sheet, plane, 0, 0, span, case.height, "#e9d3a4", lined=False, out=0.001, glow=0.3)
        panel(sheet, plane, 0, case.height * 0.88, span, case.height * 0.12, "#fff6da", lined=False, out=0.002, glow=0.9)
    slices = rng.choice(("#f7f1e6", "#7a4630", "#e9a0a4", "#f2cf74"), 6)
    for number, tone in enumerate(slices):
        left, low = 0.07 + (number % 3) * (case.depth - 0.1) / 3, 0.03 + number // 3 * case.height * 0.47
        for side in (case.left(), case.right()):
            panel(sheet, side, left, low, (case.depth - 0.2) / 3.4, case.height * 0.22, str(tone), glow=0.2)
            panel(
                sheet,
                side,
                left,
                low + case.height * 0.1,
                (case.depth - 0.2) / 3.4,
                case.height * 0.04,
                mixed(str(tone), "#ffffff", 0.55),
                lined=False,
                out=0.005,
            )
    for row, at, tone, high in cakes:
        left, low = (at + 0.5) * wide - 0.065, 0.03 + row * case.height * 0.47
        up = case.height * 0.3 * high
        panel(sheet, face, left - 0.015, low, 0.16, 0.012, "#ffffff", lined=False)
        panel(sheet, face, left, low + 0.012, 0.13, up, tone, glow=0.2)
        panel(sheet, face, left, low + 0.012 + up * 0.45, 0.13, up * 0.16, mixed(tone, "#ffffff", 0.55), lined=False, out=0.005)
        panel(sheet, face, left + 0.045, low + 0.012 + up, 0.035, 0.03, "#d8483f", lined=False, out=0.005)
    for plane, span in ((face, wide), (case.left(), case.depth), (case.right(), case.depth)):
        panel(sheet, plane, 0, case.height * 0.46, span, 0.02, "#cfd6d8", out=0.008)
        for left in (0.0, span - 0.025):
            panel(sheet, plane, left, 0, 0.025, case.height, STEEL, out=0.01)
    paint_block(sheet, box.part(0, 0.96, 0, wide, tall * 0.04, thing.depth), mixed(wood, "#1c100a", 0.3), top=mixed(wood, "#fff1d8", 0.2))
    if sheet.light.lamps:
        sheet.shine(box.at(0, 0.7, -0.5), wide * 0.9, "#ffdf9e", 0.28)


def paint_menu_board(sheet: Sheet, thing: Thing) -> None:
    """A board with the menu in chalk: a heading, lines with prices, a cup drawn at its foot; stands or hangs."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#2f3432")
    paint_block(sheet, box, "#8b6542")
    face, wide, tall = box.front(), thing.width, thing.height
    panel(sheet, face, 0.035, 0.035, wide - 0.07, tall - 0.07, wood)
    longs = rng.uniform(0.25, 0.45, 8) * wide
    if not seen(sheet, face, wide, tall):
        return
    panel(sheet, face, wide * 0.22, tall * 0.84, wide * 0.56, tall * 0.06, "#f2d98a", lined=False, out=0.006)
    for number, long in enumerate(longs):
        low = tall * (0.74 - 0.075 * number)
        tone = ("#e9efe6", "#e9efe6", "#f0b8a8")[number % 3]
        panel(sheet, face, wide * 0.13, low, float(long), tall * 0.025, tone, lined=False, out=0.006)
        panel(sheet, face, wide * 0.72, low, wide * 0.14, tall * 0.025, tone, lined=False, out=0.006)


def paint_bottle_shelf(sheet: Sheet, thing: Thing) -> None:
    """Shelves on a wall with bottles, jars and cups."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#7a5233")
    rows = max(2, round(thing.height / 0.42))
    step, spots = thing.height / rows, []
    for row in range(rows):
        board = box.part(0, row / rows, 0, thing.width, 0.035, thing.depth)
        paint_block(sheet, board, wood, top=mixed(wood, "#ffffff", 0.15))
        for number in range(count := max(4, round(thing.width / 0.16))):
            tall, wide = float(rng.uniform(0.34, 0.72)) * step, float(rng.uniform(0.03, 0.05))
            tone, here, slim = str(rng.choice(_GLASS)), rng.random() < 0.82, rng.random() < 0.5
            if here:
                spots.append((board.at((number + 0.5) / count - 0.5, 1, 0), tall, wide, tone, slim))
    for foot, tall, wide, tone, slim in sorted(spots, key=lambda spot: (spot[0][1], -reach(sheet, spot[0]))):
        _vessel(sheet, foot, tall, wide, tone, slim)


def _vessel(sheet: Sheet, foot: np.ndarray, tall: float, wide: float, tone: str, slim: bool) -> None:
    """A bottle with a neck, or a jar with a lid."""
    x, y, z = (float(value) for value in foot)
    body_high = y + tall * (0.6 if slim else 0.85)
    paint_pillar(sheet, x, z, y, body_high, wide, tone)
    if slim:
        paint_pillar(sheet, x, z, body_high, y + tall * 0.72, wide, tone, upper_radius=wide * 0.38)
        paint_pillar(sheet, x, z, y + tall * 0.72, y + tall, wide * 0.38, mixed(tone, "#20242c", 0.3))
        paint_pillar(sheet, x, z, y + tall * 0.18, y + tall * 0.42, wide * 1.03, "#efe6cf")
    else:
        paint_pillar(sheet, x, z, body_high, y + tall, wide * 0.85, "#8a6a4a")


def paint_pendant_lamp(sheet: Sheet, thing: Thing) -> None:
    """A lamp that hangs on its wire; ``y`` is its shade's foot, ``depth`` the wire's length; it glows at every hour."""
    tone, radius = rgb(thing.color or "#3b3f45"), thing.width / 2
    low, high = thing.y, thing.y + thing.height
    if thing.z < 0.6:
        return
    lit, light = sheet.light.lamps, sheet.light
    sheet.stroke([(thing.x, high, thing.z), (thing.x, high + thing.depth, thing.z)], "#2b2b2e", 0.012)
    bulb = (thing.x, low + 0.01, thing.z)
    seen_from_below = low > sheet.view.camera.height
    warm = rgb("#fff0c4") if lit else rgb("#fdf3d6")

    def opening() -> None:
        _ring = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        spots = np.stack([thing.x + np.cos(_ring) * radius, np.full(28, low), thing.z + np.sin(_ring) * radius], axis=1)
        sheet.shape(sheet.view.project(spots), warm)

    def shade() -> None:
        paint_pillar(sheet, thing.x, thing.z, low, high - 0.25 * thing.height, radius, tone, upper_radius=radius * 0.45)
        paint_pillar(
            sheet,
            thing.x,
            thing.z,
            high - 0.25 * thing.height,
            high,
            radius * 0.3,
            mixed(tone, "#000000", 0.25),
            upper_radius=radius * 0.16,
        )

    if seen_from_below:
        shade()
        opening()
    else:
        opening()
        shade()
    if seen_from_below:
        sheet.disc(bulb, radius * 0.3, "#fffaf0" if lit else warm, squash=0.7)
    strength = {"day": 0.22, "sunset": 0.5, "night": 0.75}[light.conditions.time]
    sheet.shine(bulb, 1.1 if light.night else 0.7, "#ffd68a", strength)


KINDS = (
    Kind("counter", "furniture", paint_counter, "standing", (2.4, 3.2), (1.0, 1.08), (0.6, 0.7),
         ("#8b5e3c", "#6f4a33", "#5f6b63", "#7a3b33"), True, False, 0.7),
    Kind("cafe_table", "furniture", paint_cafe_table, "standing", (0.65, 0.8), (0.70, 0.74), (0.65, 0.8),
         ("#a8744a", "#8b5e3c", "#d9d2c4"), True, True, 0.7),
    Kind("cafe_chair", "furniture", paint_cafe_chair, "standing", (0.42, 0.46), (0.84, 0.9), (0.42, 0.46),
         ("#7d5234", "#a8744a", "#4f5b57"), True, True, 0.6),
    Kind("bar_stool", "furniture", paint_bar_stool, "standing", (0.38, 0.42), (0.72, 0.78), (0.38, 0.42),
         ("#7a3b33", "#3f5a58", "#8b5e3c"), True, False, 0.6),
    Kind("coffee_machine", "furniture", paint_coffee_machine, "surface", (0.6, 0.75), (0.45, 0.5), (0.4, 0.45),
         ("#b9bec2", "#a8443c", "#c9a45a"), True, False, 0),
    Kind("cake_display", "furniture", paint_cake_display, "standing", (1.1, 1.5), (1.15, 1.3), (0.6, 0.7),
         ("#8b5e3c", "#6f4a33", "#e4ddd0"), True, False, 0.7),
    Kind("menu_board", "furniture", paint_menu_board, "wall", (0.8, 1.2), (0.8, 1.0), (0.04, 0.04), ("#2f3432", "#2f4a40"), True, True, 0),
    Kind("bottle_shelf", "furniture", paint_bottle_shelf, "wall", (1.4, 2.2), (0.9, 1.2), (0.22, 0.26),
         ("#7a5233", "#5a4030"), True, False, 0),
    Kind("pendant_lamp", "light", paint_pendant_lamp, "hanging", (0.34, 0.42), (0.24, 0.3), (0.7, 0.9),
         ("#3b3f45", "#c9b48a", "#a8443c", "#4f6f6a"), True, False, 0),
)  # fmt: skip
