"""Starters: models that came with the program, used by the command line where ``models/`` has none.

A starter is a folder ``<name>_v<version>``: weights in half precision (vectors in single) with their sidecars as any model has them,
``metadata.json`` and a model card, ``README.md``. Networks built from it are float32, since
:func:`pegbar.networks.model_files.load_weights` copies values into the network's own tensors. Stages and benchmarks name their models'
folder and never come here by themselves; trainings may start from a starter's weights where ``network.init`` says so.
"""

import re
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pegbar.errors import PegbarError, brief
from pegbar.resources.starters import STARTERS
from pegbar.storage.reading import parse_json, read_text

FORMAT = 1
"""Version of the layout of a starter; rises when this program could no longer read an older one."""
MODELS = Path("models")
"""Where the pipeline leaves models, and the only folder for which starters step in."""
METADATA, CARD = "metadata.json", "README.md"
MAX_BYTES = 40_000_000
"""All starters together."""
_FOLDER = re.compile(r"(?P<name>[a-z][a-z0-9_]*)_v(?P<version>[1-9][0-9]{0,5})")
_ADVICE = "install pegbar again, or train with `make repro`"
_announced: set[str] = set()
Text = Annotated[str, Field(min_length=1, max_length=2000)]


class Art(BaseModel):
    """Art that a starter learnt from beside what the studio draws: which, under which licence, and whose."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: Text
    licence: Text
    credit: Text


class Metadata(BaseModel):
    """What ``metadata.json`` of a starter says.

    Attributes
    ----------
    format_version
        :data:`FORMAT` of the program that packed it.
    name, version
        As in the folder's name.
    models
        Models in the folder: `name` itself, then those that work with no other than these.
    scale, command, params
        Scale of the parameters, what trained it, and the sections of parameters that it was trained with.
    lock_sha256, lock_names_weights
        Hash of ``dvc.lock``, and whether that names the very weights that were packed.
    metrics, summary
        What the pipeline and benchmarks measured, and the few numbers of it to print, by what they are.
    training_art, first_weights, licence
        Art that it learnt from, whose weights the training started from, and the licence of the starter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format_version: int
    name: Text
    version: Annotated[int, Field(ge=1)]
    models: Annotated[tuple[Text, ...], Field(min_length=1)]
    scale: Text
    command: Text
    params: dict[str, Any]
    lock_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    lock_names_weights: bool
    metrics: dict[str, Any]
    summary: dict[str, float]
    training_art: tuple[Art, ...]
    first_weights: tuple[Text, ...]
    licence: Text

    @property
    def label(self) -> str:
        """Name and version, as the folder is called."""
        return f"{self.name}_v{self.version}"


def versions(name: str, starters: Path = STARTERS) -> dict[int, Path]:
    """Folders of a starter by version, the oldest first; folders without a file do not count."""
    found = {}
    for path in sorted(starters.iterdir()) if starters.is_dir() else []:
        label = _FOLDER.fullmatch(path.name)
        if label is not None and label["name"] == name and path.is_dir() and any(path.iterdir()):
            found[int(label["version"])] = path
    return dict(sorted(found.items()))


def newest(name: str, starters: Path = STARTERS) -> Path | None:
    """Folder of the newest version of a starter, if there is one."""
    return next(reversed(versions(name, starters).values()), None)


def starter_names(starters: Path = STARTERS) -> tuple[str, ...]:
    """Names of all starters, sorted."""
    labels = [_FOLDER.fullmatch(path.name) for path in starters.iterdir()] if starters.is_dir() else []
    names = sorted({label["name"] for label in labels if label is not None})
    return tuple(name for name in names if newest(name, starters) is not None)


def _check_format(content: Any, path: Path) -> None:
    """Refuse another layout before any other fault: it explains them all."""
    if not isinstance(content, dict):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected what describes a starter; {_ADVICE}")
    version = content.get("format_version")
    if version != FORMAT or isinstance(version, bool):
        raise PegbarError(f"{path}: format_version: found {brief(version)}, expected {FORMAT}, the one that this pegbar reads; {_ADVICE}")


def read_starter(folder: Path) -> Metadata:
    """What describes a starter, once all its files are there.

    Weights are checked where they are loaded, by the hash in their sidecar.

    Parameters
    ----------
    folder
        ``<name>_v<version>``.

    Returns
    -------
    Metadata
        The content of its ``metadata.json``.

    Raises
    ------
    PegbarError
        It has another format version, is not what the folder's name says, or a file is missing or damaged.

    Examples
    --------
    >>> [read_starter(newest(name)).name == name for name in starter_names()].count(False)
    0
    """
    path = folder / METADATA
    content = parse_json(read_text(path, expected=f"what describes a starter; {_ADVICE}"), str(path))
    _check_format(content, path)
    try:
        metadata = Metadata.model_validate(content)
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        found = "nothing" if first["type"] == "missing" else brief(first["input"])
        raise PegbarError(f"{path}: {key}: found {found}, expected what describes a starter ({first['msg'].lower()})") from None
    if metadata.label != folder.name:
        raise PegbarError(f"{path}: name: found {brief(metadata.label)}, expected {folder.name!r} as its folder is called; {_ADVICE}")
    for name in metadata.models:
        for file in (folder / f"{name}.safetensors", folder / f"{name}.json"):
            if not file.is_file():
                raise PegbarError(f"{file}: found no such file, expected a file of the starter {metadata.label}; {_ADVICE}")
    return metadata


def starter_folder(name: str, starters: Path = STARTERS) -> Path:
    """Folder of the newest starter of a model, once all its files are there.

    Raises
    ------
    PegbarError
        There is none, or as :func:`read_starter`.

    Examples
    --------
    >>> starter_folder("cel").parent == STARTERS
    True
    """
    folder = newest(name, starters)
    if folder is None:
        raise PegbarError(f"{starters}: found no starter {name}, expected one of those that came with the program; {_ADVICE}")
    read_starter(folder)
    return folder


def find_model(models: Path, name: str, starters: Path = STARTERS) -> Path:
    """The folder to load a model from: that of the user's models, or a starter's.

    A starter steps in only for the default folder, and only where that has neither weights nor sidecar of this name; that is said once a
    process, in one line on stderr.

    Parameters
    ----------
    models
        Folder of trained models, as the command line was given it.
    name
        Such as ``cel``; for a colouriser the tag encoder that it was trained with lies beside it.
    starters
        Folder of starters; by default those that came with the program.

    Returns
    -------
    Path
        Folder with ``<name>.safetensors`` and ``<name>.json``, for any loader of models. Where there is no starter either, `models`, so
        that the loader says what is missing.

    Raises
    ------
    PegbarError
        The newest starter has another format version or is damaged.

    Examples
    --------
    >>> find_model(Path("models/of/my/own"), "cel").as_posix()
    'models/of/my/own'
    """
    weights = models / f"{name}.safetensors"
    if models != MODELS or weights.exists() or weights.with_suffix(".json").exists():
        return models
    if newest(name, starters) is None:
        return models
    folder = starter_folder(name, starters)
    if name not in _announced:
        _announced.add(name)
        print(f"{weights}: not found; using the starter {folder.name} that came with the program", file=sys.stderr)
    return folder
