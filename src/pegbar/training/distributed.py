"""Training on several devices under ``torchrun``: each process takes its part of every batch, and gradients are averaged.

    torchrun --nproc-per-node 8 -m stages.train_cel

Outside ``torchrun`` there is one process, and everything here does nothing.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import Tensor

from pegbar.errors import PegbarError

T = TypeVar("T")


def world_size() -> int:
    """Processes that train together."""
    return dist.get_world_size() if dist.is_initialized() else 1


def rank() -> int:
    """Number of this process among them, from 0."""
    return dist.get_rank() if dist.is_initialized() else 0


def is_main() -> bool:
    """Whether this is the process that validates and writes."""
    return rank() == 0


@contextmanager
def process_group() -> Iterator[bool]:
    """Join the processes that ``torchrun`` started, if it did; gives whether this one writes the results.

    Uses NCCL with one CUDA device a process, or gloo on CPUs.
    """
    if "TORCHELASTIC_RUN_ID" not in os.environ and "WORLD_SIZE" not in os.environ:
        yield True
        return
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    dist.init_process_group("nccl" if cuda else "gloo")
    try:
        yield is_main()
        dist.barrier()
    finally:
        dist.destroy_process_group()


def part_of(batch: int) -> slice:
    """Positions of a batch that belong to this process.

    Raises
    ------
    PegbarError
        The batch cannot be shared out evenly.
    """
    count = world_size()
    if batch % count:
        raise PegbarError(f"batch: found {batch}, expected a multiple of the {count} processes that share it")
    each = batch // count
    return slice(rank() * each, (rank() + 1) * each)


def average_gradients(parameters: Iterable[Tensor]) -> None:
    """Replace each gradient by its mean over the processes, in one exchange a data type."""
    if world_size() == 1:
        return
    by_type: dict[torch.dtype, list[Tensor]] = {}
    for parameter in parameters:
        if parameter.grad is not None:
            by_type.setdefault(parameter.grad.dtype, []).append(parameter.grad)
    for gradients in by_type.values():
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        dist.all_reduce(flat)
        flat /= world_size()
        for gradient, mean in zip(gradients, flat.split([gradient.numel() for gradient in gradients]), strict=True):
            gradient.copy_(mean.view_as(gradient))


def mean_over_processes(values: Tensor) -> Tensor:
    """Mean of a tensor over the processes."""
    if world_size() > 1:
        dist.all_reduce(values)
        values /= world_size()
    return values


def from_main(compute: Callable[[], T]) -> T:
    """What `compute` gives in the main process, which alone runs it, in every process."""
    if world_size() == 1:
        return compute()
    content = [compute() if is_main() else None]
    dist.broadcast_object_list(content)
    result: T = content[0]  # type: ignore[assignment]
    return result
