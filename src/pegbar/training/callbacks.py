"""What a run does beside descending: validate and stop early, average weights, follow along live."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from pegbar.training.distributed import from_main
from pegbar.training.optimization import averaged_model

if TYPE_CHECKING:
    from pegbar.training.trainer import Run

Forward = Callable[[Tensor], Tensor]
"""Pictures on the device → logits in float32, without gradients."""


class Callback:
    """Does nothing, and is the base of those that do something; what they keep between steps goes into the checkpoint."""

    stopped = False

    def begin(self, run: "Run") -> None:
        """Before a checkpoint is read; the networks have their first weights."""

    def resumed(self, run: "Run") -> None:
        """Before the first step, after a checkpoint was read or none was found."""

    def after_step(self, run: "Run") -> None:
        """After every step; must not wait for the device."""

    def at_losses(self, run: "Run", means: dict[str, float]) -> None:
        """Losses were fetched; `means` are those of the steps since the last time."""

    def at_report(self, run: "Run", row: dict[str, float]) -> None:
        """A row was added to the curves, which may be extended; a checkpoint follows."""

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""


class Validated(Protocol):
    """A task with a validation score."""

    def validate(self, forward: Forward, device: torch.device) -> dict[str, float]:
        """Metrics on held-out pictures; ``loss`` decides on early stopping."""


class Validation(Callback):
    """Scores the network at each report, keeps its best weights and stops when it gets no better.

    Parameters
    ----------
    task
        Scores the network.
    patience
        Reports without a lower loss before the run stops.
    low_res_steps
        During this many first steps, at low resolution, a bad score at full size does not count.
    """

    def __init__(self, task: Validated, patience: int, low_res_steps: float = 0.0) -> None:
        self._task, self._patience, self._low_res_steps = task, patience, low_res_steps
        self.best: dict[str, Tensor] = {}
        self.best_loss, self.best_step, self.stale = float("inf"), 0, 0

    @property
    def stopped(self) -> bool:  # type: ignore[override]
        """Whether the patience has run out."""
        return self.stale >= self._patience

    def at_report(self, run: "Run", row: dict[str, float]) -> None:
        """Score the network."""
        scores = from_main(lambda: self._scores(run))
        row.update({f"val_{name}": value for name, value in scores.items()})
        if scores["loss"] < self.best_loss:
            self.best_loss, self.best_step, self.stale = scores["loss"], run.step, 0
            self.best = {key: value.detach().clone() for key, value in run.networks.state_dict().items()}
        elif run.step > self._low_res_steps:
            self.stale += 1

    def _scores(self, run: "Run") -> dict[str, float]:
        run.networks.eval()

        def forward(inputs: Tensor) -> Tensor:
            with torch.inference_mode(), run.hardware.autocast():
                logits: Tensor = run.networks(inputs.contiguous(memory_format=torch.channels_last))
            return logits.float()

        return self._task.validate(forward, run.hardware.device)

    def state_dict(self) -> dict[str, Any]:
        """The best weights so far, and how long ago they were found."""
        return {"best": self.best, "best_loss": self.best_loss, "best_step": self.best_step, "stale": self.stale}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""
        self.best, self.best_loss, self.best_step, self.stale = (state[key] for key in ("best", "best_loss", "best_step", "stale"))


class WeightAverage(Callback):
    """Keeps an exponential average of one of the networks; see :func:`pegbar.training.optimization.averaged_model`.

    Parameters
    ----------
    network
        What is averaged; must be on its device.
    decay
        Of the average; 0 keeps the last weights.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self._network, self._decay = network, decay
        self._model: AveragedModel | None = None

    @property
    def model(self) -> AveragedModel:
        """The average."""
        if self._model is None:
            self._model = averaged_model(self._network, self._decay)
        return self._model

    @property
    def weights(self) -> dict[str, Tensor]:
        """Weights and buffers of the averaged network."""
        return dict(self.model.module.state_dict())

    def begin(self, run: "Run") -> None:
        """Start from the first weights, on the run's device."""
        assert self.model is not None

    def after_step(self, run: "Run") -> None:
        """Follow the network."""
        self.model.update_parameters(self._network)

    def state_dict(self) -> dict[str, Any]:
        """The average so far."""
        return dict(self.model.state_dict())

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""
        self.model.load_state_dict(state)
