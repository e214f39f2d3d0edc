"""Models on disk: ``<name>.safetensors`` with a sidecar ``<name>.json``. Never a pickle."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import torch
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from pegbar.douga.classes import CLASS_NAMES
from pegbar.errors import PegbarError, brief
from pegbar.networks.gcn import Gcn, GcnShape
from pegbar.networks.preprocessing import Preprocessing
from pegbar.storage.reading import parse_json, read_bytes, read_text
from pegbar.storage.writing import write_files

MODEL_BYTES = 1 << 30
_MODEL = "a trained model (run `make repro` first)"
CLASSES = {
    "cel": (("background", "cel"), ("background", *CLASS_NAMES)),
    "douga": (CLASS_NAMES,),
    "regions": (("displacement", "border"),),
}
"""Classes that the networks of these tasks may have; what they mean is fixed in the code that uses them."""
HASH = "weights_sha256"
DescribedT = TypeVar("DescribedT")
BuiltT = TypeVar("BuiltT", bound=nn.Module)


@dataclass(frozen=True)
class Sidecar:
    """Everything beside the weights: architecture, classes, preprocessing, facts of the training run."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    classes: Annotated[tuple[str, ...], Field(min_length=2, max_length=256)]
    network: GcnShape
    preprocessing: Preprocessing
    training: dict[str, Any]


def save_weights(folder: Path, name: str, state: dict[str, Tensor], described: dict[str, Any]) -> None:
    """Write weights and what describes them, both or neither; the sidecar holds the weights' SHA-256."""
    data = save({key: value.detach().cpu().contiguous() for key, value in state.items()})
    sidecar = described | {HASH: hashlib.sha256(data).hexdigest()}
    write_files(folder, {f"{name}.safetensors": data, f"{name}.json": (json.dumps(sidecar, indent=2) + "\n").encode()})


def read_sidecar(folder: Path, name: str, kind: type[DescribedT], task: str) -> tuple[DescribedT, str]:
    """What describes a model, and the SHA-256 of its weights.

    Raises
    ------
    PegbarError
        It is missing, of another task, or a key is missing, unknown or out of range; file and key are named.
    """
    path = folder / f"{name}.json"
    content = parse_json(read_text(path, expected=_MODEL), str(path))
    if not isinstance(content, dict):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected the sidecar of a model")
    if content.get("task") != task:
        raise PegbarError(f"{path}: task: found {brief(content.get('task'))}, expected {task!r}")
    mark = content.pop(HASH, None)
    if not isinstance(mark, str):
        raise PegbarError(f"{path}: {HASH}: found {brief(mark)}, expected the SHA-256 of the weights")
    try:
        return TypeAdapter(kind).validate_python(content), mark
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        found = "nothing" if first["type"] == "missing" else brief(first["input"])
        raise PegbarError(f"{path}: {key}: found {found}, expected the sidecar of a model ({first['msg'].lower()})") from None


def _read_weights(path: Path, mark: str) -> dict[str, Tensor]:
    data = read_bytes(path, MODEL_BYTES, "the weights of a model")
    if hashlib.sha256(data).hexdigest() != mark:
        raise PegbarError(f"{path}: found other weights than {path.stem}.json was written with, expected those ({HASH})")
    try:
        state = load(data)
    except (SafetensorError, ValueError, KeyError, TypeError, RuntimeError) as fault:
        raise PegbarError(f"{path}: found {str(fault).splitlines()[0]}, expected weights") from None
    for key, value in state.items():
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise PegbarError(f"{path}: {key}: found a weight that is no number, expected finite ones")
    return state


def _check_fit(state: dict[str, Tensor], network: nn.Module, path: Path) -> None:
    wanted = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    found = {key: tuple(value.shape) for key, value in state.items()}
    if wanted == found:
        return
    odd = sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))[0]
    sizes = ["nothing" if odd not in part else f"{part[odd]}" for part in (found, wanted)]
    raise PegbarError(f"{path}: {odd}: found {sizes[0]}, expected {sizes[1]}: weights that fit {path.stem}.json")


def load_weights(
    folder: Path, name: str, kind: type[DescribedT], build: Callable[[DescribedT], BuiltT], device: torch.device, task: str | None = None
) -> tuple[BuiltT, DescribedT]:
    """A network ready for inference, and what describes it.

    Parameters
    ----------
    kind, build
        Dataclass of the sidecar, and what makes the network of it.
    task
        What the sidecar must say that the model does; by default `name`.

    Raises
    ------
    PegbarError
        A file is missing or damaged; the model is another task's; the weights are not those that the sidecar was
        written with, are no numbers, or do not fit.
    """
    described, mark = read_sidecar(folder, name, kind, task or name)
    path = folder / f"{name}.safetensors"
    state = _read_weights(path, mark)
    try:
        with torch.device("meta"):
            skeleton = build(described)
    except (ValueError, KeyError, TypeError, RuntimeError) as fault:
        raise PegbarError(f"{folder / name}.json: found {fault}, expected the sidecar of a model") from None
    _check_fit(state, skeleton, path)
    network = build(described)
    network.load_state_dict(state)
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.eval(), described


def save_model(folder: Path, name: str, state: dict[str, Tensor], sidecar: Sidecar) -> None:
    """Write a GCN's weights and sidecar."""
    save_weights(folder, name, state, asdict(sidecar))


def load_model(folder: Path, name: str, device: torch.device) -> tuple[Gcn, Sidecar]:
    """Load a GCN for inference; raises as :func:`load_weights`, or if its classes are not its task's."""

    def build(sidecar: Sidecar) -> Gcn:
        if len(sidecar.classes) != sidecar.network.classes or len(set(sidecar.classes)) < len(sidecar.classes):
            raise ValueError(f"{len(sidecar.classes)} class names, not all distinct or not the network's {sidecar.network.classes}")
        if sidecar.classes not in CLASSES.get(sidecar.task, (sidecar.classes,)):
            raise ValueError(f"the classes {brief(list(sidecar.classes))}, which are not those of {sidecar.task}")
        return Gcn(sidecar.network)

    return load_weights(folder, name, Sidecar, build, device)
