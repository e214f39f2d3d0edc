"""Our colouriser under the protocol that all are scored by."""

from collections.abc import Iterable
from typing import Any

import joblib
import numpy as np
import torch
from numpy.typing import NDArray

from pegbar.evaluation.colorizer import Case, Colorize
from pegbar.inference.region_colorizer import Proposal, RegionColorizer
from pegbar.layers.painting import PaintRequest, paint
from pegbar.lineart.ink import separate_ink
from pegbar.networks.region_colorizer_files import RegionColorizerNetworks
from pegbar.production.light_layer import HIGHLIGHT, LIT, SHADOW, UNKNOWN
from pegbar.regions.light import light_direction
from pegbar.transforms.colorizer_inputs import ColorizeRequest

Picture = NDArray[np.uint8]


class RememberingColorizer(RegionColorizer):
    """Decides on the colours of the same line art with the same hints once: lit pictures and flats share them."""

    def __init__(self, networks: RegionColorizerNetworks, device: torch.device) -> None:
        super().__init__(networks, device)
        self._proposals: dict[str, Proposal] = {}

    def propose(self, *asked: Any, **named: Any) -> Proposal:
        """As :meth:`RegionColorizer.propose`."""
        key = str(joblib.hash((asked, named)))
        if key not in self._proposals:
            self._proposals[key] = super().propose(*asked, **named)
        return self._proposals[key]


class LightSides:
    """Where the light of illustrations comes from, as an artist would say it: looked up by their line art.

    Parameters
    ----------
    cases
        Illustrations; those without light or exact regions have no side.
    """

    def __init__(self, cases: Iterable[Case] = ()) -> None:
        self._sides = {case.lines.tobytes(): _side(case) for case in cases}

    def of(self, lines: Picture) -> tuple[float, float]:
        """Unit vector towards the light, across and down; (0, 0) where it is not told."""
        return self._sides.get(lines.tobytes(), (0.0, 0.0))


def _side(case: Case) -> tuple[float, float]:
    if case.light is None or case.regions is None:
        return 0.0, 0.0
    signed = np.nan_to_num(case.light)
    light = np.select([np.isnan(case.light), signed < 0, signed > 0], [UNKNOWN, SHADOW, HIGHLIGHT], LIT).astype(np.uint8)
    return light_direction(light, SHADOW, case.regions)


def painter(
    colorizer: RegionColorizer, shading: float, sides: LightSides | None = None, own_ink: bool = True, paper: bool = False
) -> Colorize:
    """Paint what a request asks for; outside its mask the picture so far stays, and guides the rest.

    Parameters
    ----------
    shading
        Strength of the light, 0 for flats to 1.
    sides
        Where the light comes from, if that is told.
    own_ink
        Ink keeps its colour; otherwise lines take a dark shade of what they lie on.
    paper
        Ground without a hint stays white, as for what is drawn on paper; illustrations are painted to their edges.
    """
    told = sides or LightSides()

    def colorize(request: ColorizeRequest) -> Picture:
        weights = request.mask.astype(np.float32)
        partly = not bool(request.mask.all())
        asked = PaintRequest(request.lines, separate_ink(request.lines), request.hints, weights, request.previous, partly, paper=paper)
        return paint(colorizer, asked, shading=shading, direction=told.of(request.lines)).painting(own_ink)

    return colorize
