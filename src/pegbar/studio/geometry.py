"""Curves of the drawing: every curve is an (N, 2) float array of points, x right and y down."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline

from pegbar.studio.exact import cosines, direction, powers, sines, steady_array

Points = NDArray[np.float64]
Pair = Sequence[float] | Points


def smooth(points: ArrayLike, closed: bool = True, samples: int = 12) -> Points:
    """Cubic spline through `points`, `samples` points for each span, by chord length."""
    anchors = np.asarray(points, dtype=np.float64)
    if closed:
        anchors = np.vstack([anchors, anchors[:1]])
    steps = np.sqrt(np.linalg.norm(np.diff(anchors, axis=0), axis=1))
    knots = np.concatenate([[0.0], np.cumsum(np.maximum(steps, 1e-6))])
    curve = CubicSpline(knots, anchors, bc_type="periodic" if closed else "natural")
    count = samples * (len(anchors) - 1)
    return steady_array(curve(np.linspace(0.0, knots[-1], count, endpoint=not closed)))


def ellipse(center: Pair, radii: Pair, start: float = 0.0, stop: float = 360.0, tilt: float = 0.0) -> Points:
    """Points of an elliptic arc; angles in degrees, clockwise on the screen from the right."""
    angles = np.radians(np.linspace(start, stop, max(12, int(abs(stop - start) / 8))))
    arc = np.stack([radii[0] * cosines(angles), radii[1] * sines(angles)], axis=1)
    return rotated(arc, tilt) + np.asarray(center, dtype=np.float64)


def bezier(start: ArrayLike, control: ArrayLike, end: ArrayLike, samples: int = 14) -> Points:
    """Quadratic Bézier curve."""
    p0, p1, p2 = (np.asarray(p, dtype=np.float64) for p in (start, control, end))
    t = np.linspace(0.0, 1.0, samples)[:, None]
    return np.asarray((1 - t) ** 2 * p0 + 2 * t * (1 - t) * p1 + t**2 * p2)


def rotated(points: Points, degrees: float, about: Pair = (0.0, 0.0)) -> Points:
    """Rotate `points` clockwise (as seen, y down) about a point."""
    cosine, sine = direction(math.radians(degrees))
    center = np.asarray(about, dtype=np.float64)
    x, y = (points - center).T
    # no matrix product: BLAS sums it in another order on another processor
    return np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=1) + center


def mirrored(points: Points) -> Points:
    """Reflect in the axis x = 0, keeping the direction of travel."""
    return (points * np.array([-1.0, 1.0]))[::-1]


def normals(path: Points) -> Points:
    """Unit normals of an open path, to the left of the direction of travel."""
    tangents = np.gradient(path, axis=0)
    lengths = np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    tangents = tangents / lengths
    return np.stack([tangents[:, 1], -tangents[:, 0]], axis=1)


def ribbon(path: Points, widths: ArrayLike) -> Points:
    """Closed outline of a path with a width at each point (limbs, strands, cloth)."""
    half = np.broadcast_to(np.asarray(widths, dtype=np.float64), (len(path),))[:, None] / 2
    side = normals(path) * half
    return np.vstack([path + side, (path - side)[::-1]])


def limb(joints: ArrayLike, widths: Sequence[float], samples: int = 10) -> tuple[Points, Points]:
    """A limb along its joints: (outline, centre line); `widths` holds one width a joint."""
    path = smooth(joints, closed=False, samples=samples)
    positions = np.linspace(0, len(widths) - 1, len(path))
    return ribbon(path, np.interp(positions, np.arange(len(widths)), widths)), path


def strand(root: ArrayLike, control: ArrayLike, tip: ArrayLike, width: float) -> Points:
    """A hair strand: widest a third of the way down, pointed at the tip."""
    path = bezier(root, control, tip, 16)
    t = np.linspace(0.0, 1.0, len(path))
    return ribbon(path, width * np.minimum(1.0, 0.75 + t) * np.sqrt(np.maximum(1 - powers(t, 2.2), 0.0)))


def locks(start: Points, tips: Points, valleys: Points, bend: float) -> Points:
    """Lower edge of a mass of hair: from `start`, curving into each tip and back up to each valley."""
    edge = [start[None]]
    root = start
    for tip, valley in zip(tips, valleys, strict=True):
        side = np.array([bend * (tip[1] - root[1]), 0.0])
        edge.append(bezier(root, (root + tip) / 2 + side + [0, 0.1 * (tip[1] - root[1])], tip, 8)[1:])
        edge.append(bezier(tip, (valley + tip) / 2 + side * 0.6, valley, 7)[1:])
        root = valley
    return np.vstack(edge)


@dataclass(frozen=True)
class Camera:
    """Similarity transform from model units to frame pixels."""

    scale: float
    x: float
    y: float
    tilt: float = 0.0
    flip: bool = False

    def project(self, points: ArrayLike) -> Points:
        """Model points (N, 2) → frame pixels (N, 2)."""
        pairs = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        if self.flip:
            pairs = pairs * np.array([-1.0, 1.0])
        return rotated(pairs, self.tilt) * self.scale + np.array([self.x, self.y])

    def within(self, x: float, y: float, tilt: float = 0.0, scale: float = 1.0) -> "Camera":
        """Camera of a part whose origin lies at (x, y) of this one's units, tilted and scaled."""
        origin = self.project([[x, y]])[0]
        return Camera(self.scale * scale, origin[0], origin[1], self.tilt - tilt if self.flip else self.tilt + tilt, self.flip)
