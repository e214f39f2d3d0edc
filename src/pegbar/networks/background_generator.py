"""The background generator, with layout-conditioned normalisation (SPADE, Park et al. 2019), and its critic.

It adds a residual to the base colours of its layout and scales the sampled textures, so that even untrained it shows what the
layout says.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, NamedTuple

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

NOISE = 16
"""Length of the noise vector of a picture."""
_LEVELS = 4
_CHANNEL_FACTORS = (8, 8, 4, 2, 1, 1)


@dataclass(frozen=True)
class BackgroundGeneratorConfig:
    """Architecture: `labels` of the layout, `condition` of the scene (place and hour), `channels` at full size."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    labels: Annotated[int, Field(ge=1, le=256)]
    condition: Annotated[int, Field(ge=1, le=1024)]
    channels: Annotated[int, Field(ge=1, le=1024)]


class Conditions(NamedTuple):
    """What the generator is conditioned on.

    layout (B, labels, H, W) one-hot; condition (B, condition) in {0, 1}; base_color and texture (B, 3, H, W), in [−1, 1] and beyond;
    noise (B, NOISE) and grain (B, 1, H, W), normal.
    """

    layout: Tensor
    condition: Tensor
    base_color: Tensor
    texture: Tensor
    noise: Tensor
    grain: Tensor

    def conditioning(self) -> Tensor:
        """Layout, base colours and textures as one map (B, labels + 6, H, W)."""
        return torch.cat([self.layout, self.base_color, self.texture], dim=1)


class _Spade(nn.Module):
    """Normalise, then scale and shift by what the layout says at each place."""

    def __init__(self, channels: int, conditioning: int, hidden: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, channels, affine=False)
        self.read = nn.Conv2d(conditioning, hidden, 3, padding=1)
        self.modulate = nn.Conv2d(hidden, 2 * channels, 1)

    def forward(self, x: Tensor, conditioning: Tensor) -> Tensor:
        scale, shift = self.modulate(F.relu(self.read(conditioning))).chunk(2, dim=1)
        return self.norm(x) * (1 + scale) + shift


class _Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, conditioning: int) -> None:
        super().__init__()
        self.spade = _Spade(inputs, conditioning, max(16, outputs // 2))
        self.convolve = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x: Tensor, conditioning: Tensor) -> Tensor:
        return torch.add(self.skip(x), self.convolve(F.leaky_relu(self.spade(x, conditioning), 0.2)))


class BackgroundGenerator(nn.Module):
    """Conditions → picture."""

    def __init__(self, config: BackgroundGeneratorConfig) -> None:
        super().__init__()
        self.config = config
        channels = [config.channels * factor for factor in _CHANNEL_FACTORS]
        conditioning = config.labels + 6
        self.start = nn.Conv2d(conditioning + config.condition + NOISE, channels[0], 3, padding=1)
        self.grain = nn.ParameterList([nn.Parameter(torch.full((1, count, 1, 1), 0.3)) for count in channels[:-1]])
        self.blocks = nn.ModuleList([_Block(a, b, conditioning) for a, b in pairwise(channels)])
        self.head = nn.Conv2d(channels[-1] + 6, 6, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]

    def forward(self, conditions: Conditions) -> Tensor:
        """Pictures (B, 3, H, W) about [−1, 1]; sides in multiples of 32."""
        residual, gain = self.residual(conditions)
        return conditions.base_color + gain * conditions.texture + residual

    def residual(self, conditions: Conditions) -> tuple[Tensor, Tensor]:
        """What is added to the base colours, and the gain of the textures, (B, 3, H, W) each."""
        conditioning = conditions.conditioning()
        uniform = torch.cat([conditions.condition, conditions.noise], dim=1)[..., None, None]
        coarse = F.avg_pool2d(conditioning, 2**_LEVELS)
        x = self.start(torch.cat([coarse, uniform.expand(-1, -1, *coarse.shape[-2:])], dim=1))
        for level, (block, strength) in enumerate(zip(self.blocks, self.grain, strict=True)):
            size = 2 ** (_LEVELS - level)
            local, grain = (F.avg_pool2d(part, size) if size > 1 else part for part in (conditioning, conditions.grain))
            x = block(x + strength * grain * size, local)
            x = F.interpolate(x, scale_factor=2, mode="nearest") if size > 1 else x
        out = self.head(torch.cat([F.leaky_relu(x, 0.2), conditions.base_color, conditions.texture], dim=1))
        return out[:, :3], 1 + out[:, 3:]


class BackgroundCritic(nn.Module):
    """Rates patches of pictures, given the layout; spectrally normalised (Miyato et al. 2018)."""

    def __init__(self, config: BackgroundGeneratorConfig, channels: int) -> None:
        super().__init__()
        sizes = (config.labels + 3, channels, 2 * channels, 4 * channels)
        self.body = nn.ModuleList([spectral_norm(nn.Conv2d(a, b, 4, stride=2, padding=1)) for a, b in pairwise(sizes)])
        self.condition = nn.Linear(config.condition, sizes[-1], bias=False)
        self.score = spectral_norm(nn.Conv2d(sizes[-1], 1, 3, padding=1))

    def forward(self, pictures: Tensor, conditions: Conditions) -> Tensor:
        """Pictures (B, 3, H, W) → scores (B, 1, H/8, W/8)."""
        x = torch.cat([pictures, conditions.layout], dim=1)
        for layer in self.body:
            x = F.leaky_relu(layer(x), 0.2)
        agreement = (x * self.condition(conditions.condition)[..., None, None]).mean(dim=1, keepdim=True)
        return torch.as_tensor(self.score(x) + agreement)
