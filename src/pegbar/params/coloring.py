"""Parameters of the illustration encoder and the colouriser."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Batch, Count, Factor, Rate, Section, Seed, Weight, Workers
from pegbar.params.training import RunParams


class EncoderParams(RunParams):
    """Training of the tagger (``encoder`` in ``params.yaml``)."""

    least_share: float = Field(
        ge=0, lt=0.5, description="tags of a smaller share of the training illustrations, or missing in as few, are left out"
    )
    size: int = Field(ge=64, le=2048, description="side of the training crops, pixels; a multiple of 32")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a share of the illustration's shorter one")
    lines_share: float = Field(ge=0, le=1, description="share of crops shown as line art, so that the features know it")

    @model_validator(mode="after")
    def _fits(self) -> "EncoderParams":
        if self.size % 32:
            raise ValueError(f"size must be a multiple of 32, found {self.size}")
        if not 0 < self.scale[0] <= self.scale[1] <= 1:
            raise ValueError(f"scale must rise within 0 to 1, found {self.scale}")
        return self


class ColorizerParams(Section):
    """Training of a colouriser (``colorizer`` in ``params.yaml``); the defaults are ours, benchmarks set the rivals'."""

    seed: Seed
    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    kind: Literal["stencil", "unet"] = Field(description="StencilTorch's generator, or a U-Net that sees hints at full size")
    width: int = Field(ge=8, le=1024, multiple_of=8, description="F; the paper's model has 32")
    critic_width: int = Field(ge=8, le=1024, multiple_of=8)
    features: bool = Field(description="illustration features join generator and critic")
    batch_norm: bool
    spread: bool = Field(description="hints spread over the line art come in at full size, and are painted on (ours)")
    hints: Literal["strokes", "pixels"] = Field(description="strokes of an artist, or single pixels of the illustration")
    masks: bool = Field(description="train on inpainting masks, not on whole pictures only")
    guide: bool = Field(description="a second tail that learns the flat colour map")
    curriculum: bool = Field(description="mostly known colours at first, down to none (p = max(ε, u))")
    second_generator: bool = Field(description="PaintsTorch's: another generator draws the line art back from what the first one painted")
    size: int = Field(ge=64, le=2048, multiple_of=64, description="side of the training crops, pixels")
    scale: tuple[Factor, Factor] = Field(description="range of a crop's side as a share of the illustration's shorter one")
    darkness: tuple[Factor, Factor] = Field(description="range of the ink's darkness (augmentation)")
    hue: float = Field(ge=0, le=180, description="largest turn of the hue of an illustration and its hints, degrees")
    batch: Batch
    steps: Count
    learning_rate: Rate
    late_rate: float = Field(gt=0, le=1, description="factor of the rate in the second half")
    adversarial_weight: Weight = Field(description="0 trains without a critic")
    content_weight: Weight
    pixel_weight: Weight = Field(description="weight of the mean absolute error inside the mask; the paper has none")
    drift: Weight
    penalty: Weight
    average: float = Field(ge=0, lt=1, description="decay of the averaged generator, which is the one that is kept")
    save_every: Count = Field(description="steps between checkpoints and entries of the curve")

    @model_validator(mode="after")
    def _fits(self) -> "ColorizerParams":
        for name in ("scale", "darkness"):
            low, high = getattr(self, name)
            if not 0 < low <= high <= 1:
                raise ValueError(f"{name} must rise within 0 to 1, found {(low, high)}")
        if self.kind == "unet" and (self.guide or self.spread or self.features):
            raise ValueError("kind: unet has neither guide nor spread nor features")
        return self


class ColoringEvaluationParams(Section):
    """Scores of a colouriser (``coloring_evaluation`` in ``params.yaml``)."""

    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    side: int = Field(ge=64, le=2048, multiple_of=32, description="size to which held-out illustrations are brought, pixels")
    pictures: int = Field(ge=2, le=1_000_000)
    shown: Count = Field(description="rows of the galleries")
    others: tuple[Literal["vgg16", "alexnet", "inception_v3"], ...] = Field(
        description="ImageNet networks that compare pictures beside our encoder, where their weights can be had"
    )
