"""Optional ImageNet weights for the backbone, when they can be had."""

import sys

from torch import Tensor
from torchvision.models import get_model_weights


def imagenet_weights(backbone: str) -> dict[str, Tensor] | None:
    """torchvision's default weights for `backbone`, or ``None`` with one line on stderr."""
    try:
        weights = get_model_weights(backbone)["DEFAULT"]
        state = weights.get_state_dict(progress=False, check_hash=True)
    except (OSError, RuntimeError) as fault:
        print(f"{backbone}: no ImageNet weights could be had ({fault}); training starts from scratch", file=sys.stderr)
        return None
    return dict(state)
