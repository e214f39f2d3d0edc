"""The sheet that one thing is painted on, in register with all others: colours, its own lines, what shows where, and its glow.

Everything is given in metres of the place. What is painted later covers what was painted before, lines included, so hidden lines vanish.
"""

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR, Pixels, Points, View, before_eye
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.textures import TEXTURES, Values, fractal
from pegbar.vocabulary.scene_labels import LABELS

_SHIFT = 4
_FAR_OUT = 1 << 14
"""Pixels beyond the picture at which coordinates are cut, so that they fit OpenCV's fixed point."""


@dataclass(frozen=True)
class Plane:
    """A plane in space: a corner and two unit vectors, (3,) each in metres; `across` × `up` points at who sees it painted."""

    corner: NDArray[np.float64]
    across: NDArray[np.float64]
    up: NDArray[np.float64]

    @property
    def normal(self) -> NDArray[np.float64]:
        """Unit vector away from the surface, towards the viewer's side."""
        (a, b, c), (x, y, z) = self.up, self.across
        return np.array([b * z - c * y, c * x - a * z, a * y - b * x])

    def at(self, spots: ArrayLike) -> Points:
        """Points (N, 3) of places (N, 2) on the plane."""
        values = np.asarray(spots, np.float64)
        return np.asarray(self.corner + values[:, :1] * self.across + values[:, 1:] * self.up)

    def beyond(self, distance: float) -> "Plane":
        """The plane moved out towards the viewer's side by metres, for what is fixed on it."""
        return Plane(self.corner + self.normal * distance, self.across, self.up)


def upright(x: float, y: float, z: float, turn: float = 0.0) -> Plane:
    """A vertical plane with its lower left corner at (x, y, z), facing the viewer and turned by degrees: 90 faces right, −90 left."""
    angle = np.radians(turn)
    return Plane(np.array([x, y, z], np.float64), np.array([np.cos(angle), 0, np.sin(angle)]), np.array([0.0, 1.0, 0.0]))


def ground(x: float = 0.0, z: float = 0.0, y: float = 0.0) -> Plane:
    """The ground, or a horizontal surface at a height, seen from above: across is x, up is z."""
    return Plane(np.array([x, y, z], np.float64), np.array([1.0, 0, 0]), np.array([0.0, 0, 1.0]))


def _within(value: float, end: float) -> float:
    return min(max(value, 0.0), end)


def box_spots(width: float, height: float, left: float = 0.0, low: float = 0.0) -> list[tuple[float, float]]:
    """Corners of a rectangle on a plane."""
    return [(left, low), (left + width, low), (left + width, low + height), (left, low + height)]


@dataclass
class Sheet:
    """A thing's own sheet.

    Attributes
    ----------
    view, light
        Where it is seen from, and in what light.
    rng
        The thing's own stream; nothing else draws from it.
    label
        What it is among ``LABELS``; single surfaces may be something else.
    colors
        (H, W, 4) uint8, red, green and blue times coverage, and coverage.
    ink
        (H, W) uint8, coverage of lines.
    labels
        (H, W) uint8, numbers of ``LABELS`` where something is painted.
    glow
        (H, W, 3) float32 in [0, 1], light that is added over everything behind, or nothing.
    """

    view: View
    light: Light
    rng: np.random.Generator
    label: str
    colors: NDArray[np.uint8] = field(init=False)
    ink: NDArray[np.uint8] = field(init=False)
    labels: NDArray[np.uint8] = field(init=False)
    glow: NDArray[np.float32] | None = field(init=False, default=None)
    low: NDArray[np.int64] = field(init=False)
    high: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.view.size
        self.colors = np.zeros((height, width, 4), np.uint8)
        self.ink = np.zeros((height, width), np.uint8)
        self.labels = np.zeros((height, width), np.uint8)
        self.low, self.high = np.array([width, height]), np.array([0, 0])

    @property
    def line(self) -> int:
        """Pixels of a drawn line."""
        return max(1, round(self.view.size[1] / 700))

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns that hold what was painted."""
        low, high = np.clip(self.low, 0, self.view.size), np.clip(self.high, 0, self.view.size)
        return slice(int(low[1]), max(int(low[1]), int(high[1]))), slice(int(low[0]), max(int(low[0]), int(high[0])))

    def _reach(self, pixels: Pixels, margin: float = 2.0) -> tuple[slice, slice]:
        (left, top), (right, bottom) = (pixels.min(axis=0) - margin).tolist(), (pixels.max(axis=0) + margin + 1).tolist()
        width, height = self.view.size
        columns = slice(math.floor(_within(left, width)), math.ceil(_within(right, width)))
        rows = slice(math.floor(_within(top, height)), math.ceil(_within(bottom, height)))
        if columns.stop > columns.start and rows.stop > rows.start:
            self.low = np.minimum(self.low, (columns.start, rows.start))
            self.high = np.maximum(self.high, (columns.stop, rows.stop))
        return slice(rows.start, max(rows.start, rows.stop)), slice(columns.start, max(columns.start, columns.stop))

    @staticmethod
    def _fixed(pixels: Pixels) -> NDArray[np.int32]:
        return np.round((np.clip(pixels, -_FAR_OUT, _FAR_OUT) - 0.5) * (1 << _SHIFT)).astype(np.int32)

    def shape(self, pixels: Pixels, color: ArrayLike, label: str = "", lined: bool = True) -> None:
        """Fill a polygon of pixels (N, 2) with a finished colour."""
        if len(pixels) < 3:
            return
        self._reach(pixels)
        corners = [self._fixed(pixels)]
        paint = (*(np.clip(rgb(color), 0, 1) * 255).tolist(), 255.0)
        cv2.fillPoly(self.colors, corners, paint, cv2.LINE_AA, _SHIFT)
        cv2.polylines(self.colors, corners, True, paint, 1, cv2.LINE_AA, _SHIFT)
        self._own(corners, label, lined)

    def _own(self, corners: list[NDArray[np.int32]], label: str, lined: bool) -> None:
        cv2.fillPoly(self.labels, corners, (float(LABELS.index(label or self.label)),), cv2.LINE_8, _SHIFT)
        cv2.fillPoly(self.ink, corners, (0.0,), cv2.LINE_8, _SHIFT)
        if lined:
            cv2.polylines(self.ink, corners, True, (255.0,), self.line, cv2.LINE_AA, _SHIFT)

    def face(
        self,
        plane: Plane,
        spots: ArrayLike,
        color: ArrayLike | str,
        texture: str = "",
        label: str = "",
        lined: bool = True,
        lit: float | None = None,
        glow: float = 0.0,
    ) -> None:
        """Paint a polygon on a plane, shaded by where it faces, with a texture in perspective; what is seen from behind is left out.

        Parameters
        ----------
        plane
            Where it lies.
        spots
            (N, 2) corners on the plane in metres.
        color
            Of the surface in white light, ``#rrggbb`` or three numbers in [0, 1].
        texture
            One of :data:`pegbar.scenery.textures.TEXTURES`, or none.
        label
            What it is, where not the thing.
        lined
            Whether its outline is a line of the drawing.
        lit
            How much of the light falls on it, 0–1, where not as it faces.
        glow
            How far the surface shines by itself, 0–1.
        """
        points = before_eye(plane.at(spots))
        if len(points) < 3:
            return
        middle = points.mean(axis=0)
        eye = np.array([self.view.camera.x, self.view.camera.height, 0.0])
        if float(plane.normal @ (eye - middle)) <= 0:
            return
        tone = mixed(self.light.shade(color, plane.normal, float(middle[2]), lit), color, glow)
        pixels = self.view.project(points)
        if not texture:
            self.shape(pixels, tone, label, lined)
            return
        self._textured(plane, pixels, color, tone, texture, label, lined, lit, glow)

    def _textured(
        self, plane: Plane, pixels: Pixels, color: ArrayLike | str, tone: Color, texture: str, label: str, lined: bool,
        lit: float | None, glow: float,
    ) -> None:  # fmt: skip
        rows, columns = self._reach(pixels)
        if rows.stop <= rows.start or columns.stop <= columns.start:
            return
        seed = int(self.rng.integers(1 << 31))
        s, t, z, pixel = self.places(plane, rows, columns)
        factor, joints = TEXTURES[texture](s, t, pixel, seed)
        near, far = (mixed(self.light.shade(color, plane.normal, d, lit), color, glow) for d in (NEAR, 1e4))
        hazed = np.asarray(self.light.haziness(z), np.float32)[..., None]
        painted = (near * (1 - hazed) + far * hazed) * (1 + (factor[..., None] - 1) * (1 - hazed))
        mask = np.zeros(s.shape, np.uint8)
        corners = [self._fixed(pixels - (columns.start, rows.start))]
        cv2.fillPoly(mask, corners, (255.0,), cv2.LINE_AA, _SHIFT)
        cv2.polylines(mask, corners, True, (255.0,), 1, cv2.LINE_AA, _SHIFT)
        self.lay(rows, columns, painted, mask.astype(np.float32) / np.float32(255))
        self._own([self._fixed(pixels)], label, lined)
        drawn = np.minimum(np.asarray(joints * 150, np.uint8), mask)
        np.maximum(self.ink[rows, columns], drawn, out=self.ink[rows, columns])

    def places(self, plane: Plane, rows: slice, columns: slice) -> tuple[Values, Values, Values, Values]:
        """Coordinates (s, t) on a plane, distance z and the metres a pixel spans, float32 (h, w) each, of a window of the picture."""
        matrix = self.view.matrix
        onto = np.stack([matrix[:, :3] @ plane.across, matrix[:, :3] @ plane.up, matrix[:, :3] @ plane.corner + matrix[:, 3]], axis=1)
        back = np.linalg.inv(onto) if abs(np.linalg.det(onto)) > 1e-12 else np.linalg.pinv(onto)
        x = (np.arange(columns.start, columns.stop) + 0.5)[None]
        y = (np.arange(rows.start, rows.stop) + 0.5)[:, None]
        a, b, w = (row[0] * x + row[1] * y + row[2] for row in back)
        w = np.where(np.abs(w) < 1e-9, 1e-9, w)
        s, t = np.clip(a / w, -1e5, 1e5), np.clip(b / w, -1e5, 1e5)
        z = np.clip(plane.corner[2] + s * plane.across[2] + t * plane.up[2], NEAR, 1e5)
        leaning = np.abs(plane.normal @ np.array([0.0, 0.0, 1.0])) + 0.08
        span = z / (self.view.camera.focal * self.view.size[1])
        pixel = span / leaning if leaning > 0.5 else span * np.minimum(z / 2.0, 12) ** 0.75
        return tuple(np.asarray(part, np.float32) for part in np.broadcast_arrays(s, t, z, pixel))  # type: ignore[return-value]

    def lay(self, rows: slice, columns: slice, painted: NDArray[np.floating], mask: Values) -> None:
        """Lay finished colours (h, w, 3) in [0, 1] with coverage (h, w) over a window of the sheet."""
        window = self.colors[rows, columns]
        cover = mask[..., None]
        over = np.concatenate([np.clip(painted, 0, 1) * 255 * cover, 255 * cover], axis=2)
        window[:] = np.clip(np.rint(window * (1 - cover) + over), 0, 255).astype(np.uint8)

    def dabs(self, corners: NDArray[np.float64], colors: NDArray[np.float64], label: str = "") -> None:
        """Fill many small convex polygons of pixels (N, K, 2) with finished colours (N, 3), one after the other; no lines."""
        if not len(corners):
            return
        rows, columns = self._reach(corners.reshape(-1, 2))
        owned = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
        if not owned.size:
            return
        paints = np.concatenate([np.clip(colors, 0, 1) * 255, np.full((len(colors), 1), 255.0)], axis=1).tolist()
        shapes = self._fixed(corners.reshape(-1, 2)).reshape(*corners.shape[:2], 2)
        corner = np.array([columns.start << _SHIFT, rows.start << _SHIFT], np.int32)
        for shape, inside, paint in zip(shapes, shapes - corner, paints, strict=True):
            cv2.fillConvexPoly(self.colors, shape, paint, cv2.LINE_AA, _SHIFT)
            cv2.fillConvexPoly(owned, inside, (255.0,), cv2.LINE_8, _SHIFT)
        self.labels[rows, columns][owned > 0] = LABELS.index(label or self.label)
        self.ink[rows, columns][owned > 0] = 0

    def outline(self, threshold: int = 128, minimum: int = 12) -> None:
        """Draw the silhouette of all that is painted so far as a line, for what has no faces: crowns, clouds, hills."""
        rows, columns = self.window
        solid = (self.colors[rows, columns, 3] >= threshold).astype(np.uint8)
        contours, _ = cv2.findContours(solid, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        kept = [contour for contour in contours if len(contour) >= minimum]
        window = np.ascontiguousarray(self.ink[rows, columns])
        cv2.drawContours(window, kept, -1, (255.0,), self.line, cv2.LINE_AA)
        self.ink[rows, columns] = window

    def stroke(self, points: ArrayLike, color: ArrayLike | str, width: float, label: str = "", shaded: bool = True) -> None:
        """A wire, rope or twig through points (N, 3), `width` metres thick, at least a fine line wide."""
        path = np.asarray(points, np.float64)
        path = path[path[:, 2] >= NEAR]
        if len(path) < 2:
            return
        z = float(path[:, 2].mean())
        tone = self.light.shade(color, (0, 0.3, -0.95), z) if shaded else rgb(color)
        pixels = self.view.project(path)
        thick = max(1, round(width * self.view.scale(z)))
        self._reach(pixels, thick + 2)
        fixed = [self._fixed(pixels)]
        cv2.polylines(self.colors, fixed, False, (*(tone * 255).tolist(), 255.0), thick, cv2.LINE_AA, _SHIFT)
        cv2.polylines(self.labels, fixed, False, (float(LABELS.index(label or self.label)),), thick, cv2.LINE_8, _SHIFT)
        cv2.polylines(self.ink, fixed, False, (255.0,), min(thick, self.line), cv2.LINE_AA, _SHIFT)

    def disc(self, center: ArrayLike, radius: float, color: ArrayLike | str, label: str = "", squash: float = 1.0, steps: int = 28) -> None:
        """A disc of `radius` metres that faces the viewer, in a finished colour; `squash` is its height over its width."""
        middle = np.asarray(center, np.float64)
        if middle[2] < NEAR:
            return
        around = np.linspace(0, 2 * np.pi, steps, endpoint=False)
        reach = radius * self.view.scale(float(middle[2]))
        spots = self.view.project(middle[None]) + np.stack([np.cos(around), squash * np.sin(around)], axis=1) * reach
        self.shape(spots, color, label)

    def ink_line(self, pixels: Pixels) -> None:
        """A line of the drawing through pixels (N, 2), without colour."""
        self._reach(pixels, self.line + 1)
        cv2.polylines(self.ink, [self._fixed(pixels)], False, (255.0,), self.line, cv2.LINE_AA, _SHIFT)

    def shine(self, center: ArrayLike, radius: float, color: ArrayLike | str, strength: float, squash: float = 1.0) -> None:
        """Light around a lamp: added over all behind it, falling to nothing at `radius` metres."""
        middle = np.asarray(center, np.float64)
        if middle[2] < NEAR:
            return
        spot, reach = self.view.project(middle[None])[0], radius * self.view.scale(float(middle[2]))
        rows, columns = self._reach(np.stack([spot - (reach, reach * squash), spot + (reach, reach * squash)]), 0)
        if self.glow is None:
            self.glow = np.zeros((*self.colors.shape[:2], 3), np.float32)
        x, y = np.arange(columns.start, columns.stop)[None] + 0.5, np.arange(rows.start, rows.stop)[:, None] + 0.5
        far = np.sqrt((x - spot[0]) ** 2 + ((y - spot[1]) / squash) ** 2) / max(reach, 1e-6)
        light = np.clip(1 - far, 0, 1).astype(np.float32) ** 2 * np.float32(strength)
        window = self.glow[rows, columns]
        window += (1 - window) * light[..., None] * rgb(color).astype(np.float32)

    def mottle(self, cell: float, depth: float, seed: int, z: float) -> None:
        """Uneven paint over all that is painted so far: patches of `cell` metres at a distance, `depth` in [0, 1]."""
        rows, columns = self.window
        scale = np.float32(1 / self.view.scale(z))
        x, y = (np.arange(part.start, part.stop, dtype=np.float32) * scale for part in (columns, rows))
        s, t = np.broadcast_arrays(x[None], y[:, None])
        tone = 1 + np.float32(depth) * fractal(s, t, cell, seed, np.full(s.shape, scale, np.float32), 4)
        window = self.colors[rows, columns]
        painted = window[..., :3] * tone[..., None]
        window[..., :3] = np.clip(np.rint(painted), 0, window[..., 3:]).astype(np.uint8)
