"""Cels that are not characters: things that are held, thrown or driven. Units are the prop's height."""

from collections.abc import Callable

import numpy as np

from pegbar.studio.geometry import bezier, ellipse, smooth
from pegbar.studio.palettes import ColorDesigner
from pegbar.studio.sheet import Pen


def draw_ball(pen: Pen, colors: ColorDesigner) -> None:
    """A striped ball."""
    cloth, stripe = colors.cloth(), colors.cloth().base.rgb
    ball = pen.fill(ellipse((0, 0), (0.5, 0.5)), cloth.base, outline=False)
    pen.tint(ball, np.array([(-0.6, -0.1), (0.6, -0.2), (0.6, 0.1), (-0.6, 0.2)]), cloth.pattern(stripe))
    pen.shade(ball, 0.2, cloth.shade)
    pen.tint(ball, ellipse((-0.2, -0.25), (0.1, 0.06), tilt=-30), cloth.highlight)
    pen.outline(ball)


def draw_box(pen: Pen, colors: ColorDesigner) -> None:
    """A parcel in three-quarter view."""
    card = colors.material(0.09, 0.4, 0.8)
    front = np.array([(-0.5, -0.2), (0.2, -0.05), (0.2, 0.5), (-0.5, 0.35)])
    side = np.array([(0.2, -0.05), (0.55, -0.25), (0.55, 0.25), (0.2, 0.5)])
    top = np.array([(-0.5, -0.2), (-0.1, -0.4), (0.55, -0.25), (0.2, -0.05)])
    pen.fill(front, card.base)
    pen.fill(side, card.shade)
    pen.fill(top, card.highlight)
    tape = pen.fill(np.array([(-0.2, -0.135), (-0.1, -0.115), (-0.1, 0.43), (-0.2, 0.41)]), card.pattern((235, 225, 190)), outline=False)
    pen.shade(tape, 0.02, card.shade)


def draw_car(pen: Pen, colors: ColorDesigner) -> None:
    """A small car from the side."""
    body, glass, tyre = colors.cloth(), colors.material(0.55, 0.25, 0.8), colors.material(0.0, 0.0, 0.25)
    shell = smooth(
        [(-1.1, 0.25), (-1.05, -0.05), (-0.6, -0.12), (-0.35, -0.48), (0.45, -0.48), (0.72, -0.1), (1.1, 0.0), (1.12, 0.25), (0, 0.3)]
    )
    part = pen.fill(shell, body.base, outline=False)
    pen.shade(part, 0.12, body.shade)
    pen.tint(part, np.array([(-0.9, -0.02), (0.9, -0.02), (0.9, 0.02), (-0.9, 0.02)]), body.highlight)
    pen.outline(part)
    for x0, x1 in ((-0.48, 0.02), (0.08, 0.55)):
        pane = pen.fill(np.array([(x0 + 0.14, -0.4), (x1 - 0.03, -0.4), (x1, -0.12), (x0, -0.12)]), glass.base, outline=False)
        pen.tint(pane, np.array([(x0, -0.12), (x0 + 0.2, -0.4), (x0 + 0.3, -0.4), (x0 + 0.1, -0.12)]), glass.highlight)
        pen.outline(pane)
    for x in (-0.65, 0.65):
        wheel = pen.fill(ellipse((x, 0.28), (0.24, 0.24)), tyre.base, outline=False)
        pen.tint(wheel, ellipse((x, 0.28), (0.13, 0.13)), tyre.pattern((190, 190, 195)))
        pen.outline(wheel)


def draw_umbrella(pen: Pen, colors: ColorDesigner) -> None:
    """An open umbrella."""
    cloth, wood = colors.cloth(), colors.material(0.08, 0.5, 0.5)
    pen.line(np.array([(0, -0.4), (0.02, 0.5)]), 1.6, (1, 1), wood.line)
    rim = np.vstack([bezier((x, 0.0), (x - 0.17, -0.12), (x - 0.34, 0.0), 8) for x in (0.68, 0.34, 0.0, -0.34)])
    dome = pen.fill(np.vstack([ellipse((0, 0), (0.68, 0.5), 180, 360), rim]), cloth.base, outline=False)
    pen.shade(dome, 0.15, cloth.shade)
    pen.outline(dome)
    for x in (-0.34, 0.0, 0.34):
        pen.line(bezier((x, 0.0), (x * 0.9, -0.35), (0, -0.5)), 0.8)


def draw_cat(pen: Pen, colors: ColorDesigner) -> None:
    """A sitting cat."""
    fur, eye = colors.hair(), colors.eye()
    tail = pen.fill(
        np.vstack([bezier((0.2, 0.42), (0.75, 0.45), (0.55, -0.05)), bezier((0.48, -0.05), (0.58, 0.32), (0.2, 0.32))]),
        fur.base,
        outline=False,
    )
    pen.shade(tail, 0.04, fur.shade)
    pen.outline(tail)
    body = pen.fill(smooth([(-0.18, -0.1), (-0.28, 0.3), (-0.2, 0.5), (0.2, 0.5), (0.3, 0.3), (0.18, -0.1)]), fur.base, outline=False)
    pen.tint(body, ellipse((0, 0.15), (0.1, 0.2)), fur.pattern((245, 240, 232)))
    pen.shade(body, 0.08, fur.shade)
    pen.outline(body)
    head = pen.fill(
        smooth([(-0.26, -0.2), (-0.27, -0.52), (-0.12, -0.4), (0.12, -0.4), (0.27, -0.52), (0.26, -0.2), (0.1, -0.05), (-0.1, -0.05)]),
        fur.base,
        outline=False,
    )
    pen.shade(head, 0.06, fur.shade)
    pen.outline(head)
    for side in (-1, 1):
        ball = pen.fill(ellipse((side * 0.11, -0.23), (0.055, 0.06)), eye.base, outline=False)
        pen.tint(ball, ellipse((side * 0.11, -0.23), (0.018, 0.05)), eye.deep)
        pen.outline(ball)
    pen.line(bezier((-0.05, -0.11), (0, -0.13), (0.05, -0.11)), 0.8)


PROPS: dict[str, Callable[[Pen, ColorDesigner], None]] = {
    "ball": draw_ball,
    "box": draw_box,
    "car": draw_car,
    "umbrella": draw_umbrella,
    "cat": draw_cat,
}
