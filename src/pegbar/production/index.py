"""From a folder that keeps the contract to a validated manifest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.manifest import LAYERS, SPLITS, check_manifest, split_by_cut
from pegbar.production.pictures import EXTENSIONS
from pegbar.production.store import Store

_ROOMS = {"cels": "mask", "douga": "douga"}
_SHEETS = {"cel": "cel", "plate": "plate", "book": "book"}


@dataclass(frozen=True)
class Listing:
    """What a production holds: rows without split, and frames that were skipped with the reason."""

    rows: list[dict[str, Any]]
    skipped: list[str]


def place_of(member: str) -> tuple[str, str, str] | None:
    """(room, cut, name) of a contract path, with ``frames/NAME.png`` standing for a cut of its own."""
    path = PurePosixPath(member)
    if path.suffix.lower() not in EXTENSIONS or len(path.parts) not in (2, 3):
        return None
    cut = path.parts[1] if len(path.parts) == 3 else path.stem
    name = path.stem if len(path.parts) == 3 else "0000"
    return path.parts[0], cut, name


def _companions(members: list[str]) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for member in members:
        place = place_of(member)
        if place is None:
            continue
        room, cut, name = place
        if room in _ROOMS:
            found[_ROOMS[room], cut, name] = member
        elif room == "layers" and "_" in name:
            frame, sheet = name.rsplit("_", 1)
            if sheet in _SHEETS:
                found[_SHEETS[sheet], cut, frame] = member
    return found


def _check_companion(store: Store, row: dict[str, Any], layer: str) -> None:
    member = row[layer]
    size = (store.mask(member) if layer == "mask" else store.frame(member)).shape[:2]
    if size != (row["height"], row["width"]):
        raise PegbarError(
            f"{store.root}/{member}: found {size[1]}×{size[0]} pixels, expected {row['width']}×{row['height']} as {row['path']} has"
        )


def _row(
    store: Store,
    member: str,
    place: tuple[str, str, str],
    companions: dict[tuple[str, str, str], str],
    held: dict[tuple[str, str], str],
) -> dict[str, Any]:
    """One row; as on an exposure sheet, a cel, plate or book stays until the next one is laid (`held`)."""
    _, cut, name = place
    if not name.isdigit():
        raise PegbarError(f"{store.root}/{member}: found frame name {name!r}, expected a number as index")
    frame = store.frame(member)
    row: dict[str, Any] = {
        "frame_id": f"{cut}/{int(name):04d}",
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
        row[layer] = row[layer] or held.get((layer, cut), "")
        held[layer, cut] = row[layer]
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
    members = store.members()
    frames = [(m, p) for m in members if (p := place_of(m)) is not None and p[0] == "frames"]
    if not frames:
        raise PegbarError(f"{store.root}: found no picture under frames/, expected frames/<cut>/<index>.png")
    companions = _companions(members)
    held: dict[tuple[str, str], str] = {}
    rows, skipped = [], []
    for member, place in tqdm(frames, desc="index", unit="frame", disable=len(frames) < 100):
        try:
            rows.append(_row(store, member, place, companions, held))
        except PegbarError as fault:
            if on_bad_frame != "skip":
                raise
            skipped.append(str(fault))
    return Listing(rows, skipped)


def _given(store: Store) -> pd.DataFrame | None:
    """The production's own CSV, which may fix splits and tags by frame_id."""
    if "production.csv" not in store.members():
        return None
    path = store.root / "production.csv"
    given = pd.read_csv(path, dtype=str, keep_default_na=False)
    if "frame_id" not in given:
        raise PegbarError(f"{path}: found no column frame_id, expected one")
    if given["frame_id"].duplicated().any():
        twice = given.loc[given["frame_id"].duplicated(), "frame_id"].iloc[0]
        raise PegbarError(f"{path}: found frame_id {twice!r} more than once, expected each id once")
    if "split" in given and not given["split"].isin(SPLITS).all():
        odd = given.loc[~given["split"].isin(SPLITS), "split"].iloc[0]
        raise PegbarError(f"{path}: split: found {odd!r}, expected one of {', '.join(SPLITS)}")
    return given.set_index("frame_id")


def index_production(root: Path, params: ProductionParams) -> tuple[pd.DataFrame, list[str]]:
    """Build the manifest of a production folder; returns it with the reasons of skipped frames."""
    with Store(root) as store:
        listing = list_production(store, params.on_bad_frame)
        given = _given(store)
    rows = pd.DataFrame(listing.rows, dtype=object)
    if rows.empty:
        raise PegbarError(f"{root}: found no frame that could be read, expected at least one ({listing.skipped[0]})")
    splits = split_by_cut(list(rows["cut"]), (params.val_share, params.test_share), params.split_seed)
    rows["split"] = rows["cut"].map(splits)
    rows["tags"] = ""
    if given is not None:
        for column in ("split", "tags"):
            if column in given:
                rows[column] = rows["frame_id"].map(given[column]).fillna(rows[column])
    columns = ["frame_id", "cut", "index", "path", "width", "height", "sha256", "split", *LAYERS, "tags"]
    rows = rows[columns].astype({"index": int, "width": int, "height": int})
    return check_manifest(rows, f"{root}/production.csv"), listing.skipped
