"""Parameters of the illustration encoder and the colouriser."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Count, Factor, Section, Workers
from pegbar.params.training import GANParams, SupervisedParams

ColorizerMethodName = Literal[
    "stenciltorch_propagated",
    "stenciltorch",
    "stenciltorch_bn",
    "stenciltorch_guide",
    "stenciltorch_guide_curriculum",
    "paintstorch",
    "ci_2018",
    "paintschainer",
    "zhang_2017",
]
"""Ours, StencilTorch and its ablations, and earlier tools; what each is: ``pegbar.training.colorizer_methods``."""


def _check_range(name: str, bounds: tuple[float, float]) -> None:
    if not 0 < bounds[0] <= bounds[1] <= 1:
        raise ValueError(f"{name} must rise within 0 to 1, found {bounds}")


class TagEncoderParams(SupervisedParams):
    """Training of the tag encoder (``tag_encoder`` in ``params.yaml``)."""

    min_fraction: float = Field(
        ge=0, lt=0.5, description="tags of a smaller fraction of the training illustrations, or missing in as few, are left out"
    )
    size: int = Field(ge=64, le=2048, multiple_of=32, description="side of the training crops, pixels")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a fraction of the illustration's shorter one")
    lineart_fraction: float = Field(ge=0, le=1, description="fraction of crops shown as line art, so that the features know it")

    @model_validator(mode="after")
    def _fits(self) -> "TagEncoderParams":
        _check_range("scale", self.scale)
        return self


class ColorizerParams(GANParams):
    """Training of a colouriser (``colorizer`` in ``params.yaml``)."""

    method: ColorizerMethodName = Field(description="architecture, inputs and losses: ours, the paper's or an earlier tool's")
    channels: int = Field(ge=8, le=1024, multiple_of=8, description="F; the paper's model has 32")
    critic_channels: int = Field(ge=8, le=1024, multiple_of=8)
    size: int = Field(ge=64, le=2048, multiple_of=64, description="side of the training crops, pixels")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a fraction of the illustration's shorter one")
    darkness: tuple[Factor, Factor] = Field(description="range of the line art's darkness (augmentation)")
    hue: float = Field(ge=0, le=180, description="largest rotation of the hue of an illustration and its hints, degrees")

    @model_validator(mode="after")
    def _fits(self) -> "ColorizerParams":
        _check_range("scale", self.scale)
        _check_range("darkness", self.darkness)
        return self


class RegionColorsParams(SupervisedParams):
    """Training of the colours of regions (``region_colorizer.colors`` in ``params.yaml``)."""

    size: int = Field(ge=64, le=2048, multiple_of=32, description="side of the training crops, pixels")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a fraction of the illustration's shorter one")
    hue: float = Field(ge=0, le=180, description="largest rotation of the hue of an illustration and its hints, degrees")
    regions: Count = Field(description="most regions of a crop")
    unhinted_fraction: float = Field(ge=0, le=1, description="fraction of crops without a hint")
    mean_hints: float = Field(ge=1, le=1000, description="mean number of hinted regions of the other crops")
    palette_fraction: float = Field(ge=0, le=1, description="fraction of crops with a palette to choose from")
    evenness: float = Field(ge=0, le=1, description="part of an even distribution in what colours are weighted by; 1 weights none")

    @model_validator(mode="after")
    def _fits(self) -> "RegionColorsParams":
        _check_range("scale", self.scale)
        return self


class LightParams(SupervisedParams):
    """Training of the light on flats (``region_colorizer.light`` in ``params.yaml``)."""

    size: int = Field(ge=64, le=2048, multiple_of=32, description="side of the training crops, pixels")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a fraction of the illustration's shorter one")
    hue: float = Field(ge=0, le=180, description="largest rotation of the hue, degrees")

    @model_validator(mode="after")
    def _fits(self) -> "LightParams":
        _check_range("scale", self.scale)
        return self


class RegionColorizerParams(Section):
    """Our colouriser (``region_colorizer`` in ``params.yaml``): its two networks and how each is trained."""

    init: Literal["starter", "imagenet"] = Field(description="first weights: the model that came with the program, or ImageNet's")
    width: int = Field(ge=16, le=1024, multiple_of=8, description="of the transformer over regions")
    layers: int = Field(ge=1, le=24)
    heads: int = Field(ge=1, le=16)
    light_channels: int = Field(ge=8, le=512, multiple_of=8, description="of the network for light, at stride 2")
    start_fraction: float = Field(ge=0, lt=1, description="fraction of the first weights in the final ones, with init: starter")
    colors: RegionColorsParams
    light: LightParams


class ColoringEvaluationParams(Section):
    """Scores of a colouriser (``coloring_evaluation`` in ``params.yaml``)."""

    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    side: int = Field(ge=64, le=2048, multiple_of=32, description="size to which held-out illustrations are brought, pixels")
    pictures: int = Field(ge=2, le=1_000_000)
    gallery_rows: Count = Field(description="rows of the galleries")
    shading: float = Field(ge=0, le=1, description="strength of our colouriser's light where it paints lit pictures")
    extra_feature_extractors: tuple[Literal["vgg16", "alexnet", "inception_v3"], ...] = Field(
        description="ImageNet networks that compare pictures beside our encoder, where their weights can be had"
    )
