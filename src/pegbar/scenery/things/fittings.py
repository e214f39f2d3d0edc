"""What is fitted to public rooms: tubes of light on ceilings, exit signs, extinguishers, blinds, and the sheen of waxed floors."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import paint_block, paint_pillar
from pegbar.scenery.things.joinery import body, panel, seen, seen_part, shed, veil


def paint_ceiling_light(sheet: Sheet, thing: Thing) -> None:
    """A long lamp under a ceiling; ``y`` is its foot. Its tubes glow when lamps are lit, and are pale by day."""
    box, lit = body(thing), sheet.light.lamps
    paint_block(sheet, box, "#dfe1df")
    foot = Plane(box.at(-0.5, 0, 0.5), box._axes()[0], -box._axes()[1])
    tone = rgb(thing.color or "#fffbe9")
    panel(sheet, foot, thing.width * 0.12, 0.04, thing.width * 0.76, thing.depth - 0.08, tone, glow=0.95 if lit else 0.6)
    if lit and seen(sheet, foot, thing.width, thing.depth):
        strength = 0.55 if sheet.light.night else 0.28
        for away in (-0.35, 0.0, 0.35):
            sheet.shine(box.at(0, 0, away), max(thing.width, 0.3 * thing.depth) * 1.5, tone, strength, 0.5)


def paint_exit_sign(sheet: Sheet, thing: Thing) -> None:
    """The green sign of an emergency exit: somebody runs through a door; it glows at every hour."""
    box = body(thing)
    paint_block(sheet, box, "#d9dcd8")
    face, wide, tall = box.front(), thing.width, thing.height
    green = rgb(thing.color or "#2f9e63")
    panel(sheet, face, 0.012, 0.012, wide - 0.024, tall - 0.024, green, glow=0.75)
    panel(sheet, face, wide * 0.60, tall * 0.16, wide * 0.24, tall * 0.68, "#f4fff6", lined=False, out=0.005, glow=0.8)
    if seen(sheet, face, wide, tall):
        middle, unit = np.array([wide * 0.42, tall * 0.5]), tall * 0.3
        for one, two in (
            ((0, 0.55), (-0.2, -0.1)),
            ((-0.2, -0.1), (-0.9, -0.7)),
            ((-0.2, -0.1), (0.4, -0.6)),
            ((0, 0.5), (0.8, 0.2)),
            ((0, 0.5), (-0.7, 0.3)),
        ):
            ends = np.array([one, two]) * unit + middle
            sheet.stroke(face.beyond(0.007).at(ends), "#f4fff6", tall * 0.09, shaded=False)
        sheet.disc(face.beyond(0.008).at([middle + (0.05 * unit, 0.95 * unit)])[0], tall * 0.08, "#f4fff6")
        sheet.shine(box.at(0, 0.5, -0.5), wide * 1.2, "#7fe0a6", 0.4 if sheet.light.night else 0.15)


def paint_fire_extinguisher(sheet: Sheet, thing: Thing) -> None:
    """A red extinguisher that stands on the floor, its hose and label."""
    red, radius = rgb(thing.color or "#c8352f"), thing.width * 0.36
    if thing.z < 0.6:
        return
    low, tall = thing.y, thing.height
    paint_pillar(sheet, thing.x, thing.z, low, low + 0.06 * tall, radius * 0.9, "#2a2a2d")
    paint_pillar(sheet, thing.x, thing.z, low + 0.05 * tall, low + 0.72 * tall, radius, red)
    paint_pillar(sheet, thing.x, thing.z, low + 0.72 * tall, low + 0.82 * tall, radius, red, upper_radius=radius * 0.35)
    paint_pillar(sheet, thing.x, thing.z, low + 0.82 * tall, low + 0.92 * tall, radius * 0.3, "#35363a")
    grip = [
        (thing.x - radius, low + 0.97 * tall, thing.z),
        (thing.x, low + 0.91 * tall, thing.z),
        (thing.x + radius * 0.9, low + 0.95 * tall, thing.z),
    ]
    sheet.stroke(grip, "#35363a", 0.03)
    t = np.linspace(0, 1, 9)
    hose = np.stack(
        [thing.x + radius * (0.3 + 1.1 * np.sin(t * np.pi)), low + tall * (0.88 - 0.5 * t), np.full(9, thing.z - radius)], axis=1
    )
    sheet.stroke(hose, "#26262a", 0.022)
    label = np.array([(-0.5, 0.32), (0.5, 0.32), (0.5, 0.55), (-0.5, 0.55)]) * (radius, tall) + (thing.x, low)
    sheet.shape(
        sheet.view.project(np.column_stack([label, np.full(4, thing.z - radius)])), sheet.light.shade("#f2ead2", (0, 0, -1), thing.z)
    )


def paint_venetian_blind(sheet: Sheet, thing: Thing) -> None:
    """A blind of slats before a window, let down part of the way, with cords."""
    box, coat = body(thing), rgb(thing.color or "#e9ebe8")
    face, wide, tall = box.front(), thing.width, thing.height
    paint_block(sheet, box.part(0, 1 - 0.05 / tall, 0, wide, 0.05, thing.depth), coat)
    down = tall * float(sheet.rng.uniform(0.35, 0.95))
    count = max(4, int(down / 0.05))
    warm = {"day": 0.3, "sunset": 0.35, "night": 0.0}[sheet.light.conditions.time]
    slat = mixed(coat, "#ffd9a0" if sheet.light.conditions.time == "sunset" else "#ffffff", 0.6) if warm else coat
    for number in range(count):
        low = tall - 0.05 - (number + 1) * down / count
        panel(sheet, face, 0, low + 0.006, wide, down / count * 0.62, slat, glow=warm, lined=number % 3 == 0)
        panel(sheet, face, 0, low, wide, 0.008, mixed(coat, "#48505a", 0.45), lined=False, out=0.004)
    panel(sheet, face, 0, tall - 0.07 - down, wide, 0.03, coat, out=0.006)
    if seen(sheet, face, wide, tall):
        for left in (0.2, 0.8):
            sheet.stroke(
                face.beyond(0.008).at([(wide * left, tall), (wide * left, tall - 0.06 - down)]), mixed(coat, "#48505a", 0.4), 0.008
            )


def paint_floor_sheen(sheet: Sheet, thing: Thing) -> None:
    """The reflection of one window on a waxed floor: ``x`` is the wall's, ``y`` the sill's height, ``turn`` as the window's."""
    light = sheet.light
    angle = np.radians(thing.turn)
    across = np.array([np.cos(angle), 0.0, np.sin(angle)])
    middle, high = np.array([thing.x, 0.0, thing.z]), thing.y + thing.height
    below = [
        middle + across * side - (0, up, 0)
        for side, up in ((-thing.width / 2, thing.y), (thing.width / 2, thing.y), (thing.width / 2, high), (-thing.width / 2, high))
    ]
    pixels = seen_part(sheet, np.array(below))
    if not len(pixels):
        return
    tone = {"day": "#ffffff", "sunset": "#ffcf8e", "night": "#93a6cf"}[light.conditions.time]
    dull = 1.0 if light.conditions.weather == "clear" else 0.75
    strength = {"day": 0.34, "sunset": 0.42, "night": 0.10}[light.conditions.time] * dull * thing.depth
    veil(sheet, pixels, rgb(thing.color or tone), strength, 0.035 * sheet.view.scale(max(thing.z, 1.5)))


def paint_sunbeam(sheet: Sheet, thing: Thing) -> None:
    """Light in the air from one window down to the floor: ``y`` the sill's height, ``turn`` the window's, ``depth`` how far in it falls."""
    light, angle = sheet.light, np.radians(thing.turn)
    if light.night or light.conditions.weather != "clear":
        return
    across = np.array([np.cos(angle), 0.0, np.sin(angle)])
    inward = np.array([np.sin(angle), 0.0, -np.cos(angle)])
    middle, low_sun = np.array([thing.x, 0.0, thing.z]), light.conditions.time == "sunset"
    drift = -0.35 * thing.depth * (1 if light.sun[2] < 0 else -1)
    tone, strength = ("#ffab5c", 0.17) if low_sun else ("#fff2d0", 0.07)
    for bay in range(2):
        one, two = ((bay * 0.52 + part - 0.5) * thing.width for part in (0.02, 0.46))
        top = [middle + across * side + (0, thing.y + thing.height, 0) for side in (one, two)]
        foot = [middle + across * (side - drift) + inward * thing.depth for side in (two, one)]
        pixels = seen_part(sheet, np.array([*top, *foot]))
        shed(sheet, pixels, tone, strength, 0.06 * sheet.view.scale(max(thing.z, 1.5)))


def paint_wall_light(sheet: Sheet, thing: Thing) -> None:
    """A low sun's light through the windows on the opposite wall: panes of gold; nothing when the sun is high or hidden."""
    if sheet.light.conditions.time != "sunset" or sheet.light.conditions.weather != "clear":
        return
    plane = body(thing).front()
    if not seen(sheet, plane, thing.width, thing.height):
        return
    lean, soft = 0.22 * thing.height, 0.025 * sheet.view.scale(max(thing.z, 1.5))
    for left in (0.0, 0.52):
        for low, high in ((0.0, 0.58), (0.64, 1.0)):
            one, two = left * thing.width, (left + 0.46) * thing.width
            spots = [(one + lean * low, low), (two + lean * low, low), (two + lean * high, high), (one + lean * high, high)]
            pixels = seen_part(sheet, plane.at(np.array(spots) * (1, thing.height)))
            shed(sheet, pixels, "#ffa04a", 0.34, soft)


def paint_pillar_square(sheet: Sheet, thing: Thing) -> None:
    """A square pillar from the floor to the ceiling."""
    box, coat = body(thing), rgb(thing.color or "#e6e2d8")
    paint_block(sheet, box, coat, "plain")
    for face, wide in ((box.front(), thing.width), (box.left(), thing.depth), (box.right(), thing.depth)):
        sheet.face(face.beyond(0.01), box_spots(wide, 0.09), mixed(coat, "#6a5a4a", 0.4))


def paint_umbrella_stand(sheet: Sheet, thing: Thing) -> None:
    """A stand with a few umbrellas."""
    rng = sheet.rng
    if thing.z < 0.8:
        return
    radius = thing.width * 0.4
    for at in np.linspace(-0.6, 0.6, 4):
        lean, tone = float(rng.uniform(-0.08, 0.08)), str(rng.choice(("#35476b", "#8a3a3f", "#e6e6e2", "#3f6b58", "#2a2b30")))
        x = thing.x + float(at) * radius
        sheet.stroke([(x, thing.y + 0.1, thing.z), (x + lean, thing.y + thing.height * 0.9, thing.z)], tone, 0.05)
        sheet.stroke(
            [(x + lean, thing.y + thing.height * 0.9, thing.z), (x + lean * 1.2, thing.y + thing.height, thing.z)], "#4a3526", 0.025
        )
    paint_pillar(sheet, thing.x, thing.z, thing.y, thing.y + 0.5 * thing.height, radius, thing.color or "#8d9499")


KINDS = (
    Kind("ceiling_light", "light", paint_ceiling_light, "hanging", (0.28, 0.34), (0.07, 0.09), (1.3, 1.4),
         ("#fffbe9", "#f4faff"), True, False, 0),
    Kind("exit_sign", "light", paint_exit_sign, "hanging", (0.36, 0.42), (0.18, 0.2), (0.05, 0.06), ("#2f9e63",), True, False, 0),
    Kind("fire_extinguisher", "furniture", paint_fire_extinguisher, "standing", (0.24, 0.26), (0.55, 0.6), (0.24, 0.26),
         ("#c8352f",), True, True, 0.8),
    Kind("venetian_blind", "window", paint_venetian_blind, "wall", (1.2, 1.8), (1.2, 1.5), (0.04, 0.05),
         ("#e9ebe8", "#d5dde0"), True, False, 0),
    Kind("floor_sheen", "floor", paint_floor_sheen, "decal", (1.5, 1.8), (1.2, 1.4), (1, 1), (), True, False, 0),
    Kind("sunbeam", "light", paint_sunbeam, "hanging", (1.5, 1.8), (1.4, 1.7), (1.6, 2.2), (), True, False, 0),
    Kind("wall_light", "light", paint_wall_light, "hanging", (1.4, 1.7), (1.1, 1.3), (0.02, 0.02), (), True, False, 0),
    Kind("pillar", "wall", paint_pillar_square, "standing", (0.4, 0.6), (2.6, 3.0), (0.4, 0.6), ("#e6e2d8", "#d9d5cf"), True, True, 0.7),
    Kind("umbrella_stand", "furniture", paint_umbrella_stand, "standing", (0.3, 0.36), (0.85, 0.95), (0.3, 0.36),
         ("#8d9499",), True, True, 0.7),
)  # fmt: skip
