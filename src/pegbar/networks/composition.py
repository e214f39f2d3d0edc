"""What a colouriser sees: line art, mask, hints and the picture so far as tensors. Training and inference share it."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.networks.painters import Inputs
from pegbar.networks.preprocessing import standardize, to_tensor
from pegbar.networks.tagger import Tagger
from pegbar.regions.propagation import SURE, spread_hints


@dataclass(frozen=True)
class Request:
    """One picture to paint, as arrays.

    Attributes
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    hints
        (H, W, 4) uint8 RGBA; only those inside the mask count.
    mask
        (H, W) bool, where to paint.
    previous
        (H, W, 3) uint8, what is there outside the mask.
    """

    lines: NDArray[np.uint8]
    hints: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    previous: NDArray[np.uint8]


def _signed(picture: NDArray[np.uint8]) -> Tensor:
    return to_tensor(picture) * 2 - 1


def compose(request: Request, spread: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Composition, hints and spread hints of a request, (4, H, W) each; without `spread` the last is empty of trust.

    The composition shows line art inside the mask and the picture so far outside; a place without a hint
    is −1 with alpha 0 (StencilTorch).
    """
    inside = request.mask[..., None]
    shown = np.where(inside, request.lines[..., None], request.previous)
    mask = torch.from_numpy(request.mask.astype(np.float32))[None]
    given = (request.hints[..., 3:] > 127) & inside
    hints = _signed(np.where(given, request.hints[..., :3], np.uint8(0)))
    alpha = torch.from_numpy(given[..., 0].astype(np.float32))[None]
    flood = spread_hints(request.lines, request.hints, request.mask) if spread else None
    if flood is None:
        carried = torch.zeros(4, *request.mask.shape)
    else:
        trust = torch.from_numpy(flood.trust.astype(np.float32) / SURE)[None]
        carried = torch.cat([_signed(flood.colors), trust])
    return torch.cat([_signed(shown), mask]), torch.cat([hints, alpha]), carried


def stack(composed: list[tuple[Tensor, Tensor, Tensor]], tagger: Tagger | None, device: torch.device) -> Inputs:
    """A batch of composed requests of one size, with the tagger's features of the compositions."""
    composition, hints, spread = (torch.stack(parts).to(device) for parts in zip(*composed, strict=True))
    return Inputs(composition, hints, spread, features_of(composition[:, :3], tagger))


def features_of(pictures: Tensor, tagger: Tagger | None) -> Tensor:
    """Illustration features of pictures (B, 3, H, W) in [−1, 1], without gradient; none without a tagger."""
    if tagger is None:
        return pictures.new_zeros(len(pictures), 0, pictures.shape[-2] // 16, pictures.shape[-1] // 16)
    with torch.no_grad():
        return tagger.features(standardize(pictures * 0.5 + 0.5, "fixed")).float()
