"""The two networks of our colouriser as one model on disk; see :mod:`pegbar.networks.model_files`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ConfigDict
from torch import Tensor, nn

from pegbar.networks.light import LightConfig, LightNetwork
from pegbar.networks.model_files import load_weights, save_weights
from pegbar.networks.region_colors import RegionColorsConfig, RegionColorsNetwork

NAME = "region_colorizer"


@dataclass(frozen=True)
class RegionColorizerConfig:
    """Architectures of both networks."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    colors: RegionColorsConfig
    light: LightConfig


@dataclass(frozen=True)
class RegionColorizerSidecar:
    """What describes a colouriser."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: RegionColorizerConfig
    training: dict[str, Any]


class RegionColorizerNetworks(nn.Module):
    """The network of region colours, and that of the light on them."""

    def __init__(self, config: RegionColorizerConfig) -> None:
        super().__init__()
        self.config = config
        self.colors, self.light = RegionColorsNetwork(config.colors), LightNetwork(config.light)


def save_region_colorizer(folder: Path, state: dict[str, Tensor], config: RegionColorizerConfig, facts: dict[str, Any]) -> None:
    """Write a colouriser."""
    save_weights(folder, NAME, state, asdict(RegionColorizerSidecar(NAME, config, facts)))


def load_region_colorizer_networks(folder: Path, device: torch.device) -> RegionColorizerNetworks:
    """A colouriser for inference; raises as :func:`pegbar.networks.model_files.load_weights`."""

    def build(sidecar: RegionColorizerSidecar) -> RegionColorizerNetworks:
        return RegionColorizerNetworks(sidecar.network)

    return load_weights(folder, NAME, RegionColorizerSidecar, build, device)[0]
