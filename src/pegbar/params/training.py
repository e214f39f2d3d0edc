"""Parameters of training: one section for each network."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Batch, Count, CropSide, Factor, Rate, Section, Seed, Weight, Workers


class AugmentParams(Section):
    """Augmentation of thesis 4.2; a deviation or chance of 0 switches one off."""

    brightness: float = Field(ge=0, le=10, description="standard deviation of the brightness factor")
    contrast: float = Field(ge=0, le=10, description="standard deviation of the contrast factor")
    hue: float = Field(ge=0, le=180, description="standard deviation of the hue rotation, degrees")
    scale: tuple[Factor, Factor] = Field(description="range of the scale factor")
    tries: Count = Field(description="places drawn for a crop, of which the one with most cel is taken")
    rotation: float = Field(ge=0, le=180, description="largest rotation, degrees")
    flip: float = Field(ge=0, le=1, description="chance of a horizontal flip")
    backgrounds: bool = Field(description="replace backgrounds at the thesis's probability B / (B + N)")
    texture: float = Field(ge=0, le=1, description="chance of texture overlays, cel and background apart")
    erase: float = Field(ge=0, le=1, description="chance of a rectangular erasure")

    @model_validator(mode="after")
    def _ordered(self) -> "AugmentParams":
        if not 0 < self.scale[0] <= self.scale[1]:
            raise ValueError(f"scale must be positive and ordered, found {self.scale}")
        return self


class NetworkParams(Section):
    """Architecture of a GCN (see ``pegbar.networks.gcn``)."""

    backbone: Literal["efficientnet_lite0", "resnet18", "resnet34", "resnet50", "resnet101"]
    kernel: int = Field(ge=3, le=99)
    width: int = Field(ge=1, le=1024)
    detail: int = Field(ge=0, le=1024)
    dropout: float = Field(ge=0, lt=1)
    norm: Literal["batch", "group", "folded"] = Field(description="folded: the backbone's batch norms become part of its convolutions")
    start: Literal["random", "imagenet", "cel"] = Field(
        description="first weights: drawn, ImageNet's for the backbone, or (douga_network) the cel network's wherever shapes agree"
    )

    @model_validator(mode="after")
    def _consistent(self) -> "NetworkParams":
        if self.kernel % 2 == 0:
            raise ValueError(f"kernel must be odd, found {self.kernel}")
        if self.start == "imagenet" and self.norm == "group":
            raise ValueError("ImageNet weights need norm: batch or folded, found group")
        if self.norm == "folded" and (self.backbone != "efficientnet_lite0" or self.start == "random"):
            raise ValueError(
                f"norm: folded needs efficientnet_lite0 and first weights to fold, found {self.backbone} and start: {self.start}"
            )
        return self


class RunParams(Section):
    """What the engine needs to know of any run."""

    seed: Seed
    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        description="auto: bfloat16 on CUDA and on CPUs with matrix tiles (AMX), else float32"
    )
    batch: Batch
    steps: Count
    learning_rate: tuple[Rate, Rate] = Field(description="Adam's rate at the first and the last step, linear between")
    backbone_rate: float = Field(gt=0, le=1, description="the backbone's share of the rate: what knows much already moves less")
    warmup: int = Field(ge=0, le=1_000_000, description="steps over which the rate rises; the thesis has none")
    validate_every: Count = Field(description="steps between validations and checkpoints")
    patience: Count = Field(description="validations without a lower loss before stopping early")

    @property
    def coarse_steps(self) -> float:
        """Steps, the first ones, during which a bad score at full size does not count."""
        return 0.0

    @model_validator(mode="after")
    def _falling(self) -> "RunParams":
        if not self.learning_rate[0] >= self.learning_rate[1] > 0:
            raise ValueError(f"learning_rate must fall and stay positive, found {self.learning_rate}")
        return self


class TrainingParams(RunParams):
    """One training run of a GCN."""

    standardize: Literal["fixed", "picture"] = Field(description="by constants, or by each picture's own mean and deviation")
    working_height: int = Field(ge=32, le=4320, description="height frames are brought to before network and augmentation")
    crop: tuple[CropSide, CropSide] = Field(description="height and width of a training picture, multiples of 32")
    coarse_share: float = Field(ge=0, lt=1, description="share of the steps, the first ones, at half size: about half as dear")
    loss: Literal["cross_entropy", "weighted_cross_entropy", "focal"]
    weight_power: float = Field(ge=0, le=1, description="class weight = frequency to the minus this; 1 is the thesis's")
    taken_back: float = Field(ge=0, le=1, description="share of the class weights that the trained network's decision gives back")
    focal_gamma: Weight
    validation_frames: Count
    cache_mb: int = Field(ge=0, le=1_000_000, description="decoded frames kept in memory")
    network: NetworkParams
    augment: AugmentParams

    @property
    def coarse_steps(self) -> float:
        """Steps at half size."""
        return self.coarse_share * self.steps

    @model_validator(mode="after")
    def _consistent(self) -> "TrainingParams":
        unit = 64 if self.coarse_share else 32
        if any(side % unit for side in self.crop):
            raise ValueError(f"crop must be multiples of {unit}, found {self.crop}")
        return self


class CelParams(TrainingParams):
    """Training of the cel network."""

    parts_weight: float = Field(
        ge=0, description="weight of naming the parts of a cel (lines, fills) where a douga is known, beside cel or background"
    )

    @model_validator(mode="after")
    def _first(self) -> "CelParams":
        if self.network.start == "cel":
            raise ValueError("network.start must be random or imagenet, found cel")
        return self
