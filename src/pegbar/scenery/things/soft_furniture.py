"""Soft furniture: beds, sofas, futons, cushions, rugs, a teddy bear."""

import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.carpentry import Part, assemble, feet, foot_shadow, toned_color
from pegbar.scenery.things.rounds import ball, turned
from pegbar.scenery.things.surfaces import even, toned, wash

_WOODS = ("#b98a5c", "#8f6443", "#d3b48c", "#efe9df")


def creases(sheet: Sheet, block: Block) -> None:
    """Folds in cloth that lies on a box: soft bands across it."""
    plane = block.top().beyond(0.002)
    dark = np.clip(rgb("#4a4260") * sheet.light.fill, 0, 1)
    for _ in range(7):
        at, left = float(sheet.rng.uniform(0.08, 0.92)) * block.depth, float(sheet.rng.uniform(0.05, 0.6)) * block.width
        long, lean = float(sheet.rng.uniform(0.2, 0.4)) * block.width, float(sheet.rng.uniform(-0.12, 0.12))
        spots = [(left, at), (left + long, at + lean), (left + long * 0.6, at + lean + 0.03)]
        wash(sheet, plane, spots, dark, 0.16, 0.03)


def _pattern(sheet: Sheet, block: Block, color: ArrayLike) -> None:
    """A quilt's pattern: stripes, squares or plain."""
    plane, kind = block.top().beyond(0.001), int(sheet.rng.integers(3))
    pale = mixed(color, "#ffffff", 0.35)
    if kind == 0:
        for at in np.arange(0.12, block.depth - 0.1, 0.24):
            toned(sheet, plane, box_spots(block.width, 0.07, 0, float(at)), pale, even, "", "", False)
    elif kind == 1:
        count, step = max(2, round(block.width / 0.3)), 0.30
        for row in range(int(block.depth / step)):
            for column in range(count):
                if (row + column) % 2:
                    wide = block.width / count
                    toned(
                        sheet, plane, box_spots(wide, step, column * wide, row * step), mixed(color, "#ffffff", 0.16), even, "", "", False
                    )
    creases(sheet, block)


def paint_bed(sheet: Sheet, thing: Thing) -> None:
    """A bed, its head away from its front: frame, mattress, a quilt turned down, a pillow."""
    wood = rgb(_WOODS[int(sheet.rng.integers(len(_WOODS)))])
    quilt = rgb(thing.color or "#8fa6c4")
    w, d, h = thing.width, thing.depth, thing.height
    long, over = d * 0.66, -d / 2 + d * 0.33 + 0.04
    parts = [
        Part(0, 0.08, 0, w, 0.24, d - 0.12, wood, "wood"),
        Part(0, 0, d / 2 - 0.03, w + 0.04, h, 0.06, wood, "wood"),
        Part(0, 0, -d / 2 + 0.03, w + 0.04, 0.44, 0.05, wood, "wood"),
        Part(0, 0.32, 0, w - 0.04, 0.16, d - 0.14, "#f1ede6", soft=0.03),
        Part(0, 0.48, over, w - 0.01, 0.09, long, quilt, soft=0.03, detail=lambda s, b: _pattern(s, b, quilt)),
        Part(0, 0.57, over + long / 2 - 0.13, w - 0.02, 0.035, 0.26, mixed(quilt, "#ffffff", 0.72), soft=0.015),
        Part(0, 0.48, d / 2 - 0.36, min(0.72, w * 0.6), 0.13, 0.36, "#f7f4ee", soft=0.055, detail=creases),
    ]
    for side in (-1, 1):
        parts.append(Part(side * (w / 2 + 0.002), 0.22, over, 0.02, 0.32, long - 0.03, toned_color(quilt, -0.06)))
    assemble(sheet, thing, parts)


def paint_sofa(sheet: Sheet, thing: Thing) -> None:
    """A sofa with loose cushions."""
    color = rgb(thing.color or "#7f8fa0")
    w, d, h = thing.width, thing.depth, thing.height
    arm, seats = 0.16, max(2, round(thing.width / 0.8))
    wide = (w - 2 * arm) / seats
    parts = [
        *feet(w, 0.08, d, 0.06, "#4d3a2e", 0.03),
        Part(0, 0.08, 0, w, 0.2, d, toned_color(color, -0.08), edged=False),
        Part(0, 0.28, d / 2 - 0.1, w, h - 0.28, 0.2, color, soft=0.05),
        *(Part(side * (w - arm) / 2, 0.28, -0.1, arm, h * 0.68 - 0.28, d - 0.2, color, soft=0.045) for side in (-1, 1)),
    ]
    for number in range(seats):
        x = -w / 2 + arm + wide * (number + 0.5)
        parts.append(Part(x, 0.28, -0.11, wide - 0.01, 0.17, d - 0.22, mixed(color, "#ffffff", 0.06), soft=0.045))
        parts.append(Part(x, 0.45, d / 2 - 0.27, wide - 0.02, h * 0.95 - 0.45, 0.14, mixed(color, "#ffffff", 0.08), soft=0.05))
    accent = mixed(("#d9a441", "#b5544a", "#e3d7c2", "#5f7f74")[int(sheet.rng.integers(4))], color, 0.15)
    at = -w / 2 + arm + 0.22 if sheet.rng.random() < 0.5 else w / 2 - arm - 0.22
    parts.append(Part(at, 0.45, d / 2 - 0.42, 0.38, 0.34, 0.12, accent, soft=0.05))
    assemble(sheet, thing, parts)


def paint_futon(sheet: Sheet, thing: Thing) -> None:
    """Bedding laid on the mats: mattress, quilt, pillow."""
    quilt = rgb(thing.color or "#b5655f")
    w, d = thing.width, thing.depth
    parts = [
        Part(0, 0, 0, w, 0.09, d, "#f2eee6", soft=0.03),
        Part(0, 0.09, -d * 0.13, w + 0.16, 0.10, d * 0.74, quilt, soft=0.045, detail=lambda s, b: _pattern(s, b, quilt)),
        Part(0, 0.19, d * 0.17, w + 0.14, 0.03, 0.24, "#f7f3ea", soft=0.012),
        Part(0, 0.09, d / 2 - 0.24, 0.5, 0.11, 0.3, "#f4efe4", soft=0.045),
    ]
    assemble(sheet, thing, parts, 0.25)


def paint_cushion(sheet: Sheet, thing: Thing) -> None:
    """A flat cushion to sit on."""
    color = rgb(thing.color or "#8d5560")
    part = Part(0, 0, 0, thing.width, thing.height, thing.depth, color, soft=min(0.045, thing.height * 0.6), detail=_tuft)
    assemble(sheet, thing, [part], 0.28)


def _tuft(sheet: Sheet, block: Block) -> None:
    plane = block.top().beyond(0.002)
    middle = (block.width / 2, block.depth / 2)
    for sign in (-1, 1):
        wash(
            sheet,
            plane,
            [(middle[0] - 0.1, middle[1] - 0.02 * sign), (middle[0] + 0.1, middle[1] + 0.02 * sign), middle],
            "#241b28",
            0.22,
            0.02,
        )


def paint_bean_bag(sheet: Sheet, thing: Thing) -> None:
    """A bean bag that someone has sat in: wide below, a soft peak at its back."""
    color, r, h = rgb(thing.color or "#a3b18a"), thing.width / 2, thing.height
    foot_shadow(sheet, Block(thing.x, 0, thing.z, thing.width * 0.9, 0, thing.depth * 0.9, thing.turn), 0.36)
    profile = (
        (r * 0.86, 0.0),
        (r, h * 0.14),
        (r * 0.98, h * 0.36),
        (r * 0.86, h * 0.58),
        (r * 0.66, h * 0.77),
        (r * 0.40, h * 0.92),
        (r * 0.12, h),
    )
    turned(sheet, (thing.x, thing.y, thing.z), profile, color, inside=color, steps=20)
    for angle in np.linspace(-1.1, 1.1, 5):
        seam = [
            (thing.x + radius * 0.99 * np.sin(angle), thing.y + up, thing.z - radius * 0.99 * np.cos(angle)) for radius, up in profile[1:]
        ]
        sheet.stroke(np.array(seam), toned_color(color, -0.14), 0.012)
    sheet.outline()


def paint_rug(sheet: Sheet, thing: Thing) -> None:
    """A rug with a border, stripes or rings."""
    color, rng = rgb(thing.color or "#a8836f"), sheet.rng
    block = Block(thing.x, 0, thing.z, thing.width, 0.012, thing.depth, thing.turn)
    foot_shadow(sheet, block, 0.22, 0.01)
    plane, w, d = block.top(), thing.width, thing.depth
    pale, dark = mixed(color, "#fff6e4", 0.45), mixed(color, "#2a2030", 0.28)
    if rng.random() < 0.45:
        for size, tone in ((1.0, dark), (0.95, color), (0.72, pale), (0.66, color)):
            _oval(sheet, plane, (w, d), size, tone)
        return
    toned(sheet, plane, box_spots(w, d), color, even, "plain", "floor")
    for inset, wide, tone in ((0.06, 0.05, pale), (0.15, 0.02, dark)):
        for left, low, across, up in (
            (inset, inset, w - 2 * inset, wide),
            (inset, d - inset - wide, w - 2 * inset, wide),
            (inset, inset, wide, d - 2 * inset),
            (w - inset - wide, inset, wide, d - 2 * inset),
        ):
            toned(sheet, plane, box_spots(across, up, left, low), tone, even, "", "floor", False)
    fringe = max(6, round(w / 0.06))
    for number in range(fringe):
        at = w * (number + 0.3) / fringe
        toned(sheet, plane, box_spots(0.02, 0.05, at, -0.05), pale, even, "", "floor", False)


def _oval(sheet: Sheet, plane: Plane, size: tuple[float, float], part: float, color: ArrayLike) -> None:
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    spots = np.stack([size[0] / 2 * (1 + part * np.cos(around)), size[1] / 2 * (1 + part * np.sin(around))], axis=1)
    toned(sheet, plane, spots, color, even, "plain" if part > 0.9 else "", "floor", part >= 1)


def paint_teddy_bear(sheet: Sheet, thing: Thing) -> None:
    """A sitting teddy bear."""
    color, unit = rgb(thing.color or "#b98a5c"), thing.height
    x, y, z = thing.x, thing.y, thing.z
    pale = mixed(color, "#fff0d8", 0.55)
    if y < 0.05:
        foot_shadow(sheet, Block(x, 0, z, thing.width * 0.9, 0, thing.depth, 0), 0.3)
    for side in (-1, 1):
        ball(sheet, (x + side * 0.19 * unit, y + 0.93 * unit, z), 0.09 * unit, color)
        ball(sheet, (x + side * 0.27 * unit, y + 0.38 * unit, z - 0.01), 0.10 * unit, color, 1.3)
    ball(sheet, (x, y + 0.29 * unit, z), 0.27 * unit, color)
    sheet.disc((x, y + 0.27 * unit, z), 0.15 * unit, sheet.light.shade(pale, (0, 0, -1), z, 0.6))
    for side in (-1, 1):
        ball(sheet, (x + side * 0.22 * unit, y + 0.10 * unit, z - 0.02), 0.12 * unit, color, 0.85)
        sheet.disc((x + side * 0.22 * unit, y + 0.10 * unit, z - 0.02), 0.06 * unit, sheet.light.shade(pale, (0, 0, -1), z, 0.6))
    ball(sheet, (x, y + 0.72 * unit, z), 0.24 * unit, color, 0.92)
    sheet.disc((x, y + 0.65 * unit, z), 0.10 * unit, sheet.light.shade(pale, (0, 0, -1), z, 0.8), squash=0.8)
    for side in (-1, 1):
        sheet.disc((x + side * 0.095 * unit, y + 0.76 * unit, z), 0.026 * unit, "#2a1f1c")
    sheet.disc((x, y + 0.69 * unit, z), 0.034 * unit, "#3a2722", squash=0.7)


_TEXTILES = ("#8fa6c4", "#c99a94", "#9db594", "#b7a3c9", "#d8b878", "#7f97a8")
_SOFAS = ("#7f8fa0", "#a58a72", "#8b9a80", "#b0867b", "#c9bda8")
KINDS = (
    Kind("bed", "furniture", paint_bed, "standing", (1.0, 1.2), (0.8, 0.95), (2.0, 2.05), _TEXTILES, True, False, 0),
    Kind("sofa", "furniture", paint_sofa, "standing", (1.8, 2.1), (0.8, 0.85), (0.85, 0.9), _SOFAS, True, False, 0),
    Kind(
        "futon",
        "furniture",
        paint_futon,
        "standing",
        (1.0, 1.05),
        (0.22, 0.22),
        (2.0, 2.05),
        ("#b5655f", "#6f86ab", "#b8a05f", "#87a08a"),
        True,
        False,
        0,
    ),
    Kind(
        "cushion",
        "furniture",
        paint_cushion,
        "standing",
        (0.52, 0.56),
        (0.07, 0.09),
        (0.52, 0.56),
        ("#8d5560", "#5f7896", "#8f8a55", "#6f5f8a"),
        True,
        False,
        0,
    ),
    Kind(
        "bean_bag",
        "furniture",
        paint_bean_bag,
        "standing",
        (0.7, 0.8),
        (0.48, 0.54),
        (0.7, 0.8),
        ("#a3b18a", "#c48f77", "#8ca0b5"),
        True,
        False,
        0,
    ),
    Kind(
        "rug",
        "floor",
        paint_rug,
        "decal",
        (1.8, 2.2),
        (0.01, 0.01),
        (1.3, 1.5),
        ("#a8836f", "#8f9c8a", "#93a0b8", "#c4a882", "#b58f9a"),
        True,
        False,
        0,
    ),
    Kind(
        "teddy_bear",
        "furniture",
        paint_teddy_bear,
        "surface",
        (0.26, 0.32),
        (0.32, 0.4),
        (0.22, 0.26),
        ("#b98a5c", "#d8c0a0", "#d39aa0"),
        True,
        False,
        0,
    ),
)
