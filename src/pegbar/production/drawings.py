"""Maps and masks by frame, stored as grey PNGs in one shard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard

SHARD = "maps.zip"
Named = Iterator[tuple[str, NDArray[Any]]]
"""Maps by the id of their frame."""


def member_of(frame_id: str) -> str:
    """Path of a frame's map inside its shard."""
    return f"{frame_id}.png"


def decided(frame_id: str) -> str:
    """Name of a frame's decoded douga (lines and areas decided apart) beside the raw argmax."""
    return f"decided/{frame_id}"


def write_maps(folder: Path, maps: Iterator[tuple[str, NDArray[np.generic]]]) -> None:
    """Write maps or masks (H, W) by frame id into one shard under `folder`."""
    write_shard(folder / SHARD, ((member_of(frame_id), encode_png(values)) for frame_id, values in maps))


def read_map(store: Store, frame_id: str) -> NDArray[np.uint8]:
    """A map of class numbers or levels, (H, W) uint8."""
    return np.ascontiguousarray(store.frame(member_of(frame_id))[..., 0])


def read_mask(store: Store, frame_id: str) -> NDArray[np.bool_]:
    """A predicted mask, (H, W) bool."""
    return store.mask(member_of(frame_id))


def records(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Rows of a table as plain mappings."""
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
