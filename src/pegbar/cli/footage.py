"""``pegbar import`` and ``pegbar exposure-sheet``: a user's footage, a folder or a video, checked, packed, and its timing written."""

from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from pegbar.cli.wording import counted
from pegbar.errors import PegbarError
from pegbar.footage.drawings import FootageFrame, cut_name, read_drawings
from pegbar.footage.exposure_sheet import NAME, ExposureSheet
from pegbar.footage.facts import Footage, probe
from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.index import index_store
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard
from pegbar.production.titles import split_by_title, titles_of
from pegbar.storage.ownership import write_ours
from pegbar.storage.records import atomic_folder, check_apart
from pegbar.storage.writing import atomic, check_folder

KEPT = ("README.md",)
"""Stays in the target: it says what belongs there."""
FOOTAGE = Path("footage")
"""Where the pipeline looks."""


def _facts(footage: Footage) -> str:
    """A line on a film."""
    varied = ", times vary" if footage.variable else ""
    return (
        f"{footage.path}: {footage.width}×{footage.height}, {float(footage.rate):.3f} frames a second{varied}, {footage.timeline} frames, "
        f"{footage.bits} bits, {footage.matrix}, {'full' if footage.full_range else 'limited'} range, {footage.scan}"
    )


def _frames(footage: Footage, lost: list[str] | None, sheet: ExposureSheet, remove_pans: bool = False) -> Iterator[FootageFrame]:
    """Every frame of a video, with a bar; the sheet takes each."""
    with tqdm(total=footage.timeline, desc=footage.path.name, unit="frame") as bar:
        for frame in read_drawings(footage.path, lost, footage, remove_pans):
            sheet.add(frame)
            bar.update(frame.number + 1 - bar.n)
            yield frame


def _members(frames: Iterator[FootageFrame], video: Path) -> Iterator[tuple[str, bytes]]:
    """Members for the frames of a video that show something new, by cut; each is numbered by its place in the video."""
    for frame in frames:
        if frame.is_new:
            yield f"frames/{cut_name(video, frame.cut)}/{frame.number:06d}.png", encode_png(frame.rgb)


def _copy(source: Path, folder: Path, lost: list[str] | None, scan: str) -> dict[str, str]:
    """Put a folder or the distinct frames of a video into the contract; returns the user's name of each member."""
    if not source.exists():
        raise PegbarError(f"{source}: found no such file or folder, expected a folder of pictures or a video")
    if not source.is_file():
        return copy_production(source, folder)
    footage = probe(source, scan)
    sheet = ExposureSheet(footage)
    write_shard(folder / "production.zip", _members(_frames(footage, lost, sheet), source))
    for name, data in sheet.files().items():
        with atomic(folder / name) as temporary:
            temporary.write_bytes(data)
    print(_facts(footage))
    return {}


def write_exposure_sheet(video: Path, out: Path, scan: str, remove_pans: bool, skip_bad: bool, force: bool = False) -> None:
    """Write the exposure sheet of a video into a folder: as CSV, as a text to read, and as XDTS cut by cut.

    Raises
    ------
    PegbarError
        The video cannot be read, or the folder cannot be written.
    """
    check_folder(out)
    lost: list[str] | None = [] if skip_bad else None
    footage = probe(video, scan)
    sheet = ExposureSheet(footage)
    for _ in _frames(footage, lost, sheet, remove_pans):
        pass
    files, table = sheet.files(), sheet.table()
    write_ours(out, NAME, files, force=force)
    for reason in lost or ():
        print(f"skipped: {reason}")
    print(_facts(footage))
    drawings = len(table[["cut", "drawing"]].drop_duplicates())
    cuts, frames = counted(table["cut"].nunique(), "cut"), counted(int(table["frames"].sum()), "frame")
    print(f"{out}: {cuts}, {counted(drawings, 'drawing')} on {frames}")


def import_footage(source: Path, target: Path, skip_bad: bool, scan: str = "auto") -> None:
    """Validate all of `source`, then replace `target` by it; on an error `target` stays as it was.

    Of a video every drawing becomes a PNG once, cut by cut, numbered by its first place in the video; the exposure sheet lies beside.

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
        names = _copy(source, folder, lost if skip_bad else None, scan)
        with Store(folder, source, names) as store:
            rows, listing = index_store(store, params)
            split_by_title(store, rows, titles_of(store, rows, params.on_bad_frame), params)  # says now what `index` would say later
            files = len(store.members())
    for reason in [*lost, *listing.skipped]:
        print(f"skipped: {reason}")
    for name in listing.unused:
        print(f"unused: {name} belongs to no frame")
    labelled = int((rows["mask"] != "").sum())
    found = f"{counted(files, 'file')}, {counted(len(rows), 'frame')} in {counted(rows['cut'].nunique(), 'cut')}"
    print(f"{target}: {found}, {labelled} with a cel mask")
    if target == FOOTAGE:
        print("set production.source to footage in params.yaml, or: dvc exp run -S production.source=footage")
    else:
        print(f"next: pegbar finetune {target}, or import into {FOOTAGE}/ of a checkout for the pipeline")
