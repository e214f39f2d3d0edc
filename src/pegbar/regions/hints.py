"""Simulated masks and hints: which regions a user asks to paint, and strokes of colour inside them (StencilTorch 3.2, 3.4 and 3.5)."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import label

from pegbar.regions.colors import ColorMap

HintKind = Literal["disc", "stroke", "dab"]
HINT_KINDS: tuple[HintKind, ...] = ("disc", "stroke", "dab")
RADIUS_RANGE = (2, 32)
"""Radii of discs on a picture of 512 pixels (StencilTorch)."""
DENSITY_RANGE = (1e-4, 1e-2)
"""Range of the chance that a pixel seeds a hint, before halving (StencilTorch)."""
UNHINTED = 1 / 3
"""Part of the draws without a hint, so that painting without any is practised; the paper does not say how many of its own were."""
_WHOLE = 0.95
_MAX_SEEDS = 2000
_OVERSHOOT = 3
"""Pixels by which a hint may cross the border of its colour, on a picture of 512."""


@dataclass(frozen=True)
class ColorizeCondition:
    """What a colouriser is conditioned on beside line art.

    Attributes
    ----------
    mask
        Where to paint, (H, W) bool.
    hints
        (H, W, 4) uint8 RGBA; alpha 0 or 255.
    """

    mask: NDArray[np.bool_]
    hints: NDArray[np.uint8]


def curriculum_fraction(step: int, steps: int, draw: float, end: float = 0.9, ramp: float = 0.8) -> float:
    """Fraction of the regions to paint in a training step: few at first, with what is around them as context, all in the end.

    StencilTorch's section 3.5 contradicts itself: its text lets the regions to paint become more until the whole line art is painted, its
    formula, max(ε, u) with ε falling from 0.9 to 0, makes them fewer. This is the text: max(ε, u) with ε rising from 0.

    Parameters
    ----------
    draw
        u, uniform in [0, 1].
    end
        ε at the end.
    ramp
        Part of the run after which ε no longer rises.

    Returns
    -------
    A fraction for :func:`sample_condition`, 0–1.

    Raises
    ------
    ValueError
        `draw` is out of range.

    Examples
    --------
    >>> curriculum_fraction(0, 100, 0.1), curriculum_fraction(40, 100, 0.1), curriculum_fraction(90, 100, 0.1)
    (0.1, 0.45, 0.9)
    """
    if not 0 <= draw <= 1:
        raise ValueError(f"draw: found {draw}, expected 0 to 1")
    return max(end * min(1.0, step / max(1.0, ramp * steps)), draw)


def sample_condition(colors: ColorMap, fraction: float, rng: np.random.Generator) -> ColorizeCondition:
    """Draw a mask of merged regions of an illustration, and hints in it: none at all in one of three draws.

    Parameters
    ----------
    colors
        The illustration's colour map, (H, W); a region is a connected area of one colour.
    fraction
        Of the regions that are to be painted, at least one; from 0.95 on all.

    Returns
    -------
    ColorizeCondition
        Mask (H, W) bool and hints (H, W, 4) uint8; hints lie inside the mask.

    Raises
    ------
    ValueError
        `fraction` is not within 0 and 1.

    Examples
    --------
    >>> colors = ColorMap(np.arange(4, dtype=np.uint8).repeat(64).reshape(16, 16), np.eye(4, 3, dtype=np.uint8))
    >>> float(sample_condition(colors, 0.5, np.random.default_rng(0)).mask.mean())
    0.5
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction: found {fraction}, expected 0 to 1")
    regions = label(colors.index, background=-1, connectivity=1)
    count = int(regions.max())
    selected = count if fraction >= _WHOLE else max(1, int(count * fraction))
    mask = np.isin(regions, rng.permutation(count)[:selected] + 1)
    if rng.random() < UNHINTED:
        return ColorizeCondition(mask, np.zeros((*mask.shape, 4), np.uint8))
    density = 0.5 * rng.uniform(*DENSITY_RANGE) * mask.mean()
    seeds = min(int(rng.binomial(int(mask.sum()), density)), _MAX_SEEDS)
    return ColorizeCondition(mask, stroke_hints(colors, mask, max(1, seeds), rng))


def full_hints(colors: ColorMap) -> NDArray[np.uint8]:
    """Every pixel hinted in its colour of the map, (H, W, 4) uint8."""
    return np.dstack([colors.picture, np.full(colors.index.shape, 255, np.uint8)])


def grid_hints(picture: NDArray[np.uint8], side: int, radius: int) -> NDArray[np.uint8]:
    """Discs on a regular grid, in the colours under their centres (StencilTorch, section 5).

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    side
        Cells to a side; the grid has (`side` − 1)² points. 4, 16 and 64 give the 9, 225 and 3,969 points of the paper.
    radius
        Of a disc, pixels.

    Returns
    -------
    (H, W, 4) uint8 RGBA, alpha 0 or 255.

    Examples
    --------
    >>> hints = grid_hints(np.full((64, 64, 3), 90, np.uint8), side=4, radius=0)
    >>> int((hints[..., 3] > 0).sum())
    9
    """
    height, width = picture.shape[:2]
    hints = np.zeros((height, width, 4), np.uint8)
    for row in range(1, side):
        for column in range(1, side):
            y, x = height * row // side, width * column // side
            cv2.circle(hints, (x, y), radius, (*map(int, picture[y, x]), 255), cv2.FILLED)
    return hints


def stroke_hints(colors: ColorMap, mask: NDArray[np.bool_], count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Discs, short strokes and dabs at `count` random places of a mask (H, W), as (H, W, 4) uint8 RGBA.

    Each has the colour of the place where it starts and may cross its border by a few pixels, as a hand does.
    """
    hints = np.zeros((*mask.shape, 4), np.uint8)
    candidates = np.flatnonzero(mask)
    if not len(candidates):
        return hints
    unit = max(mask.shape) / 512
    positions = candidates[rng.integers(0, len(candidates), count)]
    color_index = colors.index.ravel()[positions]
    diameter = 2 * max(1, round(_OVERSHOOT * unit)) + 1
    overshoot = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter, diameter))
    for number in np.unique(color_index):
        layer = np.zeros(mask.shape, np.uint8)
        for position in positions[color_index == number]:
            y, x = divmod(int(position), mask.shape[1])
            _draw_hint(layer, (x, y), HINT_KINDS[int(rng.integers(len(HINT_KINDS)))], unit, rng)
        allowed = cv2.dilate((colors.index == number).astype(np.uint8), overshoot) > 0
        hints[(layer > 0) & mask & allowed] = (*map(int, colors.palette[number]), 255)
    return hints


def _draw_hint(layer: NDArray[np.uint8], center: tuple[int, int], kind: HintKind, unit: float, rng: np.random.Generator) -> None:
    """Draw one hint on a layer (H, W), in place."""
    low, high = RADIUS_RANGE
    if kind == "disc":
        cv2.circle(layer, center, max(1, round(unit * rng.uniform(low, high))), 1, cv2.FILLED)
        return
    if kind == "dab":
        axes = [max(1, round(unit * rng.uniform(low, high / 2))) for _ in range(2)]
        cv2.ellipse(layer, center, axes, float(rng.uniform(0, 180)), 0, 360, 1, cv2.FILLED)
        return
    headings = np.cumsum(rng.normal(0, 0.3, 8)) + rng.uniform(0, 2 * np.pi)
    path = np.cumsum(np.stack([np.cos(headings), np.sin(headings)], axis=1) * unit * rng.uniform(2, 10), axis=0)
    path = np.vstack([np.zeros((1, 2)), path]) + center
    cv2.polylines(layer, [np.round(path).astype(np.int32)], False, 1, max(1, round(unit * rng.uniform(low, high / 3))))
