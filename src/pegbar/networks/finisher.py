"""The network that finishes a painted plan: the painting and its layout in, the same picture in another hand out (Zhang 2024's conditional
GAN, given the painting to start from)."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pegbar.networks.model_files import load_weights, save_weights

REACH = 72
"""Pixels within which a pixel of the painting can change one of the result; more than the receptive field's half."""
UNIT = 4
"""Sides of what the network sees are multiples of this."""
_LAYOUT = 8
"""Channels into which a layout's classes are folded."""
_DILATIONS = (1, 2, 3)
_SOFT = 25
"""Side over which colours stay as they were, pixels."""


@dataclass(frozen=True)
class FinisherConfig:
    """Classes of a layout, and channels at full size; coarser levels have two and four times as many."""

    labels: int
    channels: int


@dataclass(frozen=True)
class FinisherSidecar:
    """What describes a finisher: its architecture, and the lines of the paintings it learnt from."""

    task: str
    network: FinisherConfig
    lines: int
    training: dict[str, Any]


class FinisherInputs(NamedTuple):
    """A painting (B, 3, H, W) in [−1, 1], and its layout (B, H, W) int64."""

    painting: Tensor
    layout: Tensor


class _Residual(nn.Module):
    """Two 3 × 3 convolutions added to their input."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same."""
        return x + torch.as_tensor(self.second(F.leaky_relu(self.first(x), 0.2)))


class Finisher(nn.Module):
    """A small U-Net that changes the surface of a painting, not the mean colour of any place; at first it changes nothing."""

    def __init__(self, config: FinisherConfig) -> None:
        super().__init__()
        self.config = config
        f = config.channels
        self.layout = nn.Embedding(config.labels, _LAYOUT)
        self.full = nn.Conv2d(3 + _LAYOUT, f, 3, padding=1)
        self.down_half, self.down_quarter = nn.Conv2d(f, 2 * f, 4, 2, 1), nn.Conv2d(2 * f, 4 * f, 4, 2, 1)
        self.deep = nn.Sequential(*(_Residual(4 * f, dilation) for dilation in _DILATIONS))
        self.to_half, self.to_full = nn.Conv2d(6 * f, 2 * f, 3, padding=1), nn.Conv2d(3 * f, f, 3, padding=1)
        self.head = nn.Conv2d(f, 3, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]

    def forward(self, inputs: FinisherInputs) -> Tensor:
        """Finished pictures (B, 3, H, W), about [−1, 1]; sides are multiples of :data:`UNIT`."""
        layout = self.layout(inputs.layout).permute(0, 3, 1, 2)
        full = F.leaky_relu(self.full(torch.cat([inputs.painting, layout.to(inputs.painting.dtype)], dim=1)), 0.2)
        half = F.leaky_relu(self.down_half(full), 0.2)
        quarter = self.deep(F.leaky_relu(self.down_quarter(half), 0.2))
        half = F.leaky_relu(self.to_half(torch.cat([_twice(quarter), half], dim=1)), 0.2)
        full = F.leaky_relu(self.to_full(torch.cat([_twice(half), full], dim=1)), 0.2)
        change = torch.as_tensor(self.head(full))
        return inputs.painting + change - _soft(change)


def _soft(change: Tensor) -> Tensor:
    """A change averaged over its surroundings: without it, surfaces change and colours stay."""
    reach = _SOFT // 2
    across = F.avg_pool2d(F.pad(change, (reach, reach, 0, 0), mode="replicate"), (1, _SOFT), 1)
    return F.avg_pool2d(F.pad(across, (0, 0, reach, reach), mode="replicate"), (_SOFT, 1), 1)


def _twice(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="nearest")


def save_finisher(folder: Path, state: dict[str, Tensor], config: FinisherConfig, lines: int, facts: dict[str, Any]) -> None:
    """Write ``<folder>/finisher.*``: weights, architecture, and the lines of the paintings it learnt from."""
    save_weights(folder, "finisher", state, asdict(FinisherSidecar("finisher", config, lines, facts)))


def load_finisher(folder: Path, device: torch.device) -> tuple[Finisher, FinisherSidecar]:
    """A finisher for inference and what describes it; raises as :func:`pegbar.networks.model_files.load_weights`."""
    return load_weights(folder, "finisher", FinisherSidecar, lambda sidecar: Finisher(sidecar.network), device)
