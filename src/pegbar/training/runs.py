"""What a run is, by everything that it follows from, and its checkpoint."""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from pegbar.code_hash import ast_hash
from pegbar.params.base import Section
from pegbar.production.store import Store
from pegbar.storage.reading import read_bytes
from pegbar.storage.writing import atomic

CHECKPOINT_BYTES = 4 << 30
BROKEN = (KeyError, TypeError, ValueError, AttributeError, RuntimeError, IndexError)
"""What a checkpoint that lacks something ends in."""
_PACKAGES = ("pegbar", "stages")


def code_hash() -> str:
    """SHA-256 of the program's own modules that are in use, but for comments and docstrings."""
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if name.split(".")[0] in _PACKAGES}
    return ast_hash(Path(path) for path in files.values() if path is not None and path.endswith(".py"))


def weights_hash(state: Mapping[str, Tensor]) -> str:
    """SHA-256 of weights."""
    digest = hashlib.sha256()
    for name, value in sorted(state.items()):
        digest.update(f"{name} {tuple(value.shape)} {value.dtype}\n".encode())
        digest.update(value.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def run_hash(params: Section, tables: Iterable[pd.DataFrame], stores: Iterable[Store], weights: Iterable[Mapping[str, Tensor]]) -> str:
    """Names a run by everything that its result follows from, so that a checkpoint of any other is left aside.

    Parameters
    ----------
    params
        The run's own section.
    tables
        Rows that are trained and validated on.
    stores
        Where their pictures, masks and drawings lie.
    weights
        First weights, and those of networks that help (the encoder).
    """
    content = {
        "params": params.model_dump(),
        "tables": [table.astype(str).to_dict("list") for table in tables],
        "stores": [store.content() for store in stores],
        "weights": [weights_hash(state) for state in weights],
        "code": code_hash(),
        "torch": torch.__version__,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def write_checkpoint(path: Path, run: str, content: dict[str, Any]) -> None:
    """Write a checkpoint whole or not at all; a full disk keeps the earlier one."""
    buffer = BytesIO()
    torch.save({"run": run, **content}, buffer)
    with atomic(path) as temporary:
        temporary.write_bytes(buffer.getbuffer())


def say_damaged(path: Path, why: object) -> None:
    """Tell that a checkpoint could not be used."""
    tqdm.write(f"{path}: found a damaged checkpoint ({' '.join(str(why).split())[:120]}); training starts from the beginning")


def say_resuming(path: Path, step: int) -> None:
    """Tell from where a run goes on."""
    tqdm.write(f"{path}: going on at step {step}")


def read_checkpoint(path: Path, run: str, device: torch.device) -> dict[str, Any] | None:
    """What a run left at `path`; nothing, with a line that says so, if it is damaged or another run's.

    Raises
    ------
    PegbarError
        The file cannot be read.
    """
    if not path.exists():
        return None
    data = read_bytes(path, CHECKPOINT_BYTES, "a checkpoint")
    try:
        content = torch.load(BytesIO(data), map_location=device, weights_only=True)
        other = content["run"] != run
    except Exception as fault:  # torch fails in many ways on damaged bytes
        say_damaged(path, fault)
        return None
    if other:
        tqdm.write(f"{path}: found a checkpoint of other parameters, data, weights or code; training starts from the beginning")
        return None
    return dict(content)


def forget(checkpoint: Path) -> None:
    """Remove the checkpoint of a run whose model is saved."""
    checkpoint.unlink(missing_ok=True)
