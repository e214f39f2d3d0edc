"""Lamps at home, lit at sunset and at night."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, foot_shadow
from pegbar.scenery.things.rounds import turned

_WARM = "#ffdda0"


def _shade_color(sheet: Sheet, color: str) -> tuple[str, float]:
    """A lampshade's colour and how far it shines."""
    return ("#ffe9bd", 0.85) if sheet.light.lamps else (color, 0.12)


def paint_floor_lamp(sheet: Sheet, thing: Thing) -> None:
    """A lamp on a tall stem with a cloth shade."""
    x, y, z, h, radius = thing.x, thing.y, thing.z, thing.height, thing.width / 2
    foot_shadow(sheet, Block(x, 0, z, radius * 1.4, 0, radius * 1.4, 0), 0.3)
    turned(sheet, (x, y, z), ((radius * 0.62, 0), (radius * 0.55, 0.03), (0.02, 0.035)), "#6f5a48", inside="#6f5a48")
    turned(sheet, (x, y, z), ((0.014, 0.03), (0.014, h - 0.3)), "#8b7a66")
    tone, glow = _shade_color(sheet, thing.color or "#efe2c8")
    turned(sheet, (x, y + h - 0.36, z), ((radius, 0), (radius * 0.68, 0.36)), tone, glow, inside="#c9b48d")
    sheet.outline()
    if sheet.light.lamps:
        sheet.shine((x, y + h - 0.2, z), 1.5 if sheet.light.night else 1.1, _WARM, 0.62 if sheet.light.night else 0.4)


def paint_ceiling_lamp(sheet: Sheet, thing: Thing) -> None:
    """A flat round lamp under the ceiling; `y` is its lower edge."""
    x, y, z, radius, h = thing.x, thing.y, thing.z, thing.width / 2, thing.height
    tone, glow = ("#fff3d6", 0.95) if sheet.light.lamps else ("#f4f2ea", 0.35)
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    turned(sheet, (x, y, z), ((radius * 0.86, 0), (radius, h * 0.5), (radius, h)), tone, glow, steps=28)
    disc = np.stack([x + radius * 0.86 * np.cos(around), np.full(40, y), z + radius * 0.86 * np.sin(around)], axis=1)
    if z > radius + 0.4:
        sheet.shape(sheet.view.project(disc), sheet.light.shade(tone, (0, -1, 0), z, 0.6) * (1 - glow) + np.array([1.0, 0.96, 0.85]) * glow)
    sheet.outline()
    if sheet.light.lamps:
        night = sheet.light.night
        sheet.shine((x, y, z), 1.9 if night else 1.0, "#ffe7b8", 0.6 if night else 0.3, 0.8)


def paint_paper_lamp(sheet: Sheet, thing: Thing) -> None:
    """A square lamp of wood and paper on a cord, as Japanese rooms have; `y` is its lower edge."""
    w, d, h = thing.width, thing.depth, thing.height
    paper, glow = ("#ffefca", 0.9) if sheet.light.lamps else ("#f3ecda", 0.3)
    wood = thing.color or "#7a5235"
    parts = [
        Part(0, 0.03, 0, w - 0.03, h * 0.62, d - 0.03, paper, glow=glow),
        *(Part(a * (w / 2 - 0.01), 0, b * (d / 2 - 0.01), 0.02, h * 0.68, 0.02, wood) for a in (-1, 1) for b in (-1, 1)),
        *(Part(0, low, b * (d / 2 - 0.005), w, 0.025, 0.015, wood) for low in (0.0, h * 0.66) for b in (-1, 1)),
        *(Part(a * (w / 2 - 0.005), low, 0, 0.015, 0.025, d - 0.03, wood) for low in (0.0, h * 0.66) for a in (-1, 1)),
    ]
    sheet.stroke(np.array([(thing.x, thing.y + h * 0.6, thing.z), (thing.x, thing.y + h, thing.z)]), "#4b4038", 0.012)
    assemble(sheet, thing, parts, 0)
    if sheet.light.lamps:
        night = sheet.light.night
        sheet.shine((thing.x, thing.y + h * 0.3, thing.z), 1.9 if night else 1.0, _WARM, 0.58 if night else 0.3)


def paint_floor_lantern(sheet: Sheet, thing: Thing) -> None:
    """A lantern of wood and paper that stands on the mats."""
    w, d, h = thing.width, thing.depth, thing.height
    paper, glow = ("#ffe2ab", 0.9) if sheet.light.lamps else ("#f1e9d6", 0.15)
    wood = thing.color or "#5f3d2a"
    parts = [
        Part(0, 0.05, 0, w - 0.04, h - 0.1, d - 0.04, paper, glow=glow),
        *(Part(a * (w / 2 - 0.01), 0, b * (d / 2 - 0.01), 0.022, h, 0.022, wood, edged=False) for a in (-1, 1) for b in (-1, 1)),
        *(
            Part(0, low, b * (d / 2 - 0.01), w - 0.045, 0.02, 0.016, wood, edged=False)
            for low in (0.05, h * 0.5, h - 0.05)
            for b in (-1, 1)
        ),
        *(
            Part(a * (w / 2 - 0.01), low, 0, 0.016, 0.02, d - 0.045, wood, edged=False)
            for low in (0.05, h * 0.5, h - 0.05)
            for a in (-1, 1)
        ),
    ]
    assemble(sheet, thing, parts)
    if sheet.light.lamps:
        sheet.shine((thing.x, thing.y + h * 0.5, thing.z), 1.1, _WARM, 0.5)


KINDS = (
    Kind(
        "floor_lamp",
        "light",
        paint_floor_lamp,
        "standing",
        (0.38, 0.44),
        (1.5, 1.65),
        (0.38, 0.44),
        ("#efe2c8", "#d8c3a0", "#c9d0c4"),
        True,
        False,
        0,
    ),
    Kind("ceiling_lamp", "light", paint_ceiling_lamp, "hanging", (0.55, 0.65), (0.1, 0.12), (0.55, 0.65), (), True, False, 0),
    Kind("paper_lamp", "light", paint_paper_lamp, "hanging", (0.5, 0.55), (0.55, 0.6), (0.5, 0.55), ("#7a5235",), True, False, 0),
    Kind(
        "floor_lantern",
        "light",
        paint_floor_lantern,
        "standing",
        (0.24, 0.28),
        (0.6, 0.75),
        (0.24, 0.28),
        ("#5f3d2a", "#3d2b22"),
        True,
        False,
        0,
    ),
)
