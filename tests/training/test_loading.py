import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import torch

from pegbar.training.loading import Draw, StepSampler, step_loader, to_device

CPU = torch.device("cpu")


class Numbers:
    """Batches that hold the indices of their draw."""

    def batch(self, draw: Draw) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        return torch.tensor(draw.indices), (torch.tensor(draw.step),)


def indices(batch: int, count: int, steps: int, first: int = 0) -> list[int]:
    return [index for draw in StepSampler(count, batch, 3, steps, first) for index in draw.indices]


def test_every_picture_once_an_epoch() -> None:
    seen = indices(4, 10, 5)
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))
    assert seen[:10] != seen[10:]


def test_a_resumed_run_sees_what_it_would_have_seen() -> None:
    assert indices(4, 10, 30)[4 * 17 :] == indices(4, 10, 30, first=17)
    assert len(StepSampler(10, 4, 3, 30, 17)) == 13


def test_a_batch_larger_than_the_dataset_repeats_it() -> None:
    assert sorted(indices(6, 2, 1)) == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("workers", [0, 2])
def test_batches_come_in_order_whatever_the_workers(workers: int) -> None:
    sampler = StepSampler(7, 3, 1, 9, first=2)
    batches = list(step_loader(Numbers(), sampler, workers, CPU))
    assert [draw for draw, _ in batches] == list(sampler)
    assert all(batch[0].tolist() == list(draw.indices) and int(batch[1][0]) == draw.step for draw, batch in batches)


def test_nested_tuples_reach_the_device() -> None:
    moved = to_device(((torch.ones(2), "as it is"), Draw(1, (0,), (5,))), CPU)
    assert torch.equal(moved[0][0], torch.ones(2)) and moved[0][1] == "as it is"
    assert moved[1] == Draw(1, (0,), (5,)) and isinstance(moved[1], Draw)


class Endless:
    """Batches that name the process which makes them."""

    def batch(self, draw: Draw) -> torch.Tensor:
        return torch.tensor(os.getpid())


def _train_until_killed(pipe: Connection) -> None:
    """A trainer with two workers, which it names, and then waits."""
    batches = iter(step_loader(Endless(), StepSampler(1, 1, 0, 10**6), 2, CPU))
    pipe.send({int(next(batches)[1]) for _ in range(4)})
    time.sleep(600)


def _is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_with_a_killed_trainer() -> None:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    trainer = multiprocessing.get_context("spawn").Process(target=_train_until_killed, args=(sender,))
    trainer.start()
    workers = receiver.recv()
    assert len(workers) == 2 and all(map(_is_running, workers))
    trainer.kill()
    trainer.join()
    until = time.monotonic() + 20
    while any(map(_is_running, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(_is_running, workers))
