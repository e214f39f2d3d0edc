"""How a cut is drawn and lit: ink and width of its lines, crisp or airbrushed light."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.params.studio import StudioParams
from pegbar.studio.exact import direction
from pegbar.studio.painting import noise
from pegbar.studio.palettes import rgb_of


@dataclass(frozen=True)
class Style:
    """The drawing style of a cut.

    Attributes
    ----------
    ink
        Colour of lines that are not coloured by their fill.
    line_tint
        Fraction of a fill's colour in its lines; 0 for one ink.
    gain
        Factor on the line width.
    light
        Unit vector towards the light.
    rim
        Rim light as a fraction of the form shadow; 0 for none.
    soft
        Softness of shades and highlights, σ as a fraction of the frame height; 0 for crisp cels.
    wash
        Unevenness of the paint, standard deviation of its gain.
    seed
        Of the wash.
    flat
        Whether form shadows are left out, as in plain cartoons.
    """

    ink: tuple[int, int, int]
    line_tint: float
    gain: float
    light: tuple[float, float]
    rim: float
    soft: float
    wash: float
    seed: int
    flat: bool


def plan_style(rng: np.random.Generator, params: StudioParams) -> Style:
    """Draw a style; without the ingredients *lines* and *light* it is black, thick and crisp."""
    across, down = direction(math.radians(rng.uniform(20, 160)))
    ink = rgb_of(rng.random(), rng.uniform(0.1, 0.6), float(rng.choice([0.08, 0.14, 0.22, 0.34])))
    line_tint, thin = (float(rng.uniform(0.25, 0.6)) if rng.random() < 0.4 else 0.0), float(rng.uniform(0.35, 1.2))
    rim, soft = (float(rng.uniform(0.3, 0.7)) if rng.random() < 0.12 else 0.0), float(rng.uniform(0.002, 0.02))
    airbrushed, wash, seed = rng.random() < 0.35, float(rng.uniform(0.01, 0.08)), int(rng.integers(1 << 31))
    flat = bool(rng.random() < 0.12)
    colored = float(rng.uniform(0.4, 0.85)) if rng.random() < 0.25 else 0.0
    lines, light, detail = (name in params.ingredients for name in ("lines", "light", "detail"))
    return Style(
        ink=ink,
        line_tint=max(line_tint, colored if detail else 0.0) if lines else 0.0,
        gain=thin if lines else 1.0,
        light=(-across, -down),
        rim=rim if light else 0.0,
        soft=soft if light and airbrushed else 0.0,
        wash=wash if light and airbrushed else 0.0,
        seed=seed,
        flat=flat and light,
    )


def wash_of(style: Style, size: tuple[int, int]) -> NDArray[np.float32] | None:
    """Gain of the fills of a frame of (width, height), or ``None`` where paint is even."""
    if not style.wash:
        return None
    field = noise(np.random.default_rng(style.seed), size, size[1] / 4, 2)
    return np.asarray(1 + field * np.float32(style.wash), np.float32)
