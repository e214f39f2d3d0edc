"""Roofs of old Japan: hipped, gabled, or hipped below and gabled above, with curved slopes, lifted corners, ridges and shaded eaves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import Pixels, Points, before_eye
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import UP, Block

_ALONG = np.linspace(-1, 1, 17)
_RISE = np.linspace(0, 1, 7)
SNOW = "#eef2f8"


@dataclass(frozen=True)
class Roof:
    """A roof over an upright box whose ridge runs across it.

    Attributes
    ----------
    rise
        Metres from the wall's top to the ridge.
    overhang
        Metres that the eaves reach out.
    ridge
        Length of the ridge over the length of the eaves, 0–1.
    hip
        Part of the rise over which the ends slope too: 1 hipped, 0 gabled.
    curve
        How hollow the slopes are, 0–1.
    lift
        Metres by which the corners rise.
    color, edge
        Of the slopes, and of the eaves' edge.
    ribs
        Metres between rows of tiles or seams.
    thick
        Metres of the eaves' edge.
    beam
        Metres of the ridge's height.
    gable
        Colour of the wall under the ridge's ends.
    """

    rise: float
    overhang: float
    ridge: float
    hip: float
    curve: float
    lift: float
    color: str
    edge: str
    ribs: float
    thick: float
    beam: float
    gable: str


def panel(sheet: Sheet, points: Points, color: ArrayLike | str, lined: bool = True, label: str = "", lit: float | None = None) -> None:
    """A polygon of points in space, flat or nearly, shaded by the way its first corners face."""
    seen = before_eye(points)
    if len(seen) < 3:
        return
    normal = np.cross(points[len(points) // 2] - points[0], points[-1] - points[0])
    normal = normal / max(float(np.linalg.norm(normal)), 1e-9)
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    facing = normal if float(normal @ (eye - points.mean(axis=0))) >= 0 else -normal
    sheet.shape(sheet.view.project(seen), sheet.light.shade(color, facing, float(seen[:, 2].mean()), lit), label, lined)


def strands(sheet: Sheet, paths: list[Pixels], color: ArrayLike, thick: int, inked: bool) -> None:
    """Lines of a finished colour through pixels."""
    if not paths:
        return
    sheet._reach(np.concatenate(paths), thick + 1)
    fixed = [sheet._fixed(path) for path in paths]
    cv2.polylines(sheet.colors, fixed, False, (*(np.clip(rgb(color), 0, 1) * 255).tolist(), 255.0), thick, cv2.LINE_AA, 4)
    if inked:
        cv2.polylines(sheet.ink, fixed, False, (150.0,), sheet.line, cv2.LINE_AA, 4)


@dataclass(frozen=True)
class _Shape:
    """A roof's surface: points of its four sides over its block."""

    block: Block
    roof: Roof

    def half(self, v: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Half lengths across and away at parts of the rise."""
        part, roof = np.asarray(v, np.float64), self.roof
        across = self.block.width / 2 + roof.overhang
        end = across * roof.ridge if roof.hip > 0 else across
        wide = across + (end - across) * np.clip(part / max(roof.hip, 1e-6), 0, 1) if roof.hip > 0 else np.full(part.shape, across)
        return np.asarray(wide), np.asarray((self.block.depth / 2 + roof.overhang) * (1 - part))

    def up(self, v: ArrayLike) -> NDArray[np.float64]:
        """Metres above the ground at parts of the rise; at the wall the roof lies on its top."""
        out = self.roof.overhang / (self.block.depth / 2 + self.roof.overhang)
        profile = [np.asarray(part, np.float64) * (1 - self.roof.curve) + self.roof.curve * np.asarray(part) ** 2 for part in (v, out)]
        return np.asarray(self.block.y + self.block.height + self.roof.rise * (profile[0] - profile[1]) / (1 - profile[1]))

    def at(self, across: ArrayLike, away: ArrayLike, up: ArrayLike) -> Points:
        """Points (N, 3) from metres across and away from the block's middle, and above the ground."""
        one, two = self.block._axes()
        across, away, up = np.broadcast_arrays(np.asarray(across, np.float64), np.asarray(away, np.float64), np.asarray(up, np.float64))
        middle = np.array([self.block.x, 0.0, self.block.z])
        return np.asarray(middle + across[:, None] * one + away[:, None] * two + up[:, None] * UP)

    def row(self, side: str, v: float, along: NDArray[np.float64] = _ALONG, lower: float = 0.0) -> Points:
        """Points along a side at a part of the rise, corners lifted."""
        wide, deep = self.half(np.array(v))
        up = self.up(np.array(v)) + self.roof.lift * np.abs(along) ** 3 * (1 - v) ** 2 - lower
        across, away = {
            "front": (along * wide, np.full(along.shape, -deep)), "back": (-along * wide, np.full(along.shape, deep)),
            "right": (np.full(along.shape, wide), along * deep), "left": (np.full(along.shape, -wide), -along * deep),
        }[side]  # fmt: skip
        return self.at(across, away, up)


def paint_roof(sheet: Sheet, block: Block, roof: Roof, along: str = "across") -> None:
    """A roof on a box, its ridge across it or ``away``; snow lies on it and its eaves throw shade on the walls."""
    if along == "away":
        block = replace(block, width=block.depth, depth=block.width, turn=block.turn + 90)
    shape = _Shape(block, roof)
    _shade_of_eaves(sheet, block, roof)
    parts: list[tuple[float, Callable[[], None]]] = []
    for side in ("back", "left", "right", "front"):
        ending = side in ("left", "right")
        if not (ending and roof.hip == 0):
            _underside(sheet, shape, side)
            parts.append((_away(sheet, shape.row(side, 0.2)), lambda s=side: _slope(sheet, shape, s)))  # type: ignore[misc]
        if ending and roof.hip < 1:
            sign = 1.0 if side == "right" else -1.0
            parts.append((_away(sheet, shape.row(side, max(roof.hip, 0.4))) - 0.05, lambda s=sign: _gable(sheet, shape, s)))  # type: ignore[misc]
    for _, paint in sorted(parts, key=lambda part: -part[0]):
        paint()
    _ridges(sheet, shape)


def _away(sheet: Sheet, points: Points) -> float:
    eye = np.array([sheet.view.camera.x, 0.0, 0.0])
    return float(np.hypot(*(points.mean(axis=0) - eye)[[0, 2]]))


def _shade_of_eaves(sheet: Sheet, block: Block, roof: Roof) -> None:
    """The dark band that eaves leave on the walls under them."""
    drop = min(0.36 * block.height, roof.overhang * (1.1 if sheet.light.sunny else 0.7))
    for plane, width in block.sides():
        eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
        corners = plane.at([(0, block.height - drop), (width, block.height - drop), (width, block.height), (0, block.height)])
        if float(plane.normal @ (eye - corners.mean(axis=0))) <= 0:
            continue
        seen = before_eye(corners)
        if len(seen) < 3:
            continue
        rows, columns = sheet._reach(sheet.view.project(seen))
        if rows.stop <= rows.start or columns.stop <= columns.start:
            continue
        mask = np.zeros(sheet.ink.shape, np.uint8)[rows, columns].copy()
        cv2.fillPoly(mask, [sheet._fixed(sheet.view.project(seen) - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, 4)
        window = sheet.colors[rows, columns]
        dark = 1 - 0.42 * (mask / np.float32(255))[..., None] * np.array([1.0, 0.95, 0.82, 0.0], np.float32)
        window[:] = np.rint(window * dark).astype(np.uint8)


def _underside(sheet: Sheet, shape: _Shape, side: str) -> None:
    """What shows of eaves from below, and their edge."""
    block, roof = shape.block, shape.roof
    eaves = shape.row(side, 0.0, lower=roof.thick)
    wall = _Shape(block, replace(roof, overhang=0.0, lift=0.0, hip=1.0)).row(side, 0.0)
    wall[:, 1] = block.y + block.height
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    if float(np.cross(UP, wall[-1] - wall[0]) @ (eye - wall[8])) <= 0:
        return
    panel(sheet, np.concatenate([eaves, wall[::-1]]), mixed(roof.edge, "#1a1a26", 0.55), True, "", 0.0)
    spacing = max(2, int(np.linalg.norm(eaves[-1] - eaves[0]) / 0.55))
    if sheet.view.scale(float(eaves[:, 2].mean())) * 0.55 > 5:
        part = np.linspace(0, 1, spacing + 2)[1:-1]
        ends = [np.stack([np.interp(part, np.linspace(0, 1, 17), row[:, k]) for k in range(3)], axis=1) for row in (eaves, wall)]
        paths = [sheet.view.project(np.stack(pair)) for pair in zip(*ends, strict=True) if min(pair[0][2], pair[1][2]) > 0.4]
        tone = sheet.light.shade(mixed(roof.edge, "#1a1a26", 0.2), (0, -1, 0), float(eaves[:, 2].mean()), 0.0)
        strands(sheet, paths, tone, max(1, round(0.1 * sheet.view.scale(float(eaves[:, 2].mean())))), False)


def _slope(sheet: Sheet, shape: _Shape, side: str) -> None:
    """One slope in strips from the eaves to the ridge, its rows of tiles, and the edge of its eaves."""
    roof, snowy = shape.roof, sheet.light.snowy
    top = roof.hip if side in ("left", "right") else 1.0
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    rows = [shape.row(side, top * v) for v in _RISE]
    color = rgb(SNOW if snowy else roof.color)
    label = "snow" if snowy else ""
    outline: list[Points] = []
    for number, (low, high) in enumerate(pairwise(rows)):
        normal = np.cross(high[8] - low[8], low[-1] - low[0])
        if float(normal @ (eye - low[8])) <= 0:
            continue
        outline = [*outline, low, high]
        panel(sheet, np.concatenate([low, high[::-1]]), color * (1.06 - 0.03 * number), False, label)
    if outline:
        _rows(sheet, shape, side, top)
        seen = before_eye(np.concatenate([outline[0], outline[-1][::-1]]))
        if len(seen) > 2:
            sheet.ink_line(sheet.view.project(np.concatenate([seen, seen[:1]])))
    low = shape.row(side, 0.0, lower=roof.thick)
    if float(np.cross(UP, low[-1] - low[0]) @ (eye - low[8])) > 0:
        panel(sheet, np.concatenate([low, rows[0][::-1]]), SNOW if snowy else roof.edge, True, label, 0.35)
        if snowy:
            panel(sheet, np.concatenate([low, shape.row(side, 0.0, lower=roof.thick * 0.45)[::-1]]), roof.edge, False, "", 0.2)


def _rows(sheet: Sheet, shape: _Shape, side: str, top: float) -> None:
    """Rows of tiles, from the eaves up to the ridge or the hip."""
    roof, view = shape.roof, sheet.view
    ending = side in ("left", "right")
    wide, deep = (float(part) for part in shape.half(np.array(0.0)))
    half = deep if ending else wide
    z = float(shape.row(side, 0.3)[:, 2].mean())
    plain = view.scale(z) * roof.ribs
    strength = float(np.clip((plain - 1.8) / 5, 0, 1)) * (0.06 if sheet.light.snowy else 0.30)
    if strength < 0.02:
        return
    v = np.linspace(0, top, 8)
    spread = shape.half(v)[1 if ending else 0]
    middle = shape.row(side, 0.5 * top)
    normal = np.cross(shape.row(side, 0.6 * top)[8] - middle[8], middle[-1] - middle[0])
    normal /= max(float(np.linalg.norm(normal)), 1e-9)
    tone = sheet.light.shade(SNOW if sheet.light.snowy else roof.color, normal, z)
    paths = []
    for offset in np.arange(-half + roof.ribs / 2, half, roof.ribs):
        kept = np.flatnonzero(spread >= abs(offset) - 1e-6)
        if len(kept) < 2:
            continue
        points = np.concatenate([shape.row(side, float(v[k]), np.array([offset / max(float(spread[k]), 1e-6)])) for k in kept])
        if points[:, 2].min() > 0.4:
            paths.append(view.project(points))
    strands(sheet, paths, tone * (1 - strength), max(1, round(plain * 0.22)), plain > 9)


def _gable(sheet: Sheet, shape: _Shape, sign: float) -> None:
    """The wall under a ridge's end with its barge boards."""
    roof, block = shape.roof, shape.block
    v = np.linspace(roof.hip, 1, 6)
    wide, deep = shape.half(v)
    inset = 0.3 if roof.hip > 0 else roof.overhang
    across = sign * (float(wide[-1]) - inset)
    up = shape.up(v)
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    one = block._axes()[0] * sign
    if float(one @ (eye - shape.at(np.array([across]), np.array([0.0]), np.array([0.0]))[0] * (1, 0, 1))) <= 0:
        return
    left, right = shape.at(across, -deep, up), shape.at(across, deep, up)
    panel(sheet, np.concatenate([left, right[::-1]]), roof.gable, True, "", 0.3)
    edge = sign * float(wide[-1])
    for side in (-1.0, 1.0):
        outer = shape.at(edge, side * deep, up)
        inner = shape.at(edge, side * np.maximum(deep - 0.12, 0), up - roof.thick * 1.5)
        panel(sheet, np.concatenate([outer, inner[::-1]]), SNOW if sheet.light.snowy else roof.edge, True, "", 0.4)


def _ridges(sheet: Sheet, shape: _Shape) -> None:
    """The ridge and those down the hips."""
    roof, snowy = shape.roof, sheet.light.snowy
    if roof.beam <= 0:
        return
    tone = SNOW if snowy else mixed(roof.color, "#1c2230", 0.25)
    if roof.hip > 0:
        for across in (-1.0, 1.0):
            for away in (1.0, -1.0):
                v = np.linspace(0, roof.hip, 7)
                wide, deep = shape.half(v)
                up = shape.up(v) + roof.lift * (1 - v) ** 2
                eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
                spot = shape.at(across * wide, away * deep, up)
                outward = block_outward(shape.block, across, away)
                if float(outward @ ((eye - spot[2]) * (1, 0, 1))) < -0.3 * float(np.hypot(*(eye - spot[2])[[0, 2]])):
                    continue
                panel(sheet, np.concatenate([spot, (spot + UP * roof.beam * 0.55)[::-1]]), tone, True, "", 0.5)
    reach = float(shape.half(np.array(1.0))[0])
    part = np.linspace(-1, 1, 13)
    foot = shape.at(part * reach, 0.0, shape.up(np.ones(13)) - 0.05)
    head = foot + UP * (roof.beam * (1 + 0.5 * np.abs(part[:, None]) ** 4))
    panel(sheet, np.concatenate([foot, head[::-1]]), tone, True, "snow" if snowy else "", 0.55)
    panel(sheet, np.concatenate([foot, (foot + (head - foot) * 0.35)[::-1]]), mixed(roof.color, "#10141c", 0.45), False, "", 0.3)


def block_outward(block: Block, across: float, away: float) -> NDArray[np.float64]:
    """Unit vector from a block's middle towards one of its corners."""
    one, two = block._axes()
    return np.asarray((one * across + two * away) / np.sqrt(2))
