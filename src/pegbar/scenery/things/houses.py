"""Houses: whole, with foundation, walls, windows, door, balcony, roof and gutters."""

from dataclasses import dataclass

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.facade import Pane, door, face, faces_eye, facet, paint_block, shade_under, slab, veil, window
from pegbar.scenery.things.house_roofs import Roof

_WALLS = ("#efe6d2", "#f4f1ea", "#dfe3e2", "#e6d3b8", "#d5dde3", "#c9b79c", "#ecdfe0", "#b8a58c", "#dfe5d6")
_ROOFS = ("#4a5260", "#5d4a44", "#6e4238", "#3e4a58", "#57606a", "#7a5544", "#465a5a", "#8a4b3a")
_DOORS = ("#6b4630", "#4a3a34", "#7d5a3c", "#3f4c48", "#8a6a4a", "#5a2f2a")
_FLOOR = 2.75
"""Metres of a storey."""


@dataclass(frozen=True)
class _Looks:
    """What one house has of its own."""

    wall: str
    second: str
    roof: str
    door: str
    frame: str
    texture: str
    style: str
    mirrored: bool
    balcony: bool
    skirt: bool
    lamps: tuple[float, ...]


def _pick(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _looks(rng: np.random.Generator, thing: Thing) -> _Looks:
    wall = thing.color or _pick(rng, _WALLS)
    second = _pick(rng, (wall, wall, "#f1ede4", "#b59d80", "#8d8f92"))
    roof, leaf = thing.part("roof", _pick(rng, _ROOFS)), thing.part("door", _pick(rng, _DOORS))
    frame = _pick(rng, ("#f2f0ea", "#5a524c", "#c9cdd0", "#3f4348"))
    texture, style = _pick(rng, ("siding", "plain", "plain", "boards")), _pick(rng, ("gable", "hip", "away", "hip"))
    chances = rng.random(3)
    lamps = tuple(float(value) for value in rng.random(24))
    second = wall if thing.color else second
    return _Looks(wall, second, roof, leaf, frame, texture, style, chances[0] < 0.5, chances[1] < 0.75, chances[2] < 0.6, lamps)


def paint_house(sheet: Sheet, thing: Thing) -> None:
    """A Japanese house of one or two storeys."""
    looks = _looks(sheet.rng, thing)
    storeys = 2 if thing.height > 5.4 else 1
    top = storeys * _FLOOR * min(1.0, thing.height / (storeys * _FLOOR + 1.0)) + 0.35
    rise = max(0.7, thing.height - top)
    body = Block(thing.x, thing.y, thing.z, thing.width, top, thing.depth, thing.turn)
    roof = Roof(body, rise, looks.style, looks.roof, 0.55)
    roof.under(sheet)
    for plane, width in body.sides():
        if faces_eye(sheet, plane):
            _wall(sheet, plane, width, top, storeys, looks)
            front = bool(np.allclose(plane.corner, body.front().corner))
            (_front if front else _side)(sheet, plane, width, top, storeys, looks)
            veil_eaves(sheet, plane, width, top)
    for gable in roof.gables():
        facet(sheet, gable, looks.second, looks.texture)
    roof.over(sheet)


def veil_eaves(sheet: Sheet, plane: Plane, width: float, top: float) -> None:
    """The shadow of the eaves along the head of a wall."""
    shade_under(sheet, plane, 0, top, width, 0.62)


def _wall(sheet: Sheet, plane: Plane, width: float, top: float, storeys: int, looks: _Looks) -> None:
    """A wall: foundation, siding or plaster, a belt between the storeys, and a downpipe."""
    face(sheet, plane, box_spots(width, 0.4), "#a7a39b", "rough")
    split = 0.35 + _FLOOR if storeys == 2 else top
    face(sheet, plane, box_spots(width, split - 0.35, 0, 0.35), looks.wall, looks.texture)
    if storeys == 2:
        face(sheet, plane, box_spots(width, top - split, 0, split), looks.second, looks.texture)
        paint_block(sheet, slab(plane, 0, split - 0.08, width, 0.14, 0.06), mixed(looks.wall, "#6d645a", 0.35))
    pipe = 0.25 if looks.mirrored else width - 0.33
    veil(sheet, plane, box_spots(0.12, top - 0.4, pipe + 0.09, 0.4), 0.3)
    paint_block(sheet, slab(plane, pipe, 0.2, 0.08, top - 0.25, 0.08), mixed(looks.frame, "#8d8a84", 0.3))


def _opening(looks: _Looks, number: int, panes: int = 2, sill: float = 0.12) -> Pane:
    value = looks.lamps[number % len(looks.lamps)]
    return Pane(looks.frame, panes, value > 0.42, value * 5 % 1, sill)


def _place(looks: _Looks, width: float, left: float, wide: float) -> float:
    """Where something starts, mirrored where the house is."""
    return width - left - wide if looks.mirrored else left


def _front(sheet: Sheet, plane: Plane, width: float, top: float, storeys: int, looks: _Looks) -> None:
    """The street's side: door under its own roof, a wide window, and above a balcony."""
    entry = _place(looks, width, 0.11 * width, 1.0)
    wide = min(2.6, 0.32 * width)
    living = _place(looks, width, 0.52 * width, wide)
    window(sheet, plane, living, 0.75, wide, 1.75, _opening(looks, 0, 2))
    if width > 7.5:
        window(sheet, plane, _place(looks, width, 0.34 * width, 0.6), 1.3, 0.6, 1.0, _opening(looks, 1, 1))
    _entrance(sheet, plane, entry, looks)
    if storeys < 2:
        return
    floor = 0.35 + _FLOOR
    if looks.skirt and not looks.balcony:
        _skirt(sheet, plane, width, floor, looks)
    if looks.balcony:
        long = min(0.62 * width, 5.0)
        start = _place(looks, width, 0.93 * width - long, long)
        window(sheet, plane, start + 0.18 * long, floor + 0.15, 0.5 * long, min(1.9, top - floor - 0.4), _opening(looks, 2, 3, 0.0))
        _balcony(sheet, plane, start, floor - 0.05, long, looks)
        window(sheet, plane, _place(looks, width, 0.1 * width, 1.2), floor + 0.85, 1.2, 1.05, _opening(looks, 3))
    else:
        for number, left in enumerate((0.12, 0.58)):
            window(sheet, plane, _place(looks, width, left * width, 1.7), floor + 0.8, 1.7, 1.15, _opening(looks, 4 + number))


def _entrance(sheet: Sheet, plane: Plane, left: float, looks: _Looks) -> None:
    """The door with its step, small roof, house number and lamp."""
    paint_block(sheet, slab(plane, left - 0.35, 0, 1.7, 0.18, 0.9), "#b5b0a6", "rough")
    paint_block(sheet, slab(plane, left - 0.2, 0.18, 1.4, 0.17, 0.5), "#c2bdb2")
    shade_under(sheet, plane, left - 0.4, 2.62, 1.8, 0.9)
    door(sheet, plane, left, 0.35, 1.0, 2.05, looks.door)
    lamp = slab(plane, left + 1.2, 1.95, 0.14, 0.24, 0.12)
    paint_block(sheet, lamp, "#fff0c8" if sheet.light.lamps else "#e9e6da", glow=0.95 if sheet.light.lamps else 0.0)
    paint_block(sheet, slab(plane, left - 0.42, 2.62, 1.84, 0.12, 0.95), mixed(looks.roof, "#d0cac0", 0.3))
    if sheet.light.lamps:
        sheet.shine(lamp.at(0, 0.5, 0), 1.6, "#ffdf9e", 0.5 if sheet.light.night else 0.25)


def _balcony(sheet: Sheet, plane: Plane, left: float, low: float, long: float, looks: _Looks) -> None:
    """A balcony with a panelled parapet and a rail."""
    shade_under(sheet, plane, left, low, long, 1.1)
    deck = slab(plane, left, low, long, 0.16, 1.05)
    paint_block(sheet, deck, mixed(looks.second, "#8f8a82", 0.3))
    parapet = slab(plane, left, low + 0.16, long, 0.82, 1.05)
    for panel, width in parapet.sides():
        face(sheet, panel, box_spots(width, 0.82), looks.second, "plain")
        count = max(1, round(width / 0.8))
        for number in range(count):
            spots = box_spots(width / count - 0.16, 0.56, number * width / count + 0.08, 0.13)
            face(sheet, panel, spots, mixed(looks.second, "#7d776f", 0.16))
    rail = slab(plane, left - 0.03, low + 0.98, long + 0.06, 0.08, 1.1)
    for panel, width in rail.sides():
        face(sheet, panel, box_spots(width, 0.08), looks.frame)
    if sheet.light.snowy:
        ledge = slab(plane.beyond(0.95), left, low + 1.04, long, 0.09, 0.18)
        paint_block(sheet, ledge, "#eef2f8", label="snow")


def _skirt(sheet: Sheet, plane: Plane, width: float, floor: float, looks: _Looks) -> None:
    """The narrow roof over the ground floor that older houses have."""
    shade_under(sheet, plane, 0, floor - 0.25, width, 0.8)
    across, out, up = plane.across, plane.normal * 0.8, np.array([0.0, 1.0, 0.0])
    low = plane.at([(-0.2, floor - 0.3), (width + 0.2, floor - 0.3)])
    high = plane.at([(-0.2, floor + 0.15), (width + 0.2, floor + 0.15)])
    edge = low + out
    snowy = sheet.light.snowy
    for side, ends in ((0, (edge[0], low[0], high[0])), (1, (low[1], edge[1], high[1]))):
        facet(sheet, ends if side else (low[0], edge[0], high[0]), mixed(looks.roof, "#000000", 0.2))
    facet(sheet, [edge[1], edge[0], low[0], low[1]], mixed("#8d8378", looks.roof, 0.3), lit=0.0)
    facet(
        sheet,
        [edge[0], edge[1], high[1], high[0]],
        "#eef2f8" if snowy else looks.roof,
        "" if snowy else "shingles",
        "snow" if snowy else "",
    )
    facet(sheet, [edge[0] - up * 0.12, edge[1] - up * 0.12, edge[1], edge[0]], mixed("#d8d2c6", looks.roof, 0.4))
    del across


def _side(sheet: Sheet, plane: Plane, width: float, top: float, storeys: int, looks: _Looks) -> None:
    """A side: smaller windows, and the air conditioner's outdoor unit."""
    count = 2 if width > 6.5 else 1
    for storey in range(storeys):
        floor = 0.35 + storey * _FLOOR
        for number in range(count):
            wide = (1.5, 0.7)[(number + storey + looks.mirrored) % 2]
            left = width * (number + 0.5) / count - wide / 2
            high = 1.1 if wide > 1 else 0.8
            window(
                sheet,
                plane,
                left,
                floor + 1.0,
                wide,
                min(high, top - floor - 1.3),
                _opening(looks, 8 + 2 * storey + number, 2 if wide > 1 else 1),
            )
    unit = slab(plane.beyond(0.08), width * 0.46, 0.15, 0.8, 0.6, 0.3)
    paint_block(sheet, unit, "#dcdad2")
    grille = unit.front()
    face(sheet, grille, box_spots(0.5, 0.46, 0.06, 0.07), "#8f918f")


KINDS = (
    Kind(
        "house", "building", paint_house, "standing", (7.5, 10.0), (6.6, 8.2), (6.5, 8.5), shadow=0.9, solid=True,
        parts=("roof", "door"), main="wall",
    ),
)  # fmt: skip
