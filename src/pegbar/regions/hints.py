"""Masks and hints as an artist would give them: which areas to repaint, and dabs of colour inside.

One proportion drives both (StencilTorch 3.2): 0 asks for the whole picture without a hint, 1 hands over the
whole colour map, and between them that share of the colours is masked and hinted.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.regions.colors import ColorMap

Style = Literal["disc", "stroke", "dab"]
STYLES: tuple[Style, ...] = ("disc", "stroke", "dab")
RADII = (2, 32)
"""Radii of discs on a picture of 512 pixels (StencilTorch)."""
DENSITY = (1e-4, 1e-2)
"""Range of the chance that a pixel seeds a hint, before halving (StencilTorch)."""
_SPILL = 3
"""Pixels by which a hint may cross the border of its colour, on a picture of 512."""


@dataclass(frozen=True)
class Condition:
    """What the artist gives beside line art.

    Attributes
    ----------
    mask
        Where to paint, (H, W) bool.
    hints
        (H, W, 4) uint8 RGBA; alpha 0 or 255.
    """

    mask: NDArray[np.bool_]
    hints: NDArray[np.uint8]


def proportion_at(step: int, steps: int, draw: float, start: float = 0.9, share: float = 0.8) -> float:
    """Proportion of a training step under the curriculum: max(ε, u), with ε falling linearly from `start` to 0 over a share of the run."""
    if not 0 <= draw <= 1:
        raise ValueError(f"draw: found {draw}, expected 0 to 1")
    return max(start * max(0.0, 1 - step / max(1.0, share * steps)), draw)


def draw_condition(colors: ColorMap, proportion: float, rng: np.random.Generator) -> Condition:
    """Mask and hints for a proportion of an illustration's colours, 0–1."""
    if not 0 <= proportion <= 1:
        raise ValueError(f"proportion: found {proportion}, expected 0 to 1")
    shape, count = colors.index.shape, len(colors.palette)
    taken = int(count * proportion)
    whole = np.ones(shape, np.bool_)
    if taken == 0:
        return Condition(whole, np.zeros((*shape, 4), np.uint8))
    if proportion == 1:
        return Condition(whole, full_hints(colors))
    mask = colors.mask(rng.permutation(count)[:taken])
    density = 0.5 * rng.uniform(*DENSITY) * mask.mean()
    seeds = min(int(rng.binomial(int(mask.sum()), density)), 2000)
    return Condition(mask, stroke_hints(colors, mask, max(1, seeds), rng))


def full_hints(colors: ColorMap) -> NDArray[np.uint8]:
    """Every pixel hinted, (H, W, 4)."""
    return np.dstack([colors.picture, np.full(colors.index.shape, 255, np.uint8)])


def grid_hints(picture: NDArray[np.uint8], side: int, radius: int) -> NDArray[np.uint8]:
    """Discs on a grid of `side` − 1 × `side` − 1 points, in the colours under them: (H, W, 3) → (H, W, 4).

    Sides 4, 16 and 64 give the 9, 225 and 3,969 points of the paper's evaluation.
    """
    height, width = picture.shape[:2]
    hints = np.zeros((height, width, 4), np.uint8)
    for row in range(1, side):
        for column in range(1, side):
            y, x = height * row // side, width * column // side
            cv2.circle(hints, (x, y), radius, (*map(int, picture[y, x]), 255), cv2.FILLED)
    return hints


def stroke_hints(colors: ColorMap, mask: NDArray[np.bool_], count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Discs, short strokes and dabs at `count` random places of a mask, (H, W, 4).

    Each has the colour of the place where it starts and may cross its border by a few pixels, as a hand does.
    """
    hints = np.zeros((*mask.shape, 4), np.uint8)
    places = np.flatnonzero(mask)
    if not len(places):
        return hints
    unit = max(mask.shape) / 512
    chosen = places[rng.integers(0, len(places), count)]
    own = colors.index.ravel()[chosen]
    spill = 2 * max(1, round(_SPILL * unit)) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (spill, spill))
    for number in np.unique(own):
        layer = np.zeros(mask.shape, np.uint8)
        for place in chosen[own == number]:
            y, x = divmod(int(place), mask.shape[1])
            _touch(layer, (x, y), STYLES[int(rng.integers(len(STYLES)))], unit, rng)
        near = cv2.dilate((colors.index == number).astype(np.uint8), around) > 0
        hints[(layer > 0) & mask & near] = (*map(int, colors.palette[number]), 255)
    return hints


def _touch(layer: NDArray[np.uint8], at: tuple[int, int], style: Style, unit: float, rng: np.random.Generator) -> None:
    """Lay one touch of the brush on a layer (H, W), in place."""
    low, high = RADII
    if style == "disc":
        cv2.circle(layer, at, max(1, round(unit * rng.uniform(low, high))), 1, cv2.FILLED)
        return
    if style == "dab":
        axes = [max(1, round(unit * rng.uniform(low, high / 2))) for _ in range(2)]
        cv2.ellipse(layer, at, axes, float(rng.uniform(0, 180)), 0, 360, 1, cv2.FILLED)
        return
    turns = np.cumsum(rng.normal(0, 0.3, 8)) + rng.uniform(0, 2 * np.pi)
    path = np.cumsum(np.stack([np.cos(turns), np.sin(turns)], axis=1) * unit * rng.uniform(2, 10), axis=0)
    path = np.vstack([np.zeros((1, 2)), path]) + at
    cv2.polylines(layer, [np.round(path).astype(np.int32)], False, 1, max(1, round(unit * rng.uniform(low, high / 3))))
