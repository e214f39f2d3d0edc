"""A production on disk: a folder, or the same tree in uncompressed ZIP shards."""

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, is_hidden
from pegbar.storage.reading import PICTURE_BYTES, decode_text, entries, read_bytes
from pegbar.storage.records import check_complete, digest
from pegbar.storage.writing import atomic, inner_name

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_shard(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write an uncompressed ZIP with explicit dates: the same members give the same bytes."""
    with atomic(path) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as shard:
        for name, data in members:
            shard.writestr(zipfile.ZipInfo(name, _EPOCH), data)


class _Shards:
    """Members of the ZIP files below a folder; each path once, none leading out, none a hidden file."""

    def __init__(self, root: Path, display_root: Path) -> None:
        self.files: list[zipfile.ZipFile] = []
        self._process = os.getpid()
        self.members: dict[str, tuple[zipfile.ZipFile, zipfile.ZipInfo, Path]] = {}
        for path in (p for p in entries(root) if p.suffix == ".zip" and not is_hidden(p.relative_to(root))):
            name = display_root / path.relative_to(root)
            if not path.is_file():
                raise PegbarError(f"{name}: found no regular file, expected a ZIP file")
            try:
                shard = zipfile.ZipFile(path)
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
                raise PegbarError(f"{name}: found a damaged shard ({fault}), expected a ZIP file") from None
            self.files.append(shard)
            for entry in shard.infolist():
                self._add(shard, entry, name)

    def _add(self, shard: zipfile.ZipFile, entry: zipfile.ZipInfo, name: Path) -> None:
        try:
            member = inner_name(entry.filename)
        except ValueError as fault:
            raise PegbarError(f"{name}: found {fault}, expected names inside it") from None
        if entry.is_dir() or is_hidden(member):
            return
        if member.as_posix() in self.members:
            other = self.members[member.as_posix()][2]
            raise PegbarError(f"{name}: found {member} a second time (first in {other}), expected each path once")
        self.members[member.as_posix()] = (shard, entry, name)

    def read(self, member: str) -> bytes:
        shard, entry, name = self.members[member]
        if entry.flag_bits & 1:
            raise PegbarError(f"{name}: {member}: found it encrypted, expected a member without a password")
        if entry.file_size > PICTURE_BYTES:
            raise PegbarError(f"{name}: {member}: found {entry.file_size:,} bytes, expected at most {PICTURE_BYTES:,}")
        self._reopen_after_fork()
        try:
            return shard.read(entry)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError) as fault:
            raise PegbarError(f"{name}: {member}: found a damaged member ({fault}), expected an intact one") from None

    def _reopen_after_fork(self) -> None:
        """Give a forked process file positions of its own."""
        if self._process != os.getpid():
            self._process = os.getpid()
            for shard in self.files:
                shard.fp = Path(str(shard.filename)).open("rb")  # noqa: SIM115 - lives as long as the shard


class Store:
    """Reads members of a production by their contract path, from files or from shards.

    Parameters
    ----------
    root
        The folder.
    display_root
        What errors call the folder, if it is a temporary copy.
    names
        What errors call members, where the copy has other paths than its source.

    Raises
    ------
    PegbarError
        The folder is missing, has lost a file that the program wrote, a shard is damaged, or a path stands twice.
    """

    def __init__(self, root: Path, display_root: Path | None = None, names: Mapping[str, str] | None = None) -> None:
        self.root, self.display_root, self.names = root, root if display_root is None else display_root, dict(names or {})
        if not root.is_dir():
            raise PegbarError(f"{self.display_root}: found no such folder, expected a production")
        check_complete(root)
        self._shards = _Shards(root, self.display_root)
        self._files: set[str] | None = None
        twice = sorted(set(self._shards.members) & self._loose())
        if twice:
            shard = self._shards.members[twice[0]][2]
            raise PegbarError(f"{self.name_of(twice[0])}: found it in the folder and in {shard}, expected each path once")

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        for shard in self._shards.files:
            shard.close()

    def __reduce__(self) -> tuple[type["Store"], tuple[Path, Path, dict[str, str]]]:
        return Store, (self.root, self.display_root, self.names)

    def _loose(self) -> set[str]:
        if self._files is None:
            paths = (p.relative_to(self.root) for p in entries(self.root) if p.suffix != ".zip" and not p.is_dir())
            self._files = {p.as_posix() for p in paths if not is_hidden(p)}
        return self._files

    def name_of(self, member: str) -> str:
        """What errors call a member: the path that the user knows."""
        return str(self.display_root / self.names.get(member, member))

    def members(self) -> list[str]:
        """Sorted paths of every file, in folders and shards alike; hidden ones are left out."""
        return sorted(self._loose() | set(self._shards.members))

    def content(self) -> list[tuple[str, str]]:
        """Each member with what identifies its content: the shard's checksum, or a loose file's digest."""
        in_shards = [(m, f"{entry.CRC:08x}{entry.file_size:x}") for m, (_, entry, _) in self._shards.members.items()]
        return sorted(in_shards + [(m, digest(self.root / m)) for m in self._loose()])

    def read(self, member: str) -> bytes:
        """Bytes of a member."""
        if member in self._shards.members:
            return self._shards.read(member)
        if member not in self._loose():
            raise PegbarError(f"{self.name_of(member)}: found no such file, expected one")
        return read_bytes(self.root / member, name=self.name_of(member))

    def text(self, member: str) -> str:
        """A member in UTF-8."""
        return decode_text(self.read(member), self.name_of(member))

    def frame(self, member: str) -> NDArray[np.uint8]:
        """A picture as (H, W, 3) RGB."""
        return decode_rgb(self.read(member), self.name_of(member))

    def layer(self, member: str) -> NDArray[np.uint8]:
        """A layer as (H, W, 4) RGBA."""
        return decode_rgba(self.read(member), self.name_of(member))

    def mask(self, member: str) -> NDArray[np.bool_]:
        """A mask as (H, W) bool."""
        return decode_mask(self.read(member), self.name_of(member))


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
    """Leave out held frames (animation on twos and threes): only the first of equal pictures stays."""
    return rows.drop_duplicates("sha256")


def subsample(rows: pd.DataFrame, max_rows: int) -> pd.DataFrame:
    """At most `max_rows` rows, evenly spaced over the table."""
    if len(rows) <= max_rows:
        return rows
    return rows.iloc[np.linspace(0, len(rows) - 1, max_rows).round().astype(int)]
