"""Normalise by the picture at hand: batch statistics of what is predicted in place of training's (AdaBN, Li et al. 2016).

A network trained on drawn frames meets other lines, light and colours in real ones; much of the gap is
that its layers are then normalised wrongly.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class OwnNorm(nn.Module):
    """Batch norm whose mean and variance are mixed from training's and the input's own.

    Parameters
    ----------
    trained
        The layer as it was trained.
    share
        Weight of the input's own statistics, 0–1.
    """

    def __init__(self, trained: nn.BatchNorm2d, share: float) -> None:
        super().__init__()
        self.trained, self.share = trained, share

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) → the same."""
        own = self.trained
        assert own.running_mean is not None and own.running_var is not None
        variance, mean = torch.var_mean(x.detach().float(), dim=(0, 2, 3), correction=0)
        mean, variance = own.running_mean.lerp(mean, self.share), own.running_var.lerp(variance, self.share)
        return F.batch_norm(x, mean, variance, own.weight, own.bias, False, 0.0, own.eps)


def normalize_by_own(network: nn.Module, share: float) -> None:
    """Let every batch norm of a network take `share` of its statistics from what it is shown; in place."""
    if not 0 <= share <= 1:
        raise ValueError(f"share: found {share}, expected 0 to 1")
    for name, child in network.named_children():
        if isinstance(child, nn.BatchNorm2d):
            setattr(network, name, OwnNorm(child, share))
        else:
            normalize_by_own(child, share)
