"""Spots for things: where in a place something that is asked for may stand, hang or float, so that it can be seen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR, Camera, View, before_eye
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.place import Place
from pegbar.scenery.plan import Plan, Thing

THIRDS = {"left": (0.02, 0.36), "center": (0.33, 0.67), "right": (0.64, 0.98)}
"""Where the middle of a thing lies, as fractions of the picture's width."""
TRIES = 160
_REACHES = {"near": (0.0, 0.35), "far": (0.6, 1.0), "": (0.0, 0.75)}
"""Part of an area's depth."""
Frame = tuple[float, float, float, float]
"""Left, top, right and bottom as fractions of the picture."""
_SCALE = 1000
_OPEN_FROM, _OPEN_TO = 4.0, 110.0
"""Metres between which open ground is looked over."""
_TALL = 1.6
"""Metres from which what is on a wall stands on the floor, as sliding doors do."""
_SEATS = {
    "bed": 0.55, "sofa": 0.5, "chair": 0.5, "swivel_chair": 0.5, "bench": 0.5, "train_bench": 0.5, "school_chair": 0.55,
    "cafe_chair": 0.5, "reading_chair": 0.5, "office_chair": 0.5, "deck_chair": 0.4, "desk": 0.75, "boat": 0.6,
}  # fmt: skip
"""Height of the seat, as a part of the whole."""


@dataclass(frozen=True)
class Spot:
    """A place for a thing: its foot's middle, and how it is turned."""

    x: float
    y: float
    z: float
    turn: float = 0.0


def view_of(camera: Camera, aspect: float) -> View:
    """A view of a thousand pixels in height."""
    return View(camera, (max(1, round(aspect * _SCALE)), _SCALE))


def frame_of(thing: Thing, view: View) -> Frame:
    """The box that a thing takes in the picture."""
    z = max(thing.z, NEAR)
    half = (abs(np.cos(np.radians(thing.turn))) * thing.width + abs(np.sin(np.radians(thing.turn))) * thing.depth) / 2
    corners = view.project(np.array([[thing.x - half, thing.y + thing.height, z], [thing.x + half, thing.y, z]])) / view.size
    (left, top), (right, bottom) = corners
    return float(left), float(top), float(right), float(bottom)


class Hull(NamedTuple):
    """The outline of a thing's box in the picture: corners (N, 2) and the frame around them, as fractions of the picture."""

    corners: NDArray[np.float64]
    frame: Frame


def hull_of(thing: Thing, view: View) -> Hull:
    """The outline of a thing's box, turned and in perspective; empty where nothing of it lies before the eye."""
    angle = np.radians(thing.turn)
    across, away = np.array([np.cos(angle), 0, np.sin(angle)]), np.array([-np.sin(angle), 0, np.cos(angle)])
    foot = np.array([thing.x, thing.y, thing.z])
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ring = np.array([foot + a * across * thing.width / 2 + b * away * thing.depth / 2 for a, b in signs])
    clipped = before_eye(ring)
    if not len(clipped):
        return Hull(np.empty((0, 2)), (0.0, 0.0, 0.0, 0.0))
    points = np.concatenate([clipped, clipped + (0.0, thing.height, 0.0)])
    corners = cv2.convexHull((view.project(points) / view.size).astype(np.float32))[:, 0].astype(np.float64)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Hull(corners, (float(left), float(top), float(right), float(bottom)))


def column_of(thing: Thing, view: View) -> float:
    """Where the middle of a thing lies, as a fraction of the picture's width."""
    left, _, right, _ = frame_of(thing, view)
    return (left + right) / 2


def on_side(thing: Thing, view: View, side: str) -> bool:
    """Whether a thing is on a side of the picture, or anywhere in it where no side is said."""
    low, high = THIRDS.get(side, (0.0, 1.0))
    return low <= column_of(thing, view) <= high


def overlap(one: Frame, two: Frame) -> float:
    """Part of the first box that lies in the second."""
    wide, tall = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    area = max((one[2] - one[0]) * (one[3] - one[1]), 1e-9)
    return max(0.0, wide) * max(0.0, tall) / area


def grown(frame: Frame) -> Frame:
    """A box with a margin: crowns and roofs reach beyond the size that a thing is said to have."""
    wide, tall = 0.25 * (frame[2] - frame[0]), 0.25 * (frame[3] - frame[1])
    return frame[0] - wide, frame[1] - tall, frame[2] + wide, frame[3] + tall


def collide(one: Thing, two: Thing) -> bool:
    """Whether the feet of two things, boxes turned to a multiple of 90 degrees, meet."""

    def half(thing: Thing) -> tuple[float, float]:
        across = abs(np.sin(np.radians(thing.turn))) > 0.7
        return (thing.depth / 2, thing.width / 2) if across else (thing.width / 2, thing.depth / 2)

    (w1, d1), (w2, d2) = half(one), half(two)
    margin = 0.8
    return abs(one.x - two.x) < (w1 + w2) * margin and abs(one.z - two.z) < (d1 + d2) * margin


def whole_from(thing: Thing, view: View) -> float:
    """Distance from which the whole of a thing fits into the picture: its head below the upper edge, its width within two thirds."""
    camera, sky = view.camera, max(view.camera.horizon - 0.04, 0.08)
    high = (thing.height - camera.height) * camera.focal / sky
    wide = thing.width * camera.focal / (0.66 * view.size[0] / view.size[1])
    return float(min(max(high, wide, 0.0), 80.0))


def bearing(thing: Thing) -> float:
    """Metres from a thing's foot to where something on it lies: backs and headboards rise above that."""
    return thing.height * _SEATS.get(thing.kind, 1.0)


def rests_on(thing: Thing, bearer: Thing) -> bool:
    """Whether a thing stands on another, not on the ground."""
    half = max(bearer.width, bearer.depth) / 2
    near = abs(thing.x - bearer.x) <= half and abs(thing.z - bearer.z) <= half
    return near and bearer.y + 0.05 < thing.y <= bearer.y + bearer.height + 0.02


def standing_spots(
    place: Place, thing: Thing, view: View, side: str, distance: str, rng: np.random.Generator, whole: bool = True
) -> Iterator[Spot]:
    """Spots on the ground of a place's areas, on the side and at the distance asked for; beyond them where only there all shows."""
    low, high = THIRDS.get(side, (0.06, 0.94))
    for area in [place.areas[int(n)] for n in rng.integers(0, len(place.areas), TRIES)]:
        first, last = _REACHES[distance]
        part = first + (last - first) * float(rng.random())
        z = max(area.near + (area.far - area.near) * part, thing.depth / 2 + 1.0, whole_from(thing, view) if whole else 0.0)
        left, right = view.span(z)
        column = float(rng.uniform(low, high))
        x = left + (right - left) * column
        if side or area.left <= x <= area.right:
            yield Spot(float(np.clip(x, area.left, area.right)) if not side else x, 0.0, z)


def open_spots(thing: Thing, view: View, side: str, distance: str, rng: np.random.Generator) -> Iterator[Spot]:
    """Spots anywhere on the ground before the eye, near ones as often as far ones; what ground is there is not looked at."""
    low, high = THIRDS.get(side, (0.08, 0.92))
    first, last = _REACHES[distance]
    near = max(_OPEN_FROM, whole_from(thing, view), thing.depth / 2 + 1.0)
    for _ in range(TRIES):
        z = near * (max(_OPEN_TO / near, 1.0)) ** (first + (last - first) * float(rng.random()))
        left, right = view.span(z)
        yield Spot(left + (right - left) * float(rng.uniform(low, high)), 0.0, z)


def wall_spots(place: Place, thing: Thing, view: View, side: str, rng: np.random.Generator) -> Iterator[Spot]:
    """Spots on the walls of a place."""
    facing = {"left": 90, "right": -90, "center": 0}
    walls = [wall for wall in place.walls if not side or round(wall.turn) == facing[side]] or list(place.walls)
    for number in rng.integers(0, max(1, len(walls)), TRIES if walls else 0):
        wall = walls[int(number)]
        along = float(rng.uniform(min(wall.start, wall.end), max(wall.start, wall.end)))
        stands = kind_of(thing.kind).label == "door" or thing.height > _TALL
        highest = max(wall.high, thing.height + 0.4) - thing.height
        y = 0.0 if stands else float(rng.uniform(min(wall.low, highest), highest))
        yield Spot(along, y, wall.at, wall.turn) if round(wall.turn) == 0 else Spot(wall.at, y, along, wall.turn)


def within(spot: Spot, thing: Thing, plan: Plan) -> Spot:
    """A spot inside the walls of the room that the plan has, if it has one: rooms are narrower in narrow pictures."""
    shell = next((other for other in plan.things if kind_of(other.kind).zone == "shell"), None)
    if shell is None or kind_of(thing.kind).zone in ("sky", "far"):
        return spot
    side = round(spot.turn)
    if kind_of(thing.kind).zone == "wall" and abs(side) == 90:
        return replace(spot, x=float(shell.x - np.sign(side) * shell.width / 2))
    room = max(0.0, (shell.width - thing.width) / 2)
    return replace(spot, x=float(np.clip(spot.x, shell.x - room, shell.x + room)))


def sky_spots(thing: Thing, view: View, side: str, rng: np.random.Generator) -> Iterator[Spot]:
    """Spots in the sky at the distance that the kind is drawn for."""
    low, high = THIRDS.get(side, (0.1, 0.9))
    for _ in range(TRIES):
        left, right = view.span(thing.z)
        row = float(rng.uniform(0.1, 0.7)) * view.camera.horizon
        y = view.camera.height + (view.camera.horizon - row) * thing.z / view.camera.focal - thing.height / 2
        yield Spot(left + (right - left) * float(rng.uniform(low, high)), y, thing.z)


def framed(thing: Thing, view: View, foreground: NDArray[np.bool_] | None) -> float:
    """How badly a thing would be seen with nothing else there, 0 (well) upwards: cut by the frame, or behind the cel."""
    frame = frame_of(thing, view)
    bad = 2.5 * (1 - overlap(frame, (0.0, 0.0, 1.0, 1.0)))
    if foreground is not None:
        height, width = foreground.shape
        left, top, right, bottom = (float(np.clip(v, 0, 1)) for v in frame)
        covered = foreground[int(top * height) : max(int(top * height) + 1, int(bottom * height)),
                             int(left * width) : max(int(left * width) + 1, int(right * width))]  # fmt: skip
        bad += 2.5 * float(covered.mean()) if covered.size else 0.0
    return bad


def clear_of(thing: Thing, others: list[Thing], view: View, foreground: NDArray[np.bool_] | None) -> float:
    """How badly a thing would be seen, 0 (well) upwards: cut by the frame, hidden behind others, behind the cel, or hiding much."""
    frame, bad = frame_of(thing, view), framed(thing, view, foreground)
    for other in others:
        zone = kind_of(other.kind).zone
        if zone in ("standing", "hanging") and kind_of(thing.kind).zone not in ("sky", "far"):
            if collide(thing, other) and abs(thing.y - other.y) < max(thing.height, other.height):
                bad += 3.0
            hidden = overlap(frame, frame_of(other, view)) if other.z < thing.z else 0.5 * overlap(frame_of(other, view), frame)
            bad += 1.2 * hidden
        elif zone == "wall" and kind_of(thing.kind).zone == "wall" and other.turn == thing.turn:
            bad += 4.0 * overlap(frame, frame_of(other, view))
    return bad
