"""Openings in walls: windows with what is outside, glass doors, curtains, doors, paper screens; and the light they throw on the floor."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, upright
from pegbar.scenery.solids import Block, paint_block
from pegbar.scenery.things.carpentry import wooden
from pegbar.scenery.things.joinery import panel
from pegbar.scenery.things.outside import outdoor_light, paint_outside
from pegbar.scenery.things.surfaces import gleam, rising, toned, wash

WHITE_FRAME = "#eceae4"


def on_wall(thing: Thing) -> Plane:
    """The plane of a thing on a wall, (0, 0) at its lower left."""
    angle = np.radians(thing.turn)
    half = thing.width / 2
    return upright(thing.x - np.cos(angle) * half, thing.y, thing.z - np.sin(angle) * half, thing.turn)


def board(sheet: Sheet, thing: Thing, left: float, low: float, width: float, height: float, out: float, color: ArrayLike | str,
          texture: str = "", label: str = "", glow: float = 0.0) -> None:  # fmt: skip
    """A board that stands `out` metres from the wall: its lower left on the thing's plane, and its size."""
    middle = on_wall(thing).beyond(out / 2).at([(left + width / 2, low)])[0]
    block = Block(float(middle[0]), float(middle[1]), float(middle[2]), width, height, out, thing.turn)
    paint_block(sheet, block, color, texture, label=label, glow=glow)


def frame(
    sheet: Sheet, plane: Plane, width: float, height: float, thick: float, color: ArrayLike | str, label: str = "", low: bool = True
) -> None:
    """Four boards around a rectangle on a plane, outside it; without the lower one where it stands on the floor."""
    panel(sheet, plane, -thick, height, width + 2 * thick, thick, color, out=0.012, label=label)
    for left in (-thick, width):
        panel(sheet, plane, left, 0, thick, height, color, out=0.012, label=label)
    if low:
        panel(sheet, plane, -thick, -thick, width + 2 * thick, thick, color, out=0.012, label=label)


def _reveal(sheet: Sheet, plane: Plane, width: float, height: float, deep: float, color: ArrayLike | str) -> None:
    """The thickness of the wall around an opening."""
    inner = plane.beyond(-deep)
    normal = plane.normal
    faces = (
        (Plane(inner.at([(0, 0)])[0], normal, plane.up), height),
        (Plane(plane.at([(width, 0)])[0], -normal, plane.up), height),
        (Plane(inner.at([(0, height)])[0], normal, plane.across), width),
        (Plane(plane.at([(0, 0)])[0], -normal, plane.across), width),
    )
    for face, long in faces:
        sheet.face(face, box_spots(deep, long), color, lit=0.6)


def sashes(sheet: Sheet, plane: Plane, width: float, height: float, count: int, color: ArrayLike | str, bar: float = 0.045) -> None:
    """Panes with the view outside, each in a sash; the sashes overlap a little, as sliding ones do."""
    paint_outside(sheet, plane, box_spots(width, height))
    wide = width / count
    for number in range(count):
        left = number * wide
        shine = [(left + 0.15 * wide, 0), (left + 0.4 * wide, 0), (left + 0.75 * wide, height), (left + 0.5 * wide, height)]
        wash(sheet, plane, shine, "#ffffff", 0.05 if sheet.light.night else 0.10, 0.02)
    for number in range(count):
        left = number * wide
        out = 0.01 if number % 2 else 0.03
        for at, low, across, up in (
            (left, 0, bar, height),
            (left + wide - bar, 0, bar, height),
            (left, 0, wide, bar),
            (left, height - bar, wide, bar),
        ):
            panel(sheet, plane, at, low, across, up, color, out=out, label="window")


def daylight(sheet: Sheet, plane: Plane, width: float, height: float) -> None:
    """The brightness around a window by day, and its reflection in the floor below it."""
    light = sheet.light
    if light.night:
        tone, strength = rgb("#6f86c4"), 0.03
    elif light.conditions.time == "sunset":
        tone, strength = rgb("#ffb066"), 0.30
    else:
        tone, strength = rgb("#fff8e6"), 0.24 if light.conditions.weather == "clear" else 0.16
    middle = plane.at([(width / 2, height / 2)])[0]
    sheet.shine(middle, 0.9 * max(width, height) + 0.4, tone, strength)
    foot = Plane(plane.corner * (1, 0, 1), plane.across, plane.up)
    bottom = float(plane.corner[1])
    gleam(sheet, foot, box_spots(width, height, 0, -bottom - height), tone, strength * 0.75, 0.25)


def paint_window(sheet: Sheet, thing: Thing) -> None:
    """A window of two sashes in a frame, with a sill."""
    plane, color = on_wall(thing), thing.color or WHITE_FRAME
    glass = plane.beyond(-0.10)
    sashes(sheet, glass, thing.width, thing.height, 2 if thing.width < 2.2 else 4, mixed(color, "#8b98a6", 0.25))
    _reveal(sheet, plane, thing.width, thing.height, 0.10, mixed(color, "#ffffff", 0.2))
    frame(sheet, plane, thing.width, thing.height, 0.055, color, "window")
    board(sheet, thing, -0.10, -0.055, thing.width + 0.2, 0.04, 0.09, color, label="window")
    daylight(sheet, plane, thing.width, thing.height)


def _balcony(sheet: Sheet, plane: Plane, width: float) -> None:
    """A balcony's slab and railing beyond the glass."""
    tone = outdoor_light(sheet.light)
    far = plane.beyond(-1.1)
    slab, rail = (np.clip(rgb(c) * (tone.fill + 0.4 * tone.key), 0, 1) for c in ("#b9b4ab", "#e3e4e6"))
    if sheet.light.conditions.weather == "snow":
        slab = np.clip(rgb("#eef2f8") * (tone.fill + 0.4 * tone.key), 0, 1)
    floor = np.concatenate([plane.at([(0.0, 0.0), (width, 0.0)]), far.at([(width + 0.6, 0.0), (-0.6, 0.0)])])
    _flat(sheet, floor, slab)
    _flat(sheet, far.at(box_spots(width + 1.2, 0.12, -0.6, 0.0)), mixed(slab, "#5a6072", 0.25))
    for left in np.arange(-0.6, width + 0.6, 0.13):
        _flat(sheet, far.at(box_spots(0.022, 0.95, float(left), 0.12)), rail)
    _flat(sheet, far.at(box_spots(width + 1.2, 0.06, -0.6, 1.05)), rail)


def _flat(sheet: Sheet, points: np.ndarray, color: ArrayLike) -> None:
    if points[:, 2].min() > 0.4:
        sheet.shape(sheet.view.project(points), rgb(color), "window")


def paint_big_window(sheet: Sheet, thing: Thing) -> None:
    """A glass door to a balcony: two wide sashes down to the floor."""
    plane, color = on_wall(thing), thing.color or WHITE_FRAME
    glass = plane.beyond(-0.10)
    whole = box_spots(thing.width, thing.height)
    beyond = Sheet(sheet.view, sheet.light, sheet.rng, "window")
    paint_outside(beyond, glass, whole)
    _balcony(beyond, glass, thing.width)
    mask = Sheet(sheet.view, sheet.light, sheet.rng, "window")
    mask.face(glass, whole, "#ffffff")
    sheet.face(glass, whole, "#ffffff", label="window")
    rows, columns = mask.window
    cover = np.asarray(mask.colors[rows, columns, 3] / 255, np.float32)
    sheet.lay(rows, columns, beyond.colors[rows, columns, :3] / np.float32(255), cover)
    inked = np.minimum(beyond.ink[rows, columns], mask.colors[rows, columns, 3])
    sheet.ink[rows, columns] = np.maximum(sheet.ink[rows, columns], inked)
    _door_sashes(sheet, glass, thing, mixed(color, "#8b98a6", 0.3))
    _reveal(sheet, plane, thing.width, thing.height, 0.10, mixed(color, "#ffffff", 0.2))
    frame(sheet, plane, thing.width, thing.height, 0.055, color, "window", low=False)
    daylight(sheet, plane, thing.width, thing.height)


def _door_sashes(sheet: Sheet, glass: Plane, thing: Thing, color: ArrayLike) -> None:
    count = 2 if thing.width < 3 else 4
    wide, bar = thing.width / count, 0.055
    for number in range(count):
        left, out = number * wide, 0.01 if number % 2 else 0.03
        shine = [(left + 0.1 * wide, 0), (left + 0.3 * wide, 0), (left + 0.8 * wide, thing.height), (left + 0.6 * wide, thing.height)]
        wash(sheet, glass, shine, "#ffffff", 0.04 if sheet.light.night else 0.09, 0.02)
        for at, low, across, up in (
            (left, 0, bar, thing.height),
            (left + wide - bar, 0, bar, thing.height),
            (left, 0, wide, bar * 1.6),
            (left, thing.height - bar, wide, bar),
        ):
            panel(sheet, glass, at, low, across, up, color, out=out, label="window")


def paint_curtain(sheet: Sheet, thing: Thing) -> None:
    """A pair of curtains drawn aside on a rail, in folds, with thin light through them by day."""
    plane, rng = on_wall(thing).beyond(0.05), sheet.rng
    color, folds = rgb(thing.color or "#d9c8b0"), int(rng.integers(5, 7))
    drawn = thing.width * float(rng.uniform(0.16, 0.21))
    through = 0.0 if sheet.light.night else 0.22
    for side in (0, 1):
        base = 0.0 if side == 0 else thing.width - drawn
        for number in range(folds):
            one, two = (base + drawn * k / folds for k in (number, number + 1))
            crest = one + (two - one) * 0.6
            for left, right, tone in ((one, crest, 1.04), (crest, two, 0.80)):
                spots = [(left, 0), (right, 0), (right, thing.height - 0.06), (left, thing.height - 0.06)]
                shade = np.clip(color * tone, 0, 1)
                toned(sheet, plane, spots, shade, rising(thing.height, 0.86, 1.05), "", "window", tone > 1, 0.5, through)
    rail = thing.height - 0.07
    board(sheet, thing, -0.05, rail, thing.width + 0.1, 0.05, 0.09, "#a99a88", label="window")


def paint_door(sheet: Sheet, thing: Thing) -> None:
    """A door of two panels in its frame, with a handle."""
    plane, color = on_wall(thing), rgb(thing.color or "#b98a5e")
    frame(sheet, plane, thing.width, thing.height, 0.07, mixed(color, "#f2eadc", 0.45), "door", low=False)
    leaf = plane.beyond(0.006)
    toned(sheet, leaf, box_spots(thing.width, thing.height), color, rising(thing.height, 0.90, 1.04), wooden(color))
    wide, tall = thing.width, thing.height
    for low, high in ((0.09, 0.45), (0.52, 0.94)):
        panel(sheet, leaf, 0.14 * wide, low * tall, 0.72 * wide, (high - low) * tall, color * 0.86, lined=True, out=0.002)
        panel(
            sheet,
            leaf,
            0.14 * wide + 0.03,
            low * tall + 0.03,
            0.72 * wide - 0.06,
            (high - low) * tall - 0.06,
            mixed(color, "#ffffff", 0.07),
            out=0.004,
        )
    board(sheet, thing, 0.86 * wide, 0.48 * tall, 0.035, 0.11, 0.02, "#8d8a84", label="door")
    board(sheet, thing, 0.80 * wide, 0.515 * tall, 0.10, 0.022, 0.06, "#c9c6be", label="door")


def _slides(thing: Thing) -> tuple[int, float]:
    """How many leaves a sliding door has, and how wide each is."""
    count = 2 if thing.width < 2.4 else 4
    return count, thing.width / count


def paint_sliding_door(sheet: Sheet, thing: Thing) -> None:
    """A sliding door of wooden leaves, with frosted glass in its upper half."""
    plane, color = on_wall(thing), rgb(thing.color or "#b08457")
    frame(sheet, plane, thing.width, thing.height, 0.07, color * 0.85, "door", low=False)
    count, wide = _slides(thing)
    frosted = mixed("#dfe7e8", "#ffd9a0" if sheet.light.lamps else "#ffffff", 0.3)
    for number in range(count):
        leaf = plane.beyond(0.01 + 0.02 * (number % 2))
        toned(sheet, leaf, box_spots(wide, thing.height, number * wide), color, rising(thing.height, 0.9, 1.03), wooden(color))
        left = number * wide + 0.09
        panel(sheet, leaf, left, 0.5 * thing.height, wide - 0.18, 0.43 * thing.height, frosted, glow=0.3)
        panel(sheet, leaf, left, 0.06 * thing.height, wide - 0.18, 0.38 * thing.height, color * 0.88)
        handle = left + wide - 0.24 if number % 2 == 0 else left
        panel(sheet, leaf, handle - (0.0 if number % 2 else 0.02), 0.42 * thing.height, 0.05, 0.14, "#4d3c30", out=0.008)


def _lattice(sheet: Sheet, plane: Plane, spots: Sequence[float], grid: tuple[int, int], color: ArrayLike) -> None:
    """Laths in columns and rows over (left, low, width, height)."""
    left, low, width, height = spots
    for column in range(1, grid[0]):
        panel(sheet, plane, left + width * column / grid[0] - 0.008, low, 0.016, height, color, out=0.004)
    for row in range(1, grid[1]):
        panel(sheet, plane, left, low + height * row / grid[1] - 0.008, width, 0.016, color, out=0.005)


def paint_shoji(sheet: Sheet, thing: Thing) -> None:
    """Screens of white paper on laths that let the light of outside through."""
    plane, wood = on_wall(thing), rgb(thing.color or "#8a5f3c")
    light = sheet.light
    paper, glow = {"day": ("#fdf9ec", 0.75), "sunset": ("#ffd7a0", 0.8), "night": ("#b9b4b4", 0.15)}[light.conditions.time]
    if light.conditions.time == "day" and light.conditions.weather != "clear":
        paper, glow = "#eef0ee", 0.5
    count, wide = _slides(thing)
    frame(sheet, plane, thing.width, thing.height, 0.06, wood * 0.85, "door", low=False)
    for number in range(count):
        leaf, left, bar = plane.beyond(0.01 + 0.02 * (number % 2)), number * wide, 0.045
        panel(sheet, leaf, left, 0, wide, thing.height, wood)
        low = 0.17 * thing.height
        inside = (left + bar, low, wide - 2 * bar, thing.height - low - bar)
        toned(
            sheet,
            leaf.beyond(0.003),
            box_spots(inside[2], inside[3], inside[0], inside[1]),
            paper,
            rising(thing.height, 0.93, 1.02),
            glow=glow,
        )
        _lattice(sheet, leaf.beyond(0.004), inside, (3, 6), wood)
        panel(sheet, leaf, left + bar, bar, wide - 2 * bar, low - 2 * bar, wood * 0.9)
    if not light.night:
        daylight(sheet, plane, thing.width, thing.height)


def paint_fusuma(sheet: Sheet, thing: Thing) -> None:
    """Sliding doors of thick paper in dark frames, with a faint landscape or clouds across them."""
    plane, rng, color = on_wall(thing), sheet.rng, rgb(thing.color or "#e5dcc3")
    count, wide = _slides(thing)
    frame(sheet, plane, thing.width, thing.height, 0.06, "#5e402b", "door", low=False)
    ink = mixed(color, ("#8aa287", "#a58f6a", "#8d93a8")[int(rng.integers(3))], 0.55)
    crests = rng.uniform(0.16, 0.40, 4 * count + 1) * thing.height
    for number in range(count):
        leaf, left = plane.beyond(0.01 + 0.02 * (number % 2)), number * wide
        panel(sheet, leaf, left, 0, wide, thing.height, "#3d2b22")
        toned(
            sheet,
            leaf.beyond(0.002),
            box_spots(wide - 0.07, thing.height - 0.07, left + 0.035, 0.035),
            color,
            rising(thing.height, 0.92, 1.03),
            "plain",
        )
        inner = np.linspace(left + 0.035, left + wide - 0.035, 5)
        hill = [(float(x), float(y)) for x, y in zip(inner, crests[4 * number : 4 * number + 5], strict=True)]
        for low, strength in ((0.0, 0.45), (0.14, 0.35)):
            ridge = [(x, max(0.04, y * (1 - low * 3))) for x, y in hill]
            shape = [(left + 0.035, 0.035), (left + wide - 0.035, 0.035), *reversed(ridge)]
            wash(sheet, leaf.beyond(0.003), shape, np.clip(ink * sheet.light.fill, 0, 1), strength, 0.02)
        spot = leaf.beyond(0.005).at([(left + (0.12 if number % 2 else wide - 0.12), 0.48 * thing.height)])[0]
        sheet.disc(spot, 0.035, "#2d211c")


def paint_light_patch(sheet: Sheet, thing: Thing) -> None:
    """Sunlight on the floor in the shape of a window's panes; soft where the sky is covered, moonlight at night."""
    light, angle = sheet.light, np.radians(thing.turn)
    across = np.array([np.cos(angle), 0, np.sin(angle)])
    away = np.array([-np.sin(angle), 0, np.cos(angle)])
    plane = Plane(np.array([thing.x, 0.0, thing.z]) - across * thing.width / 2 - away * thing.depth / 2, across, away)
    tone, strength = {"day": ("#fff0c4", 0.55), "sunset": ("#ff9d4a", 0.55), "night": ("#7f9be0", 0.10)}[light.conditions.time]
    clear = light.conditions.weather == "clear"
    strength, soft = (strength, 0.05) if clear else (strength * 0.32, 0.5)
    lean = 0.45 * thing.depth * (1 if light.sun[0] < 0 else -1)
    for column in range(2):
        for low, high in ((0.0, 0.47), (0.53, 1.0)):
            one, two = (thing.width * (0.52 * column + part) for part in (0.0, 0.46))
            spots = [
                (one + lean * low, low * thing.depth),
                (two + lean * low, low * thing.depth),
                (two + lean * high, high * thing.depth),
                (one + lean * high, high * thing.depth),
            ]
            gleam(sheet, plane, spots, tone, strength, soft)


_CURTAINS = ("#d9c8b0", "#b9c7bd", "#a9b8cf", "#d7b3ae", "#cdbfd6", "#e0d3a8")
_DOORS = ("#b98a5e", "#8f6443", "#d8cbb6", "#a57750")
KINDS = (
    Kind(
        "window", "window", paint_window, "wall", (1.6, 1.9), (1.1, 1.25), (0.1, 0.1), (WHITE_FRAME, "#d9c9b2", "#b9906a"), True, False, 0
    ),
    Kind("big_window", "window", paint_big_window, "wall", (2.4, 2.8), (2.05, 2.12), (0.1, 0.1), (WHITE_FRAME, "#c9ccd0"), True, False, 0),
    Kind("curtain", "window", paint_curtain, "wall", (2.2, 2.4), (1.7, 1.8), (0.1, 0.1), _CURTAINS, True, False, 0),
    Kind("door", "door", paint_door, "wall", (0.82, 0.9), (2.02, 2.06), (0.06, 0.06), _DOORS, True, False, 0),
    Kind(
        "sliding_door", "door", paint_sliding_door, "wall", (1.7, 1.8), (2.02, 2.05), (0.06, 0.06), ("#b08457", "#9a6f48"), True, False, 0
    ),
    Kind("shoji", "door", paint_shoji, "wall", (3.2, 3.6), (1.78, 1.8), (0.06, 0.06), ("#8a5f3c", "#a07347"), True, False, 0),
    Kind("fusuma", "door", paint_fusuma, "wall", (1.8, 3.4), (1.78, 1.8), (0.06, 0.06), ("#e5dcc3", "#dfe0d0", "#e8d9c4"), True, False, 0),
    Kind("light_patch", "light", paint_light_patch, "decal", (1.2, 1.5), (0.01, 0.01), (1.0, 1.3), (), True, False, 0),
)
