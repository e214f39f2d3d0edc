"""Solids of faces: boxes, roofs, cylinders; each is painted from its far faces to its near ones."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.light import mixed
from pegbar.scenery.sheet import Plane, Sheet, box_spots

UP = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True)
class Block:
    """An upright box: its foot's middle (x, y, z), width, height and depth in metres, turned by degrees (as ``upright``)."""

    x: float
    y: float
    z: float
    width: float
    height: float
    depth: float
    turn: float = 0.0

    def _axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        angle = np.radians(self.turn)
        across = np.array([np.cos(angle), 0.0, np.sin(angle)])
        return across, np.array([-np.sin(angle), 0.0, np.cos(angle)])

    def at(self, across: float, up: float, away: float) -> NDArray[np.float64]:
        """A point in the box: fractions of width and depth from its middle (−0.5 to 0.5), and of its height from its foot (0 to 1)."""
        one, two = self._axes()
        return np.array([self.x, self.y + up * self.height, self.z]) + across * self.width * one + away * self.depth * two

    def part(self, across: float, up: float, away: float, width: float, height: float, depth: float) -> "Block":
        """A box inside or on this one: its foot's middle as in :meth:`at`, its own size in metres; turned as this."""
        x, y, z = self.at(across, up, away)
        return Block(float(x), float(y), float(z), width, height, depth, self.turn)

    def front(self) -> Plane:
        """The face towards the viewer, (0, 0) at its lower left; ``width`` by ``height``."""
        return Plane(self.at(-0.5, 0, -0.5), self._axes()[0], UP)

    def back(self) -> Plane:
        """The face away from the viewer."""
        return Plane(self.at(0.5, 0, 0.5), -self._axes()[0], UP)

    def left(self) -> Plane:
        """The face to the left; ``depth`` by ``height``."""
        return Plane(self.at(-0.5, 0, 0.5), -self._axes()[1], UP)

    def right(self) -> Plane:
        """The face to the right; ``depth`` by ``height``."""
        return Plane(self.at(0.5, 0, -0.5), self._axes()[1], UP)

    def top(self) -> Plane:
        """The upper face; ``width`` by ``depth``."""
        return Plane(self.at(-0.5, 1, -0.5), *self._axes())

    def bottom(self) -> Plane:
        """The lower face."""
        return Plane(self.at(-0.5, 0, 0.5), self._axes()[0], -self._axes()[1])

    def sides(self) -> tuple[tuple[Plane, float], ...]:
        """The four upright faces with their widths, from far to near as a viewer at the origin sees them."""
        faces = ((self.back(), self.width), (self.left(), self.depth), (self.right(), self.depth), (self.front(), self.width))
        return tuple(sorted(faces, key=lambda face: -float(np.hypot(*(face[0].at([(face[1] / 2, 0)])[0][[0, 2]])))))


def paint_block(
    sheet: Sheet, block: Block, color: ArrayLike | str, texture: str = "", top: ArrayLike | str | None = None, label: str = "",
    lined: bool = True, glow: float = 0.0,
) -> None:  # fmt: skip
    """A box; `top` is the colour of its upper face, and snow lies on it."""
    if block.y > 0:
        sheet.face(block.bottom(), box_spots(block.width, block.depth), mixed(color, "#000000", 0.45), "", label, lined, 0.0)
    for plane, width in block.sides():
        sheet.face(plane, box_spots(width, block.height), color, texture, label, lined, None, glow)
    covered = sheet.light.snowy
    upper = "#eef2f8" if covered else color if top is None else top
    sheet.face(block.top(), box_spots(block.width, block.depth), upper, "" if covered else texture, "snow" if covered else label, lined)


def paint_pillar(
    sheet: Sheet, x: float, z: float, low: float, high: float, radius: float, color: ArrayLike | str, label: str = "",
    upper_radius: float | None = None,
) -> None:  # fmt: skip
    """A round pillar, pole or trunk from `low` to `high` metres, shaded in five upright strips."""
    if z < NEAR + radius:
        return
    above = radius if upper_radius is None else upper_radius
    foot, head = sheet.view.project(np.array([[x, low, z], [x, high, z]]))
    scale = sheet.view.scale(z)
    edges = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 6))
    for one, two in pairwise(edges):
        facing = np.array([(one + two) / 2, 0.0, -np.sqrt(1 - ((one + two) / 2) ** 2)])
        strip = np.array([
            (foot[0] + one * radius * scale, foot[1]), (foot[0] + two * radius * scale, foot[1]),
            (head[0] + two * above * scale, head[1]), (head[0] + one * above * scale, head[1]),
        ])  # fmt: skip
        sheet.shape(strip, sheet.light.shade(color, facing, z), label, False)
    for side in (-1, 1):
        ends = [(foot[0] + side * radius * scale, foot[1]), (head[0] + side * above * scale, head[1])]
        sheet.ink_line(np.array(ends))
