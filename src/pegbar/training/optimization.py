"""How weights move: optimisers over named groups, their schedules, and averages of weights."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel

from pegbar.training.distributed import average_gradients

MAX_NORM = 5.0
"""Gradients of a network are clipped to this norm (ours)."""
Factor = Callable[[int], float]
"""Factor of the learning rate at a step."""


def linear_decay(learning_rate: tuple[float, float], steps: int, warmup: int) -> Factor:
    """A linear rise over the warm-up, times a linear fall from the first rate to the last over the run (thesis 4.6)."""
    first, last = learning_rate

    def factor(step: int) -> float:
        fall = first + (last - first) * step / max(1, steps - 1)
        return fall * min(1.0, (step + 1) / (warmup + 1)) / first

    return factor


def late_decay(decay: float, steps: int) -> Factor:
    """The whole rate in the first half of a run, and `decay` times as much in the second."""
    return lambda step: decay if 2 * step >= steps else 1.0


def backbone_groups(network: nn.Module, learning_rate: float, multiplier: float) -> list[dict[str, Any]]:
    """Named parameter groups: ``head`` at the learning rate, ``backbone``, what knows much already, at `multiplier` times it."""
    named = dict(network.named_parameters())
    backbone = [value for name, value in named.items() if name.startswith("backbone.")]
    head = [value for name, value in named.items() if not name.startswith("backbone.")]
    return [
        {"name": "head", "params": head, "lr": learning_rate},
        {"name": "backbone", "params": backbone, "lr": learning_rate * multiplier},
    ]


class Descent:
    """An optimiser with its schedule; lowers a loss by one clipped step.

    Parameters
    ----------
    optimizer
        Its groups carry a ``name``.
    factor
        Of each group's learning rate at a step.
    """

    def __init__(self, optimizer: torch.optim.Optimizer, factor: Factor) -> None:
        self.optimizer = optimizer
        self.schedule = LambdaLR(optimizer, factor)

    def parameters(self) -> list[nn.Parameter]:
        """All that the optimiser moves."""
        return [parameter for group in self.optimizer.param_groups for parameter in group["params"]]

    def lower(self, loss: Tensor) -> None:
        """One step down, of gradients that are averaged over the processes and clipped."""
        parameters = self.parameters()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(parameters)
        nn.utils.clip_grad_norm_(parameters, MAX_NORM)
        self.optimizer.step()
        self.schedule.step()

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what a checkpoint kept."""
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])


def ema_decay_at(updates: int, decay: float) -> float:
    """Decay of an exponential average after a number of updates: young averages follow faster."""
    return min(decay, (1 + updates) / (10 + updates))


def averaged_model(network: nn.Module, decay: float) -> AveragedModel:
    """An exponential average of a network's weights and buffers, which starts from its first weights.

    ``n_averaged`` stays on the host, so that no update waits for the device; the first weights count as the first update.
    """

    def average(averaged: Any, current: Any, updates: Tensor | int) -> None:
        if not averaged[0].is_floating_point():
            for kept, value in zip(averaged, current, strict=True):
                kept.copy_(value)
            return
        torch._foreach_lerp_(averaged, current, 1 - ema_decay_at(int(model.n_averaged) - 1, decay))

    model = AveragedModel(network, multi_avg_fn=average, use_buffers=True)
    model.n_averaged.fill_(1)
    return model
