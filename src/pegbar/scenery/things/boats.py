"""What floats: rowing boats, sailing boats, ships, swan boats and buoys, each with its broken reflection."""

import numpy as np

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.solids import UP, paint_block
from pegbar.scenery.things.carving import Frame, frame_of, glow_lamp, turned_stone
from pegbar.scenery.things.roofs import SNOW, panel


def broken_reflection(sheet: Sheet, frame: Frame, half: float, deep: float, color: Color | str, count: int = 22) -> None:
    """Dashes of a thing's colour on the water before it, fewer and thinner towards the viewer; nothing where it lies ashore."""
    if frame.y >= 0:
        return
    light, view = sheet.light, sheet.view
    near = sheet.rng.random(count)
    across, long = (
        sheet.rng.uniform(-0.85, 0.85, count) * half * (1 - 0.4 * near),
        half * sheet.rng.uniform(0.2, 0.5, count) * (1 - 0.6 * near),
    )
    middle = frame.at(across, np.zeros(count), 0.0)
    if middle[:, 2].min() < NEAR + 0.3:
        return
    scale = np.array([view.scale(float(z)) for z in middle[:, 2]])
    spots = view.project(middle) + np.stack([np.zeros(count), (0.04 + near * 0.9) * deep * scale * 0.5], axis=1)
    size = np.stack([long * scale, np.maximum(0.03 * deep * scale * (1.3 - near), 0.5)], axis=1)
    lozenge = np.array([[-1, 0], [-0.3, -1], [0.5, -0.8], [1, 0], [0.3, 1], [-0.5, 0.8]], np.float64)
    water = mixed(light.sky_top, light.shade("#1d4f7d", (0, 1, 0), frame.z), 0.5)
    tone = mixed(light.shade(color, (0, 0, -1), frame.z, 0.1), water, 0.45) * 0.85
    order = np.argsort(near)
    sheet.dabs((spots[:, None] + lozenge[None] * size[:, None])[order], np.broadcast_to(tone, (count, 3)), "water")


def _hull(sheet: Sheet, frame: Frame, long: float, beam: float, tall: float, color: str, inside: str, stern: float = 0.55) -> None:
    """A hull, bow to the right: its far inner wall, floor, near side with a strake."""
    part = np.linspace(-1, 1, 25)
    wide = beam / 2 * np.clip(1 - np.abs(np.where(part > 0, part, part * stern)) ** 2.2, 0, 1) ** 0.75
    rise = tall * (0.72 + 0.28 * np.where(part > 0, part, 0.5 * part) ** 2)
    along = part * long / 2
    near, far = frame.at(along, rise, -wide), frame.at(along, rise, wide)
    low_near, low_far = frame.at(along * 0.9, 0.0, -wide * 0.7), frame.at(along * 0.9, 0.0, wide * 0.7)
    floor_near, floor_far = frame.at(along * 0.88, tall * 0.25, -wide * 0.7), frame.at(along * 0.88, tall * 0.25, wide * 0.7)
    panel(sheet, np.concatenate([low_far, far[::-1]]), mixed(color, "#202436", 0.35))
    panel(sheet, np.concatenate([floor_far, far[::-1]]), mixed(inside, "#2a2430", 0.3), True, "", 0.25)
    panel(sheet, np.concatenate([floor_near, floor_far[::-1]]), mixed(inside, "#2a2430", 0.12), False, "", 0.5)
    for at in (-0.45, 0.05, 0.5):
        k = int((at + 1) / 2 * 24)
        seat = np.concatenate(
            [frame.at(along[k] - 0.12, tall * 0.6, w) for w in (-wide[k], wide[k])]
            + [frame.at(along[k] + 0.12, tall * 0.6, w) for w in (wide[k], -wide[k])]
        )
        panel(sheet, seat, SNOW if sheet.light.snowy else mixed(inside, "#ffffff", 0.15))
    transom = np.stack([low_far[0], low_near[0], near[0], far[0]])
    if thing_faces_left(sheet, frame):
        panel(sheet, transom, mixed(color, "#202436", 0.12), True, "", 0.4)
    panel(sheet, np.concatenate([low_near, near[::-1]]), color, True, "", 0.5)
    panel(sheet, np.concatenate([low_near, (low_near + (near - low_near) * 0.3)[::-1]]), mixed(color, "#1c2038", 0.4), False, "", 0.3)
    strake = low_near + (near - low_near) * 0.82
    panel(sheet, np.concatenate([strake, near[::-1]]), mixed(inside, "#ffffff", 0.25), True, "", 0.7)


def thing_faces_left(sheet: Sheet, frame: Frame) -> bool:
    """Whether a frame's left end is turned to the viewer."""
    left, middle = frame.at(-1.0, 0.0)[0], frame.at(0.0, 0.0)[0]
    eye = np.array([sheet.view.camera.x, middle[1], 0.0])
    return float((left - middle) @ (eye - middle)) > 0


def paint_boat(sheet: Sheet, thing: Thing) -> None:
    """A rowing boat with its oars shipped."""
    frame, color = frame_of(thing), thing.color or "#a9744a"
    broken_reflection(sheet, frame, thing.width / 2, thing.height * 2.0, color)
    _hull(sheet, frame, thing.width, thing.depth, thing.height, color, "#caa070")
    for shift in (-0.2, 0.18):
        start = frame.at(shift * thing.width, thing.height * 0.85, -0.1)[0]
        sheet.stroke(
            np.array([start, start + frame.at(thing.width * 0.34, thing.height * 0.2, -0.2)[0] - frame.at(0, 0)[0]]), "#d8b684", 0.06
        )


def paint_swan_boat(sheet: Sheet, thing: Thing) -> None:
    """A pedal boat in the shape of a swan."""
    frame, white = frame_of(thing), thing.color or "#fbfaf6"
    wide, high = thing.width, thing.height
    broken_reflection(sheet, frame, wide * 0.45, high * 0.8, white)
    body = [(-0.5, 0.34), (-0.52, 0.22), (-0.4, 0.03), (0.36, 0.03), (0.46, 0.14), (0.48, 0.3), (0.3, 0.26), (0.0, 0.28), (-0.3, 0.32)]
    neck = [
        (0.20, 0.2),
        (0.34, 0.36),
        (0.36, 0.56),
        (0.30, 0.76),
        (0.32, 0.92),
        (0.42, 1.0),
        (0.52, 0.94),
        (0.55, 0.84),
        (0.48, 0.82),
        (0.44, 0.86),
        (0.42, 0.78),
        (0.48, 0.6),
        (0.50, 0.4),
        (0.47, 0.2),
        (0.4, 0.1),
    ]
    frame.flat(sheet, box_spots(0.5 * wide, 0.42 * high, -0.36 * wide, 0.26 * high), 0.3, "#5c6676", True, "", 0.2)
    frame.flat(
        sheet,
        [(-0.42 * wide, 0.66 * high), (0.2 * wide, 0.66 * high), (0.14 * wide, 0.78 * high), (-0.38 * wide, 0.78 * high)],
        0.0,
        SNOW if sheet.light.snowy else "#4f8fc6",
    )
    for across in (-0.36, 0.12):
        sheet.stroke(frame.at([across * wide, across * wide], [0.25 * high, 0.7 * high]), white, 0.05)
    frame.flat(sheet, np.array(body) * (wide, high), -0.3, white, True, "", 0.75)
    frame.flat(sheet, np.array(neck) * (wide, high), -0.32, white, True, "", 0.75)
    wing = np.array([(-0.5, 0.36), (-0.36, 0.12), (0.1, 0.1), (0.2, 0.2), (-0.05, 0.3)]) * (wide, high)
    frame.flat(sheet, wing, -0.34, mixed(white, "#6f86b4", 0.16), True, "", 0.6)
    frame.flat(sheet, np.array([(0.50, 0.93), (0.62, 0.86), (0.62, 0.82), (0.5, 0.83)]) * (wide, high), -0.35, "#f0a13a", True, "", 0.7)
    sheet.disc(frame.at(0.46 * wide, 0.92 * high, -0.36)[0], 0.018 * wide, sheet.light.shade("#2b2a30", (0, 0, -1), thing.z))


def paint_sailing_boat(sheet: Sheet, thing: Thing) -> None:
    """A sailing boat: hull, mast, mainsail and jib that belly in the wind."""
    frame, color = frame_of(thing), thing.color or "#f4f1e8"
    wide, high = thing.width, thing.height
    hull = high * 0.13
    broken_reflection(sheet, frame, wide * 0.45, high * 0.6, color, 26)
    deck = [(-0.5, 1.0), (0.55, 1.15), (0.42, 0.0), (-0.42, 0.0)]
    frame.flat(sheet, np.array(deck) * (wide, hull), 0.0, "#b5493a" if color == "#f4f1e8" else "#f2efe8", True, "", 0.5)
    frame.flat(sheet, np.array([(-0.5, 1.0), (0.55, 1.15), (0.53, 0.8), (-0.49, 0.72)]) * (wide, hull), -0.02, "#f7f4ec", True, "", 0.7)
    frame.box(sheet, -0.05 * wide, hull, 0.0, (wide * 0.28, hull * 0.6, 0.8), "#efe9da")
    mast = 0.08 * wide
    sheet.stroke(frame.at([mast, mast], [hull, high]), "#a88558", max(0.08, 0.012 * high))
    sheet.stroke(frame.at([mast, -0.46 * wide], [hull * 1.9, hull * 1.9]), "#a88558", 0.08)
    up = np.linspace(0, 1, 13)
    belly = 0.07 * wide * np.sin(np.pi * up)
    leech = -0.46 * wide + (mast + 0.44 * wide) * up - belly
    tall = hull * 2.1 + (high * 0.97 - hull * 2.1) * up
    main = np.concatenate([np.stack([np.full(13, mast - 0.02 * wide), tall], 1), np.stack([leech, tall], 1)[::-1]])
    frame.flat(sheet, main, -0.02, color, True, "", 0.85)
    fold = np.concatenate([np.stack([leech * 0.45 + 0.55 * mast, tall], 1), np.stack([leech, tall], 1)[::-1]])
    frame.flat(sheet, fold, -0.03, mixed(color, "#7286ae", 0.22), False, "", 0.6)
    foot = mast + 0.04 * wide
    luff = 0.52 * wide + (foot - 0.52 * wide) * up
    jib_tall = hull * 1.4 + (high * 0.82 - hull * 1.4) * up
    jib = np.concatenate(
        [np.stack([foot + belly * 0.2 + (1 - up) * 0.02 * wide, jib_tall], 1), np.stack([luff + belly * 0.4, jib_tall], 1)[::-1]]
    )
    frame.flat(sheet, jib, -0.04, mixed(color, "#ffffff", 0.3), True, "", 0.75)


def paint_ship(sheet: Sheet, thing: Thing) -> None:
    """A ferry on the horizon: hull, decks with windows, funnel."""
    frame, color = frame_of(thing), thing.color or "#2f4f7f"
    wide, high = thing.width, thing.height
    broken_reflection(sheet, frame, wide * 0.48, high * 0.35, color, 18)
    hull = np.array([(-0.5, 0.0), (-0.52, 0.34), (0.0, 0.34), (0.42, 0.40), (0.54, 0.48), (0.44, 0.0)]) * (wide, high)
    for k, (left, long, low) in enumerate(((-0.46, 0.78, 0.34), (-0.40, 0.62, 0.52), (-0.30, 0.40, 0.68))):
        frame.flat(sheet, box_spots(long * wide, 0.18 * high, left * wide, low * high), 0.2 - 0.05 * k, "#f6f4ee", True, "", 0.75)
        for x in np.linspace(left + 0.04, left + long - 0.06, 14 - 3 * k):
            lit = sheet.light.night
            spots = box_spots(0.022 * wide, 0.07 * high, float(x) * wide, (low + 0.06) * high)
            pixels = sheet.view.project(frame.at(np.array(spots)[:, 0], np.array(spots)[:, 1], 0.0))
            sheet.shape(pixels, rgb("#ffdf9a") if lit else sheet.light.shade("#53667e", (0, 0, -1), thing.z), "window", False)
    funnel = np.array([(-0.22, 0.86), (-0.08, 0.86), (-0.09, 1.0), (-0.24, 1.0)]) * (wide, high)
    frame.flat(sheet, funnel, 0.05, "#d5523f", True, "", 0.6)
    frame.flat(sheet, hull, -0.05, color, True, "", 0.5)
    frame.flat(sheet, np.array([(-0.5, 0.0), (-0.505, 0.09), (0.455, 0.09), (0.44, 0.0)]) * (wide, high), -0.06, "#a8423a", False, "", 0.4)
    frame.flat(
        sheet, np.array([(-0.515, 0.25), (-0.517, 0.29), (0.5, 0.29), (0.49, 0.25)]) * (wide, high), -0.06, "#f3f0e8", False, "", 0.6
    )
    if sheet.light.night:
        glow_lamp(sheet, frame.at(0, high * 0.6)[0], wide * 0.4, 0.4)


def paint_fishing_boat(sheet: Sheet, thing: Thing) -> None:
    """A small fishing boat with a wheelhouse, a mast and lamps."""
    frame, color = frame_of(thing), thing.color or "#f1efe8"
    wide, high = thing.width, thing.height
    broken_reflection(sheet, frame, wide * 0.45, high * 0.9, color)
    _hull(sheet, frame, wide, thing.depth, high * 0.36, color, "#9fb6c2", 0.8)
    house = frame.block(-wide * 0.14, high * 0.26, 0, wide * 0.26, high * 0.38, thing.depth * 0.5)
    paint_block(sheet, house, "#f7f5ee", top="#5b8fb4")
    for plane, across in house.sides():
        night = sheet.light.night
        sheet.face(
            plane.beyond(0.01),
            box_spots(across * 0.76, house.height * 0.34, across * 0.12, house.height * 0.54),
            "#ffdf9a" if night else "#5a7488",
            "",
            "window",
            True,
            None,
            0.8 if night else 0.0,
        )
    sheet.stroke(frame.at([wide * 0.06, wide * 0.06], [high * 0.3, high]), "#7a7f86", 0.06)
    sheet.stroke(frame.at([wide * 0.06, wide * 0.46], [high * 0.96, high * 0.4]), "#5a5f66", 0.02)
    sheet.stroke(frame.at([wide * 0.06, -wide * 0.46], [high * 0.96, high * 0.34]), "#5a5f66", 0.02)
    frame.flat(
        sheet, box_spots(wide * 0.78, high * 0.045, -wide * 0.44, high * 0.17), -thing.depth * 0.5, thing.color or "#3f78a8", False, "", 0.5
    )
    glow_lamp(sheet, frame.at(wide * 0.06, high * 0.9)[0], high * 0.7, 0.6)


def paint_buoy(sheet: Sheet, thing: Thing) -> None:
    """A buoy with a lamp."""
    frame, color = frame_of(thing), thing.color or "#d8452f"
    radius, high = thing.width / 2, thing.height
    broken_reflection(sheet, frame, radius, high, color, 12)
    foot = np.array([thing.x, thing.y, thing.z])
    turned_stone(sheet, foot, [(0, radius * 0.9), (high * 0.2, radius), (high * 0.28, radius * 0.6), (high * 0.8, radius * 0.28)], color)
    turned_stone(sheet, foot + UP * high * 0.45, [(0, radius * 0.49), (high * 0.12, radius * 0.43)], "#f6f3ea")
    turned_stone(
        sheet,
        foot + UP * high * 0.8,
        [(0, radius * 0.24), (high * 0.16, radius * 0.24), (high * 0.2, 0.02)],
        "#ffe9a0" if sheet.light.lamps else "#cfd6d8",
    )
    glow_lamp(sheet, foot + UP * high * 0.88, high * 1.4, 0.6, "#ffd9a0")


def paint_pier(sheet: Sheet, thing: Thing) -> None:
    """A pier of planks on piles, `depth` metres long, that runs away from the viewer."""
    frame, color = frame_of(thing), thing.color or "#a9835a"
    wide, high, long = thing.width, thing.height, thing.depth
    step = 2.4
    for away in np.arange(long / 2, -long / 2 - 0.01, -step):
        for side in (-1, 1):
            foot = frame.at(side * wide * 0.47, -0.3, float(away))[0]
            if foot[2] > NEAR + 0.3:
                turned_stone(sheet, foot, [(0, 0.11), (high + 0.75, 0.11)], mixed(color, "#2c2a30", 0.3), sides=5)
    deck = frame.block(0, high - 0.14, 0, wide, 0.14, long)
    for plane, across in deck.sides():
        sheet.face(plane, box_spots(across, 0.14), mixed(color, "#2a2630", 0.25))
    snowy = sheet.light.snowy
    boards = max(6, int(long / 0.24))
    tones = sheet.rng.uniform(0.9, 1.1, boards)
    for k in reversed(range(boards)):
        low = -long / 2 + long * k / boards
        gap = 0.03
        corners = np.concatenate(
            [frame.at([-wide / 2, wide / 2], high, low), frame.at([wide / 2, -wide / 2], high, low + long / boards - gap)]
        )
        if corners[:, 2].max() < NEAR + 0.05:
            continue
        tone = rgb(SNOW) if snowy else np.clip(rgb(color) * tones[k], 0, 1)
        near = sheet.view.scale(float(max(corners[0, 2], NEAR))) * sheet.view.camera.height / max(float(corners[0, 2]), NEAR) * 0.24 > 3
        panel(sheet, corners, tone, near, "snow" if snowy else "", 0.8)


KINDS = (
    Kind(
        "boat",
        "furniture",
        paint_boat,
        "standing",
        (3.2, 4.2),
        (0.6, 0.75),
        (1.2, 1.5),
        ("#a9744a", "#3f78a8", "#e9e3d2", "#b5533f"),
        shadow=0.4,
    ),
    Kind("swan_boat", "furniture", paint_swan_boat, "standing", (2.2, 2.6), (2, 2.3), (1.4, 1.6), shadow=0.3),
    Kind(
        "sailing_boat",
        "furniture",
        paint_sailing_boat,
        "standing",
        (6, 9),
        (8, 11),
        (2, 2.6),
        ("#f4f1e8", "#e8b84a", "#d9614c"),
        shadow=0.2,
    ),
    Kind("fishing_boat", "furniture", paint_fishing_boat, "standing", (6, 8), (3.4, 4.2), (2, 2.6), ("#f1efe8", "#dfe8ec"), shadow=0.3),
    Kind("ship", "building", paint_ship, "standing", (60, 90), (16, 22), (12, 16), ("#2f4f7f", "#7d3b3b", "#2f6b5c"), shadow=0),
    Kind("buoy", "pole", paint_buoy, "standing", (0.8, 1.1), (1.8, 2.4), (0.8, 1.1), ("#d8452f", "#e8b63c"), shadow=0.2),
    Kind("pier", "road", paint_pier, "standing", (1.8, 2.4), (0.5, 0.7), (12, 18), ("#a9835a", "#8f7a66"), shadow=0),
)
