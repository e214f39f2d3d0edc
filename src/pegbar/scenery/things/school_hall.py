"""What stands and hangs along the corridors of schools: lockers, shelves for shoes, boards with notices, basins, signs of classes."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import paint_block
from pegbar.scenery.things.joinery import body, doored, panel, seen

_SHOES = ("#f2f2f2", "#c94f4a", "#3e5f9a", "#2f2f35", "#e3c36a")


def paint_locker_row(sheet: Sheet, thing: Thing) -> None:
    """Steel lockers, side by side, with slots and handles."""
    box, coat = body(thing), rgb(thing.color or "#8fa3ad")
    paint_block(sheet, box, mixed(coat, "#3c464e", 0.25), top=mixed(coat, "#ffffff", 0.15))
    front, count = box.front(), max(2, round(thing.width / 0.34))
    wide, tall = thing.width / count, thing.height
    for number in range(count):
        left = number * wide + 0.008
        panel(sheet, front, left, 0.08, wide - 0.016, tall - 0.11, coat)
        panel(sheet, front, left + 0.01, 0.09, 0.02, tall - 0.13, mixed(coat, "#ffffff", 0.22), lined=False, out=0.005)
        for slot in range(4):
            for foot in (0.16, tall - 0.3):
                panel(
                    sheet,
                    front,
                    left + wide * 0.22,
                    foot + 0.035 * slot,
                    wide * 0.5,
                    0.012,
                    mixed(coat, "#20262b", 0.6),
                    lined=False,
                    out=0.006,
                )
        panel(sheet, front, left + wide * 0.74, tall * 0.5, 0.03, 0.14, "#454d54", out=0.007)
        panel(sheet, front, left + wide * 0.3, tall * 0.7, wide * 0.36, 0.05, "#f1efe6", lined=False, out=0.006)


def paint_shoe_lockers(sheet: Sheet, thing: Thing) -> None:
    """Shelves for shoes: a grid of open holes, most with a pair in them."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#c79c67")
    paint_block(sheet, box, wood, "timber", top=mixed(wood, "#ffffff", 0.15))
    front = box.front()
    columns, rows = max(2, round(thing.width / 0.3)), max(3, round(thing.height / 0.28))
    wide, tall = thing.width / columns, (thing.height - 0.08) / rows
    for column in range(columns):
        for row in range(rows):
            left, low = column * wide + 0.015, 0.06 + row * tall + 0.012
            panel(sheet, front, left, low, wide - 0.03, tall - 0.024, mixed(wood, "#2a1d14", 0.72))
            panel(sheet, front, left, low, wide - 0.03, 0.03, mixed(wood, "#2a1d14", 0.4), lined=False, out=0.004)
            shoe, filled = str(rng.choice(_SHOES)), rng.random() < 0.7
            if filled:
                for step in (0.12, 0.52):
                    panel(sheet, front, left + wide * step, low + 0.012, wide * 0.28, tall * 0.34, shoe, lined=False, out=0.005)
                    panel(
                        sheet,
                        front,
                        left + wide * (step + 0.05),
                        low + 0.03,
                        wide * 0.18,
                        tall * 0.2,
                        mixed(shoe, "#20202a", 0.35),
                        lined=False,
                        out=0.006,
                    )


def paint_notice_board(sheet: Sheet, thing: Thing) -> None:
    """A board of cork with papers of several sizes, pinned nearly straight."""
    rng, box = sheet.rng, body(thing)
    paint_block(sheet, box, "#a98458")
    front, cork = box.front(), rgb(thing.color or "#c8a472")
    panel(sheet, front, 0.04, 0.04, thing.width - 0.08, thing.height - 0.08, cork, "rough")
    columns = max(2, round(thing.width / 0.42))
    for column in range(columns):
        low, step = thing.height - 0.1, (thing.width - 0.16) / columns
        while low > 0.3:
            tall, wide = float(rng.uniform(0.2, 0.36)), float(rng.uniform(0.6, 0.92)) * step
            left = 0.08 + column * step + float(rng.uniform(0, 1)) * (step - wide)
            tone = str(rng.choice(("#f6f3ea", "#f6f3ea", "#eaf0f4", "#f4e2a8", "#dbeacb", "#f3c9c0")))
            shown = low - tall > 0.06 and rng.random() < 0.85
            lines = int(rng.integers(2, 6))
            if shown:
                panel(sheet, front, left, low - tall, wide, tall, tone, out=0.006)
                panel(sheet, front, left + 0.1 * wide, low - 0.06, 0.6 * wide, 0.025, "#56606c", lined=False, out=0.008)
                for line in range(lines):
                    panel(
                        sheet, front, left + 0.1 * wide, low - 0.1 - 0.028 * line, 0.8 * wide, 0.009, "#9aa0a6", lined=False, out=0.008
                    ) if low - tall < low - 0.12 - 0.028 * line else None
                panel(sheet, front, left + wide / 2 - 0.012, low - 0.03, 0.024, 0.024, "#c8453c", lined=False, out=0.009)
            low -= tall + float(rng.uniform(0.04, 0.09))


def paint_broom_cupboard(sheet: Sheet, thing: Thing) -> None:
    """The tall steel cupboard for brooms: two doors, slots, a dent of light."""
    box, coat = body(thing), rgb(thing.color or "#9aa59b")
    paint_block(sheet, box, mixed(coat, "#3c464e", 0.2), top=mixed(coat, "#ffffff", 0.15))
    front, wide, tall = box.front(), thing.width, thing.height
    doored(sheet, front, (wide, tall), (2 if wide > 0.65 else 1, 1), coat)
    for slot in range(5):
        panel(
            sheet,
            front,
            wide * 0.12,
            tall * 0.86 + 0.03 * slot - 0.06,
            wide * 0.24,
            0.012,
            mixed(coat, "#20262b", 0.55),
            lined=False,
            out=0.008,
        )
    panel(sheet, front, 0.04, 0.1, 0.03, tall - 0.2, mixed(coat, "#ffffff", 0.25), lined=False, out=0.007)


def paint_drinking_fountain(sheet: Sheet, thing: Thing) -> None:
    """The row of taps along a school's wall: a trough of steel on tiles, a mirror over it."""
    box, tile = body(thing), rgb(thing.color or "#a9c0c4")
    wide, tall = thing.width, thing.height
    foot = box.part(0, 0, 0.08, wide, tall * 0.62, thing.depth * 0.84)
    paint_block(sheet, foot, tile, "tiles")
    splash = box.part(0, 0.62, 0.44, wide, tall * 0.38, thing.depth * 0.12)
    paint_block(sheet, splash, mixed(tile, "#ffffff", 0.25), "tiles")
    trough = box.part(0, 0.62, -0.05, wide, tall * 0.1, thing.depth * 0.88)
    paint_block(sheet, trough, "#b8c0c6", top="#d3dade")
    panel(sheet, trough.top(), 0.05, 0.05, wide - 0.1, trough.depth - 0.1, "#7f8a92")
    for number in range(count := max(2, round(wide / 0.5))):
        at = (number + 0.5) / count - 0.5
        neck = [splash.at(at, 0.55, -0.5), box.at(at, 0.86, 0.2), box.at(at, 0.80, 0.12)]
        sheet.stroke(neck, "#c9d0d5", 0.03)
        paint_block(sheet, box.part(at, 0.87, 0.2, 0.08, 0.03, 0.03), "#4f7fb0", lined=False)


_DIGITS = {
    1: [[(-0.4, 0.6), (0.1, 1), (0.1, -1)]],
    2: [[(-0.8, 0.6), (-0.4, 1), (0.5, 1), (0.8, 0.5), (-0.8, -1), (0.9, -1)]],
    3: [[(-0.8, 1), (0.7, 1), (-0.1, 0.2), (0.7, -0.2), (0.6, -0.9), (-0.2, -1), (-0.8, -0.7)]],
}
"""Strokes of figures, each within (−1, 1)."""


def paint_class_sign(sheet: Sheet, thing: Thing) -> None:
    """The small sign of a classroom that stands out from the wall above its door."""
    box, grade = body(thing), sheet.rng.integers(1, 4)
    paint_block(sheet, box, thing.color or "#f1ede0")
    for face in (box.front(), box.back()):
        panel(sheet, face, 0.02, 0.02, thing.width - 0.04, thing.height - 0.04, "#fbf8ee")
        if seen(sheet, face, thing.width, thing.height):
            unit = thing.height * 0.26
            middle = np.array([thing.width / 2, thing.height / 2])
            for at, strokes in ((-0.26, _DIGITS[int(grade)]), (0.0, [[(-0.5, 0), (0.5, 0)]]), (0.26, _DIGITS[int(grade) % 3 + 1])):
                for path in strokes:
                    spots = np.array(path) * (0.62 * unit, unit) + middle + (at * thing.width, 0)
                    sheet.stroke(face.beyond(0.006).at(spots), "#30343c", 0.018, shaded=False)


def paint_speaker(sheet: Sheet, thing: Thing) -> None:
    """The loudspeaker over a blackboard."""
    box = body(thing)
    paint_block(sheet, box, thing.color or "#c9b28c")
    panel(sheet, box.front(), 0.03, 0.03, thing.width - 0.06, thing.height - 0.06, "#6b6257")
    for row in range(4):
        panel(sheet, box.front(), 0.05, 0.055 + row * (thing.height - 0.1) / 4, thing.width - 0.1, 0.012, "#8d8272", lined=False, out=0.005)


KINDS = (
    Kind("locker_row", "furniture", paint_locker_row, "standing", (2.0, 3.2), (1.75, 1.9), (0.45, 0.5),
         ("#8fa3ad", "#9fb0a4", "#7f93a8"), True, False, 0.6),
    Kind("shoe_lockers", "furniture", paint_shoe_lockers, "standing", (1.8, 2.4), (1.5, 1.7), (0.35, 0.4),
         ("#c79c67", "#b78a58"), True, False, 0.6),
    Kind("notice_board", "furniture", paint_notice_board, "wall", (1.5, 2.4), (0.9, 1.1), (0.04, 0.04),
         ("#c8a472", "#6f9a7c", "#7f94a8"), True, True, 0),
    Kind("broom_cupboard", "furniture", paint_broom_cupboard, "standing", (0.6, 0.9), (1.75, 1.85), (0.45, 0.5),
         ("#9aa59b", "#a7a9a2"), True, False, 0.6),
    Kind("drinking_fountain", "furniture", paint_drinking_fountain, "standing", (1.8, 2.6), (1.15, 1.3), (0.5, 0.55),
         ("#a9c0c4", "#b8b3a4"), True, True, 0.6),
    Kind("class_sign", "furniture", paint_class_sign, "hanging", (0.4, 0.45), (0.2, 0.22), (0.03, 0.03), ("#f1ede0",), True, False, 0),
    Kind("speaker", "furniture", paint_speaker, "wall", (0.4, 0.45), (0.3, 0.32), (0.14, 0.16), ("#c9b28c", "#d6d3c8"), True, False, 0),
)  # fmt: skip
