"""Colours for the regions of line art: features pooled over each region, a transformer over regions, a distribution of colours for each.

A region is a token, so it gets one colour whole; a hint is the colour of its token, and what an artist's palette offers are tokens more.
"""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

from pegbar.networks.backbones import LitePyramid
from pegbar.networks.pretrained import start_from_imagenet
from pegbar.regions.color_bins import color_bins
from pegbar.regions.region_shapes import SHAPE

STRIDES = (4, 8, 16)
"""Of the maps that are pooled."""
COLOR = 4
"""Numbers of a colour that is or is not known: CIELAB over 100, and 1 where it is."""
_MASKED = -1e4
"""Attention to what is not there."""
_STAGES = 6
"""Stages of the backbone, the stem being the first."""
_APART = 1.0
"""First log-odds of two regions not being of one colour."""
_CLEAR = 8.0
"""Log-odds beyond which nothing becomes clearer."""
_COPIED = 0.1
"""Width of the Gaussian by which a copied colour is shared among bins, CIELAB over 100."""


@dataclass(frozen=True)
class RegionColorsConfig:
    """Architecture of the network.

    Attributes
    ----------
    width, layers, heads
        Of the transformer.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    width: Annotated[int, Field(ge=16, le=1024, multiple_of=8)]
    layers: Annotated[int, Field(ge=1, le=24)]
    heads: Annotated[int, Field(ge=1, le=16)]


class Pool(NamedTuple):
    """Covers of all regions of a batch on one map: token and cell (P,), counted through the batch, and weight (P,)."""

    tokens: Tensor
    cells: Tensor
    weights: Tensor


class Answers(NamedTuple):
    """Of the network, for N regions and P colours to choose from.

    Attributes
    ----------
    colors
        (B, N, K) logarithms of the probabilities of each region's colour.
    alike
        (B, N, N + P) log-odds that a region has the colour of another one, or one that is offered.
    """

    colors: Tensor
    alike: Tensor


class RegionInputs(NamedTuple):
    """Inputs of the network for B pictures of at most N regions.

    Attributes
    ----------
    pictures
        (B, 3, H, W) standardised line art, sides in multiples of 16.
    pools
        One for each of ``STRIDES``.
    shapes
        (B, N, 10), see :func:`pegbar.regions.region_shapes.shapes`.
    hints
        (B, N, 4) colours that are known.
    palette
        (B, P, 4) colours to choose from, unknown where there are fewer.
    openness
        (B, N, N) how wide the opening between two regions is, 0 where there is none, as a part of the narrower side.
    present
        (B, N) bool, False where a picture has fewer regions.
    """

    pictures: Tensor
    pools: tuple[Pool, ...]
    shapes: Tensor
    hints: Tensor
    palette: Tensor
    openness: Tensor
    present: Tensor


def _gelu(x: Tensor) -> Tensor:
    """GELU as a function of our own: for those it knows, PyTorch infers by a kernel that takes the openings' weights for a mask."""
    return F.gelu(x)


def _shallow(pyramid: LitePyramid) -> LitePyramid:
    """EfficientNet-Lite0 down to stride 16: what lies deeper has most of its weights, and the transformer sees the whole picture anyway."""
    pyramid.features = pyramid.features[:_STAGES]
    return pyramid


class RegionColorsNetwork(nn.Module):
    """From line art and regions to a distribution over ``color_bins`` for each region."""

    bins: Tensor

    def __init__(self, config: RegionColorsConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = _shallow(LitePyramid("folded"))
        width = config.width
        self.enter = nn.Linear(sum(LitePyramid.channels[: len(STRIDES)]) + SHAPE, width)
        self.place = nn.Sequential(nn.Linear(SHAPE, width), nn.GELU(), nn.Linear(width, width))
        self.hint, self.offer = nn.Linear(COLOR, width), nn.Linear(COLOR, width)
        layer = nn.TransformerEncoderLayer(width, config.heads, 2 * width, dropout=0.0, activation=_gelu, batch_first=True, norm_first=True)
        self.near, self.copied_near = nn.Parameter(torch.ones(config.heads)), nn.Parameter(torch.ones(1))
        self.body = nn.TransformerEncoder(layer, config.layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        bins = torch.from_numpy(color_bins())
        self.register_buffer("bins", bins / 100, persistent=False)
        self.head, self.gate = nn.Linear(width, len(bins)), nn.Linear(width, 1)
        self.asks, self.tells, self.apart = nn.Linear(width, width), nn.Linear(width, width), nn.Parameter(torch.full((1,), -_APART))

    def start_from_imagenet(self) -> None:
        """Give the backbone ImageNet's weights, where they can be had."""
        pyramid = LitePyramid("folded")
        start_from_imagenet(pyramid, "efficientnet_lite0")
        self.backbone.load_state_dict(_shallow(pyramid).state_dict())

    def features(self, inputs: RegionInputs) -> Tensor:
        """Features of each region, (B, N, C): means of the maps over it, and its shape; hints and palette are not looked at."""
        batch, count = inputs.present.shape
        _, maps = self.backbone(inputs.pictures)
        parts = []
        for values, pool in zip(maps, inputs.pools, strict=True):
            flat = values.float().permute(0, 2, 3, 1).reshape(-1, values.shape[1])
            pooled = flat.new_zeros(batch * count, flat.shape[1])
            pooled = pooled.index_add(0, pool.tokens, flat[pool.cells] * pool.weights[:, None])
            parts.append(pooled.view(batch, count, -1))
        return torch.cat([*parts, inputs.shapes], dim=2)

    def decide(self, features: Tensor, inputs: RegionInputs) -> Answers:
        """What colour each region has, from :meth:`features`.

        Part of the probability is the network's own guess, part is copied from hints and palette, as a pointer network copies words (See et
        al. 2017); how much follows from how likely one of these is the region's colour.
        """
        regions = self.enter(features) + self.place(inputs.shapes) + self.hint(inputs.hints)
        tokens = torch.cat([regions, self.offer(inputs.palette)], dim=1)
        offered = inputs.palette[..., 3] > 0
        seen = self.norm(self.body(tokens, self._bias(inputs), torch.where(torch.cat([inputs.present, offered], dim=1), 0.0, _MASKED)))
        asking, colors = seen[:, : regions.shape[1]], torch.cat([inputs.hints, inputs.palette], dim=1)
        alike = self._alike(asking, seen, inputs)
        guess, known = self.head(asking).float().log_softmax(dim=2), colors[..., 3] > 0
        of_known = alike.masked_fill(~known[:, None], _MASKED)
        copied = of_known.softmax(dim=2) @ self._as_bins(colors[..., :3])
        gate = self.gate(asking).float() + of_known.logsumexp(dim=2, keepdim=True).clamp(-_CLEAR, _CLEAR)
        gate = gate + _MASKED * (~known.any(dim=1)).float()[:, None, None]
        mixed = torch.logaddexp(guess + F.logsigmoid(-gate), copied.clamp(min=1e-9).log() + F.logsigmoid(gate))
        return Answers(mixed, alike)

    def _alike(self, asking: Tensor, seen: Tensor, inputs: RegionInputs) -> Tensor:
        """Log-odds that regions (B, N, C) have the colour of a token, (B, N, N + P)."""
        products = (self.asks(asking) @ self.tells(seen).transpose(1, 2)).float() / math.sqrt(self.config.width)
        return products + self.apart + self.copied_near * F.pad(inputs.openness, (0, inputs.palette.shape[1]))

    def _bias(self, inputs: RegionInputs) -> Tensor:
        """What openings add to the attention of regions to each other, (B · heads, N + P, N + P)."""
        offered = inputs.palette.shape[1]
        spread = self.near[None, :, None, None] * F.pad(inputs.openness, (0, offered, 0, offered))[:, None]
        return spread.flatten(0, 1)

    def _as_bins(self, lab: Tensor) -> Tensor:
        """Colours (B, M, 3) over 100 as distributions over the bins, (B, M, K)."""
        squared = ((lab[:, :, None].float() - self.bins) ** 2).sum(dim=3)
        return (-squared / (2 * _COPIED**2)).softmax(dim=2)

    def forward(self, inputs: RegionInputs) -> Answers:
        """What colour each region has, and which have one colour."""
        return self.decide(self.features(inputs), inputs)
