"""Colour design: skin, hair and cloth, each with normal, shadow, second shadow and highlight."""

import colorsys
from dataclasses import dataclass
from itertools import count

import numpy as np

from pegbar.studio.sheet import Paint, Tone


@dataclass(frozen=True)
class Material:
    """The pots mixed for one material."""

    base: Paint
    shade: Paint
    deep: Paint
    highlight: Paint
    line: Paint

    def pattern(self, rgb: tuple[int, int, int]) -> Paint:
        """A pot of another colour inside the same material: a stripe, a blush, a pupil."""
        return Paint(rgb, self.base.material, Tone.COLOR)


def rgb_of(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    """HSV in [0, 1] (hue wraps) to RGB 0–255."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, min(max(saturation, 0), 1), min(max(value, 0), 1))
    return round(red * 255), round(green * 255), round(blue * 255)


def color_name(rgb: tuple[int, int, int]) -> str:
    """Everyday English name of a colour, RGB 0–255."""
    hue, saturation, value = colorsys.rgb_to_hsv(*(c / 255 for c in rgb))
    if value < 0.25:
        return "black"
    if saturation < 0.14:
        return "white" if value > 0.85 else "grey"
    if 0.02 <= hue < 0.12 and value < 0.62:
        return "brown"
    names = ((0.02, "red"), (0.1, "orange"), (0.18, "blonde" if saturation < 0.65 else "yellow"), (0.44, "green"),
             (0.53, "aqua"), (0.7, "blue"), (0.82, "purple"), (0.95, "pink"))  # fmt: skip
    return next((name for limit, name in names if hue < limit), "red")


class ColorDesigner:
    """Mixes the materials of one production; numbers materials in the order they are asked for."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._numbers = count()
        self.shade_shift = float(rng.uniform(-0.04, 0.06))
        self.shade_value = float(rng.uniform(0.68, 0.84))

    def material(self, hue: float, saturation: float, value: float) -> Material:
        """Mix a material from its base colour in HSV."""
        number = next(self._numbers)
        toward_blue = 0.5 * self.shade_shift

        def pot(tone: Tone, gain: float, richer: float) -> Paint:
            shifted = hue + (toward_blue if gain < 1 else -0.01)
            return Paint(rgb_of(shifted, saturation * richer + (richer - 1) * 0.12, value * gain), number, tone)

        return Material(
            base=pot(Tone.FLAT, 1.0, 1.0),
            shade=pot(Tone.SHADE, self.shade_value, 1.15),
            deep=pot(Tone.SHADE, self.shade_value * self.shade_value, 1.25),
            highlight=Paint(rgb_of(hue - 0.01, saturation * 0.45, min(1.0, value * 1.25 + 0.12)), number, Tone.HIGHLIGHT),
            line=Paint(rgb_of(hue, min(1, saturation * 1.2 + 0.1), value * 0.28), number),
        )

    def skin(self) -> Material:
        """A skin between porcelain and deep brown."""
        depth = float(self.rng.beta(1.2, 3.5))
        hue = self.rng.uniform(0.03, 0.085)
        return self.material(hue, 0.12 + 0.45 * depth, 0.99 - 0.5 * depth)

    def hair(self) -> Material:
        """Natural and unnatural hair."""
        if self.rng.random() < 0.6:
            return self.material(self.rng.uniform(0.02, 0.13), self.rng.uniform(0.1, 0.65), self.rng.uniform(0.16, 0.95))
        return self.material(self.rng.random(), self.rng.uniform(0.15, 0.7), self.rng.uniform(0.3, 0.97))

    def cloth(self) -> Material:
        """Cloth of any hue, from white to near black."""
        kind = self.rng.random()
        if kind < 0.2:
            return self.material(self.rng.random(), self.rng.uniform(0.0, 0.08), self.rng.uniform(0.88, 1.0))
        if kind < 0.35:
            return self.material(self.rng.random(), self.rng.uniform(0.1, 0.5), self.rng.uniform(0.14, 0.3))
        return self.material(self.rng.random(), self.rng.uniform(0.15, 0.85), self.rng.uniform(0.35, 0.97))

    def eye(self) -> Material:
        """An iris."""
        return self.material(self.rng.random(), self.rng.uniform(0.4, 0.9), self.rng.uniform(0.45, 0.9))
