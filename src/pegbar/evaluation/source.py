"""Where measured numbers come from: the command, the scale, the code and the models that made them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pegbar.import_closure import code_of
from pegbar.params.base import load_scale
from pegbar.storage.records import digest

DIGITS = 16
"""Hexadecimal digits of a model's SHA-256 that stand beside numbers."""


def source_of(benchmark: str, models: Iterable[Path] = (), budget: dict[str, int] | None = None) -> dict[str, Any]:
    """What identifies a measurement, for the key ``source`` of its JSON file.

    Parameters
    ----------
    benchmark
        Name of a module of ``benchmarks``.
    models
        Weight files that are measured.
    budget
        What the command line set, such as steps of training.

    Returns
    -------
    dict
        ``command``, ``scale`` (of ``params.yaml``), ``code`` (hash of what the benchmark runs), ``models`` (SHA-256 by path).
    """
    options = "".join(f" --{name} {value}" for name, value in (budget or {}).items())
    return {
        "command": f"python -m benchmarks.{benchmark}{options}",
        "scale": load_scale(),
        "code": code_of(f"benchmarks.{benchmark}"),
        "models": {path.as_posix(): digest(path)[:DIGITS] for path in models},
    }


def rows_of_same_source(path: Path, source: dict[str, Any]) -> dict[str, Any]:
    """What an interrupted measurement left at `path`; nothing if other code, models, scale or budget made it.

    A table that mixed both would compare rows that do not compare.
    """
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content if content.get("source") == source else {}
