"""What is seen through a window: the sky of the hour, far hills, roofs and trees, and the weather before them."""

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import before_eye
from pegbar.scenery.light import Color, Light, light_of, mixed, rgb
from pegbar.scenery.sheet import _SHIFT, Plane, Sheet
from pegbar.scenery.textures import Values, fractal, hashed

_LEAVES = {"spring": "#8fb968", "summer": "#5d9450", "autumn": "#c98a45", "winter": "#7d8570"}
_ROOFS = ("#8a5a4e", "#5f6a78", "#7c7468", "#4f6b6b", "#94705c", "#6d6478")
_WALLS = ("#e9e0d0", "#d8d4cc", "#e4d3bf", "#cfd6d8")


def outdoor_light(light: Light) -> Light:
    """The light outside the window."""
    azimuth = float(np.degrees(np.arctan2(light.sun[0], -light.sun[2])))
    return light_of(light.conditions, False, azimuth)


def paint_outside(sheet: Sheet, plane: Plane, spots: ArrayLike, label: str = "window") -> None:
    """Fill a pane (a polygon on a plane) with the view."""
    points = before_eye(plane.at(spots))
    seed = int(sheet.rng.integers(1 << 30))
    if len(points) < 3 or float(plane.normal @ (np.array([sheet.view.camera.x, sheet.view.camera.height, 0.0]) - points.mean(axis=0))) <= 0:
        return
    pixels = sheet.view.project(points)
    rows, columns = sheet._reach(pixels)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    width, height = sheet.view.size
    x = ((np.arange(columns.start, columns.stop) + 0.5 - sheet.view.camera.center * width) / height).astype(np.float32)
    up = ((sheet.view.horizon - np.arange(rows.start, rows.stop) - 0.5) / height).astype(np.float32)
    painted = _view(outdoor_light(sheet.light), x, up, 1 / height, seed)
    mask = np.zeros(painted.shape[:2], np.uint8)
    cv2.fillPoly(mask, [sheet._fixed(pixels - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, _SHIFT)
    sheet.lay(rows, columns, painted, np.asarray(mask / 255, np.float32))
    sheet._own([sheet._fixed(pixels)], label, True)
    crest = np.stack([np.arange(len(x)), sheet.view.horizon - rows.start - _crest(x, 1 / height, seed) * height], axis=1)
    drawn = np.zeros_like(mask)
    cv2.polylines(drawn, [sheet._fixed(crest)], False, (255.0,), sheet.line, cv2.LINE_AA, _SHIFT)
    np.maximum(sheet.ink[rows, columns], np.minimum(drawn, mask), out=sheet.ink[rows, columns])
    _falling(sheet, plane, np.asarray(spots, np.float64))


def _crest(x: Values, pixel: float, seed: int) -> Values:
    """How high the nearest trees reach over the horizon at columns x."""
    wide, zero = np.full(x.shape, pixel, np.float32), np.zeros_like(x)
    return np.asarray(
        -0.035 + 0.045 * fractal(x, zero, 0.16, seed + 5, wide, 4) + 0.012 * fractal(x, zero, 0.018, seed + 6, wide, 2), np.float32
    )


def _view(light: Light, x: Values, up: Values, pixel: float, seed: int) -> NDArray[np.float32]:
    """Colours (h, w, 3) at columns x and heights over the horizon, in heights of the picture."""
    across, above = np.broadcast_arrays(x[None], up[:, None])
    span = np.full(across.shape, pixel, np.float32)
    painted = _sky(light, across, above, span, seed)
    wide = np.full(x.shape, pixel, np.float32)
    hills = 0.036 + 0.022 * fractal(x, np.zeros_like(x), 0.22, seed + 1, wide, 3)
    _cover(painted, up, hills, mixed(light.haze, "#5f7f86" if not light.night else "#131c30", 0.42), pixel)
    _town(painted, light, x, up, pixel, seed)
    leaves = rgb(_LEAVES[light.conditions.season])
    if light.conditions.weather == "snow":
        leaves = mixed(leaves, "#eef2f8", 0.7)
    lit = np.clip(leaves * (light.fill + 0.55 * light.key), 0, 1)
    clumps = _crest(x, pixel, seed)
    mottled = fractal(across, above * np.float32(1.2), 0.03, seed + 7, span, 3)
    tone = 1 + 0.16 * np.sign(mottled + 18 * (above - clumps[None] + 0.02))
    _cover(painted, up, clumps, lit * tone[..., None], pixel)
    glare = 0.0 if light.night else 0.16
    return np.asarray(painted * (1 - glare) + np.float32(glare) * mixed("#ffffff", light.sky_low, 0.4), np.float32)


def _sky(light: Light, across: Values, above: Values, span: Values, seed: int) -> NDArray[np.float32]:
    part = np.clip(above / 0.42, 0, 1)[..., None] ** 0.8
    painted = light.sky_low * (1 - part) + mixed(light.sky_top, light.sky_low, 0.15) * part
    heap = fractal(across, above * 2.1, 0.20, seed + 11, span, 5)
    clear = light.conditions.weather == "clear"
    cover = np.clip((heap - (0.12 if clear else -0.25)) * (5 if clear else 1.5), 0, 1)[..., None] * (0.9 if clear else 0.7)
    cloud = {"day": rgb("#ffffff"), "sunset": rgb("#ffd3a6"), "night": mixed(light.sky_low, "#8b9cc9", 0.25)}[light.conditions.time]
    cloud = cloud if clear else mixed(cloud, light.sky_top, 0.45)
    painted = painted * (1 - cover) + cloud * cover
    if light.night and clear:
        cells = (np.floor(across / 0.016).astype(np.int64), np.floor(above / 0.016).astype(np.int64))
        star = (hashed(*cells, seed + 3) > 0.93) & (
            np.hypot(across / 0.016 % 1 - 0.5, above / 0.016 % 1 - 0.5) < 0.09 + 0.03 * span / 0.001
        )
        painted = np.where(star[..., None], rgb("#dfe6ff"), painted)
    return np.asarray(painted, np.float32)


def _cover(painted: NDArray[np.float32], up: Values, top: Values, color: ArrayLike, pixel: float) -> None:
    """Lay what reaches up to `top` (w,) over a view."""
    cover = np.clip((top[None] - up[:, None]) / pixel + 0.5, 0, 1)[..., None]
    painted += (np.asarray(color, np.float32) - painted) * cover


def _town(painted: NDArray[np.float32], light: Light, x: Values, up: Values, pixel: float, seed: int) -> None:
    """Two rows of houses with gables; some of their windows are lit at night."""
    for row, (cell, base, haze) in enumerate(((0.055, 0.020, 0.55), (0.095, 0.000, 0.25))):
        place = x / np.float32(cell) + row * 0.4
        number, part = np.floor(place).astype(np.int64), place - np.floor(place)
        zero = np.zeros_like(number)
        chance = [hashed(number, zero + k, seed + 20 + row) for k in range(4)]
        eaves = base + cell * (0.02 + 0.30 * chance[0])
        gabled = chance[1] > 0.4
        ridge = np.where(gabled, cell * 0.34 * np.minimum(1, 1.35 - 2.7 * np.abs(part - 0.5)), cell * 0.05)
        roofs, walls = (np.array([_outer(light, tone, haze) for tone in tones], np.float32) for tones in (_ROOFS, _WALLS))
        if light.conditions.weather == "snow":
            roofs[:] = _outer(light, "#eef2f8", haze)
        picked = roofs[(chance[2] * len(roofs)).astype(np.int64)][None]
        _cover(painted, up, np.where((part > 0.03) & (part < 0.97), eaves + ridge, -1), np.broadcast_to(picked, painted.shape), pixel)
        wall = walls[(chance[3] * len(walls)).astype(np.int64)][None]
        inner = np.where((part > 0.09) & (part < 0.91), eaves, -1).astype(np.float32)
        _cover(painted, up, inner, np.broadcast_to(wall, painted.shape), pixel)
        below = (eaves[None] - up[:, None]) / cell
        pane = ((below % 0.3 > 0.1) & (below % 0.3 < 0.24) & (below > 0)) & (np.abs(part * 3 % 1 - 0.5) < 0.24)[None] & (inner > -1)[None]
        lit = hashed(np.floor(place * 3).astype(np.int64)[None] + zero[None], np.floor(below / 0.3).astype(np.int64), seed + 30) > 0.45
        dark = _outer(light, "#5a6a7c", haze)
        painted[pane] = np.where(lit[pane][:, None] & light.lamps, rgb("#ffd98f").astype(np.float32), dark.astype(np.float32))


def _outer(light: Light, color: str, haze: float) -> Color:
    return mixed(np.clip(rgb(color) * (light.fill + 0.5 * light.key), 0, 1), light.haze, haze)


def _falling(sheet: Sheet, plane: Plane, spots: NDArray[np.float64]) -> None:
    """Rain or snow before the pane."""
    weather, rng = sheet.light.conditions.weather, sheet.rng
    low, high = spots.min(axis=0), spots.max(axis=0)
    count = int(46 * np.prod(high - low))
    at = low + rng.random((count, 2)) * (high - low)
    size = rng.random(count)
    if weather not in ("rain", "snow"):
        return
    tone = rgb("#ffffff") * (0.8 if sheet.light.night else 1.0)
    if weather == "snow":
        around = np.stack([np.cos(np.arange(8) * np.pi / 4), np.sin(np.arange(8) * np.pi / 4)], axis=1)
        flakes = np.clip(at[:, None] + around[None] * (0.004 + 0.009 * size)[:, None, None], low, high)
        shapes = [plane.at(flake) for flake in flakes]
    else:
        tone = mixed("#d3dde8", sheet.light.haze, 0.55)
        long, lean = 0.06 + 0.12 * size, 0.15
        ends = np.stack([at + (-0.0012, 0), at + (0.0012, 0), at + np.stack([lean * long, long], axis=1)], axis=1)
        shapes = [plane.at(np.clip(streak, low, high)) for streak in ends]
    kept = [sheet.view.project(points) for points in shapes if points[:, 2].min() > 0.4]
    if kept:
        sheet.dabs(np.array(kept), np.tile(tone, (len(kept), 1)), "window")
