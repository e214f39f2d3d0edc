"""Parameters of line art, colour regions and few colours."""

from typing import Literal

from pydantic import Field

from pegbar.params.base import Section


class LineartParams(Section):
    """xDoG line art (``lineart`` in ``params.yaml``)."""

    sigma: float = Field(gt=0, description="deviation of the narrow Gaussian, pixels")
    k: float = Field(gt=1, description="ratio of the wide Gaussian's deviation to it")
    gamma: float = Field(gt=0, le=1, description="weight of the wide Gaussian")
    epsilon: float = Field(description="tone above which paper stays white")
    phi: float = Field(gt=0, description="steepness of the fall to black")
    flow: float = Field(ge=0, description="deviation of smoothing along the lines, pixels; 0 for none")
    binary: bool = Field(description="cut into black and white by Otsu's threshold")
    workers: int = Field(ge=1)


class RegionParams(Section):
    """From displacement maps to regions and colours (``regions`` in ``params.yaml``)."""

    limit: float = Field(ge=0, le=1, description="mean strength under which the border between two regions is taken down")
    least: int = Field(ge=1, description="regions of fewer pixels join a neighbour")
    turns: Literal[1, 2, 8] = Field(description="test-time augmentation: 1 for none, 2 with the mirror image, 8 with quarter turns too")
    clusters: int = Field(ge=1, le=256, description="colours of the colour map")
    space: Literal["rgb", "lab"]
    seed: int = Field(ge=0)
    shown: int = Field(ge=1, description="rows of the gallery")
