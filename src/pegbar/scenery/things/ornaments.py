"""Small things that make a home: plants, books, a computer, a guitar, flowers arranged."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, foot_shadow, toned_color
from pegbar.scenery.things.joinery import panel
from pegbar.scenery.things.rounds import leaves, turned
from pegbar.scenery.things.surfaces import wash


def paint_potted_plant(sheet: Sheet, thing: Thing) -> None:
    """A green plant in a pot."""
    x, y, z, h, radius = thing.x, thing.y, thing.z, thing.height, thing.width * 0.30
    if y < 0.05:
        foot_shadow(sheet, Block(x, 0, z, radius * 1.8, 0, radius * 1.8, 0), 0.32)
    pot = h * 0.28
    turned(
        sheet,
        (x, y, z),
        ((radius * 0.72, 0), (radius, pot * 0.85), (radius * 1.04, pot)),
        thing.color or "#c98f6a",
        inside="#4d3b2c",
        steps=20,
    )
    sheet.outline()
    green = rgb(("#5f9a55", "#4f8a5f", "#7aa64f")[int(sheet.rng.integers(3))])
    count = int(sheet.rng.integers(20, 27))
    leaves(sheet, (x, y + pot * 0.95, z), count, thing.width * 0.42, h - pot, h * 0.30, h * 0.13, green)


def paint_books(sheet: Sheet, thing: Thing) -> None:
    """A few books lying on each other, not quite in line."""
    rng, low, parts = sheet.rng, 0.0, []
    count = max(2, round(thing.height / 0.035))
    tones = ("#b5544a", "#4a6f9a", "#d9b36b", "#5f8a6a", "#6d5a7c", "#e3dccb")
    for number in range(count):
        tone = rgb(thing.color) if thing.color and number == count - 1 else rgb(tones[int(rng.integers(len(tones)))])
        wide, deep = thing.width * float(rng.uniform(0.82, 1.0)), thing.depth * float(rng.uniform(0.82, 1.0))
        tall = thing.height / count
        parts.append(Part(float(rng.uniform(-0.015, 0.015)), low, float(rng.uniform(-0.015, 0.015)), wide, tall, deep, tone, detail=_pages))
        low += tall
    assemble(sheet, thing, parts, 0.2)


def _pages(sheet: Sheet, block: Block) -> None:
    tall = block.height
    panel(sheet, block.right(), 0.006, tall * 0.18, block.depth - 0.012, tall * 0.64, "#f1ead8", lined=False, out=0.001)


def paint_computer(sheet: Sheet, thing: Thing) -> None:
    """A screen with a keyboard before it; it glows in the dark."""
    w, h, d = thing.width, thing.height, thing.depth
    dark, lit = sheet.light.night, sheet.light.lamps
    screen = thing.color or ("#9fc6ea" if lit else "#5b7590")

    def glass(sheet: Sheet, block: Block) -> None:
        plane = block.front()
        panel(sheet, plane, 0.015, 0.02, block.width - 0.03, block.height - 0.035, screen, glow=0.85 if lit else 0.25, lined=False)
        for number, wide in enumerate((0.5, 0.35, 0.42)):
            panel(
                sheet,
                plane,
                0.06,
                block.height * (0.66 - 0.14 * number),
                block.width * wide,
                0.022,
                mixed(screen, "#ffffff", 0.45),
                lined=False,
                out=0.005,
                glow=0.8 if lit else 0.2,
            )
        shine = [
            (block.width * 0.6, 0.02),
            (block.width * 0.75, 0.02),
            (block.width - 0.02, block.height * 0.7),
            (block.width - 0.02, block.height - 0.02),
        ]
        wash(sheet, plane.beyond(0.007), shine, "#ffffff", 0.10, 0.01)

    parts = [
        Part(0, 0, d * 0.15, w * 0.42, 0.015, d * 0.4, "#3a3f47"),
        Part(0, 0.015, d * 0.24, 0.05, h * 0.3, 0.03, "#3a3f47"),
        Part(0, h * 0.26, d * 0.18, w, h * 0.74, 0.035, "#2d3138", detail=glass),
        Part(-w * 0.04, 0, -d * 0.32, w * 0.78, 0.018, d * 0.26, "#e4e5e6", top="#cfd2d6"),
        Part(w * 0.44, 0, -d * 0.32, 0.055, 0.025, 0.09, "#e4e5e6"),
    ]
    assemble(sheet, thing, parts, 0)
    if dark:
        sheet.shine((thing.x, thing.y + h * 0.6, thing.z), 0.7, "#a9cdf2", 0.3)


def paint_guitar(sheet: Sheet, thing: Thing) -> None:
    """A guitar leaning on its stand."""
    color, h = rgb(thing.color or "#c98a4b"), thing.height
    foot_shadow(sheet, Block(thing.x, 0, thing.z, thing.width, 0, 0.25, 0), 0.28)
    scale, z, light = sheet.view.scale(thing.z), thing.z, sheet.light
    foot = sheet.view.project(np.array([[thing.x, thing.y, thing.z]]))[0]
    lean = 0.07

    def spots(points: np.ndarray) -> np.ndarray:
        moved = points * h + np.stack([points[:, 1] * lean * h, np.zeros(len(points))], axis=1)
        return np.asarray(foot + moved * (scale, -scale))

    for side in (-1, 1):
        stand = np.array([(thing.x, 0.22, z + 0.05), (thing.x + side * 0.14, 0.0, z - 0.02)])
        sheet.stroke(stand, "#2f2d2d", 0.02)
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    up = 0.27 - 0.21 * np.cos(angle)
    waist = 0.165 - 0.03 * (up - 0.06) / 0.42 - 0.045 * np.exp(-(((up - 0.30) / 0.055) ** 2))
    body = np.stack([np.sin(angle) * waist * 1.08, up], axis=1)
    sheet.shape(spots(body + (-0.014, 0.0)), light.shade(toned_color(color, -0.4), (0, 0, -1), z, 0.4))
    sheet.shape(spots(body), light.shade(color, (0, 0, -1), z, 0.7))
    sheet.shape(spots(body * (0.9, 0.94) + (-0.004, 0.02)), light.shade(mixed(color, "#ffe0a8", 0.22), (0, 0, -1), z, 0.8), lined=False)
    hole = np.stack([0.056 * np.cos(angle), 0.335 + 0.056 * np.sin(angle)], axis=1)
    sheet.shape(spots(hole), light.shade("#2b1d16", (0, 0, -1), z))
    for left, low, wide, tall, tone in (
        (-0.022, 0.30, 0.044, 0.58, "#4a2f20"),
        (-0.035, 0.88, 0.07, 0.115, "#3a251a"),
        (-0.06, 0.155, 0.12, 0.022, "#3a251a"),
    ):
        box = np.array([(left, low), (left + wide, low), (left + wide, low + tall), (left, low + tall)])
        sheet.shape(spots(box), light.shade(tone, (0, 0, -1), z, 0.6))
    for peg in range(3):
        for side in (-1, 1):
            box = np.array([(-0.01, -0.008), (0.01, -0.008), (0.01, 0.008), (-0.01, 0.008)]) + (side * 0.045, 0.905 + peg * 0.032)
            sheet.shape(spots(box), light.shade("#d8d2c4", (0, 0, -1), z), lined=False)


_BLOOMS = {"spring": "#f0b3c0", "summer": "#8f8fd6", "autumn": "#d98a3d", "winter": "#c9484f"}


def paint_ikebana(sheet: Sheet, thing: Thing) -> None:
    """Flowers of the season arranged in a low vase: a long branch, a middle one, a short one."""
    x, y, z, h, radius = thing.x, thing.y, thing.z, thing.height, thing.width * 0.28
    bloom = rgb(thing.color or _BLOOMS[sheet.light.conditions.season])
    vase = ("#4f6f78", "#6d5a4a", "#8a8f7a")[int(sheet.rng.integers(3))]
    if y < 0.05:
        foot_shadow(sheet, Block(x, 0, z, radius * 1.8, 0, radius * 1.8, 0), 0.3)
    turned(sheet, (x, y, z), ((radius * 0.6, 0), (radius, h * 0.14), (radius * 0.62, h * 0.28)), vase)
    sheet.outline()
    leaves(sheet, (x, y + h * 0.27, z), 9, thing.width * 0.25, h * 0.2, h * 0.26, h * 0.06, "#6f8f55", 0.2)
    for lean, long, curl in ((-0.45, 0.70, 0.20), (0.55, 0.48, -0.15), (0.1, 0.35, 0.1)):
        rise = np.linspace(0, 1, 6)
        path = np.stack([x + h * lean * rise * long + h * curl * 0.3 * rise**2, y + h * 0.26 + h * long * rise, np.full(6, z)], axis=1)
        sheet.stroke(path, "#5d4a38", 0.012)
        for part in path[2:]:
            for _ in range(3):
                spot = part + (float(sheet.rng.normal(0, 0.022)), float(sheet.rng.normal(0, 0.018)), 0)
                size = float(sheet.rng.uniform(0.014, 0.026))
                sheet.disc(
                    spot,
                    size,
                    sheet.light.shade(mixed(bloom, "#ffffff", float(sheet.rng.uniform(0, 0.4))), (0, 0.3, -0.9), z, 0.8),
                    "flower",
                )


def paint_toys(sheet: Sheet, thing: Thing) -> None:
    """Building blocks in a small heap."""
    rng, unit = sheet.rng, thing.height / 2.2
    tones = [rgb(t) for t in ("#c9574f", "#5f86b8", "#e0b048", "#6f9d62")]
    parts = [
        Part(unit * 1.25 * (number - 1), 0, float(rng.uniform(-0.2, 0.2)) * unit, unit, unit, unit, tones[number]) for number in range(3)
    ]
    parts.append(Part(unit * float(rng.uniform(-0.6, 0.6)), unit, 0, unit, unit, unit, rgb(thing.color) if thing.color else tones[3]))
    assemble(sheet, thing, parts, 0.25)


KINDS = (
    Kind(
        "potted_plant",
        "tree",
        paint_potted_plant,
        "standing",
        (0.55, 0.75),
        (0.9, 1.4),
        (0.4, 0.5),
        ("#c98f6a", "#e5e0d6", "#7f8a94", "#a8644a"),
        True,
        False,
        0,
    ),
    Kind("books", "furniture", paint_books, "surface", (0.2, 0.24), (0.09, 0.15), (0.15, 0.17), (), True, False, 0),
    Kind("computer", "furniture", paint_computer, "surface", (0.52, 0.58), (0.42, 0.46), (0.4, 0.44), (), True, False, 0),
    Kind(
        "guitar",
        "furniture",
        paint_guitar,
        "standing",
        (0.38, 0.42),
        (0.98, 1.05),
        (0.2, 0.2),
        ("#c98a4b", "#8f3f2e", "#d9a860"),
        True,
        False,
        0,
    ),
    Kind("ikebana", "flower", paint_ikebana, "surface", (0.3, 0.36), (0.5, 0.6), (0.25, 0.25), (), True, False, 0),
    Kind("building_blocks", "furniture", paint_toys, "surface", (0.3, 0.36), (0.18, 0.22), (0.15, 0.15), (), True, False, 0),
)
