"""``pegbar annotate``: hand frames to a person who labels them, and take the masks that come back."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.cli.reconstruct import load_reconstruction_models
from pegbar.douga.palette import encode
from pegbar.errors import PegbarError, brief
from pegbar.inference.reconstruction import Mask, reconstruct_frame
from pegbar.layers.annotation import annotation_bytes, painted, read_annotation
from pegbar.layers.openraster_reading import decode_sheet
from pegbar.production.index import parse_member
from pegbar.production.pictures import decode_mask, decode_rgba, encode_png
from pegbar.production.store import Store
from pegbar.selection.choices import load_choices
from pegbar.selection.seeds import select_seeds
from pegbar.storage.reading import read_bytes
from pegbar.storage.records import check_apart, digest
from pegbar.storage.tables import looks_like_formula, read_table
from pegbar.storage.writing import check_folder, sweep, write_files

TODO = "todo.csv"
COLUMNS = ("frame_id", "file", "confidence", "frame_sha256", "handed_out")
"""``handed_out`` is the digest of the file as it was written: what still has it was not labelled."""
_EDGE_WIDTH, _SEED = 32, 3
_MAX_NAME = 100
"""Characters of a file's name, of which some bytes each; longer frame ids are shortened and end in a digest."""
Todo = dict[str, dict[str, str]]
"""Rows of ``todo.csv`` by frame id."""


@dataclass(frozen=True)
class Handing:
    """What to hand over.

    Attributes
    ----------
    production
        Folder that keeps the contract, such as ``footage``.
    out
        Folder for the files.
    frames
        Ids of frames; empty: `count` of those without a mask, visually distinct.
    chosen
        The choices of a round (``data/rounds/N.csv``), of which those without a mask are handed over; None where there are none.
    count
        Frames to choose where none are named.
    models, palette, device
        What masks and douga are predicted with.
    """

    production: Path
    out: Path
    frames: Sequence[str]
    chosen: Path | None
    count: int
    models: Path
    palette: str | Path
    device: str


@dataclass(frozen=True)
class Taking:
    """What to take back.

    Attributes
    ----------
    folder
        What was handed over.
    into
        Production that gets the masks.
    force
        Whether other masks of these frames are replaced.
    accept_unchanged
        Whether masks that nobody changed count as right.
    """

    folder: Path
    into: Path
    force: bool
    accept_unchanged: bool


def _members(store: Store, layer: str) -> dict[str, str]:
    """Member of each frame in a layer (``frames`` or ``cels``) by the frame's id."""
    members = {}
    for member in store.members():
        parsed = parse_member(member)
        if parsed is not None and parsed[0] == layer and parsed[2].isdecimal():
            if looks_like_formula(parsed[1]) or not parsed[1].isprintable() or "\\" in parsed[1]:
                raise PegbarError(f"{store.name_of(member)}: found the cut {brief(parsed[1])}, expected a name that files can have")
            members[f"{parsed[1]}/{int(parsed[2]):04d}"] = member
    return members


def _file_of(frame_id: str) -> str:
    name = frame_id.replace("/", "_")
    return f"{name if len(name) <= _MAX_NAME else name[: _MAX_NAME // 2] + hashlib.sha256(name.encode()).hexdigest()[:16]}.ora"


def _chosen(store: Store, labelled: Mapping[str, str], options: Handing) -> dict[str, str]:
    """Frames to hand over, by id."""
    frames = _members(store, "frames")
    named = list(options.frames)
    if options.chosen is not None:
        chosen = load_choices(options.chosen)["frame_id"].tolist()
        named += [frame_id for frame_id in chosen if frame_id not in labelled]
        if not named:
            found = f"a mask for each of {len(chosen)} chosen frames" if chosen else "no chosen frame"
            raise PegbarError(f"{options.chosen}: found {found}, expected some without a mask")
    unknown = [frame_id for frame_id in named if frame_id not in frames]
    if unknown:
        raise PegbarError(f"{options.production}: found no frame {unknown[0]!r}, expected ids such as {next(iter(frames), 'cut/0000')}")
    if named:
        return {frame_id: frames[frame_id] for frame_id in named}
    waiting = {frame_id: member for frame_id, member in frames.items() if frame_id not in labelled}
    if not waiting:
        raise PegbarError(f"{options.production}: found a mask for each of {len(frames)} frames, expected some without")
    pictures = (store.frame(member) for member in tqdm(waiting.values(), desc="choose", unit="frame"))
    names = list(waiting)
    return {names[index]: waiting[names[index]] for index in select_seeds(pictures, options.count, _EDGE_WIDTH, _SEED)}


def export(options: Handing) -> None:
    """Write an OpenRaster file for each frame, with its mask and douga, and ``todo.csv``; files that are there stay.

    The mask is the frame's own where it has one, else predicted.

    Raises
    ------
    PegbarError
        The production or a frame is missing, or every frame has a mask.
    """
    check_apart(options.production, options.out)
    check_folder(options.out)
    sweep(options.out)
    todo = _read_todo(options.out) if (options.out / TODO).exists() else {}
    with Store(options.production) as store:
        labelled = _members(store, "cels")
        chosen = _chosen(store, labelled, options)
        models = load_reconstruction_models(options.models, options.palette, options.device)
        for frame_id, member in tqdm(chosen.items(), desc="annotate", unit="frame"):
            name, known = _file_of(frame_id), (options.out / _file_of(frame_id)).exists()
            if known and frame_id in todo:
                continue
            frame = store.frame(member)
            row = {"frame_id": frame_id, "file": name, "confidence": "", "frame_sha256": _sha256(frame), "handed_out": ""}
            files: dict[str, bytes] = {}
            if not known:
                own = store.mask(labelled[frame_id]) if frame_id in labelled else None
                done = reconstruct_frame(models.cel, models.douga, frame, own, models.douga_height)
                files[name] = annotation_bytes(frame, done.mask, encode(done.douga, models.palette))
                row |= {"confidence": f"{done.score:.4f}", "handed_out": hashlib.sha256(files[name]).hexdigest()}
            todo[frame_id] = row
            write_files(options.out, files | {TODO: _table(todo)})
    print(f"{options.out}: {len(chosen)} frames to label; paint on the sheet `mask`, then: pegbar annotate import {options.out}")


def _sha256(frame: np.ndarray) -> str:
    return hashlib.sha256(frame.tobytes()).hexdigest()


def _table(todo: Todo) -> bytes:
    text = StringIO()
    pd.DataFrame([todo[frame_id] for frame_id in sorted(todo)], columns=list(COLUMNS)).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode()


def _read_todo(folder: Path) -> Todo:
    """What was handed over.

    Raises
    ------
    PegbarError
        The table is missing or damaged, or a file stands beside another frame than its own.
    """
    path = folder / TODO
    table = read_table(path, f"the {TODO} that `pegbar annotate export` writes")
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise PegbarError(f"{path}: found no column {missing[0]}, expected {', '.join(COLUMNS)}")
    todo: Todo = {}
    for row in table[list(COLUMNS)].to_dict("records"):
        frame_id, file = str(row["frame_id"]), str(row["file"])
        if file != _file_of(frame_id) or frame_id in todo:
            raise PegbarError(f"{path}: found {file} for frame {frame_id}, expected {_file_of(frame_id)} once; make the table again")
        todo[frame_id] = {str(column): str(value) for column, value in row.items()}
    return todo


def _returned(folder: Path, todo: Todo) -> dict[str, Path]:
    """The file that came back for each frame: an OpenRaster file, or a PNG of the same name with the mask alone."""
    frame_of, files = {Path(row["file"]).stem: frame_id for frame_id, row in todo.items()}, dict[str, Path]()
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in (".ora", ".png") and not p.name.startswith(".")):
        stem = next((name for name in (path.stem, unicodedata.normalize("NFC", path.stem)) if name in frame_of), None)
        if stem is None:
            raise PegbarError(f"{path}: found a file that {folder / TODO} does not list, expected one of its frames")
        frame_id = frame_of[stem]
        if frame_id in files:
            raise PegbarError(f"{path}: found frame {frame_id} a second time (beside {files[frame_id]}), expected one file of each")
        files[frame_id] = path
    if not files:
        raise PegbarError(f"{folder}: found no OpenRaster file and no PNG, expected what `pegbar annotate export` wrote there")
    return files


def _mask_in(path: Path, size: tuple[int, int], frame_id: str) -> Mask:
    """The mask in a file: what is painted on the sheet of an OpenRaster file or on a transparent PNG, or a PNG of black and white."""
    data = read_bytes(path)
    if path.suffix.lower() == ".ora":
        return read_annotation(data, size, str(path))
    transparent = (decode_rgba(data, str(path))[..., 3] < 255).any()
    mask = painted(decode_sheet(data, str(path)), str(path)) if transparent else decode_mask(data, str(path))
    if mask.shape != size:
        raise PegbarError(f"{path}: found {mask.shape[1]}×{mask.shape[0]} pixels, expected {size[1]}×{size[0]} as the frame {frame_id} has")
    return mask


def _check_free(options: Taking, store: Store, earlier: str, frame_id: str) -> None:
    """Refuse to overwrite a mask, unless it is a loose file and that was asked for."""
    if not options.force:
        raise PegbarError(f"{options.into}: found another mask of frame {frame_id} already ({earlier}), expected none; --force replaces it")
    if not (options.into / earlier).exists():
        raise PegbarError(
            f"{store.name_of(earlier)}: found the mask of {frame_id} inside a shard, expected a file that can be replaced; "
            "change it in the folder that was imported"
        )


def take_back(options: Taking) -> None:
    """Check every mask that came back, then add all of them to the production, or none.

    A file that is as it was handed over was not labelled, and waits, unless unchanged ones are accepted.

    Raises
    ------
    PegbarError
        A file is damaged, of an unknown or another frame, of another size, translucent, comes twice, or would replace another mask.
    """
    sweep(options.into)
    sweep(options.folder)
    masks, unchanged = dict[str, bytes](), 0
    todo = _read_todo(options.folder)
    with Store(options.into) as store:
        frames, earlier = _members(store, "frames"), _members(store, "cels")
        for frame_id, path in tqdm(_returned(options.folder, todo).items(), desc="masks", unit="frame"):
            if frame_id not in frames:
                raise PegbarError(f"{path}: found the frame {frame_id}, which {options.into} does not have, expected one of its frames")
            if not options.accept_unchanged and digest(path) == todo[frame_id]["handed_out"]:
                unchanged += 1
                continue
            frame = store.frame(frames[frame_id])
            if _sha256(frame) != todo[frame_id]["frame_sha256"]:
                raise PegbarError(
                    f"{path}: found a mask of another picture than {store.name_of(frames[frame_id])}, expected it of this one"
                )
            mask = _mask_in(path, (frame.shape[0], frame.shape[1]), frame_id)
            if frame_id in earlier:
                if np.array_equal(store.mask(earlier[frame_id]), mask):
                    continue
                _check_free(options, store, earlier[frame_id], frame_id)
            masks[earlier.get(frame_id, f"cels/{frame_id}.png")] = encode_png(mask)
        labelled = len(set(earlier.values()) | set(masks))
    write_files(options.into, masks)
    print(f"{options.into}: {len(masks)} masks added or changed, {labelled} of {len(frames)} frames have one")
    if unchanged:
        print(f"{unchanged} files are as they were handed over and still wait; --accept-unchanged takes their masks as they are")
