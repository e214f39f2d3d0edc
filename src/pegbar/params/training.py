"""Parameters of training: what every run has."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Batch, Count, Rate, Section, Seed, Workers


class RunParams(Section):
    """What the trainer needs to know of any run."""

    seed: Seed
    threads: Workers = Field(description="CPU threads; other counts give other bytes")
    loader_workers: int = Field(
        default=0, ge=0, le=256, description="processes that prepare batches ahead; any number gives the same bytes"
    )
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto", description="auto: bfloat16 on CUDA and on CPUs with matrix tiles (AMX), else float32"
    )
    batch: Batch
    steps: Count

    @property
    def report_every(self) -> int:
        """Steps between rows of the curves, each with a checkpoint."""
        raise NotImplementedError


class SupervisedParams(RunParams):
    """A run with one network and a validation score."""

    learning_rate: tuple[Rate, Rate] = Field(description="Adam's rate at the first and the last step, linear between")
    backbone_lr_multiplier: float = Field(gt=0, le=1, description="the backbone's fraction of the rate: what knows much already moves less")
    warmup: int = Field(ge=0, le=1_000_000, description="steps over which the rate rises; the thesis has none")
    validate_every: Count = Field(description="steps between validations and checkpoints")
    patience: Count = Field(description="validations without a lower loss before stopping early")

    @property
    def report_every(self) -> int:
        """Steps between validations."""
        return self.validate_every

    @property
    def low_res_steps(self) -> float:
        """Steps, the first ones, during which a bad score at full size does not count."""
        return 0.0

    @model_validator(mode="after")
    def _falling(self) -> "SupervisedParams":
        if not self.learning_rate[0] >= self.learning_rate[1] > 0:
            raise ValueError(f"learning_rate must fall and stay positive, found {self.learning_rate}")
        return self


class GANParams(RunParams):
    """A run with a generator and a critic."""

    learning_rate: Rate
    lr_decay: float = Field(gt=0, le=1, description="factor of the rate in the second half")
    ema_decay: float = Field(ge=0, lt=1, description="decay of the averaged generator, which is the one that is kept")
    save_every: Count = Field(description="steps between checkpoints and entries of the curve")

    @property
    def report_every(self) -> int:
        """Steps between checkpoints."""
        return self.save_every
