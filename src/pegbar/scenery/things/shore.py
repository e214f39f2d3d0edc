"""What lies and stands on a beach, and the lighthouse, islands and cliffs behind it."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import UP, paint_pillar
from pegbar.scenery.textures import noise
from pegbar.scenery.things.carving import Frame, frame_of, glow_lamp, leaning_post, turned_stone
from pegbar.scenery.things.foliage import bent, clumps, crown, leaf_color, limb, snow_caps
from pegbar.scenery.things.roofs import SNOW, panel


def paint_beach_umbrella(sheet: Sheet, thing: Thing) -> None:
    """A parasol that leans a little, its gores in two colours, with a scalloped hem."""
    frame, color = frame_of(thing), thing.color or "#e2533f"
    high, radius = thing.height, thing.width / 2
    lean = float(sheet.rng.uniform(-0.2, 0.2)) * high
    foot, head = frame.at(0, 0)[0], frame.at(lean, high)[0]
    leaning_post(sheet, foot, head, 0.03, "#f0efe8")
    gores = 10
    around = np.linspace(0, 2 * np.pi, gores * 4 + 1)
    axis = (head - foot) / np.linalg.norm(head - foot)
    one = np.array([axis[1], -axis[0], 0.0])
    two = np.cross(one, axis)
    rim = head - axis * high * 0.26
    hem = np.where(np.arange(len(around)) % 4 == 2, 0.94, 1.0)[:, None]
    edge = rim + (np.cos(around)[:, None] * one + np.sin(around)[:, None] * two) * radius * hem
    inner = [edge[4 * k : 4 * k + 5] for k in range(gores)]
    below = sheet.view.camera.height < float(rim[1])
    order = sorted(range(gores), key=lambda k: -float(inner[k][2, 2]))
    for k in order:
        mid = inner[k] * 0.5 + head * 0.5 + axis * high * 0.07
        tone = color if k % 2 == 0 else "#fbf7ee"
        tone = SNOW if sheet.light.snowy and float(inner[k][2, 2]) < head[2] + 0.2 else tone
        facing = inner[k].mean(axis=0) - rim + axis * radius * 0.9
        back = below and float(inner[k][2, 2]) > head[2] + radius * 0.3
        lit = 0.1 if back else float(np.clip(facing / np.linalg.norm(facing) @ sheet.light.sun, 0, 1))
        shade = mixed(tone, "#5a3a52", 0.25) if back else rgb(tone)
        panel(sheet, np.concatenate([inner[k], mid[::-1][:1], head[None], mid[:1]]), shade, True, "", lit)
    turned_stone(sheet, head, [(0, 0.03), (0.06, 0.05), (0.1, 0.01)], "#f0efe8")


def paint_deck_chair(sheet: Sheet, thing: Thing) -> None:
    """A folding chair of wood with a striped cloth."""
    frame, color = frame_of(thing), thing.color or "#4f8fc6"
    wide, high, deep = thing.width, thing.height, thing.depth
    wood = "#c79a63"
    away = np.array([-0.5, -0.2, 0.12, 0.34, 0.5]) * deep
    up = np.array([0.34, 0.26, 0.36, 0.72, 1.0]) * high
    for side in (-0.5, 0.5):
        x = side * wide
        sheet.stroke(np.concatenate([frame.at(x, 0.0, -0.45 * deep), frame.at(x, high, 0.5 * deep)]), wood, 0.05)
        sheet.stroke(np.concatenate([frame.at(x, 0.0, 0.42 * deep), frame.at(x, 0.4 * high, -0.5 * deep)]), wood, 0.05)
    stripes = 6
    for k in reversed(range(len(away) - 1)):
        for s in range(stripes):
            left, right = -0.46 * wide + 0.92 * wide * s / stripes, -0.46 * wide + 0.92 * wide * (s + 1) / stripes
            corners = np.concatenate(
                [
                    frame.at(left, up[k], away[k]),
                    frame.at(right, up[k], away[k]),
                    frame.at(right, up[k + 1], away[k + 1]),
                    frame.at(left, up[k + 1], away[k + 1]),
                ]
            )
            panel(sheet, corners, color if s % 2 == 0 else "#fbf6ea", False, "", 0.55 + 0.1 * k)
        edge = np.concatenate(
            [frame.at([-0.46 * wide, 0.46 * wide], up[k], away[k]), frame.at([0.46 * wide, -0.46 * wide], up[k + 1], away[k + 1])]
        )
        kept = edge[edge[:, 2] > NEAR]
        if len(kept) == 4:
            sheet.ink_line(sheet.view.project(np.concatenate([kept, kept[:1]])))
    sheet.stroke(frame.at([-0.5 * wide, 0.5 * wide], high, 0.5 * deep), wood, 0.05)
    sheet.stroke(frame.at([-0.5 * wide, 0.5 * wide], 0.34 * high, -0.5 * deep), wood, 0.05)


def paint_surfboard(sheet: Sheet, thing: Thing) -> None:
    """A board that stands in the sand."""
    frame, color = frame_of(thing), thing.color or "#f6d24c"
    part = np.linspace(0, 1, 25)
    half = thing.width / 2 * np.sin(np.pi * np.clip(part * 0.93 + 0.05, 0, 1)) ** 0.55
    lean = 0.08 * thing.height * part
    up = part * thing.height
    frame.flat(sheet, np.concatenate([np.stack([lean - half, up], 1), np.stack([lean + half, up], 1)[::-1]]), 0.0, color, True, "", 0.75)
    frame.flat(
        sheet,
        np.concatenate([np.stack([lean + half * 0.5, up], 1), np.stack([lean + half, up], 1)[::-1]]),
        -0.01,
        mixed(color, "#40507a", 0.22),
        False,
        "",
        0.6,
    )
    for low, high, tone in ((0.42, 0.50, "#ffffff"), (0.52, 0.56, "#e2533f")):
        rows = (part >= low) & (part <= high)
        spots = np.concatenate([np.stack([(lean - half)[rows], up[rows]], 1), np.stack([(lean + half)[rows], up[rows]], 1)[::-1]])
        frame.flat(sheet, spots, -0.02, tone, True, "", 0.7)
    sheet.stroke(np.concatenate([frame.at(lean[1], up[1], -0.02), frame.at(lean[-2], up[-2], -0.02)]), mixed(color, "#5a4a40", 0.35), 0.012)


def paint_seashell(sheet: Sheet, thing: Thing) -> None:
    """A fan shell with ribs."""
    frame, color = frame_of(thing), thing.color or "#f3c9b4"
    radius = thing.width / 2
    angles = np.linspace(-0.15 * np.pi, 1.15 * np.pi, 25)
    reach = radius * (0.9 + 0.1 * np.abs(np.sin(angles * 5)))
    fan = np.concatenate(
        [np.stack([reach * np.cos(angles), radius * 0.42 + reach * np.sin(angles) * 0.62], 1), [(-radius * 0.25, 0), (radius * 0.25, 0)]]
    )
    frame.flat(sheet, fan, 0.0, color, True, "", 0.75)
    for k in range(1, 24, 3):
        tone = mixed(color, "#a8645a", 0.45) if k % 2 else "#fff6ee"
        sheet.stroke(
            np.concatenate([frame.at(0, radius * 0.08, -0.002), frame.at(fan[k, 0] * 0.9, fan[k, 1] * 0.92, -0.002)]), tone, radius * 0.05
        )


def paint_beach_ball(sheet: Sheet, thing: Thing) -> None:
    """A ball in gores of many colours."""
    radius = thing.width / 2
    center = np.array([thing.x, thing.y + radius, thing.z])
    if thing.z < NEAR + radius:
        return
    tones = ("#e4543f", "#fbf8f0", "#3f86c9", "#fbf8f0", "#f5c945", "#fbf8f0")
    scale, spot = sheet.view.scale(thing.z), sheet.view.project(center[None])[0]
    spin = float(sheet.rng.uniform(0, 2 * np.pi))
    around = np.linspace(0, 2 * np.pi, 37)
    disc = np.stack([np.cos(around), -np.sin(around)], axis=1) * radius * scale
    sheet.shape(spot + disc, sheet.light.shade(thing.color or tones[1], (0, 0.4, -0.9), thing.z, 0.7))
    pole = np.array([0.22, -0.35]) * radius * scale
    for k, tone in enumerate(tones):
        if k % 2:
            continue
        piece = np.array([a for a in np.linspace(0, np.pi / 3, 8)]) + spin + k * np.pi / 3
        rim = np.stack([np.cos(piece), -np.sin(piece)], axis=1) * radius * scale
        sheet.shape(spot + np.concatenate([rim, pole[None]]), sheet.light.shade(tone, (0, 0.4, -0.9), thing.z, 0.7), lined=False)
    shade = np.concatenate([disc[20:37], (disc[20:37] * 0.8 + (0, -0.22 * radius * scale))[::-1]])
    sheet.shape(spot + shade, sheet.light.shade("#6a6f92", (0, -0.3, -0.9), thing.z, 0.1), lined=False)


def paint_driftwood(sheet: Sheet, thing: Thing) -> None:
    """A bleached bough that the sea has left, with forked ends."""
    rng, color = sheet.rng, thing.color or "#b8a68b"
    half, radius = thing.width / 2, 0.10 * thing.height + 0.02 * thing.width
    way = float(rng.choice([-1.0, 1.0]))
    y = thing.y + radius * 0.8
    body = bent((thing.x - way * half, y), (thing.x + way * half, y + thing.height * 0.12), 0.015 * way, 9)
    swell = radius * np.array([0.7, 1.1, 1.0, 1.15, 0.95, 0.85, 0.75, 0.55, 0.2])
    for start, rise, long in ((4, 1.0, 0.42), (6, 0.55, 0.3), (2, 0.5, -0.22)):
        root = body[start]
        tip = (float(root[0]) + way * long * half, thing.y + thing.height * rise)
        limb(sheet, bent((float(root[0]), float(root[1])), tip, 0.14 * way, 6), radius * np.linspace(0.6, 0.12, 6), thing.z, color)
    limb(sheet, body, swell, thing.z, color)
    for _ in range(6):
        k, up = int(rng.integers(0, 6)), float(rng.uniform(-0.5, 0.5)) * radius
        crack = np.column_stack([body[k : k + 3] + (0, up), np.full(3, thing.z - 0.01)])
        sheet.stroke(crack, mixed(color, "#4b3c30", 0.45), 0.008)
    if sheet.light.snowy:
        limb(sheet, body[1:8] + (0, radius * 0.7), swell[1:8] * 0.45, thing.z, SNOW, "snow")


def paint_lighthouse(sheet: Sheet, thing: Thing) -> None:
    """A white tower with bands, a gallery and a lamp that turns on at dusk."""
    high, radius = thing.height, thing.width / 2
    center = np.array([thing.x, thing.y, thing.z])
    band = thing.color or "#d5483a"
    tower = high * 0.76
    turned_stone(sheet, center, [(0, radius * 1.15), (high * 0.04, radius * 1.15)], "#b9b6ac")

    def width(part: float) -> float:
        return radius * (1.0 - 0.42 * part)

    edges = np.linspace(0.05, 1.0, 6)
    for k in range(5):
        rows = np.linspace(edges[k], edges[k + 1], 4)
        turned_stone(sheet, center, [(tower * p, width(float(p))) for p in rows], "#f7f5ef" if k % 2 == 0 else band, sides=9)
    for up in (0.3, 0.55, 0.8):
        scale, spot = sheet.view.scale(thing.z), sheet.view.project((center + UP * tower * up)[None])[0]
        size = np.array([(-0.12, 0), (0.12, 0), (0.12, -0.5), (-0.12, -0.5)]) * radius * scale
        color = "#ffd98a" if sheet.light.night else sheet.light.shade("#454c58", (0, 0, -1), thing.z)
        sheet.shape(spot + size, color, "window")
    turned_stone(sheet, center, [(tower, width(1) * 1.1), (tower * 1.02, width(1) * 1.5), (tower * 1.045, width(1) * 1.5)], "#e8e6df")
    lamp = "#fff0b4" if sheet.light.lamps else "#9fc3d4"
    if sheet.light.lamps:
        spots = sheet.view.project(center + np.array([[0, tower * 1.045, 0], [0, tower * 1.17, 0]]))
        reach = np.array([width(1) * 0.8 * sheet.view.scale(thing.z), 0])
        sheet.shape(np.array([spots[0] - reach, spots[0] + reach, spots[1] + reach, spots[1] - reach]), lamp, "light")
    else:
        turned_stone(sheet, center, [(tower * 1.045, width(1) * 0.8), (tower * 1.17, width(1) * 0.8)], lamp)
    for across in (-0.8, 0.0, 0.8):
        sheet.stroke(
            center + np.array([[across * width(1), tower * 1.045, -0.1], [across * width(1), tower * 1.17, -0.1]]), "#4a4f58", 0.12
        )
    for across in np.linspace(-1.45, 1.45, 9):
        sheet.stroke(
            center + np.array([[across * width(1), tower * 1.045, -0.3], [across * width(1), tower * 1.09, -0.3]]), "#f2f0ea", 0.06
        )
    sheet.stroke(center + np.array([[-1.45 * width(1), tower * 1.09, -0.3], [1.45 * width(1), tower * 1.09, -0.3]]), "#f2f0ea", 0.08)
    cap = SNOW if sheet.light.snowy else band
    turned_stone(
        sheet,
        center,
        [(tower * 1.17, width(1) * 1.05), (tower * 1.24, width(1) * 0.6), (tower * 1.28, width(1) * 0.1), (tower * 1.32, 0.05)],
        cap,
    )
    glow_lamp(sheet, center + UP * tower * 1.1, high * 0.7, 0.9, "#fff0c0")


def _ridge(sheet: Sheet, thing: Thing, rough: float, power: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres across and up of a rocky outline."""
    part = np.linspace(-1, 1, 61)
    seed = int(sheet.rng.integers(1 << 30))
    along, zero = np.asarray(part * 6, np.float32), np.zeros(61, np.float32)
    bumps = 1 + rough * noise(along, zero, 1.6, seed) + rough * 0.5 * noise(along, zero, 0.5, seed + 1)
    return part * thing.width / 2, np.clip(1 - np.abs(part) ** power, 0, 1) ** 0.7 * bumps * thing.height


def paint_island(sheet: Sheet, thing: Thing) -> None:
    """A rocky island in the sea with pines on its back, surf at its foot."""
    frame = Frame(thing.x, thing.y, thing.z)
    across, up = _ridge(sheet, thing, 0.22, 2.2)
    rock = "#8d8577"
    frame.flat(sheet, np.concatenate([np.stack([across, up], 1), [(across[-1], 0), (across[0], 0)]]), 0.0, rock, True, "hill", 0.55)
    for k in range(3, 56, 3):
        tall = float(up[k])
        drop, wide = tall * float(sheet.rng.uniform(0.3, 0.8)), float(sheet.rng.uniform(0.01, 0.03)) * thing.width
        spots = [
            (across[k] - wide, tall * 0.8),
            (across[k] + wide * 0.4, tall * 0.74),
            (across[k] + wide * 1.4, tall * 0.8 - drop),
            (across[k] - wide * 0.2, 0),
        ]
        frame.flat(
            sheet,
            spots,
            -0.1,
            mixed(rock, "#343c58", 0.38) if k % 2 else mixed(rock, "#fff1d4", 0.25),
            False,
            "hill",
            0.3 if k % 2 else 0.8,
        )
    color = rgb(thing.color) if thing.color else mixed(leaf_color(sheet.light, sheet.rng), "#2f6b3c", 0.55)
    low, high = float(up.max()) * 0.42, float(up.max()) * 1.4
    balls = clumps(sheet.rng, thing.x, low, high, thing.width * 0.8, 60, "dome")
    balls[:, 1] += thing.y
    crown(sheet, balls, thing.z, color, 0.3)
    snow_caps(sheet, balls, thing.z, 0.3)
    foam = np.concatenate(
        [
            np.stack([across * 1.03, np.full(61, 0.02 * thing.height)], 1),
            np.stack([across * 1.03, -0.03 * thing.height * (1.2 + np.sin(across))], 1)[::-1],
        ]
    )
    frame.flat(sheet, foam, -0.2, "#f5fafb", False, "water", 0.7)


def paint_cliff(sheet: Sheet, thing: Thing) -> None:
    """A headland of layered rock with grass on top, that falls to the sea on one side: the left where it is turned below zero."""
    frame = Frame(thing.x, thing.y, thing.z)
    way = -1.0 if thing.turn < 0 else 1.0
    part = np.linspace(0, 1, 61)
    seed = int(sheet.rng.integers(1 << 30))
    zero = np.zeros(61, np.float32)
    bumps = noise(np.asarray(part * 9, np.float32), zero, 1.0, seed)
    top = (
        thing.height
        * np.clip((1.02 - part) / 0.24, 0, 1) ** 0.55
        * np.clip((part + 0.02) / 0.1, 0, 1) ** 0.4
        * (1 - 0.12 * part + 0.07 * bumps)
    )
    across = way * (part - 0.5) * thing.width
    rock = thing.color or "#9a8d78"
    frame.flat(sheet, np.concatenate([np.stack([across, top], 1), [(across[-1], 0), (across[0], 0)]]), 0.0, rock, True, "hill", 0.6)
    for k, low in enumerate((0.78, 0.55, 0.36, 0.17)):
        wave = low + 0.10 * noise(np.asarray(part * 5, np.float32), zero, 1.0, seed + 3 + k)
        thick = 0.05 * (1 + noise(np.asarray(part * 8, np.float32), zero, 1.0, seed + 13 + k))
        band = np.concatenate([np.stack([across, top * wave], 1), np.stack([across, top * (wave - thick)], 1)[::-1]])
        frame.flat(sheet, band, -0.1, mixed(rock, "#3f4258", 0.24), False, "hill", 0.3)
    for k in range(3, 57, 4):
        x, tall = float(across[k]), float(top[k])
        wide = float(sheet.rng.uniform(0.012, 0.03)) * thing.width
        start, end = float(sheet.rng.uniform(0.55, 0.9)), float(sheet.rng.uniform(0.0, 0.4))
        spots = [
            (x, tall * start),
            (x + wide * 0.5, tall * (start - 0.06)),
            (x + wide, tall * end),
            (x - wide * 0.3, tall * max(end - 0.1, 0)),
        ]
        dark = k % 8 != 3
        frame.flat(
            sheet, spots, -0.15, mixed(rock, "#2f3550", 0.34) if dark else mixed(rock, "#fff0d0", 0.3), False, "hill", 0.2 if dark else 0.8
        )
    green = SNOW if sheet.light.snowy else mixed(leaf_color(sheet.light, sheet.rng), "#5f9a44", 0.4)
    ragged = 0.1 + 0.05 * noise(np.asarray(part * 30, np.float32), zero, 1.0, seed + 9)
    grass = np.concatenate([np.stack([across, top * 1.015], 1), np.stack([across, top * (1 - ragged)], 1)[::-1]])
    frame.flat(sheet, grass, -0.2, green, True, "snow" if sheet.light.snowy else "field", 0.8)
    foam = np.concatenate(
        [
            np.stack([across * 1.01, np.full(61, 0.02 * thing.height)], 1),
            np.stack([across * 1.01, -0.02 * thing.height * (1 + bumps)], 1)[::-1],
        ]
    )
    frame.flat(sheet, foam, -0.25, "#f5fafb", False, "water", 0.7)


def paint_life_buoy_post(sheet: Sheet, thing: Thing) -> None:
    """A post with a ring for rescue."""
    paint_pillar(sheet, thing.x, thing.z, thing.y, thing.y + thing.height, 0.05, "#f1efe8")
    center, radius = np.array([thing.x, thing.y + thing.height * 0.72, thing.z - 0.08]), thing.width / 2
    around = np.linspace(0, 2 * np.pi, 41)
    for k in range(40):
        tone = (thing.color or "#e2533f") if (k // 5) % 2 == 0 else "#fbf8f0"
        ends = np.array([[np.cos(a) * radius * 0.8, np.sin(a) * radius * 0.8, 0] for a in around[k : k + 2]])
        sheet.stroke(center + ends, tone, radius * 0.42)


KINDS = (
    Kind(
        "beach_umbrella",
        "furniture",
        paint_beach_umbrella,
        "standing",
        (1.9, 2.4),
        (2.0, 2.3),
        (1.9, 2.4),
        ("#e2533f", "#3f86c9", "#f2b63d", "#53a779"),
    ),
    Kind("deck_chair", "furniture", paint_deck_chair, "standing", (0.6, 0.7), (0.85, 0.95), (1.0, 1.2), ("#4f8fc6", "#e2705a", "#5aa878")),
    Kind("surfboard", "furniture", paint_surfboard, "standing", (0.5, 0.6), (1.9, 2.4), (0.1, 0.1), ("#f6d24c", "#6fb6d8", "#f08a5d")),
    Kind("seashell", "sand", paint_seashell, "standing", (0.10, 0.17), (0.08, 0.12), (0.06, 0.08), ("#f3c9b4", "#f5e3cf", "#e9b7c0")),
    Kind("beach_ball", "furniture", paint_beach_ball, "standing", (0.4, 0.55), (0.4, 0.55), (0.4, 0.55)),
    Kind("driftwood", "tree", paint_driftwood, "standing", (1.2, 2.2), (0.35, 0.55), (0.3, 0.4)),
    Kind("life_ring", "pole", paint_life_buoy_post, "standing", (0.6, 0.75), (1.6, 1.9), (0.2, 0.2), ("#e2533f",)),
    Kind("lighthouse", "building", paint_lighthouse, "standing", (4, 5.5), (15, 20), (4, 5.5), ("#d5483a", "#3f6fa8")),
    Kind("island", "hill", paint_island, "standing", (50, 90), (9, 16), (10, 20), shadow=0),
    Kind("cliff", "hill", paint_cliff, "standing", (70, 110), (16, 26), (10, 20), shadow=0),
)
