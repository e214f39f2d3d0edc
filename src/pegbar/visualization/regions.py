"""Rows of the gallery of colour regions."""

import numpy as np
from numpy.typing import NDArray

from pegbar.regions.colors import ColorMap
from pegbar.regions.hints import sample_condition
from pegbar.visualization.galleries import in_hues

Picture = NDArray[np.uint8]
CAPTIONS = ("illustration", "line art", "displacement", "regions", "quantised colours", "hints", "mask")


def region_row(
    picture: Picture, lines: Picture, displacement: Picture, regions: NDArray[np.int32], colors: ColorMap, rng: np.random.Generator
) -> list[Picture]:
    """One row of StencilTorch's Figure 3; pictures (H, W, 3), lines and regions (H, W)."""
    condition = sample_condition(colors, float(rng.uniform(0.3, 0.7)), rng)
    hints = np.where(condition.hints[..., 3:] > 0, condition.hints[..., :3], np.uint8(255))
    mask = np.where(condition.mask[..., None], np.uint8(255), np.uint8(0)).repeat(3, axis=2)
    return [picture, lines[..., None].repeat(3, axis=2), displacement, in_hues(regions), colors.picture, hints, mask]
