"""Models on disk: ``<name>.safetensors`` with a sidecar ``<name>.json``. Never a pickle."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from pegbar.errors import PegbarError
from pegbar.networks.gcn import Gcn, GcnShape
from pegbar.networks.preprocessing import Preprocessing
from pegbar.production.pictures import atomic

Built = TypeVar("Built", bound=nn.Module)


@dataclass(frozen=True)
class Sidecar:
    """Everything beside the weights: architecture, classes, preprocessing, facts of the training run."""

    task: str
    classes: tuple[str, ...]
    network: GcnShape
    preprocessing: Preprocessing
    training: dict[str, Any]


def save_weights(folder: Path, name: str, state: dict[str, Tensor], described: dict[str, Any]) -> None:
    """Write weights and what describes them, each whole or not at all."""
    with atomic(folder / f"{name}.safetensors") as temporary:
        save_file({key: value.detach().cpu().contiguous() for key, value in state.items()}, temporary)
    with atomic(folder / f"{name}.json") as temporary:
        temporary.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def load_weights(folder: Path, name: str, build: Callable[[dict[str, Any]], Built], device: torch.device) -> Built:
    """A network ready for inference: built from its sidecar by `build`, with its weights.

    Raises
    ------
    PegbarError
        A file is missing, damaged, or weights and sidecar do not fit.
    """
    weights, described = folder / f"{name}.safetensors", folder / f"{name}.json"
    try:
        network = build(json.loads(described.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise PegbarError(f"{described}: found no such file, expected a trained model (run `make repro` first)") from None
    except (ValueError, KeyError, TypeError) as fault:
        raise PegbarError(f"{described}: found {fault}, expected the sidecar of a model") from None
    try:
        network.load_state_dict(load_file(weights))
    except FileNotFoundError:
        raise PegbarError(f"{weights}: found no such file, expected the weights beside {described.name}") from None
    except (SafetensorError, RuntimeError) as fault:
        raise PegbarError(f"{weights}: found {str(fault).splitlines()[0]}, expected weights that fit {described.name}") from None
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.eval()


def save_model(folder: Path, name: str, state: dict[str, Tensor], sidecar: Sidecar) -> None:
    """Write a GCN's weights and sidecar."""
    save_weights(folder, name, state, asdict(sidecar))


def _sidecar(content: dict[str, Any]) -> Sidecar:
    network, preprocessing = GcnShape(**content["network"]), Preprocessing(**content["preprocessing"])
    return Sidecar(content["task"], tuple(content["classes"]), network, preprocessing, content["training"])


def load_model(folder: Path, name: str, device: torch.device) -> tuple[Gcn, Sidecar]:
    """Load a GCN for inference; raises as :func:`load_weights`."""
    found: list[Sidecar] = []

    def build(content: dict[str, Any]) -> Gcn:
        found.append(_sidecar(content))
        return Gcn(found[0].network)

    return load_weights(folder, name, build, device), found[0]
