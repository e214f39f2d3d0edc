"""Round things: bodies turned on a lathe, balls, and leaves."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.camera import NEAR
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.sheet import Sheet


def turned(
    sheet: Sheet, spot: Sequence[float], profile: Sequence[tuple[float, float]], color: ArrayLike | str, glow: float = 0.0,
    inside: ArrayLike | str | None = None, label: str = "", steps: int = 12,
) -> None:  # fmt: skip
    """A body of revolution about an upright axis.

    Parameters
    ----------
    spot
        (x, y, z) of its foot.
    profile
        (radius, height) from its foot to its rim, in metres.
    color, glow
        Of its outside, and how far it shines by itself.
    inside
        Colour of what fills the rim, where it is seen from above; its own, darker, where not given.
    """
    x, y, z = spot
    if z - max(radius for radius, _ in profile) < NEAR:
        return
    eye = sheet.view.camera
    towards = float(np.arctan2(-z, eye.x - x))
    around = towards + np.linspace(-np.pi / 2, np.pi / 2, steps + 1) * 1.04
    cos, sin = np.cos(around), np.sin(around)
    for (low_radius, low), (high_radius, high) in pairwise(profile):
        rising = np.hypot(high - low, low_radius - high_radius)
        tilt = (low_radius - high_radius) / max(float(rising), 1e-6)
        foot, head = (
            np.stack([x + r * cos, np.full_like(cos, y + h), z + r * sin], axis=1) for r, h in ((low_radius, low), (high_radius, high))
        )
        for one in range(steps):
            middle = (around[one] + around[one + 1]) / 2
            level = float(np.sqrt(max(0.0, 1 - tilt * tilt)))
            facing = (float(np.cos(middle)) * level, tilt, float(np.sin(middle)) * level)
            tone = mixed(sheet.light.shade(color, facing, z), color, glow) * (0.86 + 0.16 * abs(float(np.cos(middle - towards))))
            sheet.shape(sheet.view.project(np.array([foot[one], foot[one + 1], head[one + 1], head[one]])), tone, label, False)
    radius, high = profile[-1]
    if radius > 0 and y + high < eye.height:
        full = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        rim = np.stack([x + radius * np.cos(full), np.full_like(full, y + high), z + radius * np.sin(full)], axis=1)
        hole = rgb(color) * 0.45 if inside is None else rgb(inside)
        sheet.shape(sheet.view.project(rim), mixed(sheet.light.shade(hole, (0, 1, 0), z), hole, glow), label)


def ball(sheet: Sheet, center: Sequence[float], radius: float, color: ArrayLike | str, squash: float = 1.0) -> None:
    """A ball in two tones, lit from the light's side."""
    light, z = sheet.light, center[2]
    sheet.disc(center, radius, light.shade(color, (0, 0, -1), z, 0.05) * 0.92, squash=squash)
    side = np.array([np.sign(light.sun[0]) * 0.16, 0.18 * squash, 0.0]) * radius
    ink = sheet.ink.copy()
    sheet.disc(np.asarray(center) + side, radius * 0.76, light.shade(color, (0, 0.4, -0.9), z, 0.9), squash=squash)
    sheet.ink[:] = ink


def leaves(
    sheet: Sheet, spot: Sequence[float], count: int, spread: float, height: float, long: float, wide: float, color: ArrayLike | str,
    droop: float = 0.4,
) -> None:  # fmt: skip
    """Leaves that rise from a spot and bend over, each in a lit and a shaded half, the rear ones darker."""
    rng, view, light = sheet.rng, sheet.view, sheet.light
    x, y, z = spot
    angle = rng.uniform(0, 2 * np.pi, count)
    out, up = rng.uniform(0.25, 1.0, count) * spread, rng.uniform(0.35, 1.0, count) * height
    order = np.argsort(np.sin(angle))[::-1]
    shapes, tones = [], []
    for at in order:
        way = np.array([np.cos(angle[at]), np.sin(angle[at])])
        base = np.array([x + way[0] * out[at] * 0.45, y + up[at] * 0.75, z + way[1] * out[at] * 0.3])
        size = rng.uniform(0.75, 1.2)
        tip = base + np.array([way[0] * long * size, long * size * (0.75 - droop * rng.uniform(0.6, 1.6)), way[1] * long * 0.3])
        stem = np.array([[x, y, z], [(x + base[0]) / 2, y + up[at] * 0.5, (z + base[2]) / 2], base])
        ink = sheet.ink.copy()
        sheet.stroke(stem, mixed(color, "#3d5a34", 0.5), 0.012)
        sheet.ink[:] = ink
        one, two = view.project(np.array([base, tip]))
        across = np.array([-(two - one)[1], (two - one)[0]]) / max(float(np.hypot(*(two - one))), 1e-6) * wide * size * view.scale(z) / 2
        nearness = 0.55 + 0.45 * (0.5 - 0.5 * np.sin(angle[at]))
        side = one + (two - one) * 0.42
        for sign, lit in ((1, 0.9), (-1, 0.35)):
            shapes.append(np.array([one, side + across * sign * 0.92, side + (two - one) * 0.24 + across * sign * 0.72, two]))
            tones.append(light.shade(rgb(color) * nearness, (0, 0.7, -0.7), z, lit))
    sheet.dabs(np.array(shapes), np.array(tones))
    sheet.outline()
