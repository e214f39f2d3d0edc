"""The tag encoder: a multi-label classifier whose features take the place of StencilTorch's Illustration2Vec.

Its 512 channels at stride 16 go to generator and critic; its earlier maps compare pictures (content loss, distances).
"""

from dataclasses import dataclass
from typing import Annotated

import torch
import torch.nn.functional as F
from pydantic import ConfigDict, Field
from torch import Tensor, nn

from pegbar.networks.backbones import build_backbone
from pegbar.networks.gcn_config import Backbone, NormName

FEATURES = 512
"""Channels of the features, as Illustration2Vec's conv4_2 has."""
_SIXTEENTH = 2


@dataclass(frozen=True)
class TagEncoderConfig:
    """Architecture of a tag encoder."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    backbone: Backbone
    norm: NormName
    tags: Annotated[int, Field(ge=0, le=100_000)]


class TagEncoder(nn.Module):
    """Backbone up to stride 16, 512 channels, tags of the mean and the largest over the picture."""

    def __init__(self, config: TagEncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = build_backbone(config.backbone, config.norm)
        self.widen = nn.Conv2d(self.backbone.channels[_SIXTEENTH], FEATURES, 1)
        self.tags = nn.Linear(2 * FEATURES, config.tags)

    def maps(self, x: Tensor) -> list[Tensor]:
        """Standardised pictures (B, 3, H, W), sides in multiples of 32 → maps at strides 4, 8 and 16, the last of 512 channels."""
        _, maps = self.backbone(x)
        return [maps[0], maps[1], F.relu(self.widen(maps[_SIXTEENTH]))]

    def features(self, x: Tensor) -> Tensor:
        """(B, 3, H, W) → (B, 512, H/16, W/16)."""
        return self.maps(x)[-1]

    def forward(self, x: Tensor) -> Tensor:
        """(B, 3, H, W) → logits of the tags (B, tags)."""
        return torch.as_tensor(self.tags(pooled(self.features(x))))


def pooled(features: Tensor) -> Tensor:
    """(B, C, h, w) → (B, 2 C): mean and maximum over the picture."""
    return torch.cat([features.mean(dim=(2, 3)), features.amax(dim=(2, 3))], dim=1)


def map_distance(one: list[Tensor], other: list[Tensor]) -> Tensor:
    """Distance of pictures by their maps (B,): squared differences of unit channel vectors, averaged over positions and maps.

    LPIPS's formula (Zhang et al. 2018) without its trained weights and not on its networks: never call it LPIPS.
    """
    total = [((F.normalize(a, dim=1) - F.normalize(b, dim=1)) ** 2).sum(dim=1).mean(dim=(1, 2)) for a, b in zip(one, other, strict=True)]
    return torch.stack(total).mean(dim=0)
