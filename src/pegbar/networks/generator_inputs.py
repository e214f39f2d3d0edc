"""Illustration features, which the generator of line art takes beside line art and hints."""

import torch
from torch import Tensor

from pegbar.networks.tag_encoder import TagEncoder
from pegbar.transforms.preprocessing import standardize


def features_of(pictures: Tensor, tag_encoder: TagEncoder | None) -> Tensor:
    """Illustration features of pictures (B, 3, H, W) in [−1, 1], without gradient: (B, 512, H/16, W/16), or no channels."""
    if tag_encoder is None:
        return pictures.new_zeros(len(pictures), 0, pictures.shape[-2] // 16, pictures.shape[-1] // 16)
    with torch.no_grad():
        return tag_encoder.features(standardize(pictures * 0.5 + 0.5, "fixed")).float()
