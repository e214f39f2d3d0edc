"""Our colouriser under the protocol that all are scored by."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pegbar.inference.region_colorizer import RegionColorizer
from pegbar.layers.painting import PaintRequest, paint
from pegbar.lineart.ink import separate_ink
from pegbar.transforms.colorizer_inputs import ColorizeRequest

Picture = NDArray[np.uint8]


def painter(colorizer: RegionColorizer, shading: float) -> Callable[[ColorizeRequest], Picture]:
    """Paint what a request asks for, with light of a strength; outside its mask the picture so far stays, and guides the rest."""

    def colorize(request: ColorizeRequest) -> Picture:
        weights = request.mask.astype(np.float32)
        partly = not bool(request.mask.all())
        asked = PaintRequest(request.lines, separate_ink(request.lines), request.hints, weights, request.previous, partly)
        return paint(colorizer, asked, shading=shading).painting()

    return colorize
