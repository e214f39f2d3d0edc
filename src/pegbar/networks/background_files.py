"""The painter of backgrounds on disk; see :mod:`pegbar.networks.files`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from pydantic import ConfigDict, Field
from torch import Tensor

from pegbar.networks.backgrounds import BackgroundPainter, BackgroundShape
from pegbar.networks.files import load_weights, save_weights

Side = Annotated[int, Field(ge=32, le=2048, multiple_of=32)]


@dataclass(frozen=True)
class BackgroundSidecar:
    """What describes a painter of backgrounds: its architecture and the (width, height) at which it paints."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: BackgroundShape
    size: tuple[Side, Side]
    training: dict[str, Any]


def save_background(
    folder: Path, name: str, state: dict[str, Tensor], shape: BackgroundShape, size: tuple[int, int], facts: dict[str, Any]
) -> None:
    """Write a painter of backgrounds and the (width, height) at which it paints."""
    save_weights(folder, name, state, asdict(BackgroundSidecar("background", shape, size, facts)))


def load_background(folder: Path, name: str, device: torch.device) -> tuple[BackgroundPainter, tuple[int, int]]:
    """A painter for inference and its (width, height)."""
    network, sidecar = load_weights(folder, name, BackgroundSidecar, lambda own: BackgroundPainter(own.network), device, "background")
    return network, sidecar.size
