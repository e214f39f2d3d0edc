"""Whether files may be replaced: those that the program wrote itself, and has a record of, and any with ``--force``."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.storage.reading import TEXT_BYTES, parse_json, read_text
from pegbar.storage.records import FOLDER, digest, write_set
from pegbar.storage.writing import sweep


def check_ours(folder: Path, name: str, files: Collection[str], force: bool = False) -> None:
    """Refuse to replace files that the set of this name did not write, or that were changed since.

    Parameters
    ----------
    folder, name
        As of :func:`pegbar.storage.records.write_set`, which is called next.
    files
        Names of the files that would be written.
    force
        Whether any file may be replaced.

    Raises
    ------
    PegbarError
        Naming the first file that is not ours.
    """
    if force:
        return
    known: dict[str, str] | None = None
    for file in files:
        path = folder / file
        if not path.exists() and not path.is_symlink():
            continue
        known = _recorded(folder, name) if known is None else known
        if file not in known:
            raise PegbarError(f"{path}: found a file that pegbar did not write, expected none (or --force); it stays as it is")
        if path.is_symlink() or not path.is_file() or digest(path) != known[file]:
            raise PegbarError(f"{path}: found it changed by hand, expected what pegbar wrote (or --force); it stays as it is")


def write_ours(folder: Path, name: str, files: Mapping[str, bytes], key: str = "", force: bool = False) -> None:
    """Write a set of files, all or none, over nothing but what this set wrote before.

    Parameters
    ----------
    folder, name, files, key
        As of :func:`pegbar.storage.records.write_set`.
    force
        Whether any file may be replaced.

    Raises
    ------
    PegbarError
        As :func:`check_ours`, or the disk is full or not writable.
    """
    sweep(folder)
    check_ours(folder, name, list(files), force)
    write_set(folder, name, files, key)


def _recorded(folder: Path, name: str) -> dict[str, str]:
    """Name and SHA-256 of each file of a set; empty where there is no record or it is none of ours."""
    record = folder / FOLDER / f"{name}.json"
    if not record.is_file():
        return {}
    content = parse_json(read_text(record, 4 * TEXT_BYTES), str(record))
    files = content.get("files") if isinstance(content, dict) else None
    return {str(key): str(value) for key, value in files.items()} if isinstance(files, dict) else {}
