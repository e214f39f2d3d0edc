"""Furniture to keep things in: shelves with books, wardrobes, chests, a television on its board, boxes and baskets."""

from itertools import pairwise

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, feet, foot_shadow, toned_color, wooden
from pegbar.scenery.things.joinery import doored, panel
from pegbar.scenery.things.public import row_of_books
from pegbar.scenery.things.rounds import ball, turned
from pegbar.scenery.things.surfaces import wash

_WOODS = ("#b98a5c", "#8f6443", "#d9bd92", "#efe9df", "#a5784f")


def _row(sheet: Sheet, block: Block) -> None:
    """What stands in one compartment of a shelf: books, or a few boxes and ornaments."""
    rng, front = sheet.rng, block.front()
    panel(sheet, front, 0, 0, block.width, block.height, "#33261f", lined=False)
    if rng.random() < 0.72:
        wide = block.width * float(rng.uniform(0.6, 1.0))
        row_of_books(sheet, front.beyond(0.004), 0.0, 0.0, wide, block.height * 0.92)
        rest = block.width - wide
        if rest > 0.14:
            tone = rgb(("#c9b79c", "#8fa0ad", "#c58f7a")[int(rng.integers(3))])
            panel(sheet, front, wide + 0.03, 0, min(rest - 0.05, 0.16), block.height * 0.5, tone, out=0.006)
        return
    at = 0.04
    while at < block.width - 0.2:
        wide, tall = float(rng.uniform(0.14, 0.26)), block.height * float(rng.uniform(0.35, 0.75))
        tone = rgb(("#d8cdb8", "#9fb0a6", "#b98f7d", "#8792a8", "#d9b36b")[int(rng.integers(5))])
        panel(sheet, front, at, 0, min(wide, block.width - at - 0.04), tall, tone, out=0.006)
        panel(
            sheet,
            front,
            at + 0.03,
            tall * 0.45,
            max(0.03, min(wide, block.width - at - 0.04) - 0.06),
            tall * 0.25,
            mixed(tone, "#ffffff", 0.5),
            lined=False,
            out=0.009,
        )
        at += wide + float(rng.uniform(0.03, 0.12))


def paint_bookshelf(sheet: Sheet, thing: Thing) -> None:
    """An open bookshelf: books, boxes, a few ornaments."""
    wood = rgb(thing.color or "#b98a5c")
    w, d, h = thing.width, thing.depth, thing.height
    rows, thick = max(2, round(h / 0.36)), 0.024
    step = (h - 0.06 - thick) / rows
    parts = [
        Part(0, 0, d / 2 - 0.01, w, h, 0.015, toned_color(wood, -0.3)),
        *(Part(side * (w - thick) / 2, 0, -0.01, thick, h, d - 0.02, wood, "wood", edged=False) for side in (-1, 1)),
        Part(0, 0, -0.005, w - 2 * thick, 0.06, d - 0.03, toned_color(wood, -0.12)),
    ]
    for row in range(rows + 1):
        low = 0.06 + row * step
        if row or rows:
            parts.append(Part(0, low, -0.01, w - 2 * thick, thick, d - 0.02, wood, edged=False))
        if row < rows:
            parts.append(
                Part(0, low + thick, 0.02, w - 2 * thick - 0.01, step - thick - 0.01, d - 0.10, "#33261f", detail=_row, edged=False)
            )
    assemble(sheet, thing, parts)


def paint_wardrobe(sheet: Sheet, thing: Thing) -> None:
    """A wardrobe of two doors over a drawer."""
    wood = rgb(thing.color or "#a5784f")
    w, d, h = thing.width, thing.depth, thing.height
    pale = mixed(wood, "#ffffff", 0.08)

    def fronts(sheet: Sheet, block: Block) -> None:
        plane = block.front()
        doored(sheet, plane, (block.width, 0.32), (1, 1), pale, "#6b5a4c", side=0.52)
        for number in range(2):
            left, wide, tall = number * w / 2 + 0.008, w / 2 - 0.016, block.height - 0.34
            panel(sheet, plane, left, 0.33, wide, tall, pale, wooden(pale))
            panel(sheet, plane, left + 0.06, 0.40, wide - 0.12, tall - 0.14, toned_color(wood, -0.06), out=0.005)
            panel(sheet, plane, left + 0.075, 0.415, wide - 0.15, tall - 0.17, mixed(wood, "#ffffff", 0.04), lined=False, out=0.006)
            handle = left + (wide - 0.05 if number == 0 else 0.03)
            panel(sheet, plane, handle, 0.33 + tall * 0.44, 0.02, 0.16, "#6b5a4c", lined=False, out=0.02)

    parts = [
        Part(0, 0, 0, w - 0.04, 0.06, d - 0.04, toned_color(wood, -0.3)),
        Part(0, 0.06, 0, w, h - 0.10, d, wood, "wood", detail=fronts),
        Part(0, h - 0.04, -0.01, w + 0.04, 0.04, d + 0.04, toned_color(wood, -0.05)),
    ]
    assemble(sheet, thing, parts)


def paint_dresser(sheet: Sheet, thing: Thing) -> None:
    """A chest of drawers with a few small things on it."""
    wood, rng = rgb(thing.color or "#b98a5c"), sheet.rng
    w, d, h = thing.width, thing.depth, thing.height
    rows = max(3, round(h / 0.24))
    parts = [
        *feet(w, 0.09, d, 0.05, toned_color(wood, -0.2)),
        Part(
            0,
            0.09,
            0,
            w,
            h - 0.12,
            d,
            wood,
            "wood",
            detail=lambda s, b: doored(s, b.front(), (b.width, b.height), (1, rows), mixed(wood, "#ffffff", 0.1), "#6f6257", side=0.52),
        ),
        Part(0, h - 0.03, -0.01, w + 0.03, 0.03, d + 0.02, wood, "wood"),
        Part(w * 0.22, h, 0.04, 0.2, 0.13, 0.13, mixed("#d9c3a5", wood, 0.3)),
        Part(-w * 0.08, h, 0.06, 0.15, 0.2, 0.02, "#e9e2d4", detail=lambda s, b: panel(s, b.front(), 0.02, 0.025, 0.11, 0.15, "#8fb0c2")),
    ]
    assemble(sheet, thing, parts)
    spot = Block(thing.x, thing.y + h, thing.z, w, 1, d, thing.turn).at(-0.34, 0, 0.1)
    tone = ("#b5655f", "#6f8fae", "#8aa287")[int(rng.integers(3))]
    turned(sheet, (float(spot[0]), float(spot[1]), float(spot[2])), ((0.05, 0), (0.075, 0.07), (0.035, 0.16), (0.045, 0.19)), tone)


def _screen(sheet: Sheet, block: Block) -> None:
    """A television's glass, dark, with the room's light lying across it."""
    plane = block.front()
    panel(sheet, plane, 0.015, 0.02, block.width - 0.03, block.height - 0.035, "#20242c", lined=False)
    wide, tall = block.width, block.height
    for left, across in ((0.12, 0.2), (0.40, 0.06)):
        spots = [
            (left * wide, 0.02),
            ((left + across) * wide, 0.02),
            ((left + across + 0.25) * wide, tall - 0.02),
            ((left + 0.25) * wide, tall - 0.02),
        ]
        wash(sheet, plane.beyond(0.006), spots, "#a9bccf", 0.16, 0.015)


def paint_television(sheet: Sheet, thing: Thing) -> None:
    """A television on a low board with a recorder and boxes in it."""
    wood = rgb(thing.color or "#8f6443")
    w, d, h = thing.width, thing.depth, thing.height
    board, screen = 0.42, min(w * 0.78, 1.25)
    tall = min(screen * 0.58, h - board - 0.06)

    def fronts(sheet: Sheet, block: Block) -> None:
        plane = block.front()
        panel(sheet, plane, w * 0.34, 0.05, w * 0.32, block.height - 0.09, "#2a211d")
        panel(sheet, plane, w * 0.36, 0.05, w * 0.26, 0.07, "#4a4d55", out=0.006)
        panel(sheet, plane, w * 0.38, 0.075, 0.03, 0.012, "#9fd0a0", lined=False, out=0.009, glow=0.7)
        for left in (0.02, w * 0.67):
            panel(sheet, plane, left, 0.04, w * 0.31, block.height - 0.08, mixed(wood, "#ffffff", 0.1), wooden(wood))
            panel(sheet, plane, left + w * 0.13, block.height - 0.1, 0.07, 0.016, "#4d4038", lined=False, out=0.01)

    parts = [
        *feet(w, 0.08, d, 0.05, toned_color(wood, -0.2), 0.04),
        Part(0, 0.08, 0, w, board - 0.11, d, wood, "wood", detail=fronts),
        Part(0, board - 0.03, 0, w + 0.02, 0.03, d + 0.02, wood, "wood"),
        Part(0, board, 0.02, 0.36, 0.02, 0.2, "#2b2e35"),
        Part(0, board + 0.02, 0.04, 0.06, 0.05, 0.04, "#2b2e35"),
        Part(0, board + 0.06, 0.03, screen, tall, 0.05, "#2b2e35", detail=_screen),
    ]
    assemble(sheet, thing, parts)


def paint_toy_box(sheet: Sheet, thing: Thing) -> None:
    """An open box of toys."""
    color, rng = rgb(thing.color or "#d9a64e"), sheet.rng
    w, d, h = thing.width, thing.depth, thing.height
    box = Block(thing.x, thing.y, thing.z, w, h, d, thing.turn)

    def face(sheet: Sheet, block: Block) -> None:
        panel(sheet, block.front(), 0.05, h * 0.25, w - 0.1, h * 0.4, mixed(color, "#ffffff", 0.5))
        for number, tone in enumerate(("#c9574f", "#5f86b8", "#6f9d62")):
            panel(sheet, block.front(), w * (0.22 + 0.22 * number), h * 0.34, 0.08, 0.09, tone, lined=False, out=0.006)

    assemble(sheet, thing, [Part(0, 0, 0, w, h, d, color, top=toned_color(color, -0.6), detail=face)])
    for at, tone in zip(np.linspace(-0.32, 0.32, 4), ("#c9574f", "#5f86b8", "#e5d6b8", "#6f9d62"), strict=True):
        spot = box.at(float(at), 1.0, float(rng.uniform(-0.1, 0.25)))
        ball(sheet, (float(spot[0]), float(spot[1]) + float(rng.uniform(0, 0.04)), float(spot[2])), float(rng.uniform(0.06, 0.085)), tone)
    for plane, width in ((box.front(), w),):
        panel(sheet, plane, 0, h - 0.05, width, 0.05, mixed(color, "#ffffff", 0.15), out=0.01)


def _woven(sheet: Sheet, spot: tuple[float, float, float], radius: float, height: float, color: Color, inside: str) -> None:
    bands = np.linspace(0, height, 8)
    for number, (low, high) in enumerate(pairwise(bands)):
        widths = [radius * (0.84 + 0.16 * part / height) for part in (low, high)]
        tone = color * (1.0 if number % 2 else 0.9)
        turned(sheet, spot, ((widths[0], float(low)), (widths[1], float(high))), tone, inside=inside)


def paint_laundry_basket(sheet: Sheet, thing: Thing) -> None:
    """A woven basket with clothes in it."""
    color, h, radius = rgb(thing.color or "#c9a877"), thing.height * 0.8, thing.width / 2
    foot_shadow(sheet, Block(thing.x, 0, thing.z, thing.width * 0.8, 0, thing.width * 0.8, 0), 0.34)
    _woven(sheet, (thing.x, thing.y, thing.z), radius, h, color, "#5d4a36")
    for across, up, size, tone in ((-0.4, 0.0, 0.42, "#e9e4da"), (0.38, 0.0, 0.45, "#8fa6c4"), (0.0, 0.06, 0.48, "#c99a94")):
        ball(sheet, (thing.x + across * radius, thing.y + h + up, thing.z), radius * size, tone, 0.55)
    sheet.outline()


def paint_waste_bin(sheet: Sheet, thing: Thing) -> None:
    """A bin for waste paper."""
    color, radius = thing.color or "#8fa0ad", thing.width / 2
    foot_shadow(sheet, Block(thing.x, 0, thing.z, thing.width * 0.7, 0, thing.width * 0.7, 0), 0.32)
    turned(sheet, (thing.x, thing.y, thing.z), ((radius * 0.8, 0), (radius, thing.height)), color)
    ball(sheet, (thing.x - radius * 0.2, thing.y + thing.height, thing.z), radius * 0.42, "#f4f1ea", 0.7)
    sheet.outline()


def paint_chest(sheet: Sheet, thing: Thing) -> None:
    """An old chest of drawers with iron fittings."""
    wood = rgb(thing.color or "#74452b")
    w, d, h = thing.width, thing.depth, thing.height

    def fronts(sheet: Sheet, block: Block) -> None:
        plane, rows = block.front(), 4
        step = block.height / rows
        for row in range(rows):
            low = row * step + 0.012
            panel(sheet, plane, 0.015, low, block.width - 0.03, step - 0.02, mixed(wood, "#f0b27a", 0.10), wooden(wood))
            for left in (0.015, block.width - 0.075):
                for up in (low, low + step - 0.08):
                    sheet.face(plane.beyond(0.006), box_spots(0.06, 0.06, left, up), "#2b2624", lined=False)
            for left in (block.width * 0.25, block.width * 0.68):
                panel(sheet, plane, left, low + step * 0.42, 0.09, 0.022, "#2b2624", lined=False, out=0.008)

    assemble(
        sheet, thing, [Part(0, 0.04, 0, w, h - 0.04, d, wood, "wood", detail=fronts), Part(0, 0, 0, w - 0.04, 0.04, d - 0.04, "#2b2624")]
    )


KINDS = (
    Kind("bookshelf", "furniture", paint_bookshelf, "standing", (0.75, 0.95), (1.6, 1.85), (0.28, 0.32), _WOODS, True, False, 0),
    Kind("wardrobe", "furniture", paint_wardrobe, "standing", (0.95, 1.15), (1.8, 1.95), (0.55, 0.6), _WOODS, True, False, 0),
    Kind("dresser", "furniture", paint_dresser, "standing", (0.75, 0.95), (0.8, 1.0), (0.42, 0.46), _WOODS, True, False, 0),
    Kind(
        "television",
        "furniture",
        paint_television,
        "standing",
        (1.5, 1.7),
        (1.1, 1.2),
        (0.42, 0.45),
        ("#8f6443", "#6b4c36", "#b98a5c", "#4a4440"),
        True,
        False,
        0,
    ),
    Kind(
        "toy_box",
        "furniture",
        paint_toy_box,
        "standing",
        (0.6, 0.7),
        (0.36, 0.42),
        (0.4, 0.44),
        ("#d9a64e", "#7fa3b8", "#b98a5c"),
        True,
        False,
        0,
    ),
    Kind(
        "laundry_basket",
        "furniture",
        paint_laundry_basket,
        "standing",
        (0.42, 0.48),
        (0.5, 0.56),
        (0.42, 0.48),
        ("#c9a877", "#b58f66"),
        True,
        False,
        0,
    ),
    Kind(
        "waste_bin",
        "furniture",
        paint_waste_bin,
        "standing",
        (0.24, 0.28),
        (0.28, 0.32),
        (0.24, 0.28),
        ("#8fa0ad", "#b9a58c", "#7f8a76", "#c08f86"),
        True,
        False,
        0,
    ),
    Kind(
        "chest_of_drawers",
        "furniture",
        paint_chest,
        "standing",
        (0.9, 1.1),
        (0.85, 1.0),
        (0.42, 0.45),
        ("#74452b", "#5f3a26"),
        True,
        False,
        0,
    ),
)
