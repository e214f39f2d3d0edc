"""A small untrained colouriser of regions and a drawing for it, shared by tests."""

import cv2
import numpy as np
import torch

from pegbar.inference.region_colorizer import RegionColorizer
from pegbar.networks.light import LightConfig
from pegbar.networks.region_colorizer_files import RegionColorizerConfig, RegionColorizerNetworks
from pegbar.networks.region_colors import RegionColorsConfig

CONFIG = RegionColorizerConfig(RegionColorsConfig(16, 1, 2), LightConfig(8))


def networks(seed: int = 0) -> RegionColorizerNetworks:
    torch.manual_seed(seed)
    return RegionColorizerNetworks(CONFIG)


def region_colorizer() -> RegionColorizer:
    return RegionColorizer(networks(), torch.device("cpu"))


def drawing(size: tuple[int, int] = (96, 128)) -> np.ndarray:
    """A circle with a line through it, and a box: line art (H, W), dark on white."""
    lines = np.full(size, 255, np.uint8)
    cv2.circle(lines, (size[1] // 3, size[0] // 2), size[0] // 3, 0, 2)
    cv2.line(lines, (size[1] // 3, size[0] // 6), (size[1] // 3, size[0] * 5 // 6), 0, 2)
    cv2.rectangle(lines, (size[1] * 2 // 3, size[0] // 4), (size[1] * 9 // 10, size[0] * 3 // 4), 0, 2)
    return lines


def dab(lines: np.ndarray, x: int, y: int, color: tuple[int, int, int], hints: np.ndarray | None = None) -> np.ndarray:
    """Hints (H, W, 4) with one dab more."""
    picture = np.zeros((*lines.shape, 4), np.uint8) if hints is None else hints
    cv2.circle(picture, (x, y), 2, (*color, 255), cv2.FILLED)
    return picture
