"""The engine for painter and critic: step, average, checkpoint, resume. See :mod:`pegbar.training.engine` for its rules."""

import copy
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.networks.devices import computes_in_bfloat16
from pegbar.training.losses import is_finite
from pegbar.training.runs import BROKEN, read_checkpoint, say_damaged, say_resuming, write_checkpoint


class AdversarialParams(Protocol):
    """What the engine needs to know of a run."""

    @property
    def seed(self) -> int: ...

    @property
    def threads(self) -> int: ...

    @property
    def steps(self) -> int: ...

    @property
    def learning_rate(self) -> float: ...

    @property
    def late_rate(self) -> float: ...

    @property
    def average(self) -> float: ...

    @property
    def save_every(self) -> int: ...


class Contest(nn.Module):
    """All networks of a run; only the painter stays."""

    painter: nn.Module
    critic: nn.Module | None

    def paints(self) -> list[nn.Parameter]:
        """Parameters of everything that is not the critic."""
        return [value for name, value in self.named_parameters() if not name.startswith("critic.")]


ModelsT = TypeVar("ModelsT", bound=Contest)
BatchT = TypeVar("BatchT")


class AdversarialTask(Protocol[ModelsT, BatchT]):
    """What painter and critic are taught; all randomness of step n comes from (seed, n)."""

    device: torch.device

    def models(self) -> ModelsT:
        """Networks with their first weights."""

    def batch(self, step: int) -> BatchT:
        """What a step looks at."""

    def paint(self, models: ModelsT, batch: BatchT) -> tuple[Tensor, Tensor | None]:
        """The painter's pictures, and what else the loss needs."""

    def critic_loss(self, models: ModelsT, batch: BatchT, painted: Tensor, step: int) -> Tensor:
        """What the critic lowers."""

    def painter_loss(self, models: ModelsT, batch: BatchT, painted: Tensor, other: Tensor | None) -> Tensor:
        """What the painter lowers."""


@dataclass
class Run(Generic[ModelsT]):
    """Everything a run needs to go on; `average` is the averaged painter, the one that is kept."""

    models: ModelsT
    optimizers: list[torch.optim.Optimizer]
    average: dict[str, Tensor]
    step: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    losses: dict[str, list[float]] = field(default_factory=lambda: {"painter": [], "critic": []})


def _adam(parameters: list[torch.nn.Parameter], params: AdversarialParams) -> torch.optim.Optimizer:
    return torch.optim.AdamW(parameters, params.learning_rate, betas=(0.5, 0.9), fused=True)


def _checked(loss: Tensor, name: str, run: Run[Any], checkpoint: Path) -> Tensor:
    if is_finite(loss):
        return loss
    last = f"the last good checkpoint is {checkpoint}" if checkpoint.exists() else "no checkpoint was written yet"
    raise PegbarError(f"step {run.step}: found a {name} loss of {float(loss.detach())}, expected a number; lower learning_rate; {last}")


def _step(run: Run[ModelsT], task: AdversarialTask[ModelsT, BatchT], params: AdversarialParams, checkpoint: Path, bfloat16: bool) -> None:
    torch.manual_seed(params.seed * 1_000_003 + run.step)
    rate = params.learning_rate * (params.late_rate if 2 * run.step >= params.steps else 1.0)
    for optimizer in run.optimizers:
        for group in optimizer.param_groups:
            group["lr"] = rate
    models: ModelsT = run.models.train()
    batch = task.batch(run.step)
    with torch.autocast(task.device.type, torch.bfloat16, enabled=bfloat16):
        painted, guided = task.paint(models, batch)
    if models.critic is not None:
        critic_loss = _checked(task.critic_loss(models, batch, painted.detach(), run.step), "critic", run, checkpoint)
        _descend(run.optimizers[1], critic_loss, list(models.critic.parameters()))
        models.critic.requires_grad_(False)
        run.losses["critic"].append(float(critic_loss.detach()))
    loss = _checked(task.painter_loss(models, batch, painted, guided), "painter", run, checkpoint)
    _descend(run.optimizers[0], loss, models.paints())
    if models.critic is not None:
        models.critic.requires_grad_(True)
    run.losses["painter"].append(float(loss.detach()))
    _average(run, params)
    run.step += 1


def _descend(optimizer: torch.optim.Optimizer, loss: Tensor, parameters: list[torch.nn.Parameter]) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 5.0)
    optimizer.step()


@torch.no_grad()
def _average(run: Run[Any], params: AdversarialParams) -> None:
    """Exponential average of the painter; young averages follow faster."""
    decay = min(params.average, (1 + run.step) / (10 + run.step))
    for key, value in run.models.painter.state_dict().items():
        if value.is_floating_point():
            run.average[key].lerp_(value, 1 - decay)
        else:
            run.average[key].copy_(value)


def _content(run: Run[Any]) -> dict[str, Any]:
    return {
        "models": run.models.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in run.optimizers],
        "average": run.average,
        "numbers": {"step": run.step, "history": run.history, "losses": run.losses},
    }


def _take(run: Run[Any], content: dict[str, Any]) -> None:
    run.models.load_state_dict(content["models"])
    for optimizer, state in zip(run.optimizers, content["optimizers"], strict=True):
        optimizer.load_state_dict(state)
    taken = {key: content["numbers"][key] for key in ("step", "history", "losses")} | {"average": content["average"]}
    for key, value in taken.items():
        setattr(run, key, value)


def _resume(run: Run[Any], path: Path, mark: str, device: torch.device) -> None:
    content = read_checkpoint(path, mark, device)
    if content is None:
        return
    first = copy.deepcopy(_content(run))
    try:
        _take(run, content)
    except BROKEN as fault:
        _take(run, first)
        say_damaged(path, fault)
        return
    say_resuming(path, run.step)


def learn_to_paint(
    task: AdversarialTask[ModelsT, BatchT], params: AdversarialParams, checkpoint: Path, mark: str, stop_after: int | None = None
) -> Run[ModelsT]:
    """Train painter, and critic and guide where asked for, to the end.

    Parameters
    ----------
    checkpoint
        File for resuming, written every ``save_every`` steps; whoever has saved the model removes it
        (:func:`pegbar.training.runs.forget`), so that a kill in between loses nothing.
    mark
        :func:`pegbar.training.runs.run_hash`; a checkpoint of another run is left aside.
    stop_after
        Interrupt after this many steps (tests of resuming).

    Raises
    ------
    PegbarError
        A loss is no number; the step and the last good checkpoint are named.
    """
    torch.set_num_threads(params.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(params.seed)
    models = task.models().to(task.device)
    optimizers = [_adam(models.paints(), params)]
    if models.critic is not None:
        optimizers.append(_adam(list(models.critic.parameters()), params))
    run = Run(models, optimizers, {key: value.detach().clone() for key, value in models.painter.state_dict().items()})
    _resume(run, checkpoint, mark, task.device)
    bfloat16 = computes_in_bfloat16(task.device, "auto")
    started, first = time.monotonic(), run.step
    with tqdm(total=params.steps, initial=run.step, desc="paint", unit="step", mininterval=2) as bar:
        while run.step < params.steps:
            _step(run, task, params, checkpoint, bfloat16)
            bar.update()
            if run.step % params.save_every == 0 or run.step == params.steps:
                _note(run)
                write_checkpoint(checkpoint, mark, _content(run))
                bar.set_postfix({k: f"{v:.4g}" for k, v in run.history[-1].items() if k != "step"}, refresh=False)
            if stop_after is not None and run.step - first >= stop_after:
                return run
    tqdm.write(f"painted {run.step - first} steps in {time.monotonic() - started:.0f} s on {task.device}")
    return run


def _note(run: Run[Any]) -> None:
    means = {f"{name}_loss": sum(values) / max(1, len(values)) for name, values in run.losses.items()}
    run.history.append({"step": run.step, **means})
    run.losses = {name: [] for name in run.losses}
