"""Kitchens: counters with sink and stove, refrigerators, cupboards, hoods, pots, and what stands on tables."""

import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, toned_color
from pegbar.scenery.things.joinery import panel
from pegbar.scenery.things.openings import on_wall
from pegbar.scenery.things.rounds import turned
from pegbar.scenery.things.surfaces import wash


def _doors(sheet: Sheet, block: Block, color: ArrayLike, drawers: int) -> None:
    """Fronts of a kitchen unit: doors with bars for handles, one column of drawers, an oven under the stove at the left."""
    plane, count = block.front(), max(2, round(block.width / 0.5))
    wide = block.width / count
    for number in range(count):
        left = number * wide + 0.005
        if number == drawers:
            for row in range(3):
                low = block.height * row / 3 + 0.005
                panel(sheet, plane, left, low, wide - 0.01, block.height / 3 - 0.01, color)
                panel(sheet, plane, left + wide * 0.25, low + block.height / 3 - 0.06, wide * 0.5, 0.018, "#8d9299", lined=False, out=0.02)
            continue
        if number == 0:
            panel(sheet, plane, left, 0.12, wide - 0.01, block.height - 0.14, "#4b4f57")
            panel(sheet, plane, left + 0.05, 0.2, wide - 0.11, block.height - 0.36, "#2c3038", out=0.006)
            panel(sheet, plane, left + 0.05, block.height - 0.13, wide - 0.11, 0.018, "#b9bec4", lined=False, out=0.02)
            continue
        panel(sheet, plane, left, 0.005, wide - 0.01, block.height - 0.01, color)
        panel(sheet, plane, left + wide * 0.25, block.height - 0.07, wide * 0.5, 0.018, "#8d9299", lined=False, out=0.02)


def _worktop(sheet: Sheet, block: Block) -> None:
    """A stove at the left and a sink at the right of a worktop."""
    plane, w, d = block.top().beyond(0.003), block.width, block.depth
    panel(sheet, plane, 0.06, 0.10, 0.56, d - 0.2, "#34383f")
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.stack([np.cos(around), np.sin(around)], axis=1)
    for at in (0.2, 0.48):
        sheet.face(plane.beyond(0.006), ring * 0.10 + (at, d * 0.5), "#1f2227")
        sheet.face(plane.beyond(0.008), ring * 0.055 + (at, d * 0.5), "#565b63")
    left = w * 0.58
    panel(sheet, plane, left, 0.10, min(0.7, w * 0.3), d - 0.22, "#e3e7ea")
    panel(sheet, plane, left + 0.03, 0.13, min(0.7, w * 0.3) - 0.06, d - 0.28, "#8f979e", out=0.004)
    panel(sheet, plane, left + 0.05, 0.13, min(0.7, w * 0.3) - 0.10, d - 0.38, "#a6aeb4", out=0.005, lined=False)
    foot = plane.at([(left + min(0.35, w * 0.15), d - 0.08)])[0]
    towards = block.top().up * -1
    curve = [
        foot,
        foot + (0, 0.24, 0),
        foot + (0, 0.30, 0) + towards * 0.05,
        foot + (0, 0.30, 0) + towards * 0.14,
        foot + (0, 0.25, 0) + towards * 0.17,
    ]
    sheet.stroke(np.array(curve), "#aeb6bd", 0.026)


def paint_kitchen_counter(sheet: Sheet, thing: Thing) -> None:
    """A kitchen's worktop with a stove and a sink over cupboards, and a splashback."""
    color = rgb(thing.color or "#dfe3dc")
    w, d, h = thing.width, thing.depth, thing.height
    stone = mixed("#d9d3c8", color, 0.15)
    parts = [
        Part(0, 0, 0.02, w - 0.02, 0.09, d - 0.08, "#4a4642", edged=False),
        Part(0, 0.09, 0, w, h - 0.13, d - 0.02, color, detail=lambda s, b: _doors(s, b, mixed(color, "#ffffff", 0.12), 2)),
        Part(0, h - 0.04, -0.01, w + 0.02, 0.04, d + 0.02, stone, detail=_worktop),
    ]
    assemble(sheet, thing, parts)


def paint_fridge(sheet: Sheet, thing: Thing) -> None:
    """A refrigerator of two doors, with notes under magnets."""
    color, rng = rgb(thing.color or "#e6e8ea"), sheet.rng
    w, d, h = thing.width, thing.depth, thing.height
    split = h * float(rng.uniform(0.32, 0.4))

    def fronts(sheet: Sheet, block: Block) -> None:
        plane = block.front()
        panel(sheet, plane, 0.006, 0.01, w - 0.012, split - 0.015, mixed(color, "#ffffff", 0.2))
        panel(sheet, plane, 0.006, split + 0.005, w - 0.012, block.height - split - 0.012, mixed(color, "#ffffff", 0.2))
        panel(sheet, plane, 0.045, split - 0.05 - 0.25, 0.03, 0.25, "#9aa0a6", out=0.03)
        panel(sheet, plane, 0.045, split + 0.06, 0.03, 0.42, "#9aa0a6", out=0.03)
        for tone in ("#f5e6a3", "#f3b7b0", "#b9d7e8"):
            if rng.random() < 0.7:
                at, up = float(rng.uniform(0.25, 0.7)) * w, split + float(rng.uniform(0.35, 0.75)) * (h - split)
                panel(sheet, plane, at, up, 0.08, 0.09, tone, out=0.006)
                panel(sheet, plane, at + 0.03, up + 0.075, 0.02, 0.02, "#c9574f", lined=False, out=0.01)
        shine = [(w * 0.72, split + 0.02), (w * 0.86, split + 0.02), (w * 0.86, block.height - 0.02), (w * 0.72, block.height - 0.02)]
        wash(sheet, plane.beyond(0.008), shine, np.clip(rgb("#ffffff") * sheet.light.fill * 1.2, 0, 1), 0.25, 0.05)

    parts = [Part(0, 0, 0, w - 0.03, 0.04, d - 0.05, "#4a4d52", edged=False), Part(0, 0.04, 0, w, h - 0.04, d, color, detail=fronts)]
    assemble(sheet, thing, parts)


def paint_kitchen_cupboards(sheet: Sheet, thing: Thing) -> None:
    """Cupboards on the wall above a worktop."""
    color, w, h, deep = rgb(thing.color or "#dfe3dc"), thing.width, thing.height, max(thing.depth, 0.3)
    plane = on_wall(thing)
    wash(sheet, plane.beyond(0.002), box_spots(w, 0.25, 0, -0.25), "#2a2233", 0.28, 0.12)
    middle = plane.beyond(deep / 2).at([(w / 2, 0)])[0]

    def fronts(sheet: Sheet, block: Block) -> None:
        face, count = block.front(), max(2, round(w / 0.5))
        for number in range(count):
            wide = w / count
            panel(sheet, face, number * wide + 0.005, 0.005, wide - 0.01, h - 0.01, mixed(color, "#ffffff", 0.12))
            panel(sheet, face, number * wide + wide * 0.25, 0.035, wide * 0.5, 0.018, "#8d9299", lined=False, out=0.02)

    body = Thing(thing.kind, float(middle[0]), float(middle[2]), w, h, deep, thing.y, thing.turn)
    assemble(sheet, body, [Part(0, 0, 0, w, h, deep, color, detail=fronts)], 0)


def paint_range_hood(sheet: Sheet, thing: Thing) -> None:
    """A hood over a stove: a sloping skirt and a duct; its lamp lit in the dark."""
    w, h, deep = thing.width, thing.height, max(thing.depth, 0.4)
    plane = on_wall(thing)
    wash(sheet, plane.beyond(0.002), box_spots(w, 0.3, 0, -0.3), "#2a2233", 0.2, 0.12)
    steel = rgb(thing.color or "#b9bfc4")
    for out, low, wide, tall in ((deep * 0.6, h * 0.3, 0.55, h * 0.7), (deep, 0.0, 1.0, h * 0.3)):
        middle = plane.beyond(out / 2).at([(w / 2, 0)])[0]
        body = Thing(thing.kind, float(middle[0]), float(middle[2]), w * wide, tall, out, thing.y + low, thing.turn)
        assemble(sheet, body, [Part(0, 0, 0, w * wide, tall, out, steel, top=toned_color(steel, 0.2))], 0)
    lamp = plane.beyond(deep / 2).at([(w / 2, -0.02)])[0]
    if sheet.light.lamps:
        sheet.shine(lamp, 0.6, "#ffe7b8", 0.5)


def paint_kettle(sheet: Sheet, thing: Thing) -> None:
    """A kettle with a spout and a handle over it."""
    color, r, h = thing.color or "#b5544a", thing.width * 0.4, thing.height
    x, y, z = thing.x, thing.y, thing.z
    sheet.stroke(np.array([(x + r * 0.8, y + h * 0.25, z), (x + r * 1.25, y + h * 0.45, z), (x + r * 1.45, y + h * 0.62, z)]), color, 0.03)
    turned(
        sheet, (x, y, z), ((r * 0.9, 0), (r, h * 0.12), (r * 0.85, h * 0.42), (r * 0.45, h * 0.6)), color, inside=toned_color(color, 0.1)
    )
    turned(sheet, (x, y + h * 0.6, z), ((0.016, 0), (0.012, h * 0.08)), "#2f2d2d")
    arc = np.linspace(0.1, np.pi - 0.1, 9)
    sheet.stroke(np.stack([x + np.cos(arc) * r * 0.8, y + h * 0.5 + np.sin(arc) * h * 0.48, np.full(9, z)], axis=1), "#3a3736", 0.018)
    sheet.outline()


def paint_pot(sheet: Sheet, thing: Thing) -> None:
    """A cooking pot with two handles and a lid."""
    color, r, h = thing.color or "#8f9aa3", thing.width * 0.42, thing.height
    x, y, z = thing.x, thing.y, thing.z
    for side in (-1, 1):
        sheet.stroke(np.array([(x + side * r * 0.9, y + h * 0.6, z), (x + side * r * 1.3, y + h * 0.6, z)]), "#4a4745", 0.022)
    turned(sheet, (x, y, z), ((r * 0.94, 0), (r, h * 0.08), (r, h * 0.72)), color)
    turned(
        sheet,
        (x, y + h * 0.72, z),
        ((r * 1.03, 0), (r * 0.98, h * 0.06), (r * 0.3, h * 0.16)),
        mixed(color, "#ffffff", 0.2),
        inside=mixed(color, "#ffffff", 0.3),
    )
    turned(sheet, (x, y + h * 0.88, z), ((0.02, 0), (0.022, h * 0.1)), "#3d3a38", inside="#4d4a48")
    sheet.outline()


def paint_cup(sheet: Sheet, thing: Thing) -> None:
    """A cup with a drink in it; steam rises when it is cold outside."""
    color, r, h = thing.color or "#e9e4da", thing.width / 2, thing.height
    x, y, z = thing.x, thing.y, thing.z
    arc = np.linspace(-np.pi / 2, np.pi / 2, 7)
    sheet.stroke(np.stack([x + r * 0.9 + np.cos(arc) * r * 0.7, y + h * 0.5 + np.sin(arc) * h * 0.3, np.full(7, z)], axis=1), color, 0.012)
    turned(sheet, (x, y, z), ((r * 0.8, 0), (r, h)), color, inside="#7a5236" if sheet.rng.random() < 0.5 else "#a9b56a")
    sheet.outline()
    if sheet.light.conditions.season == "winter":
        rise = np.linspace(0, 1, 6)
        for side in (-1, 1):
            path = np.stack([x + side * r * 0.3 + 0.012 * np.sin(rise * 6 + side), y + h + 0.02 + rise * 0.12, np.full(6, z)], axis=1)
            for one in path:
                sheet.shine(one, 0.03, "#ffffff", 0.18)


def paint_plate(sheet: Sheet, thing: Thing) -> None:
    """A plate with fruit, or a bowl of it."""
    from_rim, x, y, z = thing.width / 2, thing.x, thing.y, thing.z
    bowl = rgb(thing.color or "#e8e3d8")
    turned(sheet, (x, y, z), ((from_rim * 0.5, 0), (from_rim, thing.height * 0.5)), bowl, inside=toned_color(bowl, -0.12))
    tones = (("#c9483f", "#d9604a", "#b5403a"), ("#e8a33d", "#e0913a", "#efb04f"))[int(sheet.rng.integers(2))]
    for (across, up), tone in zip(((-0.42, 0.62), (0.42, 0.62), (0.0, 0.95)), tones, strict=True):
        fruit = sheet.light.shade(tone, (0, 0.3, -0.9), z, 0.7)
        spot = (x + across * from_rim, y + thing.height * up, z)
        sheet.disc(spot, from_rim * 0.36, fruit * 0.88)
        sheet.disc((spot[0] - from_rim * 0.08, spot[1] + from_rim * 0.08, z), from_rim * 0.2, mixed(fruit, "#ffffff", 0.2))


_FRONTS = ("#dfe3dc", "#e9e2d2", "#c4d0c6", "#b9c6d0", "#b98a5c", "#e4cfc4")
KINDS = (
    Kind(
        "kitchen_counter", "furniture", paint_kitchen_counter, "standing", (2.4, 2.7), (0.85, 0.88), (0.62, 0.65), _FRONTS, True, False, 0
    ),
    Kind(
        "fridge",
        "furniture",
        paint_fridge,
        "standing",
        (0.64, 0.7),
        (1.65, 1.8),
        (0.64, 0.68),
        ("#e6e8ea", "#dcd9d2", "#c8cdd2", "#b5544a"),
        True,
        False,
        0,
    ),
    Kind("kitchen_cupboards", "furniture", paint_kitchen_cupboards, "wall", (1.4, 1.7), (0.6, 0.65), (0.34, 0.36), _FRONTS, True, False, 0),
    Kind(
        "range_hood", "furniture", paint_range_hood, "wall", (0.62, 0.7), (0.7, 0.75), (0.45, 0.5), ("#b9bfc4", "#d8dade"), True, False, 0
    ),
    Kind(
        "kettle",
        "furniture",
        paint_kettle,
        "surface",
        (0.24, 0.26),
        (0.24, 0.26),
        (0.2, 0.2),
        ("#b5544a", "#c3c8cc", "#5f86a8", "#d9a64e"),
        True,
        False,
        0,
    ),
    Kind(
        "pot", "furniture", paint_pot, "surface", (0.26, 0.3), (0.18, 0.2), (0.24, 0.24), ("#8f9aa3", "#b5544a", "#e0a94f"), True, False, 0
    ),
    Kind(
        "cup",
        "furniture",
        paint_cup,
        "surface",
        (0.08, 0.09),
        (0.08, 0.09),
        (0.08, 0.08),
        ("#e9e4da", "#7fa0b8", "#c98f7a", "#8fa58a"),
        True,
        False,
        0,
    ),
    Kind("fruit_bowl", "furniture", paint_plate, "surface", (0.26, 0.3), (0.1, 0.12), (0.26, 0.26), ("#e8e3d8", "#8fa9b8"), True, False, 0),
)
