"""Clouds: heaps with flat feet, streaks of ice, and a covered sky."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.textures import Values, fractal


class _Window(NamedTuple):
    """A part of the picture, with metres to the right and up from a thing's foot at its pixels, and pixels of a metre."""

    rows: slice
    columns: slice
    x: Values
    y: Values
    scale: float


def _window(sheet: Sheet, thing: Thing, wide: float, low: float, high: float) -> _Window | None:
    corners = np.array([[thing.x + s * thing.width * wide, thing.y + t * thing.height, thing.z] for s, t in ((-1, low), (1, high))])
    rows, columns = sheet._reach(sheet.view.project(corners))
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return None
    scale = sheet.view.scale(thing.z)
    foot = sheet.view.project(np.array([[thing.x, thing.y, thing.z]]))[0]
    x = ((np.arange(columns.start, columns.stop) + 0.5 - foot[0]) / scale).astype(np.float32)[None]
    y = ((foot[1] - np.arange(rows.start, rows.stop) - 0.5) / scale).astype(np.float32)[:, None]
    across, up = np.broadcast_arrays(x, y)
    return _Window(rows, columns, across, up, scale)


def _heaps(rng: np.random.Generator, wide: float, tall: float) -> NDArray[np.float64]:
    """Balls (N, 3) of a cumulus: towers of unequal height side by side, each of balls that shrink upwards, and small ones about its rim."""
    count = int(np.clip(round(3.4 * wide / tall), 4, 14))
    at = np.linspace(-0.42, 0.42, count) + rng.normal(0, 0.35 / count, count)
    peak = float(rng.uniform(-0.2, 0.2))
    rise = np.clip(1 - np.abs((at - peak) / 0.52) ** 1.5, 0.1, 1) * rng.uniform(0.62, 1.0, count)
    rise[int(np.argmin(np.abs(at - peak)))] = 1.0
    balls: list[tuple[float, float, float]] = []
    for across, top in zip(at, rise, strict=True):
        radius = min(tall * (0.13 + 0.17 * top), wide * 0.14) * float(rng.uniform(0.85, 1.15))
        up, x = 0.0, across * wide
        while up == 0.0 or (up + radius < top * tall and radius > 0.015 * tall):
            balls.append((x, up + radius * 0.6, radius))
            for _ in range(3):
                angle = float(rng.uniform(-0.3, np.pi + 0.3))
                small = radius * float(rng.uniform(0.34, 0.58))
                balls.append((x + np.cos(angle) * radius * 0.86, up + radius * 0.6 + np.sin(angle) * radius * 0.86, small))
            up += radius * float(rng.uniform(0.55, 0.85))
            x += float(rng.normal(0, 0.3)) * radius
            radius *= float(rng.uniform(0.78, 0.94))
    for side in (-1, 1):
        for step in np.linspace(0.40, 0.56, 4):
            small = tall * 0.09 * float(rng.uniform(0.5, 1.1)) * (1.2 - step)
            balls.append((side * step * wide, small * 0.6, small))
    return np.array(balls)


def _bulge(x: Values, y: Values, balls: NDArray[np.float64], reach: float) -> tuple[Values, Values]:
    """How far inside the silhouette each place lies, and how far the nearest ball bulges there, both in metres."""
    inside, bulge = np.full(x.shape, -reach, np.float32), np.zeros(x.shape, np.float32)
    columns, rows = x[0], y[:, 0]
    for cx, cy, radius in balls:
        out = radius + 2 * reach
        left, right = np.searchsorted(columns, [cx - out, cx + out])
        bottom, top = len(rows) - np.searchsorted(rows[::-1], [cy - out, cy + out])
        part = (slice(int(top), int(bottom)), slice(int(left), int(right)))
        squared = ((x[part] - np.float32(cx)) ** 2 + (y[part] - np.float32(cy)) ** 2) / np.float32(radius**2)
        np.maximum(inside[part], (1 - np.sqrt(squared)) * np.float32(radius), out=inside[part])
        np.maximum(bulge[part], np.sqrt(np.clip(1 - squared, 0, 1)) * np.float32(radius), out=bulge[part])
    return inside, bulge


def _bent_bulge(view: _Window, across: Values, up: Values, balls: NDArray[np.float64], reach: float) -> tuple[Values, Values]:
    """The bulge read at places pushed by metres to the right and up, so that rims curl."""
    inside, bulge = _bulge(view.x, view.y, balls, reach)
    rows, columns = np.mgrid[: across.shape[0], : across.shape[1]].astype(np.float32)
    at = (columns + across * np.float32(view.scale), rows - up * np.float32(view.scale))
    one, two = (cv2.remap(part, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for part in (inside, bulge))
    return np.asarray(one, np.float32), np.asarray(two, np.float32)


def _facing(bulge: Values, scale: float, soft: float, sun: NDArray[np.float64]) -> Values:
    """How squarely the light falls on a bulge smoothed over `soft` metres, about [−1, 1]."""
    smooth = cv2.GaussianBlur(bulge, (0, 0), max(0.6, soft * scale))
    down, right = np.gradient(smooth * np.float32(scale)) if min(bulge.shape) > 1 else (bulge * 0, bulge * 0)
    long = np.sqrt(down * down + right * right + 1)
    way = sun * (1.0, 1.25, 0.7)
    way = way / np.linalg.norm(way)
    return np.asarray((-right * way[0] + down * way[1] - way[2]) / long, np.float32)


def paint_cloud(sheet: Sheet, thing: Thing) -> None:
    """A cumulus in three tones, lit from the sun's side, its foot flat and veiled."""
    view = _window(sheet, thing, 0.72, -0.25, 1.35)
    balls = _heaps(sheet.rng, thing.width, thing.height)
    seed = int(sheet.rng.integers(1 << 30))
    if view is None:
        return
    light, tall = sheet.light, np.float32(thing.height)
    pixel = np.full(view.x.shape, 1 / view.scale, np.float32)
    push = [fractal(view.x, view.y, thing.height * 0.17, seed + 20 * k, pixel, 5) * tall * np.float32(0.05) for k in (0, 1)]
    inside, bulge = _bent_bulge(view, push[0], push[1], balls, float(0.1 * tall))
    wisps = fractal(np.asarray(view.x * 0.6, np.float32), view.y, thing.height * 0.16, seed + 9, pixel, 4)
    foot = np.clip((view.y + wisps * tall * 0.09) / (0.16 * tall) + 0.25, 0, 1)
    cover = np.clip(inside / (0.028 * tall) + 0.4, 0, 1) * foot
    lit = 0.62 * _facing(bulge, view.scale, 0.012 * thing.height, light.sun) + 0.5 * _facing(
        bulge, view.scale, 0.09 * thing.height, light.sun
    )
    lit = lit * 0.62 + 0.2 + 0.34 * view.y / tall + 0.05 * wisps
    bright, middle, dull = tones(sheet, thing)
    one, two = np.clip((lit - 0.30) * 5 + 0.5, 0, 1)[..., None], np.clip((lit - 0.52) * 6 + 0.5, 0, 1)[..., None]
    painted = (dull * (1 - one) + middle * one) * (1 - two) + bright * two
    veil = np.clip(1 - view.y / (0.55 * tall), 0, 1)[..., None] ** 1.4 * 0.45 + float(light.haziness(thing.z)) * 0.12
    painted = painted * (1 - veil) + mixed(light.sky_low, dull, 0.35) * veil
    sheet.lay(view.rows, view.columns, painted, np.asarray(cover * np.float32(0.97), np.float32))
    sheet.labels[view.rows, view.columns][cover > 0.5] = 2
    sheet.outline()


def tones(sheet: Sheet, thing: Thing) -> tuple[Color, Color, Color]:
    """Colours of a cloud's lit sides, of those that turn away, and of its shade."""
    light = sheet.light
    if thing.color:
        return rgb(thing.color), mixed(thing.color, light.sky_top, 0.18), mixed(thing.color, light.sky_top, 0.42)
    if light.night:
        glow = mixed(light.sky_low, "#a9badf", 0.42)
        return glow, mixed(glow, light.sky_top, 0.35), mixed(light.sky_top, light.sky_low, 0.5)
    if light.conditions.time == "sunset":
        if light.conditions.weather == "clear":
            return rgb("#ffe9c6"), rgb("#f6b795"), mixed("#a97a9c", light.sky_top, 0.2)
        return mixed("#f3cdb4", light.sky_low, 0.3), mixed("#c9a0a0", light.sky_top, 0.2), mixed(light.sky_top, "#6c6780", 0.5)
    if light.conditions.weather == "clear":
        return rgb("#ffffff"), mixed("#dfe9f6", light.sky_top, 0.06), mixed("#aec3e2", light.sky_top, 0.16)
    return mixed("#eef1f5", light.sky_low, 0.25), mixed("#c9d1da", light.sky_top, 0.3), mixed(light.sky_top, "#8b97a6", 0.45)


def paint_cirrus(sheet: Sheet, thing: Thing) -> None:
    """Streaks of ice, drawn out along the wind and frayed."""
    view = _window(sheet, thing, 0.62, -0.8, 1.8)
    rng, light = sheet.rng, sheet.light
    seed, lean, count = int(rng.integers(1 << 30)), float(rng.uniform(-0.16, 0.16)), int(rng.integers(5, 9))
    lanes = np.column_stack(
        [rng.uniform(-0.3, 0.3, count), rng.uniform(0, 1, count), rng.uniform(0.2, 0.5, count), rng.uniform(0.08, 0.2, count)]
    )
    if view is None:
        return
    u, v = view.x / np.float32(thing.width), view.y / np.float32(thing.height) - np.float32(lean * 2) * view.x / np.float32(thing.width)
    pixel = np.full(u.shape, 1 / view.scale, np.float32)
    bow = fractal(view.x, view.y, thing.width * 0.3, seed + 3, pixel, 2) * np.float32(0.16)
    streak = fractal(
        np.asarray(view.x * 0.10, np.float32), np.asarray((v + bow) * thing.height, np.float32), thing.height * 0.15, seed, pixel, 4
    )
    fray = fractal(np.asarray(view.x * 0.5 + view.y, np.float32), view.y, thing.height * 0.3, seed + 8, pixel, 4)
    cover = np.zeros(u.shape, np.float32)
    for at, up, long, thick in lanes:
        ends = np.clip(1 - ((u - np.float32(at)) / np.float32(long)) ** 2, 0, 1)
        off = (v + bow - np.float32(up)) / np.float32(thick) / (0.25 + ends)
        cover = np.maximum(cover, ends * np.exp(-(off**2)))
    cover = np.clip(cover * (0.62 + 0.85 * streak + 0.35 * fray), 0, 1) * np.float32(0.62 if light.night else 0.85)
    bright, middle, _ = tones(sheet, thing)
    part = np.clip(0.6 + streak, 0, 1)[..., None]
    sheet.lay(view.rows, view.columns, middle * (1 - part) + bright * part, np.asarray(cover, np.float32))
    sheet.labels[view.rows, view.columns][cover > 0.5] = 2


def paint_overcast(sheet: Sheet, thing: Thing) -> None:
    """A covered sky: rolls of grey seen from below, ever closer towards the horizon."""
    width, height = sheet.view.size
    horizon = max(sheet.view.horizon, 1.0)
    bottom = int(min(height, np.ceil(horizon)))
    seed = int(sheet.rng.integers(1 << 30))
    if bottom < 2:
        return
    rows, columns = slice(0, bottom), slice(0, width)
    sheet._reach(np.array([[0.0, 0.0], [width, bottom]]))
    up = ((horizon - np.arange(bottom) - 0.5) / height).astype(np.float32)
    far = (0.16 / (np.maximum(up, 0) + np.float32(0.10)))[:, None]
    across = ((np.arange(width) + 0.5 - width / 2) / height).astype(np.float32)[None] * far * 4
    s, t = np.broadcast_arrays(across, far * 7)
    pixel = np.asarray(np.broadcast_to(far * np.float32(5 / height), s.shape), np.float32)
    bend = fractal(s, t, 1.6, seed + 5, pixel, 3)
    heap = fractal(np.asarray(s + 0.5 * bend, np.float32), np.asarray(t + 0.4 * bend, np.float32), 1.5, seed, pixel, 5)
    bright, middle, dull = tones(sheet, thing)
    one, two = np.clip(0.75 + 1.6 * heap, 0, 1)[..., None], np.clip((heap - 0.12) * 3.2, 0, 1)[..., None]
    painted = (dull * (1 - one) + middle * one) * (1 - two) + bright * two
    low = np.clip(1 - up / 0.3, 0, 1)[:, None, None] ** 1.6 * 0.85
    painted = painted * (1 - low) + sheet.light.sky_low * low
    edge = np.clip(horizon - np.arange(bottom), 0, 1).astype(np.float32)[:, None]
    sheet.lay(rows, columns, painted, np.asarray(np.broadcast_to(edge * np.float32(0.92), s.shape), np.float32))
    sheet.labels[rows, columns] = 2


_ANY = (1.0, 1.0)
KINDS = (
    Kind("overcast", "cloud", paint_overcast, "sky", _ANY, _ANY, _ANY, shadow=0),
    Kind("cloud", "cloud", paint_cloud, "sky", (260, 420), (80, 140), _ANY, shadow=0),
    Kind("cirrus", "cloud", paint_cirrus, "sky", (500, 800), (70, 120), _ANY, shadow=0),
)
