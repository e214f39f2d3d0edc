"""Models on disk: ``<name>.safetensors`` with a sidecar ``<name>.json``. Never a pickle."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.networks.gcn import Gcn, GcnShape
from pegbar.networks.preprocessing import Preprocessing
from pegbar.production.pictures import atomic


@dataclass(frozen=True)
class Sidecar:
    """Everything beside the weights: architecture, classes, preprocessing, facts of the training run."""

    task: str
    classes: tuple[str, ...]
    network: GcnShape
    preprocessing: Preprocessing
    training: dict[str, Any]


def save_model(folder: Path, name: str, state: dict[str, Tensor], sidecar: Sidecar) -> None:
    """Write weights and sidecar, each whole or not at all."""
    with atomic(folder / f"{name}.safetensors") as temporary:
        save_file({key: value.detach().cpu().contiguous() for key, value in state.items()}, temporary)
    with atomic(folder / f"{name}.json") as temporary:
        temporary.write_text(json.dumps(asdict(sidecar), indent=2) + "\n", encoding="utf-8")


def load_model(folder: Path, name: str, device: torch.device) -> tuple[Gcn, Sidecar]:
    """Load a model for inference.

    Raises
    ------
    PegbarError
        A file is missing, damaged, or weights and sidecar do not fit.
    """
    weights, described = folder / f"{name}.safetensors", folder / f"{name}.json"
    try:
        content = json.loads(described.read_text(encoding="utf-8"))
        sidecar = Sidecar(
            content["task"],
            tuple(content["classes"]),
            GcnShape(**content["network"]),
            Preprocessing(**content["preprocessing"]),
            content["training"],
        )
    except FileNotFoundError:
        raise PegbarError(f"{described}: found no such file, expected a trained model (run `make repro` first)") from None
    except (ValueError, KeyError, TypeError) as fault:
        raise PegbarError(f"{described}: found {fault}, expected the sidecar of a model") from None
    try:
        network = Gcn(sidecar.network)
        network.load_state_dict(load_file(weights))
    except FileNotFoundError:
        raise PegbarError(f"{weights}: found no such file, expected the weights beside {described.name}") from None
    except (SafetensorError, RuntimeError) as fault:
        raise PegbarError(f"{weights}: found {str(fault).splitlines()[0]}, expected weights that fit {described.name}") from None
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.eval(), sidecar
