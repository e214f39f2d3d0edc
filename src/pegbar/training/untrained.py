"""What stands for a training where there is nothing to learn from: the model that comes with the program."""

import pandas as pd
import torch
from torch import Tensor

from pegbar.networks.gcn_files import load_model
from pegbar.networks.sidecars import Sidecar
from pegbar.networks.starters import starter_folder

CURVE = pd.DataFrame(columns=["step", "train_loss", "val_loss", "val_accuracy", "val_miou"])
"""The loss curve of no step."""


def starter_model(name: str) -> tuple[dict[str, Tensor], Sidecar]:
    """Weights and sidecar of a starter (``cel``, ``douga`` or ``regions``)."""
    network, sidecar = load_model(starter_folder(name), name, torch.device("cpu"))
    return network.state_dict(), sidecar
