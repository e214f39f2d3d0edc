"""Pixel-wise losses of the thesis (sections 3.2, 4.5, 5.5.1)."""

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor


def pixel_loss(logits: Tensor, target: Tensor, weights: Tensor | None = None, gamma: float = 0.0) -> Tensor:
    """Mean focal loss; γ = 0 is cross-entropy, `weights` make it class-weighted.

    Parameters
    ----------
    logits
        (B, C, H, W).
    target
        (B, H, W) class numbers, int64.
    weights
        (C,) weight of each class; the mean is then weighted, as in torch's cross-entropy.
    gamma
        Focusing exponent: FL(p) = −(1 − p)^γ log p (Lin et al. 2018).
    """
    if logits.ndim != 4 or logits.shape[:1] + logits.shape[2:] != target.shape:
        raise ValueError(f"logits {tuple(logits.shape)} do not fit target {tuple(target.shape)}")
    if gamma == 0:
        return F.cross_entropy(logits, target, weight=weights)
    logs = F.log_softmax(logits, dim=1).gather(1, target[:, None])[:, 0]
    loss = -((1 - logs.exp()) ** gamma) * logs
    if weights is None:
        return loss.mean()
    pixel_weights = weights[target]
    return (loss * pixel_weights).sum() / pixel_weights.sum()


def class_weights(frequencies: Tensor, power: float, unweighted: Sequence[int] = ()) -> Tensor:
    """Weights (C,) = frequency^−power, scaled to an average of 1 over the pixels.

    `power` 1 is the reciprocal of the thesis (5.8); ½ tempers it. A class that never occurs counts as
    one pixel in a million. Classes in `unweighted` weigh as little as the commonest one.
    """
    fractions = frequencies / frequencies.sum()
    weights = fractions.clamp(min=1e-6) ** -power
    weights[list(unweighted)] = weights.min()
    return weights / (weights * fractions).sum()
