"""Tag encoder and generator of line art on disk; see :mod:`pegbar.networks.model_files`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ConfigDict
from torch import Tensor

from pegbar.networks.generators import GeneratorConfig, StencilGenerator, UNetGenerator, build_generator
from pegbar.networks.model_files import load_weights, save_weights
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig


@dataclass(frozen=True)
class TagEncoderSidecar:
    """What describes a tag encoder: its architecture and the names of its tags."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: TagEncoderConfig
    tags: tuple[str, ...]
    training: dict[str, Any]


@dataclass(frozen=True)
class GeneratorSidecar:
    """What describes a generator."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: GeneratorConfig
    training: dict[str, Any]


def save_tag_encoder(
    folder: Path, name: str, state: dict[str, Tensor], config: TagEncoderConfig, tags: tuple[str, ...], facts: dict[str, Any]
) -> None:
    """Write a tag encoder with the names of its tags; its task is its name (``tag_encoder``, ``recognizer``)."""
    save_weights(folder, name, state, asdict(TagEncoderSidecar(name, config, tags, facts)))


def load_tag_encoder(folder: Path, name: str, device: torch.device) -> tuple[TagEncoder, tuple[str, ...]]:
    """A tag encoder for inference and the names of its tags; raises as :func:`pegbar.networks.model_files.load_weights`."""

    def build(sidecar: TagEncoderSidecar) -> TagEncoder:
        if len(sidecar.tags) != sidecar.network.tags:
            raise ValueError(f"{len(sidecar.tags)} tags for a network of {sidecar.network.tags}")
        return TagEncoder(sidecar.network)

    network, sidecar = load_weights(folder, name, TagEncoderSidecar, build, device)
    return network, sidecar.tags


def save_generator(folder: Path, name: str, state: dict[str, Tensor], config: GeneratorConfig, facts: dict[str, Any]) -> None:
    """Write a generator."""
    save_weights(folder, name, state, asdict(GeneratorSidecar("colorize", config, facts)))


def load_generator(folder: Path, name: str, device: torch.device) -> StencilGenerator | UNetGenerator:
    """A generator for inference; raises as :func:`pegbar.networks.model_files.load_weights`."""
    return load_weights(folder, name, GeneratorSidecar, lambda sidecar: build_generator(sidecar.network), device, "colorize")[0]
