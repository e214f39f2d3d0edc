"""Feature extractors that pictures are compared by: our tag encoder, or ImageNet networks where their weights can be had.

Names of metrics say whose features they use: torchvision's Inception is not the one that published FIDs use, and no trained
weights of LPIPS are applied, so the metrics are called neither.
"""

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torchvision.models import get_model, get_model_weights
from torchvision.models.feature_extraction import create_feature_extractor

from pegbar.errors import PegbarError
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.transforms.preprocessing import standardize

_NODES: dict[str, Sequence[str]] = {
    "vgg16": ("features.3", "features.8", "features.15", "features.22", "features.29"),
    "alexnet": ("features.1", "features.4", "features.7", "features.9", "features.11"),
    "inception_v3": ("Conv2d_2b_3x3.relu", "Mixed_5d", "Mixed_6e", "Mixed_7c"),
}
_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class FeatureExtractor(Protocol):
    """Feature maps of pictures, from fine to coarse."""

    def extract_features(self, pictures: Tensor) -> list[Tensor]:
        """Pictures (B, 3, H, W) in [0, 1], sides in multiples of 32 → (B, C, h, w) each."""


class EncoderFeatureExtractor:
    """Feature maps of our tag encoder."""

    def __init__(self, tag_encoder: TagEncoder) -> None:
        self.tag_encoder = tag_encoder

    def extract_features(self, pictures: Tensor) -> list[Tensor]:
        """As :class:`FeatureExtractor`."""
        return self.tag_encoder.maps(standardize(pictures, "fixed"))


class ImageNetFeatureExtractor(nn.Module):
    """Feature maps of a torchvision network with its ImageNet weights.

    Raises
    ------
    PegbarError
        The weights are neither on this machine nor to be downloaded.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, name: str) -> None:
        super().__init__()
        try:
            model = get_model(name, weights=get_model_weights(name)["DEFAULT"])
        except (OSError, RuntimeError) as fault:
            raise PegbarError(
                f"coloring_evaluation.extra_feature_extractors: found no weights of {name} ({fault}), "
                "expected them in torch's cache or a network connection"
            ) from None
        self.body: nn.Module = create_feature_extractor(model.eval(), list(_NODES[name]))
        self.register_buffer("mean", torch.tensor(_MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(_DEVIATION).view(1, 3, 1, 1), persistent=False)

    def extract_features(self, pictures: Tensor) -> list[Tensor]:
        """As :class:`FeatureExtractor`."""
        return list(self.body((pictures - self.mean) / self.deviation).values())
