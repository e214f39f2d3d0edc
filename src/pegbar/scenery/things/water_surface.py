"""The look of water that lies level: the sky and the banks in it, ripples in perspective, and a path of sparks under the sun or moon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.sheet import Sheet, ground
from pegbar.scenery.textures import Values, fractal, noise
from pegbar.vocabulary.scene_labels import LABELS


@dataclass(frozen=True)
class Water:
    """How a water looks.

    Attributes
    ----------
    deep, shallow
        Colours in white light of its middle and of its edge.
    reach
        Metres from the edge over which the shallow turns deep.
    mirror
        How much of the sky and the banks shows in it, 0–1.
    swell
        How strong its ripples are, 0–1.
    haze
        Part of the air's haze that lies on it; a sea's edge stays crisp.
    """

    deep: str
    shallow: str
    reach: float
    mirror: float
    swell: float
    haze: float = 0.8


@dataclass(frozen=True)
class Stretch:
    """A window of the picture with the level plane that shows in it: rows, columns, metres to the right and away, distances."""

    rows: slice
    columns: slice
    s: Values
    t: Values
    z: Values

    @property
    def empty(self) -> bool:
        """Whether nothing of it is in the picture."""
        return self.rows.stop <= self.rows.start or self.columns.stop <= self.columns.start


def stretch_of(sheet: Sheet, left: float, right: float, near: float, far: float, y: float = 0.0) -> Stretch:
    """The window over a rectangle of a level plane, cut at the horizon."""
    view = sheet.view
    corners = np.array([[x, y, max(z, NEAR)] for x in (left, right) for z in (near, far)])
    rows, columns = sheet._reach(view.project(corners))
    rows = slice(max(rows.start, int(np.floor(view.horizon))), rows.stop)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        nothing = np.zeros((0, 0), np.float32)
        return Stretch(slice(0, 0), slice(0, 0), nothing, nothing, nothing)
    s, t, z, _ = sheet.places(ground(y=y), rows, columns)
    return Stretch(rows, columns, s, t, z)


def coverage(inside: Values) -> Values:
    """Coverage with soft edges, one pixel wide, of where signed distances (h, w) are positive."""
    if min(inside.shape) < 2:
        return np.asarray(inside > 0, np.float32)
    down, across = np.gradient(inside)
    return np.asarray(np.clip(inside / np.maximum(np.hypot(down, across), 1e-6) + 0.5, 0, 1), np.float32)


def below(sheet: Sheet, stretch: Stretch) -> Values:
    """How far rows lie below the horizon, in heights of the picture, (h, 1)."""
    row = (np.arange(stretch.rows.start, stretch.rows.stop) + 0.5 - sheet.view.horizon) / sheet.view.size[1]
    return np.asarray(np.maximum(row, 2e-4), np.float32)[:, None]


def aside(sheet: Sheet, stretch: Stretch) -> Values:
    """How far columns lie to the right of the vanishing point, in heights of the picture, (1, w)."""
    width, height = sheet.view.size
    column = np.arange(stretch.columns.start, stretch.columns.stop) + 0.5 - sheet.view.camera.center * width
    return np.asarray(column / height, np.float32)[None]


def ripples(sheet: Sheet, stretch: Stretch, seed: int, fine: float = 1.0) -> Values:
    """Ripples in about [−1, 1], flatter and closer with distance; drawn wider far off than they are, as painters do."""
    p, x = below(sheet, stretch), aside(sheet, stretch)
    wide, tall = 0.2 / fine, 0.0125 / fine
    rise = 0.45 * p ** np.float32(-0.55)
    u, v = np.broadcast_arrays(x / np.sqrt(p) / np.float32(wide), p ** np.float32(0.45) / np.float32(tall))
    pixel = np.broadcast_to(rise / np.float32(tall * sheet.view.size[1]), u.shape)
    return fractal(np.asarray(u, np.float32), np.asarray(v, np.float32), 1.0, seed, np.asarray(pixel, np.float32), 3)


def banks(sheet: Sheet, stretch: Stretch, far: float, tall: float, seed: int, wave: Values, slope: float = 0.03) -> Values:
    """Where what stands on a far bank shows upside down, 0–1: crowns `tall` metres high at `far` metres, `slope` wide in the picture."""
    p, x = below(sheet, stretch), aside(sheet, stretch)
    across = np.asarray(x / np.float32(slope), np.float32)
    zero = np.zeros_like(across)
    crowns = 0.85 + 0.13 * noise(across, zero, 1.0, seed) + 0.08 * noise(across, zero, 0.37, seed + 1)
    crowns = crowns + 0.15 * noise(across, zero, 4.1, seed + 2)
    foot = sheet.view.camera.focal * (sheet.view.camera.height + tall * np.maximum(crowns, 0.05)) / far
    edge = foot * (1 + np.float32(0.10) * wave) - p
    return np.asarray(np.clip(edge / (0.004 + 0.3 * foot) + 0.5, 0, 1), np.float32)


def sky_in(light: Light, p: Values) -> NDArray[np.float32]:
    """The sky's colours as rows of calm water show them, (h, 1, 3)."""
    up = np.clip(p / 0.5, 0, 1)[..., None] ** 0.75
    colors = light.sky_low * (1 - up) + light.sky_top * up
    if light.conditions.time == "sunset":
        warm = np.clip(1 - up * 2.0, 0, 1) * 0.5
        colors = colors * (1 - warm) + rgb("#ffd79a") * warm
    return np.asarray(colors, np.float32)


def spark_color(light: Light) -> Color:
    """The colour of the sun or moon on water."""
    return rgb({"day": "#ffffff", "sunset": "#ffe2ac", "night": "#dfe7ff"}[light.conditions.time])


def _brilliance(light: Light) -> float:
    return {"clear": 1.0, "cloudy": 0.25, "snow": 0.12, "rain": 0.06}[light.conditions.weather]


def water_colors(
    sheet: Sheet, stretch: Stretch, inside: Values, water: Water, wave: Values, shown: Values | None = None,
    bank: Color | None = None, glitter: float | None = None,
) -> NDArray[np.float32]:  # fmt: skip
    """Finished colours (h, w, 3) of water.

    Parameters
    ----------
    inside
        (h, w) metres from the edge.
    wave
        (h, w) from :func:`ripples`.
    shown, bank
        (h, w) where banks show in it, and their finished colour.
    glitter
        Where the sun's or moon's path lies, in heights of the picture to the right of the vanishing point.
    """
    light = sheet.light
    p = below(sheet, stretch)
    lit = light.fill * 0.95 + light.key * max(0.0, float(light.sun[1])) * 0.9
    edge = np.exp(-np.clip(inside, 0, 1e3) / np.float32(water.reach))[..., None]
    dull = {"clear": 0.0, "cloudy": 0.34, "rain": 0.5, "snow": 0.4}[light.conditions.weather]
    body = np.clip((rgb(water.deep) * (1 - edge) + rgb(water.shallow) * edge) * lit, 0, 1)
    body = body * (1 - dull) + (0.75 * light.sky_top + 0.1 * light.sky_low) * dull
    seen = np.asarray(sky_in(light, p), np.float64)
    if shown is not None and bank is not None:
        seen = seen * (1 - 0.85 * shown[..., None]) + bank * 0.85 * shown[..., None]
    grazing = 0.45 + 0.55 * np.clip(1 - p / 0.45, 0, 1)[..., None] ** 2
    part = water.mirror * grazing * (1 - 0.5 * edge)
    painted = np.asarray(body * (1 - part) + seen * part, np.float64)
    strength = water.swell * (0.4 + 0.6 * np.clip(p / 0.2, 0, 1))
    crest, trough = np.clip((wave - 0.22) * 4, 0, 1), np.clip((-wave - 0.18) * 3, 0, 1)
    painted = painted * (1 - (0.30 * strength * trough)[..., None])
    painted = painted + (0.42 * strength * crest)[..., None] * (mixed(light.sky_low, light.sky_top, 0.15) - painted)
    if glitter is not None and not light.indoors:
        painted = _washed(sheet, stretch, painted, wave, glitter)
    hazed = (np.asarray(light.haziness(stretch.z), np.float32) * np.float32(water.haze))[..., None]
    return np.asarray(painted * (1 - hazed) + light.haze * hazed, np.float32)


def _washed(sheet: Sheet, stretch: Stretch, painted: NDArray[np.float64], wave: Values, glitter: float) -> NDArray[np.float64]:
    """Colours with the soft light of the path that the sun or moon lays on water."""
    light, p = sheet.light, below(sheet, stretch)
    wide = 0.05 + 0.35 * p if light.conditions.time != "day" else 0.35 + 0.3 * p
    path = np.exp(-(((aside(sheet, stretch) - np.float32(glitter)) / wide) ** 2))
    strength = {"day": 0.16, "sunset": 0.5, "night": 0.34}[light.conditions.time] * _brilliance(light)
    part = np.clip(path * strength * (0.75 + 0.9 * wave) * (1 - 0.5 * np.clip(p / 0.5, 0, 1)), 0, 1)[..., None]
    return np.asarray(painted * (1 - part) + spark_color(light) * part, np.float64)


def lay_water(sheet: Sheet, stretch: Stretch, painted: NDArray[np.floating], cover: Values) -> None:
    """Lay colours (h, w, 3) where water covers, and own it."""
    sheet.lay(stretch.rows, stretch.columns, painted, cover)
    sheet.labels[stretch.rows, stretch.columns][cover > 0.5] = LABELS.index("water")


def sparkle(sheet: Sheet, stretch: Stretch, cover: Values, glitter: float, count: int) -> None:
    """Sparks of the sun or moon on ripples: flat lozenges, thick along the path of light and few aside, larger towards the viewer."""
    light, view, rng = sheet.light, sheet.view, sheet.rng
    width, height = view.size
    day = light.conditions.time == "day"
    across, deep, size = rng.standard_normal(count), rng.random(count) ** 1.7, rng.uniform(0.5, 1.3, count)
    aside_too, shown = rng.uniform(-1.2, 1.2, count), rng.random(count)
    if not cover.size:
        return
    p = 0.003 + 0.45 * deep
    spread = (0.3 + 0.5 * p) if day else (0.035 + 0.28 * p)
    x = np.where(shown < (0.45 if day else 0.12), aside_too, glitter + across * spread)
    spots = np.stack([view.camera.center * width + x * height, view.horizon + p * height], axis=1)
    row, column = (np.floor(spots[:, 1]) - stretch.rows.start).astype(int), (np.floor(spots[:, 0]) - stretch.columns.start).astype(int)
    fits = (row >= 0) & (row < cover.shape[0]) & (column >= 0) & (column < cover.shape[1])
    fits[fits] = cover[row[fits], column[fits]] > 0.9
    fits &= rng.random(count) < _brilliance(light)
    wide = height * size * 0.028 * np.sqrt(p) * (0.75 if day else 1.0)
    tall = np.maximum(height * size * 0.006 * p**0.7, 0.45)
    lozenge = np.array([[-1, 0], [0, -1], [1, 0], [0, 1]], np.float64)
    corners = spots[:, None] + lozenge[None] * np.stack([wide, tall], axis=1)[:, None]
    tones = np.broadcast_to(spark_color(light), (count, 3)) * rng.uniform(0.88, 1.0, (count, 1))
    sheet.dabs(corners[fits], tones[fits], "water")


def rings(sheet: Sheet, left: float, right: float, near: float, far: float, y: float, count: int) -> None:
    """Rings that rain draws on water."""
    if not sheet.light.wet:
        return
    around = np.linspace(0, 2 * np.pi, 15)
    for _ in range(count):
        q, across, radius = sheet.rng.random(), sheet.rng.random(), sheet.rng.uniform(0.05, 0.16)
        z = 1 / (q / max(near, 3.4) + (1 - q) / max(far, 4.0))
        edge_left, edge_right = sheet.view.span(z)
        x = max(left, edge_left) + across * (min(right, edge_right) - max(left, edge_left))
        points = np.stack([x + radius * np.cos(around), np.full(15, y), z + radius * np.sin(around)], axis=1)
        sheet.stroke(points, mixed(sheet.light.sky_low, "#ffffff", 0.15) * 0.95, 0.007, "water", shaded=False)
