"""Parameters of ``pegbar finetune``; they are no section of ``params.yaml``, since no stage reads them."""

from typing import Annotated

from pydantic import Field

from pegbar.params.base import Batch, Count, Rate, Section, Seed, Workers

Side = Annotated[int, Field(ge=64, le=4320)]


class FinetuneParams(Section):
    """How a model is learnt on from a few frames; what was measured stands in docs/finetuning.md."""

    seed: Seed = 21
    threads: Workers = Field(default=2, description="CPU threads; other counts give other bytes")
    steps: Count = Field(default=60, description="steps of each network")
    batch: Batch = 4
    learning_rate: tuple[Rate, Rate] = Field(default=(3e-4, 1e-6), description="at the first and the last step, linear between")
    replay: int = Field(default=16, ge=0, le=10_000, description="frames of the studio mixed in, so that what was known stays known")
    replay_size: tuple[Side, Side] = Field(default=(960, 540), description="width and height of those frames")
    own_fraction: float = Field(default=0.75, gt=0, le=1, description="fraction of a step's frames that are the user's, with replay")
    start_fraction: float = Field(default=0.0, ge=0, lt=1, description="fraction of the first weights in the final ones")
    save_every: Count = Field(default=20, description="steps between checkpoints")
