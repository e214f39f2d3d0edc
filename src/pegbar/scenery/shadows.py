"""Shadows on the ground: a thing's own silhouette laid down along the light, and the dark under its foot."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR, View, before_eye
from pegbar.scenery.light import Light
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet

Shade = NDArray[np.float32]
Window = tuple[slice, slice]
_LONGEST = 3.5
"""Length of a shadow, in heights of its thing, at most."""
_CAST, _UNDER = 0.42, 0.34


def upright(view: View, x: float, z: float) -> NDArray[np.float64]:
    """(3, 3) map of places (metres across from x, metres up) on the thing's upright plane to pixels."""
    matrix = view.matrix
    origin = matrix[:, :3] @ np.array([x, 0.0, z]) + matrix[:, 3]
    return np.stack([matrix[:, 0], matrix[:, 1], origin], axis=1)


def laid(view: View, x: float, z: float, lean: tuple[float, float]) -> NDArray[np.float64]:
    """(3, 3) map of the same places, laid on the ground along `lean` (metres right and away for each metre of height), to pixels."""
    matrix = view.matrix
    origin = matrix[:, :3] @ np.array([x, 0.0, z]) + matrix[:, 3]
    return np.stack([matrix[:, 0], lean[0] * matrix[:, 0] + lean[1] * matrix[:, 2], origin], axis=1)


def lean_of(light: Light, z: float, height: float) -> tuple[float, float]:
    """Metres to the right and away that the shadow of each metre of something `height` metres tall at a distance reaches."""
    level = float(np.hypot(light.sun[0], light.sun[2]))
    long = min(_LONGEST, level / float(light.sun[1]))
    flat = np.array([light.sun[0], light.sun[2]]) / max(level, 1e-6)
    return float(-flat[0] * long), float(max(-flat[1] * long, -0.6 * z / max(height, 0.1)))


def shadow_of(thing: Thing, view: View, light: Light, sheet: Callable[[], Sheet], solid: bool = False) -> tuple[Window, Shade]:
    """Where a standing thing darkens the ground and by how much, 0–1; nothing for what floats or stands before the eye."""
    none = (slice(0, 0), slice(0, 0)), np.zeros((0, 0), np.float32)
    if thing.y > 0.05 or thing.z < NEAR:
        return none
    if solid:
        return _of_box(thing, view, light)
    shade = _contact(thing, view)
    if light.sunny:
        shade = np.maximum(shade, _cast(thing, view, light, sheet()))
    rows, columns = np.flatnonzero(shade.max(axis=1) > 0.004), np.flatnonzero(shade.max(axis=0) > 0.004)
    if not len(rows) or not len(columns):
        return none
    window = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    faded = shade[window] * np.float32(1 - 0.8 * float(light.haziness(thing.z)))
    return window, np.asarray(faded, np.float32)


def _footprint(thing: Thing, grown: float) -> NDArray[np.float64]:
    """(4, 2) corners of a thing's foot on the ground in metres, right and away, `grown` metres larger all around."""
    angle = np.radians(thing.turn)
    across, away = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    half = thing.width / 2 + grown, thing.depth / 2 + grown
    return np.array([(thing.x, thing.z) + a * half[0] * across + b * half[1] * away for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def _of_box(thing: Thing, view: View, light: Light) -> tuple[Window, Shade]:
    """Shadow of a box: its foot and, in the sun, its lid laid on the ground, with all between."""
    parts = [(_footprint(thing, 0.12), _UNDER, 1.5)]
    if light.sunny:
        lean = np.array(lean_of(light, thing.z, thing.height)) * thing.height
        foot = _footprint(thing, 0.0)
        hull = cv2.convexHull(np.concatenate([foot, foot + lean]).astype(np.float32))[:, 0].astype(np.float64)
        parts.append((hull, _CAST, 1.0))
    width, height = view.size
    shade = np.zeros((height, width), np.float32)
    for outline, dark, softness in parts:
        ground = before_eye(np.column_stack([outline[:, 0], np.zeros(len(outline)), outline[:, 1]]))
        if len(ground) < 3:
            continue
        area = np.zeros((height, width), np.uint8)
        cv2.fillPoly(area, [np.rint(view.project(ground) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(area, (0, 0), max(0.6, softness * height / 900))
        np.maximum(shade, soft.astype(np.float32) * np.float32(dark / 255), out=shade)
    shade[: max(0, int(np.ceil(view.horizon)))] = 0
    rows, columns = np.flatnonzero(shade.max(axis=1) > 0.004), np.flatnonzero(shade.max(axis=0) > 0.004)
    if not len(rows) or not len(columns):
        return (slice(0, 0), slice(0, 0)), np.zeros((0, 0), np.float32)
    window = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    return window, np.asarray(shade[window] * np.float32(1 - 0.8 * float(light.haziness(thing.z))), np.float32)


def _contact(thing: Thing, view: View) -> Shade:
    """The dark under a foot: a soft ellipse."""
    width, height = view.size
    spot = view.project(np.array([[thing.x, 0.0, thing.z]]))[0]
    sideways = abs(np.sin(np.radians(thing.turn))) > 0.7
    wide, deep = (thing.depth, thing.width) if sideways else (thing.width, thing.depth)
    reach = 0.5 * wide * view.scale(thing.z) * 1.12 + 1
    depth = max(deep, 0.2)
    near, far = (view.project(np.array([[thing.x, 0.0, max(thing.z + d, NEAR)]]))[0][1] for d in (-depth * 0.6, depth * 0.6))
    tall = max(1.0, (near - far) / 2)
    x, y = np.arange(width, dtype=np.float32)[None] + 0.5, np.arange(height, dtype=np.float32)[:, None] + 0.5
    top, bottom = int(np.clip(spot[1] - 2 * tall, 0, height)), int(np.clip(spot[1] + 2 * tall + 1, 0, height))
    left, right = int(np.clip(spot[0] - 2 * reach, 0, width)), int(np.clip(spot[0] + 2 * reach + 1, 0, width))
    shade = np.zeros((height, width), np.float32)
    distance = ((x[:, left:right] - spot[0]) / reach) ** 2 + ((y[top:bottom] - spot[1]) / tall) ** 2
    shade[top:bottom, left:right] = np.clip(1.35 - distance, 0, 1) * np.float32(_UNDER)
    return shade


def _cast(thing: Thing, view: View, light: Light, sheet: Sheet) -> Shade:
    """The silhouette laid on the ground away from the sun."""
    lean = lean_of(light, thing.z, thing.height)
    onto = laid(view, thing.x, thing.z, lean) @ np.linalg.inv(upright(view, thing.x, thing.z))
    alpha = np.ascontiguousarray(sheet.colors[..., 3])
    width, height = view.size
    if abs(np.linalg.det(onto)) < 1e-12:
        return np.zeros((height, width), np.float32)
    fallen = cv2.warpPerspective(alpha, onto, view.size, flags=cv2.INTER_LINEAR, borderValue=0.0)
    fallen[: max(0, int(np.ceil(view.horizon)))] = 0
    soft = cv2.GaussianBlur(fallen, (0, 0), max(0.6, height / 900))
    return np.asarray(soft.astype(np.float32) * np.float32(_CAST / 255))
