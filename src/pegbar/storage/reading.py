"""Bounded reading of user files: regular files only, text in UTF-8, strict JSON."""

import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief

PICTURE_BYTES = 512 << 20
TEXT_BYTES = 16 << 20
_CHUNK = 1 << 24


def read_bytes(path: Path, limit: int = PICTURE_BYTES, expected: str = "a readable file", name: str = "") -> bytes:
    """Read all bytes of a file.

    Parameters
    ----------
    limit
        Maximum number of bytes, so that a device or a sparse file cannot fill memory.
    expected, name
        What the file should be, and what errors call it if not by its path.

    Raises
    ------
    PegbarError
        The file is missing, cannot be read, is a folder, pipe or device, or is larger than `limit`.
    """
    name = name or str(path)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or device"
                raise PegbarError(f"{name}: found {kind}, expected {expected}")
            if status.st_size > limit:
                raise PegbarError(f"{name}: found {status.st_size:,} bytes, expected at most {limit:,}")
            parts: list[bytes] = []
            while part := file.read(min(_CHUNK, limit + 1 - sum(map(len, parts)))):
                parts.append(part)
    except FileNotFoundError:
        raise PegbarError(f"{name}: found no such file, expected {expected}") from None
    except IsADirectoryError:
        raise PegbarError(f"{name}: found a folder, expected {expected}") from None
    except (OSError, ValueError) as fault:
        raise PegbarError(f"{name}: found {getattr(fault, 'strerror', None) or fault}, expected {expected}") from None
    data = b"".join(parts)
    if len(data) > limit:
        raise PegbarError(f"{name}: found more than {limit:,} bytes, expected no more")
    return data


def entries(folder: Path) -> list[Path]:
    """Files and folders below a folder, sorted, without going into linked folders.

    Raises
    ------
    PegbarError
        A folder cannot be listed: what lies in it would be missed silently.
    """

    def refuse(fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):
            raise PegbarError(f"{fault.filename}: found {fault.strerror}, expected a folder that can be listed")

    return sorted(Path(where, name) for where, folders, files in os.walk(folder, onerror=refuse) for name in (*folders, *files))


def decode_text(data: bytes, name: str) -> str:
    """Text of UTF-8 bytes, with or without a byte order mark; `name` is for errors."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise PegbarError(f"{name}: found byte {data[fault.start]:#04x} at {fault.start}, expected text in UTF-8") from None


def read_text(path: Path, limit: int = TEXT_BYTES, expected: str = "a text file") -> str:
    """Read a text file in UTF-8; raises as :func:`read_bytes` and :func:`decode_text`."""
    return decode_text(read_bytes(path, limit, expected), str(path))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {brief(twice)} twice")
    return values


def _no_number(text: str) -> float:
    raise ValueError(f"the value {text}, which is no number")


def parse_json(text: str, name: str) -> Any:
    """Values of a JSON text; keys that stand twice, NaN and infinity are refused.

    Raises
    ------
    PegbarError
        Naming the file and the fault.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        why = "brackets nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise PegbarError(f"{name}: found {why}, expected valid JSON") from None
