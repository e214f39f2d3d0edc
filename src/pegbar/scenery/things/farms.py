"""What stands on a farmer's land: scarecrows, rice, stacks of straw, fences, beds of vegetables, drying racks, tractors."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, Light, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots, ground
from pegbar.scenery.solids import UP, paint_block
from pegbar.scenery.things.carving import frame_of, glow_lamp, turned_stone
from pegbar.scenery.things.roofs import SNOW, panel

_RICE = {"spring": "#8cc152", "summer": "#74a848", "autumn": "#dcb04a", "winter": "#b8a270"}


def _lit(light: Light, colors: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Colours (N, 3) in white light as they look at distances (N,)."""
    hazed = np.asarray(light.haziness(z))[:, None]
    return np.clip(colors * (light.fill + light.key * 0.75), 0, 1) * (1 - hazed) + light.haze * hazed


def paint_rice_plants(sheet: Sheet, thing: Thing) -> None:
    """A field of rice in rows: shoots in spring, green in summer, ears of gold in autumn, stubble in winter."""
    season, rng = sheet.light.conditions.season, sheet.rng
    base = rgb(thing.color or _RICE[season])
    tall = thing.height * {"spring": 0.36, "summer": 0.9, "autumn": 1.0, "winter": 0.22}[season]
    apart = max(0.32, 0.016 * (thing.z - thing.depth / 2)) * (1.5 if season == "spring" else 1.0)
    across, away = max(3, int(thing.width / apart)), max(4, int(thing.depth / apart))
    x = np.repeat((np.arange(across) + 0.5) / across - 0.5, away) * thing.width * 0.97
    z = np.tile((np.arange(away) + 0.5) / away - 0.5, across) * thing.depth * 0.97
    x, z = x + rng.normal(0, 0.09, x.size) * apart + thing.x, z + rng.normal(0, 0.09, z.size) * apart + thing.z
    count = x.size
    tone, long, lean = rng.uniform(0.8, 1.15, count), tall * rng.uniform(0.8, 1.15, count), rng.normal(0.05, 0.08, count)
    _rice_bed(sheet, thing, base, tall)
    left, right = sheet.view.span(1.0)
    seen = (z > NEAR + 0.3) & (x > left * z - 1) & (x < right * z + 1)
    order = np.flatnonzero(seen)[np.argsort(-z[seen], kind="stable")]
    _tussocks(sheet, np.stack([x, z, long, lean, tone], axis=1)[order], base, thing.y, apart, season == "autumn")


def _rice_bed(sheet: Sheet, thing: Thing, base: Color, tall: float) -> None:
    """The shaded mass between tussocks where they stand close: the top of the crop as a level."""
    season = sheet.light.conditions.season
    if season in ("spring", "winter"):
        return
    wide, deep = thing.width * 0.95, thing.depth * 0.95
    plane = ground(thing.x - wide / 2, thing.z - deep / 2, thing.y + tall * 0.62)
    sheet.face(plane, box_spots(wide, deep), mixed(base, "#24361f", 0.28), "rough", "field", False)
    left, right, near, far = thing.x - wide / 2, thing.x + wide / 2, thing.z - deep / 2, thing.z + deep / 2
    low, high = thing.y, thing.y + tall * 0.62
    front = np.array([[left, low, near], [right, low, near], [right, high, near], [left, high, near]])
    panel(sheet, front, mixed(base, "#1f3324", 0.45), False, "field", 0.2)
    for side, edge in ((-1, left), (1, right)):
        if (edge - sheet.view.camera.x) * side < 0:
            wall = np.array([[edge, low, near], [edge, low, far], [edge, high, far], [edge, high, near]])
            panel(sheet, wall, mixed(base, "#1f3324", 0.4), False, "field", 0.25)


def _tussocks(sheet: Sheet, plants: NDArray[np.float64], base: Color, y: float, apart: float, ears: bool) -> None:
    """Tussocks of blades, from far to near; far ones are a single blade. `plants` is (N, 5): x, z, height, lean, tone."""
    if not len(plants):
        return
    view = sheet.view
    corners, colors = [], []
    near = float(plants[:, 1].min()) < 12
    blades = ((-0.8, 0.78), (0.8, 0.84), (-0.42, 0.9), (0.45, 0.98), (0.05, 1.12)) if near else ((-0.5, 0.86), (0.55, 0.94), (0.08, 1.12))
    for spread, share in blades:
        x, z, long, lean, tone = plants.T
        far = z / (view.camera.focal * 900.0)
        wide = np.maximum(0.09 * apart, 0.9 * far)
        tip = x + (lean + spread * 0.5) * long
        droop = 0.12 * long if ears else 0.0
        zero = np.full(len(plants), y)
        points = [
            np.stack([x - wide * 0.3, zero, z], 1),
            np.stack([x + spread * 0.1 * long - wide * 0.8, y + long * 0.6, z], 1),
            np.stack([tip + spread * 0.15 * long, y + long - droop, z], 1),
            np.stack([x + spread * 0.1 * long + wide * 0.8, y + long * 0.6, z], 1),
            np.stack([x + wide * 0.3, zero, z], 1),
        ]
        corners.append(np.stack([view.project(part) for part in points], axis=1))
        colors.append(_lit(sheet.light, np.clip(base * (tone * share)[:, None], 0, 1), z))
    woven = np.stack(corners, axis=1).reshape(-1, 5, 2)
    tones = np.stack(colors, axis=1).reshape(-1, 3)
    sheet.dabs(woven, tones, "field")


def paint_scarecrow(sheet: Sheet, thing: Thing) -> None:
    """A scarecrow: straw hat, drawn face, an old jacket on a cross of sticks."""
    frame, high, wide = frame_of(thing), thing.height, thing.width
    coat = thing.color or "#4f6f9a"
    sheet.stroke(frame.at(0.0, [0, high * 0.9]), "#8a6a48", 0.07)
    sheet.stroke(frame.at([-wide / 2, wide / 2], high * 0.66, 0.0), "#8a6a48", 0.06)
    for side in (-1, 1):
        straw = [
            (side * wide * 0.44, high * 0.69),
            (side * wide * 0.56, high * 0.70),
            (side * wide * 0.54, high * 0.62),
            (side * wide * 0.44, high * 0.62),
        ]
        frame.flat(sheet, straw, -0.02, "#d9bd78")
    body = np.array(
        [
            (-0.46, 0.70),
            (0.46, 0.70),
            (0.46, 0.59),
            (0.17, 0.58),
            (0.19, 0.28),
            (0.08, 0.31),
            (0.0, 0.27),
            (-0.1, 0.31),
            (-0.19, 0.27),
            (-0.17, 0.58),
            (-0.46, 0.59),
        ]
    )
    frame.flat(sheet, body * (wide, high), -0.03, coat, True, "", 0.6)
    frame.flat(
        sheet,
        np.array([(0.02, 0.70), (0.46, 0.70), (0.46, 0.59), (0.17, 0.58), (0.19, 0.28), (0.06, 0.3)]) * (wide, high),
        -0.04,
        mixed(coat, "#20263c", 0.22),
        False,
        "",
        0.4,
    )
    frame.flat(sheet, np.array([(-0.1, 0.70), (0.0, 0.60), (0.1, 0.70)]) * (wide, high), -0.05, "#e9e2d2")
    for x, y, size in ((-0.1, 0.42, 0.05), (0.1, 0.5, 0.045)):
        frame.flat(
            sheet, box_spots(size * wide * 2, size * high * 1.2, x * wide - size * wide, y * high), -0.05, mixed(coat, "#e8c86a", 0.5)
        )
    head = frame.at(0, high * 0.79, -0.05)[0]
    sheet.disc(head, high * 0.085, sheet.light.shade("#ecdfbf", (0, 0.2, -0.95), thing.z, 0.7))
    for side in (-1, 1):
        sheet.stroke(frame.at([side * high * 0.035 - 0.02, side * high * 0.035 + 0.02], high * 0.805, -0.09), "#33302e", 0.022)
    sheet.stroke(frame.at([-high * 0.03, 0, high * 0.03], [high * 0.755, high * 0.745, high * 0.755], -0.09), "#33302e", 0.016)
    hat = np.array([(-0.34, 0.835), (0.34, 0.835), (0.14, 0.90), (0.05, 0.985), (-0.05, 0.985), (-0.14, 0.90)]) * (wide, high)
    frame.flat(sheet, hat, -0.08, SNOW if sheet.light.snowy else "#d8b868", True, "snow" if sheet.light.snowy else "", 0.7)
    frame.flat(sheet, np.array([(-0.15, 0.875), (0.15, 0.875), (0.13, 0.90), (-0.13, 0.90)]) * (wide, high), -0.09, "#a8503a", False)


def paint_haystack(sheet: Sheet, thing: Thing) -> None:
    """A round stack of rice straw tied at its top."""
    high, radius = thing.height, thing.width / 2
    base = rgb(thing.color or "#d2b264")
    center = np.array([thing.x, thing.y, thing.z])
    profile = [(0, 0.94), (0.12, 1.0), (0.42, 0.92), (0.60, 0.72), (0.76, 0.42), (0.86, 0.2), (0.9, 0.13), (1.0, 0.2)]
    turned_stone(sheet, center, [(high * up, radius * reach) for up, reach in profile], base, sides=9)
    rng, count = sheet.rng, 420
    up, side, long = rng.random(count), rng.uniform(-1, 1, count), rng.uniform(0.1, 0.26, count)
    reach = np.interp(up, [p[0] for p in profile], [p[1] for p in profile]) * radius
    tone = rng.uniform(0.76, 1.16, count) * (1.0 - 0.22 * np.where(sheet.light.sun[0] < 0, side, -side).clip(0))
    foot = center + np.stack([side * reach, up * high, -np.sqrt(1 - side**2) * reach * 0.2], axis=1)
    tip = foot + np.stack([side * 0.05, -long * high * 0.5, np.zeros(count)], axis=1)
    wide = np.array([0.018, 0, 0])
    if thing.z > NEAR + radius:
        corners = np.stack([sheet.view.project(part) for part in (foot - wide, foot + wide, tip)], axis=1)
        sheet.dabs(corners, _lit(sheet.light, np.clip(base * tone[:, None], 0, 1), np.full(count, thing.z)))
    turned_stone(sheet, center + UP * high * 0.87, [(0, radius * 0.16), (high * 0.04, radius * 0.16)], "#8d6a3c")
    if sheet.light.snowy:
        caps = [(0.66, 0.66), (0.68, 0.66), (0.77, 0.46), (0.88, 0.2), (0.93, 0.02)]
        turned_stone(sheet, center, [(high * a, radius * b) for a, b in caps], SNOW, "snow", 9)
        for across in np.linspace(-0.6, 0.6, 9):
            spot = center + (across * radius, high * 0.67, -radius * 0.7)
            sheet.disc(
                spot, radius * float(rng.uniform(0.08, 0.15)), sheet.light.shade(SNOW, (0, 0.6, -0.8), thing.z, 0.6), "snow", 1.3, 12
            )
    sheet.outline()


def paint_wooden_fence(sheet: Sheet, thing: Thing) -> None:
    """A fence of split rails on posts."""
    frame, color = frame_of(thing), thing.color or "#8f6f50"
    wide, high = thing.width, thing.height
    count = max(2, int(wide / 1.6)) + 1
    for up in (0.42, 0.78):
        ends = np.linspace(-wide / 2, wide / 2, count)
        sag = sheet.rng.uniform(-0.03, 0.03, count)
        for k in range(count - 1):
            low = frame.at(ends[k : k + 2], up * high + sag[k : k + 2], 0.02)
            panel(sheet, np.concatenate([low, (low + UP * 0.1)[::-1]]), color, True, "", 0.55)
            if sheet.light.snowy:
                panel(sheet, np.concatenate([low + UP * 0.09, (low + UP * 0.16)[::-1]]), SNOW, False, "snow", 0.7)
    for across in np.linspace(-wide / 2, wide / 2, count):
        block = frame.block(float(across), 0, -0.04, 0.13, high * float(sheet.rng.uniform(0.96, 1.04)), 0.13)
        paint_block(sheet, block, mixed(color, "#3a2a24", 0.15))


_CROPS = {"cabbage": "#8fc06a", "carrot": "#5fa044", "tomato": "#5b9a45"}


def paint_vegetable_patch(sheet: Sheet, thing: Thing) -> None:
    """Ridges of dark earth with rows of plants: round heads, feathery leaves, and vines on sticks."""
    frame, light, rng = frame_of(thing), sheet.light, sheet.rng
    rows = max(2, int(thing.depth / 0.8))
    earth = thing.color or "#7a5a40"
    plane = ground(thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.y + 0.01)
    sheet.face(
        plane,
        box_spots(thing.width, thing.depth),
        "#e4e9f2" if light.snowy else mixed(earth, "#2c2420", 0.15),
        "rough",
        "snow" if light.snowy else "field",
    )
    for row in reversed(range(rows)):
        away = (row + 0.5) / rows * thing.depth - thing.depth / 2
        part = np.linspace(-0.48, 0.48, 25) * thing.width
        bump = 0.2 + 0.02 * rng.standard_normal(25)
        ridge = np.concatenate([frame.at(part, 0.0, away - 0.28), frame.at(part, bump, away)[::-1]])
        panel(sheet, ridge, SNOW if light.snowy else earth, True, "snow" if light.snowy else "field", 0.35)
        crop = "cabbage" if light.conditions.season == "winter" else ("cabbage", "carrot", "tomato")[row % 3]
        for across in np.arange(-0.45 * thing.width, 0.45 * thing.width, 0.42):
            _crop(sheet, frame.at(float(across) + float(rng.uniform(-0.05, 0.05)), 0.18, away)[0], crop)


def _crop(sheet: Sheet, foot: NDArray[np.float64], crop: str) -> None:
    """One plant of a vegetable bed."""
    light, rng = sheet.light, sheet.rng
    color, z = rgb(_CROPS[crop]) * rng.uniform(0.85, 1.1), float(foot[2])
    tilt = rng.uniform(-0.3, 0.3, 7)
    if z < NEAR + 0.2:
        return
    if crop == "cabbage":
        for across, up, radius, tone in ((-0.1, 0.04, 0.13, 0.75), (0.1, 0.04, 0.13, 0.8), (0.0, 0.1, 0.13, 1.0), (0.01, 0.13, 0.08, 1.18)):
            sheet.disc(foot + (across, up, 0), radius, light.shade(np.clip(color * tone, 0, 1), (0, 0.7, -0.7), z, 0.6), "flower", 0.8, 12)
        return
    if crop == "tomato":
        sheet.stroke(np.array([foot, foot + (0.03, 0.9, 0)]), "#b99a68", 0.025)
    for k, lean in enumerate(tilt):
        up = (0.12 + 0.11 * k) if crop == "tomato" else 0.0
        root = foot + (0, up, 0)
        tip = root + (lean * 1.3 + 0.12 * (-1) ** k, 0.12 if crop == "tomato" else 0.34, 0)
        side = np.array([0.05, 0.02, 0])
        points = np.stack([root, (root + tip) / 2 - side, tip, (root + tip) / 2 + side])
        sheet.shape(
            sheet.view.project(points), light.shade(np.clip(color * (0.8 + 0.06 * k), 0, 1), (0, 0.7, -0.7), z, 0.6), "flower", False
        )
        if crop == "tomato" and k % 2 == 0 and light.conditions.season in ("summer", "autumn"):
            sheet.disc(tip - (0.02, 0.06, 0.01), 0.05, light.shade("#dd3f2c", (0, 0.5, -0.8), z, 0.7), "flower", 1.0, 10)


def paint_drying_rack(sheet: Sheet, thing: Thing) -> None:
    """Sheaves of rice that hang over a pole on trestles to dry."""
    frame, color = frame_of(thing), thing.color or "#d3ad58"
    wide, high = thing.width, thing.height
    for across in (-0.46, 0.0, 0.46):
        for lean in (-0.3, 0.3):
            sheet.stroke(
                np.concatenate([frame.at(across * wide + lean, 0.0, lean), frame.at(across * wide - lean * 0.3, high * 1.06, -lean * 0.3)]),
                "#8a6b4a",
                0.07,
            )
    sheet.stroke(frame.at([-wide * 0.5, wide * 0.5], high * 0.96, 0.0), "#8a6b4a", 0.08)
    count = max(6, int(wide / 0.22))
    for k in range(count):
        x = -wide * 0.48 + wide * 0.96 * (k + 0.5) / count
        tone, long = float(sheet.rng.uniform(0.85, 1.1)), high * float(sheet.rng.uniform(0.5, 0.6))
        spots = [(x - 0.06, high), (x + 0.06, high), (x + 0.15, high - long), (x, high - long * 1.06), (x - 0.15, high - long)]
        frame.flat(sheet, spots, -0.08, np.clip(rgb(color) * tone, 0, 1), True, "", 0.6)
    if sheet.light.snowy:
        frame.flat(sheet, box_spots(wide * 0.96, 0.12, -wide * 0.48, high * 0.97), -0.1, SNOW, False, "snow", 0.7)


def _tyre(sheet: Sheet, center: NDArray[np.float64], radius: float, rim: str) -> None:
    z = float(center[2])
    for part, color in ((1.0, "#34343a"), (0.86, "#45454c"), (0.58, rim), (0.2, "#6a6a70")):
        sheet.disc(center, radius * part, sheet.light.shade(color, (0, 0.2, -0.95), z, 0.5))


def paint_tractor(sheet: Sheet, thing: Thing) -> None:
    """A small tractor, seen from its side."""
    frame, color = frame_of(thing), thing.color or "#d9482f"
    wide, high, deep = thing.width, thing.height, thing.depth
    for across, radius in ((-0.26, 0.30), (0.32, 0.19)):
        _tyre(sheet, frame.at(across * wide, radius * high, deep * 0.4)[0], radius * high, "#e8d9a8")
    frame.box(sheet, 0.18 * wide, 0.28 * high, 0, (0.5 * wide, 0.26 * high, deep * 0.42), color)
    frame.box(sheet, -0.16 * wide, 0.26 * high, 0, (0.32 * wide, 0.16 * high, deep * 0.5), mixed(color, "#26222c", 0.3))
    frame.box(sheet, -0.26 * wide, 0.42 * high, 0, (0.14 * wide, 0.08 * high, deep * 0.4), "#2f2d33")
    frame.flat(sheet, box_spots(0.05 * wide, 0.2 * high, -0.34 * wide, 0.46 * high), 0, "#2f2d33")
    for side in (0.4, -0.4):
        for across in (-0.4, 0.0):
            sheet.stroke(frame.at([across * wide, across * wide], [0.4 * high, 0.96 * high], side * deep), "#3c3c42", 0.05)
    frame.box(sheet, -0.2 * wide, 0.95 * high, 0, (0.52 * wide, 0.05 * high, deep * 0.95), color)
    sheet.stroke(frame.at([0.02 * wide, -0.06 * wide], [0.5 * high, 0.64 * high], 0.0), "#2f2d33", 0.04)
    sheet.stroke(frame.at([0.30 * wide, 0.30 * wide], [0.54 * high, 0.82 * high], 0.0), "#55555c", 0.07)
    for across, radius in ((-0.26, 0.30), (0.32, 0.19)):
        _tyre(sheet, frame.at(across * wide, radius * high, -deep * 0.42)[0], radius * high, "#e8d9a8")
    lamp = frame.at(0.44 * wide, 0.46 * high, -deep * 0.16)[0]
    sheet.disc(lamp, 0.05 * high, rgb("#fff2c4") if sheet.light.night else sheet.light.shade("#e9e6d6", (0, 0, -1), thing.z, 0.6))
    glow_lamp(sheet, lamp, high * 0.5, 0.4)


KINDS = (
    Kind("rice_plants", "field", paint_rice_plants, "standing", (9, 13), (0.7, 0.85), (10, 16), shadow=0),
    Kind("scarecrow", "pole", paint_scarecrow, "standing", (1.3, 1.6), (1.8, 2.1), (0.3, 0.4), ("#4f6f9a", "#a8563f", "#6b7a4c")),
    Kind("haystack", "field", paint_haystack, "standing", (1.8, 2.4), (2.0, 2.8), (1.8, 2.4)),
    Kind("wooden_fence", "fence", paint_wooden_fence, "standing", (6, 9), (0.95, 1.15), (0.15, 0.2)),
    Kind("vegetable_patch", "field", paint_vegetable_patch, "standing", (4, 6), (0.9, 1.0), (3.2, 4.8), shadow=0),
    Kind("drying_rack", "field", paint_drying_rack, "standing", (4, 6), (1.5, 1.8), (0.6, 0.8)),
    Kind("tractor", "furniture", paint_tractor, "standing", (2.9, 3.3), (2.1, 2.3), (1.4, 1.6), ("#d9482f", "#3f78b5", "#4f8f4a")),
)
