"""The contract of scenes: backgrounds without any cel, their layouts, and their conditions.

::

    scenes/
      pictures/<name>.png     background, RGB
      layouts/<name>.png      number of the element at each pixel, grey
    scenes.csv                scene_id, sha256 (of the picture), split, place, time, weather, season, elements
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from pegbar.production.manifest import SPLITS, check_table, load_rows
from pegbar.production.store import Store
from pegbar.storage.writing import atomic

SCHEMA = pa.DataFrameSchema(
    {
        "scene_id": pa.Column(str, pa.Check.str_length(min_value=1), unique=True),
        "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "split": pa.Column(str, pa.Check.isin(SPLITS)),
        **{name: pa.Column(str) for name in ("place", "time", "weather", "season", "elements")},
    },
    strict=True,
    ordered=True,
)


def load_scenes(path: Path) -> pd.DataFrame:
    """Read and validate a table of scenes."""
    return check_table(load_rows(path), SCHEMA, str(path), "scene_id", "scene_id")


def save_scenes(rows: pd.DataFrame, path: Path) -> None:
    """Validate and write a table of scenes, sorted by id."""
    check_table(rows, SCHEMA, str(path), "scene_id", "scene_id")
    with atomic(path) as temporary:
        rows.sort_values("scene_id", kind="stable").to_csv(temporary, index=False, lineterminator="\n")


def read_scene(store: Store, scene_id: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Picture (H, W, 3) and layout (H, W) of a scene, both uint8."""
    layout = np.ascontiguousarray(store.frame(f"layouts/{scene_id}.png")[..., 0])
    return store.frame(f"pictures/{scene_id}.png"), layout
