"""Where a place is seen from: one point perspective, verticals upright, as layouts are drawn."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""(N, 3) in metres: x to the right, y up from the ground, z away from the viewer."""
Pixels = NDArray[np.float64]
"""(N, 2): x to the right, y down."""
NEAR = 0.35
"""Metres before the eye at which what is nearer is cut off."""


@dataclass(frozen=True)
class Camera:
    """A viewpoint that looks along z.

    Attributes
    ----------
    height
        Of the eye above the ground, in metres.
    horizon
        Row of the horizon as a fraction of the picture's height; moved instead of tilting, so that verticals stay upright.
    focal
        Focal length in heights of the picture; larger is closer.
    x
        Of the eye, in metres to the right.
    center
        Column of the vanishing point as a fraction of the picture's width.
    """

    height: float = 1.5
    horizon: float = 0.5
    focal: float = 1.1
    x: float = 0.0
    center: float = 0.5


@dataclass(frozen=True)
class View:
    """A camera with a picture of (width, height) pixels."""

    camera: Camera
    size: tuple[int, int]

    @cached_property
    def matrix(self) -> NDArray[np.float64]:
        """(3, 4) projection of homogeneous points."""
        camera, (width, height) = self.camera, self.size
        f, column, row = camera.focal * height, camera.center * width, camera.horizon * height
        return np.array([[f, 0, column, -f * camera.x], [0, -f, row, f * camera.height], [0, 0, 1, 0]])

    def project(self, points: Points) -> Pixels:
        """Pixels of points, which lie before the eye."""
        seen = np.asarray(points, np.float64) @ self.matrix[:, :3].T + self.matrix[:, 3]
        return np.asarray(seen[:, :2] / seen[:, 2:], np.float64)

    def scale(self, z: float) -> float:
        """Pixels of a metre at a distance."""
        return self.camera.focal * self.size[1] / max(z, NEAR)

    @property
    def horizon(self) -> float:
        """Row of the horizon in pixels."""
        return self.camera.horizon * self.size[1]

    def span(self, z: float) -> tuple[float, float]:
        """Metres to the right at which the picture's left and right edges lie at a distance."""
        left = self.camera.x - self.camera.center * self.size[0] / self.scale(z)
        return left, left + self.size[0] / self.scale(z)


def before_eye(points: Points) -> Points:
    """The part of a polygon that lies before the eye (Sutherland and Hodgman 1974, one plane)."""
    if not len(points) or points[:, 2].min() >= NEAR:
        return points
    kept: list[Points] = []
    for one, two in zip(points, np.roll(points, -1, axis=0), strict=True):
        if one[2] >= NEAR:
            kept.append(one)
        if (one[2] >= NEAR) != (two[2] >= NEAR):
            kept.append(one + (two - one) * ((NEAR - one[2]) / (two[2] - one[2])))
    return np.array(kept) if kept else np.empty((0, 3))
