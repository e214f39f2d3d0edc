"""The painter of backgrounds: a conditional generator with layout-conditioned normalisation (SPADE, Park et al. 2019), and its critic.

It paints on the flat washes of its layout and decides how much of the lent matter to keep, so that even untrained it
shows what was ordered.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from pydantic import ConfigDict, Field
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from pegbar.scenes.materials import Materials
from pegbar.studio.plates.canvas import LABELS

NOISE = 16
"""Numbers drawn for a picture."""
_LEVELS = 4
_WIDENING = (8, 8, 4, 2, 1, 1)


@dataclass(frozen=True)
class BackgroundShape:
    """Architecture: `labels` of the layout, `facts` of the scene (place and hour), `channels` at full size."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    labels: Annotated[int, Field(ge=1, le=256)]
    facts: Annotated[int, Field(ge=1, le=1024)]
    channels: Annotated[int, Field(ge=1, le=1024)]


class Conditions(NamedTuple):
    """What the generator is told.

    layout (B, labels, H, W) one-hot; facts (B, facts) in {0, 1}; flat and detail (B, 3, H, W), in [−1, 1] and beyond;
    noise (B, NOISE) and grain (B, 1, H, W), normal.
    """

    layout: Tensor
    facts: Tensor
    flat: Tensor
    detail: Tensor
    noise: Tensor
    grain: Tensor

    def told(self) -> Tensor:
        """Layout, washes and matter as one map (B, labels + 6, H, W)."""
        return torch.cat([self.layout, self.flat, self.detail], dim=1)


def one_hot(labels: NDArray[np.uint8]) -> Tensor:
    """(H, W) → (labels, H, W) float."""
    return F.one_hot(torch.from_numpy(labels.astype(np.int64)), len(LABELS)).permute(2, 0, 1).float()


def picture_tensor(values: NDArray[np.float32]) -> Tensor:
    """(H, W, 3) → (3, H, W)."""
    return torch.from_numpy(np.ascontiguousarray(values.transpose(2, 0, 1)))


def conditions(materials: list[Materials], facts: Tensor, random: torch.Generator) -> Conditions:
    """Stack what was prepared for the painter, with noise drawn from `random`."""
    layout = torch.stack([one_hot(m.labels) for m in materials])
    flat = torch.stack([picture_tensor(m.flat) for m in materials]) * 2 - 1
    detail = torch.stack([picture_tensor(m.detail) for m in materials]) * 2
    noise = torch.randn(len(layout), NOISE, generator=random)
    return Conditions(layout, facts, flat, detail, noise, torch.randn(len(layout), 1, *layout.shape[-2:], generator=random))


class _Spade(nn.Module):
    """Normalise, then scale and shift by what the layout says at each place."""

    def __init__(self, channels: int, told: int, hidden: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(4, channels, affine=False)
        self.read = nn.Conv2d(told, hidden, 3, padding=1)
        self.modulate = nn.Conv2d(hidden, 2 * channels, 1)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        scale, shift = self.modulate(F.relu(self.read(told))).chunk(2, dim=1)
        return self.norm(x) * (1 + scale) + shift


class _Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, told: int) -> None:
        super().__init__()
        self.spade = _Spade(inputs, told, max(16, outputs // 2))
        self.convolve = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        return torch.add(self.skip(x), self.convolve(F.leaky_relu(self.spade(x, told), 0.2)))


class BackgroundPainter(nn.Module):
    """Conditions → picture."""

    def __init__(self, shape: BackgroundShape) -> None:
        super().__init__()
        self.shape = shape
        widths = [shape.channels * factor for factor in _WIDENING]
        told = shape.labels + 6
        self.start = nn.Conv2d(told + shape.facts + NOISE, widths[0], 3, padding=1)
        self.grain = nn.ParameterList([nn.Parameter(torch.full((1, width, 1, 1), 0.3)) for width in widths[:-1]])
        self.blocks = nn.ModuleList([_Block(a, b, told) for a, b in pairwise(widths)])
        self.head = nn.Conv2d(widths[-1] + 6, 6, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]

    def forward(self, given: Conditions) -> Tensor:
        """Pictures (B, 3, H, W) about [−1, 1]; sides in multiples of 32."""
        departs, gain = self.departure(given)
        return given.flat + gain * given.detail + departs

    def departure(self, given: Conditions) -> tuple[Tensor, Tensor]:
        """What is painted onto the washes, and how much of the matter is kept, (B, 3, H, W) each."""
        told = given.told()
        wide = torch.cat([given.facts, given.noise], dim=1)[..., None, None]
        coarse = F.avg_pool2d(told, 2**_LEVELS)
        x = self.start(torch.cat([coarse, wide.expand(-1, -1, *coarse.shape[-2:])], dim=1))
        for level, (block, strength) in enumerate(zip(self.blocks, self.grain, strict=True)):
            size = 2 ** (_LEVELS - level)
            at, grain = (F.avg_pool2d(part, size) if size > 1 else part for part in (told, given.grain))
            x = block(x + strength * grain * size, at)
            x = F.interpolate(x, scale_factor=2, mode="nearest") if size > 1 else x
        out = self.head(torch.cat([F.leaky_relu(x, 0.2), given.flat, given.detail], dim=1))
        return out[:, :3], 1 + out[:, 3:]


class BackgroundCritic(nn.Module):
    """Rates patches of pictures, given the layout; spectrally normalised (Miyato et al. 2018)."""

    def __init__(self, shape: BackgroundShape, channels: int) -> None:
        super().__init__()
        widths = (shape.labels + 3, channels, 2 * channels, 4 * channels)
        self.body = nn.ModuleList([spectral_norm(nn.Conv2d(a, b, 4, stride=2, padding=1)) for a, b in pairwise(widths)])
        self.facts = nn.Linear(shape.facts, widths[-1], bias=False)
        self.judge = spectral_norm(nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, pictures: Tensor, given: Conditions) -> Tensor:
        """Pictures (B, 3, H, W) → scores (B, 1, H/8, W/8)."""
        x = torch.cat([pictures, given.layout], dim=1)
        for layer in self.body:
            x = F.leaky_relu(layer(x), 0.2)
        agreement = (x * self.facts(given.facts)[..., None, None]).mean(dim=1, keepdim=True)
        return torch.as_tensor(self.judge(x) + agreement)
