"""A painting and the sheets it is made of: base, flats, shadow, highlight, lines."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.lineart.ink import Ink, lay_ink
from pegbar.regions.light import HIGHLIGHT_SHARE, lay_light, shadow_colors

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]


class PaintedSheets(NamedTuple):
    """What a painting is made of, all (H, W[, C]).

    Attributes
    ----------
    base
        What is there already, uint8 RGB.
    weights
        How much of the painting lies over it, float32 in [0, 1].
    flats
        Colours without light and lines, uint8 RGB.
    shadow, highlight
        How much of each, float32 in [0, 1].
    ink
        The lines.
    """

    base: Picture
    weights: Floats
    flats: Picture
    shadow: Floats
    highlight: Floats
    ink: Ink

    def colors(self) -> Picture:
        """Colours under light, without lines and base: (H, W, 4) uint8, transparent where nothing was to be painted."""
        return np.dstack([lay_light(self.flats, self.shadow, self.highlight), _alpha(self.weights)])

    def painting(self, own_ink: bool = True) -> Picture:
        """All together, (H, W, 3) uint8; to the bit the base where nothing was to be painted."""
        painted = lay_ink(lay_light(self.flats, self.shadow, self.highlight), self.ink, own_ink)
        return np.round(self.base + (painted.astype(np.float32) - self.base) * self.weights[..., None]).astype(np.uint8)

    def sheets(self, own_ink: bool = True) -> list[tuple[str, Picture]]:
        """Names and pictures, the farthest first; the base only where it shows."""
        shown = [("base", self.base)] if self.weights.min() < 1 else []
        lines = self.ink.color if own_ink else lay_ink(self.colors()[..., :3], Ink(self.ink.color, np.ones_like(self.weights)), False)
        light = np.full_like(self.flats, 255)
        return [
            *shown,
            ("flats", np.dstack([self.flats, _alpha(self.weights)])),
            ("shadow", np.dstack([shadow_colors(self.flats), _alpha(self.weights * self.shadow)])),
            ("highlight", np.dstack([light, _alpha(self.weights * self.highlight * np.float32(HIGHLIGHT_SHARE))])),
            ("lines", np.dstack([lines, _alpha(self.weights * self.ink.cover)])),
        ]


def _alpha(weights: Floats) -> Picture:
    return np.round(weights * 255).astype(np.uint8)
