"""A sheet of celluloid: parts are painted back to front, ground truth and colour from one geometry.

Two rasters are kept. The *ink* raster is supersampled and holds, for each sub-pixel, the paint that
shows; colour and alpha of the cel are its area average. The *region* and *stroke* rasters have frame
resolution and hold fills and visible lines apart; the douga is derived from them, so that a shading,
highlight or colour line stands exactly where two fills of that kind meet.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.studio.exact import blur
from pegbar.studio.geometry import Camera, Pair, Points

_SHIFT = 4
_UNIT = 1 << _SHIFT
_SHORTEST = 2.5
"""Lines shorter than this many widths are left out, as animators leave out detail in long shots."""


class Tone(IntEnum):
    """How a fill is lit, or that it only differs in colour."""

    FLAT = 0
    SHADE = 1
    HIGHLIGHT = 2
    COLOR = 3


@dataclass(frozen=True)
class Paint:
    """One pot of paint: RGB 0–255, the material it belongs to and its tone."""

    rgb: tuple[int, int, int]
    material: int
    tone: Tone = Tone.FLAT


@dataclass(frozen=True)
class Part:
    """The area a part covered when it was painted, as crops of both rasters."""

    ink_window: tuple[slice, slice]
    ink: NDArray[np.bool_]
    region_window: tuple[slice, slice]
    region: NDArray[np.bool_]
    outline: Points
    paint: Paint


class Sheet:
    """A cel under work, of `width` × `height` frame pixels.

    Parameters
    ----------
    supersampling
        Ink sub-pixels for each frame pixel and axis.
    line_width
        Thinnest and thickest visible line, frame pixels.
    douga_line_width
        Width of every line in the douga, frame pixels.
    """

    def __init__(self, width: int, height: int, supersampling: int, line_width: tuple[float, float], douga_line_width: int) -> None:
        self.width, self.height, self.supersampling = width, height, supersampling
        self.line_width, self.douga_line_width = line_width, douga_line_width
        self.ink = np.zeros((height * supersampling, width * supersampling), np.uint16)
        self.region = np.zeros((height, width), np.uint16)
        self.stroke = np.zeros((height, width), np.uint8)
        self.paints: list[Paint] = [Paint((0, 0, 0), -1)]
        self.inks: set[int] = set()
        self.last = self.paints[0]
        self._pots: dict[Paint, int] = {}

    def pot(self, paint: Paint) -> int:
        """Number of a paint on this sheet, from 1; 0 is bare celluloid."""
        if paint not in self._pots:
            self._pots[paint] = len(self.paints)
            self.paints.append(paint)
        return self._pots[paint]

    def _mask(self, outline: Points, raster: NDArray[np.generic], factor: int) -> tuple[tuple[slice, slice], NDArray[np.bool_]]:
        points = outline * factor
        limit = np.array([raster.shape[1], raster.shape[0]])
        low = np.clip(np.floor(points.min(axis=0)).astype(int) - 1, 0, limit)
        high = np.clip(np.ceil(points.max(axis=0)).astype(int) + 2, 0, limit)
        window = (slice(low[1], high[1]), slice(low[0], high[0]))
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        if mask.size:
            local = np.clip(np.round((points - low - 0.5) * _UNIT), -(1 << 26), 1 << 26).astype(np.int32)
            cv2.fillPoly(mask, [local], 1, cv2.LINE_8, _SHIFT)
        return window, mask.view(np.bool_)

    def fill(self, outline: Points, paint: Paint) -> Part:
        """Paint a closed outline (frame pixels) over all that lies there, lines included."""
        number = self.pot(paint)
        ink_window, ink = self._mask(outline, self.ink, self.supersampling)
        region_window, region = self._mask(outline, self.region, 1)
        self.ink[ink_window][ink] = number
        self.region[region_window][region] = number
        self.stroke[region_window][region] = 0
        self.last = paint
        return Part(ink_window, ink, region_window, region, outline, paint)

    def tint(self, part: Part, outline: Points, paint: Paint, outside: bool = False) -> None:
        """Repaint the bit of `part` inside (or outside) `outline`; lines painted there go too."""
        number = self.pot(paint)
        for window, mask, raster, factor in (
            (part.ink_window, part.ink, self.ink, self.supersampling),
            (part.region_window, part.region, self.region, 1),
        ):
            if not mask.size:
                continue
            corner = np.array([window[1].start, window[0].start])
            local = np.round((outline * factor - corner - 0.5) * _UNIT)
            inside = np.zeros(mask.shape, np.uint8)
            cv2.fillPoly(inside, [np.clip(local, -(1 << 26), 1 << 26).astype(np.int32)], 1, cv2.LINE_8, _SHIFT)
            chosen = mask & (inside == 0 if outside else inside > 0)
            raster[window][chosen] = number
            if raster is self.region:
                self.stroke[window][chosen] = 0

    def crescent(self, part: Part, toward: Pair, paint: Paint) -> None:
        """Shade the side of a part away from the light: the part less itself moved `toward` it."""
        self.tint(part, part.outline + np.asarray(toward), paint, outside=True)

    def line(self, path: Points, paint: Paint, width: float, taper: tuple[float, float] = (1.0, 1.0)) -> None:
        """Ink a visible line along `path` (frame pixels), `width` pixels wide, thinned at the ends by `taper`."""
        if np.linalg.norm(np.diff(path, axis=0), axis=1).sum() < _SHORTEST * self.douga_line_width:
            return
        low, high = self.line_width
        width = float(np.clip(width, low, high))
        number = self.pot(paint)
        self.inks.add(number)
        t = np.linspace(0.0, 1.0, len(path) - 1) if len(path) > 2 else np.array([0.5])
        swell = np.minimum(1.0, np.minimum(taper[0] + 3 * t * (1 - taper[0]), taper[1] + 3 * (1 - t) * (1 - taper[1])))
        thickness = np.maximum(1, np.round(width * swell * self.supersampling)).astype(int)
        points = np.clip(np.round((path * self.supersampling - 0.5) * _UNIT), -(1 << 20), 1 << 20).astype(np.int32)
        start = 0
        for stop in [*(np.flatnonzero(np.diff(thickness)) + 1), len(thickness)]:
            cv2.polylines(self.ink, [points[start : stop + 1]], False, number, int(thickness[start]), cv2.LINE_8, _SHIFT)
            start = stop
        frame = np.clip(np.round((path - 0.5) * _UNIT), -(1 << 20), 1 << 20).astype(np.int32)
        cv2.polylines(self.stroke, [frame], False, 1, self.douga_line_width, cv2.LINE_8, _SHIFT)

    def contour(self, outline: Points, paint: Paint, width: float) -> None:
        """Ink a closed outline."""
        self.line(np.vstack([outline, outline[:1]]), paint, width)

    def unlit(self) -> NDArray[np.int64]:
        """For each paint the number it has without its light: shades and highlights are the flat of their material."""
        counts = np.bincount(self.ink.ravel(), minlength=len(self.paints))
        numbers = np.arange(len(self.paints))
        flats: dict[int, list[int]] = {}
        for number, paint in enumerate(self.paints):
            if paint.tone == Tone.FLAT and number not in self.inks:
                flats.setdefault(paint.material, []).append(number)
        for number, paint in enumerate(self.paints):
            if paint.tone in (Tone.SHADE, Tone.HIGHLIGHT) and paint.material in flats:
                numbers[number] = max(flats[paint.material], key=lambda n: counts[n])
        return numbers

    def lineart(self) -> NDArray[np.uint8]:
        """The inked lines alone, (H, W) uint8, dark on white."""
        line = np.zeros(len(self.paints), np.float32)
        line[list(self.inks)] = 255
        drawn = cv2.resize(line[self.ink], (self.width, self.height), interpolation=cv2.INTER_AREA)
        return np.asarray(255 - np.round(drawn), np.uint8)

    def cel(self, soft: float = 0.0, wash: NDArray[np.float32] | None = None) -> NDArray[np.uint8]:
        """The painted cel, (H, W, 4) straight-alpha RGBA, antialiased by area average.

        Parameters
        ----------
        soft
            Airbrushed light: σ in frame pixels by which shades and highlights are blurred; 0 is crisp.
        wash
            (H, W) gain of the fills, for paint laid on unevenly.
        """
        cel = np.zeros((self.height, self.width, 4), np.uint8)
        window, ink = self._drawn()
        if not ink.size:
            return cel
        size = (window[1].stop - window[1].start, window[0].stop - window[0].start)

        def shrink(values: NDArray[np.uint8]) -> NDArray[np.float32]:
            small = cv2.resize(values.take(ink, axis=0), size, interpolation=cv2.INTER_AREA)
            return np.asarray(small, np.float32)

        colors = np.array([p.rgb for p in self.paints], np.uint8)
        alpha = shrink(np.minimum(np.arange(len(colors)), 1).astype(np.uint8) * np.uint8(255)) / 255
        rgb = shrink(colors)
        line = np.zeros(len(colors), np.uint8)
        line[list(self.inks)] = 255
        fill = (1 - shrink(line) / 255)[..., None] if soft or wash is not None else None
        if soft and fill is not None:
            unlit = shrink(colors[self.unlit()])
            rgb = np.asarray(unlit + (rgb - unlit) * (1 - fill) + blur(rgb - unlit, soft) * fill, np.float32)
        if wash is not None and fill is not None:
            rgb = np.asarray(rgb * (1 + (wash[window][..., None] - 1) * fill), np.float32)
        cel[window][..., :3] = np.clip(np.round(rgb / np.maximum(alpha, 1e-3)[..., None]), 0, 255)
        cel[window][..., 3] = np.round(alpha * 255)
        cel[cel[..., 3] == 0] = 0
        return cel

    def _drawn(self) -> tuple[tuple[slice, slice], NDArray[np.uint16]]:
        """Where anything is drawn, in frame pixels, and the ink there."""
        rows, columns = (np.flatnonzero(self.ink.any(axis=axis)) // self.supersampling for axis in (1, 0))
        if not len(rows):
            return (slice(0, 0), slice(0, 0)), self.ink[:0, :0]
        top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
        s = self.supersampling
        return (slice(top, bottom), slice(left, right)), self.ink[top * s : bottom * s, left * s : right * s]


@dataclass(frozen=True)
class Pen:
    """A sheet seen through a camera: outlines come in model units, widths in frame pixels.

    Attributes
    ----------
    line_tint
        Fraction of a fill's colour in its outline; 0 inks every line alike.
    rim
        Width of the rim light as a fraction of the form shadow's; 0 for none.
    flat
        Whether form shadows are left out.
    detail
        Whether the small things of :mod:`pegbar.studio.detail` are drawn.
    """

    sheet: Sheet
    camera: Camera
    ink: Paint
    width: float
    light: tuple[float, float]
    line_tint: float = 0.0
    rim: float = 0.0
    flat: bool = False
    detail: bool = False

    def seen_by(self, camera: Camera) -> "Pen":
        """The same pen on another part's camera."""
        return replace(self, camera=camera)

    def ink_for(self, paint: Paint) -> Paint:
        """The ink for lines on a fill: the cut's, or a dark of the fill's colour (brown on skin)."""
        if not self.line_tint:
            return self.ink
        red, green, blue = (
            round(self.line_tint * c + (1 - self.line_tint) * i * 0.5) for c, i in zip(paint.rgb, self.ink.rgb, strict=True)
        )
        return Paint((red, green, blue), self.ink.material)

    def fill(self, points: Points, paint: Paint, outline: bool = True) -> Part:
        """Fill a closed curve and ink its outline."""
        projected = self.camera.project(points)
        part = self.sheet.fill(projected, paint)
        if outline:
            self.sheet.contour(projected, self.ink_for(paint), self.width)
        return part

    def tint(self, part: Part, points: Points, paint: Paint, outside: bool = False) -> None:
        """Repaint a bit of a part (shades, highlights, patterns), then its outline again."""
        self.sheet.tint(part, self.camera.project(points), paint, outside)

    def shade(self, part: Part, amount: float, paint: Paint) -> None:
        """Form shadow on the side away from the light, `amount` in model units."""
        if self.flat:
            return
        toward = np.asarray(self.light) * amount * self.camera.scale
        self.sheet.crescent(part, toward, paint)
        if self.rim:
            red, green, blue = (min(255, round(0.35 * c + 0.65 * 255)) for c in part.paint.rgb)
            lit = Paint((red, green, blue), part.paint.material, Tone.HIGHLIGHT)
            self.sheet.crescent(part, -toward * self.rim, lit)

    def line(self, points: Points, width: float = 1.0, taper: tuple[float, float] = (0.3, 0.3), ink: Paint | None = None) -> None:
        """Ink a tapered line; `width` is relative to the pen's."""
        self.sheet.line(self.camera.project(points), ink or self.ink_for(self.sheet.last), self.width * width, taper)

    def outline(self, part: Part, closed: bool = True) -> None:
        """Ink the outline of a part, after its tints; an open one leaves the root of a limb unlined."""
        if closed:
            self.sheet.contour(part.outline, self.ink_for(part.paint), self.width)
        else:
            self.sheet.line(part.outline, self.ink_for(part.paint), self.width)
