"""``pegbar import``: check a user's footage, a folder or a video, and pack it for the pipeline."""

import re
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.index import index_store
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard
from pegbar.production.titles import split_by_title, titles_of
from pegbar.production.video import frame_count, read_video
from pegbar.selection.frame_flags import HoldFinder, signature
from pegbar.storage.records import atomic_folder, check_apart

KEPT = ("README.md",)
"""Stays in the target: it says what belongs there."""
CUT_SCORE = 27.0
"""Mean difference of hue, saturation and value from which on a frame begins a cut; the default of PySceneDetect's content detector."""
MIN_CUT = 8
"""Frames of the shortest cut: a flash of lightning is none."""
HOLD_TOLERANCE = 6.0
"""As ``frame_filters.hold_tolerance``."""


def _drawings(video: Path, lost: list[str] | None) -> Iterator[tuple[str, bytes]]:
    """Members for the frames of a video that show something new, by cut; each is numbered by its place in the video."""
    name = re.sub(r"[^0-9A-Za-z]+", "_", video.stem).strip("_") or "video"
    holds, cut, length = HoldFinder(HOLD_TOLERANCE), 0, 0
    bar = tqdm(read_video(video, lost), total=frame_count(video) or None, desc="video", unit="frame")
    for number, frame in enumerate(bar):
        seen = signature(frame)
        hold = holds.add(seen)
        if hold.cut_score >= CUT_SCORE and number and length >= MIN_CUT:
            cut, length, holds = cut + 1, 0, HoldFinder(HOLD_TOLERANCE)
            hold = holds.add(seen)
        if hold.held_since == length:
            yield f"frames/{name}_{cut:04d}/{number:06d}.png", encode_png(frame)
        length += 1


def _copy(source: Path, folder: Path, lost: list[str] | None) -> dict[str, str]:
    """Put a folder or the distinct frames of a video into the contract; returns the user's name of each member."""
    if not source.exists():
        raise PegbarError(f"{source}: found no such file or folder, expected a folder of pictures or a video")
    if not source.is_file():
        return copy_production(source, folder)
    write_shard(folder / "production.zip", _drawings(source, lost))
    return {}


def import_footage(source: Path, target: Path, skip_bad: bool) -> None:
    """Validate all of `source`, then replace `target` by it; on an error `target` stays as it was.

    Of a video every frame that differs from the one held before it becomes a PNG, cut by cut, numbered by its place in the video.

    Raises
    ------
    PegbarError
        Naming the first file that breaks the contract, or where a video breaks off.
    """
    params = ProductionParams(
        source="footage", on_bad_frame="skip" if skip_bad else "stop", val_fraction=0.1, test_fraction=0.1, split_seed=0
    )
    check_apart(source, target)
    lost: list[str] = []
    with atomic_folder(target, kept=KEPT) as folder:
        names = _copy(source, folder, lost if skip_bad else None)
        with Store(folder, source, names) as store:
            rows, listing = index_store(store, params)
            split_by_title(store, rows, titles_of(store, rows, params.on_bad_frame), params)  # says now what `index` would say later
            files = len(store.members())
    for reason in [*lost, *listing.skipped]:
        print(f"skipped: {reason}")
    for name in listing.unused:
        print(f"unused: {name} belongs to no frame")
    labelled = int((rows["mask"] != "").sum())
    print(f"{target}: {files} files, {len(rows)} frames in {rows['cut'].nunique()} cuts, {labelled} with a cel mask")
    print("set production.source to footage in params.yaml, or: dvc exp run -S production.source=footage")
