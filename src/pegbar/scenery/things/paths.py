"""Ways over the ground: trodden paths, dirt roads, stepping stones."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, ground
from pegbar.scenery.things.foliage import blades, seen
from pegbar.scenery.things.grounds import grass_color


def _course(sheet: Sheet, thing: Thing, sway: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles (N, 2) of a way from near to far as it winds along its depth, and unit vectors (N, 2) to its right."""
    rng = sheet.rng
    part = np.linspace(0, 1, 140) ** 1.6
    along = thing.depth * (part - 0.5)
    bends = (
        sway
        * thing.width
        * (np.sin(part * rng.uniform(3, 5.5) + rng.uniform(0, 6)) - 0.4 * np.sin(part * 9 + rng.uniform(0, 6)))
        * part**0.4
    )
    angle = np.radians(thing.turn)
    middle = np.stack(
        [thing.x + bends * np.cos(angle) - along * np.sin(angle), thing.z + along * np.cos(angle) + bends * np.sin(angle)], axis=1
    )
    way = np.gradient(middle, axis=0)
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    return middle, np.stack([way[:, 1], -way[:, 0]], axis=1)


def _strip(
    sheet: Sheet,
    middle: NDArray[np.float64],
    side: NDArray[np.float64],
    left: NDArray[np.float64],
    right: NDArray[np.float64],
    color: ArrayLike | str,
    texture: str,
) -> None:
    """Ground between two distances to the sides of a course."""
    ring = np.concatenate([middle + side * left[:, None], (middle + side * right[:, None])[::-1]])
    label = "snow" if sheet.light.snowy else "road"
    sheet.face(ground(), ring, color, texture, label, lined=False)
    sheet.outline()


def _verge(sheet: Sheet, spots: NDArray[np.float64], tall: float) -> None:
    """Grass that hangs over a way's edge, at spots (N, 2); none in snow."""
    rng, light = sheet.rng, sheet.light
    if light.snowy:
        return
    spots = spots.repeat(3, axis=0) + rng.normal(0, 0.07, (len(spots) * 3, 2))
    spots = spots[(spots[:, 1] > NEAR * 2) & (spots[:, 1] < 45)]
    spots = spots[np.argsort(-spots[:, 1])]
    count = len(spots)
    base, long = grass_color(light), tall * rng.uniform(0.5, 1.3, count)
    tones = np.array([mixed(base, "#20465a", 0.3), base, mixed(base, "#efe27a", 0.25)])[rng.integers(3, size=count)]
    feet = np.stack([spots[:, 0], np.zeros(count), spots[:, 1]], axis=1)
    tips = feet + np.stack([rng.normal(0, 0.4, count) * long, long, np.zeros(count)], axis=1)
    blades(sheet, feet, tips, np.maximum(0.14 * long, spots[:, 1] * 0.0012), seen(light, tones, spots[:, 1]), "field")


def _bounds(sheet: Sheet, count: int, half: float, ragged: float) -> NDArray[np.float64]:
    wave = np.convolve(1.5 * sheet.rng.normal(0, 1, count + 12), np.hanning(15)[1:-1] / np.hanning(15).sum(), "valid")
    ends = np.clip(np.minimum(np.linspace(0, 14, count), np.linspace(50, 0, count)), 0, 1)
    return half * (1 + ragged * wave) * np.sqrt(1 - (1 - ends) ** 2 + 1e-4)


def _edge_spots(middle: NDArray[np.float64], side: NDArray[np.float64], at: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    edge = middle + side * at[:, None]
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))])
    spots = far[-1] * np.linspace(0, 1, count) ** 2
    return np.stack([np.interp(spots, far, edge[:, 0]), np.interp(spots, far, edge[:, 1])], axis=1)


def paint_path(sheet: Sheet, thing: Thing) -> None:
    """A winding path of trodden earth, grass over its edges."""
    middle, side = _course(sheet, thing, 0.9)
    count, half = len(middle), thing.width / 2
    left, right = -_bounds(sheet, count, half, 0.22), _bounds(sheet, count, half, 0.22)
    earth = mixed("#dbe3f1", "#b9c6e2", 0.5) if sheet.light.snowy else rgb(thing.color or "#cdb083")
    _strip(sheet, middle, side, left * 1.06, right * 1.06, mixed(earth, "#5d4a3c", 0.22 if not sheet.light.snowy else 0.0), "rough")
    _strip(sheet, middle, side, left * 0.92, right * 0.92, earth, "rough")
    for at in (left, right):
        _verge(sheet, _edge_spots(middle, side, at * 1.03, 260), 0.1)


def paint_dirt_road(sheet: Sheet, thing: Thing) -> None:
    """A farm track: two ruts, grass between them and at its edges; water stands in the ruts in rain."""
    middle, side = _course(sheet, thing, 0.28)
    count, half, light = len(middle), thing.width / 2, sheet.light
    earth = mixed("#dbe3f1", "#b9c6e2", 0.4) if light.snowy else rgb(thing.color or "#c2a578")
    grass = grass_color(light)
    left, right = -_bounds(sheet, count, half, 0.1), _bounds(sheet, count, half, 0.1)
    _strip(sheet, middle, side, left, right, mixed(earth, grass, 0.12), "rough")
    for way in (-1.0, 1.0):
        one, two = _bounds(sheet, count, half * 0.3, 0.1) * way, _bounds(sheet, count, half * 0.78, 0.06) * way
        tone = mixed(light.sky_low, earth * 0.6, 0.45) if light.wet else mixed(earth, "#6b5340" if not light.snowy else "#93a6d0", 0.22)
        _strip(sheet, middle, side, one, two, tone, "plain" if light.wet else "rough")
    if not light.snowy:
        _strip(
            sheet,
            middle,
            side,
            -_bounds(sheet, count, half * 0.2, 0.4),
            _bounds(sheet, count, half * 0.2, 0.4),
            mixed(grass, earth, 0.2),
            "rough",
        )
    spots = [_edge_spots(middle, side, at, 230) for at in (left, right)]
    spots += [_edge_spots(middle, side, np.full(count, a), 130) for a in (-0.1 * half, 0.1 * half)]
    _verge(sheet, np.concatenate(spots), 0.12)


def paint_stone_path(sheet: Sheet, thing: Thing) -> None:
    """Flat stepping stones in a row."""
    rng, light = sheet.rng, sheet.light
    middle, _side = _course(sheet, thing, 0.5)
    stones = max(3, int(thing.depth / (thing.width * 0.72)))
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    stone = rgb(thing.color or "#b9b5ac")
    for at in np.linspace(far[-1], 0, stones):
        x, z = float(np.interp(at, far, middle[:, 0])), float(np.interp(at, far, middle[:, 1]))
        x += float(rng.normal(0, 0.06)) * thing.width
        around = np.linspace(0, 2 * np.pi, 11, endpoint=False) + float(rng.uniform(0, 1))
        reach = thing.width * 0.42 * rng.uniform(0.82, 1.1, 11)
        ring = np.stack([np.cos(around) * reach, np.sin(around) * reach * 0.72], axis=1)
        if z - thing.width < NEAR:
            continue
        tone = stone * float(rng.uniform(0.9, 1.06))
        sheet.face(ground(x, z - 0.05, 0.0), ring * 1.04, mixed(tone, "#2a3048", 0.5), "", "road", lined=False)
        sheet.face(
            ground(x, z, 0.035),
            ring,
            rgb("#edf1f8") if light.snowy else tone,
            "" if light.snowy else "rough",
            "snow" if light.snowy else "road",
        )
        _verge(sheet, np.array([x, z - 0.02]) + ring[np.sin(around) < 0.2] * 1.05, 0.07)


KINDS = (
    Kind("path", "road", paint_path, "decal", (1.5, 2.2), (0.01, 0.01), (36, 44), shadow=0),
    Kind("dirt_road", "road", paint_dirt_road, "decal", (2.8, 3.6), (0.01, 0.01), (80, 90), shadow=0),
    Kind("stone_path", "road", paint_stone_path, "decal", (0.8, 1.0), (0.01, 0.01), (9, 13), shadow=0),
)
