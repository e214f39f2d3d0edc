"""``pegbar plate``: the frames of a cut in, its background without the characters out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.sheets import device_of, gather
from pegbar.errors import PegbarError
from pegbar.inference.predict import Predictor, cel_mask
from pegbar.layers.clean_plate import clean_plate
from pegbar.production.pictures import decode_mask, decode_rgb, write_png
from pegbar.storage.reading import read_bytes


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    frames: Sequence[Path]
    out: Path
    masks: Path | None
    models: Path
    device: str


def _masks(options: Options, paths: Sequence[Path], frames: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.bool_]]:
    if options.masks is None:
        predictor = Predictor(options.models, "cel", device_of(options.device))
        return [cel_mask(predictor, frame) for frame in tqdm(frames, desc="cels", unit="frame")]
    found = []
    for path in paths:
        names = [options.masks / f"{path.stem}{end}.png" for end in ("", "_mask")]
        name = next((n for n in names if n.exists()), None)
        if name is None:
            raise PegbarError(f"{names[0]}: found no such file, expected the cel mask of {path.name}")
        found.append(decode_mask(read_bytes(name), str(name)))
    return found


def plate(options: Options) -> None:
    """Write the clean plate, and beside it ``<out>_seen.png``: white where a frame shows it, black where it was painted in."""
    paths = gather(options.frames)
    frames = [decode_rgb(read_bytes(path), str(path)) for path in paths]
    for path, frame in zip(paths, frames, strict=True):
        if frame.shape != frames[0].shape:
            found, wanted = (f"{f.shape[1]}×{f.shape[0]}" for f in (frame, frames[0]))
            raise PegbarError(f"{path}: found {found} pixels, expected {wanted} as {paths[0].name} has")
    cleaned = clean_plate(frames, _masks(options, paths, frames))
    write_png(options.out, cleaned.picture)
    write_png(options.out.with_name(f"{options.out.stem}_seen.png"), cleaned.seen)
    height, width = cleaned.seen.shape
    print(f"{options.out}: {width}×{height} pixels of {len(frames)} frames, {cleaned.seen.mean():.1%} seen, the rest painted in")
