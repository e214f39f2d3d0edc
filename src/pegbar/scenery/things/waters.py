"""Waters: the sea with its foam, lakes, rivers, moats, ponds, flooded paddies, single waves and puddles."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.textures import Values, fractal, noise
from pegbar.scenery.things.breakers import paint_breaker, paint_wave
from pegbar.scenery.things.water_surface import (
    Stretch,
    Water,
    banks,
    coverage,
    lay_water,
    rings,
    ripples,
    sky_in,
    sparkle,
    stretch_of,
    water_colors,
)
from pegbar.scenery.things.water_surface import below as rows_below
from pegbar.vocabulary.scene_labels import LABELS

_SEA = Water("#1d62ad", "#63c3bd", 9.0, 0.30, 0.75, 0.35)
_LAKE = Water("#2c6a94", "#5c9a92", 3.0, 0.72, 0.55)
_RIVER = Water("#3f7f94", "#7fae9c", 1.6, 0.62, 0.8)
_MOAT = Water("#34594f", "#4d7058", 1.5, 0.62, 0.35)
_POND = Water("#3c6f68", "#6f9478", 0.6, 0.62, 0.35)
_PADDY = Water("#6b7358", "#86805a", 0.3, 0.85, 0.22)
_GROVE = {"spring": "#5f8a4b", "summer": "#3f6f3f", "autumn": "#a8673a", "winter": "#6c705c"}


def _path(sheet: Sheet, thing: Thing) -> float:
    """Where the sun's or moon's path lies on a water that is turned by degrees, in heights of the picture."""
    return float(np.tan(np.radians(np.clip(thing.turn, -80, 80))) * sheet.view.camera.focal)


def grove_color(light: Light, far: float) -> Color:
    """The finished colour of woods on a far bank as water shows them."""
    base = mixed(_GROVE[light.conditions.season], "#eef2f8", 0.45 if light.snowy else 0.0)
    return np.asarray(light.shade(base, (0, 0.4, -0.9), far, 0.25)) * 0.86


def _bed(sheet: Sheet, color: str) -> Water:
    """A kind of water in a colour that was asked for."""
    return Water(color, color, 3.0, 0.35, 0.6)


def paint_sea(sheet: Sheet, thing: Thing) -> None:
    """The sea from a beach at `thing.z` to the horizon: bands of colour, breakers, foam on wet sand, and a path of sparks."""
    seed = int(sheet.rng.integers(1 << 30))
    slope = float(sheet.rng.uniform(-0.10, 0.10))
    stretch = stretch_of(sheet, -3e4, 3e4, NEAR, 3e4, thing.y)
    if stretch.empty:
        return
    wobble = 0.55 * noise(stretch.s, np.zeros_like(stretch.s), 5.0, seed) + 0.2 * noise(stretch.s, np.zeros_like(stretch.s), 1.4, seed + 1)
    inside = np.asarray(stretch.t - np.float32(thing.z) - np.float32(slope) * stretch.s - wobble, np.float32)
    edge = np.clip(np.arange(stretch.rows.start, stretch.rows.stop) + 1 - sheet.view.horizon, 0, 1).astype(np.float32)[:, None]
    _wet_sand(sheet, stretch, inside)
    wave = ripples(sheet, stretch, seed + 3)
    water = _bed(sheet, thing.color) if thing.color else _SEA
    painted = water_colors(sheet, stretch, inside, water, wave, glitter=_path(sheet, thing))
    painted = _horizon_band(sheet, stretch, painted)
    painted = _foamed(sheet, stretch, painted, inside, seed + 9)
    cover = np.asarray(coverage(inside) * edge, np.float32)
    lay_water(sheet, stretch, painted, cover)
    sparkle(sheet, stretch, cover, _path(sheet, thing), 700)
    rings(sheet, -1e3, 1e3, max(thing.z + 1, 2.0), 60.0, thing.y, 70)
    _breakers(sheet, thing, slope)
    _shore_line(sheet, thing, slope, seed)


def _horizon_band(sheet: Sheet, stretch: Stretch, painted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours with the dark band that makes a sea's edge a line."""
    light = sheet.light
    far = np.exp(-rows_below(sheet, stretch) / np.float32(0.022))[..., None]
    strength = {"clear": 0.5, "cloudy": 0.4, "rain": 0.25, "snow": 0.25}[light.conditions.weather]
    dark = mixed(light.shade("#1a4f93", (0, 1, 0), 40.0), light.sky_top, 0.35)
    return np.asarray(painted * (1 - strength * far) + dark * strength * far, np.float32)


def _wet_sand(sheet: Sheet, stretch: Stretch, inside: Values) -> None:
    """Sand that the last wave left wet: darker, with the sky in it."""
    light = sheet.light
    wet = np.clip(1 + inside / 1.9, 0, 1) * (inside < 0.4)
    tone = mixed(light.shade("#8f7f66", (0, 1, 0), 8.0), light.sky_low, 0.35)
    cover = np.asarray(np.clip(wet * 1.6, 0, 1) * 0.48, np.float32)
    sheet.lay(stretch.rows, stretch.columns, np.broadcast_to(tone, (*inside.shape, 3)), cover)
    sheet.labels[stretch.rows, stretch.columns][cover > 0.2] = LABELS.index("sand")


def _foamed(sheet: Sheet, stretch: Stretch, painted: NDArray[np.float32], inside: Values, seed: int) -> NDArray[np.float32]:
    """Colours with the lace of foam at the edge and the paler line that runs back behind it."""
    light = sheet.light
    white = light.shade("#fbfdff", (0, 1, 0), 4.0, 0.75)
    pixel = np.full(inside.shape, 0.02, np.float32)
    lace = fractal(stretch.s, stretch.t * np.float32(1.6), 0.55, seed, pixel, 3)
    drift = noise(stretch.s, np.zeros_like(stretch.s), 4.0, seed + 5)
    first = np.clip((0.42 + 0.3 * drift + 0.35 * lace - inside) * 5, 0, 1)
    second = np.clip(1 - np.abs(inside - 1.9 - 0.7 * drift) * 2.2 - 0.9 * np.abs(lace), 0, 1) * 0.8
    sheer = np.clip(1 - inside / 2.6, 0, 1) * np.clip(0.5 + lace * 1.4, 0, 1) * 0.35
    part = np.maximum(np.maximum(first, second), sheer)[..., None]
    return np.asarray(painted * (1 - part) + white * part, np.float32)


def _breakers(sheet: Sheet, thing: Thing, slope: float) -> None:
    """Rows of waves that come in, from far to near; far ones only glint."""
    rows = [(d, float(sheet.rng.random())) for d in (60.0, 30.0, 15.0, 6.5)]
    for away, shift in rows:
        z = thing.z + away
        left, right = sheet.view.span(z)
        step = 7.0 + away * 0.45
        for number in range(-8, 9):
            chance, wide, tall = sheet.rng.random(), sheet.rng.uniform(0.5, 1.1), sheet.rng.uniform(0.7, 1.2)
            x = (number + shift) * step
            if chance < (0.55 if away > 10 else 0.8) and left - step < x < right + step:
                paint_breaker(sheet, x, thing.y, z + slope * x, step * wide, (0.16 + 1.4 / away) * tall, near=away < 20)


def _shore_line(sheet: Sheet, thing: Thing, slope: float, seed: int) -> None:
    """Lines of the drawing: the horizon, and the edge of the foam."""
    view = sheet.view
    sheet.ink_line(np.array([[0.0, view.horizon], [view.size[0], view.horizon]]))
    left, right = view.span(max(thing.z, 1.0) * 1.3)
    s = np.linspace(left - 1, right + 1, 160, dtype=np.float32)
    zero = np.zeros_like(s)
    for out in (0.0, 0.5):
        z = thing.z + slope * s + 0.55 * noise(s, zero, 5.0, seed) + 0.2 * noise(s, zero, 1.4, seed + 1) + out
        points = np.stack([s, np.full_like(s, thing.y), z], axis=1)
        kept = points[points[:, 2] > NEAR]
        if len(kept) > 1:
            sheet.ink_line(view.project(kept))


def _lie(sheet: Sheet, thing: Thing, water: Water, stretch: Stretch, inside: Values, bank: float = 0.0, tall: float = 0.0) -> Values:
    """Paint a water that lies where `inside` is positive, with what stands at its far edge, `bank` metres off and `tall`; its coverage."""
    seed = int(sheet.rng.integers(1 << 30))
    known = water if not thing.color else Water(thing.color, thing.color, water.reach, water.mirror * 0.6, water.swell)
    wave = ripples(sheet, stretch, seed)
    shown = banks(sheet, stretch, bank, tall, seed + 4, wave) if bank > 0 else None
    color = grove_color(sheet.light, bank) if bank > 0 else None
    painted = water_colors(sheet, stretch, inside, known, wave, shown, color, _path(sheet, thing))
    rim = np.exp(-np.clip(inside, 0, 50) / np.float32(0.12))[..., None] * 0.3
    painted = np.asarray(painted * (1 - rim), np.float32)
    cover = coverage(inside)
    lay_water(sheet, stretch, painted, cover)
    return cover


def _bordered(sheet: Sheet, stretch: Stretch, inside: Values, color: str, reach: float) -> None:
    """Earth around a water, `reach` metres wide; snow where it lies."""
    light = sheet.light
    tone = light.shade("#e4e9f2" if light.snowy else color, (0, 0.9, -0.3), float(np.median(stretch.z)), 0.5)
    cover = coverage(np.asarray(inside + np.float32(reach), np.float32))
    sheet.lay(stretch.rows, stretch.columns, np.broadcast_to(tone, (*inside.shape, 3)), cover)
    sheet.labels[stretch.rows, stretch.columns][cover > 0.5] = LABELS.index("snow" if light.snowy else "sand")


def _round(stretch: Stretch, thing: Thing, seed: int, uneven: float) -> Values:
    """Metres inside an oval with an uneven edge."""
    x, y = (stretch.s - thing.x) * np.float32(2 / thing.width), (stretch.t - thing.z) * np.float32(2 / thing.depth)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    bend = noise(np.asarray(2 * np.cos(angle), np.float32), np.asarray(2 * np.sin(angle), np.float32), 1.0, seed)
    return np.asarray((1 + np.float32(uneven) * bend - radius) * min(thing.width, thing.depth) / 2, np.float32)


def _around(sheet: Sheet, thing: Thing, margin: float = 1.3) -> Stretch:
    wide, deep = thing.width / 2 * margin + 0.4, thing.depth / 2 * margin + 0.4
    return stretch_of(sheet, thing.x - wide, thing.x + wide, thing.z - deep, thing.z + deep, thing.y)


def paint_lake(sheet: Sheet, thing: Thing) -> None:
    """A lake between its banks: woods and mountains upside down in it, light ripples, sparks under the sun or moon."""
    seed = int(sheet.rng.integers(1 << 30))
    stretch = _around(sheet, thing)
    if stretch.empty:
        return
    ragged = 0.9 * noise(stretch.s, stretch.t, 7.0, seed) + 0.35 * noise(stretch.s, stretch.t, 2.2, seed + 1)
    inside = np.asarray(_round(stretch, thing, seed, 0.0) + ragged, np.float32)
    _bordered(sheet, stretch, inside, "#8d8466", 0.5)
    far = thing.z + thing.depth / 2
    cover = _lie(sheet, thing, _LAKE, stretch, inside, far, 9.0)
    sparkle(sheet, stretch, cover, _path(sheet, thing), 420)
    rings(sheet, thing.x - thing.width / 2, thing.x + thing.width / 2, max(thing.z - thing.depth / 2, 1.5), 50.0, thing.y, 60)
    sheet.outline()


def _course(thing: Thing, seed: int, t: Values) -> tuple[Values, Values]:
    """Middle and half width of a river at distances t: it swings to one side as it goes away."""
    phase = np.random.default_rng(seed).uniform(-0.4, 0.4)
    along = np.clip((t - (thing.z - thing.depth / 2)) / np.float32(thing.depth), 0, 1)
    swing = np.tan(np.radians(thing.turn)) * (t - thing.z) + 0.45 * thing.width * np.sin(along * np.float32(2 * np.pi) + np.float32(phase))
    wide = 0.5 * thing.width * (1 + 0.12 * noise(t, np.zeros_like(t), 12.0, seed))
    return np.asarray(thing.x + swing, np.float32), np.asarray(wide, np.float32)


def _running(sheet: Sheet, thing: Thing, water: Water, rim: str, reach: float, foam: bool) -> None:
    seed = int(sheet.rng.integers(1 << 30))
    stretch = stretch_of(sheet, -3e3, 3e3, thing.z - thing.depth / 2, thing.z + thing.depth / 2, thing.y)
    if stretch.empty:
        return
    middle, wide = _course(thing, seed, stretch.t)
    ends = np.minimum(stretch.t - (thing.z - thing.depth / 2), thing.z + thing.depth / 2 - stretch.t)
    rough = 0.25 * fractal(stretch.s, stretch.t, 2.5, seed + 1, np.full(stretch.s.shape, 0.05, np.float32), 3) if foam else np.float32(0)
    inside = np.asarray(np.minimum(wide - np.abs(stretch.s - middle) + rough, ends), np.float32)
    _bordered(sheet, stretch, inside, rim, reach)
    cover = _lie(sheet, thing, water, stretch, inside, thing.z + thing.depth / 2, 7.0)
    if foam:
        _streaks(sheet, stretch, inside, middle, seed + 7)
    straight = Thing(thing.kind, thing.x, thing.z, thing.width, thing.height, thing.depth, thing.y)
    sparkle(sheet, stretch, cover, _path(sheet, straight), 260)
    rings(sheet, thing.x - thing.width, thing.x + thing.width, max(thing.z - thing.depth / 2, 2.0), 40.0, thing.y, 50)
    sheet.outline()


def _streaks(sheet: Sheet, stretch: Stretch, inside: Values, middle: Values, seed: int) -> None:
    """White threads of a current, along its course, most at the banks and shallows."""
    across, pixel = stretch.s - middle, np.asarray(stretch.z / np.float32(500), np.float32)
    threads = fractal(np.asarray(across, np.float32), np.asarray(stretch.t * np.float32(0.3), np.float32), 0.8, seed, pixel, 3)
    shallow = np.exp(-np.clip(inside, 0, 20) / np.float32(1.0))
    part = np.clip((threads - 0.75 + 0.6 * shallow) * 3, 0, 1) * (inside > 0.05) * 0.4
    white = sheet.light.shade("#f2f8fb", (0, 1, 0), 10.0, 0.6)
    sheet.lay(stretch.rows, stretch.columns, np.broadcast_to(white, (*inside.shape, 3)), np.asarray(part, np.float32))


def paint_river(sheet: Sheet, thing: Thing) -> None:
    """A river that runs away from the viewer between stony banks; `turn` is its way."""
    _running(sheet, thing, _RIVER, "#a79c86", 0.9, foam=True)


def paint_moat(sheet: Sheet, thing: Thing) -> None:
    """A moat across the picture: still green water, dark under the far wall."""
    left, near, far = thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.z + thing.depth / 2
    stretch = stretch_of(sheet, left, left + thing.width, near, far, thing.y)
    if stretch.empty:
        return
    half = np.minimum(thing.width / 2 - np.abs(stretch.s - thing.x), thing.depth / 2 - np.abs(stretch.t - thing.z))
    inside = np.asarray(half, np.float32)
    seed = int(sheet.rng.integers(1 << 30))
    wave = ripples(sheet, stretch, seed)
    shown = banks(sheet, stretch, far, 4.5, seed + 4, wave, 5.0)
    water = Water(thing.color, thing.color, 1.5, 0.4, 0.35) if thing.color else _MOAT
    stone = sheet.light.shade("#8b8676", (0, 0.2, -0.95), far, 0.4) * 0.85
    painted = water_colors(sheet, stretch, inside, water, wave, shown, stone, _path(sheet, thing))
    cover = coverage(inside)
    lay_water(sheet, stretch, painted, cover)
    sparkle(sheet, stretch, cover, _path(sheet, thing), 110)
    rings(sheet, thing.x - thing.width / 2, thing.x + thing.width / 2, max(thing.z - thing.depth / 2, 2.0), far, thing.y, 50)
    sheet.outline()


def paint_pond(sheet: Sheet, thing: Thing) -> None:
    """A garden pond in a ring of stones."""
    seed = int(sheet.rng.integers(1 << 30))
    stretch = _around(sheet, thing, 1.25)
    if stretch.empty:
        return
    inside = _round(stretch, thing, seed, 0.14)
    _bordered(sheet, stretch, inside, "#6f6a52", 0.15)
    cover = _lie(sheet, thing, _POND, stretch, inside, thing.z + thing.depth / 2 + 2, 4.0)
    sparkle(sheet, stretch, cover, _path(sheet, thing), 60)
    _stones(sheet, thing, seed)
    rings(sheet, thing.x - thing.width / 3, thing.x + thing.width / 3, thing.z - thing.depth / 3, thing.z + thing.depth / 3, thing.y, 14)
    sheet.outline()


def _stones(sheet: Sheet, thing: Thing, seed: int) -> None:
    """Round stones along the edge of a pond, from far to near."""
    count = int(np.clip((thing.width + thing.depth) * 2.6, 10, 60))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + sheet.rng.uniform(-0.1, 0.1, count)
    sizes, tones = sheet.rng.uniform(0.16, 0.36, count), sheet.rng.uniform(0.85, 1.1, count)
    bend = noise(np.asarray(2 * np.cos(angles), np.float32), np.asarray(2 * np.sin(angles), np.float32), 1.0, seed)
    reach = 1 + 0.14 * bend
    x, z = thing.x + np.cos(angles) * reach * thing.width / 2, thing.z + np.sin(angles) * reach * thing.depth / 2
    light = sheet.light
    for k in np.argsort(-z):
        if z[k] < NEAR + 0.2:
            continue
        for part, facing in ((1.0, (0.1, 0.2, -0.97)), (0.72, (0, 1, 0))):
            color = "#eef2f8" if light.snowy and part < 1 else np.asarray(rgb("#8d8c86")) * tones[k]
            lift = thing.y + sizes[k] * (0.30 if part == 1.0 else 0.42)
            sheet.disc((x[k], lift, z[k]), sizes[k] * part, light.shade(color, facing, float(z[k])), "sand", 0.55 * part, 12)


def paint_paddy(sheet: Sheet, thing: Thing) -> None:
    """A flooded field between its dams: the sky lies in it."""
    stretch = _around(sheet, thing, 1.02)
    if stretch.empty:
        return
    half = np.minimum(thing.width / 2 - np.abs(stretch.s - thing.x), thing.depth / 2 - np.abs(stretch.t - thing.z))
    inside = np.asarray(half, np.float32)
    _bordered(sheet, stretch, inside, "#8a7a52", 0.28)
    cover = _lie(sheet, thing, _PADDY, stretch, inside, max(thing.z + thing.depth / 2, 90.0), 14.0)
    sparkle(sheet, stretch, cover, _path(sheet, thing), 60)
    rings(sheet, thing.x - thing.width / 2, thing.x + thing.width / 2, max(thing.z - thing.depth / 2, 2.0),
          thing.z + thing.depth / 2, thing.y, 24)  # fmt: skip
    sheet.outline()


def paint_puddle(sheet: Sheet, thing: Thing) -> None:
    """A puddle: a flat mirror of the sky with an uneven edge."""
    seed = int(sheet.rng.integers(1 << 30))
    stretch = _around(sheet, thing, 1.3)
    if stretch.empty:
        return
    inside = _round(stretch, thing, seed, 0.28)
    seen = sky_in(sheet.light, np.full((inside.shape[0], 1), 0.5, np.float32) - rows_below(sheet, stretch) * 0.6)
    cover = coverage(inside)
    tone = mixed(sheet.light.shade("#7d848c", (0, 1, 0), thing.z), "#000000", 0.1)
    lay_water(sheet, stretch, seen * 0.8 + tone * 0.2, np.asarray(cover * 0.85, np.float32))
    rings(sheet, thing.x - thing.width / 3, thing.x + thing.width / 3, thing.z - thing.depth / 4, thing.z + thing.depth / 4, thing.y, 5)
    sheet.outline()


def paint_foam(sheet: Sheet, thing: Thing) -> None:
    """A patch of foam that drifts: white lace with holes."""
    seed = int(sheet.rng.integers(1 << 30))
    stretch = _around(sheet, thing, 1.3)
    if stretch.empty:
        return
    inside = _round(stretch, thing, seed, 0.3)
    lace = fractal(stretch.s, stretch.t, 0.5, seed, np.full(inside.shape, 0.02, np.float32), 3)
    white = sheet.light.shade(thing.color or "#fbfdff", (0, 1, 0), thing.z, 0.75)
    part = np.clip((inside / (min(thing.width, thing.depth) / 2) * 1.2 - 0.4 * np.abs(lace) * 2 + 0.1) * 5, 0, 1) * 0.9
    lay_water(sheet, stretch, np.broadcast_to(white, (*inside.shape, 3)), np.asarray(part, np.float32))
    sheet.outline()


KINDS = (
    Kind("sea", "water", paint_sea, "ground", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("lake_water", "water", paint_lake, "ground", (120, 160), (1, 1), (90, 130), shadow=0),
    Kind("river", "water", paint_river, "ground", (9, 14), (1, 1), (110, 150), shadow=0),
    Kind("moat", "water", paint_moat, "ground", (120, 160), (1, 1), (12, 16), shadow=0),
    Kind("pond", "water", paint_pond, "decal", (4, 7), (1, 1), (3, 5), shadow=0),
    Kind("paddy_water", "water", paint_paddy, "decal", (12, 16), (1, 1), (14, 20), shadow=0),
    Kind("puddle", "water", paint_puddle, "decal", (0.8, 1.8), (1, 1), (0.6, 1.4), shadow=0),
    Kind("foam", "water", paint_foam, "decal", (1.5, 3), (1, 1), (0.8, 1.5), shadow=0),
    Kind("wave", "water", paint_wave, "standing", (6, 10), (0.4, 0.8), (0.5, 0.8), shadow=0),
)
