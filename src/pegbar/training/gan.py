"""Tasks with a generator and a critic: the colouriser, the generator of backgrounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from pegbar.params.training import GANParams
from pegbar.training.callbacks import Callback, WeightAverage
from pegbar.training.loading import Draw
from pegbar.training.optimization import Descent, late_decay
from pegbar.training.trainer import Hardware, Run, fit


class GANModels(nn.Module):
    """All networks of a run; only the generator's average is kept."""

    generator: nn.Module
    critic: nn.Module | None

    def generator_parameters(self) -> list[nn.Parameter]:
        """Parameters of everything that is not the critic."""
        return [value for name, value in self.named_parameters() if not name.startswith("critic.")]


ModelsT = TypeVar("ModelsT", bound=GANModels)
BatchT = TypeVar("BatchT")
ParamsT = TypeVar("ParamsT", bound=GANParams)


class GANTask(Generic[ModelsT, BatchT, ParamsT]):
    """What is common to tasks with a generator and a critic; see :class:`pegbar.training.trainer.Task`."""

    params: ParamsT

    def __len__(self) -> int:
        """Pictures to learn from."""
        raise NotImplementedError

    def models(self) -> ModelsT:
        """Networks with random weights."""
        raise NotImplementedError

    def batch(self, draw: Draw) -> Any:
        """What a step looks at, on the host; a pure function of the draw."""
        raise NotImplementedError

    def examples(self, batch: Any) -> BatchT:
        """What the networks see of a batch on the device."""
        raise NotImplementedError

    def generate(self, models: ModelsT, batch: BatchT) -> tuple[Tensor, Tensor | None]:
        """Generated pictures (B, 3, H, W), and what else the generator's loss needs."""
        raise NotImplementedError

    def critic_loss(self, models: ModelsT, batch: BatchT, generated: Tensor) -> Tensor:
        """What the critic lowers."""
        raise NotImplementedError

    def generator_loss(self, models: ModelsT, batch: BatchT, generated: Tensor, other: Tensor | None) -> Tensor:
        """What everything else lowers."""
        raise NotImplementedError

    def descents(self, networks: ModelsT) -> dict[str, Descent]:
        """AdamW for each side, slower in the second half."""
        params, sides = self.params, {"generator": networks.generator_parameters()}
        if networks.critic is not None:
            sides["critic"] = list(networks.critic.parameters())
        factor = late_decay(params.lr_decay, params.steps)

        def descent(name: str, parameters: list[nn.Parameter]) -> Descent:
            group = {"name": name, "params": parameters}
            return Descent(torch.optim.AdamW([group], params.learning_rate, betas=(0.5, 0.9), fused=True), factor)

        return {name: descent(name, parameters) for name, parameters in sides.items()}

    def losses(self, networks: ModelsT, batch: Any, draw: Draw, hardware: Hardware) -> Iterator[tuple[str, Tensor]]:
        """The critic's loss, where there is one, then the generator's, against the critic as it then is."""
        seen = self.examples(batch)
        with hardware.autocast():
            generated, other = self.generate(networks, seen)
        if networks.critic is not None:
            yield "critic", self.critic_loss(networks, seen, generated.detach())
            networks.critic.requires_grad_(False)
        yield "generator", self.generator_loss(networks, seen, generated, other)
        if networks.critic is not None:
            networks.critic.requires_grad_(True)


@dataclass(frozen=True)
class TrainedGAN:
    """A generator that has been trained."""

    run: Run
    average: WeightAverage

    @property
    def weights(self) -> dict[str, Tensor]:
        """Averaged weights of the generator."""
        return self.average.weights

    @property
    def facts(self) -> dict[str, Any]:
        """What a model's sidecar says of the run."""
        return {"steps": self.run.step, "seed": self.run.task.params.seed}


def train_gan(
    models: GANModels,
    task: GANTask[Any, Any, Any],
    checkpoint: Path,
    mark: str,
    stop_after: int | None = None,
    extra: tuple[Callback, ...] = (),
) -> TrainedGAN:
    """Train generator and critic to the end; see :func:`pegbar.training.trainer.fit`."""
    average = WeightAverage(models.generator, task.params.ema_decay)
    return TrainedGAN(fit(models, task, (average, *extra), checkpoint, mark, stop_after), average)
