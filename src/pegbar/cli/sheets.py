"""What every verb on pictures shares: which pictures, which device, sheets written whole, bad pictures reported."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.production.pictures import EXTENSIONS
from pegbar.storage.writing import atomic


def gather(images: Sequence[Path]) -> list[Path]:
    """Pictures named, or lying in folders named, in sorted order for folders.

    Raises
    ------
    PegbarError
        A path does not exist, or a folder holds no picture, or two pictures would share their sheets' names.
    """
    found: list[Path] = []
    for path in images:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in EXTENSIONS)
            if not inside:
                raise PegbarError(f"{path}: found a folder without pictures, expected some of {', '.join(EXTENSIONS)}")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise PegbarError(f"{path}: found no such file, expected a picture")
    seen: dict[str, Path] = {}
    for path in dict.fromkeys(found):
        if path.stem in seen:
            raise PegbarError(f"{path}: found the name {path.stem!r} of {seen[path.stem]} again, expected distinct names")
        seen[path.stem] = path
    return list(seen.values())


def device_of(name: str) -> torch.device | None:
    """The device asked for; ``None`` for whichever is best."""
    if name == "cuda" and not torch.cuda.is_available():
        raise PegbarError("--device: found no CUDA device, expected cpu or auto")
    return None if name == "auto" else torch.device(name)


def write_sheets(images: Sequence[Path], out: Path, draw: Callable[[Path], dict[str, bytes]], keep_going: bool, verb: str) -> None:
    """Write ``<name>_<kind>.png`` for what `draw` makes of each picture, once all its sheets exist.

    Raises
    ------
    PegbarError
        On the first bad picture, or after the last one with `keep_going`.
    """
    pictures = gather(images)
    out.mkdir(parents=True, exist_ok=True)
    faults = []
    for path in tqdm(pictures, desc=verb, unit="picture"):
        try:
            sheets = draw(path)
        except PegbarError as fault:
            if not keep_going:
                raise
            faults.append(str(fault))
            continue
        for kind, data in sheets.items():
            with atomic(out / f"{path.stem}_{kind}.png") as temporary:
                temporary.write_bytes(data)
    for reason in faults:
        print(f"left out: {reason}", file=sys.stderr)
    if faults:
        raise PegbarError(f"{out}: found {len(faults)} of {len(pictures)} pictures bad, expected none")
    print(f"{out}: sheets of {len(pictures)} pictures")
