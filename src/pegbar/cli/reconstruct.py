"""``pegbar reconstruct``: pictures in, sheets out."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tqdm import tqdm

from pegbar.douga.palette import Palette, encode, load_palette
from pegbar.douga.postprocess import postprocess
from pegbar.errors import PegbarError
from pegbar.inference.predict import Predictor, cel_mask
from pegbar.layers.separate import cut_cel, cut_plate, lines_alone
from pegbar.networks.preprocessing import on_paper
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.production.pictures import EXTENSIONS, atomic, composite, decode_rgba, encode_png, read_bytes


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    images: Sequence[Path]
    out: Path
    models: Path
    palette: Path
    params: Path
    device: str
    height: int | None
    own: float
    keep_going: bool


@dataclass(frozen=True)
class Workshop:
    """Everything loaded once."""

    cel: Predictor
    douga: Predictor
    palette: Palette
    params: DougaParams


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


def _device(name: str) -> torch.device | None:
    if name == "cuda" and not torch.cuda.is_available():
        raise PegbarError("--device: found no CUDA device, expected cpu or auto")
    return None if name == "auto" else torch.device(name)


def take_apart(path: Path, shop: Workshop) -> dict[str, bytes]:
    """The sheets of one picture as PNG bytes by kind: mask, cel, plate, douga, lines."""
    rgba = decode_rgba(read_bytes(path), str(path))
    opaque = rgba[..., 3] > 127
    paper = rgba[..., :3] * 0 + 255
    frame = composite(paper, rgba)
    mask = cel_mask(shop.cel, frame) if opaque.all() else opaque
    classes = shop.douga.classes(on_paper(frame, mask))
    classes[~mask] = 0
    douga = postprocess(classes, shop.params, mask)
    return {
        "mask": encode_png(mask),
        "cel": encode_png(cut_cel(frame, mask)),
        "plate": encode_png(cut_plate(frame, mask)),
        "douga": encode_png(encode(douga, shop.palette)),
        "lines": encode_png(lines_alone(douga, shop.palette)),
    }


def reconstruct(options: Options) -> None:
    """Take every picture apart; the sheets of a picture are written only once all of them exist.

    Raises
    ------
    PegbarError
        On the first bad picture, or after the last one with ``keep_going``.
    """
    pictures = gather(options.images)
    device = _device(options.device)
    shop = Workshop(
        Predictor(options.models, "cel", device, options.height, options.own),
        Predictor(options.models, "douga", device, options.height),
        load_palette(options.palette),
        load_section("douga", DougaParams, options.params),
    )
    options.out.mkdir(parents=True, exist_ok=True)
    faults = []
    for path in tqdm(pictures, desc="reconstruct", unit="picture"):
        try:
            sheets = take_apart(path, shop)
        except PegbarError as fault:
            if not options.keep_going:
                raise
            faults.append(str(fault))
            continue
        for kind, data in sheets.items():
            with atomic(options.out / f"{path.stem}_{kind}.png") as temporary:
                temporary.write_bytes(data)
    for reason in faults:
        print(f"left out: {reason}", file=sys.stderr)
    if faults:
        raise PegbarError(f"{options.out}: found {len(faults)} of {len(pictures)} pictures bad, expected none")
    print(f"{options.out}: sheets of {len(pictures)} pictures")
