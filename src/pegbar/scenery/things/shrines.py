"""What stands in a shrine's ground: gates, lanterns, halls, dogs, boxes, steps, sacred trees and boards with wishes."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.solids import Block, paint_block, paint_pillar
from pegbar.scenery.things.carving import (
    Frame,
    curved_beam,
    frame_of,
    glow_lamp,
    leaning_post,
    paper_zigzag,
    sacred_rope,
    turned_stone,
)
from pegbar.scenery.things.foliage import bent, clumps, crown, leaf_color, limb, snow_caps, trunk
from pegbar.scenery.things.roofs import SNOW, Roof, paint_roof, panel

VERMILION = "#d8432b"
_STONE = "#9b9a94"
_WOOD = "#7b5a40"


def paint_torii(sheet: Sheet, thing: Thing) -> None:
    """A gate of two leaning pillars under a beam whose ends rise, with its tablet."""
    frame, color = frame_of(thing), thing.color or VERMILION
    half, high = thing.width * 0.36, thing.height
    radius = 0.038 * high + 0.04
    for side in (-1, 1):
        foot, head = frame.at(side * half, 0.0)[0], frame.at(side * half * 0.94, high * 0.88)[0]
        turned_stone(sheet, foot, [(0, radius * 1.9), (0.12, radius * 1.9), (0.22, radius * 1.5)], _STONE)
        leaning_post(sheet, foot + (0, 0.18, 0), head, radius, color, radius * 0.88)
        leaning_post(sheet, foot + (0, 0.18, 0), foot + (head - foot) * 0.11 + (0, 0.05, 0), radius * 1.06, "#2b2a30")
    curved_beam(sheet, frame, half * 1.2, high * 0.70, high * 0.062, 0.16, 0.0, color)
    frame.box(sheet, 0, high * 0.762, 0, (0.18, high * 0.115, 0.2), color)
    curved_beam(sheet, frame, half * 1.34, high * 0.865, high * 0.055, 0.34, high * 0.035, color, 0.03)
    curved_beam(sheet, frame, half * 1.40, high * 0.918, high * 0.062, 0.46, high * 0.042, "#3a3338", 0.10, snow=True)
    frame.flat(sheet, box_spots(0.5, high * 0.125, -0.25, high * 0.757), -0.16, "#2c2a2e")
    frame.flat(sheet, box_spots(0.36, high * 0.125 - 0.12, -0.18, high * 0.757 + 0.06), -0.17, "#c9a24a", False)
    sacred_rope(sheet, frame, half * 0.9, high * 0.685, 0.1 * high * 0.5, -0.14, 0.05 + 0.016 * high)


def paint_stone_lantern(sheet: Sheet, thing: Thing) -> None:
    """A lantern of stone: foot, shaft, a fire box that glows in the dark, roof and jewel."""
    frame, tone = frame_of(thing), thing.color or _STONE
    high, wide = thing.height, thing.width
    frame.box(sheet, 0, 0, 0, (wide * 0.95, high * 0.06, wide * 0.95), tone, "rough")
    turned_stone(
        sheet,
        frame.at(0, 0)[0],
        [
            (high * p, wide * r)
            for p, r in (
                (0.06, 0.36),
                (0.11, 0.30),
                (0.15, 0.17),
                (0.33, 0.15),
                (0.36, 0.18),
                (0.39, 0.15),
                (0.5, 0.17),
                (0.55, 0.33),
                (0.60, 0.40),
                (0.62, 0.40),
            )
        ],
        tone,
    )
    box = frame.block(0, high * 0.62, 0, wide * 0.52, high * 0.16, wide * 0.52)
    paint_block(sheet, box, tone, "rough")
    lit = sheet.light.lamps
    for plane, across in box.sides():
        inner = "#ffdf9a" if lit else "#3d3a38"
        sheet.face(
            plane.beyond(0.004),
            box_spots(across * 0.56, high * 0.10, across * 0.22, high * 0.03),
            inner,
            "",
            "light" if lit else "",
            True,
            None,
            0.95 if lit else 0.0,
        )
    roof = Roof(high * 0.11, wide * 0.24, 0.12, 1.0, 0.55, high * 0.03, tone, tone, 9.0, high * 0.025, 0.0, tone)
    paint_roof(sheet, box, roof)
    top = frame.at(0, high * 0.87)[0]
    turned_stone(
        sheet,
        top,
        [(0, wide * 0.12), (high * 0.03, wide * 0.09), (high * 0.05, wide * 0.14), (high * 0.09, wide * 0.13), (high * 0.13, 0.005)],
        SNOW if sheet.light.snowy else tone,
    )
    glow_lamp(sheet, frame.at(0, high * 0.7)[0], 0.75 * high, 0.6)


_DOG = (
    (-0.42, 0), (-0.47, 0.16), (-0.42, 0.34), (-0.28, 0.48), (-0.2, 0.58), (-0.25, 0.70), (-0.18, 0.80), (-0.19, 0.90), (-0.08, 0.94),
    (-0.03, 1.04), (0.05, 0.97), (0.16, 1.0), (0.27, 0.94), (0.31, 0.86), (0.44, 0.81), (0.50, 0.75), (0.47, 0.68), (0.36, 0.66),
    (0.45, 0.60), (0.40, 0.55), (0.29, 0.55), (0.33, 0.42), (0.31, 0.14), (0.42, 0.09), (0.44, 0), (0.16, 0), (0.16, 0.22), (0.08, 0.18),
    (0.12, 0.07), (0.12, 0),
)  # fmt: skip
"""Silhouette of a sitting dog that looks right, in parts of its width and height."""


def paint_guardian_dog(sheet: Sheet, thing: Thing) -> None:
    """A dog of stone that sits on its pedestal with a curled mane; it looks to the side it is turned to."""
    tone, way = thing.color or "#a9a8a0", 1.0 if thing.turn >= 0 else -1.0
    frame = Frame(thing.x, thing.y, thing.z)
    stand, high, wide = thing.height * 0.42, thing.height * 0.58, thing.width
    for low, tall, part in ((0.0, 0.3, 1.0), (0.3, 0.52, 0.78), (0.82, 0.18, 0.96)):
        frame.box(sheet, 0, stand * low, 0, (wide * part, stand * tall, thing.depth * part), _STONE, "rough")
    size = (way * wide * 0.84, high)

    def carve(spots: object, away: float, color: object, lit: float, lined: bool = True) -> None:
        frame.flat(sheet, np.asarray(spots, np.float64) * size + (0, stand), away, np.asarray(color, np.float64), lined, "", lit)

    dark = mixed(tone, "#2a3044", 0.3)
    tail = [
        (-0.34, 0.12),
        (-0.52, 0.26),
        (-0.66, 0.5),
        (-0.60, 0.82),
        (-0.52, 0.66),
        (-0.46, 0.78),
        (-0.42, 0.58),
        (-0.34, 0.6),
        (-0.26, 0.36),
    ]
    carve(tail, 0.05, mixed(tone, dark, 0.3), 0.35)
    carve(_DOG, 0.0, rgb(tone), 0.75)
    carve([(0.16, 0), (0.16, 0.22), (0.08, 0.18), (-0.1, 0.5), (0.08, 0.54), (0.2, 0.4), (0.25, 0.1), (0.24, 0)], -0.01, dark, 0.3, False)
    carve(
        [(-0.43, 0.02), (0.12, 0.0), (0.12, 0.07), (0.03, 0.10), (0.05, 0.22), (-0.06, 0.34), (-0.22, 0.38), (-0.38, 0.28)],
        -0.02,
        mixed(tone, dark, 0.12),
        0.6,
    )
    carve([(0.29, 0.55), (0.40, 0.55), (0.45, 0.60), (0.36, 0.66), (0.26, 0.65)], -0.03, rgb("#5a4a46"), 0.2)
    for across, up, radius in (
        (-0.18, 0.62, 0.08),
        (-0.1, 0.50, 0.08),
        (0.02, 0.46, 0.08),
        (0.14, 0.5, 0.075),
        (-0.15, 0.76, 0.08),
        (-0.04, 0.62, 0.08),
        (0.09, 0.62, 0.075),
        (-0.1, 0.88, 0.07),
        (0.02, 0.76, 0.07),
    ):
        for part, color in ((1.0, mixed(tone, dark, 0.35)), (0.66, mixed(tone, "#ffffff", 0.1)), (0.3, dark)):
            spot = frame.at(across * size[0], stand + up * high, -0.04)[0]
            sheet.disc(spot, radius * wide * part, sheet.light.shade(color, (0.1, 0.3, -0.95), thing.z, 0.6))
    carve([(-0.03, 1.04), (0.05, 0.95), (0.08, 0.82), (-0.02, 0.84), (-0.06, 0.94)], -0.05, mixed(tone, dark, 0.2), 0.6)
    sheet.disc(
        frame.at(0.25 * size[0], stand + 0.83 * high, -0.05)[0], 0.036 * wide, sheet.light.shade("#d9d7cc", (0, 0, -1), thing.z, 0.7)
    )
    sheet.disc(frame.at(0.27 * size[0], stand + 0.83 * high, -0.06)[0], 0.02 * wide, sheet.light.shade("#33302e", (0, 0, -1), thing.z))
    if sheet.light.snowy:
        cap = [(-0.2, 0.88), (-0.08, 0.96), (-0.03, 1.08), (0.05, 1.0), (0.16, 1.05), (0.28, 0.96), (0.2, 0.93), (0.06, 0.9)]
        frame.flat(sheet, np.asarray(cap) * size + (0, stand), -0.07, SNOW, True, "snow", 0.6)


def paint_offering_box(sheet: Sheet, thing: Thing) -> None:
    """A chest with bars on top for coins."""
    block = Block(thing.x, thing.y, thing.z, thing.width, thing.height, thing.depth, thing.turn)
    color = thing.color or "#8a5f3c"
    paint_block(sheet, block, color, "wood", top="#3a2a20")
    for part in np.linspace(0.08, 0.92, 8):
        plane = block.top().beyond(0.01)
        sheet.face(
            plane, box_spots(0.05, thing.depth, part * thing.width - 0.025), SNOW if sheet.light.snowy else mixed(color, "#ffffff", 0.12)
        )
    front = block.front().beyond(0.01)
    for left in (0.0, thing.width - 0.09):
        sheet.face(front, box_spots(0.09, thing.height, left), mixed(color, "#000000", 0.25))
    sheet.face(front, box_spots(thing.width * 0.24, thing.height * 0.55, thing.width * 0.38, thing.height * 0.22), "#e9e2cf")


def paint_stone_steps(sheet: Sheet, thing: Thing) -> None:
    """Steps of stone that climb away from the viewer between cheeks; snow lies on the treads."""
    frame = frame_of(thing)
    count = max(2, round(thing.height / 0.18))
    rise, run = thing.height / count, thing.depth / count
    tone = thing.color or "#a8a59c"
    for number in reversed(range(count)):
        away = -thing.depth / 2 + run * (number + 0.5)
        block = frame.block(0, 0, away, thing.width, rise * (number + 1), run)
        snowy = sheet.light.snowy
        sheet.face(block.top(), box_spots(thing.width, run), SNOW if snowy else mixed(tone, "#fff6e0", 0.18), "", "snow" if snowy else "")
        sheet.face(
            block.front(), box_spots(thing.width, rise, 0, rise * number), mixed(tone, "#3c4258", 0.18), "rough" if number < 6 else ""
        )
    for side in (-1, 1):
        wide = 0.32
        across = side * (thing.width / 2 + wide / 2)
        near, far = -thing.depth / 2 - 0.1, thing.depth / 2
        lean = np.concatenate(
            [
                frame.at(across + part * wide, up, away)
                for part, up, away in ((-0.5, 0.3, near), (0.5, 0.3, near), (0.5, thing.height + 0.2, far), (-0.5, thing.height + 0.2, far))
            ]
        )
        inner = across - side * wide / 2
        panel(
            sheet,
            np.concatenate([frame.at(inner, up, away) for up, away in ((0, near), (0.3, near), (thing.height + 0.2, far), (0, far))]),
            tone,
            True,
            "",
            0.3,
        )
        panel(sheet, lean, SNOW if sheet.light.snowy else tone, True, "snow" if sheet.light.snowy else "")
        frame.flat(sheet, box_spots(wide, 0.3, across - wide / 2), near, mixed(tone, "#3c4258", 0.1))


def paint_sacred_tree(sheet: Sheet, thing: Thing) -> None:
    """An old tree with a straw rope about its trunk."""
    light, high = sheet.light, thing.height
    radius, low = 0.058 * high, 0.30 * high
    trunk(sheet, thing.x, thing.z, low * 1.7, radius, "#6d5543")
    balls = clumps(sheet.rng, thing.x, low, high, thing.width, 26, "wide")
    for x, y, *_ in balls[::4]:
        limb(sheet, bent((thing.x, low), (float(x), float(y)), 0.1, 5), radius * np.linspace(0.5, 0.12, 5), thing.z, "#6d5543")
    color = rgb(thing.color) if thing.color else mixed(leaf_color(light, sheet.rng), "#2f6b3c", 0.5)
    crown(sheet, balls, thing.z, color, 0.3)
    snow_caps(sheet, balls, thing.z, 0.3)
    frame = Frame(thing.x, thing.y, thing.z)
    sacred_rope(sheet, frame, radius * 1.12, min(1.75, low * 0.6), 0.06, 0.0, 0.22, 3)
    sheet.outline()


def paint_wish_rack(sheet: Sheet, thing: Thing) -> None:
    """A rack under a small roof, hung with wooden tablets."""
    frame, color = frame_of(thing), thing.color or VERMILION
    wide, high = thing.width, thing.height
    for side in (-1, 1):
        frame.box(sheet, side * wide * 0.44, 0, 0, (0.12, high * 0.82, 0.12), color)
    for up in (0.32, 0.52, 0.72):
        frame.box(sheet, 0, high * up, 0, (wide * 0.9, 0.06, 0.06), color)
    for up in (0.14, 0.34, 0.54):
        for across in np.linspace(-0.36, 0.36, max(4, int(wide / 0.24))):
            tilt, tone = sheet.rng.uniform(-0.02, 0.02), sheet.rng.uniform(0.9, 1.08)
            x, y, w, h = across * wide, high * up, 0.1, high * 0.11
            spots = [(x - w, y + tilt), (x + w, y - tilt), (x + w, y + h * 0.8), (x, y + h * 1.15), (x - w, y + h * 0.8)]
            frame.flat(sheet, spots, -0.07, np.clip(np.asarray(rgb("#e2bd84")) * tone, 0, 1), True, "", 0.6)
            sheet.disc(frame.at(x, y + h * 0.45, -0.08)[0], 0.035, sheet.light.shade(VERMILION, (0, 0, -1), thing.z, 0.4))
    block = frame.block(0, high * 0.80, 0, wide * 0.96, 0.03, thing.depth * 0.4)
    paint_roof(sheet, block, Roof(high * 0.14, 0.22, 1.0, 0.0, 0.3, 0.05, "#5c6a66", "#57483c", 0.2, 0.05, 0.08, color))


def paint_shrine_banner(sheet: Sheet, thing: Thing) -> None:
    """A tall flag on a pole, with white marks."""
    frame, color = frame_of(thing), thing.color or VERMILION
    high, wide = thing.height, thing.width
    paint_pillar(sheet, thing.x - wide / 2, thing.z, thing.y, thing.y + high, 0.03, "#c9b58b")
    up = np.linspace(0.1, 0.96, 15)
    wave = 0.05 * np.sin(up * 9 + sheet.rng.uniform(0, 6)) * (1 - up) * 2
    cloth = np.concatenate([np.stack([np.full(15, -wide / 2), up * high], 1), np.stack([wide / 2 + wave, up * high], 1)[::-1]])
    frame.flat(sheet, cloth, -0.02, color, True, "", 0.7)
    fold = np.concatenate([np.stack([wide * 0.22 + wave * 0.5, up * high], 1), np.stack([wide / 2 + wave, up * high], 1)[::-1]])
    frame.flat(sheet, fold, -0.03, mixed(color, "#2a1030", 0.2), False, "", 0.5)
    mark = "#fdf6ea" if float(rgb(color).mean()) < 0.7 else "#b23a2c"
    for part in (0.84, 0.68, 0.52, 0.36):
        size = wide * 0.26
        strokes = [
            [(-size, 0.3 * size), (size, 0.45 * size)],
            [(-0.7 * size, -0.5 * size), (0.8 * size, -0.4 * size)],
            [(0, size), (-0.1 * size, -size)],
        ]
        for (x0, y0), (x1, y1) in strokes:
            sheet.stroke(np.concatenate([frame.at([x0, x1], np.array([y0, y1]) + part * high, -0.04)]), mark, size * 0.26)


def paint_festival_lantern(sheet: Sheet, thing: Thing) -> None:
    """A paper lantern that hangs, ribbed, with black caps; it glows from sunset on."""
    high, radius = thing.height, thing.width / 2
    lit = sheet.light.lamps
    color = rgb(thing.color or "#f4ead2")
    center = np.array([thing.x, thing.y, thing.z])
    profile = [(high * (0.12 + 0.76 * p), radius * (0.62 + 0.38 * np.sin(np.pi * p) ** 0.7)) for p in np.linspace(0, 1, 13)]
    if lit:
        spots = sheet.view.project(center + np.array([[0, up, 0] for up, _ in profile]))
        reach = np.array([r for _, r in profile])[:, None] * sheet.view.scale(thing.z)
        for part, tone in (
            (1.0, mixed(color, "#f09a3e", 0.45)),
            (0.75, mixed(color, "#ffc065", 0.4)),
            (0.45, mixed(color, "#fff1c4", 0.7)),
        ):
            sheet.shape(np.concatenate([spots - reach * (part, 0), (spots + reach * (part, 0))[::-1]]), tone, "light", part == 1.0)
    else:
        turned_stone(sheet, center, profile, color)
    for up, r in profile[1:-1:2]:
        sheet.stroke(
            center + np.array([[-r, up, -0.01], [0, up - 0.02, -0.01], [r, up, -0.01]]), mixed(color, "#6b4a30", 0.4), 0.008, shaded=not lit
        )
    for low, tall in ((0.04, 0.1), (0.86, 0.1)):
        turned_stone(sheet, center, [(high * low, radius * 0.6), (high * (low + tall), radius * 0.6)], "#2b2528")
    glow_lamp(sheet, center + (0, high / 2, 0), thing.width * 3.4, 0.55)


def paint_wash_basin(sheet: Sheet, thing: Thing) -> None:
    """A stone trough with water under a roof on four posts, with a ladle."""
    frame, color = frame_of(thing), thing.color or _WOOD
    wide, deep, high = thing.width, thing.depth, thing.height
    for away in (1, -1):
        for side in (-1, 1):
            if away < 0:
                continue
            frame.box(sheet, side * wide * 0.4, 0, away * deep * 0.36, (0.16, high * 0.66, 0.16), color)
    trough = frame.block(0, 0, 0, wide * 0.62, 0.72, deep * 0.45)
    paint_block(sheet, trough, _STONE, "rough")
    water = mixed(sheet.light.sky_low, "#5d8c94", 0.5)
    sheet.face(trough.top().beyond(0.005), box_spots(wide * 0.52, deep * 0.34, wide * 0.05, deep * 0.055), water, "", "water", True, 0.5)
    sheet.stroke(frame.at([-wide * 0.2, wide * 0.08], 0.78, [-0.1, 0.05]), "#c8a873", 0.03)
    for side in (-1, 1):
        frame.box(sheet, side * wide * 0.4, 0, -deep * 0.36, (0.16, high * 0.66, 0.16), color)
    block = frame.block(0, high * 0.64, 0, wide * 0.86, 0.12, deep * 0.8)
    paint_block(sheet, block, color)
    paint_roof(sheet, block, Roof(high * 0.26, 0.45, 0.62, 0.45, 0.4, 0.12, "#5f6b70", "#54463c", 0.26, 0.08, 0.14, "#e8e2d2"))
    paper_zigzag(sheet, frame, wide * 0.2, high * 0.63, 0.4, -deep * 0.42)


KINDS = (
    Kind("torii", "building", paint_torii, "standing", (4.6, 6.4), (4.2, 5.6), (0.6, 0.8), (VERMILION,)),
    Kind("stone_lantern", "light", paint_stone_lantern, "standing", (0.8, 1.0), (1.8, 2.3), (0.8, 1.0)),
    Kind("guardian_dog", "building", paint_guardian_dog, "standing", (0.9, 1.1), (1.8, 2.2), (0.7, 0.9)),
    Kind("offering_box", "furniture", paint_offering_box, "standing", (1.2, 1.6), (0.65, 0.8), (0.6, 0.8)),
    Kind("stone_steps", "road", paint_stone_steps, "standing", (3.6, 5), (1.4, 2.4), (3, 5), shadow=0.3),
    Kind("sacred_tree", "tree", paint_sacred_tree, "standing", (8, 11), (10, 14), (6, 9)),
    Kind("wish_rack", "fence", paint_wish_rack, "standing", (2.4, 3.2), (1.9, 2.2), (0.8, 1)),
    Kind("shrine_banner", "pole", paint_shrine_banner, "standing", (0.6, 0.75), (2.8, 3.4), (0.1, 0.1), (VERMILION, "#3f63a8", "#f2eee4")),
    Kind(
        "festival_lantern",
        "light",
        paint_festival_lantern,
        "hanging",
        (0.36, 0.5),
        (0.5, 0.75),
        (0.36, 0.5),
        ("#f4ead2", "#d9402c"),
        indoors=True,
    ),
    Kind("wash_basin", "building", paint_wash_basin, "standing", (2.6, 3.2), (2.8, 3.2), (2, 2.4)),
)
