"""Surfaces whose tone changes across them: darker towards corners, lighter under a lamp, glossy where seen at a low angle."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.camera import NEAR, before_eye
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.sheet import _SHIFT, Plane, Sheet
from pegbar.scenery.textures import TEXTURES, Values
from pegbar.scenery.things.joinery import veil

Tone = Callable[[Values, Values, Values], Values]
"""Factor of the colour, (h, w) or (h, w, 3), of places (s, t) on a plane and distances z, (h, w) each."""


def toned(
    sheet: Sheet, plane: Plane, spots: ArrayLike, color: ArrayLike | str, tone: Tone, texture: str = "", label: str = "",
    lined: bool = True, lit: float | None = None, glow: float = 0.0,
) -> None:  # fmt: skip
    """Paint a polygon on a plane as ``Sheet.face`` does, times a tone that changes across it."""
    points = before_eye(plane.at(spots))
    if len(points) < 3:
        return
    eye = np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0])
    if float(plane.normal @ (eye - points.mean(axis=0))) <= 0:
        return
    pixels = sheet.view.project(points)
    rows, columns = sheet._reach(pixels)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    s, t, z, pixel = sheet.places(plane, rows, columns)
    joints = np.zeros((1, 1), np.float32)
    factor: Values = np.ones((1, 1), np.float32)
    seed = int(sheet.rng.integers(1 << 31))
    if texture:
        factor, joints = TEXTURES[texture](s, t, pixel, seed)
    light = sheet.light
    near, far = (mixed(light.shade(color, plane.normal, d, lit), color, glow).astype(np.float32) for d in (NEAR, 1e4))
    hazed = np.asarray(light.haziness(z), np.float32)[..., None]
    varied = tone(s, t, z)
    varied = varied[..., None] if varied.ndim == 2 else varied
    painted = (near * (1 - hazed) + far * hazed) * factor[..., None] * varied
    mask = np.zeros(s.shape, np.uint8)
    corners = [sheet._fixed(pixels - (columns.start, rows.start))]
    cv2.fillPoly(mask, corners, (255.0,), cv2.LINE_AA, _SHIFT)
    cv2.polylines(mask, corners, True, (255.0,), 1, cv2.LINE_AA, _SHIFT)
    sheet.lay(rows, columns, painted, np.asarray(mask / 255, np.float32))
    sheet._own([sheet._fixed(pixels)], label, lined)
    drawn = np.minimum(np.asarray(np.broadcast_to(joints, s.shape) * 150, np.uint8), mask)
    np.maximum(sheet.ink[rows, columns], drawn, out=sheet.ink[rows, columns])


def rising(height: float, low: float = 0.9, high: float = 1.04) -> Tone:
    """From `low` at the foot of an upright face to `high` at its top."""
    return lambda s, t, z: np.asarray(low + (high - low) * np.clip(t / max(height, 1e-3), 0, 1), np.float32)


def cornered(width: float, height: float, sides: float = 0.12, low: float = 0.06, high: float = 0.14, reach: float = 0.55) -> Tone:
    """Darker towards the edges of a face of (width, height), by parts, over `reach` metres."""

    def tone(s: Values, t: Values, z: Values) -> Values:
        dark = np.float32(sides) * (np.exp(-np.maximum(s, 0) / reach) + np.exp(-np.maximum(width - s, 0) / reach))
        dark = dark + np.float32(low) * np.exp(-np.maximum(t, 0) / reach) + np.float32(high) * np.exp(-np.maximum(height - t, 0) / reach)
        return np.asarray(1 - dark, np.float32)

    return tone


def even(s: Values, t: Values, z: Values) -> Values:
    """The same everywhere."""
    return np.ones((1, 1), np.float32)


def wash(sheet: Sheet, plane: Plane, spots: ArrayLike, color: ArrayLike | str, strength: float, soft: float = 0.0) -> None:
    """Lay a thin finished colour over what lies behind a polygon on a plane: a shadow, light; its edge is `soft` metres wide."""
    points = before_eye(plane.at(spots))
    if len(points) < 3:
        return
    scale = sheet.view.scale(float(points[:, 2].mean()))
    veil(sheet, sheet.view.project(points), color, strength, soft * scale / 2)


def gleam(sheet: Sheet, plane: Plane, spots: ArrayLike, color: ArrayLike | str, strength: float, soft: float = 0.0) -> None:
    """Add light to all that lies behind a polygon on a plane; its edge is `soft` metres wide."""
    points = before_eye(plane.at(spots))
    if len(points) < 3:
        return
    pixels = sheet.view.project(points)
    blur = soft * sheet.view.scale(float(points[:, 2].mean())) / 2
    rows, columns = sheet._reach(pixels, 3 * blur + 2)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    cv2.fillPoly(mask, [sheet._fixed(pixels - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, _SHIFT)
    added = mask.astype(np.float32) * np.float32(strength / 255)
    if blur > 0.3:
        added = np.asarray(cv2.GaussianBlur(added, (0, 0), blur), np.float32)
    if sheet.glow is None:
        sheet.glow = np.zeros((*sheet.colors.shape[:2], 3), np.float32)
    window = sheet.glow[rows, columns]
    window += (1 - window) * added[..., None] * rgb(color).astype(np.float32)
