"""Tables and what one sits on at them: desks, chairs, low tables, stools."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, block_of, feet, toned_color
from pegbar.scenery.things.joinery import doored
from pegbar.scenery.things.public import row_of_books
from pegbar.scenery.things.rounds import turned


def _spines(sheet: Sheet, block: Block) -> None:
    row_of_books(sheet, block.front(), 0.0, 0.0, block.width, block.height)


def paint_desk(sheet: Sheet, thing: Thing) -> None:
    """A desk with drawers, a lamp, books between ends, a pen stand and a sheet of paper."""
    wood = rgb(thing.color or "#c39a68")
    w, d, h = thing.width, thing.depth, thing.height
    unit, right = 0.36, w / 2 - 0.2
    parts = [
        Part(0, h - 0.035, 0, w, 0.035, d, wood, "wood"),
        Part(-w / 2 + 0.02, 0, 0, 0.03, h - 0.035, d - 0.06, toned_color(wood, -0.08), "wood"),
        Part(0, 0.25, d / 2 - 0.04, w - 0.06, h - 0.3, 0.02, toned_color(wood, -0.16), "wood"),
        Part(right, 0.04, 0, unit, h - 0.075, d - 0.06, wood, "wood", detail=lambda s, b: _fronts(s, b, wood)),
        Part(-0.05, h, d / 2 - 0.13, 0.52, 0.23, 0.17, "#7a6a5c", detail=_spines),
        Part(-0.05 - 0.275, h, d / 2 - 0.13, 0.02, 0.2, 0.17, toned_color(wood, -0.2)),
        Part(-0.05 + 0.275, h, d / 2 - 0.13, 0.02, 0.2, 0.17, toned_color(wood, -0.2)),
        Part(-0.05, h, -d / 2 + 0.2, 0.3, 0.006, 0.21, "#fbfaf5", edged=False),
        Part(w / 2 - 0.14, h, d / 2 - 0.2, 0.08, 0.1, 0.08, mixed("#6f8fae", wood, 0.2), detail=_pens),
    ]
    assemble(sheet, thing, parts)
    _desk_lamp(sheet, block_of(thing, Part(-w / 2 + 0.16, h, d / 2 - 0.16, 0.1, 0.4, 0.1, wood)))


def _fronts(sheet: Sheet, block: Block, wood: np.ndarray) -> None:
    doored(sheet, block.front(), (block.width, block.height), (1, 3), mixed(wood, "#ffffff", 0.12), "#7a6f66", side=0.54)


def _pens(sheet: Sheet, block: Block) -> None:
    for number, tone in enumerate(("#c44f4a", "#3d5f9a", "#e0b23e", "#4b4b50")):
        foot = block.at(-0.3 + 0.2 * number, 1.0, 0)
        sheet.stroke(np.array([foot, foot + (0.012 * (number - 1.5), 0.07, 0)]), tone, 0.01)


def _desk_lamp(sheet: Sheet, block: Block) -> None:
    """A lamp with a jointed arm; lit when it is dark."""
    tone = "#4f5a66"
    foot = block.at(0, 0, 0)
    lean = block.at(0.9, 0.72, -0.4)
    head = block.at(2.4, 0.95, -0.9)
    turned(sheet, (float(foot[0]), float(foot[1]), float(foot[2])), ((0.08, 0.0), (0.07, 0.02)), tone, inside=tone)
    sheet.stroke(np.array([foot + (0, 0.02, 0), block.at(-0.5, 0.6, 0)]), tone, 0.014)
    sheet.stroke(np.array([block.at(-0.5, 0.6, 0), lean, head]), tone, 0.014)
    lit = sheet.light.lamps
    spot = (float(head[0]), float(head[1]) - 0.08, float(head[2]))
    turned(sheet, spot, ((0.10, 0.0), (0.04, 0.10), (0.0, 0.11)), "#f0d9a0" if lit else tone, glow=0.6 if lit else 0.0)
    if lit:
        sheet.shine(np.array(spot) - (0, 0.12, 0), 0.75, "#ffdf9e", 0.6)


def paint_desk_lamp(sheet: Sheet, thing: Thing) -> None:
    """A lamp with a jointed arm that stands on something."""
    _desk_lamp(sheet, block_of(thing, Part(0, 0, 0, 0.1, thing.height, 0.1, "#4f5a66")))


def paint_chair(sheet: Sheet, thing: Thing) -> None:
    """A wooden chair with a padded seat; its back is away from its front."""
    wood = rgb(thing.color or "#b98a5c")
    w, d, h = thing.width, thing.depth, thing.height
    seat, thick = h * 0.5, 0.035
    parts = [
        Part(0, seat - 0.04, 0, w, 0.04, d, wood, "wood"),
        Part(0, seat, -0.01, w - 0.04, 0.035, d - 0.06, mixed(wood, "#e8d8bd", 0.6), soft=0.015),
        *(
            Part(a * (w / 2 - thick / 2), 0, b * (d / 2 - thick / 2), thick, seat - 0.04, thick, wood, edged=False)
            for a in (-1, 1)
            for b in (-1, 1)
        ),
        *(Part(a * (w / 2 - thick / 2), seat, d / 2 - thick / 2, thick, h - seat, thick, wood, edged=False) for a in (-1, 1)),
        Part(0, h - 0.11, d / 2 - thick / 2, w - 2 * thick, 0.10, 0.025, wood, "wood"),
        Part(0, h - 0.27, d / 2 - thick / 2, w - 2 * thick, 0.06, 0.02, wood, "wood"),
        *(Part(a * (w / 2 - thick / 2), 0.18, 0, 0.022, 0.025, d - 2 * thick, toned_color(wood, -0.1), edged=False) for a in (-1, 1)),
    ]
    assemble(sheet, thing, parts, 0.24)


def paint_swivel_chair(sheet: Sheet, thing: Thing) -> None:
    """A desk chair on castors."""
    cloth = rgb(thing.color or "#5f7390")
    w, d, h = thing.width, thing.depth, thing.height
    seat, dark = h * 0.5, "#3c4048"
    parts = [
        *(Part(0, 0.05, 0, a, 0.035, b, dark) for a, b in ((w, 0.05), (0.05, d))),
        *(
            Part(a, 0, b, 0.05, 0.05, 0.05, dark, edged=False)
            for a, b in ((-w / 2 + 0.03, 0), (w / 2 - 0.03, 0), (0, -d / 2 + 0.03), (0, d / 2 - 0.03))
        ),
        Part(0, 0.085, 0, 0.05, seat - 0.16, 0.05, "#8c9097"),
        Part(0, seat - 0.075, 0, w * 0.92, 0.09, d * 0.9, cloth, soft=0.03),
        Part(0, seat, d / 2 - 0.03, 0.05, 0.14, 0.02, dark),
        Part(0, seat + 0.12, d / 2 - 0.04, w * 0.84, h - seat - 0.12, 0.07, cloth, soft=0.03),
    ]
    assemble(sheet, thing, parts, 0.24)


def paint_coffee_table(sheet: Sheet, thing: Thing) -> None:
    """A low table before a sofa: a board, a shelf under it, four legs; a magazine lies on it."""
    wood = rgb(thing.color or "#a9764a")
    w, d, h = thing.width, thing.depth, thing.height
    parts = [
        *feet(w, h - 0.04, d, 0.05, toned_color(wood, -0.1), 0.03),
        Part(0, 0.12, 0, w - 0.14, 0.025, d - 0.14, toned_color(wood, -0.05), "wood"),
        Part(0, h - 0.04, 0, w, 0.04, d, wood, "wood"),
        Part(-w * 0.2, h, 0.02, 0.28, 0.012, 0.2, ("#c8574f", "#5f86a8", "#d9b24c")[int(sheet.rng.integers(3))]),
    ]
    assemble(sheet, thing, parts)


def paint_low_table(sheet: Sheet, thing: Thing) -> None:
    """A low table of a Japanese room."""
    wood = rgb(thing.color or "#7c4f31")
    w, d, h = thing.width, thing.depth, thing.height
    parts = [
        *feet(w, h - 0.09, d, 0.075, wood, 0.05),
        Part(0, h - 0.09, 0, w - 0.14, 0.05, d - 0.14, toned_color(wood, -0.12), "wood", edged=False),
        Part(0, h - 0.04, 0, w, 0.04, d, wood, "wood", top=mixed(wood, "#f0c08a", 0.18)),
    ]
    assemble(sheet, thing, parts)


def paint_kotatsu(sheet: Sheet, thing: Thing) -> None:
    """A low table with a quilt under its board, to keep one's legs warm."""
    quilt, wood = rgb(thing.color or "#b0554c"), "#a2724a"
    w, d, h = thing.width, thing.depth, thing.height
    parts = [
        Part(0, 0, 0, w + 0.5, 0.07, d + 0.5, quilt, soft=0.05),
        Part(0, 0.07, 0, w + 0.26, 0.12, d + 0.26, quilt, soft=0.1),
        Part(0, 0.19, 0, w + 0.04, h - 0.23, d + 0.04, quilt, soft=0.03),
        Part(0, h - 0.04, 0, w, 0.04, d, wood, "wood", top=mixed(wood, "#ffffff", 0.1)),
    ]
    assemble(sheet, thing, parts, 0.2)


def paint_dining_table(sheet: Sheet, thing: Thing) -> None:
    """A table to eat at."""
    wood = rgb(thing.color or "#bd8c5a")
    w, d, h = thing.width, thing.depth, thing.height
    parts = [
        *feet(w, h - 0.12, d, 0.06, toned_color(wood, -0.08), 0.04),
        Part(0, h - 0.12, 0, w - 0.08, 0.085, d - 0.08, toned_color(wood, -0.12), "wood", edged=False),
        Part(0, h - 0.035, 0, w, 0.035, d, wood, "wood"),
    ]
    assemble(sheet, thing, parts, 0.28)


def paint_stool(sheet: Sheet, thing: Thing) -> None:
    """A round stool."""
    wood = rgb(thing.color or "#b98a5c")
    x, z, h, radius = thing.x, thing.z, thing.height, thing.width / 2
    assemble(
        sheet,
        thing,
        [Part(a * radius * 0.6, 0, b * radius * 0.6, 0.035, h - 0.04, 0.035, wood, edged=False) for a in (-1, 1) for b in (-1, 1)],
        0.24,
    )
    turned(
        sheet,
        (x, thing.y + h - 0.045, z),
        ((radius * 0.96, 0.0), (radius, 0.02), (radius * 0.97, 0.045)),
        wood,
        inside=mixed(wood, "#ffffff", 0.12),
    )


_WOODS = ("#c39a68", "#a3754b", "#d9bd92", "#8c6344")
KINDS = (
    Kind("desk", "furniture", paint_desk, "standing", (1.1, 1.25), (0.73, 0.75), (0.6, 0.65), _WOODS, True, False, 0),
    Kind("chair", "furniture", paint_chair, "standing", (0.42, 0.45), (0.84, 0.9), (0.42, 0.45), _WOODS, True, False, 0),
    Kind(
        "swivel_chair",
        "furniture",
        paint_swivel_chair,
        "standing",
        (0.5, 0.54),
        (0.88, 0.95),
        (0.5, 0.54),
        ("#5f7390", "#8a5a5f", "#5c7a68"),
        True,
        False,
        0,
    ),
    Kind("desk_lamp", "light", paint_desk_lamp, "surface", (0.24, 0.28), (0.4, 0.44), (0.2, 0.2), (), True, False, 0),
    Kind("coffee_table", "furniture", paint_coffee_table, "standing", (1.0, 1.2), (0.38, 0.42), (0.5, 0.6), _WOODS, True, False, 0),
    Kind(
        "low_table",
        "furniture",
        paint_low_table,
        "standing",
        (1.0, 1.2),
        (0.34, 0.36),
        (0.7, 0.8),
        ("#7c4f31", "#93633d", "#5f3d2a"),
        True,
        False,
        0,
    ),
    Kind(
        "kotatsu",
        "furniture",
        paint_kotatsu,
        "standing",
        (0.95, 1.05),
        (0.38, 0.4),
        (0.75, 0.8),
        ("#b0554c", "#5f7aa0", "#b59255", "#7f8f66"),
        True,
        False,
        0,
    ),
    Kind("dining_table", "furniture", paint_dining_table, "standing", (1.3, 1.5), (0.71, 0.73), (0.8, 0.85), _WOODS, True, False, 0),
    Kind("stool", "furniture", paint_stool, "standing", (0.32, 0.36), (0.45, 0.6), (0.32, 0.36), _WOODS, True, False, 0),
)
