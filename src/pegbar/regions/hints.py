"""Simulated masks and hints: which areas a user asks to repaint, and strokes of colour inside them.

One proportion drives both (StencilTorch 3.2): 0 asks for the whole picture without a hint, 1 hands over the whole colour map,
and between them that fraction of the colours is masked and hinted.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.regions.colors import ColorMap

HintKind = Literal["disc", "stroke", "dab"]
HINT_KINDS: tuple[HintKind, ...] = ("disc", "stroke", "dab")
RADIUS_RANGE = (2, 32)
"""Radii of discs on a picture of 512 pixels (StencilTorch)."""
DENSITY_RANGE = (1e-4, 1e-2)
"""Range of the chance that a pixel seeds a hint, before halving (StencilTorch)."""
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


def curriculum_proportion(step: int, steps: int, draw: float, start: float = 0.9, fraction: float = 0.8) -> float:
    """Proportion of a training step under the curriculum: max(ε, u), with ε falling linearly from `start` to 0.

    Parameters
    ----------
    draw
        u, uniform in [0, 1].
    fraction
        Part of the run after which ε is 0.

    Returns
    -------
    A proportion for :func:`sample_condition`, 0–1.

    Raises
    ------
    ValueError
        `draw` is out of range.
    """
    if not 0 <= draw <= 1:
        raise ValueError(f"draw: found {draw}, expected 0 to 1")
    return max(start * max(0.0, 1 - step / max(1.0, fraction * steps)), draw)


def sample_condition(colors: ColorMap, proportion: float, rng: np.random.Generator) -> ColorizeCondition:
    """Draw a mask and hints for a proportion of an illustration's colours (StencilTorch 3.2).

    Parameters
    ----------
    colors
        The illustration's colour map, (H, W).
    proportion
        0 for the whole picture without hints, 1 for the whole colour map, between them that fraction of the colours.

    Returns
    -------
    ColorizeCondition
        Mask (H, W) bool and hints (H, W, 4) uint8; hints lie inside the mask.

    Raises
    ------
    ValueError
        `proportion` is not within 0 and 1.

    Examples
    --------
    >>> colors = ColorMap(np.arange(4, dtype=np.uint8).repeat(64).reshape(16, 16), np.eye(4, 3, dtype=np.uint8))
    >>> float(sample_condition(colors, 0.5, np.random.default_rng(0)).mask.mean())
    0.5
    """
    if not 0 <= proportion <= 1:
        raise ValueError(f"proportion: found {proportion}, expected 0 to 1")
    size, count = colors.index.shape, len(colors.palette)
    selected = int(count * proportion)
    everywhere = np.ones(size, np.bool_)
    if selected == 0:
        return ColorizeCondition(everywhere, np.zeros((*size, 4), np.uint8))
    if proportion == 1:
        return ColorizeCondition(everywhere, full_hints(colors))
    mask = colors.mask(rng.permutation(count)[:selected])
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
