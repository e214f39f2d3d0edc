"""Normalise by the picture at hand: batch statistics of what is predicted in place of training's (AdaBN, Li et al. 2016).

A network trained on drawn frames meets other lines, light and colours in real ones; much of the gap is
that its layers are then normalised wrongly.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class OwnNorm(nn.Module):
    """Batch norm whose mean and variance are mixed from training's and a picture's own.

    Parameters
    ----------
    trained
        The layer as it was trained.
    share
        Weight of the picture's own statistics, 0–1.
    """

    def __init__(self, trained: nn.BatchNorm2d, share: float) -> None:
        super().__init__()
        assert trained.running_mean is not None and trained.running_var is not None
        self.trained, self.share, self.measuring = trained, share, False
        self.mean, self.variance = trained.running_mean, trained.running_var

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same; while measuring, by the statistics of `x` alone, which are kept."""
        own = self.trained
        mean, variance = own.running_mean, own.running_var
        assert mean is not None and variance is not None
        if self.measuring:
            self.variance, self.mean = torch.var_mean(x.detach().float(), dim=(0, 2, 3), correction=0)
            mean, variance = self.mean, self.variance
        else:
            mean, variance = mean.lerp(self.mean, self.share), variance.lerp(self.variance, self.share)
        return F.batch_norm(x, mean, variance, own.weight, own.bias, False, 0.0, own.eps)


def normalize_by_own(network: nn.Module, share: float) -> None:
    """Let every batch norm of a network take `share` of its statistics from what was measured last; in place."""
    if not 0 <= share <= 1:
        raise ValueError(f"share: found {share}, expected 0 to 1")
    for name, child in network.named_children():
        if isinstance(child, nn.BatchNorm2d):
            setattr(network, name, OwnNorm(child, share))
        else:
            normalize_by_own(child, share)


def measure(network: nn.Module, look: Callable[[], object]) -> None:
    """Take the statistics of what `look` shows the network, each layer normalised by its own as it goes."""
    layers = [m for m in network.modules() if isinstance(m, OwnNorm)]
    for layer in layers:
        layer.measuring = True
    try:
        look()
    finally:
        for layer in layers:
            layer.measuring = False
