"""What a network looks for: pictures that excite one channel most (thesis Figure 4.11; Mordvintsev et al. 2015)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from pegbar.networks.gcn import Gcn
from pegbar.transforms.preprocessing import PAD_MULTIPLE, standardize

OCTAVES = 4
"""Sizes from coarse to fine, each half again as large."""
_RATIO, _RATE, _JITTER = 1.5, 0.03, 8
_KEEP = 0.98
"""Fraction of a picture's contrast that a step leaves, so that only what excites grows."""


@contextmanager
def second_to_last(network: Gcn) -> Iterator[Callable[[Tensor], Tensor]]:
    """The layer before the head of a GCN, as a function of standardised pictures (B, 3, H, W) → (B, channels, H, W)."""
    kept: list[Tensor] = []
    head = network.decoder.head
    assert isinstance(head, nn.Module)
    hook = head.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))

    def features(pictures: Tensor) -> Tensor:
        kept.clear()
        network(pictures)
        channels = network.config.decoder_channels or network.config.channels
        return kept[0][:, :channels]

    try:
        yield features
    finally:
        hook.remove()


def maximise(network: Gcn, channels: int, size: int, steps: int, seed: int, how: str = "fixed") -> list[NDArray[np.uint8]]:
    """For each channel of the second-to-last layer the picture that excites it most, by gradient ascent on noise.

    Parameters
    ----------
    network
        In evaluation mode; not changed.
    channels
        How many of the first channels.
    size
        Side of the pictures, pixels, a multiple of 32.
    steps
        Of ascent at each of ``OCTAVES`` sizes.
    seed
        Of the noise, which all channels start from.
    how
        How the network's pictures are standardised.

    Returns
    -------
    list of ndarray
        (size, size, 3) uint8 RGB each.

    Raises
    ------
    ValueError
        `size` is no multiple of 32.
    """
    if size % PAD_MULTIPLE:
        raise ValueError(f"size: found {size}, expected a multiple of {PAD_MULTIPLE}")
    sides = [max(PAD_MULTIPLE, round(size / _RATIO**octave / PAD_MULTIPLE) * PAD_MULTIPLE) for octave in reversed(range(OCTAVES))]
    rng = np.random.default_rng(seed)
    noise = torch.from_numpy(rng.normal(0.5, 0.05, (1, 3, sides[0], sides[0]))).float().to(next(network.parameters()).device)
    shifts = rng.integers(-_JITTER, _JITTER + 1, (OCTAVES, steps, 2))
    with second_to_last(network) as features:
        found = []
        for channel in range(channels):
            picture = noise
            for side, places in zip(sides, shifts, strict=True):
                picture = F.interpolate(picture, size=(side, side), mode="bilinear", align_corners=False)
                for place in places:
                    picture = _ascend(features, picture, channel, (int(place[0]), int(place[1])), how)
            found.append((picture[0].permute(1, 2, 0).cpu().numpy() * 255).round().astype(np.uint8))
    return found


def _ascend(features: Callable[[Tensor], Tensor], picture: Tensor, channel: int, shift: tuple[int, int], how: str) -> Tensor:
    """One step towards a higher mean of a channel; the picture is moved a little, so that nothing settles on the grid of strides."""
    moved = picture.roll(shift, dims=(2, 3)).requires_grad_(True)
    (slope,) = torch.autograd.grad(features(standardize(moved, how))[:, channel].mean(), moved)
    smooth = F.avg_pool2d(F.pad(slope, (1, 1, 1, 1), mode="replicate"), 3, stride=1)  # else the finest grain outshouts all else
    step = _RATE * smooth / smooth.abs().mean().clamp(min=1e-12)
    kept = 0.5 + _KEEP * (moved.detach() - 0.5)
    return (kept + step).clamp(0, 1).roll((-shift[0], -shift[1]), dims=(2, 3))
