"""Land that rises: mountains and hills as fields of heights, seen slice by slice."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.textures import Values, fractal, noise
from pegbar.vocabulary.scene_labels import LABELS

_SLICES = 44
_SNOW = "#f2f6fb"


def distant(light: Light, colors: NDArray[np.floating], z: float, reach: float = 9.0) -> NDArray[np.float64]:
    """Finished colours of far land: paler with distance, but never lost as near things would be in the haze."""
    part = float(1 - np.exp(-z / (light.clear_distance * reach)))
    veil = mixed(light.haze, light.sky_top, 0.12) if light.conditions.weather == "clear" else light.haze
    return np.asarray(colors * (1 - part) + veil * part, np.float64)


def _ridged(x: Values, z: Values, cell: float, seed: int, octaves: int) -> Values:
    """Noise with sharp crests in [0, 1]."""
    total, weight, whole = np.zeros(np.broadcast(x, z).shape, np.float32), 1.0, 0.0
    for octave in range(octaves):
        total += np.float32(weight) * (1 - np.abs(noise(x, z, cell / 2**octave, seed + octave)))
        whole, weight = whole + weight, weight * 0.42
    return np.asarray(total / np.float32(whole), np.float32)


def _heights(u: Values, w: Values, x: Values, z: Values, width: float, seed: int, rng: np.random.Generator) -> Values:
    """A massif of a few summits with ridges that run down from them."""
    bend = np.float32(0.10) * noise(x, z, width * 0.16, seed + 70) + np.float32(0.05) * noise(x, z, width * 0.07, seed + 71)
    total = np.zeros(np.broadcast(u, w).shape, np.float32)
    spots = [(float(rng.uniform(-0.15, 0.15)), 0.0, 1.0)]
    spots += [
        (float(side * rng.uniform(0.28, 0.6)), float(rng.uniform(-0.3, 0.3)), float(rng.uniform(0.4, 0.8))) for side in (-1, 1, -1, 1)
    ]
    for at, deep, tall in spots:
        far = np.hypot(u - np.float32(at) + bend, (w - np.float32(deep)) * np.float32(0.8) + bend)
        total = np.maximum(total, np.float32(tall) * np.clip(1 - far / np.float32(0.42 + 0.5 * tall), 0, 1) ** np.float32(1.15))
    crests = _ridged(x, z, width * 0.17, seed, 4)
    edge = np.clip((1 - np.abs(u)) * 3, 0, 1)
    return np.asarray(
        edge * total * (0.62 + 0.38 * crests) + 0.13 * crests**2 * np.clip(1 - u * u, 0, 1) * np.clip(1 - w * w, 0, 1), np.float32
    )


def _rolling(u: Values, w: Values, x: Values, z: Values, width: float, seed: int) -> Values:
    """Round hills."""
    round_ = np.clip(1 - np.abs(u) ** 1.7, 0, 1) * np.clip(1 - np.abs(w) ** 2, 0, 1)
    swell = 0.5 + 0.5 * noise(x, z, width * 0.3, seed)
    return np.asarray(round_ ** np.float32(0.8) * (0.55 + 0.45 * swell), np.float32)


class Land:
    """A field of heights over a footprint, drawn as it is seen from the front.

    Attributes
    ----------
    tops
        (S, W) metres of height of each slice, near ones first, at each column of the window.
    across
        (W,) metres to the right of the middle.
    away
        (S,) metres from the middle.
    """

    def __init__(self, sheet: Sheet, thing: Thing, seed: int, rough: bool) -> None:
        width, height = thing.width, thing.height
        corners = np.array([[thing.x + s * width / 2, thing.y + t * height, thing.z] for s, t in ((-1, -0.05), (1, 1.15))])
        self.rows, self.columns = sheet._reach(sheet.view.project(corners))
        self.scale = sheet.view.scale(thing.z)
        self.foot = sheet.view.project(np.array([[thing.x, thing.y, thing.z]]))[0]
        self.across = ((np.arange(self.columns.start, self.columns.stop) + 0.5 - self.foot[0]) / self.scale).astype(np.float32)
        self.away = np.linspace(-0.5, 0.5, _SLICES, dtype=np.float32) * np.float32(thing.depth)
        x, z = np.broadcast_arrays(self.across[None], self.away[:, None])
        u, w = (np.asarray(2 * part / size, np.float32) for part, size in ((x, width), (z, thing.depth)))
        shape = _heights(u, w, x, z, width, seed, sheet.rng) if rough else _rolling(u, w, x, z, width, seed)
        self.tops = np.asarray(np.float32(height) * shape / max(float(shape.max()) if shape.size else 1, 1e-6), np.float32)

    def seen(self) -> tuple[NDArray[np.int64], Values, Values]:
        """What slice shows at each pixel of the window, −1 for none, the height there in metres, and the part of the way to the next."""
        y = ((self.foot[1] - np.arange(self.rows.start, self.rows.stop) - 0.5) / self.scale).astype(np.float32)[:, None]
        y = np.broadcast_to(y, (len(y), len(self.across)))
        index, part = np.full(y.shape, -1, np.int64), np.zeros(y.shape, np.float32)
        below = np.full(len(self.across), -np.inf, np.float32)
        for number, top in enumerate(self.tops):
            fresh = (y <= top[None]) & (y > below[None])
            index[fresh] = number
            if number:
                before = self.tops[number - 1]
                step = np.where(before >= below - 1e-3, (y - before) / np.maximum(top - before, 1e-3), 1.0)
                part[fresh] = np.clip(step, 0, 1)[fresh]
            below = np.maximum(below, top)
        index[y < -0.02 * float(self.tops.max() if self.tops.size else 1)] = -1
        return index, np.asarray(y, np.float32), part

    def lit(self, sun: NDArray[np.float64]) -> Values:
        """(S, W) how squarely the light falls on each place, 0–1, and a little on what turns away."""
        deep = float(self.away[1] - self.away[0])
        away, across = np.gradient(self.tops, deep, 1 / self.scale) if min(self.tops.shape) > 1 else (self.tops * 0, self.tops * 0)
        steep = np.stack([-across, np.ones_like(across), -away], axis=-1)
        steep /= np.linalg.norm(steep, axis=-1, keepdims=True)
        side = sun * (1.35, 0.75, 1)
        return np.asarray(np.clip(steep @ (side / np.linalg.norm(side)).astype(np.float32), 0, 1), np.float32)


def _pick(values: Values, index: NDArray[np.int64], part: Values) -> Values:
    """A value of each slice at each column, read at the pixels' slices."""
    columns = np.broadcast_to(np.arange(values.shape[1])[None], index.shape)
    here, before = values[np.maximum(index, 0), columns], values[np.maximum(index - 1, 0), columns]
    return np.asarray(before + (here - before) * part, np.float32)


def _lay(sheet: Sheet, land: Land, index: NDArray[np.int64], painted: NDArray[np.floating]) -> None:
    mask = (index >= 0).astype(np.float32)
    tops = land.tops.max(axis=0) if land.tops.size else np.zeros(0, np.float32)
    edge = land.foot[1] - tops * land.scale
    rows = np.arange(land.rows.start, land.rows.stop)[:, None]
    cover = np.clip(rows + 1 - edge[None], 0, 1).astype(np.float32) * np.maximum(mask, np.clip(rows + 1 - edge[None], 0, 1) < 1)
    filled = painted.copy()
    first = np.argmax(mask > 0, axis=0)
    above = rows - land.rows.start < first[None]
    filled[above] = painted[first, np.arange(painted.shape[1])][None].repeat(len(rows), axis=0)[above]
    sheet.lay(land.rows, land.columns, filled, np.asarray(cover, np.float32))
    sheet.labels[land.rows, land.columns][cover > 0.5] = LABELS.index(sheet.label)
    sheet.outline()


def _rise(sheet: Sheet, thing: Thing, snow_line: float) -> None:
    """A mountain: woods on its foot, rock above, snow from a part of its height up."""
    light, seed = sheet.light, int(sheet.rng.integers(1 << 30))
    land = Land(sheet, thing, seed, True)
    if not land.across.size or land.rows.stop <= land.rows.start:
        return
    index, y, part = land.seen()
    lit = _pick(land.lit(light.sun), index, part)
    x = np.broadcast_to(land.across[None], y.shape)
    pixel = np.full(y.shape, 1 / land.scale, np.float32)
    rough = fractal(np.asarray(x, np.float32), np.asarray(y * 1.7, np.float32), thing.height * 0.16, seed + 40, pixel, 5)
    step = np.clip((lit + 0.10 * rough - 0.42) * 5.5, 0, 1)[..., None]
    up = y / np.float32(thing.height) + 0.09 * rough + 0.12 * (lit - 0.5)
    woods, rock, snow = _mountain_tones(light, thing)
    bare = np.clip((up - 0.42) * 9, 0, 1)[..., None]
    white = np.clip((up - snow_line) * 16, 0, 1)[..., None]
    dark = woods[0] * (1 - bare) + rock[0] * bare
    bright = woods[1] * (1 - bare) + rock[1] * bare
    dark, bright = dark * (1 - white) + snow[0] * white, bright * (1 - white) + snow[1] * white
    painted = np.clip((dark * (1 - step) + bright * step) * (1 + 0.07 * rough[..., None]), 0, 1)
    low = np.clip(1 - y / (0.45 * thing.height), 0, 1)[..., None] ** 1.5 * 0.5
    _lay(sheet, land, index, distant(light, painted, thing.z) * (1 - low) + light.haze * low)


def _mountain_tones(light: Light, thing: Thing) -> tuple[tuple[Color, Color], tuple[Color, Color], tuple[Color, Color]]:
    """Shaded and lit colours, in this light, of woods, rock and snow."""
    green = {"spring": "#6f9a58", "summer": "#4f8552", "autumn": "#b07a45", "winter": "#7f8a80"}[light.conditions.season]
    pairs = []
    for color in (rgb(thing.color or green), mixed(thing.color or "#8a8288", "#8a8288", 0.4 if thing.color else 0), rgb(_SNOW)):
        shadow = light.fill * 0.86 * (mixed(color, "#7d93c8", 0.25) if color.mean() > 0.8 else mixed(color, "#2d4278", 0.34))
        pairs.append((shadow, np.clip(color * (light.fill + light.key * 0.8), 0, 1)))
    return pairs[0], pairs[1], pairs[2]


def paint_mountain(sheet: Sheet, thing: Thing) -> None:
    """A mountain with woods and rock; white all over in snow."""
    winter = sheet.light.conditions.season == "winter"
    _rise(sheet, thing, 0.12 if sheet.light.snowy else 0.72 if winter else 1.4)


def paint_snowy_mountain(sheet: Sheet, thing: Thing) -> None:
    """A high mountain with snow on its upper half all year."""
    _rise(sheet, thing, 0.12 if sheet.light.snowy else 0.45)


def paint_hill(sheet: Sheet, thing: Thing) -> None:
    """A rounded hill of grass with woods in patches."""
    light, seed = sheet.light, int(sheet.rng.integers(1 << 30))
    land = Land(sheet, thing, seed, False)
    if not land.across.size or land.rows.stop <= land.rows.start:
        return
    index, y, part = land.seen()
    lit = _pick(land.lit(light.sun), index, part)
    deep = land.away[np.maximum(index, 0)]
    x = np.asarray(np.broadcast_to(land.across[None], y.shape), np.float32)
    pixel = np.full(y.shape, 1 / land.scale, np.float32)
    patch = fractal(x, np.asarray(y * 2.2 + deep * 0.2, np.float32), thing.height * 0.8, seed + 5, pixel, 4)
    crowns = fractal(x, np.asarray(y * 1.3, np.float32), thing.height * 0.16, seed + 9, pixel, 4)
    tone = {"spring": "#8dbd5c", "summer": "#6aa34c", "autumn": "#bb9a52", "winter": "#a9a27c"}[light.conditions.season]
    grass = rgb(thing.color or (_SNOW if light.snowy else tone))
    wood = rgb({"spring": "#5f9a50", "summer": "#3c7a45", "autumn": "#b06a38", "winter": "#75705e"}[light.conditions.season])
    wood = mixed(wood, _SNOW, 0.45) if light.snowy else wood
    wooded = np.clip((patch + 0.12 * crowns - 0.02) * 14, 0, 1)[..., None]
    step = np.clip((lit + 0.05 * patch - 0.5) * 3.4, 0, 1)[..., None]
    meadow = mixed(grass, "#31507a", 0.22) * (1 - step) + grass * step
    bumps = np.clip(0.5 + crowns * 1.6, 0, 1)[..., None] * (0.35 + 0.65 * step)
    forest = mixed(wood, "#1d3558", 0.42) * (1 - bumps) + wood * bumps
    color = meadow * (1 - wooded) + forest * wooded
    painted = np.clip(color * (light.fill + light.key * (0.3 + 0.5 * step)), 0, 1)
    low = np.clip(1 - y / (0.5 * thing.height), 0, 1)[..., None] ** 1.3 * 0.3
    _lay(sheet, land, index, distant(light, painted, thing.z, 5.0) * (1 - low) + light.haze * low)


KINDS = (
    Kind("mountain", "mountain", paint_mountain, "far", (1800, 2800), (340, 560), (1200, 1600), shadow=0),
    Kind("snowy_mountain", "mountain", paint_snowy_mountain, "far", (2400, 3200), (640, 860), (1500, 1900), shadow=0),
    Kind("hill", "hill", paint_hill, "far", (380, 700), (36, 70), (240, 320), shadow=0),
)
