"""Metrics on disk: rounded JSON, confusion matrices and curves as CSV."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.storage.writing import atomic


def rounded(value: Any, digits: int = 6) -> Any:
    """Round every number in nested mappings and lists; NaN becomes ``None``."""
    if isinstance(value, dict):
        return {str(k): rounded(v, digits) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v, digits) for v in value]
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), digits)
    return int(value) if isinstance(value, np.integer) else value


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write metrics, rounded to six digits."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(rounded(content), indent=2) + "\n", encoding="utf-8")


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table."""
    with atomic(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def write_confusion(path: Path, counts: NDArray[np.int64], names: tuple[str, ...]) -> None:
    """Write a confusion matrix in percent of all pixels: one row for each true class."""
    table = pd.DataFrame(counts / max(1, counts.sum()) * 100, columns=[f"predicted_{n}" for n in names]).round(6)
    table.insert(0, "true", names)
    write_csv(path, table)
