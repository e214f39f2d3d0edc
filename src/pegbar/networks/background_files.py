"""The painter of backgrounds on disk; see :mod:`pegbar.networks.files`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from pegbar.networks.backgrounds import BackgroundPainter, BackgroundShape
from pegbar.networks.files import load_weights, save_weights


def save_background(
    folder: Path, name: str, state: dict[str, Tensor], shape: BackgroundShape, size: tuple[int, int], facts: dict[str, Any]
) -> None:
    """Write a painter of backgrounds and the (width, height) at which it paints."""
    save_weights(folder, name, state, {"task": "background", "network": asdict(shape), "size": list(size), "training": facts})


def load_background(folder: Path, name: str, device: torch.device) -> tuple[BackgroundPainter, tuple[int, int]]:
    """A painter for inference and its (width, height)."""
    sizes: list[tuple[int, int]] = []

    def build(content: dict[str, Any]) -> BackgroundPainter:
        width, height = content["size"]
        sizes.append((int(width), int(height)))
        return BackgroundPainter(BackgroundShape(**content["network"]))

    return load_weights(folder, name, build, device), sizes[0]
