"""Models on disk: ``<name>.safetensors`` with a sidecar ``<name>.json``. Never a pickle.

The sidecar says everything that using the model needs: architecture, classes, preprocessing and decision thresholds.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from pegbar.errors import PegbarError, brief
from pegbar.storage.reading import parse_json, read_bytes, read_text
from pegbar.storage.writing import write_files

MODEL_BYTES = 1 << 30
_MODEL = "a trained model (run `make repro` first)"
HASH = "weights_sha256"
DescribedT = TypeVar("DescribedT")
BuiltT = TypeVar("BuiltT", bound=nn.Module)


def save_weights(folder: Path, name: str, state: dict[str, Tensor], described: dict[str, Any]) -> None:
    """Write weights and what describes them, both or neither; the sidecar holds the weights' SHA-256."""
    data = save({key: value.detach().cpu().contiguous() for key, value in state.items()})
    write_model(folder, name, data, described)


def write_model(folder: Path, name: str, data: bytes, described: dict[str, Any]) -> None:
    """Write the bytes of a weights file with its sidecar, both or neither."""
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


def read_checked(path: Path, mark: str) -> bytes:
    """Bytes of a weights file, which must have the SHA-256 that its sidecar names."""
    data = read_bytes(path, MODEL_BYTES, "the weights of a model")
    if hashlib.sha256(data).hexdigest() != mark:
        raise PegbarError(f"{path}: found other weights than {path.stem}.json was written with, expected those ({HASH})")
    return data


def _read_weights(path: Path, mark: str) -> dict[str, Tensor]:
    data = read_checked(path, mark)
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
