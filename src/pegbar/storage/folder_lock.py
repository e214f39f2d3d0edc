"""The lock of an output folder: two runs never work on one at the same time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pegbar.errors import PegbarError, writing_fault
from pegbar.storage.records import FOLDER
from pegbar.storage.writing import check_folder

LOCK = f"{FOLDER}/lock"
"""Holds the number of the process that works on the folder; a killed one leaves the file, but not the lock."""


def _stands(handle: int, path: Path) -> bool:
    """Whether an open file is still the one at its name: whoever held it before may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _acquire(folder: Path) -> int:
    """The handle of the locked file."""
    path = folder / LOCK
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            raise PegbarError(
                f"{folder}: found process {holder or 'of another run'} at work in this folder, expected nobody; "
                "wait for its end or choose another --out; nothing was changed"
            ) from None
        if _stands(handle, path):
            return handle
        os.close(handle)


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, made if it is missing; another run on it is refused meanwhile.

    The lock ends with the process, however that ends. A folder that was made and in which nothing was written is removed again.

    Parameters
    ----------
    folder
        Where a run writes; the lock is ``.pegbar/lock`` in it.

    Raises
    ------
    PegbarError
        Another process holds the lock, named by its number, or the folder cannot be written.

    Examples
    --------
    >>> with hold_folder(Path("layers")):
    ...     (Path("layers") / LOCK).is_file()
    True
    >>> Path("layers").exists()
    False
    """
    check_folder(folder)
    inside = folder / FOLDER
    missing = [path for path in (inside, folder, *folder.parents) if not path.exists()]
    try:
        try:
            inside.mkdir(parents=True, exist_ok=True)
            handle = _acquire(folder)
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        except OSError as fault:
            raise writing_fault(folder, fault) from fault
        try:
            yield
        finally:
            (folder / LOCK).unlink(missing_ok=True)
            os.close(handle)
    finally:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
