"""Weights between a starter and what was trained on from it (weight-space ensembles, Wortsman and others 2022, arXiv 2109.01903).

Training on more of the studio's drawings teaches what they show and loses some of what held on other people's; in between, most of both
is kept.
"""

from pathlib import Path

from safetensors.torch import load
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.networks.starters import newest, read_starter
from pegbar.storage.reading import read_bytes


def blend(trained: dict[str, Tensor], starter: dict[str, Tensor], fraction: float) -> dict[str, Tensor]:
    """Weights `fraction` of the way from a trained network to the starter that its training went on from; integers stay the trained ones.

    Raises
    ------
    PegbarError
        They are not weights of one network.

    Examples
    --------
    >>> import torch
    >>> blend({"w": torch.ones(2)}, {"w": torch.zeros(2)}, 0.25)["w"].tolist()
    [0.75, 0.75]
    """
    shapes, others = ({key: tuple(value.shape) for key, value in state.items()} for state in (trained, starter))
    if shapes != others:
        key = next(key for key in sorted(shapes | others) if shapes.get(key) != others.get(key))
        raise PegbarError(f"blend: {key}: found {shapes.get(key)}, expected {others.get(key)} as the newest starter has")
    return {
        key: (value + fraction * (starter[key].to(value) - value)) if value.is_floating_point() else value for key, value in trained.items()
    }


def read_newest(name: str, model: str, out: Path) -> tuple[str, dict[str, Tensor]]:
    """Label and weights of a model of the newest starter.

    Raises
    ------
    PegbarError
        There is none.
    """
    folder = newest(name, out)
    if folder is None:
        raise PegbarError(f"{out}: found no starter {name}, expected one to blend with")
    return read_starter(folder).label, load(read_bytes(folder / f"{model}.safetensors"))
