"""The alcove of a Japanese room, for a scroll and flowers."""

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.things.carpentry import Part, assemble
from pegbar.scenery.things.openings import on_wall
from pegbar.scenery.things.surfaces import cornered, toned, wash

RECESS, DAIS = 0.35, 0.12
"""Metres that an alcove lies behind its wall, and that its floor lies above the mats."""


def paint_tokonoma(sheet: Sheet, thing: Thing) -> None:
    """An alcove: a recess with a raised floor of one board, a post of natural wood, a lintel over it."""
    plane, w, h = on_wall(thing), thing.width, thing.height
    wood, plaster = rgb("#7d5638"), rgb(thing.color or "#b9b48c")
    inner, normal = plane.beyond(-RECESS), plane.normal
    toned(sheet, inner, box_spots(w, h), plaster, cornered(w, h, 0.2, 0.12, 0.3, 0.35), "plain", "wall", lit=0.35)
    for face, long in (
        (Plane(inner.at([(0, 0)])[0], normal, plane.up), h), (Plane(plane.at([(w, 0)])[0], -normal, plane.up), h),
        (Plane(inner.at([(0, h)])[0], normal, plane.across), w),
    ):  # fmt: skip
        toned(sheet, face, box_spots(RECESS, long), plaster * 0.86, cornered(RECESS, long, 0.1, 0.1, 0.2), "", "wall", lit=0.3)
    deep = RECESS + 0.25
    middle = plane.beyond(0.25 - deep / 2).at([(w / 2, 0)])[0]
    board = Thing(thing.kind, float(middle[0]), float(middle[2]), w, DAIS, deep, 0.0, thing.turn)
    assemble(sheet, board, [Part(0, 0, 0, w, DAIS, deep, mixed(wood, "#c08552", 0.5), "wood")], 0.3)
    shade = [(0, h - 0.02), (w, h - 0.02), (w, h - 0.3), (0, h - 0.3)]
    wash(sheet, inner.beyond(0.01), shade, "#1d1626", 0.25, 0.3)
    for left in (-0.06, w - 0.06):
        post = plane.beyond(0.04).at([(left + 0.06, 0)])[0]
        body = Thing(thing.kind, float(post[0]), float(post[2]), 0.12, h + 0.1, 0.12, 0.0, thing.turn)
        assemble(sheet, body, [Part(0, 0, 0, 0.12, h + 0.1, 0.12, wood if left < 0 else "#a5754a", "wood")], 0)
    lintel = plane.beyond(0.02).at([(w / 2, h)])[0]
    body = Thing(thing.kind, float(lintel[0]), float(lintel[2]), w, 0.1, 0.09, float(lintel[1]), thing.turn)
    assemble(sheet, body, [Part(0, 0, 0, w, 0.1, 0.09, wood, "wood")], 0)


KINDS = (
    Kind(
        "tokonoma",
        "wall",
        paint_tokonoma,
        "wall",
        (1.6, 1.8),
        (2.1, 2.2),
        (0.6, 0.6),
        ("#b9b48c", "#a9b39a", "#c2b28e", "#b7a58f"),
        True,
        False,
        0,
    ),
)
