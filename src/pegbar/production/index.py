"""From a folder that keeps the contract to a validated manifest."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.manifest import LAYERS, SPLITS, check_manifest, split_by_cut
from pegbar.production.pictures import is_picture
from pegbar.production.store import Store
from pegbar.storage.tables import looks_like_formula, parse_table

LISTING = "production.csv"
"""A production's own table, which may fix splits and tags."""
_NUMBER = re.compile(r"[0-9]{1,9}")
_LAYERS = {"cels": "mask", "douga": "douga"}
_SHEETS = {"cel": "cel", "plate": "plate", "book": "book"}


@dataclass(frozen=True)
class Listing:
    """What a production holds: rows without split, frames that were skipped with the reason, and files that belong to none."""

    rows: list[dict[str, Any]]
    skipped: list[str]
    unused: list[str]


def parse_member(member: str) -> tuple[str, str, str] | None:
    """(layer, cut, name) of a contract path, with ``frames/NAME.png`` standing for a cut of its own."""
    path = PurePosixPath(member)
    if not is_picture(path) or len(path.parts) not in (2, 3):
        return None
    cut = path.parts[1] if len(path.parts) == 3 else path.stem
    name = path.stem if len(path.parts) == 3 else "0000"
    return path.parts[0], cut, name


Key = tuple[str, str, str]
"""Layer, cut, and the frame's number."""


def _number(store: Store, member: str, name: str) -> str:
    """A frame's number as four digits or more, of a file name such as ``12`` or ``0012``."""
    if not _NUMBER.fullmatch(name):
        raise PegbarError(f"{store.name_of(member)}: found frame name {name!r}, expected a number as index")
    return f"{int(name):04d}"


def _companions(store: Store) -> dict[Key, str]:
    """Masks, douga and layers by the frame that they belong to.

    Raises
    ------
    PegbarError
        Two files are the same layer of one frame.
    """
    members: dict[Key, str] = {}
    for member in store.members():
        layer, cut, name = parse_member(member) or ("", "", "")
        sheet = ""
        if layer == "layers" and "_" in name:
            name, sheet = name.rsplit("_", 1)
        kind = _LAYERS.get(layer) or _SHEETS.get(sheet)
        if kind is None or not _NUMBER.fullmatch(name):
            continue
        key = kind, cut, f"{int(name):04d}"
        if key in members:
            raise PegbarError(f"{store.name_of(member)}: found a second {kind} of one frame (beside {members[key]}), expected one")
        members[key] = member
    return members


def _check_companion(store: Store, row: dict[str, Any], layer: str) -> None:
    member = row[layer]
    size = (store.mask(member) if layer == "mask" else store.frame(member)).shape[:2]
    if size != (row["height"], row["width"]):
        raise PegbarError(
            f"{store.name_of(member)}: found {size[1]}×{size[0]} pixels, expected {row['width']}×{row['height']} as {row['path']} has"
        )


def _row(
    store: Store,
    member: str,
    parsed: tuple[str, str, str],
    companions: dict[Key, str],
    current: dict[tuple[str, str], str],
) -> dict[str, Any]:
    """One row; as on an exposure sheet, a cel, plate or book stays until the next one is listed (`current`)."""
    cut, name = parsed[1], _number(store, member, parsed[2])
    if looks_like_formula(cut) or not cut.isprintable():
        raise PegbarError(f"{store.name_of(member)}: found the cut {cut!r}, expected a name that no spreadsheet takes for a formula")
    frame = store.frame(member)
    row: dict[str, Any] = {
        "frame_id": f"{cut}/{name}",
        "cut": cut,
        "index": int(name),
        "path": member,
        "width": frame.shape[1],
        "height": frame.shape[0],
        "sha256": hashlib.sha256(frame.tobytes()).hexdigest(),
    }
    for layer in LAYERS:
        row[layer] = companions.get((layer, cut, name), "")
    for layer in _SHEETS.values():
        row[layer] = row[layer] or current.get((layer, cut), "")
        current[layer, cut] = row[layer]
    for layer in ("mask", "douga"):
        if row[layer]:
            _check_companion(store, row, layer)
    return row


def list_production(store: Store, on_bad_frame: str) -> Listing:
    """Read every frame and check its companions.

    Raises
    ------
    PegbarError
        On the first bad frame, unless `on_bad_frame` is ``skip``.
    """
    frames = [(m, p) for m in store.members() if (p := parse_member(m)) is not None and p[0] == "frames"]
    if not frames:
        raise PegbarError(f"{store.display_root}: found no picture under frames/, expected frames/<cut>/<index>.png")
    companions = _companions(store)
    current: dict[tuple[str, str], str] = {}
    rows, skipped, first_member = [], [], dict[str, str]()
    for member, parsed in tqdm(frames, desc="index", unit="frame", disable=len(frames) < 100):
        try:
            row = _row(store, member, parsed, companions, current)
        except PegbarError as fault:
            if on_bad_frame != "skip":
                raise
            skipped.append(str(fault))
            continue
        earlier = first_member.setdefault(row["frame_id"], member)
        if earlier != member:
            raise PegbarError(
                f"{store.name_of(member)}: found frame {row['frame_id']} a second time (first {store.name_of(earlier)}), "
                "expected one picture of each"
            )
        rows.append(row)
    known = {(cut, _NUMBER.sub(lambda n: f"{int(n[0]):04d}", name)) for _, (_, cut, name) in frames}
    unused = [store.name_of(member) for (_, cut, name), member in companions.items() if (cut, name) not in known]
    return Listing(rows, skipped, unused)


def _read_listing(store: Store) -> pd.DataFrame | None:
    """The production's own table, which may fix splits and tags by frame_id."""
    if LISTING not in store.members():
        return None
    path = store.name_of(LISTING)
    listed = parse_table(store.text(LISTING), path)
    if "frame_id" not in listed:
        raise PegbarError(f"{path}: found no column frame_id, expected one")
    if listed["frame_id"].duplicated().any():
        twice = listed.loc[listed["frame_id"].duplicated(), "frame_id"].iloc[0]
        raise PegbarError(f"{path}: found frame_id {twice!r} more than once, expected each id once")
    if "split" in listed and not listed["split"].isin(SPLITS).all():
        odd = listed.loc[~listed["split"].isin(SPLITS), "split"].iloc[0]
        raise PegbarError(f"{path}: split: found {odd!r}, expected one of {', '.join(SPLITS)}")
    return listed.set_index("frame_id")


def index_store(store: Store, params: ProductionParams) -> tuple[pd.DataFrame, Listing]:
    """Build the manifest of a production; returns it with what was skipped and what belongs to no frame.

    Raises
    ------
    PegbarError
        As :func:`list_production`; no frame is left, or the production's own table names a frame that it does not have.
    """
    listing, listed = list_production(store, params.on_bad_frame), _read_listing(store)
    rows = pd.DataFrame(listing.rows, dtype=object)
    if rows.empty:
        raise PegbarError(f"{store.display_root}: found no frame that could be read, expected at least one ({listing.skipped[0]})")
    splits = split_by_cut(list(rows["cut"]), (params.val_fraction, params.test_fraction), params.split_seed)
    rows["split"] = rows["cut"].map(splits)
    rows["tags"] = ""
    if listed is not None:
        unknown = sorted(set(listed.index) - set(rows["frame_id"]))
        if unknown and not listing.skipped:
            raise PegbarError(f"{store.name_of(LISTING)}: found frame_id {unknown[0]!r}, expected only frames that are there")
        for column in ("split", "tags"):
            if column in listed:
                rows[column] = rows["frame_id"].map(listed[column]).fillna(rows[column])
    columns = ["frame_id", "cut", "index", "path", "width", "height", "sha256", "split", *LAYERS, "tags"]
    rows = rows[columns].astype({"index": int, "width": int, "height": int})
    return check_manifest(rows, store.name_of(LISTING)), listing


def index_production(root: Path, params: ProductionParams) -> tuple[pd.DataFrame, list[str]]:
    """Build the manifest of a production folder; returns it with a line for each frame skipped and each file unused."""
    with Store(root) as store:
        rows, listing = index_store(store, params)
    return rows, [f"skipped: {reason}" for reason in listing.skipped] + [f"unused: {name} belongs to no frame" for name in listing.unused]
