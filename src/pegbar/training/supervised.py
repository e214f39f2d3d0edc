"""Tasks with one network and one loss: segmentation, region maps, tags, conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from pegbar.params.training import SupervisedParams
from pegbar.training.callbacks import Callback, Forward, Validation
from pegbar.training.loading import Draw
from pegbar.training.optimization import Descent, backbone_groups, linear_decay
from pegbar.training.trainer import Hardware, Run, fit

ParamsT = TypeVar("ParamsT", bound=SupervisedParams)


class SupervisedTask(Generic[ParamsT]):
    """What is common to tasks with one network; see :class:`pegbar.training.trainer.Task`.

    A task says what a batch is, what of it the network sees and should answer, and the loss of its answer.
    """

    params: ParamsT

    def __len__(self) -> int:
        """Pictures to learn from."""
        raise NotImplementedError

    def batch(self, draw: Draw) -> Any:
        """What a step looks at, on the host; a pure function of the draw."""
        raise NotImplementedError

    def examples(self, batch: Any, draw: Draw) -> tuple[Tensor, Tensor]:
        """Inputs (B, 3, H, W), augmented and standardised, and targets, of a batch on the device."""
        raise NotImplementedError

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Scalar training loss of logits in float32."""
        raise NotImplementedError

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Metrics on held-out pictures; ``loss`` decides on early stopping."""
        raise NotImplementedError

    def descents(self, networks: nn.Module) -> dict[str, Descent]:
        """Adam, the backbone slower than the rest, with a warm-up and a linear fall (thesis 4.6)."""
        params = self.params
        groups = backbone_groups(networks, params.learning_rate[0], params.backbone_lr_multiplier)
        adam = torch.optim.Adam(groups, lr=params.learning_rate[0], fused=True)
        return {"train": Descent(adam, linear_decay(params.learning_rate, params.steps, params.warmup))}

    def losses(self, networks: nn.Module, batch: Any, draw: Draw, hardware: Hardware) -> Iterator[tuple[str, Tensor]]:
        """The loss of the network's answers."""
        inputs, targets = self.examples(batch, draw)
        with hardware.autocast():
            logits = networks(inputs.contiguous(memory_format=torch.channels_last))
        yield "train", self.loss(logits.float(), targets)


@dataclass(frozen=True)
class Trained:
    """A network that has been trained: its best weights, and where and how good they were."""

    run: Run
    validation: Validation

    @property
    def weights(self) -> dict[str, Tensor]:
        """Weights with the lowest validation loss."""
        return self.validation.best

    @property
    def facts(self) -> dict[str, Any]:
        """What a model's sidecar says of the run."""
        return {"steps": self.run.step, "best_step": self.validation.best_step, "seed": self.run.task.params.seed}


def train_network(
    network: nn.Module,
    task: SupervisedTask[Any],
    checkpoint: Path,
    mark: str,
    stop_after: int | None = None,
    extra: tuple[Callback, ...] = (),
) -> Trained:
    """Train a network to the end, or until its validation loss stops falling; see :func:`pegbar.training.trainer.fit`."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    validation = Validation(task, task.params.patience, task.params.low_res_steps)
    return Trained(fit(network, task, (validation, *extra), checkpoint, mark, stop_after), validation)
