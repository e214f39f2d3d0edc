"""What stands in libraries and lobbies: cases full of books, long tables, ladders, carts, palms, extinguishers."""

from itertools import pairwise

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block, paint_block, paint_pillar
from pegbar.scenery.things.joinery import body, boxed, legs, nearing, panel, seen, slips

_BOOKS = ("#8f3f3a", "#35557a", "#3f6b52", "#c9a24f", "#6b4a6e", "#d9cfb8", "#59606b", "#a8633c", "#7f8fa3", "#b8b08a", "#4a3b35")


def row_of_books(sheet: Sheet, plane: Plane, left: float, low: float, width: float, tall: float) -> None:
    """Books side by side on a shelf, of several heights, in runs of one binding; here and there one leans or is away."""
    rng, at, tone, run, high = sheet.rng, 0.0, rgb("#888888"), 0, 0.8
    shapes: list[tuple[np.ndarray, Color, bool]] = []
    while at < width - 0.02:
        if run <= 0:
            tone, run, high = rgb(str(rng.choice(_BOOKS))), int(rng.integers(1, 6)), float(rng.uniform(0.62, 0.95))
        wide = min(float(rng.uniform(0.024, 0.055)), width - at)
        mood, near = rng.random(), float(rng.uniform(0.97, 1.03))
        if mood < 0.05:
            at += float(rng.uniform(0.03, 0.10))
            continue
        book = np.clip(tone * float(rng.uniform(0.85, 1.15)), 0, 1)
        spots = np.array(box_spots(wide * 0.94, tall * high * near, left + at, low))
        if mood > 0.96:
            spots[2:, 0] += 0.03
            at += 0.03
        shapes.append((spots, book, wide > 0.034))
        if run % 2 == 0:
            band = box_spots(wide * 0.94, tall * 0.07, left + at, low + tall * high * 0.72)
            shapes.append((np.array(band), mixed(book, "#f4e9c4", 0.55), False))
        at, run = at + wide, run - 1
    slips(sheet, plane.beyond(0.004), shapes)


def _shelves(sheet: Sheet, face: Plane, width: float, height: float, wood: Color) -> None:
    """One side of a bookcase: a dark inside, rows of books, boards before them."""
    if not seen(sheet, face, width, height):
        return
    rows, bays = max(2, round((height - 0.14) / 0.36)), max(1, round(width / 0.95))
    step, bay = (height - 0.16) / rows, (width - 0.05) / bays
    panel(sheet, face, 0.03, 0.1, width - 0.06, height - 0.14, mixed(wood, "#17100d", 0.72), lined=False, out=0.001)
    for row in range(rows):
        for number in range(bays):
            row_of_books(sheet, face, 0.06 + number * bay, 0.12 + row * step, bay - 0.06, step - 0.05)
        low = 0.12 + (row + 1) * step
        panel(sheet, face, 0.03, low - 0.045, width - 0.06, 0.02, mixed(wood, "#17100d", 0.5), lined=False, out=0.007)
        panel(sheet, face, 0.03, low - 0.028, width - 0.06, 0.03, mixed(wood, "#ffffff", 0.08), out=0.01)
    for number in range(bays + 1):
        panel(sheet, face, 0.005 + number * bay, 0.0, 0.045, height, wood, out=0.012)
    panel(sheet, face, 0.0, 0.0, width, 0.11, mixed(wood, "#2a1a12", 0.2), out=0.014)
    panel(sheet, face, -0.015, height - 0.05, width + 0.03, 0.06, mixed(wood, "#ffffff", 0.1), out=0.016)


def paint_bookcase(sheet: Sheet, thing: Thing) -> None:
    """A tall bookcase, books on both of its faces."""
    box, wood = body(thing), rgb(thing.color or "#8a5f3c")
    paint_block(sheet, box, wood, "timber", top=mixed(wood, "#ffffff", 0.12))
    for side in (box.left(), box.right()):
        panel(sheet, side, thing.depth * 0.28, thing.height * 0.66, thing.depth * 0.44, 0.24, "#efe7d2")
        panel(sheet, side, thing.depth * 0.36, thing.height * 0.66 + 0.14, thing.depth * 0.28, 0.05, "#8f4a3f", lined=False, out=0.005)
    for face in (box.back(), box.front()):
        _shelves(sheet, face, thing.width, thing.height, wood)


def paint_reading_table(sheet: Sheet, thing: Thing) -> None:
    """A long table of a library, with books left open on it."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#9a6b43")
    legs(sheet, box, mixed(wood, "#2a1a12", 0.25), 0.08, 0.94, 0.06)
    paint_block(sheet, box.part(0, 0.82, 0, thing.width * 0.92, thing.height * 0.12, thing.depth * 0.86), mixed(wood, "#2a1a12", 0.3))
    top = box.part(0, 0.945, 0, thing.width, thing.height * 0.055, thing.depth)
    paint_block(sheet, top, mixed(wood, "#2a1a12", 0.12), "timber", top=mixed(wood, "#fff2dc", 0.16))
    spots = rng.uniform((-0.4, -0.3), (0.4, 0.3), (4, 2))
    piles = [top.part(float(a), 1.0, float(b), 0.2, float(rng.uniform(0.02, 0.10)), 0.27) for a, b in spots]
    tones = [str(rng.choice(_BOOKS)) for _ in piles]
    turns = rng.uniform(-25, 25, len(piles))
    jobs = []
    for pile, tone, turn, opened in zip(piles, tones, turns, rng.random(len(piles)) < 0.4, strict=True):
        laid = Block(pile.x, pile.y, pile.z, 0.36 if opened else 0.2, 0.015 if opened else pile.height, 0.27, thing.turn + float(turn))
        jobs.append(boxed(sheet, laid, tone, "#f4efdf" if opened else tone))
    nearing(sheet, jobs)


def paint_reading_chair(sheet: Sheet, thing: Thing) -> None:
    """A wooden chair of a library: a seat, a back of rails."""
    box, wood = body(thing), rgb(thing.color or "#8a5f3c")
    seat = box.part(0, 0.5, 0, thing.width, thing.height * 0.045, thing.depth)

    def low() -> None:
        legs(sheet, box, wood, 0.045, 0.5)
        paint_block(sheet, seat, wood, top=mixed(wood, "#ffffff", 0.14))

    def back() -> None:
        for at in (-0.46, 0.46):
            paint_block(sheet, box.part(at, 0.5, 0.46, 0.04, thing.height * 0.5, 0.04), wood)
        for high in (0.68, 0.88):
            paint_block(sheet, box.part(0, high, 0.46, thing.width * 0.9, thing.height * 0.10, 0.03), mixed(wood, "#ffffff", 0.06))

    nearing(sheet, [((seat.x, 0, seat.z), low), (box.at(0, 0, 0.46), back)])


def paint_ladder(sheet: Sheet, thing: Thing) -> None:
    """A ladder of wood that leans away from the viewer's side, against what is behind it."""
    box, wood = body(thing), thing.color or "#b98a58"
    rungs = max(4, round(thing.height / 0.28))
    for side in (-0.46, 0.46):
        sheet.stroke([box.at(side, 0, -0.5), box.at(side * 0.86, 1, 0.45)], wood, 0.055)
    for number in range(1, rungs):
        up = number / rungs
        side = 0.46 - 0.065 * up
        sheet.stroke([box.at(-side, up, -0.5 + 0.95 * up), box.at(side, up, -0.5 + 0.95 * up)], mixed(wood, "#ffffff", 0.12), 0.035)


def paint_book_cart(sheet: Sheet, thing: Thing) -> None:
    """A cart with two shelves of returned books."""
    box, coat = body(thing), rgb(thing.color or "#7a8f7f")
    for at in (-0.44, 0.44):
        for away in (0.4, -0.4):
            sheet.stroke([box.at(at, 0.0, away), box.at(at, 0.06, away)], "#2b2d31", 0.06)

    def shelves() -> None:
        for low in (0.08, 0.52):
            paint_block(sheet, box.part(0, low, 0, thing.width, 0.03, thing.depth), coat, top=mixed(coat, "#ffffff", 0.15))
            shelf = box.part(0, low + 0.03, 0, thing.width * 0.9, 0.24, thing.depth * 0.7)
            paint_block(sheet, shelf, "#3a322d", top="#efe8d6")
            for face in (shelf.back(), shelf.front()):
                if seen(sheet, face, shelf.width, 0.25):
                    row_of_books(sheet, face, 0, 0, shelf.width, 0.27)

    ends = [box.part(at, 0.06, 0, 0.025, thing.height * 0.94, thing.depth) for at in (-0.5, 0.5)]
    nearing(sheet, [*(boxed(sheet, end, mixed(coat, "#ffffff", 0.08)) for end in ends), ((box.x, 0, box.z), shelves)])


def paint_potted_palm(sheet: Sheet, thing: Thing) -> None:
    """A palm in a pot: a bundle of stems, fronds of leaflets that bow outwards."""
    rng, light = sheet.rng, sheet.light
    pot = min(thing.height * 0.26, 0.42)
    radius = thing.width * 0.2
    paint_pillar(sheet, thing.x, thing.z, thing.y, thing.y + pot, radius * 0.8, "#e4ded2", upper_radius=radius)
    scale = sheet.view.scale(thing.z)
    sheet.disc((thing.x, thing.y + pot, thing.z), radius, light.shade("#4a382c", (0, 1, 0), thing.z), squash=0.22)
    green = rgb(thing.color or "#4f8a4a")
    order = np.linspace(-1, 1, 13)[np.argsort(rng.random(13))]
    for number, side in enumerate(order):
        high = thing.height - pot
        bend, tip = side * thing.width * float(rng.uniform(0.38, 0.5)), pot + high * float(rng.uniform(0.62, 1.0)) * (1 - 0.42 * abs(side))
        t = np.linspace(0, 1, 12)
        stem = np.stack(
            [thing.x + bend * t**1.7, thing.y + pot + (tip - pot) * np.sin(t * np.pi * 0.62) / np.sin(np.pi * 0.62), np.full(12, thing.z)],
            axis=1,
        )
        depth = number / len(order)
        tone = light.shade(mixed(mixed(green, "#1c3a3a", 0.35), mixed(green, "#e6efa0", 0.25), depth), (0, 0.5, -0.8), thing.z)
        sheet.stroke(stem, mixed(green, "#7a6a3a", 0.3), 0.012)
        pixels = sheet.view.project(stem)
        leaves = []
        for one, two in pairwise(pixels[4:]):
            along = (two - one) / max(float(np.hypot(*(two - one))), 1e-6)
            for way in (-1, 1):
                out = along * 0.75 + np.array([-along[1], along[0]]) * way * 0.75 + (0, 0.25)
                long = scale * thing.height * 0.11
                leaves.append(
                    [one, one + out * long * 0.5 + along * long * 0.12, one + out * long, one + out * long * 0.5 - along * long * 0.10]
                )
        sheet.dabs(np.array(leaves), np.tile(tone, (len(leaves), 1)), "tree")
    sheet.outline()


_WOODS = ("#8a5f3c", "#7a5233", "#9c6f47")
KINDS = (
    Kind("bookcase", "furniture", paint_bookcase, "standing", (1.8, 2.0), (2.1, 2.3), (0.4, 0.5), _WOODS, True, False, 0.5),
    Kind("reading_table", "furniture", paint_reading_table, "standing", (1.8, 2.4), (0.72, 0.76), (0.9, 1.1), _WOODS, True, False, 0.7),
    Kind("reading_chair", "furniture", paint_reading_chair, "standing", (0.44, 0.48), (0.88, 0.94), (0.44, 0.46), _WOODS, True, False, 0.6),
    Kind("ladder", "furniture", paint_ladder, "standing", (0.5, 0.6), (2.2, 2.8), (0.6, 0.8), ("#b98a58", "#a67646"), True, True, 0.3),
    Kind("book_cart", "furniture", paint_book_cart, "standing", (0.8, 0.95), (0.95, 1.05), (0.4, 0.45),
         ("#7a8f7f", "#8b8f96", "#a86b4a"), True, False, 0.7),
    Kind("potted_palm", "tree", paint_potted_palm, "standing", (1.0, 1.4), (1.5, 1.9), (0.5, 0.6), (), True, True, 0.4),
)  # fmt: skip
