"""Cels that are not people: animals and machines. Units: about one unit tall, origin in the middle."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from pegbar.studio.detail import tip_of
from pegbar.studio.geometry import bezier, ellipse, limb, smooth
from pegbar.studio.palettes import ColorDesigner, Material
from pegbar.studio.sheet import Pen


def _eye(pen: Pen, x: float, y: float, size: float, iris: Material) -> None:
    ball = pen.fill(ellipse((x, y), (size, size * 1.15)), iris.base, outline=False)
    pen.tint(ball, ellipse((x, y), (size * 0.5, size * 0.7)), iris.deep)
    pen.tint(ball, ellipse((x - size * 0.3, y - size * 0.4), (size * 0.28, size * 0.3)), iris.highlight)
    pen.outline(ball)


def _leg(pen: Pen, fur: Material, x: float, y: float, foot: float, width: float) -> None:
    outline, _ = limb([(x, y), (x + 0.02, (y + foot) / 2), (x, foot)], [width, width * 0.7, width * 0.8])
    part = pen.fill(outline, fur.base, outline=False)
    pen.shade(part, width * 0.35, fur.shade)
    pen.outline(part)


def draw_dog(pen: Pen, colors: ColorDesigner) -> None:
    """A standing dog from the side."""
    fur, collar, eye = colors.hair(), colors.cloth(), colors.eye()
    for x in (-0.42, 0.32):
        _leg(pen, fur, x + 0.1, 0.1, 0.5, 0.13)
    tail, tail_path = limb([(-0.5, -0.05), (-0.72, -0.2), (-0.68, -0.42)], [0.12, 0.1, 0.04])
    tail_part = pen.fill(tail, fur.base, outline=False)
    tip_of(pen, tail_part, tail_path, 0.08, fur.pattern((240, 232, 220)))
    pen.outline(tail_part)
    body = pen.fill(
        smooth([(-0.55, -0.05), (-0.45, -0.2), (0.2, -0.22), (0.48, -0.25), (0.5, 0.12), (0.0, 0.16), (-0.5, 0.18)]),
        fur.base,
        outline=False,
    )
    pen.tint(body, smooth([(-0.4, 0.08), (0.4, 0.02), (0.4, 0.2), (-0.4, 0.22)]), fur.pattern((240, 232, 220)))
    pen.shade(body, 0.08, fur.shade)
    pen.outline(body)
    for x in (-0.48, 0.4):
        _leg(pen, fur, x, 0.08, 0.52, 0.14)
    head = pen.fill(
        smooth([(0.3, -0.3), (0.38, -0.55), (0.62, -0.55), (0.72, -0.42), (0.95, -0.34), (0.9, -0.22), (0.6, -0.16), (0.42, -0.14)]),
        fur.base,
        outline=False,
    )
    pen.shade(head, 0.06, fur.shade)
    pen.outline(head)
    pen.fill(ellipse((0.93, -0.33), (0.045, 0.035)), fur.deep)
    ear = pen.fill(smooth([(0.36, -0.5), (0.5, -0.55), (0.48, -0.28), (0.36, -0.22)]), fur.shade)
    pen.outline(ear)
    _eye(pen, 0.66, -0.42, 0.04, eye)
    band = pen.fill(np.array([(0.3, -0.24), (0.5, -0.12), (0.46, -0.06), (0.27, -0.17)]), collar.base)
    pen.outline(band)


def draw_bird(pen: Pen, colors: ColorDesigner) -> None:
    """A bird in flight."""
    plume, beak, eye = colors.cloth(), colors.material(0.1, 0.8, 0.95), colors.eye()
    for side, shade in ((1, plume.shade), (-1, plume.base)):
        tips = [(-0.1 - 0.16 * i, -0.5 * side * (1 - 0.13 * i) + 0.1) for i in range(5)]
        edge = np.vstack([bezier(a, ((a[0] + b[0]) / 2, a[1] * 0.9 + 0.03), b, 6) for a, b in pairwise(tips)])
        wing = pen.fill(np.vstack([[(0.25, 0.0)], edge, [(-0.3, 0.05)]]), shade, outline=False)
        pen.shade(wing, 0.06, plume.deep)
        pen.outline(wing)
    pen.fill(np.array([(-0.45, 0.02), (-0.85, -0.08), (-0.8, 0.06), (-0.86, 0.16), (-0.45, 0.12)]), plume.shade)
    body = pen.fill(smooth([(0.55, -0.02), (0.4, -0.14), (0.0, -0.12), (-0.5, 0.04), (-0.1, 0.2), (0.4, 0.14)]), plume.base, outline=False)
    pen.tint(body, smooth([(0.4, 0.06), (0.0, 0.08), (-0.2, 0.14), (0.1, 0.22), (0.4, 0.16)]), plume.pattern((245, 242, 236)))
    pen.shade(body, 0.05, plume.shade)
    pen.outline(body)
    pen.fill(np.array([(0.52, -0.04), (0.72, 0.03), (0.52, 0.07)]), beak.base)
    _eye(pen, 0.42, -0.03, 0.03, eye)


def draw_fish(pen: Pen, colors: ColorDesigner) -> None:
    """A fish."""
    scale, fin, eye = colors.cloth(), colors.cloth(), colors.eye()
    for points in ([(-0.5, 0.0), (-0.85, -0.3), (-0.72, 0.0), (-0.85, 0.3)], [(-0.1, -0.2), (0.1, -0.5), (0.25, -0.2)]):
        part = pen.fill(np.array(points), fin.base, outline=False)
        pen.shade(part, 0.06, fin.shade)
        pen.outline(part)
    body = pen.fill(
        smooth([(0.7, 0.0), (0.4, -0.26), (-0.1, -0.25), (-0.55, -0.04), (-0.55, 0.04), (-0.1, 0.25), (0.4, 0.26)]),
        scale.base,
        outline=False,
    )
    for x in (-0.2, 0.05, 0.3):
        pen.tint(body, np.array([(x, -0.4), (x + 0.08, -0.4), (x + 0.06, 0.4), (x - 0.02, 0.4)]), scale.pattern(fin.base.rgb))
    pen.tint(body, ellipse((0.1, -0.16), (0.3, 0.03), tilt=-4), scale.highlight)
    pen.shade(body, 0.09, scale.shade)
    pen.outline(body)
    _eye(pen, 0.48, -0.07, 0.06, eye)
    pen.line(bezier((0.36, -0.18), (0.28, 0.0), (0.36, 0.18)), 0.8)


def draw_robot(pen: Pen, colors: ColorDesigner) -> None:
    """A robot from the front."""
    metal, joint, glow = (
        colors.material(colors.rng.random(), colors.rng.uniform(0.0, 0.6), colors.rng.uniform(0.5, 0.95)),
        colors.material(0.6, 0.1, 0.35),
        colors.eye(),
    )

    def plate(points: list[tuple[float, float]], material: Material = metal) -> None:
        part = pen.fill(np.array(points), material.base, outline=False)
        pen.shade(part, 0.05, material.shade)
        (x0, y0), (x1, y1) = np.min(points, axis=0), np.max(points, axis=0)
        pen.tint(
            part,
            np.array([(x0 + 0.15 * (x1 - x0), y0), (x0 + 0.3 * (x1 - x0), y0), (x0 + 0.2 * (x1 - x0), y1), (x0 + 0.05 * (x1 - x0), y1)]),
            material.highlight,
        )
        pen.outline(part)

    for side in (-1, 1):
        plate([(side * 0.12, 0.1), (side * 0.3, 0.1), (side * 0.27, 0.35), (side * 0.15, 0.35)], joint)
        plate([(side * 0.1, 0.32), (side * 0.32, 0.32), (side * 0.36, 0.52), (side * 0.06, 0.52)])
        plate([(side * 0.34, -0.2), (side * 0.46, -0.2), (side * 0.5, 0.12), (side * 0.4, 0.12)], joint)
        plate([(side * 0.32, -0.32), (side * 0.52, -0.3), (side * 0.5, -0.12), (side * 0.34, -0.1)])
        plate([(side * 0.38, 0.1), (side * 0.54, 0.08), (side * 0.54, 0.24), (side * 0.4, 0.26)])
    plate([(-0.36, -0.3), (0.36, -0.3), (0.26, 0.12), (-0.26, 0.12)])
    plate([(-0.18, -0.22), (0.18, -0.22), (0.12, -0.02), (-0.12, -0.02)], joint)
    plate([(-0.18, -0.56), (0.18, -0.56), (0.2, -0.34), (0.1, -0.28), (-0.1, -0.28), (-0.2, -0.34)])
    visor = pen.fill(np.array([(-0.13, -0.48), (0.13, -0.48), (0.1, -0.4), (-0.1, -0.4)]), glow.base, outline=False)
    pen.tint(visor, np.array([(-0.1, -0.47), (0.0, -0.47), (-0.02, -0.44), (-0.1, -0.44)]), glow.highlight)
    pen.outline(visor)
    pen.line(np.array([(0.14, -0.54), (0.2, -0.75)]), 1.0, (1, 1))


def draw_plane(pen: Pen, colors: ColorDesigner) -> None:
    """An aeroplane."""
    hull, trim, glass = colors.cloth(), colors.cloth(), colors.material(0.55, 0.3, 0.85)
    pen.fill(np.array([(0.05, -0.05), (-0.3, -0.4), (-0.42, -0.38), (-0.2, -0.04)]), hull.shade)
    pen.fill(np.array([(-0.62, -0.05), (-0.85, -0.36), (-0.95, -0.34), (-0.9, -0.02)]), trim.base)
    body = pen.fill(
        smooth([(0.95, 0.02), (0.7, -0.12), (-0.3, -0.13), (-0.95, -0.04), (-0.9, 0.05), (-0.3, 0.12), (0.7, 0.13)]),
        hull.base,
        outline=False,
    )
    pen.tint(body, np.array([(-1, 0.03), (1, 0.03), (1, 0.06), (-1, 0.06)]), hull.pattern(trim.base.rgb))
    pen.shade(body, 0.05, hull.shade)
    pen.outline(body)
    for x in np.linspace(-0.5, 0.5, 7):
        pen.fill(ellipse((x, -0.04), (0.03, 0.035)), glass.base)
    nose = pen.fill(np.array([(0.68, -0.1), (0.84, -0.05), (0.86, 0.0), (0.68, -0.02)]), glass.base, outline=False)
    pen.tint(nose, np.array([(0.68, -0.1), (0.76, -0.08), (0.7, -0.02)]), glass.highlight)
    pen.outline(nose)
    wing = pen.fill(np.array([(0.2, 0.04), (-0.25, 0.5), (-0.4, 0.5), (-0.15, 0.06)]), hull.base, outline=False)
    pen.shade(wing, 0.04, hull.shade)
    pen.outline(wing)


def draw_mascot(pen: Pen, colors: ColorDesigner) -> None:
    """A round little creature with ears and cheeks."""
    fur, eye, cheek = colors.cloth(), colors.material(0.6, 0.4, 0.25), colors.material(0.98, 0.4, 1.0)
    for side in (-1, 1):
        ear = pen.fill(
            smooth([(side * 0.12, -0.3), (side * 0.2, -0.72), (side * 0.4, -0.66), (side * 0.36, -0.22)]), fur.base, outline=False
        )
        pen.tint(
            ear, smooth([(side * 0.2, -0.34), (side * 0.25, -0.6), (side * 0.33, -0.56), (side * 0.3, -0.3)]), fur.pattern(cheek.base.rgb)
        )
        pen.outline(ear)
        pen.fill(ellipse((side * 0.22, 0.46), (0.13, 0.07)), fur.base)
    body = pen.fill(smooth([(-0.46, 0.0), (-0.3, -0.36), (0.3, -0.36), (0.46, 0.0), (0.36, 0.42), (-0.36, 0.42)]), fur.base, outline=False)
    pen.tint(body, ellipse((0, 0.22), (0.24, 0.2)), fur.pattern((250, 246, 238)))
    pen.shade(body, 0.1, fur.shade)
    pen.tint(body, ellipse((-0.18, -0.25), (0.1, 0.04), tilt=-25), fur.highlight)
    for side in (-1, 1):
        pen.tint(body, ellipse((side * 0.28, 0.02), (0.07, 0.045)), fur.pattern(cheek.base.rgb))
    pen.outline(body)
    for side in (-1, 1):
        _eye(pen, side * 0.16, -0.1, 0.055, eye)
    pen.line(bezier((-0.05, 0.0), (0, 0.05), (0.05, 0.0)), 0.9)


CREATURES: dict[str, Callable[[Pen, ColorDesigner], None]] = {
    "dog": draw_dog,
    "bird": draw_bird,
    "fish": draw_fish,
    "robot": draw_robot,
    "plane": draw_plane,
    "mascot": draw_mascot,
}
