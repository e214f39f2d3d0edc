"""One small engine: step, validate, checkpoint, resume, stop early.

A run is a function of its parameters and data alone. All randomness of step *n* comes from (seed, n), so
a run killed at any moment and started again ends with the same weights as one never killed.
"""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import torch
from torch import Tensor, nn
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.params.training import RunParams
from pegbar.training.losses import is_finite
from pegbar.training.runs import BROKEN, read_checkpoint, say_damaged, say_resuming, write_checkpoint


class Task(Protocol):
    """What is learnt: batches, their loss, and a validation score (lower is better)."""

    def batch(self, step: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Inputs and targets of a step; a pure function of the step."""

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Scalar training loss."""

    def validate(self, forward: Callable[[Tensor], Tensor], device: torch.device) -> dict[str, float]:
        """Metrics on the validation frames; ``loss`` decides on early stopping."""


_NUMBERS = ("step", "best_loss", "best_step", "stale", "history", "losses")


@dataclass
class State:
    """Everything a run needs to go on."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    step: int = 0
    best_loss: float = float("inf")
    best: dict[str, Tensor] = field(default_factory=dict)
    best_step: int = 0
    stale: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


def rate_at(step: int, params: RunParams) -> float:
    """Learning rate: a linear rise over the warm-up, times a linear fall over the run (thesis 4.6)."""
    first, last = params.learning_rate
    fall = first + (last - first) * step / max(1, params.steps - 1)
    return fall * min(1.0, (step + 1) / (params.warmup + 1))


def _groups(network: nn.Module, backbone_rate: float) -> list[dict[str, Any]]:
    """Parameters for the optimiser: the backbone's with their share of the rate, all others with the whole."""
    named = dict(network.named_parameters())
    backbone = [value for name, value in named.items() if name.startswith("backbone.")]
    others = [value for name, value in named.items() if not name.startswith("backbone.")]
    return [{"params": others, "share": 1.0}, {"params": backbone, "share": backbone_rate}]


def _save(state: State, path: Path, run: str) -> None:
    content: dict[str, Any] = {
        "network": state.network.state_dict(),
        "optimizer": state.optimizer.state_dict(),
        "best": state.best,
        "numbers": {k: getattr(state, k) for k in _NUMBERS},
    }
    write_checkpoint(path, run, content)


def _resume(state: State, path: Path, run: str, device: torch.device) -> None:
    content = read_checkpoint(path, run, device)
    if content is None:
        return
    first = copy.deepcopy((state.network.state_dict(), state.optimizer.state_dict()))
    try:
        state.network.load_state_dict(content["network"])
        state.optimizer.load_state_dict(content["optimizer"])
        taken = {key: content["numbers"][key] for key in _NUMBERS} | {"best": content["best"]}
    except BROKEN as fault:
        state.network.load_state_dict(first[0])
        state.optimizer.load_state_dict(first[1])
        say_damaged(path, fault)
        return
    for key, value in taken.items():
        setattr(state, key, value)
    say_resuming(path, state.step)


def _train_step(state: State, task: Task, params: RunParams, device: torch.device, bfloat16: bool) -> float:
    torch.manual_seed(params.seed * 1_000_003 + state.step)
    inputs, targets = task.batch(state.step, device)
    for group in state.optimizer.param_groups:
        group["lr"] = rate_at(state.step, params) * group["share"]
    state.network.train()
    with torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
        logits = state.network(inputs.contiguous(memory_format=torch.channels_last))
    loss = task.loss(logits.float(), targets)
    if not is_finite(loss):
        raise PegbarError(
            f"step {state.step}: found a loss of {float(loss.detach())}, expected a number; "
            f"lower learning_rate (now {rate_at(state.step, params):.2g}); the checkpoint of the last validation is kept"
        )
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.network.parameters(), 5.0)
    state.optimizer.step()
    return float(loss.detach())


def _validate(state: State, task: Task, device: torch.device, bfloat16: bool, coarse: bool) -> None:
    """Score the network; while training is coarse, a bad score at full size does not count as stale."""
    state.network.eval()

    def forward(inputs: Tensor) -> Tensor:
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
            logits: Tensor = state.network(inputs.contiguous(memory_format=torch.channels_last))
        return logits.float()

    scores = task.validate(forward, device)
    train_loss = sum(state.losses) / max(1, len(state.losses))
    state.losses = []
    state.history.append({"step": state.step, "train_loss": train_loss, **{f"val_{k}": v for k, v in scores.items()}})
    if scores["loss"] < state.best_loss:
        state.best_loss, state.best_step, state.stale = scores["loss"], state.step, 0
        state.best = {key: value.detach().clone() for key, value in state.network.state_dict().items()}
    elif not coarse:
        state.stale += 1


def fit(
    network: nn.Module,
    task: Task,
    params: RunParams,
    checkpoint: Path,
    run: str,
    stop_after: int | None = None,
) -> State:
    """Train to the end, or to an early stop; the best weights by validation loss are in ``State.best``.

    Parameters
    ----------
    checkpoint
        File for resuming, written at each validation; whoever has saved the model removes it
        (:func:`pegbar.training.runs.forget`), so that a kill in between loses nothing.
    run
        :func:`pegbar.training.runs.run_hash`; a checkpoint of another run is left aside.
    stop_after
        Interrupt after this many steps (tests of resuming).

    Raises
    ------
    PegbarError
        The loss is no number.
    """
    torch.set_num_threads(params.threads)
    torch.set_flush_denormal(True)
    device = best_device()
    bfloat16 = computes_in_bfloat16(device, params.precision)
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.Adam(_groups(network, params.backbone_rate), lr=params.learning_rate[0], fused=True)
    state = State(network, optimizer)
    _resume(state, checkpoint, run, device)
    started, first = time.monotonic(), state.step
    with tqdm(total=params.steps, initial=state.step, desc="train", unit="step", mininterval=2) as bar:
        while state.step < params.steps and state.stale < params.patience:
            state.losses.append(_train_step(state, task, params, device, bfloat16))
            state.step += 1
            bar.update()
            if state.step % params.validate_every == 0 or state.step == params.steps:
                coarse = state.step <= params.coarse_steps
                _validate(state, task, device, bfloat16, coarse)
                _save(state, checkpoint, run)
                bar.set_postfix({k: f"{v:.4g}" for k, v in state.history[-1].items() if k != "step"}, refresh=False)
            if stop_after is not None and state.step - first >= stop_after:
                return state
    tqdm.write(f"trained {state.step - first} steps in {time.monotonic() - started:.0f} s on {device}")
    return state


def history_table(state: State) -> pd.DataFrame:
    """Loss curves, one row a validation, rounded to six digits."""
    return pd.DataFrame(state.history).round(6).astype({"step": int})
