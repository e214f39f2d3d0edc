"""Named random streams: every draw of a run belongs to one name and one place, and no two names share numbers.

A stream is a function of (seed, name, place). Name and place are hashed together, so that, unlike in seeds that are sums,
products or bare lists of numbers, the order of an epoch can never be the augmentation of a step.
"""

import hashlib

import numpy as np
import torch


def _digest(seed: int, name: str, place: tuple[int, ...]) -> bytes:
    return hashlib.sha256(repr((name, int(seed), *map(int, place))).encode()).digest()


def stream(seed: int, name: str, *place: int) -> np.random.Generator:
    """A NumPy generator for one use of randomness.

    Parameters
    ----------
    seed
        Of the run.
    name
        What is drawn: ``"sampler"``, ``"augment"``, …
    *place
        Where in the run: an epoch, or a step and a position in its batch.

    Returns
    -------
    numpy.random.Generator
        The same for the same arguments, independent of that of any others.
    """
    words = np.frombuffer(_digest(seed, name, place), np.uint32)
    return np.random.default_rng(np.random.SeedSequence(words.tolist()))


def torch_seed(seed: int, name: str, *place: int) -> int:
    """A seed for torch, 0 to 2⁶³ − 1, of the stream that :func:`stream` would draw from."""
    return int.from_bytes(_digest(seed, name, place)[:8], "little") >> 1


def torch_stream(seed: int, name: str, *place: int) -> torch.Generator:
    """A torch generator on the CPU for one use of randomness; see :func:`stream`."""
    return torch.Generator().manual_seed(torch_seed(seed, name, *place))


def seed_torch(seed: int, name: str, *place: int) -> None:
    """Seed torch's own generators, which first weights and dropout draw from."""
    torch.manual_seed(torch_seed(seed, name, *place))
