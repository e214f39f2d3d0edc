"""Atomic writing of files, sets of files and folders.

Whatever is unfinished lies under a name that ends in ``.pegbar-part`` (``.pegbar-old`` while a folder is exchanged) and is
locked by the process that makes it. What a killed process left is swept when anything is next written beside it: a set
of which all files were on the disk already is moved into place, anything else is removed.
"""

import errno
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath

from pegbar.errors import PegbarError, writing_fault

PART = ".pegbar-part"
OLD = ".pegbar-old"
_JOURNAL = "journal.json"
_OLD = re.compile(r"^\.(?P<name>.+)\.[a-z0-9_]{8}" + re.escape(OLD) + "$", re.DOTALL)
_MAX_NAME = 40
_swept: set[tuple[int, str]] = set()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Hold the lock of an unfinished file or folder; yields whether nobody else held it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def inner_name(name: object) -> PurePosixPath:
    """A name inside a folder, such as ``candidates/00.png``.

    Raises
    ------
    ValueError
        It is absolute, empty, or leads out of the folder.
    """
    path = PurePosixPath(str(name))
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in str(name) or "\0" in str(name):
        raise ValueError(f"the name {str(name)!r}, which leads out of its folder")
    return path


def _finish(part: Path, folder: Path) -> None:
    """Move the files of a set, all on the disk already, to their names, and remove what they replace."""
    journal = json.loads((part / _JOURNAL).read_text(encoding="utf-8"))
    for number, name in enumerate(journal["files"]):
        source, target = part / str(number), folder / inner_name(name)
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
    for name in journal["removed"]:
        (folder / inner_name(name)).unlink(missing_ok=True)


def _sweep_one(path: Path, folder: Path) -> None:
    with _locked(path) as free:
        if not free:
            return
        old = _OLD.match(path.name)
        if old is not None and not (folder / old["name"]).exists():
            os.replace(path, folder / old["name"])
            return
        if (path / _JOURNAL).is_file():
            with suppress(ValueError, KeyError, TypeError):
                _finish(path, folder)
        remove(path)


def sweep(folder: Path) -> None:
    """Finish or remove what killed processes left unfinished in `folder`, once a process."""
    key = (os.getpid(), str(folder.absolute()))
    if key in _swept:
        return
    _swept.add(key)
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") and path.name.endswith((PART, OLD)):
                with suppress(OSError):
                    _sweep_one(path, folder)


def _missing(folder: Path) -> list[Path]:
    """A folder and those above it that are not there yet, the innermost first."""
    with suppress(OSError):
        return [p for p in (folder, *folder.parents) if not p.exists()]
    return []


def _remove_empty(folders: list[Path]) -> None:
    for path in folders:
        with suppress(OSError):
            path.rmdir()


@contextmanager
def _created(folder: Path) -> Iterator[None]:
    """Create a folder and those above it; remove the new ones if the block fails, as long as they are empty."""
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        yield
    except BaseException:
        _remove_empty(missing)
        raise


def check_folder(folder: Path) -> None:
    """Refuse a folder that could not be written into, before anything is computed for it.

    Raises
    ------
    PegbarError
        It is a file or lies below one, its name is too long, or there is no permission.
    """
    missing = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as fault:
        raise writing_fault(folder, fault) from fault
    finally:
        _remove_empty(missing)


def check_file(path: Path) -> None:
    """Refuse the name of a file that could not be written; raises as :func:`check_folder`, or if it is a folder's."""
    check_folder(path.parent)
    try:
        folder = path.is_dir()
    except OSError as fault:
        raise writing_fault(path, fault) from fault
    if folder:
        raise PegbarError(f"{path}: found a folder, expected the name of a file to write")


def _concerns(path: Path, fault: OSError) -> bool:
    """Whether a write to `path` met a fault, and not a file that was read meanwhile."""
    if not isinstance(fault.filename, str | bytes):
        return True
    named = Path(os.fsdecode(fault.filename))
    return named == path or named in path.parents or any(PART in part or OLD in part for part in named.parts)


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside `path`, moved into place only if the block succeeds.

    Raises
    ------
    PegbarError
        The disk is full or not writable, or `path` is a folder; an earlier file at `path` is kept.
    """
    try:
        with _created(path.parent):
            check_file(path)
            handle, name = tempfile.mkstemp(prefix=f".{path.name[:_MAX_NAME]}.", suffix=PART, dir=path.parent)
            os.close(handle)
            temporary = Path(name)
            try:
                temporary.chmod(0o666 & ~_umask())
                with _locked(temporary):
                    yield temporary
                    os.replace(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as fault:
        if not _concerns(path, fault):
            raise
        raise writing_fault(path, fault) from fault


@contextmanager
def _part(folder: Path, name: str) -> Iterator[Path]:
    """A locked, empty folder for unfinished things, removed in the end if it is still there."""
    part = Path(tempfile.mkdtemp(prefix=f".{name[:_MAX_NAME]}.", suffix=PART, dir=folder))
    try:
        part.chmod(0o777 & ~_umask())
        with _locked(part):
            yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_files(folder: Path, files: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
    """Write a set of files (name inside `folder`, content), all or none, and remove those it makes obsolete.

    All bytes are on the disk before the first earlier file gives way. Killed in between, the set is completed when
    anything is next written into the folder.

    Raises
    ------
    PegbarError
        The disk is full or not writable, or a name is a folder's; nothing was changed then.
    """
    try:
        with _created(folder), _part(folder, "set") as part, ExitStack() as inside:
            for name in files:
                inside.enter_context(_created((folder / inner_name(name)).parent))
                if (folder / name).is_dir():
                    raise PegbarError(f"{folder / name}: found a folder, expected the name of a file to write")
            for number, data in enumerate(files.values()):
                (part / str(number)).write_bytes(data)
            journal = {"files": list(files), "removed": sorted(set(removed) - set(files))}
            (part / "draft").write_text(json.dumps(journal), encoding="utf-8")
            os.replace(part / "draft", part / _JOURNAL)
            try:
                _finish(part, folder)
            except OSError as fault:
                raise writing_fault(folder, fault, "a part of the set may be new; run the same command again") from fault
    except OSError as fault:
        raise writing_fault(folder, fault) from fault


@contextmanager
def exchanged(path: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of the folder `path` if the block succeeds.

    The earlier folder is gone only when the new one stands; a kill in between puts it back (:func:`sweep`). Whether it
    may be replaced is for the caller to say (:func:`pegbar.storage.records.atomic_folder`).
    """
    try:
        with _created(path.parent), _part(path.parent, path.name) as part:
            yield part
            if not path.exists():
                os.replace(part, path)
                return
            old = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=OLD, dir=path.parent))
            with _locked(old):
                os.replace(path, old)
                try:
                    os.replace(part, path)
                except OSError:
                    os.replace(old, path)
                    raise
                shutil.rmtree(old, ignore_errors=True)
    except OSError as fault:
        if not _concerns(path, fault):
            raise
        raise writing_fault(path, fault) from fault
