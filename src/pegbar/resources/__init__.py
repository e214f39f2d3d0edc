"""Package data: built-in palettes, vocabulary, denied words and default parameters, so that verbs work in any folder.

Owns the files below it and how they are found; imports nothing of Pegbar.
"""

from importlib.resources import files
from pathlib import Path
from typing import Literal

Kind = Literal["palettes", "words"]
_ROOT = Path(str(files(__name__)))
DEFAULTS = _ROOT / "defaults.yaml"
"""Sections ``studio`` and ``regions`` as ``params.yaml`` of the repository has them: what verbs use without ``--params``."""


def built_in(kind: Kind) -> tuple[str, ...]:
    """Names of the built-in files of a kind, sorted."""
    return tuple(sorted(path.stem for path in (_ROOT / kind).glob("*.yaml")))


def resolve(kind: Kind, name: str | Path) -> Path:
    """The file that a name stands for: a built-in one where it is one's name, else the path itself.

    Parameters
    ----------
    kind
        ``palettes`` or ``words``.
    name
        Such as ``thesis`` or ``english``, or the path of a YAML file.

    Examples
    --------
    >>> resolve("palettes", "thesis").name
    'thesis.yaml'
    >>> resolve("palettes", "my/palette.yaml").as_posix()
    'my/palette.yaml'
    """
    return _ROOT / kind / f"{name}.yaml" if str(name) in built_in(kind) else Path(name)
