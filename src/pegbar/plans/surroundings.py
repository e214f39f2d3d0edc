"""What is around a spot, as a placement model sees it: the ground underfoot, edges near by, company, size and side in the picture."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.plans.footing import FOOTINGS, Ground, ground_of
from pegbar.plans.spots import Frame, frame_of, hull_of, view_of
from pegbar.scenery.camera import View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.plan import Plan, Thing

Bins = NDArray[np.int64]
_RADII = (0.5, 1.2, 2.5, 5.0)
"""Metres around a spot at which the ground is looked at."""
_GAPS = (-0.05, 0.3, 1.0, 3.0)
"""Metres to the nearest neighbour."""
_TALL = (0.04, 0.1, 0.2, 0.4, 0.8)
"""Of the picture's height."""
_ASIDE = (0.12, 0.25, 0.38, 0.5)
"""Of the picture's width, from its middle."""
_WAYS = tuple(FOOTINGS.index(name) for name in ("road", "walk", "track"))
_WATER = FOOTINGS.index("water")
SIZES = {"footing": len(FOOTINGS), "edge": 2 * len(_RADII) + 2, "water": len(_RADII) + 1, "company": len(_GAPS) + 1,
         "size": len(_TALL) + 1, "side": len(_ASIDE) + 1}  # fmt: skip
"""Names of what is seen, and how many values each has."""
_OPAQUE = ("building", "wall", "tree", "hill", "mountain")
_OPEN = ("platform_roof", "mist", "wall_greenery", "torii")
_TRUNK = 0.25
"""Part of a tree's width that its foot takes."""
_SAMPLES = 5
"""Points across a foot, and away, at which the ground under it is looked up."""
_OVERLAP = 0.1
"""Part of the smaller of two feet that both may share before they count as standing in each other."""


class Surroundings(NamedTuple):
    """What spots are looked at in."""

    view: View
    ground: Ground
    standing: tuple[Thing, ...]
    rectangles: NDArray[np.float64]
    """(N, 4): middle and half sizes of the feet of what stands, along x and z."""
    nearest: NDArray[np.float32]
    """(H, W), metres to the nearest thing that hides what is behind it."""


def foot_of(thing: Thing) -> tuple[tuple[float, float], tuple[float, float], float]:
    """A thing's foot as a turned rectangle of OpenCV: middle, sizes and degrees; of a tree its trunk."""
    part = _TRUNK if kind_of(thing.kind).label == "tree" and thing.kind != "hedge" else 1.0
    return (thing.x, thing.z), (thing.width * part, thing.depth * part), thing.turn


def penetrates(one: Thing, two: Thing) -> bool:
    """Whether two things stand in each other: their feet share more than a tenth of the smaller, at one height."""
    if one.y + one.height <= two.y + 0.05 or two.y + two.height <= one.y + 0.05:
        return False
    a, b = foot_of(one), foot_of(two)
    reach = (np.hypot(*a[1]) + np.hypot(*b[1])) / 2
    if np.hypot(a[0][0] - b[0][0], a[0][1] - b[0][1]) >= reach:
        return False
    _, shared = cv2.rotatedRectangleIntersection(a, b)
    smaller = min(a[1][0] * a[1][1], b[1][0] * b[1][1])
    return shared is not None and float(cv2.contourArea(cv2.convexHull(shared))) > _OVERLAP * smaller


def _half(thing: Thing) -> tuple[float, float]:
    """Half of what a thing's foot takes along x and along z."""
    _, (width, depth), turn = foot_of(thing)
    angle = np.radians(turn)
    c, s = abs(float(np.cos(angle))), abs(float(np.sin(angle)))
    return (c * width + s * depth) / 2, (s * width + c * depth) / 2


def _hides(thing: Thing) -> bool:
    kind = kind_of(thing.kind)
    return kind.zone in ("standing", "far") and thing.kind not in _OPEN and (kind.solid or kind.label in _OPAQUE)


def look_around(plan: Plan, aspect: float) -> Surroundings:
    """What a plan's spots are looked at in."""
    ground = ground_of(plan, aspect)
    width, height = ground.view.size
    nearest = np.full((height, width), np.inf, np.float32)
    for thing in sorted(plan.things, key=lambda other: -other.z):
        corners = hull_of(thing, ground.view).corners if _hides(thing) else np.empty((0, 2))
        if len(corners) > 2:
            cv2.fillConvexPoly(nearest, np.rint(np.clip(corners, -3, 4) * (width, height) * 16).astype(np.int32), (thing.z,), cv2.LINE_8, 4)
    standing = tuple(thing for thing in plan.things if kind_of(thing.kind).zone == "standing")
    rectangles = np.array([(thing.x, thing.z, *_half(thing)) for thing in standing]).reshape(-1, 4)
    return Surroundings(view_of(plan.camera, aspect), ground, standing, rectangles, nearest)


def hidden(thing: Thing, around: Surroundings) -> float:
    """About how much of a thing's frame is covered by what stands before it, 0–1."""
    rows, columns = _window(frame_of(thing, around.view), around.nearest.shape)
    part = around.nearest[rows, columns]
    return float((part < thing.z - 0.05).mean()) if part.size else 1.0


def _window(frame: Frame, shape: tuple[int, ...]) -> tuple[slice, slice]:
    left, top, right, bottom = (float(np.clip(value, 0, 1)) for value in frame)
    return slice(int(top * shape[0]), int(np.ceil(bottom * shape[0]))), slice(int(left * shape[1]), int(np.ceil(right * shape[1])))


def bins_of(things: list[Thing], around: Surroundings) -> Bins:
    """What is around things, (N, :data:`SIZES`) int64 each; things themselves are not their own company."""
    x, y, z = (np.array([getattr(thing, key) for thing in things], np.float64) for key in ("x", "y", "z"))
    level = np.minimum(y, 0.0)
    under = around.ground.at(x, z, level)
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    ring = np.array([(r * np.cos(a), r * np.sin(a)) for r in _RADII for a in angles]).reshape(len(_RADII), 8, 2)
    near = around.ground.at(x[:, None, None] + ring[..., 0], z[:, None, None] + ring[..., 1], level[:, None, None])
    way, known = np.isin(near, _WAYS), near > 0
    on = np.isin(under, _WAYS)
    changes = ((way != on[:, None, None]) & known).any(axis=2)
    wet = (near == _WATER).any(axis=2)
    first = len(_RADII)
    edge = np.where(changes.any(axis=1), changes.argmax(axis=1), first) + (first + 1) * on
    water = np.where(under == _WATER, 0, np.where(wet.any(axis=1), wet.argmax(axis=1), first))
    frames = np.array([frame_of(thing, around.view) for thing in things])
    tall, aside = frames[:, 3] - frames[:, 1], np.abs((frames[:, 0] + frames[:, 2]) / 2 - 0.5)
    gaps = np.array([_gap(thing, around) for thing in things])
    columns = (under, edge, water, np.digitize(gaps, _GAPS), np.digitize(tall, _TALL), np.digitize(aside, _ASIDE))
    return np.stack([np.asarray(column, np.int64) for column in columns], axis=1)


def underfoot(things: list[Thing], around: Surroundings) -> NDArray[np.float64]:
    """How much of each class of ground is under the feet of things, (N, classes), rows summing to 1; what is not seen does not count."""
    part = (np.arange(_SAMPLES) + 0.5) / _SAMPLES - 0.5
    shares = np.zeros((len(things), len(FOOTINGS)))
    for row, thing in zip(shares, things, strict=True):
        (x, z), (width, depth), turn = foot_of(thing)
        across, away = np.meshgrid(part * width, part * depth)
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        found = around.ground.at(x + c * across - s * away, z + s * across + c * away, min(thing.y, 0.0))
        counts = np.bincount(found.ravel(), minlength=len(FOOTINGS)).astype(np.float64)
        counts[0] *= counts[1:].sum() == 0
        row[:] = counts / counts.sum()
    return shares


def _gap(thing: Thing, around: Surroundings) -> float:
    """Metres to the nearest other foot, below 0 where they meet."""
    other = around.rectangles[[candidate is not thing for candidate in around.standing]] if around.standing else around.rectangles
    if not len(other):
        return np.inf
    wide, deep = _half(thing)
    across, away = np.abs(other[:, 0] - thing.x) - other[:, 2] - wide, np.abs(other[:, 1] - thing.z) - other[:, 3] - deep
    return float(np.maximum(across, away).min())
