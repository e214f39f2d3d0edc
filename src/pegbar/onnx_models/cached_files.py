"""ONNX files that are made when they are first needed, and kept until the weights change."""

import os
import sys
from pathlib import Path

from pegbar.networks.model_files import HASH, read_checked
from pegbar.onnx_models.catalog import FILES, graphs_of
from pegbar.resources.starters import STARTERS
from pegbar.storage.reading import parse_json, read_text
from pegbar.storage.writing import write_files

FORMAT = 1
"""Version of what is exported; rises when graphs change that are made of the same weights."""
FOLDER = "onnx"
_MARK = 12
"""Digits of the weights' hash in a file's name."""


def user_cache() -> Path:
    """Where this user's programs keep what they can make again.

    Examples
    --------
    >>> user_cache().name
    'onnx'
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if named else Path.home() / ".cache") / "pegbar" / FOLDER


def onnx_folder(folder: Path) -> Path:
    """Where the ONNX files of a folder of models lie: inside it, but those of starters, or where that is not writable, in the user's cache.

    Examples
    --------
    >>> onnx_folder(Path("models/of/mine")) == Path("models/of/mine/onnx") or onnx_folder(Path("models/of/mine")) == user_cache()
    True
    """
    starter = STARTERS.resolve() in folder.resolve().parents
    return folder / FOLDER if not starter and os.access(folder, os.W_OK) else user_cache()


def onnx_files(folder: Path, model: str, fresh: bool = False) -> tuple[Path, ...]:
    """The ONNX files of a model, exported now if they are not there.

    Parameters
    ----------
    folder, model
        ``<folder>/<model>.safetensors`` and its sidecar.
    fresh
        Whether to make them again.

    Returns
    -------
    tuple of Path
        One a graph, as :data:`pegbar.onnx_models.catalog.FILES` lists them, in float32; named after the weights' SHA-256.

    Raises
    ------
    PegbarError
        The model is missing or damaged, or the folder cannot be written.

    Examples
    --------
    >>> [path.suffix for path in onnx_files(Path("models"), "cel")]
    ['.onnx']
    """
    sidecar = folder / f"{model}.json"
    content = parse_json(read_text(sidecar, expected="the sidecar of a model"), str(sidecar))
    mark = str(content.get(HASH)) if isinstance(content, dict) else ""
    read_checked(folder / f"{model}.safetensors", mark)
    where = onnx_folder(folder)
    paths = tuple(where / f"{name}_v{FORMAT}_{mark[:_MARK]}.onnx" for name in FILES[model])
    if fresh or not all(path.is_file() for path in paths):
        _export(folder, model, paths)
    return paths


def _export(folder: Path, model: str, paths: tuple[Path, ...]) -> None:
    """Write a model's graphs, all or none."""
    from pegbar.onnx_models.exporting import export_graph  # takes seconds, and only when files are made

    print(f"{paths[0].parent}: making ONNX of {folder / model} once, which takes some seconds", file=sys.stderr)
    made = {path.name: export_graph(graph).SerializeToString() for path, graph in zip(paths, graphs_of(folder, model), strict=True)}
    write_files(paths[0].parent, made)
