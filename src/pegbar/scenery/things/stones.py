"""Stones and old wood: rocks, boulders, stumps, logs."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.things.foliage import SNOW, blades, seen
from pegbar.scenery.things.grounds import grass_color

_MOSS = "#7b9450"


def _flat(sheet: Sheet, spots: NDArray[np.float64], z: float) -> NDArray[np.float64]:
    return sheet.view.project(np.column_stack([spots, np.full(len(spots), z)]))


def stone(sheet: Sheet, x: float, y: float, z: float, width: float, height: float, color: str, mossy: float) -> None:
    """A stone of flat facets: an upper one in the light, faces to the left and the right, cracks, moss or snow on top."""
    rng, light = sheet.rng, sheet.light
    if z < NEAR:
        return
    side = float(np.sign(light.sun[0])) or 1.0
    angles = np.linspace(0, np.pi, 9) + np.append(0, np.append(rng.normal(0, 0.09, 7), 0))
    reach = rng.uniform(0.86, 1.08, 9)
    rim = np.stack([np.cos(angles) * 0.5 * width * reach, np.sin(angles) ** 0.72 * height * reach], axis=1) + (x, y)
    foot = np.array([(x - 0.5 * width * reach[8], y - 0.05 * height), (x + 0.5 * width * reach[0], y - 0.05 * height)])
    tones = seen(light, [mixed(color, "#2a3158", 0.46), mixed(color, "#39406a", 0.2), mixed(color, "#fff3d8", 0.3)], z, 0.8)
    sheet.shape(_flat(sheet, np.concatenate([rim, foot]), z), tones[0])
    break_ = np.array([x + side * width * float(rng.uniform(-0.16, 0.0)), y + height * float(rng.uniform(0.5, 0.66))])
    knee = np.array([break_[0] + side * width * float(rng.uniform(-0.12, 0.06)), y - 0.05 * height])
    lit = rim[:5] if side > 0 else rim[:3:-1]
    outer = foot[1] if side > 0 else foot[0]
    sheet.shape(_flat(sheet, np.concatenate([lit, [break_, knee, outer]]), z), tones[1], lined=False)
    top = rim[1:8] + (0, -0.02 * height)
    shelf = np.array([(top[-1] + break_) / 2 - (0, 0.05 * height), break_, (top[0] + break_) / 2 - (0, 0.06 * height)])
    top = rim[1:7] if side > 0 else rim[2:8]
    cap = np.concatenate([top, shelf])
    upper = seen(light, [rgb(SNOW)], z)[0] if light.snowy else tones[2]
    sheet.shape(_flat(sheet, cap, z), upper, "snow" if light.snowy else "", False)
    if mossy and not light.snowy:
        _moss(sheet, cap, z, mossy)
    dark = seen(light, [mixed(color, "#1c2140", 0.6)], z)[0]
    for _ in range(3):
        start = np.array([x + width * float(rng.uniform(-0.35, 0.35)), y + height * float(rng.uniform(0.3, 0.55))])
        crack = start + np.array([(0, 0), (0.05, -0.1), (0.02, -0.2), (0.07, -0.3), (0.01, -0.19), (0.03, -0.1)]) * (
            width * float(rng.choice([-1, 1])),
            height,
        )
        sheet.shape(_flat(sheet, crack, z), dark, lined=False)


def _moss(sheet: Sheet, cap: NDArray[np.float64], z: float, part: float) -> None:
    """Moss in patches over a stone's upper facet."""
    rng = sheet.rng
    count = int(60 * part)
    pick, mix = rng.integers(len(cap), size=count), rng.random((count, 1)) ** 0.8
    spots = cap[pick] * mix + cap.mean(axis=0) * (1 - mix)
    size = float(np.ptp(cap[:, 0])) * 0.07 * rng.uniform(0.5, 1.2, (count, 1, 1))
    six = np.arange(7) * 2 * np.pi / 7
    blob = np.stack([np.cos(six), np.sin(six) * 0.55], axis=1)[None] * size
    tones = np.array([mixed(_MOSS, "#1f3a40", 0.35), rgb(_MOSS), mixed(_MOSS, "#eeea9a", 0.25)])[rng.integers(3, size=count)]
    corners = spots[:, None] + blob
    flat = _flat(sheet, corners.reshape(-1, 2), z).reshape(corners.shape)
    sheet.dabs(flat, seen(sheet.light, tones, z))


def _fringe(sheet: Sheet, x: float, z: float, width: float, tall: float) -> None:
    """Grass about the foot of a thing, so that it stands in the ground; nothing in snow."""
    if sheet.light.snowy or z < NEAR * 2:
        return
    rng, count = sheet.rng, 34
    at = x + width * rng.uniform(-0.55, 0.55, count)
    long, lean = tall * rng.uniform(0.5, 1.2, count), rng.normal(0, 0.3, count)
    feet = np.stack([at, np.full(count, -0.02), np.full(count, z - 0.05)], axis=1)
    base = grass_color(sheet.light)
    tones = np.array([mixed(base, "#1f4a42", 0.35), base, mixed(base, "#f2ea86", 0.25)])[rng.integers(3, size=count)]
    blades(sheet, feet, feet + np.stack([lean * long, long, 0 * long], axis=1), tall * 0.16, seen(sheet.light, tones, z), "field")


def paint_rock(sheet: Sheet, thing: Thing) -> None:
    """A rock with a smaller one beside it."""
    side = float(sheet.rng.choice([-1, 1]))
    color = thing.color or ("#9a9690", "#8f8d92", "#a39a8c")[int(sheet.rng.integers(3))]
    stone(sheet, thing.x - side * 0.12 * thing.width, thing.y, thing.z, thing.width * 0.8, thing.height, color, 0.5)
    stone(sheet, thing.x + side * 0.3 * thing.width, thing.y, thing.z - 0.06, thing.width * 0.4, thing.height * 0.5, color, 0.0)
    _fringe(sheet, thing.x, thing.z - 0.06, thing.width, 0.14)


def paint_boulder(sheet: Sheet, thing: Thing) -> None:
    """A boulder, mossy, of two great blocks with rubble at its foot."""
    rng = sheet.rng
    color = thing.color or ("#96938f", "#8a8a90")[int(rng.integers(2))]
    side = float(rng.choice([-1, 1]))
    stone(sheet, thing.x + side * 0.16 * thing.width, thing.y, thing.z + 0.1, thing.width * 0.62, thing.height, color, 1.0)
    stone(sheet, thing.x - side * 0.2 * thing.width, thing.y, thing.z, thing.width * 0.6, thing.height * 0.66, color, 0.8)
    for _ in range(3):
        across = float(rng.uniform(-0.5, 0.5)) * thing.width
        stone(sheet, thing.x + across, thing.y, thing.z - 0.1, thing.width * 0.16, thing.height * 0.15, color, 0)
    _fringe(sheet, thing.x, thing.z - 0.1, thing.width, 0.2)


def _bark(sheet: Sheet, x: float, z: float, low: float, high: float, half: float, color: str) -> None:
    """Furrows down a round piece of wood."""
    rng, count = sheet.rng, 22
    across, up = rng.uniform(-0.9, 0.9, count) * half, rng.uniform(low, low + (high - low) * 0.75, count)
    long, thin = (high - low) * rng.uniform(0.12, 0.35, count), half * 0.045
    spots = np.stack([x + across, up], axis=1)
    corners = np.stack([spots - (thin, 0), spots + np.stack([np.zeros(count), long], axis=1), spots + (thin, 0)], axis=1)
    flat = _flat(sheet, corners.reshape(-1, 2), z).reshape(corners.shape)
    sheet.dabs(flat, np.tile(seen(sheet.light, [mixed(color, "#161a30", 0.5)], z), (count, 1)))


def paint_stump(sheet: Sheet, thing: Thing) -> None:
    """A stump with roots and rings."""
    light, x, z, color = sheet.light, thing.x, thing.z, thing.color or "#7a5d48"
    if z < NEAR * 2:
        return
    half, high = thing.width * 0.36, thing.height
    tones = seen(light, [mixed(color, "#1b2040", 0.45), rgb(color), mixed(color, "#ffe6bf", 0.25)], z, 0.7)
    side = float(np.sign(light.sun[0])) or 1.0
    body = np.array([(-1.0, 1.0), (-1.02, 0.5), (-1.15, 0.18), (-1.5, -0.04), (-0.9, 0.02), (-0.4, -0.1), (0.1, 0.0), (0.6, -0.12),
                     (1.0, 0.02), (1.5, -0.05), (1.12, 0.2), (1.0, 0.5), (1.0, 1.0)])  # fmt: skip
    sheet.shape(_flat(sheet, body * (half, high) + (x, thing.y), z), tones[0])
    shine = body.copy()
    shine[:, 0] = np.maximum(shine[:, 0] * side, -0.3) * side
    sheet.shape(_flat(sheet, shine * (half, high) + (x, thing.y), z), tones[1], lined=False)
    _bark(sheet, x, z, thing.y, thing.y + high, half, color)
    squash = float(np.clip((sheet.view.camera.height - thing.y - high) / z, 0.06, 0.6))
    top = (x, thing.y + high, z)
    wood = seen(light, [rgb("#d9b98a"), mixed("#d9b98a", "#7a5a3c", 0.45), rgb(SNOW)], z)
    sheet.disc(top, half * 1.02, tones[0], squash=squash)
    sheet.disc(top, half * 0.93, wood[2] if light.snowy else wood[0], "snow" if light.snowy else "", squash)
    if not light.snowy:
        for ring in (0.7, 0.46, 0.24):
            sheet.disc(top, half * ring, wood[1], squash=squash)
            sheet.disc(top, half * (ring - 0.05), wood[0], squash=squash)
    _fringe(sheet, x, z - half * 0.5, thing.width, 0.12)


def paint_log(sheet: Sheet, thing: Thing) -> None:
    """A felled trunk that lies across, its cut end towards the viewer on one side."""
    rng, light, x, z, color = sheet.rng, sheet.light, thing.x, thing.z, thing.color or "#7a5d48"
    if z < NEAR * 2:
        return
    half, long = thing.height / 2, thing.width
    end = float(rng.choice([-1, 1]))
    bands = ((-1.0, -0.45, mixed(color, "#1b2040", 0.5)), (-0.45, 0.2, mixed(color, "#1b2040", 0.22)), (0.2, 0.72, rgb(color)),
             (0.72, 1.0, rgb(SNOW) if light.snowy else mixed(color, _MOSS, 0.5)))  # fmt: skip
    for low, high, tone in bands:
        spots = np.array(
            [
                (x - long / 2, half * (1 + low)),
                (x + long / 2, half * (1 + low)),
                (x + long / 2, half * (1 + high)),
                (x - long / 2, half * (1 + high)),
            ]
        )
        sheet.shape(_flat(sheet, spots, z), seen(light, [tone], z)[0], "snow" if light.snowy and high == 1.0 else "", False)
    grooves = 26
    spots = np.stack([x + long * rng.uniform(-0.48, 0.4, grooves), half * rng.uniform(0.1, 1.7, grooves)], axis=1)
    run = long * rng.uniform(0.03, 0.12, grooves)
    corners = np.stack([spots, spots + np.stack([run / 2, 0.03 * half + 0 * run], axis=1), spots + np.stack([run, 0 * run], axis=1),
                        spots + np.stack([run / 2, -0.05 * half + 0 * run], axis=1)], axis=1)  # fmt: skip
    dark = seen(light, [mixed(color, "#161a30", 0.55)], z)
    sheet.dabs(_flat(sheet, corners.reshape(-1, 2), z).reshape(corners.shape), np.tile(dark, (grooves, 1)))
    around = np.linspace(0, 2 * np.pi, 26, endpoint=False)
    wood = (
        rgb("#5a4335"),
        rgb("#d9b98a"),
        mixed("#d9b98a", "#7a5a3c", 0.45),
        rgb("#d9b98a"),
        mixed("#d9b98a", "#7a5a3c", 0.45),
        rgb("#d9b98a"),
    )
    for size, tone in zip((1.0, 0.9, 0.66, 0.6, 0.34, 0.28), wood, strict=True):
        ring = np.stack([x + end * long / 2 + np.cos(around) * half * size * 0.55, half + np.sin(around) * half * size], axis=1)
        sheet.shape(_flat(sheet, ring, z), seen(light, [tone], z, 0.7)[0], lined=size == 1.0)
    _fringe(sheet, x, z - 0.1, long, 0.14)


KINDS = (
    Kind("rock", "hill", paint_rock, "standing", (0.9, 1.6), (0.45, 0.8), (0.6, 1.0)),
    Kind("boulder", "hill", paint_boulder, "standing", (2.4, 3.8), (1.3, 2.2), (1.4, 2.0)),
    Kind("stump", "tree", paint_stump, "standing", (0.7, 1.0), (0.35, 0.55), (0.6, 0.8)),
    Kind("log", "tree", paint_log, "standing", (2.0, 3.2), (0.4, 0.55), (0.4, 0.55)),
)
