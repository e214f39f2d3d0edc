"""What a model's sidecar says, for those who have its ONNX file only."""

from pathlib import Path
from typing import Any

from pegbar.networks.model_files import HASH
from pegbar.onnx_models.ports import SIDE
from pegbar.storage.reading import parse_json, read_text


def facts_of(folder: Path, name: str, **more: Any) -> dict[str, Any]:
    """The sidecar ``<folder>/<name>.json``, the multiple that sides must have, and `more`.

    The sidecar must have been checked by a loader of models before.

    Examples
    --------
    >>> sorted(facts_of(Path("models"), "cel"))[:3]
    ['classes', 'decision', 'multiple']
    """
    path = folder / f"{name}.json"
    return dict(parse_json(read_text(path), str(path))) | {"multiple": SIDE} | more


def weights_mark(facts: dict[str, Any]) -> str:
    """SHA-256 of the weights that a graph was made from.

    Examples
    --------
    >>> weights_mark({"weights_sha256": "0123"})
    '0123'
    """
    return str(facts[HASH])
