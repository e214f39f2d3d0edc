"""Parameters of scenes: what is drawn to learn from, the recognizer, the painter of backgrounds, and their evaluation."""

from pathlib import Path

from pydantic import Field, model_validator

from pegbar.params.base import Count, Rate, Section, Seed, Weight, Workers
from pegbar.params.training import RunParams


class SceneParams(Section):
    """Scenes that the studio paints for learning (``scenes`` in ``params.yaml``)."""

    seed: Seed
    count: int = Field(ge=8, le=1_000_000)
    width: int = Field(ge=64, le=2048, multiple_of=32)
    height: int = Field(ge=64, le=2048, multiple_of=32)
    val_share: float = Field(gt=0, lt=0.5)
    test_share: float = Field(gt=0, lt=0.5)
    split_seed: Seed
    workers: Workers


class RecognizerParams(RunParams):
    """Training of the recognizer, which tells whether a background meets its conditions (``recognizer``)."""

    least_share: float = Field(ge=0, lt=0.5, description="conditions that a smaller share of the training scenes meets are not judged")
    width: int = Field(ge=32, le=2048, multiple_of=32, description="width to which scenes are brought, pixels")
    height: int = Field(ge=32, le=2048, multiple_of=32)


class BackgroundParams(Section):
    """Training of the painter of backgrounds (``background``)."""

    seed: Seed
    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    width: int = Field(ge=32, le=2048, multiple_of=32, description="width at which it paints, pixels")
    height: int = Field(ge=32, le=2048, multiple_of=32)
    channels: int = Field(ge=8, le=1024, multiple_of=8, description="channels at full size; each coarser level has more, up to eight times")
    critic_channels: int = Field(ge=8, le=1024)
    own_detail: float = Field(ge=0, le=1, description="share of training scenes shown their own detail; half of the others see another's")
    dropped: float = Field(ge=0, lt=1, description="share of training scenes without any condition, for the unconditional rival")
    batch: int = Field(ge=2, le=4096, multiple_of=2)
    steps: Count
    learning_rate: Rate
    late_rate: float = Field(gt=0, le=1, description="factor of the rate in the second half")
    pixel_weight: Weight
    content_weight: Weight = Field(description="weight of the encoder's maps: what it learnt is carried over")
    adversarial_weight: Weight = Field(description="0 trains without a critic")
    seeking_weight: Weight = Field(description="weight of the mode-seeking term: other noise must give another picture")
    average: float = Field(ge=0, lt=1, description="decay of the averaged generator, which is the one that is kept")
    save_every: Count = Field(description="steps between checkpoints and entries of the curve")


class BackgroundEvaluationParams(Section):
    """Scores of generated backgrounds (``background_evaluation``)."""

    threads: Workers
    seed: Seed
    pictures: int = Field(
        ge=8, le=1_000_000, description="backgrounds that each way of making them makes, one for each held-out scene at most"
    )
    neighbors: Count = Field(description="k of the balls in feature space")
    candidates: int = Field(ge=1, le=64, description="backgrounds painted for one request, of which the best is kept")
    shown: Count
    cuts: Count = Field(description="held-out cuts whose plates are cleaned")


class OrderParams(Section):
    """What orders are refused (``orders``)."""

    denied: Path = Field(description="YAML list of words that no order may hold (the paper's section 5)")

    @model_validator(mode="after")
    def _is_yaml(self) -> "OrderParams":
        if self.denied.suffix not in (".yaml", ".yml"):
            raise ValueError(f"denied must be a YAML file, found {self.denied}")
        return self
