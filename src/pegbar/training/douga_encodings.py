"""What a discriminator sees of a douga: the four encodings of thesis 5.5.2."""

import torch
import torch.nn.functional as F
from torch import Tensor

from pegbar.params.adversarial import Encoding


def channels_of(encoding: Encoding, classes: int) -> int:
    """Channels of an encoded douga."""
    return 3 if encoding == "colors" else classes


def encode_truth(targets: Tensor, encoding: Encoding, colors: Tensor) -> Tensor:
    """A true douga, encoded.

    Parameters
    ----------
    targets
        (B, H, W) classes, int64.
    encoding
        ``colors``: its colours; else one channel a class, 1 where it is.
    colors
        (classes, 3) in [0, 1].

    Returns
    -------
    Tensor
        (B, 3 or classes, H, W) float32.
    """
    if encoding == "colors":
        return colors[targets].permute(0, 3, 1, 2)
    return F.one_hot(targets, len(colors)).permute(0, 3, 1, 2).float()


def encode_generated(logits: Tensor, encoding: Encoding, colors: Tensor) -> Tensor:
    """A generated douga, encoded so that gradients flow.

    Parameters
    ----------
    logits
        (B, classes, H, W).
    encoding
        ``colors``: colours mixed by the probabilities; ``channels``: the outputs as they are; ``softmax``: probabilities; ``argmax``: 1 for
        the most probable class and 0 for others, with softmax's gradient (straight-through).
    colors
        (classes, 3) in [0, 1].

    Returns
    -------
    Tensor
        (B, 3 or classes, H, W).
    """
    if encoding == "channels":
        return logits
    probabilities = logits.softmax(dim=1)
    if encoding == "colors":
        return as_picture(probabilities, colors)
    if encoding == "softmax":
        return probabilities
    hard = torch.zeros_like(probabilities).scatter_(1, probabilities.argmax(dim=1, keepdim=True), 1.0)
    return hard + probabilities - probabilities.detach()


def as_picture(channels: Tensor, colors: Tensor) -> Tensor:
    """Channels (B, classes, H, W) mixed to colours (B, 3, H, W)."""
    return torch.einsum("bkhw,kc->bchw", channels, colors)
