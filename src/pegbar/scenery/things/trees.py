"""Broad-leaved trees: with leaves, in blossom, and bare."""

import numpy as np

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.things.foliage import SNOW, Balls, bent, clumps, crown, leaf_color, limb, seen, snow_caps, trunk

_BARK, _CHERRY_BARK, _BIRCH_BARK = "#6f5646", "#5b4540", "#e4e0d6"
_STYLES = ("round", "wide", "tall", "ragged", "dome")


def is_bare(light: Light) -> bool:
    """Whether trees that shed their leaves have none."""
    return light.conditions.season == "winter"


def paint_tree(sheet: Sheet, thing: Thing) -> None:
    """A broad-leaved tree: trunk, boughs that show between clumps of leaves; bare in winter."""
    if is_bare(sheet.light) and not thing.color:
        branches(sheet, thing, _BARK)
        return
    style = _STYLES[int(sheet.rng.integers(len(_STYLES)))]
    leafy(sheet, thing, rgb(thing.color) if thing.color else leaf_color(sheet.light, sheet.rng), _BARK, style)


def leafy(sheet: Sheet, thing: Thing, color: Color, bark: str, style: str, clear: float = 0.19) -> None:
    """A tree with leaves of a colour; `clear` is the part of its height that is trunk alone."""
    rng, x, z = sheet.rng, thing.x, thing.z
    low = thing.height * clear * float(rng.uniform(0.85, 1.25))
    radius = max(0.05, 0.034 * thing.height * float(rng.uniform(0.85, 1.25)))
    lean = float(rng.uniform(-0.05, 0.05))
    balls = clumps(rng, x, low, thing.height, thing.width, int(rng.integers(25, 34)), style)
    behind = balls[balls[:, 3] <= -0.15]
    crown(sheet, behind, z, mixed(color, "#132440", 0.28), 0.17)
    fork = low + 0.22 * (thing.height - low)
    trunk(sheet, x, z, fork + 0.3 * (thing.height - fork), radius, bark, lean)
    for number in np.argsort(rng.random(len(balls)))[:9]:
        at = balls[number]
        start = float(rng.uniform(low * 0.85, fork))
        path = bent((x + lean * start, start), (float(at[0]), float(at[1])), float(rng.uniform(-0.12, 0.12)))
        limb(sheet, path, radius * np.linspace(0.5, 0.12, 7), z, bark)
    front = balls[balls[:, 3] > -0.15]
    crown(sheet, front, z, color, 0.17)
    snow_caps(sheet, front, z, 0.17)
    sheet.outline()


def paint_cherry_tree(sheet: Sheet, thing: Thing) -> None:
    """A cherry tree: wide, pink in spring, red in autumn, bare in winter; petals drift from it in spring."""
    season = sheet.light.conditions.season
    if is_bare(sheet.light) and not thing.color:
        branches(sheet, thing, _CHERRY_BARK)
        return
    tone = rgb(thing.color or {"spring": "#f7c3d3", "summer": "#5c9a48", "autumn": "#c85f33", "winter": "#f7c3d3"}[season])
    leafy(sheet, thing, tone, _CHERRY_BARK, "wide" if sheet.rng.random() < 0.7 else "ragged", 0.16)
    if season == "spring":
        petals(sheet, thing, tone)


def petals(sheet: Sheet, thing: Thing, color: Color) -> None:
    """Petals in the air and on the ground under a tree."""
    rng, count = sheet.rng, 150
    x = thing.x + rng.normal(0, 0.42, count) * thing.width
    up = np.where(rng.random(count) < 0.3, rng.random(count) * thing.height * 0.6, 0.0)
    z = np.maximum(thing.z + rng.normal(0, 0.3, count) * thing.width - 0.4, NEAR * 2)
    size = 0.05 * rng.uniform(0.6, 1.3, count)
    flat = np.where(up > 0, 0.8, 0.32)[:, None]
    around = np.array([(-1, 0), (0, 1), (1, 0), (0, -1)])
    middle = sheet.view.project(np.stack([x, up, z], axis=1))
    reach = np.maximum(size * sheet.view.camera.focal * sheet.view.size[1] / z, 0.5)[:, None, None]
    shape = around[None] * np.concatenate([np.ones((count, 1)), flat], axis=1)[:, None] * reach
    sheet.dabs(middle[:, None] + shape, seen(sheet.light, np.tile(mixed(color, "#ffffff", 0.25), (count, 1)), z))


def paint_birch(sheet: Sheet, thing: Thing) -> None:
    """A birch: white bark with dark marks, slender and light-leaved; bare in winter."""
    rng, light = sheet.rng, sheet.light
    x, z = thing.x, thing.z
    radius = max(0.05, 0.017 * thing.height)
    autumn = light.conditions.season == "autumn"
    tone = rgb(thing.color) if thing.color else rgb("#e9c347") if autumn else mixed(leaf_color(light, rng), "#b6d77a", 0.35)
    balls = clumps(rng, x, 0.3 * thing.height, thing.height, 1.15 * thing.width, 34, "tall") * (1, 1, 0.8, 1)
    bare = is_bare(light) and not thing.color
    if not bare:
        crown(sheet, balls[balls[:, 3] <= -0.15], z, mixed(tone, "#132440", 0.2), 0.13)
    lean = float(rng.uniform(-0.04, 0.04))
    path = bent((x, 0.0), (x + lean * thing.height, thing.height * 0.9), float(rng.uniform(-0.03, 0.03)), 9)
    limb(sheet, path, radius * np.linspace(1.25, 0.2, 9), z, _BIRCH_BARK)
    for at in rng.uniform(0.03, 0.8, 22):
        spot = np.array([np.interp(at, np.linspace(0, 1, 9), path[:, 0]), at * thing.height])
        wide = radius * (1.1 - 0.9 * at) * float(rng.uniform(0.4, 0.95))
        side = float(rng.choice([-1.0, 1.0])) * (radius * (1.1 - at) - wide)
        mark = np.array([(-1, 0.1), (0.2, 0.35), (1, 0), (0, -0.3)]) * (wide, 0.035) + spot + (side, 0)
        tones = seen(light, [rgb("#3c3a3a")], z)
        sheet.shape(sheet.view.project(np.column_stack([mark, np.full(4, z)])), tones[0], lined=False)
    for _ in range(16):
        at = float(rng.uniform(0.32, 0.9))
        away = float(rng.choice([-1.0, 1.0])) * thing.width * 0.42 * (1.15 - at)
        start = (float(np.interp(at, np.linspace(0, 1, 9), path[:, 0])), at * thing.height)
        twig = bent(start, (start[0] + away, start[1] + abs(away) * float(rng.uniform(0.5, 1.1))), 0.1 * np.sign(-away))
        limb(sheet, twig, radius * np.linspace(0.35, 0.06, 7), z, mixed(_BIRCH_BARK, "#7a675a", 0.5 if at > 0.5 else 0.25))
    if not bare:
        crown(sheet, balls[balls[:, 3] > -0.15], z, tone, 0.13, 0.75)
        snow_caps(sheet, balls, z, 0.13)
    sheet.outline()


def branches(sheet: Sheet, thing: Thing, bark: str, clear: float = 0.2) -> None:
    """A tree without leaves: boughs that fork down to twigs; snow lies along them."""
    rng, z = sheet.rng, thing.z
    if z < NEAR:
        return
    radius = max(0.05, 0.034 * thing.height * float(rng.uniform(0.85, 1.2)))
    low = thing.height * clear * float(rng.uniform(1.0, 1.45))
    trunk(sheet, thing.x, z, low * 1.12, radius, bark)
    runs: list[tuple[float, ...]] = []
    heads = [(thing.x, low, np.pi / 2 + s + float(rng.normal(0, 0.1)), radius * r) for s, r in ((-0.5, 0.55), (0.04, 0.62), (0.52, 0.5))]
    long = (thing.height - low) * 0.34
    for level in range(6 if z < 30 else 5):
        grown = []
        for x, y, angle, thick in heads:
            reach = long * float(rng.uniform(0.7, 1.15)) * (thing.width / thing.height * 1.3 if abs(np.cos(angle)) > 0.7 else 1.0)
            tip = (x + float(np.cos(angle)) * reach, y + float(np.sin(angle)) * reach)
            bend = float(rng.normal(0, 0.06))
            if level < 2:
                limb(sheet, bent((x, y), tip, bend, 5), thick * np.linspace(1, 0.62, 5), z, bark)
            runs.append((x, y, *tip, thick, thick * 0.62, float(level)))
            for side in (-1, 1) if level or rng.random() < 0.8 else (-1, 0.1, 1):
                turn = angle + side * float(rng.uniform(0.2, 0.62)) + 0.1 * (np.pi / 2 - angle)
                grown.append((*tip, turn, thick * float(rng.uniform(0.5, 0.68))))
            if level > 0:
                turn = angle + float(rng.choice([-1, 1])) * float(rng.uniform(0.5, 0.95))
                grown.append(((x + tip[0]) / 2, (y + tip[1]) / 2, turn, thick * 0.42))
        heads = grown[:230]
        long *= 0.66
    table = np.array(runs)
    _twigs(sheet, table[table[:, 6] >= 2], z, bark)
    if sheet.light.snowy:
        _snow_along(sheet, table, z)


def _twigs(sheet: Sheet, runs: np.ndarray, z: float, bark: str) -> None:
    """Thin boughs at once: a dark body each, and a lit edge on the sun's side."""
    one, two = runs[:, :2], runs[:, 2:4]
    along = (two - one) / np.maximum(np.linalg.norm(two - one, axis=1, keepdims=True), 1e-9)
    side = np.stack([along[:, 1], -along[:, 0]], axis=1)
    least = 0.45 / sheet.view.scale(z)
    foot, head = side * np.maximum(runs[:, 4:5], least), side * np.maximum(runs[:, 5:6], least)
    tones = seen(sheet.light, [mixed(bark, "#141c33", 0.34), mixed(bark, "#ffe9c0", 0.12)], z, 0.7)
    sunward = np.where((side[:, :1] * sheet.light.sun[0] > 0), 1.0, -1.0)
    whole = np.stack([one - foot, one + foot, two + head, two - head], axis=1)
    edge = np.stack([one + foot * 0.1 * sunward, one + foot * sunward, two + head * sunward, two + head * 0.1 * sunward], axis=1)
    corners = np.stack([whole, edge], axis=1).reshape(-1, 2)
    flat = sheet.view.project(np.column_stack([corners, np.full(len(corners), z)])).reshape(-1, 4, 2)
    sheet.dabs(flat, np.tile(tones, (len(runs), 1)))


def _snow_along(sheet: Sheet, runs: np.ndarray, z: float) -> None:
    """Snow upon boughs that do not stand upright."""
    one, two, thick = runs[:, :2], runs[:, 2:4], runs[:, 4:5]
    level = np.abs(two[:, 0] - one[:, 0]) > 0.35 * np.linalg.norm(two - one, axis=1)
    over = np.maximum(thick * 0.7, 0.02)[level] * np.array([[0.0, 1.0]])
    one, two = one[level], two[level]
    corners = np.stack([one + over * 0.5, (one + two) / 2 + over * 1.7, two + over * 0.5, (one + two) / 2 + over * 0.3], axis=1)
    flat = sheet.view.project(np.column_stack([corners.reshape(-1, 2), np.full(len(corners) * 4, z)])).reshape(-1, 4, 2)
    sheet.dabs(flat, np.tile(seen(sheet.light, [rgb(SNOW)], z), (len(flat), 1)), "snow")


def paint_bare_tree(sheet: Sheet, thing: Thing) -> None:
    """A tree without leaves in any season."""
    branches(sheet, thing, thing.color or _BARK)


def paint_bush(sheet: Sheet, thing: Thing) -> None:
    """A bush down to the ground."""
    rng, light = sheet.rng, sheet.light
    tone = rgb(thing.color) if thing.color else mixed(leaf_color(light, rng), "#4d7a3c", 0.35)
    balls: Balls = clumps(rng, thing.x, -0.12 * thing.height, thing.height, thing.width, 15, "dome") * (1, 1, 1.6, 1)
    crown(sheet, balls, thing.z, tone, 0.1)
    snow_caps(sheet, balls, thing.z, 0.09, 0.6)
    sheet.outline()


KINDS = (
    Kind("tree", "tree", paint_tree, "standing", (4.5, 8), (6, 10), (4, 6)),
    Kind("cherry_tree", "tree", paint_cherry_tree, "standing", (6, 9), (5, 7.5), (5, 7)),
    Kind("birch", "tree", paint_birch, "standing", (2.6, 4), (7, 11), (2, 3)),
    Kind("bare_tree", "tree", paint_bare_tree, "standing", (4, 7), (5, 9), (4, 6)),
    Kind("bush", "tree", paint_bush, "standing", (1.2, 2.4), (0.7, 1.5), (1, 1.8)),
)
