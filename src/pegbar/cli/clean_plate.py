"""``pegbar clean-plate``: the frames of a cut in, its background without the characters out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.sheets import device_of, gather
from pegbar.errors import PegbarError
from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.layers.clean_plate import MAX_FRAMES, clean_plate, subsample_evenly
from pegbar.networks.starters import find_model
from pegbar.production.pictures import check_png_name, encode_png, read_mask, read_rgb
from pegbar.storage.records import check_not_inputs
from pegbar.storage.writing import check_file, write_files

MAX_PIXELS = 12_600_000
MAX_GATHERED = 100_000_000
"""Pixels of all frames together: 48 of 1080p."""


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    frames: Sequence[Path]
    out: Path
    masks: Path | None
    models: Path
    device: str


def _mask_of(folder: Path, frame: Path) -> Path:
    """The file of a frame's mask."""
    names = [folder / f"{frame.stem}{end}.png" for end in ("", "_mask")]
    name = next((n for n in names if n.exists()), None)
    if name is None:
        raise PegbarError(f"{names[0]}: found no such file, expected the cel mask of {frame.name}")
    return name


def _frames(paths: Sequence[Path]) -> tuple[list[Path], list[NDArray[np.uint8]]]:
    """The frames that are used, evenly subsampled if the cut has more, all of one size."""
    first = read_rgb(paths[0], MAX_PIXELS)
    count = max(2, min(MAX_FRAMES, MAX_GATHERED // (first.shape[0] * first.shape[1])))
    used = [paths[n] for n in subsample_evenly(len(paths), count)]
    frames = []
    for path in tqdm(used, desc="frames", unit="frame", disable=len(used) < 12):
        frame = first if path == paths[0] else read_rgb(path, MAX_PIXELS)
        if frame.shape != first.shape:
            found, expected = (f"{f.shape[1]}×{f.shape[0]}" for f in (frame, first))
            raise PegbarError(f"{path}: found {found} pixels, expected {expected} as {paths[0].name} has")
        frames.append(frame)
    return used, frames


def _masks(options: Options, paths: Sequence[Path], frames: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.bool_]]:
    if options.masks is None:
        predictor = Predictor(find_model(options.models, "cel"), "cel", device_of(options.device))
        return [cel_mask(predictor, frame) for frame in tqdm(frames, desc="cels", unit="frame")]
    masks = []
    for path, frame in zip(paths, frames, strict=True):
        name = _mask_of(options.masks, path)
        mask = read_mask(name, MAX_PIXELS)
        if mask.shape != frame.shape[:2]:
            found, expected = (f"{m.shape[1]}×{m.shape[0]}" for m in (mask, frame))
            raise PegbarError(f"{name}: found {found} pixels, expected {expected} as {path.name} has")
        masks.append(mask)
    return masks


def write_clean_plate(options: Options) -> None:
    """Write the clean plate, and beside it ``<out>_seen.png``, white where a frame shows it, and ``<out>_invented.png``, white elsewhere.

    Raises
    ------
    PegbarError
        A frame or mask is missing or damaged, or their sizes differ.
    """
    check_png_name(options.out)
    paths = gather(options.frames)
    seen, invented = (options.out.with_name(f"{options.out.stem}_{kind}.png") for kind in ("seen", "invented"))
    masks = [] if options.masks is None else [_mask_of(options.masks, path) for path in paths]
    check_not_inputs([*paths, *masks], [options.out, seen, invented])
    for path in (options.out, seen, invented):
        check_file(path)
    used, frames = _frames(paths)
    cleaned = clean_plate(frames, _masks(options, used, frames))
    pictures = {options.out: cleaned.picture, seen: cleaned.seen, invented: cleaned.invented}
    write_files(options.out.parent, {path.name: encode_png(picture) for path, picture in pictures.items()})
    height, width = cleaned.seen.shape
    print(f"{options.out}: {width}×{height} pixels of {len(frames)} frames, {cleaned.seen.mean():.1%} seen, the rest invented")
