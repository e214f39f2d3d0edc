"""A painting by our colouriser: what is asked for in, its sheets out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pegbar.inference.region_colorizer import Kept, RegionColorizer
from pegbar.layers.painted_sheets import PaintedSheets
from pegbar.lineart.ink import Ink

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class PaintRequest:
    """What is to be painted.

    Attributes
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    ink
        Its lines as they are laid over the colours.
    hints
        (H, W, 4) uint8 RGBA.
    weights
        How much to paint at each place, (H, W) float32 in [0, 1].
    base
        What is painted on, (H, W, 3) uint8.
    has_colors
        Whether the base is a painting, whose colours guide the rest, and not line art.
    palette
        (P, 3) uint8 colours to use, if they are given.
    paper
        Whether ground without a hint stays white.
    """

    lines: Picture
    ink: Ink
    hints: Picture
    weights: NDArray[np.float32]
    base: Picture
    has_colors: bool
    palette: Picture | None = None
    paper: bool = True


def paint(
    colorizer: RegionColorizer,
    request: PaintRequest,
    seed: int | None = None,
    shading: float = 1.0,
    direction: tuple[float, float] = (0.0, 0.0),
) -> PaintedSheets:
    """One proposal.

    Parameters
    ----------
    seed
        Of another proposal than the likeliest.
    shading
        Strength of the light, 0 for flats to 1.
    direction
        Unit vector towards the light, across and down; (0, 0) leaves it to the network.
    """
    outside = request.weights < 0.5
    kept = Kept(request.base, outside) if request.has_colors and outside.any() else None
    hints = np.where(request.weights[..., None] > 0, request.hints, np.uint8(0))
    proposal = colorizer.propose(request.lines, hints, request.palette, seed, kept, request.paper)
    light = colorizer.light(request.lines, proposal, direction).scaled(shading)
    return PaintedSheets(request.base, request.weights, proposal.flats, light.shadow, light.highlight, request.ink)
