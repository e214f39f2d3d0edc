"""Tagger and painter on disk; see :mod:`pegbar.networks.files`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from pegbar.networks.files import load_weights, save_weights
from pegbar.networks.painters import PainterShape, StencilPainter, UnetPainter, build_painter
from pegbar.networks.tagger import Tagger, TaggerShape


def save_tagger(
    folder: Path, name: str, state: dict[str, Tensor], shape: TaggerShape, tags: tuple[str, ...], facts: dict[str, Any]
) -> None:
    """Write a tagger with the names of its tags."""
    save_weights(folder, name, state, {"task": "tags", "network": asdict(shape), "tags": list(tags), "training": facts})


def load_tagger(folder: Path, name: str, device: torch.device) -> tuple[Tagger, tuple[str, ...]]:
    """A tagger for inference and the names of its tags."""
    tags: list[str] = []

    def build(content: dict[str, Any]) -> Tagger:
        tags.extend(content["tags"])
        return Tagger(TaggerShape(**content["network"]))

    return load_weights(folder, name, build, device), tuple(tags)


def save_painter(folder: Path, name: str, state: dict[str, Tensor], shape: PainterShape, facts: dict[str, Any]) -> None:
    """Write a painter."""
    save_weights(folder, name, state, {"task": "colorize", "network": asdict(shape), "training": facts})


def load_painter(folder: Path, name: str, device: torch.device) -> StencilPainter | UnetPainter:
    """A painter for inference."""
    return load_weights(folder, name, lambda content: build_painter(PainterShape(**content["network"])), device)
