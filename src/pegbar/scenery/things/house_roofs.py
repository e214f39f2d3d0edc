"""Roofs of houses with overhang: gabled, hipped or flat, with what shows under the eaves, gutters, and snow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block
from pegbar.scenery.things.facade import SNOW, facet

Corner = NDArray[np.float64]


@dataclass(frozen=True)
class Roof:
    """A roof on a box.

    Attributes
    ----------
    block
        The walls that carry it.
    rise
        Metres from the walls' top to the ridge.
    style
        ``gable`` (ridge across), ``away`` (ridge from front to back) or ``hip``.
    color
        Of tiles or sheet.
    overhang
        Metres that eaves stand out.
    texture
        Of the slopes.
    """

    block: Block
    rise: float
    style: str
    color: str
    overhang: float = 0.5
    texture: str = "shingles"

    def _spot(self, across: float, up: float, away: float) -> Corner:
        """A point by metres from the middle of the walls' top."""
        block = self.block
        return block.at(across / block.width, 1 + up / block.height, away / block.depth)

    def slopes(self) -> list[NDArray[np.float64]]:
        """Slopes as polygons (N, 3), each from its eave."""
        w, d, out = self.block.width / 2, self.block.depth / 2, self.overhang
        half = w if self.style == "away" else min(w, d) if self.style == "hip" else d
        drop = -self.rise * out / half
        a, b, c, e = (self._spot(x * (w + out), drop, z * (d + out)) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
        if self.style == "gable":
            left, right = self._spot(-w - out, self.rise, 0), self._spot(w + out, self.rise, 0)
            return [np.array([a, b, right, left]), np.array([c, e, left, right])]
        if self.style == "away":
            near, far = self._spot(0, self.rise, -d - out), self._spot(0, self.rise, d + out)
            return [np.array([e, a, near, far]), np.array([b, c, far, near])]
        along = max(w - d, 0.0), max(d - w, 0.0)
        one, two = self._spot(-along[0], self.rise, -along[1]), self._spot(along[0], self.rise, along[1])
        if along[0] >= along[1]:
            return [np.array([a, b, two, one]), np.array([b, c, two]), np.array([c, e, one, two]), np.array([e, a, one])]
        return [np.array([a, b, one]), np.array([b, c, two, one]), np.array([c, e, two]), np.array([e, a, one, two])]

    def under(self, sheet: Sheet) -> None:
        """What is seen of the roof from below, to be painted before the walls."""
        for slope in self.slopes():
            facet(sheet, np.roll(slope[::-1], 2, axis=0), mixed("#8d8378", self.color, 0.25), lit=0.0)

    def gables(self) -> list[NDArray[np.float64]]:
        """Triangles of wall under the ridge's ends."""
        w, d = self.block.width / 2, self.block.depth / 2
        if self.style == "gable":
            feet = (((w, -d), (w, d), (w, 0.0)), ((-w, d), (-w, -d), (-w, 0.0)))
        elif self.style == "away":
            feet = (((-w, -d), (w, -d), (0.0, -d)), ((w, d), (-w, d), (0.0, d)))
        else:
            return []
        return [np.array([self._spot(one[0], 0, one[1]), self._spot(two[0], 0, two[1]), self._spot(top[0], self.rise, top[1])])
                for one, two, top in feet]  # fmt: skip

    def over(self, sheet: Sheet) -> None:
        """The roof from above with its edges and gutters, to be painted after the walls."""
        eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
        slopes = sorted(self.slopes(), key=lambda slope: -float(np.linalg.norm(slope[:2].mean(axis=0) - eye)))
        snowy, texture = sheet.light.snowy, "" if sheet.light.snowy else self.texture
        for slope in slopes:
            facet(sheet, slope, SNOW if snowy else self.color, texture, "snow" if snowy else "")
        for slope in slopes:
            self._edge(sheet, slope[0], slope[1], 0.15)
            if self.style in ("gable", "away"):
                self._edge(sheet, slope[1], slope[2], 0.15)
                self._edge(sheet, slope[3], slope[0], 0.15)

    def _edge(self, sheet: Sheet, one: Corner, two: Corner, thick: float) -> None:
        """The board along an edge with its gutter, or the edge of the snow."""
        down = np.array([0.0, thick, 0.0])
        upright_edge(sheet, one - down, two - down, thick, mixed("#d8d2c6", self.color, 0.35))
        if sheet.light.snowy:
            upright_edge(sheet, one - down * 0.2, two - down * 0.2, thick * 1.1, rgb(SNOW), "snow")


def upright_edge(sheet: Sheet, one: Corner, two: Corner, thick: float, color: Color, label: str = "") -> None:
    """A thin upright band over the line from `one` to `two`, seen from outside."""
    up = np.array([0.0, thick, 0.0])
    facet(sheet, [one, two, two + up, one + up], color, label=label)
