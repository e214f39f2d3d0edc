"""Parts that carpenters and masons make, in metres of a thing's own frame: curved beams, leaning posts, turned stone, ropes with paper."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR, Points
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import UP, Block, paint_block
from pegbar.scenery.things.roofs import SNOW, panel


@dataclass(frozen=True)
class Frame:
    """A thing's own axes: metres across, up and away from its foot's middle."""

    x: float
    y: float
    z: float
    turn: float = 0.0

    def at(self, across: ArrayLike, up: ArrayLike, away: ArrayLike = 0.0) -> Points:
        """Points (N, 3) in space."""
        one, two = Block(0, 0, 0, 1, 1, 1, self.turn)._axes()
        parts = [np.atleast_1d(np.asarray(part, np.float64)) for part in (across, up, away)]
        a, u, w = np.broadcast_arrays(*parts)
        return np.asarray(np.array([self.x, self.y, self.z]) + a[:, None] * one + u[:, None] * UP + w[:, None] * two)

    def block(self, across: float, up: float, away: float, width: float, height: float, depth: float) -> Block:
        """A box with its foot's middle at a place of the frame, turned with it."""
        x, y, z = self.at(across, up, away)[0]
        return Block(float(x), float(y), float(z), width, height, depth, self.turn)

    def box(
        self,
        sheet: Sheet,
        across: float,
        up: float,
        away: float,
        size: tuple[float, float, float],
        color: ArrayLike | str,
        texture: str = "",
        label: str = "",
        glow: float = 0.0,
        lined: bool = True,
    ) -> None:
        """Paint a box of (width, height, depth) there."""
        paint_block(sheet, self.block(across, up, away, *size), color, texture, label=label, glow=glow, lined=lined)

    def flat(
        self,
        sheet: Sheet,
        spots: ArrayLike,
        away: float,
        color: ArrayLike | str,
        lined: bool = True,
        label: str = "",
        lit: float | None = None,
    ) -> None:
        """Paint a polygon of (across, up) that stands in the frame, `away` metres behind its middle."""
        values = np.asarray(spots, np.float64)
        panel(sheet, self.at(values[:, 0], values[:, 1], away), color, lined, label, lit)


def frame_of(thing: Thing) -> Frame:
    """The frame of a thing."""
    return Frame(thing.x, thing.y, thing.z, thing.turn)


def curved_beam(
    sheet: Sheet,
    frame: Frame,
    half: float,
    low: float,
    tall: float,
    depth: float,
    rise: float,
    color: ArrayLike | str,
    flare: float = 0.0,
    snow: bool = False,
) -> None:
    """A beam from −`half` to `half` metres whose ends rise by `rise`, longer above than below by `flare`; snow may lie on it."""
    part = np.linspace(-1, 1, 21)
    lift = rise * np.abs(part) ** 2.4
    under, over = part * half, part * (half + flare)
    near, far = -depth / 2, depth / 2
    panel(
        sheet,
        np.concatenate([frame.at(under, low + lift, far), frame.at(under, low + lift, near)[::-1]]),
        mixed(color, "#1a1420", 0.45),
        True,
        "",
        0.0,
    )
    for side in (-1, 1):
        edge = 0 if side < 0 else -1
        ends = [
            frame.at(under[edge], low + rise, near),
            frame.at(under[edge], low + rise, far),
            frame.at(over[edge], low + rise + tall, far),
            frame.at(over[edge], low + rise + tall, near),
        ]
        eye = np.array([sheet.view.camera.x, 0.0, 0.0])
        outward = (frame.at(side, 0.0)[0] - frame.at(0, 0.0)[0]) * (1, 0, 1)
        if float(outward @ (eye - ends[0][0] * (1, 0, 1))) > 0:
            panel(sheet, np.concatenate(ends), color)
    panel(sheet, np.concatenate([frame.at(under, low + lift, near), frame.at(over, low + tall + lift, near)[::-1]]), color)
    if snow and sheet.light.snowy:
        cap = 0.14 * (0.6 + 0.4 * np.cos(part * 1.4))
        top = frame.at(over, low + tall + lift, near)
        panel(sheet, np.concatenate([top - UP * 0.04, (top + cap[:, None] * UP)[::-1]]), SNOW, True, "snow", 0.6)


def turned_stone(sheet: Sheet, center: ArrayLike, profile: ArrayLike, color: ArrayLike | str, label: str = "", sides: int = 7) -> None:
    """A body of rotation about an upright axis through `center`: `profile` is (N, 2) of metres up and radius, from foot to top."""
    middle = np.asarray(center, np.float64)
    if middle[2] < NEAR + 0.3:
        return
    view, values = sheet.view, np.asarray(profile, np.float64)
    spots = view.project(middle + values[:, :1] * UP)
    reach = values[:, 1:] * view.scale(float(middle[2]))
    edges = np.sin(np.linspace(-np.pi / 2, np.pi / 2, sides + 1))
    for one, two in pairwise(edges):
        out = (one + two) / 2
        facing = np.array([out, 0.12, -np.sqrt(max(1 - out * out, 0))])
        strip = np.concatenate([spots + reach * (one, 0), (spots + reach * (two, 0))[::-1]])
        sheet.shape(strip, sheet.light.shade(color, facing / np.linalg.norm(facing), float(middle[2])), label, False)
    silhouette = np.concatenate([spots - reach * (1, 0), (spots + reach * (1, 0))[::-1]])
    sheet.ink_line(np.concatenate([silhouette, silhouette[:1]]))


def leaning_post(sheet: Sheet, foot: ArrayLike, head: ArrayLike, radius: float, color: ArrayLike | str, upper: float | None = None) -> None:
    """A round post from foot to head (3,), shaded across."""
    ends = np.array([foot, head], np.float64)
    if ends[:, 2].min() < NEAR + radius:
        return
    view, above = sheet.view, radius if upper is None else upper
    pixels = view.project(ends)
    along = pixels[1] - pixels[0]
    side = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    side = side if side[0] >= 0 else -side
    reach = np.array([radius * view.scale(float(ends[0, 2])), above * view.scale(float(ends[1, 2]))])
    edges = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 7))
    for one, two in pairwise(edges):
        out = (one + two) / 2
        facing = np.array([out, 0.0, -np.sqrt(1 - out * out)])
        strip = np.array(
            [
                pixels[0] + side * one * reach[0],
                pixels[0] + side * two * reach[0],
                pixels[1] + side * two * reach[1],
                pixels[1] + side * one * reach[1],
            ]
        )
        sheet.shape(strip, sheet.light.shade(color, facing, float(ends[:, 2].mean())), "", False)
    for out in (-1, 1):
        sheet.ink_line(np.array([pixels[0] + side * out * reach[0], pixels[1] + side * out * reach[1]]))


def sacred_rope(sheet: Sheet, frame: Frame, half: float, up: float, sag: float, away: float, thick: float, papers: int = 4) -> None:
    """A rope of straw that hangs between −`half` and `half` with zigzags of white paper."""
    part = np.linspace(-1, 1, 25)
    hang = up - sag * (1 - part**2)
    swell = thick * (0.55 + 0.45 * np.cos(part * 1.3))
    across = part * half
    rope = np.concatenate([np.stack([across, hang + swell / 2], 1), np.stack([across, hang - swell / 2], 1)[::-1]])
    frame.flat(sheet, rope, away, "#d9bf80", True, "", 0.6)
    shade = np.concatenate([np.stack([across, hang], 1), np.stack([across, hang - swell / 2], 1)[::-1]])
    frame.flat(sheet, shade, away, "#b3945a", False, "", 0.4)
    for number in range(papers):
        x = half * (-1 + 2 * (number + 0.5) / papers)
        top = up - sag * (1 - (x / half) ** 2) - thick * 0.4
        paper_zigzag(sheet, frame, x, top, thick * 2.6, away - 0.01)


def paper_zigzag(sheet: Sheet, frame: Frame, across: float, top: float, long: float, away: float) -> None:
    """A strip of white paper folded in zigzags."""
    wide = long * 0.24
    for step in range(4):
        shift = (wide * 0.5 if step % 2 else -wide * 0.25) * (1 if across >= 0 else -1)
        left, high = across + shift - wide / 2, top - step * long / 4
        spots = [(left, high), (left + wide, high - long * 0.06), (left + wide, high - long * 0.31), (left, high - long * 0.25)]
        frame.flat(sheet, spots, away, "#ffffff" if step % 2 == 0 else "#dfe3ea", True, "", 0.7)


def glow_lamp(sheet: Sheet, center: NDArray[np.float64], radius: float, strength: float = 0.6, color: str = "#ffcf86") -> None:
    """The light of a lamp that is lit from sunset on."""
    if sheet.light.lamps:
        sheet.shine(center, radius, color, strength * (1.0 if sheet.light.night else 0.5))
