"""Shared by the verbs on pictures: gather inputs, choose the device, write sheets atomically, report bad pictures, skip finished ones."""

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tqdm import tqdm

from pegbar import __version__
from pegbar.errors import PegbarError
from pegbar.production.pictures import EXTENSIONS, is_picture
from pegbar.storage.ownership import write_ours
from pegbar.storage.reading import TEXT_BYTES, read_bytes
from pegbar.storage.records import check_not_inputs, is_current
from pegbar.storage.writing import check_folder

Draw = Callable[[bytes, Path], dict[str, bytes]]
"""From a picture's bytes and path to its sheets' bytes by kind."""


@dataclass(frozen=True)
class Sheets:
    """How a verb makes sheets of each picture.

    Attributes
    ----------
    verb
        Name of the verb.
    kinds
        Kinds of sheets, written as ``<name>_<kind>.png``; one with a point in it is a file's whole name.
    draw
        Makes them.
    made_of
        Hash of everything else that the sheets depend on: models, palette, options; see :func:`key_of`.
    force
        Whether to write over what this verb did not write, or what was changed since.
    """

    verb: str
    kinds: tuple[str, ...]
    draw: Draw
    made_of: str
    force: bool


def pictures_in(folder: Path) -> list[Path]:
    """Pictures of a folder, sorted, without hidden files."""
    return sorted(p for p in folder.iterdir() if is_picture(Path(p.name)))


def gather(images: Sequence[Path]) -> list[Path]:
    """Pictures named, or lying in folders named, in sorted order for folders.

    Raises
    ------
    PegbarError
        A path does not exist, or a folder holds no picture, or two pictures would share their sheets' names.
    """
    pictures: list[Path] = []
    for path in images:
        if path.is_dir() and path.suffix.lower() not in EXTENSIONS:
            inside = pictures_in(path)
            if not inside:
                raise PegbarError(f"{path}: found a folder without pictures, expected some of {', '.join(EXTENSIONS)}")
            pictures += inside
        elif path.exists():
            pictures.append(path)
        else:
            raise PegbarError(f"{path}: found no such file, expected a picture")
    seen: dict[str, Path] = {}
    for path in dict.fromkeys(pictures):
        if path.stem in seen:
            raise PegbarError(f"{path}: found the name {path.stem!r} of {seen[path.stem]} again, expected distinct names")
        seen[path.stem] = path
    return list(seen.values())


def device_of(name: str) -> torch.device | None:
    """The device asked for; ``None`` for whichever is best."""
    if name == "cuda" and not torch.cuda.is_available():
        raise PegbarError("--device: found no CUDA device, expected cpu or auto")
    return None if name == "auto" else torch.device(name)


def key_of(*values: object, files: Sequence[Path] = ()) -> str:
    """SHA-256 over options and the content of files; the sidecars of models hold the hash of their weights."""
    key = hashlib.sha256(repr((__version__, torch.__version__, *values)).encode())
    for path in files:
        key.update(hashlib.sha256(read_bytes(path, TEXT_BYTES)).digest())
    return key.hexdigest()


def _file_name(stem: str, kind: str) -> str:
    """Name of a sheet of a picture."""
    return kind if "." in kind else f"{stem}_{kind}.png"


def check_outputs(images: Sequence[Path], out: Path, kinds: Sequence[str]) -> list[Path]:
    """The pictures gathered, once it is sure that their sheets can be written and overwrite none of them."""
    pictures = gather(images)
    check_not_inputs(pictures, (out / f"{path.stem}_{kind}.png" for path in pictures for kind in kinds))
    check_folder(out)
    return pictures


def _write(path: Path, out: Path, sheets: Sheets) -> bool:
    """Write the sheets of one picture; returns whether they were there already."""
    data = read_bytes(path, expected="a picture")
    name, key = f"{sheets.verb}_{path.stem}", hashlib.sha256(data).hexdigest() + sheets.made_of
    if is_current(out, name, key):
        return True
    files = {_file_name(path.stem, kind): made for kind, made in sheets.draw(data, path).items()}
    write_ours(out, name, files, key, sheets.force)
    return False


def write_sheets(images: Sequence[Path], out: Path, sheets: Sheets, keep_going: bool) -> None:
    """Write the sheets of each picture, all of one or none; what is there already and was made from the same is kept.

    Raises
    ------
    PegbarError
        On the first bad picture, or after the last one with `keep_going`.
    """
    pictures = check_outputs(images, out, sheets.kinds)
    faults, kept = [], 0
    for path in tqdm(pictures, desc=sheets.verb, unit="picture"):
        try:
            kept += _write(path, out, sheets)
        except PegbarError as fault:
            if not keep_going:
                raise
            faults.append(str(fault))
    for reason in faults:
        print(f"left out: {reason}", file=sys.stderr)
    if faults:
        raise PegbarError(f"{out}: found {len(faults)} of {len(pictures)} pictures bad, expected none")
    print(f"{out}: sheets of {len(pictures)} pictures" + (f" ({kept} were there already)" if kept else ""))
