"""Joints that furniture shares: frames of tubes and legs, panels on faces, parts laid from far to near, and thin veils of light."""

from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR, Pixels, before_eye
from pegbar.scenery.light import rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block, paint_block

STEEL, DARK_STEEL = "#98a0a8", "#5b626b"
Job = tuple[ArrayLike, Callable[[], None]]
"""A spot (x, y, z) and what is painted there."""


def body(thing: Thing) -> Block:
    """The box that a thing fills."""
    return Block(thing.x, thing.y, thing.z, thing.width, thing.height, thing.depth, thing.turn)


def reach(sheet: Sheet, spot: ArrayLike) -> float:
    """Metres along the ground from the eye to a spot."""
    point = np.asarray(spot, np.float64)
    return float(np.hypot(point[0] - sheet.view.camera.x, point[2]))


def seen(sheet: Sheet, plane: Plane, width: float, height: float) -> bool:
    """Whether a rectangle on a plane shows its front to the eye."""
    middle = plane.at([(width / 2, height / 2)])[0]
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    return bool(float(plane.normal @ (eye - middle)) > 0)


def boxed(sheet: Sheet, block: Block, color: ArrayLike | str, top: ArrayLike | str | None = None, texture: str = "") -> Job:
    """A box to be painted when its turn comes."""
    return (block.x, 0.0, block.z), lambda: paint_block(sheet, block, color, texture, top)


def nearing(sheet: Sheet, jobs: Iterable[Job]) -> None:
    """Paint from far to near, so that a thing turned any way covers itself rightly."""
    for _, paint in sorted(jobs, key=lambda job: -reach(sheet, job[0])):
        paint()


def panel(
    sheet: Sheet, plane: Plane, left: float, low: float, width: float, height: float, color: ArrayLike | str, texture: str = "",
    lined: bool = True, out: float = 0.003, label: str = "", glow: float = 0.0, lit: float | None = None,
) -> None:  # fmt: skip
    """A rectangle fixed on a plane: its lower left corner and size in metres."""
    sheet.face(plane.beyond(out), box_spots(width, height, left, low), color, texture, label, lined, lit, glow)


def slips(sheet: Sheet, plane: Plane, shapes: Sequence[tuple[ArrayLike, ArrayLike | str, bool]]) -> None:
    """Many small quadrilaterals on a plane that shows its front: corners (4, 2) in metres, colour, and whether it is outlined."""
    if not shapes:
        return
    points = plane.at(np.concatenate([np.asarray(spots, np.float64) for spots, _, _ in shapes])).reshape(len(shapes), 4, 3)
    light, normal = sheet.light, plane.normal
    for corners, (_, color, lined) in zip(points, shapes, strict=True):
        if corners[:, 2].min() >= NEAR:
            sheet.shape(sheet.view.project(corners), light.shade(color, normal, float(corners[0, 2])), "", lined)


def tubes(sheet: Sheet, paths: Iterable[ArrayLike], color: ArrayLike | str, thick: float) -> None:
    """Steel tubes through points, from the farthest to the nearest."""
    laid = [np.asarray(path, np.float64) for path in paths]
    for path in sorted(laid, key=lambda path: -reach(sheet, path.mean(axis=0))):
        sheet.stroke(path, color, thick)


def legs(sheet: Sheet, block: Block, color: ArrayLike | str, thick: float, high: float = 1.0, inset: float = 0.0) -> None:
    """Four square legs at a box's corners, up to a fraction of its height; `inset` in metres."""
    across, away = 0.5 - (inset + thick / 2) / block.width, 0.5 - (inset + thick / 2) / block.depth
    feet = [block.part(a, 0, b, thick, block.height * high, thick) for a in (-across, across) for b in (-away, away)]
    for foot in sorted(feet, key=lambda foot: -reach(sheet, (foot.x, 0, foot.z))):
        paint_block(sheet, foot, color)


def doored(
    sheet: Sheet, plane: Plane, size: tuple[float, float], grid: tuple[int, int], color: ArrayLike | str, knob: str = "#4b5057",
    gap: float = 0.012, side: float = 0.88,
) -> None:  # fmt: skip
    """Doors or drawers in columns and rows on a face of (width, height) metres, each with a knob; `side` is where, from left."""
    wide, tall = size[0] / grid[0], size[1] / grid[1]
    for column in range(grid[0]):
        for row in range(grid[1]):
            left, low = column * wide + gap / 2, row * tall + gap / 2
            panel(sheet, plane, left, low, wide - gap, tall - gap, color)
            panel(sheet, plane, left + wide * side - 0.04, low + tall * 0.5, 0.05, 0.02, knob, lined=False, out=0.006)


def _masked(sheet: Sheet, shapes: Sequence[Pixels], soft: float) -> tuple[slice, slice, NDArray[np.float32]]:
    """Rows, columns and coverage (h, w) of polygons of pixels with edges `soft` pixels wide."""
    rows, columns = sheet._reach(np.concatenate(shapes), 2 + 3 * soft)
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    for pixels in shapes if mask.size else ():
        cv2.fillPoly(mask, [sheet._fixed(pixels - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, 4)
    if soft > 0.3 and mask.size:
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), soft), np.uint8)
    return rows, columns, mask.astype(np.float32) / np.float32(255)


def veils(sheet: Sheet, shapes: Sequence[Pixels], color: ArrayLike | str, strength: float, soft: float = 0.0) -> None:
    """Polygons of pixels in a finished colour that let through what is behind; `soft` blurs their edges, in pixels."""
    kept = [pixels for pixels in shapes if len(pixels) > 2]
    if not kept:
        return
    rows, columns, cover = _masked(sheet, kept, soft)
    if cover.size:
        sheet.lay(rows, columns, np.broadcast_to(rgb(color), (*cover.shape, 3)), cover * np.float32(strength))


def veil(sheet: Sheet, pixels: Pixels, color: ArrayLike | str, strength: float, soft: float = 0.0) -> None:
    """One such polygon."""
    veils(sheet, [pixels], color, strength, soft)


def shed(sheet: Sheet, pixels: Pixels, color: ArrayLike | str, strength: float, soft: float) -> None:
    """Light in the air within a polygon of pixels, added over what lies behind; `soft` blurs its edge, in pixels."""
    if len(pixels) < 3:
        return
    rows, columns, cover = _masked(sheet, [pixels], soft)
    if not cover.size:
        return
    if sheet.glow is None:
        sheet.glow = np.zeros((*sheet.colors.shape[:2], 3), np.float32)
    window = sheet.glow[rows, columns]
    window += (1 - window) * (cover * np.float32(strength))[..., None] * rgb(color).astype(np.float32)


def seen_part(sheet: Sheet, points: NDArray[np.float64]) -> Pixels:
    """Pixels of the part of a polygon that lies before the eye."""
    kept = before_eye(points)
    return sheet.view.project(kept) if len(kept) else np.empty((0, 2))
