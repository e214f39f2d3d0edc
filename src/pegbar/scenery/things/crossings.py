"""Bridges and walls at the water: bridges of timber, flat and arched, banks of stone, weirs and mooring posts."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import UP
from pegbar.scenery.things.carving import Frame, frame_of, turned_stone
from pegbar.scenery.things.castles import battered_stone
from pegbar.scenery.things.roofs import SNOW, panel

Values = NDArray[np.float64]
_COUNT = 33


def _rail(sheet: Sheet, frame: Frame, along: Values, up: Values, away: float, color: ArrayLike | str, posts: int, caps: bool) -> None:
    """A rail along a bridge: posts with caps, two bars that follow its back."""
    for over in (0.42, 0.86):
        top, low = frame.at(along, up + over + 0.09, away), frame.at(along, up + over, away)
        panel(sheet, np.concatenate([low, top[::-1]]), color)
        if sheet.light.snowy and over > 0.5:
            panel(sheet, np.concatenate([top, (top + UP * 0.06)[::-1]]), SNOW, False, "snow", 0.7)
    for k in np.linspace(0, len(along) - 1, posts).astype(int):
        foot = frame.at(along[k], up[k] - 0.25, away)[0]
        turned_stone(sheet, foot, [(0, 0.09), (1.3, 0.09)], color, sides=5)
        if caps:
            turned_stone(
                sheet,
                foot + UP * 1.3,
                [(0, 0.11), (0.1, 0.13), (0.2, 0.1), (0.3, 0.01)],
                "#c9a24a" if not sheet.light.snowy else SNOW,
                sides=5,
            )


def _bridge(sheet: Sheet, thing: Thing, arch: float, color: str, deck: str, caps: bool) -> None:
    """A bridge of timber across the picture on rows of piles, `arch` metres higher in its middle."""
    frame, half = frame_of(thing), thing.width / 2
    part = np.linspace(-1, 1, _COUNT)
    along, base = part * half, thing.height - arch
    up = base + arch * (1 - part**2)
    far, near = thing.depth / 2, -thing.depth / 2
    for away in (far, near):
        for k in np.linspace(4, _COUNT - 5, max(3, int(thing.width / 3.2))).astype(int):
            foot = frame.at(along[k], -0.6, away * 0.9)[0]
            turned_stone(sheet, foot, [(0, 0.14), (float(up[k]) + 0.4, 0.14)], mixed(color, "#2a2430", 0.42), sides=5)
        if away == far:
            _rail(sheet, frame, along, up, far, mixed(color, "#2a2440", 0.15), 9, caps)
    under = np.concatenate([frame.at(along, up - 0.3, near), frame.at(along, up - 0.3, far)[::-1]])
    panel(sheet, under, mixed(deck, "#1c1a26", 0.6), True, "", 0.0)
    tones = sheet.rng.uniform(0.92, 1.08, _COUNT)
    for k in sorted(range(_COUNT - 1), key=lambda k: -abs(part[k])):
        boards = np.concatenate([frame.at(along[k : k + 2], up[k : k + 2], near), frame.at(along[k : k + 2], up[k : k + 2], far)[::-1]])
        tone = rgb(SNOW) if sheet.light.snowy else np.clip(rgb(deck) * tones[k], 0, 1)
        normal_up = sheet.view.camera.height > float(up[k]) or thing.turn % 180 != 0 or abs(part[k]) > 0.3
        if normal_up and sheet.view.camera.height + 0.02 > float(up[k]) - arch:
            panel(sheet, boards, tone, False, "snow" if sheet.light.snowy else "", 0.75)
    panel(sheet, np.concatenate([frame.at(along, up - 0.32, near), frame.at(along, up, near)[::-1]]), color)
    panel(
        sheet,
        np.concatenate([frame.at(along, up - 0.32, near), frame.at(along, up - 0.2, near)[::-1]]),
        mixed(color, "#2a1c30", 0.35),
        False,
        "",
        0.2,
    )
    _rail(sheet, frame, along, up, near, color, 9, caps)


def paint_arched_bridge(sheet: Sheet, thing: Thing) -> None:
    """A vermilion bridge with a high back and brass caps."""
    _bridge(sheet, thing, thing.height * 0.62, thing.color or "#cf4a32", "#b98a5c", True)


def paint_wooden_bridge(sheet: Sheet, thing: Thing) -> None:
    """A flat bridge of weathered timber."""
    _bridge(sheet, thing, thing.height * 0.08, thing.color or "#8d6b4b", "#a58560", False)


def paint_stone_bank(sheet: Sheet, thing: Thing) -> None:
    """A bank held by a leaning wall of stones, grass on top."""
    frame = frame_of(thing)
    block = frame.block(0, 0, 0, thing.width, thing.height, thing.depth)
    battered_stone(sheet, block, thing.height * 0.25, thing.color or "#97917f", 0.7)
    if sheet.light.snowy or block.y + block.height > sheet.view.camera.height:
        return
    season = {"spring": "#7fb04a", "summer": "#5f9a3c", "autumn": "#a8964e", "winter": "#9a946c"}[sheet.light.conditions.season]
    tones = sheet.rng.uniform(0.85, 1.15, 90)
    for across, tone in zip(sheet.rng.uniform(-0.5, 0.5, 90), tones, strict=True):
        foot = frame.at(float(across) * thing.width, thing.height, -thing.depth * 0.46)[0]
        if foot[2] > NEAR:
            sheet.stroke(np.array([foot, foot + (0.05, 0.22 * tone, 0)]), np.clip(rgb(season) * tone, 0, 1), 0.03)


def paint_mooring_post(sheet: Sheet, thing: Thing) -> None:
    """A post with a rope about its head."""
    foot, radius = np.array([thing.x, thing.y, thing.z]), thing.width / 2
    color = thing.color or "#7a6048"
    turned_stone(sheet, foot, [(0, radius), (thing.height * 0.95, radius * 0.92), (thing.height, radius * 0.7)], color)
    for up in (0.72, 0.78, 0.84):
        turned_stone(sheet, foot + UP * thing.height * up, [(0, radius * 1.1), (thing.height * 0.045, radius * 1.1)], "#d8c395")
    if sheet.light.snowy:
        turned_stone(sheet, foot + UP * thing.height * 0.97, [(0, radius), (0.05, radius * 0.9), (0.1, 0.01)], SNOW, "snow")


def paint_reeds(sheet: Sheet, thing: Thing) -> None:
    """Reeds at the water's edge: blades that bend, and brown heads."""
    rng, light = sheet.rng, sheet.light
    base = thing.color or {"spring": "#6ea348", "summer": "#4f8a3c", "autumn": "#c29a4c", "winter": "#b59a68"}[light.conditions.season]
    count = 90
    x, depth = rng.normal(0, 0.28, count) * thing.width, rng.uniform(-0.5, 0.5, count) * thing.depth
    tall, lean, tone = thing.height * rng.uniform(0.5, 1.0, count), rng.normal(0.08, 0.2, count), rng.uniform(0.75, 1.2, count)
    for k in np.argsort(-depth):
        z = thing.z + float(depth[k])
        if z < NEAR + 0.1:
            continue
        foot, tip = np.array([thing.x + x[k], thing.y, z]), np.array([thing.x + x[k] + lean[k] * tall[k], thing.y + tall[k], z])
        knee = foot * 0.45 + tip * 0.55 + (-0.12 * lean[k] * tall[k], 0, 0)
        wide = 0.022
        points = np.stack([foot - (wide, 0, 0), knee - (wide, 0, 0), tip, knee + (wide, 0, 0), foot + (wide, 0, 0)])
        sheet.shape(sheet.view.project(points), light.shade(np.clip(rgb(base) * tone[k], 0, 1), (0, 0.6, -0.8), z, 0.7), "flower", False)
        if k % 6 == 0 and light.conditions.season != "spring":
            sheet.stroke(np.array([tip - (0, 0.3, 0), tip - (0, 0.06, 0)]), "#7a5132", 0.05)
    sheet.outline()


KINDS = (
    Kind("arched_bridge", "road", paint_arched_bridge, "standing", (9, 12), (2.2, 2.8), (2.2, 2.8), ("#cf4a32",), shadow=0.5),
    Kind("wooden_bridge", "road", paint_wooden_bridge, "standing", (14, 22), (1.6, 2.2), (2.2, 3), ("#8d6b4b", "#7a6656"), shadow=0.5),
    Kind("stone_bank", "wall", paint_stone_bank, "standing", (10, 18), (0.9, 1.3), (1.2, 1.8), shadow=0.4),
    Kind("mooring_post", "pole", paint_mooring_post, "standing", (0.3, 0.36), (0.9, 1.2), (0.3, 0.36), shadow=0.6),
    Kind("reeds", "flower", paint_reeds, "standing", (1.6, 2.6), (1.3, 2.0), (0.6, 1.0), shadow=0.5),
)
