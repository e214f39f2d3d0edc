"""Paint line art: one pass, or another on what the last one left (StencilTorch 3.4)."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.inference.tiles import tiled
from pegbar.networks.coloring_files import load_painter, load_tagger
from pegbar.networks.composition import Request, compose, features_of
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.networks.painters import Inputs, StencilPainter, UnetPainter
from pegbar.networks.tagger import Tagger

TILE = 768
OVERLAP = 128
UNIT = 32
"""Sides are padded to a multiple of this: the painter's stride, twice, as the tagger wants it."""


class Colorizer:
    """A trained painter, ready for line art of any size.

    Parameters
    ----------
    painter, tagger
        Networks; the tagger gives the illustration features, and may be missing where the painter needs none.
    """

    def __init__(self, painter: StencilPainter | UnetPainter, tagger: Tagger | None, device: torch.device) -> None:
        self.painter, self.device = painter.to(device).eval(), device
        self.tagger = tagger if painter.shape.features else None
        self.bfloat16 = computes_in_bfloat16(device, "auto")

    def paint(self, request: Request) -> NDArray[np.uint8]:
        """Paint inside the request's mask; outside it the picture so far stays as it is, to the bit: (H, W, 3)."""
        painted = self._paint(_padded(request))[: request.mask.shape[0], : request.mask.shape[1]]
        return np.where(request.mask[..., None], painted, request.previous)

    @torch.inference_mode()
    def _paint(self, request: Request) -> NDArray[np.uint8]:
        composition, hints, spread = (part[None].to(self.device) for part in compose(request, self.painter.shape.spread))
        size = (request.mask.shape[0], request.mask.shape[1])

        def predict(rows: slice, columns: slice) -> Tensor:
            seen, given, carried = (x[..., rows, columns] for x in (composition, hints, spread))
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
                features = features_of(seen[:, :3], self.tagger)
                return torch.as_tensor(self.painter(Inputs(seen, given, carried, features))).float()

        signed = tiled(size, 3, predict, TILE, OVERLAP, self.device, UNIT)
        return np.asarray(((signed[0].permute(1, 2, 0) + 1) * 127.5).round().clamp(0, 255).byte().cpu().numpy())


def load_colorizer(folder: Path, name: str = "colorizer", device: torch.device | None = None) -> Colorizer:
    """The painter ``<folder>/<name>`` with the encoder beside it."""
    where = device or best_device()
    painter = load_painter(folder, name, where)
    tagger = load_tagger(folder, "encoder", where)[0] if painter.shape.features else None
    return Colorizer(painter, tagger, where)


def _padded(request: Request) -> Request:
    """Repeat the edge to the right and below up to a multiple of `UNIT`."""
    height, width = request.mask.shape
    below, right = -height % UNIT, -width % UNIT
    if not below and not right:
        return request

    def pad(values: NDArray[Any]) -> NDArray[Any]:
        return np.pad(values, [(0, below), (0, right)] + [(0, 0)] * (values.ndim - 2), mode="edge")

    return Request(pad(request.lines), pad(request.hints), pad(request.mask), pad(request.previous))
