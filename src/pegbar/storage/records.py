"""Records of what the program wrote into a folder, in ``.pegbar/``: what it may replace, and what need not be made again."""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError
from pegbar.storage.reading import TEXT_BYTES, entries, parse_json, read_text
from pegbar.storage.writing import OLD, PART, exchanged, inner_name, write_files

FOLDER = ".pegbar"
FOLDER_RECORD = f"{FOLDER}/folder.json"
"""Record of a folder that the program wrote as one unit."""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> list[str]:
    """Sorted names of all files below a folder but for records and unfinished ones."""
    names = (p.relative_to(folder).as_posix() for p in entries(folder) if p.is_symlink() or not p.is_dir())
    return sorted(n for n in names if not n.startswith(f"{FOLDER}/") and PART not in n and OLD not in n)


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    content = parse_json(read_text(path, 4 * TEXT_BYTES), str(path))
    try:
        files = {str(inner_name(name)): str(value) for name, value in content["files"].items()}
        return {"key": str(content["key"]), "files": files}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PegbarError(f"{path}: found no record of files, expected one as pegbar writes it; remove it to go on") from None


def _text(key: str, files: Mapping[str, str]) -> bytes:
    return (json.dumps({"key": key, "files": dict(sorted(files.items()))}, indent=1) + "\n").encode()


def recorded(folder: Path) -> dict[str, str]:
    """Name and SHA-256 of each file of a folder that the program wrote as one unit; empty for any other folder."""
    record = _read(folder / FOLDER_RECORD)
    return {} if record is None else record["files"]


def check_complete(folder: Path) -> None:
    """Refuse a folder that the program wrote and that has lost a file since.

    Raises
    ------
    PegbarError
        Naming the first file that is gone.
    """
    for name in recorded(folder):
        if not (folder / name).is_file():
            raise PegbarError(
                f"{folder / name}: found no such file, expected it as {folder / FOLDER_RECORD} lists it; make the folder again"
            )


def check_replaceable(folder: Path, kept: Collection[str] = ()) -> None:
    """Refuse to replace a folder unless it is missing, empty, or as the program wrote it.

    Parameters
    ----------
    kept
        Names of files that are carried over into the new folder, whoever wrote them.

    Raises
    ------
    PegbarError
        It is a file or a link, was not written by the program, or has files that were added or changed since.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        kind = "a link" if folder.is_symlink() else "a file"
        raise PegbarError(f"{folder}: found {kind}, expected a folder to replace or a new name; nothing was changed")
    if not folder.exists():
        return
    known, present = recorded(folder), [name for name in files_in(folder) if name not in kept]
    advice = "move it away or choose another folder; nothing was changed"
    if present and not known:
        raise PegbarError(f"{folder}: found {present[0]}, which pegbar did not write, expected a new or empty folder; {advice}")
    for name in present:
        if name not in known:
            raise PegbarError(f"{folder / name}: found a file that was added by hand, expected only what pegbar wrote; {advice}")
        if (folder / name).is_symlink() or digest(folder / name) != known[name]:
            raise PegbarError(f"{folder / name}: found it changed by hand, expected what pegbar wrote; {advice}")


def check_apart(source: Path, target: Path) -> None:
    """Refuse a source and a target of which one contains the other.

    Raises
    ------
    PegbarError
        Naming both.
    """
    inner, outer = source.resolve(), target.resolve()
    if inner == outer or inner in outer.parents or outer in inner.parents:
        raise PegbarError(f"{target}: found a folder that holds {source} or lies in it, expected one apart; nothing was changed")


def check_not_inputs(inputs: Iterable[Path], outputs: Iterable[Path]) -> None:
    """Refuse outputs that would overwrite an input.

    Raises
    ------
    PegbarError
        Naming the first of them.
    """
    input_paths = {os.path.realpath(path) for path in inputs}
    for path in outputs:
        if os.path.realpath(path) in input_paths:
            raise PegbarError(f"{path}: found an input under the name of an output, expected another --out; nothing was changed")


@contextmanager
def atomic_folder(path: Path, kept: Collection[str] = ()) -> Iterator[Path]:
    """Yield an empty temporary folder that takes the place of `path`, with a record, only if the block succeeds.

    Parameters
    ----------
    kept
        Names of files in `path` that are carried over.

    Raises
    ------
    PegbarError
        `path` holds anything that the program did not write, or the disk is full or not writable.
    """
    check_replaceable(path, kept)
    with exchanged(path) as folder:
        yield folder
        for name in kept:
            if (path / name).is_file():
                shutil.copy(path / name, folder / name)
        files = {name: digest(folder / name) for name in files_in(folder)}
        (folder / FOLDER).mkdir()
        (folder / FOLDER_RECORD).write_bytes(_text("", files))
        check_replaceable(path, kept)


def write_set(folder: Path, name: str, files: Mapping[str, bytes], key: str = "") -> None:
    """Write a set of files under a name, all or none.

    Files of the earlier set of this name that the new one does not have are removed, unless they were changed since.

    Parameters
    ----------
    key
        What the set was made from; see :func:`is_current`.
    """
    record = f"{FOLDER}/{name}.json"
    earlier = _read(folder / record)
    obsolete = {} if earlier is None else {n: value for n, value in earlier["files"].items() if n not in files}
    removed = [n for n, value in obsolete.items() if (folder / n).is_file() and digest(folder / n) == value]
    digests = {n: hashlib.sha256(data).hexdigest() for n, data in files.items()}
    write_files(folder, {**files, record: _text(key, digests)}, removed)


def is_current(folder: Path, name: str, key: str) -> bool:
    """Whether the set of this name was made with the same key and its files are unchanged."""
    try:
        record = _read(folder / f"{FOLDER}/{name}.json")
        return record is not None and record["key"] == key and all(digest(folder / n) == value for n, value in record["files"].items())
    except (PegbarError, OSError):
        return False
