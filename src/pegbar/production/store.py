"""A production on disk: a folder, or the same tree in uncompressed ZIP shards."""

import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.pictures import atomic, decode_mask, decode_rgb, decode_rgba, read_bytes

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_shard(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write an uncompressed ZIP with explicit dates: the same members give the same bytes."""
    with atomic(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as shard:
        for name, data in members:
            shard.writestr(zipfile.ZipInfo(name, _EPOCH), data)


class Store:
    """Reads members of a production by their contract path, from files or from shards.

    Raises
    ------
    PegbarError
        The folder is missing or a shard is damaged.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        if not root.is_dir():
            raise PegbarError(f"{root}: found no such folder, expected a production")
        self._shards: dict[str, zipfile.ZipFile] = {}
        self._open: list[zipfile.ZipFile] = []
        for path in sorted(root.rglob("*.zip")):
            try:
                shard = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError) as fault:
                raise PegbarError(f"{path}: found a damaged shard ({fault}), expected a ZIP file") from None
            self._open.append(shard)
            self._shards.update(dict.fromkeys(shard.namelist(), shard))

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        for shard in self._open:
            shard.close()

    def __reduce__(self) -> tuple[type["Store"], tuple[Path]]:
        return Store, (self.root,)

    def members(self) -> list[str]:
        """Sorted paths of every file, in folders and shards alike."""
        files = {p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file() and p.suffix != ".zip"}
        return sorted(files | set(self._shards))

    def read(self, member: str) -> bytes:
        """Bytes of a member."""
        if member in self._shards:
            try:
                return self._shards[member].read(member)
            except (zipfile.BadZipFile, EOFError) as fault:
                raise PegbarError(f"{self.root}: {member}: found a damaged member ({fault}), expected a whole one") from None
        return read_bytes(self.root / member)

    def frame(self, member: str) -> NDArray[np.uint8]:
        """A picture as (H, W, 3) RGB."""
        return decode_rgb(self.read(member), f"{self.root}/{member}")

    def layer(self, member: str) -> NDArray[np.uint8]:
        """A layer as (H, W, 4) RGBA."""
        return decode_rgba(self.read(member), f"{self.root}/{member}")

    def mask(self, member: str) -> NDArray[np.bool_]:
        """A mask as (H, W) bool."""
        return decode_mask(self.read(member), f"{self.root}/{member}")


def rows_of(manifest: pd.DataFrame, split: str, needs: str | None = None) -> pd.DataFrame:
    """Rows of a split, only those that have the layer `needs`."""
    rows = manifest[manifest["split"] == split]
    if needs is not None:
        rows = rows[rows[needs] != ""]
    if rows.empty:
        missing = f" with a {needs}" if needs else ""
        raise PegbarError(f"production.csv: found no {split} frame{missing}, expected at least one")
    return rows


def distinct(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out held frames: only the first of equal pictures stays."""
    return rows.drop_duplicates("sha256")


def spread(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most `most` rows, evenly spread over the listing."""
    if len(rows) <= most:
        return rows
    return rows.iloc[np.linspace(0, len(rows) - 1, most).round().astype(int)]
