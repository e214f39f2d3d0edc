"""The background generator on disk; see :mod:`pegbar.networks.model_files`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from pydantic import ConfigDict, Field
from torch import Tensor

from pegbar.networks.background_generator import BackgroundGenerator, BackgroundGeneratorConfig
from pegbar.networks.model_files import load_weights, save_weights

Side = Annotated[int, Field(ge=32, le=2048, multiple_of=32)]


@dataclass(frozen=True)
class BackgroundSidecar:
    """What describes a background generator: its architecture and the (width, height) at which it works."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: BackgroundGeneratorConfig
    size: tuple[Side, Side]
    training: dict[str, Any]


def save_background(
    folder: Path, name: str, state: dict[str, Tensor], config: BackgroundGeneratorConfig, size: tuple[int, int], facts: dict[str, Any]
) -> None:
    """Write a background generator and the (width, height) at which it works."""
    save_weights(folder, name, state, asdict(BackgroundSidecar("background", config, size, facts)))


def load_background(folder: Path, name: str, device: torch.device) -> tuple[BackgroundGenerator, tuple[int, int]]:
    """A generator for inference and its (width, height); raises as :func:`pegbar.networks.model_files.load_weights`."""

    def build(sidecar: BackgroundSidecar) -> BackgroundGenerator:
        return BackgroundGenerator(sidecar.network)

    network, sidecar = load_weights(folder, name, BackgroundSidecar, build, device, "background")
    return network, sidecar.size
