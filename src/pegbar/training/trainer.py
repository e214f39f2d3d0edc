"""The trainer of every network: draw, descend, report, checkpoint, resume, stop.

A run is a function of its parameters and data alone. All randomness of step *n* comes from (seed, n), so a run killed at any
moment and started again ends with the same weights as one never killed. What differs between segmentation, tagging and GANs
lies in the :class:`Task` and in :mod:`pegbar.training.callbacks`.
"""

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import torch
from torch import Tensor, nn
from tqdm import tqdm

from pegbar.networks.devices import best_device, computes_in_bfloat16
from pegbar.params.training import RunParams
from pegbar.training.callbacks import Callback
from pegbar.training.distributed import is_main
from pegbar.training.loading import Draw, StepSampler, step_loader, to_device
from pegbar.training.loss_buffer import LossBuffer
from pegbar.training.optimization import Descent
from pegbar.training.runs import BROKEN, read_checkpoint, say_damaged, say_resuming, write_checkpoint
from pegbar.training.streams import seed_torch

COLLECT_EVERY = 25
"""Steps between looks at the losses, each of which waits for the device."""


@dataclass(frozen=True)
class Hardware:
    """Where a run computes, and whether in bfloat16."""

    device: torch.device
    bfloat16: bool

    def autocast(self) -> torch.autocast:
        """The precision of forward passes."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16)


class Task(Protocol):
    """What is learnt: batches, and the losses that are lowered on each."""

    @property
    def params(self) -> RunParams:
        """Parameters of the run."""

    def __len__(self) -> int:
        """Pictures to learn from."""

    def batch(self, draw: Draw) -> Any:
        """What a step looks at, as (nested tuples of) tensors on the host; a pure function of the draw."""

    def descents(self, networks: Any) -> dict[str, Descent]:
        """Optimisers with their schedules, by the name of the loss that each lowers."""

    def losses(self, networks: Any, batch: Any, draw: Draw, hardware: Hardware) -> Iterator[tuple[str, Tensor]]:
        """Losses of a batch on the device, named as their descents; each is lowered before the next is asked for."""


@dataclass
class Run:
    """Everything that a run needs to go on."""

    networks: nn.Module
    task: Task
    hardware: Hardware
    descents: dict[str, Descent]
    callbacks: Sequence[Callback]
    losses: LossBuffer
    step: int = 0
    history: list[dict[str, float]] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether it has come to its end, or a callback has stopped it."""
        return self.step >= self.task.params.steps or any(callback.stopped for callback in self.callbacks)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "networks": self.networks.state_dict(),
            "descents": {name: descent.state_dict() for name, descent in self.descents.items()},
            "callbacks": [callback.state_dict() for callback in self.callbacks],
            "numbers": {"step": self.step, "history": self.history},
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.networks.load_state_dict(state["networks"])
        for name, descent in self.descents.items():
            descent.load_state_dict(state["descents"][name])
        for callback, kept in zip(self.callbacks, state["callbacks"], strict=True):
            callback.load_state_dict(kept)
        self.step, self.history = state["numbers"]["step"], state["numbers"]["history"]

    def table(self) -> pd.DataFrame:
        """The curves, one row a report, rounded to six digits."""
        return pd.DataFrame(self.history).round(6).astype({"step": int})


def _resume(run: Run, checkpoint: Path, mark: str) -> None:
    content = read_checkpoint(checkpoint, mark, run.hardware.device)
    if content is None:
        return
    first = copy.deepcopy(run.state_dict())
    try:
        run.load_state_dict(content)
    except BROKEN as fault:
        run.load_state_dict(first)
        say_damaged(checkpoint, fault)
        return
    say_resuming(checkpoint, run.step)


def _descend(run: Run, draw: Draw, batch: Any) -> None:
    """One step of every descent."""
    seed_torch(run.task.params.seed, "dropout", draw.step, draw.positions[0])
    run.networks.train()
    for name, loss in run.task.losses(run.networks, to_device(batch, run.hardware.device), draw, run.hardware):
        run.losses.add(name, run.step, loss)
        run.descents[name].lower(loss)
    run.step += 1
    for callback in run.callbacks:
        callback.after_step(run)


def _report(run: Run, checkpoint: Path, mark: str) -> None:
    """Add a row to the curves and write a checkpoint."""
    row: dict[str, float] = {"step": run.step, **run.losses.means()}
    run.history.append(row)
    for callback in run.callbacks:
        callback.at_report(run, row)
    if is_main():
        write_checkpoint(checkpoint, mark, run.state_dict())


def _set_up(networks: nn.Module, task: Task, callbacks: Sequence[Callback], checkpoint: Path, mark: str) -> Run:
    params = task.params
    torch.set_num_threads(params.threads)
    torch.set_flush_denormal(True)
    device = best_device()
    hardware = Hardware(device, computes_in_bfloat16(device, params.precision))
    networks.to(device)
    run = Run(networks, task, hardware, task.descents(networks), callbacks, LossBuffer(checkpoint))
    for callback in callbacks:
        callback.begin(run)
    _resume(run, checkpoint, mark)
    for callback in callbacks:
        callback.resumed(run)
    return run


def fit(networks: nn.Module, task: Task, callbacks: Sequence[Callback], checkpoint: Path, mark: str, stop_after: int | None = None) -> Run:
    """Train to the end, or until a callback stops the run.

    Parameters
    ----------
    networks
        With their first weights.
    callbacks
        Called in this order after steps and at reports.
    checkpoint
        File for resuming, written at each report; whoever has saved the model removes it
        (:func:`pegbar.training.runs.forget`), so that a kill in between loses nothing.
    mark
        :func:`pegbar.training.runs.run_hash`; a checkpoint of another run is left aside.
    stop_after
        Interrupt after this many steps (tests of resuming).

    Returns
    -------
    Run
        The networks as they are after the last step, and the curves.

    Raises
    ------
    PegbarError
        A loss is no number; the first such step and the last good checkpoint are named.
    """
    run = _set_up(networks, task, callbacks, checkpoint, mark)
    params = task.params
    sampler = StepSampler(len(task), params.batch, params.seed, params.steps, run.step)
    started, first = time.monotonic(), run.step
    with tqdm(total=params.steps, initial=first, desc="train", unit="step", mininterval=2, disable=not is_main()) as bar:
        batches = iter(step_loader(task, sampler, params.loader_workers, run.hardware.device)) if not run.stopped else iter(())
        while not run.stopped:
            _descend(run, *next(batches))
            bar.update()
            reports = run.step % params.report_every == 0 or run.step == params.steps
            if reports or run.step % COLLECT_EVERY == 0:
                for callback in callbacks:
                    callback.at_losses(run, run.losses.collect())
            if reports:
                _report(run, checkpoint, mark)
                bar.set_postfix({k: f"{v:.4g}" for k, v in run.history[-1].items() if k != "step"}, refresh=False)
            if stop_after is not None and run.step - first >= stop_after:
                return run
    if is_main():
        tqdm.write(f"trained {run.step - first} steps in {time.monotonic() - started:.0f} s on {run.hardware.device}")
    return run
