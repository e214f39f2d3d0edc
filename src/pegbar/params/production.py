"""Parameters of the production contract."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Section, Seed


class ProductionParams(Section):
    """Where frames come from and how they are split (``production`` in ``params.yaml``)."""

    source: Literal["studio", "footage"]
    on_bad_frame: Literal["stop", "skip"]
    val_fraction: float = Field(gt=0, lt=1)
    test_fraction: float = Field(gt=0, lt=1)
    split_seed: Seed

    @model_validator(mode="after")
    def _room_to_train(self) -> "ProductionParams":
        if self.val_fraction + self.test_fraction >= 1:
            raise ValueError("val_fraction + test_fraction must leave cuts to train on")
        return self
