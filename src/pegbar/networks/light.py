"""Light on flat colours: a small U-Net that tells lit, shadow and highlight apart, from line art, flats and the direction of the light."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

STRIDE = 32
"""Inputs have sides in multiples of this."""
CHANNELS = 6
"""Of the input: line art, flats in CIELAB, and the direction towards the light, across and down."""
LIGHTS = 3
"""Lit, shadow, highlight."""
_SIZES = (1.0, 1.5, 3.0, 4.0, 4.0)
"""Channels at strides 2 to 32, as multiples of the first."""


@dataclass(frozen=True)
class LightConfig:
    """Architecture of the network; `channels` at stride 2."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    channels: Annotated[int, Field(ge=8, le=512, multiple_of=8)]


def _block(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1), nn.GroupNorm(min(8, outputs // 8), outputs), nn.LeakyReLU(0.1))


class LightNetwork(nn.Module):
    """From (B, 6, H, W) to logits (B, 3, H, W)."""

    def __init__(self, config: LightConfig) -> None:
        super().__init__()
        self.config = config
        sizes = [round(config.channels * factor / 8) * 8 for factor in _SIZES]
        self.enter = nn.Sequential(_block(4 * CHANNELS, sizes[0]), _block(sizes[0], sizes[0]))
        self.down = nn.ModuleList(nn.Sequential(_block(a, b, 2), _block(b, b)) for a, b in pairwise(sizes))
        pairs = list(pairwise(sizes))[::-1]
        self.up = nn.ModuleList(_block(below + side, side) for side, below in pairs)
        self.head = nn.Conv2d(sizes[0], 4 * LIGHTS, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """See the class; sides in multiples of 32."""
        maps = [self.enter(F.pixel_unshuffle(x, 2))]
        for block in self.down:
            maps.append(block(maps[-1]))
        features = maps.pop()
        for block, side in zip(self.up, reversed(maps), strict=True):
            features = block(torch.cat([F.interpolate(features, scale_factor=2, mode="nearest"), side], dim=1))
        return F.pixel_shuffle(self.head(features), 2)


def light_input(lines: Tensor, lab: Tensor, direction: Tensor) -> Tensor:
    """What the network sees.

    Parameters
    ----------
    lines
        (B, 1, H, W) line art in [0, 1], dark on white.
    lab
        (B, 3, H, W) flats, CIELAB over 100.
    direction
        (B, 2) unit vectors towards the light, across and down; zero where it is unknown.

    Returns
    -------
    Tensor
        (B, 6, H, W).
    """
    spread = direction[:, :, None, None].expand(-1, -1, *lines.shape[2:])
    return torch.cat([1 - lines, lab, spread], dim=1)
