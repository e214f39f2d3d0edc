"""The ground, to the horizon: grass, meadows, earth, sand, snow, gravel, the floor of a forest."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, ground
from pegbar.scenery.textures import Values, fractal, visible
from pegbar.scenery.things.blossoms import BLOSSOMS, bloom
from pegbar.scenery.things.foliage import blades, leaves, seen
from pegbar.vocabulary.scene_labels import LABELS

_GRASS = {"spring": "#7fb44a", "summer": "#5d9c3e", "autumn": "#aea052", "winter": "#a09a74"}
SNOW = "#e9eef6"


def grass_color(light: Light) -> Color:
    """The colour of grass in this season; snow where snow lies."""
    return rgb(SNOW) if light.snowy else rgb(_GRASS[light.conditions.season])


def flat_ground(sheet: Sheet, label: str, near_z: float = NEAR) -> tuple[slice, slice, Values, Values, Values, Values]:
    """Everything below the horizon, owned by `label`: rows, columns, x, z, distance and metres of a pixel."""
    width, height = sheet.view.size
    top = int(np.clip(np.floor(sheet.view.horizon), 0, height - 1))
    rows, columns = slice(top, height), slice(0, width)
    sheet._reach(np.array([[0.0, top], [width, height]]))
    s, t, z, pixel = sheet.places(ground(), rows, columns)
    sheet.labels[rows, columns] = LABELS.index(label)
    return rows, columns, s, t, z, pixel


def lay_ground(sheet: Sheet, rows: slice, columns: slice, z: Values, color: NDArray[np.floating]) -> None:
    """Lay colours in white light (h, w, 3) as they look in this light and distance, up to the horizon."""
    light = sheet.light
    lit = np.clip(color * (light.fill + light.key * level_light(light)), 0, 1)
    hazed = np.asarray(light.haziness(z), np.float32)[..., None] * np.float32(0.72)
    edge = np.clip(np.arange(rows.start, rows.stop) + 1 - sheet.view.horizon, 0, 1).astype(np.float32)[:, None]
    sheet.lay(rows, columns, lit * (1 - hazed) + light.haze * hazed, np.broadcast_to(edge, z.shape))


def level_light(light: Light) -> float:
    """How much of the light falls on level ground: a low sun still reaches the sides of grass and grains."""
    return 0.25 + 0.68 * max(0.0, float(light.sun[1]))


def wetted(sheet: Sheet, color: NDArray[np.floating], s: Values, t: Values, pixel: Values, seed: int) -> NDArray[np.floating]:
    """Bare ground in rain: darker, with puddles that show the sky."""
    if not sheet.light.wet:
        return color
    pools = np.clip(warped(s, t, 1.8, seed + 77, pixel) * 6 - 2.3, 0, 1)[..., None] * 0.75
    return color * 0.82 * (1 - pools) + sheet.light.sky_low / np.maximum(sheet.light.fill, 0.2) * 0.92 * pools


def warped(s: Values, t: Values, cell: float, seed: int, pixel: Values, octaves: int = 3) -> Values:
    """Noise whose lattice is turned and bent, for patches with clear edges."""
    bend = fractal(s, t, cell * 0.6, seed + 50, pixel, 2) * np.float32(0.45 * cell)
    one, two = s * np.float32(0.83) + t * np.float32(0.55) + bend, t * np.float32(0.83) - s * np.float32(0.55) - bend
    return fractal(np.asarray(one, np.float32), np.asarray(two, np.float32), cell, seed, pixel, octaves)


def _drifts(sheet: Sheet, thing: Thing) -> None:
    """Snow: low drifts with blue hollows, and glints where the sun falls."""
    rows, columns, s, t, z, pixel = flat_ground(sheet, "snow")
    seed = int(sheet.rng.integers(1 << 30))
    swell = fractal(s, np.asarray(t * 1.6, np.float32), 7.0, seed, pixel, 4)
    step = np.clip(0.55 + swell * 1.3, 0, 1)[..., None]
    hollow, crest = mixed(thing.color or SNOW, "#a9bfe6", 0.5), rgb(thing.color or "#f4f7fc")
    lay_ground(sheet, rows, columns, z, hollow * (1 - step) + crest * step)


def paint_grass(sheet: Sheet, thing: Thing) -> None:
    """A meadow: light and dark sweeps in perspective, and tufts that grow towards the viewer."""
    if sheet.light.snowy:
        _drifts(sheet, thing)
        return
    base = rgb(thing.color) if thing.color else grass_color(sheet.light)
    seed = _turf(sheet, base)
    tufts(sheet, base, 4600, 0.13, seed)


def _turf(sheet: Sheet, base: Color) -> int:
    """The turf between tufts; returns the seed of its patches."""
    rows, columns, s, t, z, pixel = flat_ground(sheet, "field")
    seed = int(sheet.rng.integers(1 << 30))
    sweep = _sweep(s, t, pixel, seed)
    dark = mixed(base, "#20465a" if base[1] > 1.15 * base[0] else "#5a5038", 0.30)
    bright = mixed(base, "#efe27a", 0.26)
    low, high = np.clip(0.5 - sweep * 1.7, 0, 1)[..., None] * 0.8, np.clip(sweep * 1.9, 0, 1)[..., None]
    fine = fractal(s, t, 0.8, seed + 9, pixel, 4)[..., None]
    color = (base * (1 - low) + dark * low) * (1 - high) + bright * high
    lay_ground(sheet, rows, columns, z, color * (1 + 0.10 * fine))
    return seed


def _sweep(s: Values, t: Values, pixel: Values, seed: int) -> Values:
    """Broad bands of light and dark over turf, about [−1, 1]."""
    return np.asarray(fractal(s, np.asarray(t * 1.5, np.float32), 16.0, seed, pixel, 3) * 0.6
                      + fractal(s, np.asarray(t * 1.3, np.float32), 3.2, seed + 5, pixel, 3) * 0.45, np.float32)  # fmt: skip


def scattered(sheet: Sheet, count: int, near: float = 0.03) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places (N,) of x and z on the ground, evenly over the picture below the horizon, far ones first."""
    rng, view = sheet.rng, sheet.view
    down = max(1 - view.camera.horizon, 0.1)
    z = view.camera.height * view.camera.focal / (near + (1.04 - near) * rng.random(count)) / down
    left, right = np.array([view.span(float(d)) for d in z]).T
    x = left + (right - left) * rng.uniform(-0.03, 1.03, count)
    order = np.argsort(-z)
    return x[order], z[order]


def tufts(sheet: Sheet, base: Color, count: int, tall: float, seed: int = 0) -> None:
    """Tufts of grass before the viewer, in clusters, light where the turf is light; `tall` in metres."""
    rng, view = sheet.rng, sheet.view
    x, z = scattered(sheet, count // 4)
    ones = np.full(len(x), 1e-3, np.float32)
    sweep = _sweep(np.asarray(x, np.float32), np.asarray(z, np.float32), ones, seed)
    thick = fractal(np.asarray(x, np.float32), np.asarray(z, np.float32), 1.4, seed + 31, ones, 2)
    kept = thick + rng.normal(0, 0.25, len(x)) > -0.12
    x, z, sweep, thick = x[kept].repeat(5), z[kept].repeat(5), sweep[kept].repeat(5), thick[kept].repeat(5)
    fan = np.tile(np.linspace(-1, 1, 5), len(x) // 5)
    long = tall * rng.uniform(0.5, 1.25, len(x)) * (0.8 + 0.7 * np.clip(thick, 0, 1)) * (1 - 0.3 * np.abs(fan))
    x = x + fan * tall * 0.28 + rng.normal(0, 0.02, len(x))
    lean = fan * 0.42 + rng.normal(0.08, 0.16, len(x))
    zero = np.zeros(len(x))
    dark = mixed(base, "#1f4a52" if base[1] > 1.15 * base[0] else "#5f5034", 0.34)
    bright = mixed(base, "#f2ea86", 0.3)
    part = np.clip(0.5 + sweep * 0.9 + rng.normal(0, 0.22, len(x)), 0, 1)[:, None]
    tone = np.where(part < 0.42, dark, np.where(part < 0.8, base, bright))
    span = z / (view.camera.focal * view.size[1])
    keep = visible(np.asarray(span, np.float32), tall * 1.5) > 0.05
    feet, tips = np.stack([x, zero, z], axis=1), np.stack([x + lean * long, long, z], axis=1)
    blades(
        sheet,
        feet[keep],
        tips[keep],
        np.maximum(long * 0.13, 1.1 * span)[keep],
        seen(sheet.light, tone, z, 0.05 + level_light(sheet.light))[keep],
    )


def paint_flower_meadow(sheet: Sheet, thing: Thing) -> None:
    """A meadow in flower, in drifts of one colour beside another."""
    if sheet.light.snowy:
        _drifts(sheet, thing)
        return
    rng, view, base = sheet.rng, sheet.view, grass_color(sheet.light)
    seed = _turf(sheet, base)
    tufts(sheet, base, 3800, 0.18, seed)
    x, z = scattered(sheet, 2600, 0.012)
    ones = np.full(len(x), 1e-3, np.float32)
    drift = fractal(np.asarray(x, np.float32), np.asarray(z, np.float32), 4.0, seed + 61, ones, 2)
    kept = np.abs(drift) + rng.normal(0, 0.14, len(x)) > 0.22
    x, z, drift = x[kept], z[kept], drift[kept]
    up, size = rng.uniform(0.16, 0.34, len(x)), rng.uniform(0.022, 0.045, len(x))
    blades(
        sheet, np.stack([x, up * 0, z], axis=1), np.stack([x, up, z], axis=1), 0.012, seen(sheet.light, [mixed(base, "#1f4a32", 0.3)], z)
    )
    tones = np.array([rgb(tone) for tone in ((thing.color,) if thing.color else BLOSSOMS[sheet.light.conditions.season])])
    pick = (np.clip((drift + 1) / 2 * len(tones) + rng.normal(0, 0.3, len(x)), 0, len(tones) - 1)).astype(np.int64)
    far = z > 6.5
    around = np.arange(6) * np.pi / 3
    reach = np.maximum(size * view.camera.focal * view.size[1] / z, 0.7)[:, None, None]
    ring = np.stack([np.cos(around), np.sin(around) * 0.7], axis=1)[None] * reach
    middle = view.project(np.stack([x, up, z], axis=1))[:, None]
    colors = seen(sheet.light, tones[pick], z) * rng.uniform(0.86, 1.04, (len(x), 1))
    sheet.dabs((middle + ring)[far], colors[far], "flower")
    for number, tone in enumerate(tones):
        own = ~far & (pick == number)
        bloom(sheet, np.stack([x, up, z], axis=1)[own], 0.085, tone, 5 + number % 2)


def _bare(sheet: Sheet, thing: Thing, label: str, color: str, cell: float, spread: float, stones: int, stone: float) -> None:
    """Bare ground: patches and grains, stones that lie on it, puddles in rain; snow covers it."""
    if sheet.light.snowy:
        _drifts(sheet, thing)
        return
    rows, columns, s, t, z, pixel = flat_ground(sheet, label)
    rng, base, seed = sheet.rng, rgb(thing.color or color), int(sheet.rng.integers(1 << 30))
    broad, fine = fractal(s, t, cell, seed, pixel, 4), fractal(s, t, 0.3, seed + 4, pixel, 4)
    step = np.clip(0.5 + 1.4 * broad, 0, 1)[..., None]
    laid = mixed(base, "#3d4468", 0.16) * (1 - step) + mixed(base, "#fff0cc", 0.14) * step
    lay_ground(sheet, rows, columns, z, wetted(sheet, laid * (1 + spread * fine[..., None]), s, t, pixel, seed))
    if not stones:
        return
    x, far = scattered(sheet, stones)
    size = stone * rng.uniform(0.35, 1.0, len(x)) ** 2
    around = np.linspace(0, 2 * np.pi, 7, endpoint=False)[None] + rng.uniform(0, 1, (len(x), 1))
    reach = (size * sheet.view.camera.focal * sheet.view.size[1] / far)[:, None, None]
    ring = np.stack([np.cos(around), np.sin(around) * 0.5], axis=2) * reach
    middle = sheet.view.project(np.stack([x, size * 0.3, far], axis=1))[:, None]
    shown = reach[:, 0, 0] > 0.6
    tone = seen(sheet.light, base * rng.uniform(0.78, 1.12, (len(x), 1)), far)
    sheet.dabs((middle + (0, 0.35) * reach + ring)[shown], tone[shown] * 0.72, label)
    sheet.dabs((middle + ring)[shown], tone[shown], label)


def paint_earth(sheet: Sheet, thing: Thing) -> None:
    """Trodden earth with small stones."""
    _bare(sheet, thing, "field", "#b08f66", 3.0, 0.10, 420, 0.05)


def paint_gravel(sheet: Sheet, thing: Thing) -> None:
    """Raked gravel."""
    _bare(sheet, thing, "road", "#c9c3b8", 2.4, 0.09, 1500, 0.03)


def paint_sand(sheet: Sheet, thing: Thing) -> None:
    """Dry sand with ripples."""
    if sheet.light.snowy:
        _drifts(sheet, thing)
        return
    rows, columns, s, t, z, pixel = flat_ground(sheet, "sand")
    seed, base = int(sheet.rng.integers(1 << 30)), rgb(thing.color or "#ecd9ae")
    broad = fractal(s, np.asarray(t * 1.7, np.float32), 5.0, seed, pixel, 4)
    warp = fractal(s, t, 1.6, seed + 3, pixel, 3)
    waves = np.sin((t * 2.1 + s * 0.35 + warp * 2.2) * np.float32(2 * np.pi / 0.9)) * visible(pixel, 0.5) * np.clip(0.6 + broad, 0, 1)
    step = np.clip(0.5 + 1.3 * broad + 0.32 * waves, 0, 1)[..., None]
    laid = mixed(base, "#a88a94", 0.26) * (1 - step) + mixed(base, "#fff8dc", 0.3) * step
    grain = fractal(s, t, 0.06, seed + 8, pixel, 2)[..., None]
    laid = laid * (0.86 if sheet.light.wet else 1.0)
    lay_ground(sheet, rows, columns, z, laid * (1 + 0.05 * grain))


def paint_snow(sheet: Sheet, thing: Thing) -> None:
    """Snow in any weather."""
    _drifts(sheet, thing)


def paint_forest_floor(sheet: Sheet, thing: Thing) -> None:
    """Moss and old leaves in the shade, with patches where the light comes through."""
    light, rng = sheet.light, sheet.rng
    if light.snowy:
        _drifts(sheet, thing)
        return
    rows, columns, s, t, z, pixel = flat_ground(sheet, "field")
    season, seed = light.conditions.season, int(rng.integers(1 << 30))
    moss = rgb({"spring": "#6f9a48", "summer": "#4f8040", "autumn": "#8a7440", "winter": "#76704c"}[season])
    soil = rgb({"spring": "#6d5d40", "summer": "#57523a", "autumn": "#9a5f33", "winter": "#6b5b48"}[season])
    step = np.clip(0.5 + 2.0 * warped(s, t, 2.6, seed, pixel, 5), 0, 1)[..., None]
    laid = rgb(thing.color) * np.ones_like(step) if thing.color else soil * (1 - step) + moss * step
    laid = laid * (1 + 0.14 * fractal(s, t, 0.5, seed + 4, pixel, 4)[..., None])
    if light.sunny:
        spots = np.clip((warped(s, t, 1.0, seed + 21, pixel, 2) - 0.42) * 6, 0, 1)[..., None]
        laid = laid * (0.78 + 0.42 * spots) + rgb("#fff2a8") * 0.14 * spots
    lay_ground(sheet, rows, columns, z, laid)
    x, far = scattered(sheet, 900)
    tones = {"autumn": ("#d9772b", "#c2502a", "#dca437"), "summer": ("#76a04c", "#5d7c3c", "#8a7a48")}.get(
        season, ("#8a7448", "#a58a58", "#6f8a4c")
    )
    flat = leaves(rng, np.zeros((len(x), 2)), 0.11) * (1, 0.42)
    middle = sheet.view.project(np.stack([x, np.full(len(x), 0.01), far], axis=1))[:, None]
    reach = (sheet.view.camera.focal * sheet.view.size[1] / far)[:, None, None]
    pick = np.array([rgb(tone) for tone in tones])[rng.integers(len(tones), size=len(x))] * rng.uniform(0.7, 1.0, (len(x), 1))
    shown = far < 22
    sheet.dabs((middle + flat * reach)[shown], seen(light, pick, far)[shown])
    tufts(sheet, moss, 1100, 0.16, seed)


_ANY = (1.0, 1.0)
KINDS = (
    Kind("grass", "field", paint_grass, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("flower_meadow", "field", paint_flower_meadow, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("earth", "field", paint_earth, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("sand", "sand", paint_sand, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("snow", "snow", paint_snow, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("gravel", "road", paint_gravel, "ground", _ANY, _ANY, _ANY, shadow=0),
    Kind("forest_floor", "field", paint_forest_floor, "ground", _ANY, _ANY, _ANY, shadow=0),
)
