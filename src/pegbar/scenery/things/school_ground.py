"""What stands in a school's grounds: goals, bars to pull up on, a flag pole, a lectern for assemblies, lines on the sand."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots, ground
from pegbar.scenery.solids import paint_pillar
from pegbar.scenery.things.barriers import bars, block_of, mesh, seen_side
from pegbar.scenery.things.facade import SNOW, face, faces_eye, paint_block
from pegbar.scenery.things.roads import sheen


def paint_sand_ground(sheet: Sheet, thing: Thing) -> None:
    """A schoolyard of beaten sand with the faded lines of a running track."""
    light = sheet.light
    plane = ground(thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.y)
    tone = SNOW if light.snowy else mixed(thing.color or "#d9c49a", "#7a6a50", 0.35 if light.wet else 0.0)
    face(sheet, plane, box_spots(thing.width, thing.depth), tone, "grit", "snow" if light.snowy else "sand", False)
    if light.wet:
        sheen(sheet, plane, box_spots(thing.width, thing.depth), 1.1)
    if light.snowy:
        return
    white = mixed("#f2efe4", tone, 0.25)
    for lane in range(4):
        a, b = thing.width * 0.36 - lane * 1.3, thing.depth * 0.26 - lane * 1.3
        angle = np.linspace(0, 2 * np.pi, 73)
        outer = np.stack([thing.width / 2 + a * np.cos(angle), thing.depth * 0.46 + b * np.sin(angle)], axis=1)
        inner = np.stack([thing.width / 2 + (a - 0.09) * np.cos(angle), thing.depth * 0.46 + (b - 0.09) * np.sin(angle)], axis=1)
        for one, two in zip(range(72), range(1, 73), strict=True):
            face(sheet, plane, [inner[two], inner[one], outer[one], outer[two]], white, "", "sand", False, glow=0.0)


def paint_goal(sheet: Sheet, thing: Thing) -> None:
    """A football goal with its net."""
    block, tone = block_of(thing), thing.color or "#f4f4f0"
    net = block.back() if faces_eye(sheet, block.back()) else block.front().beyond(-thing.depth)
    mesh(sheet, net, box_spots(thing.width, thing.height), "#e6e8e6", 0.16, 0.012)
    for across in (-0.5, 0.5):
        for low, high in (
            ((across, 1, -0.5), (across, 0.85, 0.1)),
            ((across, 0.85, 0.1), (across, 0, 0.5)),
            ((across, 0.02, -0.5), (across, 0.02, 0.5)),
        ):
            sheet.stroke([block.at(*low), block.at(*high)], mixed(tone, "#8d9498", 0.2), 0.05)
        paint_block(sheet, block.part(across, 0, -0.5, 0.12, thing.height, 0.12), tone)
    paint_block(sheet, block.part(0, 1 - 0.12 / thing.height, -0.5, thing.width + 0.12, 0.12, 0.12), tone)


def paint_pull_up_bars(sheet: Sheet, thing: Thing) -> None:
    """Three bars in a row, each higher than the last."""
    block, tone = block_of(thing), thing.color or "#5f86a8"
    heights = (0.62, 0.8, 1.0, 1.0)
    for number, part in enumerate(heights):
        post = block.part(number / 3 - 0.5, 0, 0, 0.1, thing.height * part, 0.1)
        paint_block(sheet, post, tone)
        if number < 3:
            ends = [block.at(number / 3 - 0.5, part - 0.04, 0), block.at((number + 1) / 3 - 0.5, part - 0.04, 0)]
            sheet.stroke(ends, "#c9ced2", 0.045)
    for number in range(4):
        paint_block(sheet, block.part(number / 3 - 0.5, 0, 0, 0.3, 0.06, 0.3), "#b5b2aa")


def paint_flag_pole(sheet: Sheet, thing: Thing) -> None:
    """A flag pole with a flag of two colours in the wind."""
    x, z, high = thing.x, thing.z, thing.height
    paint_pillar(sheet, x, z, 0, 0.5, 0.22, "#b5b2aa")
    paint_pillar(sheet, x, z, 0.4, high, 0.05, "#d9dcdc", upper_radius=0.035)
    paint_pillar(sheet, x, z, high, high + 0.12, 0.08, "#d9b04a")
    tone, steps = thing.color or "#f2f0ea", np.linspace(0, 1, 9)
    wave = 0.1 * np.sin(steps * 7.0) * steps
    for number in range(8):
        for low, tall, color in ((0.0, 0.5, mixed(tone, "#3f76b0", 0.7)), (0.5, 0.5, tone)):
            left, right = x + 0.04 + 1.7 * steps[number], x + 0.04 + 1.7 * steps[number + 1]
            foot = high - 1.2
            corners = [(left, foot + low * 1.1 + wave[number]), (right, foot + low * 1.1 + wave[number + 1]),
                       (right, foot + (low + tall) * 1.1 + wave[number + 1]), (left, foot + (low + tall) * 1.1 + wave[number])]  # fmt: skip
            shade = 0.25 if np.cos(steps[number] * 7.0) < 0 else 0.0
            pixels = sheet.view.project(np.array([(a, b, z) for a, b in corners]))
            sheet.shape(pixels, sheet.light.shade(mixed(color, "#3a4a6a", shade), (0, 0.2, -0.95), z, 0.5), "furniture", False)


def paint_school_gate(sheet: Sheet, thing: Thing) -> None:
    """A school gate: two broad posts with a plate, and a sliding gate of bars pushed half open."""
    block, tone = block_of(thing), thing.color or "#cfc6b6"
    slide = block.part(-0.18, 0.02, 0.1, thing.width * 0.5, thing.height * 0.82, 0.08)
    plane = seen_side(sheet, slide)
    bars(sheet, plane, slide.width, 0.05, slide.height, 0.16, 0.035, "#5f7f76")
    for up in (0.0, 0.9):
        paint_block(sheet, slide.part(0, up, 0, slide.width, 0.08, 0.08), "#5f7f76")
    for across in (-0.5, 0.5):
        post = block.part(across, 0, 0, 0.7, thing.height, 0.7)
        paint_block(sheet, post, tone, "stones")
        paint_block(sheet, post.part(0, 1, 0, 0.84, 0.14, 0.84), mixed(tone, "#77736c", 0.3))
        if across > 0:
            face(sheet, post.front().beyond(0.02), box_spots(0.28, 0.95, 0.21, thing.height - 1.2), "#4a4038")
            for number in range(4):
                face(
                    sheet,
                    post.front().beyond(0.03),
                    box_spots(0.13, 0.13, 0.285, thing.height - 0.48 - 0.21 * number),
                    "#e6d9a8",
                    lined=False,
                )


KINDS = (
    Kind("sand_ground", "sand", paint_sand_ground, "decal", (70, 90), (0, 0), (60, 70), shadow=0),
    Kind("goal", "furniture", paint_goal, "standing", (5.0, 7.0), (2.1, 2.4), (1.6, 2.0), shadow=0.5),
    Kind(
        "pull_up_bars",
        "furniture",
        paint_pull_up_bars,
        "standing",
        (4.2, 4.8),
        (2.0, 2.2),
        (0.3, 0.3),
        ("#5f86a8", "#c97f3f", "#6f9a6a"),
        shadow=0.6,
    ),
    Kind("flag_pole", "pole", paint_flag_pole, "standing", (1.9, 1.9), (8, 9.5), (0.4, 0.4), shadow=0.5),
    Kind("school_gate", "wall", paint_school_gate, "standing", (6, 8), (1.9, 2.1), (0.7, 0.7), shadow=0.7),
)
