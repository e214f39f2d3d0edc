"""Tagger and painter on disk; see :mod:`pegbar.networks.files`."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ConfigDict
from torch import Tensor

from pegbar.networks.files import load_weights, save_weights
from pegbar.networks.painters import PainterShape, StencilPainter, UnetPainter, build_painter
from pegbar.networks.tagger import Tagger, TaggerShape


@dataclass(frozen=True)
class TaggerSidecar:
    """What describes a tagger: its architecture and the names of its tags."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: TaggerShape
    tags: tuple[str, ...]
    training: dict[str, Any]


@dataclass(frozen=True)
class PainterSidecar:
    """What describes a painter."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    network: PainterShape
    training: dict[str, Any]


def save_tagger(
    folder: Path, name: str, state: dict[str, Tensor], shape: TaggerShape, tags: tuple[str, ...], facts: dict[str, Any]
) -> None:
    """Write a tagger with the names of its tags; its task is its name (``encoder``, ``recognizer``)."""
    save_weights(folder, name, state, asdict(TaggerSidecar(name, shape, tags, facts)))


def load_tagger(folder: Path, name: str, device: torch.device) -> tuple[Tagger, tuple[str, ...]]:
    """A tagger for inference and the names of its tags."""

    def build(sidecar: TaggerSidecar) -> Tagger:
        if len(sidecar.tags) != sidecar.network.tags:
            raise ValueError(f"{len(sidecar.tags)} tags for a network of {sidecar.network.tags}")
        return Tagger(sidecar.network)

    network, sidecar = load_weights(folder, name, TaggerSidecar, build, device)
    return network, sidecar.tags


def save_painter(folder: Path, name: str, state: dict[str, Tensor], shape: PainterShape, facts: dict[str, Any]) -> None:
    """Write a painter."""
    save_weights(folder, name, state, asdict(PainterSidecar("colorize", shape, facts)))


def load_painter(folder: Path, name: str, device: torch.device) -> StencilPainter | UnetPainter:
    """A painter for inference."""
    return load_weights(folder, name, PainterSidecar, lambda sidecar: build_painter(sidecar.network), device, "colorize")[0]
