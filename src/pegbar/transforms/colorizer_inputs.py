"""Inputs of the colouriser: line art, mask, hints and the picture so far as tensors."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.regions.propagation import SURE, propagate_hints
from pegbar.transforms.preprocessing import to_tensor


@dataclass(frozen=True)
class ColorizeRequest:
    """One picture to colourise, as arrays.

    Attributes
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    hints
        (H, W, 4) uint8 RGBA; only those inside the mask count.
    mask
        (H, W) bool, where to colourise.
    previous
        (H, W, 3) uint8, what is there outside the mask.

    Examples
    --------
    >>> size = (48, 64)
    >>> lines, hints = np.full(size, 255, np.uint8), np.zeros((*size, 4), np.uint8)
    >>> request = ColorizeRequest(lines, hints, np.ones(size, np.bool_), np.full((*size, 3), 255, np.uint8))
    >>> bool(request.mask.all())
    True
    """

    lines: NDArray[np.uint8]
    hints: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    previous: NDArray[np.uint8]


def _signed(picture: NDArray[np.uint8]) -> Tensor:
    return to_tensor(picture) * 2 - 1


def build_inputs(request: ColorizeRequest, propagate: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Composition, hints and propagated hints of a request (StencilTorch 3.2; propagation is ours).

    Parameters
    ----------
    request
        Line art, hints, mask and picture so far.
    propagate
        Whether hints are propagated; without, the third map is zero.

    Returns
    -------
    composition : Tensor
        (4, H, W) float32: line art inside the mask and the picture so far outside, in [−1, 1]; the mask, 0 or 1.
    hints : Tensor
        (4, H, W) float32: colours in [−1, 1], −1 where there is no hint; alpha, 0 or 1.
    propagated : Tensor
        (4, H, W) float32: colours in [−1, 1]; confidence in [0, 1].

    Examples
    --------
    >>> size = (48, 64)
    >>> lines, hints = np.full(size, 255, np.uint8), np.zeros((*size, 4), np.uint8)
    >>> request = ColorizeRequest(lines, hints, np.ones(size, np.bool_), np.full((*size, 3), 255, np.uint8))
    >>> [tuple(part.shape) for part in build_inputs(request, True)]
    [(4, 48, 64), (4, 48, 64), (4, 48, 64)]
    """
    inside = request.mask[..., None]
    composed = np.where(inside, request.lines[..., None], request.previous)
    mask = torch.from_numpy(request.mask.astype(np.float32))[None]
    hinted = (request.hints[..., 3:] > 127) & inside
    hints = _signed(np.where(hinted, request.hints[..., :3], np.uint8(0)))
    alpha = torch.from_numpy(hinted[..., 0].astype(np.float32))[None]
    maps = torch.cat([_signed(composed), mask]), torch.cat([hints, alpha])
    if not propagate:
        return *maps, torch.zeros(4, *request.mask.shape)
    propagated = propagate_hints(request.lines, request.hints, request.mask)
    confidence = torch.from_numpy(propagated.confidence.astype(np.float32) / SURE)[None]
    return *maps, torch.cat([_signed(propagated.colors), confidence])
