"""Weights between two networks of one architecture (weight-space ensembles, Wortsman and others 2022, arXiv 2109.01903).

Training on from a network teaches it what the new pictures show and loses some of what held on others; in between, most of both is kept.
"""

from torch import Tensor, nn

from pegbar.errors import PegbarError


def snapshot(network: nn.Module) -> dict[str, Tensor]:
    """A copy of a network's weights as they are now."""
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def blend(trained: dict[str, Tensor], start: dict[str, Tensor], fraction: float) -> dict[str, Tensor]:
    """Weights `fraction` of the way from a trained network back to the one that its training went on from; integers stay the trained ones.

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
    shapes, others = ({key: tuple(value.shape) for key, value in state.items()} for state in (trained, start))
    if shapes != others:
        key = next(key for key in sorted(shapes | others) if shapes.get(key) != others.get(key))
        raise PegbarError(f"blend: {key}: found {shapes.get(key)}, expected {others.get(key)} as where training went on from")
    return {
        key: (value + fraction * (start[key].to(value) - value)) if value.is_floating_point() else value for key, value in trained.items()
    }
