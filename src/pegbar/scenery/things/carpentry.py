"""Furniture as boxes fitted together: which covers which follows from where the eye is, whichever way the piece is turned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.surfaces import rising, toned, wash

Detail = Callable[[Sheet, Block], None]
_TOUCH = 1e-4


@dataclass(frozen=True)
class Part:
    """A box of a piece of furniture, in the piece's own metres: its foot's middle (x right, y up, z away from its front) and size.

    Attributes
    ----------
    color, texture
        Of its faces.
    top
        Colour of its upper face, where another.
    detail
        Paints what is on its faces.
    glow
        How far it shines by itself, 0–1.
    edged
        Whether its upper edges catch the light.
    soft
        Metres by which its upper edges are rounded off, as cushions' are.
    """

    x: float
    y: float
    z: float
    width: float
    height: float
    depth: float
    color: ArrayLike | str
    texture: str = ""
    top: ArrayLike | str | None = None
    detail: Detail | None = None
    glow: float = 0.0
    edged: bool = True
    soft: float = 0.0

    @property
    def low(self) -> tuple[float, float, float]:
        """Its lowest corner."""
        return self.x - self.width / 2, self.y, self.z - self.depth / 2

    @property
    def high(self) -> tuple[float, float, float]:
        """Its highest corner."""
        return self.x + self.width / 2, self.y + self.height, self.z + self.depth / 2


def _first(one: Part, two: Part, eye: Sequence[float]) -> int:
    """1 where the first must be painted before the second, −1 where after, 0 where neither can cover the other or both meet."""
    before = after = False
    for low, high, other_low, other_high, at in zip(one.low, one.high, two.low, two.high, eye, strict=True):
        if high <= other_low + _TOUCH:
            before, after = before or at >= other_low - _TOUCH, after or at <= high + _TOUCH
        elif other_high <= low + _TOUCH:
            before, after = before or at <= other_high + _TOUCH, after or at >= low - _TOUCH
    return 0 if before == after else 1 if before else -1


def far_to_near(parts: Sequence[Part], eye: Sequence[float]) -> list[int]:
    """Indices of parts in an order in which later ones cover earlier ones, seen from `eye` in the piece's metres."""
    waits = {number: set[int]() for number in range(len(parts))}
    for one in range(len(parts)):
        for two in range(one + 1, len(parts)):
            order = _first(parts[one], parts[two], eye)
            if order:
                waits[two if order > 0 else one].add(one if order > 0 else two)
    done: list[int] = []
    while waits:
        free = [number for number, needed in waits.items() if not needed] or [min(waits, key=lambda number: len(waits[number]))]
        done.append(free[0])
        del waits[free[0]]
        for needed in waits.values():
            needed.discard(free[0])
    return done


def eye_in(sheet: Sheet, thing: Thing) -> tuple[float, float, float]:
    """The eye in the piece's own metres."""
    angle = np.radians(thing.turn)
    x, z = sheet.view.camera.x - thing.x, -thing.z
    across, away = np.cos(angle) * x + np.sin(angle) * z, -np.sin(angle) * x + np.cos(angle) * z
    return float(across), sheet.view.camera.height - thing.y, float(away)


def block_of(thing: Thing, part: Part) -> Block:
    """The box in space of a part."""
    angle = np.radians(thing.turn)
    x = thing.x + np.cos(angle) * part.x - np.sin(angle) * part.z
    z = thing.z + np.sin(angle) * part.x + np.cos(angle) * part.z
    return Block(float(x), thing.y + part.y, float(z), part.width, part.height, part.depth, thing.turn)


def assemble(sheet: Sheet, thing: Thing, parts: Sequence[Part], shadow: float = 0.34) -> None:
    """Paint a piece of furniture with the dark under it."""
    if thing.y < 0.05 and shadow > 0:
        foot_shadow(sheet, Block(thing.x, 0, thing.z, thing.width, 0, thing.depth, thing.turn), shadow)
    for number in far_to_near(parts, eye_in(sheet, thing)):
        part = parts[number]
        paint_part(sheet, block_of(thing, part), part)


def foot_shadow(sheet: Sheet, block: Block, strength: float = 0.34, spread: float = 0.05) -> None:
    """The dark on the floor under a box and around it."""
    across, away = block.width + 2 * spread, block.depth + 2 * spread
    under = block.part(0, 0, 0, across, 0.002, away)
    wash(sheet, under.top(), box_spots(across, away), "#1d1626", strength, 0.16)


def wooden(color: ArrayLike | str) -> str:
    """The texture of wood of a colour: planed timber, or none where it is painted white."""
    return "" if float(rgb(color).min()) > 0.75 else "timber"


def paint_part(sheet: Sheet, block: Block, part: Part) -> None:
    """A box with soft gradients; its upper edges catch the light."""
    if part.texture == "wood":
        part = replace(part, texture=wooden(part.color))
    if part.soft > 0:
        _soft(sheet, block, part)
        return
    dark = mixed(part.color, "#1d1626", 0.5)
    sheet.face(block.bottom(), box_spots(block.width, block.depth), dark, "", "", True, 0.0)
    for plane, width in block.sides():
        _side(sheet, plane, width, block.height, part)
    top = part.color if part.top is None else part.top
    toned(sheet, block.top(), box_spots(block.width, block.depth), top, rising(block.depth, 0.98, 1.06), part.texture, glow=part.glow)
    if part.edged and min(block.width, block.depth) > 0.02 and block.y + block.height < sheet.view.camera.height:
        _edges(sheet, block, mixed(top, "#ffffff", 0.42))
    if part.detail is not None:
        part.detail(sheet, block)


def _soft(sheet: Sheet, block: Block, part: Part) -> None:
    """A box whose upper edges are sloped, so that it looks stuffed."""
    bevel, top = part.soft, part.color if part.top is None else part.top
    low = block.height - bevel
    sides = ((block.back(), block.width), (block.left(), block.depth), (block.right(), block.depth), (block.front(), block.width))
    for plane, width in sides:
        toned(sheet, plane, box_spots(width, low), part.color, rising(low, 0.86, 1.0), part.texture)
    slope = float(np.hypot(bevel, bevel))
    for plane, width in sides:
        lean = Plane(plane.at([(0, low)])[0], plane.across, (plane.up - plane.normal) / np.sqrt(2))
        sheet.face(lean, [(0, 0), (width, 0), (width - bevel, slope), (bevel, slope)], toned_color(top, 0.06), "", "", False)
    upper = Plane(block.top().at([(bevel, bevel)])[0], block.top().across, block.top().up)
    wide, deep = block.width - 2 * bevel, block.depth - 2 * bevel
    toned(sheet, upper, box_spots(wide, deep), top, rising(deep, 1.0, 1.06), part.texture)
    if part.detail is not None:
        part.detail(sheet, block)


def _side(sheet: Sheet, plane: Plane, width: float, height: float, part: Part) -> None:
    low = 0.88 if height > 0.3 else 0.96
    toned(sheet, plane, box_spots(width, height), part.color, rising(height, low, 1.03), part.texture, glow=part.glow)


def _edges(sheet: Sheet, block: Block, color: ArrayLike) -> None:
    thick = min(0.008, block.height * 0.3)
    sides = ((block.front(), block.width), (block.left(), block.depth), (block.right(), block.depth))
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    for plane, width in sides:
        if float(plane.normal @ (eye - plane.corner)) > 0.02:
            ends = plane.at([(0, block.height - thick / 2), (width, block.height - thick / 2)])
            sheet.stroke(ends, color, thick)


def toned_color(color: ArrayLike | str, part: float) -> np.ndarray:
    """A colour made darker (negative) or lighter, for what is of the same stuff."""
    return mixed(color, "#ffffff", part) if part >= 0 else rgb(color) * (1 + part)


def feet(width: float, height: float, depth: float, thick: float, color: ArrayLike | str, inset: float = 0.0) -> list[Part]:
    """Four legs under the corners of a piece."""
    x, z = width / 2 - thick / 2 - inset, depth / 2 - thick / 2 - inset
    return [Part(a * x, 0, b * z, thick, height, thick, color, edged=False) for a in (-1, 1) for b in (-1, 1)]
