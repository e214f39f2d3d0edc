"""What hangs on walls at home: clocks, posters, pictures, shelves, mirrors, scrolls, an air conditioner."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.joinery import panel
from pegbar.scenery.things.openings import board, on_wall
from pegbar.scenery.things.public import row_of_books
from pegbar.scenery.things.rounds import leaves, turned
from pegbar.scenery.things.surfaces import wash


def _ring(radius: float, middle: tuple[float, float], steps: int = 32) -> np.ndarray:
    around = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return np.stack([middle[0] + radius * np.cos(around), middle[1] + radius * np.sin(around)], axis=1)


def _cast(sheet: Sheet, plane: Plane, width: float, height: float) -> None:
    """The soft shadow that something fixed throws on its wall."""
    wash(sheet, plane.beyond(0.002), box_spots(width, height, 0.015, -0.025), "#2a2233", 0.22, 0.04)


def paint_clock(sheet: Sheet, thing: Thing) -> None:
    """A round wall clock."""
    plane, rng, radius = on_wall(thing), sheet.rng, thing.width / 2
    middle = (radius, thing.height / 2)
    wash(sheet, plane.beyond(0.002), _ring(radius, (middle[0] + 0.015, middle[1] - 0.02)), "#2a2233", 0.25, 0.03)
    sheet.face(plane.beyond(0.02), _ring(radius, middle), thing.color or "#7a5a42")
    sheet.face(plane.beyond(0.022), _ring(radius * 0.86, middle), "#faf8f0")
    for hour in range(12):
        angle = np.pi / 6 * hour
        way = np.array([np.sin(angle), np.cos(angle)])
        side = np.array([way[1], -way[0]]) * radius * 0.025
        one, two = middle + way * radius * 0.68, middle + way * radius * 0.79
        sheet.face(plane.beyond(0.024), [one - side, two - side, two + side, one + side], "#4a4a50", lined=False)
    for turn, long, thick in ((rng.uniform(0, 2 * np.pi), 0.42, 0.045), (rng.uniform(0, 2 * np.pi), 0.64, 0.03)):
        way = np.array([np.sin(turn), np.cos(turn)])
        side = np.array([way[1], -way[0]]) * radius * thick
        root, tip = middle - way * radius * 0.08, middle + way * radius * long
        sheet.face(plane.beyond(0.026), [root - side, tip - side, tip + side, root + side], "#26262b")


def _landscape(sheet: Sheet, plane: Plane, spots: tuple[float, float, float, float], sky: str, land: tuple[str, ...]) -> None:
    """Hills under a sky within (left, low, width, height)."""
    left, low, width, height = spots
    sheet.face(plane, box_spots(width, height, left, low), sky)
    sun = (left + width * float(sheet.rng.uniform(0.25, 0.75)), low + height * 0.68)
    sheet.face(plane.beyond(0.001), _ring(min(width, height) * 0.1, sun, 20), mixed(sky, "#fff6d8", 0.8), lined=False)
    for number, tone in enumerate(land):
        crest = low + height * (0.55 - 0.17 * number)
        x = np.linspace(left, left + width, 7)
        y = np.clip(crest + sheet.rng.uniform(-0.09, 0.09, 7) * height, low, low + height)
        shape = [*zip(x.tolist(), y.tolist(), strict=True), (left + width, low), (left, low)]
        sheet.face(plane.beyond(0.0015 + 0.0005 * number), shape, tone, lined=False)


_SCENES = (
    ("#bcd9ea", ("#8fb0a0", "#6f9a72", "#4f7f5c")),
    ("#f2cfa6", ("#c98f7a", "#9a6a6f", "#6b5068")),
    ("#a9c6e8", ("#e5d7b0", "#5f9fc0", "#3f7fb0")),
    ("#27345f", ("#3d4a7a", "#2d3a63", "#1d2747")),
    ("#e7e3d6", ("#c0b79c", "#94a08a", "#6d7f78")),
)


def paint_picture(sheet: Sheet, thing: Thing) -> None:
    """A framed landscape."""
    plane, w, h = on_wall(thing), thing.width, thing.height
    _cast(sheet, plane, w, h)
    edge = min(0.045, 0.09 * w)
    panel(sheet, plane, 0, 0, w, h, thing.color or "#7d5b3f", out=0.018)
    panel(sheet, plane, edge, edge, w - 2 * edge, h - 2 * edge, "#f6f2e8", out=0.02)
    mat = edge * 2
    sky, land = _SCENES[int(sheet.rng.integers(len(_SCENES)))]
    _landscape(sheet, plane.beyond(0.022), (mat, mat, w - 2 * mat, h - 2 * mat), sky, land)


def paint_poster(sheet: Sheet, thing: Thing) -> None:
    """A poster: a bold figure of shapes, a band of letters."""
    plane, rng, w, h = on_wall(thing).beyond(0.004), sheet.rng, thing.width, thing.height
    back = rgb(thing.color or "#5f86a8")
    accent = rgb(("#f2c14e", "#e4e0d0", "#d9605a", "#79b39a")[int(rng.integers(4))])
    _cast(sheet, plane, w, h)
    sheet.face(plane, box_spots(w, h), back)
    kind = int(rng.integers(3))
    if kind == 0:
        for size, tone in ((0.36, accent), (0.25, mixed(back, "#ffffff", 0.75)), (0.14, back * 0.7)):
            sheet.face(plane.beyond(0.001), _ring(size * w, (w * 0.5, h * 0.58)), tone, lined=False)
    elif kind == 1:
        sky, land = _SCENES[int(rng.integers(len(_SCENES)))]
        _landscape(sheet, plane.beyond(0.001), (w * 0.07, h * 0.26, w * 0.86, h * 0.68), sky, land)
    else:
        for number in range(5):
            x = w * (0.1 + 0.16 * number)
            tall = h * float(rng.uniform(0.2, 0.6))
            tone = accent if number % 2 else mixed(back, "#ffffff", 0.6)
            sheet.face(plane.beyond(0.001), box_spots(w * 0.13, tall, x, h * 0.28), tone, lined=False)
    panel(sheet, plane, w * 0.12, h * 0.13, w * 0.76, h * 0.06, mixed(back, "#ffffff", 0.85), lined=False)
    panel(sheet, plane, w * 0.12, h * 0.07, w * 0.45, h * 0.025, mixed(back, "#ffffff", 0.6), lined=False)


def paint_calendar(sheet: Sheet, thing: Thing) -> None:
    """A calendar: a picture over a month of days."""
    plane, w, h = on_wall(thing).beyond(0.004), thing.width, thing.height
    _cast(sheet, plane, w, h)
    sheet.face(plane, box_spots(w, h), "#faf8f2")
    sky, land = _SCENES[int(sheet.rng.integers(3))]
    _landscape(sheet, plane.beyond(0.001), (w * 0.05, h * 0.5, w * 0.9, h * 0.44), sky, land)
    panel(sheet, plane, w * 0.05, h * 0.43, w * 0.35, h * 0.04, thing.color or "#b5544a", lined=False)
    for row in range(5):
        for day in range(7):
            tone = "#b5544a" if day == 0 else "#8b94a3"
            panel(sheet, plane, w * (0.07 + 0.126 * day), h * (0.05 + 0.075 * row), w * 0.07, h * 0.035, tone, lined=False)
    panel(sheet, plane, 0, h - 0.02, w, 0.02, "#8a8f98", out=0.006)


def paint_wall_shelf(sheet: Sheet, thing: Thing) -> None:
    """A board on brackets with books and a small plant."""
    wood, w = rgb(thing.color or "#b98a5c"), thing.width
    plane, deep = on_wall(thing), 0.2
    wash(sheet, plane.beyond(0.002), box_spots(w, 0.16, 0.02, -0.16), "#2a2233", 0.25, 0.08)
    for left in (0.12 * w, 0.85 * w):
        board(sheet, thing, left, -0.10, 0.025, 0.10, 0.13, wood * 0.8)
    board(sheet, thing, 0, 0, w, 0.028, deep, wood, "wood")
    middle = plane.beyond(deep * 0.45).at([(w * 0.3, 0.028)])[0]
    books = Block(float(middle[0]), float(middle[1]), float(middle[2]), w * 0.46, 0.24, 0.15, thing.turn)
    sheet.face(books.left(), box_spots(0.15, 0.18), "#6d5a4c")
    sheet.face(books.right(), box_spots(0.15, 0.18), "#7f8fa3")
    row_of_books(sheet, books.front(), 0.0, 0.0, books.width, 0.24)
    spot = plane.beyond(deep * 0.5).at([(w * 0.76, 0.028)])[0]
    place = (float(spot[0]), float(spot[1]), float(spot[2]))
    turned(sheet, place, ((0.045, 0), (0.06, 0.09)), "#e8e1d4", inside="#5b4636")
    leaves(sheet, (place[0], place[1] + 0.08, place[2]), 12, 0.07, 0.12, 0.11, 0.045, "#6fa05a", 0.5)


def paint_air_conditioner(sheet: Sheet, thing: Thing) -> None:
    """An air conditioner high on the wall."""
    w, h, deep = thing.width, thing.height, 0.22
    _cast(sheet, on_wall(thing), w, h)
    board(sheet, thing, 0, 0, w, h, deep, thing.color or "#f2f1ec")
    face = on_wall(thing).beyond(deep)
    panel(sheet, face, 0.02, 0.02, w - 0.04, 0.055, "#c9ccd0")
    panel(sheet, face, 0.03, 0.035, w - 0.06, 0.02, "#8f959e", lined=False, out=0.006)
    panel(sheet, face, 0.0, 0.095, w, 0.008, "#d2d3d3", lined=False)
    panel(sheet, face, w - 0.12, 0.115, 0.05, 0.012, "#7fbf8f", lined=False, glow=0.6)


def paint_mirror(sheet: Sheet, thing: Thing) -> None:
    """A mirror in a frame; pale with the room's light, streaked."""
    plane, w, h = on_wall(thing), thing.width, thing.height
    _cast(sheet, plane, w, h)
    panel(sheet, plane, 0, 0, w, h, thing.color or "#a5784f", out=0.02)
    glass = plane.beyond(0.022)
    edge = 0.035
    panel(sheet, glass, edge, edge, w - 2 * edge, h - 2 * edge, "#b7c6cc", glow=0.15)
    for left, wide in ((0.12, 0.2), (0.42, 0.07)):
        spots = [(w * left, edge), (w * (left + wide), edge), (w * (left + wide + 0.3), h - edge), (w * (left + 0.3), h - edge)]
        wash(sheet, glass.beyond(0.004), spots, "#f3f8fa" if not sheet.light.night else "#d9cdb4", 0.4, 0.02)


def paint_switch(sheet: Sheet, thing: Thing) -> None:
    """A light switch."""
    plane, w, h = on_wall(thing), thing.width, thing.height
    panel(sheet, plane, 0, 0, w, h, thing.color or "#f4f2ec", out=0.008)
    panel(sheet, plane, w * 0.28, h * 0.2, w * 0.44, h * 0.6, "#ffffff", out=0.012)


def paint_hanging_scroll(sheet: Sheet, thing: Thing) -> None:
    """A scroll with an ink painting: a mountain, a branch or the sun."""
    plane, rng, w, h = on_wall(thing).beyond(0.008), sheet.rng, thing.width, thing.height
    _cast(sheet, plane, w, h)
    sheet.face(plane, box_spots(w, h), thing.color or "#7f8a6a")
    left, low, wide, tall = w * 0.14, h * 0.16, w * 0.72, h * 0.66
    sheet.face(plane.beyond(0.001), box_spots(wide, tall, left, low), "#f3ecd9")
    ink, kind = rgb("#3d3c42"), int(rng.integers(2))
    if kind == 0:
        for number, tone in enumerate((0.55, 0.3, 0.05)):
            x = np.linspace(left, left + wide, 6)
            y = low + tall * (0.52 - 0.16 * number) + rng.uniform(-0.08, 0.14, 6) * tall
            shape = [*zip(x.tolist(), y.tolist(), strict=True), (left + wide, low), (left, low)]
            sheet.face(
                plane.beyond(0.002 + 0.0005 * number), shape, mixed(mixed(ink, "#7f96a0", 0.5), "#f3ecd9", 0.45 + tone * 0.6), lined=False
            )
        sheet.face(plane.beyond(0.002), _ring(wide * 0.11, (left + wide * 0.7, low + tall * 0.82), 20), "#c9523f", lined=False)
    else:
        path = np.array([(0.1, 0.3), (0.35, 0.45), (0.5, 0.62), (0.75, 0.75), (0.95, 0.9)]) * (wide, tall) + (left, low)
        sheet.stroke(plane.beyond(0.003).at(path), ink, 0.014)
        for spot in path[1:]:
            for _ in range(4):
                at = spot + rng.normal(0, 0.03, 2)
                sheet.face(plane.beyond(0.004), _ring(0.014, (float(at[0]), float(at[1])), 10), "#cf7f8c", lined=False)
    for at in (0.0, h):
        board_spots = box_spots(w + 0.06, 0.022, -0.03, at - 0.011)
        sheet.face(plane.beyond(0.012), board_spots, "#4b3527")


_FRAMES = ("#7d5b3f", "#3d3a3a", "#c9a96a", "#efe9df")
KINDS = (
    Kind(
        "clock",
        "furniture",
        paint_clock,
        "wall",
        (0.28, 0.34),
        (0.28, 0.34),
        (0.04, 0.04),
        ("#7a5a42", "#4a6a82", "#3d3d42", "#c4c0b6"),
        True,
        False,
        0,
    ),
    Kind("picture", "furniture", paint_picture, "wall", (0.5, 0.7), (0.4, 0.5), (0.03, 0.03), _FRAMES, True, False, 0),
    Kind(
        "poster",
        "furniture",
        paint_poster,
        "wall",
        (0.45, 0.55),
        (0.62, 0.75),
        (0.01, 0.01),
        ("#5f86a8", "#c9605a", "#3d4a6b", "#d9a64e", "#5f8f7a"),
        True,
        False,
        0,
    ),
    Kind("calendar", "furniture", paint_calendar, "wall", (0.3, 0.36), (0.45, 0.52), (0.01, 0.01), ("#b5544a", "#4a6f9a"), True, False, 0),
    Kind(
        "wall_shelf",
        "furniture",
        paint_wall_shelf,
        "wall",
        (0.8, 1.0),
        (0.3, 0.3),
        (0.2, 0.2),
        ("#b98a5c", "#8f6443", "#efe9df"),
        True,
        False,
        0,
    ),
    Kind(
        "air_conditioner",
        "furniture",
        paint_air_conditioner,
        "wall",
        (0.78, 0.85),
        (0.26, 0.28),
        (0.22, 0.22),
        ("#f2f1ec",),
        True,
        False,
        0,
    ),
    Kind(
        "mirror", "furniture", paint_mirror, "wall", (0.4, 0.5), (0.9, 1.2), (0.03, 0.03), ("#a5784f", "#efe9df", "#5d5a58"), True, False, 0
    ),
    Kind("switch", "furniture", paint_switch, "wall", (0.07, 0.08), (0.12, 0.12), (0.02, 0.02), ("#f4f2ec",), True, False, 0),
    Kind(
        "hanging_scroll",
        "furniture",
        paint_hanging_scroll,
        "wall",
        (0.4, 0.5),
        (1.2, 1.4),
        (0.02, 0.02),
        ("#7f8a6a", "#8a6f5f", "#6b7686"),
        True,
        False,
        0,
    ),
)
