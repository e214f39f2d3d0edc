"""Class maps of douga, stored as grey PNGs of class numbers in one shard."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard

SHARD = "maps.zip"


def member_of(frame_id: str) -> str:
    """Path of a frame's map inside its shard."""
    return f"{frame_id}.png"


def decided(frame_id: str) -> str:
    """Name under which a frame's decided douga lies beside the raw one."""
    return f"decided/{frame_id}"


def write_maps(folder: Path, maps: Iterator[tuple[str, NDArray[np.generic]]]) -> None:
    """Write maps or masks (H, W) by frame id into one shard under `folder`."""
    write_shard(folder / SHARD, ((member_of(frame_id), encode_png(values)) for frame_id, values in maps))


def read_map(store: Store, frame_id: str) -> NDArray[np.uint8]:
    """A class map (H, W) of class numbers."""
    return np.ascontiguousarray(store.frame(member_of(frame_id))[..., 0])


def read_mask(store: Store, frame_id: str) -> NDArray[np.bool_]:
    """A predicted mask (H, W)."""
    return store.mask(member_of(frame_id))


def records(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Rows of a manifest as plain mappings."""
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
