"""Parameters of trainings of a GCN: architecture, augmentation, and the sections ``cel`` and ``region_network``."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Count, CropSide, Factor, Section, Weight
from pegbar.params.training import SupervisedParams


class AugmentParams(Section):
    """Colour and place of a training picture (thesis 4.2); a deviation or chance of 0 switches one off."""

    brightness: float = Field(ge=0, le=10, description="standard deviation of the brightness factor")
    contrast: float = Field(ge=0, le=10, description="standard deviation of the contrast factor")
    hue: float = Field(ge=0, le=180, description="standard deviation of the hue rotation, degrees")
    scale: tuple[Factor, Factor] = Field(description="range of the scale factor")
    rotation: float = Field(ge=0, le=180, description="largest rotation, degrees")
    flip: float = Field(ge=0, le=1, description="chance of a horizontal flip")

    @model_validator(mode="after")
    def _ordered(self) -> "AugmentParams":
        if not 0 < self.scale[0] <= self.scale[1]:
            raise ValueError(f"scale must be positive and ordered, found {self.scale}")
        return self


class SegmentationAugmentParams(AugmentParams):
    """Augmentation of frames with a cel (thesis 4.2)."""

    crop_candidates: Count = Field(description="places drawn for a crop, of which the one with most cel is taken")
    backgrounds: bool = Field(description="replace backgrounds at the thesis's probability B / (B + N)")
    texture: float = Field(ge=0, le=1, description="chance of texture overlays, cel and background apart")
    erase: float = Field(ge=0, le=1, description="chance of a rectangular erasure")


class NetworkParams(Section):
    """Architecture of a GCN (see ``pegbar.networks.gcn``)."""

    backbone: Literal["efficientnet_lite0", "resnet18", "resnet34", "resnet50", "resnet101"]
    kernel: int = Field(ge=3, le=99)
    channels: int = Field(ge=1, le=1024)
    decoder_channels: int = Field(ge=0, le=1024)
    dropout: float = Field(ge=0, lt=1)
    norm: Literal["batch", "group", "folded"] = Field(description="folded: the backbone's batch norms become part of its convolutions")
    init: Literal["random", "imagenet", "cel", "starter"] = Field(
        description="first weights: random, ImageNet's for the backbone, or, wherever shapes agree, those of the model of the same task "
        "that came with the program, or (douga_network) the cel network's"
    )

    @model_validator(mode="after")
    def _consistent(self) -> "NetworkParams":
        if self.kernel % 2 == 0:
            raise ValueError(f"kernel must be odd, found {self.kernel}")
        if self.init == "imagenet" and self.norm == "group":
            raise ValueError("ImageNet weights need norm: batch or folded, found group")
        if self.norm == "folded" and (self.backbone != "efficientnet_lite0" or self.init == "random"):
            raise ValueError(
                f"norm: folded needs efficientnet_lite0 and first weights to fold, found {self.backbone} and init: {self.init}"
            )
        return self


class GcnParams(SupervisedParams):
    """A run of a GCN on whole pictures."""

    standardize: Literal["fixed", "picture"] = Field(
        default="fixed", description="by constants, or by each picture's own mean and deviation"
    )
    working_height: int = Field(ge=32, le=4320, description="height frames are brought to before network and augmentation")
    crop: tuple[CropSide, CropSide] = Field(description="height and width of a training picture, multiples of 32")
    low_res_fraction: float = Field(ge=0, lt=1, description="fraction of the steps, the first ones, at half size: about half as dear")
    validation_frames: Count
    cache_mb: int = Field(ge=0, le=1_000_000, description="decoded frames kept in memory, by each loader worker its part")
    network: NetworkParams

    @property
    def low_res_steps(self) -> float:
        """Steps at half size."""
        return self.low_res_fraction * self.steps

    @property
    def cache_each(self) -> int:
        """Megabytes of decoded frames that each process may keep."""
        return self.cache_mb // max(1, self.loader_workers)

    @model_validator(mode="after")
    def _consistent(self) -> "GcnParams":
        unit = 64 if self.low_res_fraction else 32
        if any(side % unit for side in self.crop):
            raise ValueError(f"crop must be multiples of {unit}, found {self.crop}")
        return self


class RegionNetworkParams(GcnParams):
    """Training of the network of displacement maps (``region_network``)."""

    augment: AugmentParams


class SegmentationParams(GcnParams):
    """Training of a segmentation network."""

    loss: Literal["cross_entropy", "weighted_cross_entropy", "focal"]
    weight_power: float = Field(default=0.0, ge=0, le=1, description="class weight = frequency to the minus this; 1 is the thesis's")
    focal_gamma: Weight = Field(default=2.0, description="focusing exponent of the focal loss")
    augment: SegmentationAugmentParams
    start_fraction: float = Field(
        default=0.0, ge=0, lt=1, description="fraction of the first weights in the final ones, with network.init: starter"
    )

    @property
    def kept_fraction(self) -> float:
        """Fraction of the first weights in the final ones (Wortsman et al. 2022): nothing is kept of ImageNet's and of random ones."""
        return self.start_fraction if self.network.init == "starter" else 0.0


class CelParams(SegmentationParams):
    """Training of the cel network (``cel``)."""

    parts_weight: float = Field(
        ge=0, description="weight of naming the parts of a cel (lines, fills) where a douga is known, beside cel or background"
    )

    @model_validator(mode="after")
    def _first(self) -> "CelParams":
        if self.network.init == "cel":
            raise ValueError("network.init must be random, imagenet or starter, found cel")
        return self
