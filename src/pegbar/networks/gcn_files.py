"""Global Convolution Networks on disk; see :mod:`pegbar.networks.model_files`."""

from pathlib import Path

import torch

from pegbar.errors import PegbarError, brief
from pegbar.networks.gcn import Gcn
from pegbar.networks.model_files import load_weights
from pegbar.networks.sidecars import DECISIONS, Sidecar
from pegbar.vocabulary.model_classes import CLASSES


def _build_gcn(sidecar: Sidecar) -> Gcn:
    if len(sidecar.classes) != sidecar.network.classes or len(set(sidecar.classes)) < len(sidecar.classes):
        raise ValueError(f"{len(sidecar.classes)} class names, not all distinct or not the network's {sidecar.network.classes}")
    if sidecar.classes not in CLASSES.get(sidecar.task, (sidecar.classes,)):
        raise ValueError(f"the classes {brief(list(sidecar.classes))}, which are not those of {sidecar.task}")
    if sidecar.decision is not None and not isinstance(sidecar.decision, DECISIONS.get(sidecar.task, ())):
        raise ValueError(f"a decision that is not that of {sidecar.task}")
    return Gcn(sidecar.network)


def load_model(folder: Path, name: str, device: torch.device) -> tuple[Gcn, Sidecar]:
    """Load a GCN for inference.

    Parameters
    ----------
    folder, name
        ``<folder>/<name>.safetensors`` and its sidecar ``<folder>/<name>.json``; `name` is the task as well.
    device
        Where its weights go.

    Returns
    -------
    network : Gcn
        In evaluation mode; takes (B, 3, H, W) float32, standardised, sides in multiples of 32.
    sidecar : Sidecar
        What describes it.

    Raises
    ------
    PegbarError
        As :func:`load_weights`, or the classes or the decision are not its task's.

    Examples
    --------
    >>> network, sidecar = load_model(Path("models"), "cel", torch.device("cpu"))
    >>> sidecar.task, len(sidecar.classes) == network.config.classes
    ('cel', True)
    """
    return load_weights(folder, name, Sidecar, _build_gcn, device)


def start_from(network: Gcn, folder: Path, name: str) -> None:
    """Take over the weights of the model ``<folder>/<name>`` wherever names and shapes agree.

    Raises
    ------
    PegbarError
        The model is missing, damaged, or has another backbone.
    """
    other, sidecar = load_model(folder, name, torch.device("cpu"))
    backbone = network.config.backbone
    if sidecar.network.backbone != backbone:
        raise PegbarError(f"{folder / name}.json: found backbone {sidecar.network.backbone}, expected {backbone} to start from")
    state = network.state_dict()
    fitting = {key: value for key, value in other.state_dict().items() if key in state and state[key].shape == value.shape}
    network.load_state_dict(fitting, strict=False)
