"""Parameters of line art, colour regions and colour quantisation."""

from typing import Literal

from pydantic import Field

from pegbar.params.base import Count, Section, Seed, Workers


class LineartParams(Section):
    """xDoG line art (``lineart`` in ``params.yaml``)."""

    sigma: float = Field(gt=0, le=8, description="deviation of the narrow Gaussian, pixels")
    k: float = Field(gt=1, le=16, description="ratio of the wide Gaussian's deviation to it")
    gamma: float = Field(gt=0, le=1, description="weight of the wide Gaussian")
    epsilon: float = Field(ge=-10, le=10, description="response above which paper stays white")
    phi: float = Field(gt=0, le=1e12, description="steepness of the fall to black")
    flow: float = Field(ge=0, le=100, description="deviation of smoothing along the lines, pixels; 0 for none")
    binary: bool = Field(description="threshold to black and white by Otsu's method")
    workers: Workers


class RegionParams(Section):
    """From displacement maps to regions and colours (``regions`` in ``params.yaml``)."""

    merge_threshold: float = Field(ge=0, le=1, description="mean strength under which the border between two regions is removed")
    min_size: Count = Field(description="regions of fewer pixels join a neighbour")
    tta: Literal[1, 2, 8] = Field(description="test-time augmentation: 1 for none, 2 with the mirror image, 8 with quarter turns too")
    clusters: int = Field(ge=1, le=256, description="colours of the colour map")
    space: Literal["rgb", "lab"]
    seed: Seed
    gallery_rows: Count = Field(description="rows of the gallery")
