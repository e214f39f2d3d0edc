"""Decode every drawing of a production, and say how clean the drawings were."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.douga.palette import check_foreign, decode
from pegbar.params.douga import DougaParams
from pegbar.production.drawings import records, write_maps
from pegbar.production.store import Store
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette


def decode_drawings(store: Store, rows: pd.DataFrame, palette: Palette, params: DougaParams, folder: Path) -> dict[str, object]:
    """Decode the douga of `rows` into class maps under `folder`.

    Returns
    -------
    dict
        ``drawings``, the mean and largest fraction of foreign pixels, and the frequency of each class.

    Raises
    ------
    PegbarError
        A drawing has more foreign pixels than ``params.foreign_limit``.
    """
    fractions: list[float] = []
    counts = np.zeros(len(CLASS_NAMES), np.int64)

    def maps() -> Iterator[tuple[str, NDArray[np.generic]]]:
        for row in tqdm(records(rows), desc="decode", unit="drawing", disable=len(rows) < 50):
            drawing = store.frame(row["douga"])
            decoded = decode(drawing, palette, params.tolerance)
            fractions.append(check_foreign(drawing, decoded, params.foreign_limit, f"{store.root}/{row['douga']}"))
            np.add(counts, np.bincount(decoded.classes.ravel(), minlength=len(CLASS_NAMES)), out=counts)
            yield row["frame_id"], decoded.classes

    write_maps(folder, maps())
    total = max(1, int(counts.sum()))
    return {
        "drawings": len(fractions),
        "foreign_mean": round(float(np.mean(fractions)), 6) if fractions else 0.0,
        "foreign_max": round(max(fractions, default=0.0), 6),
        "class_frequency": {name: round(int(n) / total, 6) for name, n in zip(CLASS_NAMES, counts, strict=True)},
    }
