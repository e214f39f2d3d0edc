"""Small things in streets: mailbox, vending machine, bin, crates, pots, lanterns, awnings, pipes on walls."""

from itertools import pairwise

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.solids import Block, paint_pillar
from pegbar.scenery.things.barriers import block_of
from pegbar.scenery.things.facade import SNOW, face, faces_eye, facet, paint_block, slab, veil
from pegbar.scenery.things.street import lamplight, sign_face

_DRINKS = ("#d8413a", "#3f7fc4", "#49a35b", "#f0c33c", "#f2efe6", "#8a5a3a", "#e88a3a", "#7fc0d8")


def paint_mailbox(sheet: Sheet, thing: Thing) -> None:
    """A red Japanese letter box on a foot, with two slots and a plate."""
    block, tone = block_of(thing), thing.color or "#cf3b2f"
    paint_block(sheet, block.part(0, 0, 0, thing.width * 1.05, thing.height * 0.06, thing.depth * 1.05), "#a7a39b")
    paint_block(sheet, block.part(0, 0.06, 0, thing.width * 0.45, thing.height * 0.34, thing.depth * 0.5), mixed(tone, "#5a1c18", 0.35))
    body = block.part(0, 0.36, 0, thing.width, thing.height * 0.58, thing.depth)
    paint_block(sheet, body, tone)
    lid = block.part(0, 0.92, 0, thing.width * 1.06, thing.height * 0.08, thing.depth * 1.06)
    front, wide, tall = body.front(), thing.width, body.height
    for left in (0.08, 0.54):
        face(sheet, front, box_spots(wide * 0.38, tall * 0.09, wide * left, tall * 0.74), "#2b2422")
        face(sheet, front, box_spots(wide * 0.38, tall * 0.03, wide * left, tall * 0.84), mixed(tone, "#ffffff", 0.4))
    face(sheet, front, box_spots(wide * 0.42, tall * 0.34, wide * 0.29, tall * 0.22), "#f2efe8")
    face(sheet, front, box_spots(wide * 0.3, tall * 0.06, wide * 0.35, tall * 0.42), mixed(tone, "#ffffff", 0.1))
    for up in (0.27, 0.34):
        face(sheet, front, box_spots(wide * 0.3, tall * 0.03, wide * 0.35, tall * up), "#8b8f94", lined=False)
    paint_block(sheet, lid, mixed(tone, "#ffffff", 0.08))


def paint_vending_machine(sheet: Sheet, thing: Thing) -> None:
    """A drinks machine: three shelves behind a lit window, buttons, coin slot and hatch."""
    block, tone, light, rng = block_of(thing), thing.color or "#eceeee", sheet.light, sheet.rng
    paint_block(sheet, block, tone)
    front, wide, tall = block.front(), thing.width, thing.height
    drinks = rng.integers(len(_DRINKS), size=(3, 7))
    shine = 0.95 if light.lamps else 0.35
    if faces_eye(sheet, front):
        face(sheet, front, box_spots(wide * 0.86, tall * 0.52, wide * 0.07, tall * 0.42), mixed(tone, "#3c4248", 0.6))
        back = "#f4f8fa" if light.lamps else "#dfe6ea"
        face(sheet, front, box_spots(wide * 0.82, tall * 0.48, wide * 0.09, tall * 0.44), back, label="window", glow=shine)
        for row, kinds in enumerate(drinks):
            _shelf(sheet, block, row, kinds, shine)
        gleam = [(wide * 0.62, tall * 0.44), (wide * 0.74, tall * 0.44), (wide * 0.9, tall * 0.78), (wide * 0.9, tall * 0.92)]
        if not light.lamps:
            face(sheet, front, gleam[:2] + [(wide * 0.9, tall * 0.74), (wide * 0.9, tall * 0.88)], "#f3f8fb", lined=False, glow=0.5)
        face(sheet, front, box_spots(wide * 0.5, tall * 0.13, wide * 0.1, tall * 0.08), "#33383e")
        face(sheet, front, box_spots(wide * 0.42, tall * 0.05, wide * 0.14, tall * 0.14), "#565d64", lined=False)
        face(sheet, front, box_spots(wide * 0.16, tall * 0.24, wide * 0.72, tall * 0.14), mixed(tone, "#8b9298", 0.35))
        face(
            sheet,
            front,
            box_spots(wide * 0.1, tall * 0.05, wide * 0.75, tall * 0.3),
            "#7fd0a0" if light.lamps else "#38424a",
            glow=float(light.lamps),
        )
        face(sheet, front, box_spots(wide * 0.05, tall * 0.04, wide * 0.78, tall * 0.2), "#2b2f34")
        band = "#c8362f" if not thing.color else mixed(tone, "#ffffff", 0.6)
        face(sheet, front, box_spots(wide, tall * 0.045, 0, tall * 0.945), band, glow=0.6 if light.lamps else 0.0)
    if light.lamps:
        lamplight(sheet, tuple(block.at(0, 0.6, -0.7)), 1.9, "#dceeff", 0.5)


def _shelf(sheet: Sheet, block: Block, row: int, kinds: np.ndarray, shine: float) -> None:
    """One shelf of drinks with its buttons."""
    wide, tall, plane = block.width, block.height, block.front().beyond(0.01)
    low = tall * (0.775 - 0.155 * row)
    for number, kind in enumerate(kinds):
        left = wide * (0.115 + 0.113 * number)
        face(sheet, plane, box_spots(wide * 0.075, tall * 0.105, left, low), _DRINKS[kind], glow=shine * 0.6)
        face(
            sheet,
            plane,
            box_spots(wide * 0.04, tall * 0.022, left + wide * 0.018, low + tall * 0.105),
            "#f2f2ee",
            lined=False,
            glow=shine * 0.6,
        )
        face(sheet, plane, box_spots(wide * 0.075, tall * 0.03, left, low + tall * 0.04), "#f6f4ee", lined=False, glow=shine * 0.6)
    face(sheet, plane, box_spots(wide * 0.8, tall * 0.02, wide * 0.1, low - tall * 0.024), "#9aa6b0", glow=shine * 0.5)


def paint_rubbish_bin(sheet: Sheet, thing: Thing) -> None:
    """A round bin with a lid."""
    tone, radius = thing.color or "#4f86a8", thing.width / 2
    paint_pillar(sheet, thing.x, thing.z, thing.y, thing.y + thing.height * 0.88, radius * 0.82, tone, upper_radius=radius * 0.96)
    for up in (0.3, 0.6):
        paint_pillar(
            sheet,
            thing.x,
            thing.z,
            thing.y + thing.height * up,
            thing.y + thing.height * (up + 0.03),
            radius * 0.93,
            mixed(tone, "#1d2a33", 0.25),
        )
    paint_pillar(sheet, thing.x, thing.z, thing.y + thing.height * 0.86, thing.y + thing.height * 0.93, radius, mixed(tone, "#ffffff", 0.2))
    cap = SNOW if sheet.light.snowy else mixed(tone, "#ffffff", 0.1)
    paint_pillar(
        sheet, thing.x, thing.z, thing.y + thing.height * 0.93, thing.y + thing.height, radius * 0.95, cap, upper_radius=radius * 0.4
    )


def paint_crate(sheet: Sheet, thing: Thing) -> None:
    """Bottle crates, one upon another, each with a grip and slats."""
    tones = (thing.color,) if thing.color else ("#e0b43c", "#c8453a", "#3f76b0", "#5f9a58")
    count = max(1, round(thing.height / 0.32))
    picks, shifts = sheet.rng.integers(len(tones), size=count), sheet.rng.normal(0, 1, (count, 2))
    for number in range(count):
        low, tone = number / count, tones[picks[number]]
        whole = block_of(thing)
        crate = whole.part(0.03 * shifts[number, 0], low, 0, thing.width, thing.height / count, thing.depth)
        crate = Block(crate.x, crate.y, crate.z, crate.width, crate.height, crate.depth, thing.turn + 4 * float(shifts[number, 1]))
        paint_block(sheet, crate, tone, top=mixed(tone, "#2a2622", 0.55))
        for plane, width in crate.sides():
            for up, tall in ((0.12, 0.2), (0.42, 0.16)):
                face(
                    sheet,
                    plane,
                    box_spots(width * 0.84, crate.height * tall, width * 0.08, crate.height * up),
                    mixed(tone, "#2a2622", 0.22),
                )
            face(sheet, plane, box_spots(width * 0.34, crate.height * 0.16, width * 0.33, crate.height * 0.72), mixed(tone, "#1d1a18", 0.6))


def paint_plant_pot(sheet: Sheet, thing: Thing) -> None:
    """A potted plant: leaves, and flowers in spring and summer."""
    rng, light = sheet.rng, sheet.light
    tone, radius, rim = thing.color or "#b5643f", thing.width * 0.36, thing.height * 0.42
    paint_pillar(sheet, thing.x, thing.z, thing.y, thing.y + rim, radius * 0.75, tone, "furniture", upper_radius=radius)
    paint_pillar(sheet, thing.x, thing.z, thing.y + rim * 0.84, thing.y + rim, radius * 1.1, mixed(tone, "#ffffff", 0.1), "furniture")
    leaf = {"spring": "#6fae4a", "summer": "#4d9440", "autumn": "#8f9a48", "winter": "#5f7a4c"}[light.conditions.season]
    count = 150
    angle, out = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    across, up = np.cos(angle) * out * thing.width * 0.55, rim + (0.5 + 0.5 * np.sin(angle) * out) * (thing.height - rim)
    spots = sheet.view.project(np.stack([thing.x + across, thing.y + up, np.full(count, thing.z)], axis=1))
    long = thing.width * 0.13 * sheet.view.scale(thing.z) * rng.uniform(0.7, 1.5, count)
    tilt = rng.uniform(0, np.pi, count)
    along = np.stack([np.cos(tilt), np.sin(tilt)], axis=1) * long[:, None]
    side = along[:, ::-1] * (-0.4, 0.4)
    lit = np.clip(0.5 + 0.5 * np.sin(angle) * out + rng.normal(0, 0.15, count), 0, 1)
    order = np.argsort(lit)
    shades = np.stack(
        [light.shade(mixed(mixed(leaf, "#20384a", 0.4), mixed(leaf, "#f2e9a0", 0.2), float(v)), (0, 0.5, -0.8), thing.z) for v in lit]
    )
    corners = np.stack([spots - along, spots + side, spots + along, spots - side], axis=1)
    sheet.dabs(corners[order], shades[order], "flower")
    if light.snowy:
        sheet.dabs(corners[order][-30:], np.tile(light.shade(SNOW, (0, 1, 0), thing.z), (30, 1)), "snow")
    elif light.conditions.season in ("spring", "summer"):
        bloom = light.shade(("#e8607a", "#f2c53d", "#f4f0f4", "#a86cc8")[int(rng.integers(4))], (0, 0.5, -0.8), thing.z, 0.8)
        around = np.stack([np.cos(np.arange(6) * np.pi / 3), np.sin(np.arange(6) * np.pi / 3)], axis=1)
        size = thing.width * 0.075 * sheet.view.scale(thing.z)
        sheet.dabs(spots[:14, None] + around[None] * size, np.tile(bloom, (14, 1)), "flower")
    sheet.outline()


def paint_lantern_row(sheet: Sheet, thing: Thing) -> None:
    """Paper lanterns on a sagging cord, lit after dark; the cord runs across, or away when turned."""
    light, tone = sheet.light, thing.color or "#d9442f"
    count = max(3, round(thing.width / 0.75))
    angle = np.radians(thing.turn)
    way = np.array([np.cos(angle), 0.0, np.sin(angle)])
    along = np.linspace(-0.5, 0.5, count)
    foot = np.array([thing.x, thing.y, thing.z])
    cord = foot + along[:, None] * thing.width * way - np.array([0, 1.0, 0]) * (0.28 * (1 - (2 * along[:, None]) ** 2))
    sheet.stroke(cord, "#3a3330", 0.02)
    for spot in sorted(cord, key=lambda point: -float(point[2])):
        _lantern(sheet, spot, thing.height, tone, light.lamps)


def _lantern(sheet: Sheet, spot: np.ndarray, tall: float, tone: str, on: bool) -> None:
    x, y, z = (float(value) for value in spot)
    if z < 0.6:
        return
    sheet.stroke([(x, y, z), (x, y - tall * 0.18, z)], "#3a3330", 0.015)
    body = mixed(tone, "#ffb26b", 0.45) if on else tone
    steps = np.linspace(-0.95, 0.95, 8)
    for one, two in pairwise(steps):
        wide = [0.42 * tall * float(np.sqrt(1 - s * s)) for s in (one, two)]
        low, high = y - tall * (0.62 - 0.4 * one), y - tall * (0.62 - 0.4 * two)
        middle = 1 - 0.25 * abs(one + two) / 2
        corners = [(x - wide[0], low, z), (x + wide[0], low, z), (x + wide[1], high, z), (x - wide[1], high, z)]
        facet(sheet, corners, mixed("#2a1512", body, middle), lit=0.5, glow=0.85 if on else 0.0)
        if not on:
            facet(sheet, [(x + wide[0] * 0.25, low, z), (x + wide[0], low, z), (x + wide[1], high, z), (x + wide[1] * 0.25, high, z)],
                  mixed(body, "#2a1512", 0.22), lined=False, lit=0.5)  # fmt: skip
    for up, half in ((0.22, 0.2), (1.0, 0.18)):
        left, right, low, high = x - half * tall, x + half * tall, y - tall * (up + 0.05), y - tall * (up - 0.03)
        facet(sheet, [(left, low, z), (right, low, z), (right, high, z), (left, high, z)], "#2b2724", lit=0.5)
    if on:
        sheet.shine((x, y - tall * 0.6, z), tall * 2.2, "#ff9d5c", 0.42 if sheet.light.night else 0.22)


def paint_awning(sheet: Sheet, thing: Thing) -> None:
    """A striped awning that slopes down from a wall, with a scalloped edge."""
    block, tone = block_of(thing), thing.color or "#c9503f"
    plane = block.front()
    stripes = max(4, round(thing.width / 0.35))
    out = thing.depth
    back = plane.beyond(-out)
    for number in range(stripes):
        a, b = thing.width * number / stripes, thing.width * (number + 1) / stripes
        color = SNOW if sheet.light.snowy else tone if number % 2 == 0 else "#f3efe6"
        low, high = plane.at([(a, 0.22), (b, 0.22)]), back.at([(a, thing.height), (b, thing.height)])
        facet(sheet, [low[1], low[0], high[0], high[1]], mixed(tone if number % 2 == 0 else "#f3efe6", "#2b2f3c", 0.45), lit=0.0)
        facet(sheet, [low[0], low[1], high[1], high[0]], color)
        curve = [(a, 0.22), (a, 0.08), (a + (b - a) * 0.25, 0.02), (a + (b - a) * 0.75, 0.02), (b, 0.08), (b, 0.22)]
        face(sheet, plane, curve, tone if number % 2 == 0 else "#f3efe6")


def paint_wall_sign(sheet: Sheet, thing: Thing) -> None:
    """A sign that stands out from a wall, shapes in place of letters on both faces; lit after dark."""
    block, tone = block_of(thing), thing.color or "#3f6fae"
    marks = sheet.rng.random((5, 2))
    shining = 0.8 if sheet.light.lamps else 0.0
    for plane, width in block.sides():
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, box_spots(width, thing.height), tone, glow=shining * 0.7)
        if width > 0.3:
            sign_face(sheet, plane, (0.0, 0.0, width, thing.height), tone, marks)
            if shining:
                sheet.shine(tuple(plane.at([(width / 2, thing.height / 2)])[0]), thing.height * 0.9, tone, 0.3 * shining)
    paint_block(sheet, block.part(0, 1, 0, thing.width, 0.05, thing.depth), mixed(tone, "#33363c", 0.5))


def paint_pipes(sheet: Sheet, thing: Thing) -> None:
    """Pipes and a meter on a wall, with the shade that they throw."""
    block = block_of(thing)
    tones = (thing.color or "#b6b2a8", "#8f7a68", "#c9c6bd")
    plane = block.front()
    for number, left in enumerate((0.08, 0.3, 0.46)):
        spot = slab(plane.beyond(-thing.depth), left * thing.width, 0, 0.09, thing.height * (1 - 0.25 * number), 0.1)
        veil(sheet, plane.beyond(-thing.depth + 0.01), box_spots(0.1, spot.height, left * thing.width + 0.08, 0), 0.3)
        paint_block(sheet, spot, tones[number])
        for up in (0.25, 0.6):
            paint_block(sheet, spot.part(0, up, 0, 0.13, 0.07, 0.12), mixed(tones[number], "#4a4a4c", 0.4))
    meter = slab(plane.beyond(-thing.depth), thing.width * 0.64, thing.height * 0.42, thing.width * 0.34, 0.5, 0.16)
    paint_block(sheet, meter, "#d5d3ca")
    face(sheet, meter.front(), box_spots(meter.width * 0.6, 0.2, meter.width * 0.2, 0.24), "#5f6a70")


_SIGNS = ("#3f6fae", "#c94f3d", "#4f8a58", "#d59a32", "#8a4f8a", "#2f8f9a")
KINDS = (
    Kind("mailbox", "furniture", paint_mailbox, "standing", (0.5, 0.56), (1.3, 1.4), (0.42, 0.46), ("#cf3b2f",), solid=True),
    Kind("vending_machine", "furniture", paint_vending_machine, "standing", (1.0, 1.15), (1.83, 1.9), (0.72, 0.76), solid=True),
    Kind(
        "rubbish_bin",
        "furniture",
        paint_rubbish_bin,
        "standing",
        (0.5, 0.6),
        (0.75, 0.9),
        (0.5, 0.6),
        ("#4f86a8", "#7d8a86", "#5f8f68"),
        indoors=True,
    ),
    Kind("crate", "furniture", paint_crate, "standing", (0.45, 0.5), (0.34, 1.0), (0.36, 0.4), solid=True),
    Kind(
        "plant_pot",
        "flower",
        paint_plant_pot,
        "standing",
        (0.4, 0.55),
        (0.6, 0.95),
        (0.4, 0.5),
        ("#b5643f", "#8f8a84", "#d8d2c4", "#5f7f92"),
        indoors=True,
    ),
    Kind("lantern_row", "light", paint_lantern_row, "hanging", (4.5, 6.0), (0.42, 0.5), (0.3, 0.3), ("#d9442f", "#e8e0cc"), shadow=0),
    Kind(
        "awning",
        "wall",
        paint_awning,
        "hanging",
        (2.5, 3.5),
        (0.7, 0.85),
        (1.0, 1.2),
        ("#c9503f", "#3f7a5a", "#3f64a0", "#d08a34"),
        shadow=0,
    ),
    Kind("wall_sign", "wall", paint_wall_sign, "hanging", (0.7, 0.8), (1.5, 2.6), (0.2, 0.24), _SIGNS, shadow=0),
    Kind("pipes", "wall", paint_pipes, "hanging", (0.9, 1.3), (3.0, 4.5), (0.16, 0.2), shadow=0),
)
