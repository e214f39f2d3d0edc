"""The illustration contract: pictures by artist, with regions, line art and flat colours beside them where known.

::

    illustrations/
      pictures/<artist>/<name>.png     finished illustration
      regions/<artist>/<name>.png      one colour for each region      (optional)
      lines/<artist>/<name>.png        line art, dark on white         (optional)
      flat/<artist>/<name>.png         each region in its own colour   (optional)
      light/<artist>/<name>.png        lit, shadow, highlight          (optional, see ``light_layer``)
      tags.csv                         illustration_id, tags           (optional)

A folder in DanbooRegion's format (``7.image.png``, ``7.region.png``) is read as well, with one artist for each picture.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import cv2
import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray
from PIL import Image
from sklearn.neighbors import BallTree
from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.params.illustrations import IllustrationParams
from pegbar.production.manifest import SPLITS, check_table, load_rows, split_by_cut
from pegbar.production.pictures import check_size, is_picture
from pegbar.production.store import Store, write_shard
from pegbar.storage.tables import looks_like_formula, parse_table
from pegbar.storage.writing import atomic

LAYERS = ("regions", "lines", "flat", "light")
TAGS = "tags.csv"
_DANBOO = {".image": "pictures", ".region": "regions"}
_COLOR_STRIDE = 0x9E3779
_KEYS = ("illustration_id", "artist")
SCHEMA = pa.DataFrameSchema(
    {
        "illustration_id": pa.Column(str, pa.Check.str_length(min_value=1), unique=True),
        "artist": pa.Column(str, pa.Check.str_length(min_value=1)),
        "path": pa.Column(str, pa.Check.str_length(min_value=1)),
        "width": pa.Column(int, pa.Check.gt(0)),
        "height": pa.Column(int, pa.Check.gt(0)),
        "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
        "split": pa.Column(str, pa.Check.isin(SPLITS)),
        **{name: pa.Column(str) for name in LAYERS},
        "tags": pa.Column(str),
    },
    strict=True,
    ordered=True,
)


@dataclass(frozen=True)
class Listing:
    """Illustrations kept, and those left out with the reason."""

    rows: pd.DataFrame
    left_out: list[str]


def encode_regions(regions: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Paint each region of a map (H, W) of ids below 2²⁴ in a colour of its own, (H, W, 3)."""
    codes = regions.astype(np.int64) * _COLOR_STRIDE % (1 << 24)
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1).astype(np.uint8)


def region_ids(picture: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Ids from 1 of a region map painted in one colour a region, (H, W, 3) → (H, W)."""
    codes = picture.astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    return (np.unique(codes, return_inverse=True)[1].reshape(codes.shape) + 1).astype(np.int32)


def encode_color_map(index: NDArray[np.uint8], palette: NDArray[np.uint8]) -> bytes:
    """A colour map, numbers (H, W) of colours (K, 3), as a palette PNG that any viewer shows in its colours."""
    picture = Image.fromarray(index, "P")
    picture.putpalette(palette.tobytes())
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def decode_color_map(data: bytes, name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Numbers (H, W) and colours (K, 3) of a palette PNG.

    Raises
    ------
    PegbarError
        The bytes are no palette picture.
    """
    try:
        picture = Image.open(BytesIO(data), formats=("PNG",))
        check_size(*picture.size, name)
        picture.load()
    except (OSError, SyntaxError, ValueError) as fault:
        raise PegbarError(f"{name}: found {fault}, expected a palette PNG") from None
    colors = picture.getpalette("RGB")
    if picture.mode != "P" or colors is None:
        raise PegbarError(f"{name}: found a picture of mode {picture.mode}, expected a palette PNG")
    return np.array(picture), np.array(colors, np.uint8).reshape(-1, 3)


def perceptual_hash(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """64 bits that similar pictures have in common (pHash, Zauner 2010): signs of the 8 × 8 lowest DCT coefficients about their median."""
    gray = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    lowest = np.asarray(cv2.dct(gray.astype(np.float32)))[:8, :8].ravel()
    return np.asarray(lowest > np.median(lowest))


def parse_member(member: str) -> tuple[str, str, str] | None:
    """(layer, artist, name) of a contract path or of a file in DanbooRegion's format."""
    path = PurePosixPath(member)
    if not is_picture(path):
        return None
    if len(path.parts) == 3:
        return path.parts[0], path.parts[1], path.stem
    inner = PurePosixPath(path.stem)
    if len(path.parts) == 1 and inner.suffix in _DANBOO:
        return _DANBOO[inner.suffix], inner.stem, inner.stem
    return None


def _row(store: Store, member: str, artist: str, name: str, layers: dict[str, str]) -> dict[str, Any]:
    if looks_like_formula(artist) or not f"{artist}{name}".isprintable():
        raise PegbarError(f"{store.name_of(member)}: found the artist {artist!r}, expected a name that no spreadsheet takes for a formula")
    picture = store.frame(member)
    for other in layers.values():
        size = store.frame(other).shape[:2]
        if size != picture.shape[:2]:
            raise PegbarError(
                f"{store.name_of(other)}: found {size[1]}×{size[0]} pixels, expected {picture.shape[1]}×{picture.shape[0]} as {member} has"
            )
    return {
        "illustration_id": f"{artist}/{name}",
        "artist": artist,
        "path": member,
        "width": picture.shape[1],
        "height": picture.shape[0],
        "sha256": hashlib.sha256(picture.tobytes()).hexdigest(),
        "hash": perceptual_hash(picture),
        **{layer: layers.get(layer, "") for layer in LAYERS},
    }


def _unfit(row: dict[str, Any], params: IllustrationParams) -> str:
    """Why an illustration is left out, or nothing."""
    width, height = row["width"], row["height"]
    if width * height > params.max_pixels:
        return f"found {width}×{height} pixels, expected at most {params.max_pixels} (illustrations.max_pixels)"
    if min(width, height) < params.min_side:
        return f"found a side of {min(width, height)} pixels, expected at least {params.min_side} (illustrations.min_side)"
    if max(width, height) > params.max_aspect * min(width, height):
        return f"found {width}×{height}, expected an aspect of at most {params.max_aspect:g} (illustrations.max_aspect)"
    return ""


def _without_duplicates(rows: list[dict[str, Any]], bits: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Keep the first of illustrations whose hashes differ in at most `bits` bits."""
    if len(rows) < 2:
        return rows, []
    hashes = np.array([row["hash"] for row in rows], np.float64)
    near = BallTree(hashes, metric="manhattan").query_radius(hashes, bits)
    kept, left_out, first = [], [], dict[int, int]()
    for number, others in enumerate(near):
        earlier = min((int(o) for o in others if o < number and o not in first), default=None)
        if earlier is None:
            kept.append(rows[number])
        else:
            first[number] = earlier
            left_out.append(f"{rows[number]['path']}: found a duplicate of {rows[earlier]['path']}, expected another picture")
    return kept, left_out


def _tags(store: Store) -> dict[str, str]:
    if TAGS not in store.members():
        return {}
    name = store.name_of(TAGS)
    table = parse_table(store.text(TAGS), name)
    for column in ("illustration_id", "tags"):
        if column not in table:
            raise PegbarError(f"{name}: found no column {column}, expected illustration_id and tags")
    twice = table.loc[table["illustration_id"].duplicated(), "illustration_id"]
    if len(twice):
        raise PegbarError(f"{name}: found illustration_id {twice.iloc[0]!r} more than once, expected each id once")
    return dict(zip(table["illustration_id"], table["tags"], strict=True))


def _members_by_key(store: Store) -> dict[tuple[str, str, str], str]:
    """Members by (layer, artist, name); two of one key are refused."""
    members: dict[tuple[str, str, str], str] = {}
    for member in store.members():
        key = parse_member(member)
        if key is None:
            continue
        if key in members:
            raise PegbarError(f"{store.name_of(member)}: found a second picture of one name (beside {members[key]}), expected one")
        members[key] = member
    return members


def index_illustrations(root: Path, params: IllustrationParams) -> Listing:
    """List, filter and split the illustrations of a folder; the split is by artist.

    Raises
    ------
    PegbarError
        A picture is damaged or a layer has another size (unless bad ones are skipped), one is too large, or none is left.
    """
    kept, left_out = [], []
    with Store(root) as store:
        members = _members_by_key(store)
        pictures = [(key, member) for key, member in members.items() if key[0] == "pictures"]
        for (_, artist, name), member in tqdm(pictures, desc="index", unit="picture", disable=len(pictures) < 100):
            layers = {layer: members[layer, artist, name] for layer in LAYERS if (layer, artist, name) in members}
            try:
                row = _row(store, member, artist, name, layers)
            except PegbarError as fault:
                if params.on_bad_picture != "skip":
                    raise
                left_out.append(str(fault))
                continue
            reason = _unfit(row, params)
            left_out += [f"{root}/{member}: {reason}"] if reason else []
            kept += [] if reason else [row]
        tags = _tags(store)
    kept, twice = _without_duplicates(kept, params.duplicate_bits)
    left_out += [f"{root}/{reason}" for reason in twice]
    if not kept:
        why = left_out[0] if left_out else "expected pictures/<artist>/<name>.png"
        raise PegbarError(f"{root}: found no illustration to keep, {why}")
    rows = pd.DataFrame(kept, dtype=object).drop(columns="hash")
    rows["split"] = rows["artist"].map(split_by_cut(list(rows["artist"]), (params.val_fraction, params.test_fraction), params.split_seed))
    rows["tags"] = [tags.get(name, "") for name in rows["illustration_id"]]
    rows = rows[list(SCHEMA.columns)].astype({"width": int, "height": int})
    return Listing(check_table(rows, SCHEMA, f"{root}/illustrations.csv", *_KEYS), left_out)


def copy_illustrations(source: Path, folder: Path) -> int:
    """Copy the illustrations at `source` into a shard under `folder`, bytes unchanged; returns the number of files.

    Raises
    ------
    PegbarError
        The folder is missing or holds no illustration.
    """
    with Store(source) as store:
        members = _members_by_key(store)
        named = sorted([*members.values(), *({TAGS} & set(store.members()))])
        if not any(key[0] == "pictures" for key in members):
            raise PegbarError(f"{source}: found no illustration, expected pictures/<artist>/<name>.png")
        write_shard(folder / "illustrations.zip", ((m, store.read(m)) for m in named))
    return len(named)


def load_illustrations(path: Path) -> pd.DataFrame:
    """Read and validate a table of illustrations."""
    return check_table(load_rows(path), SCHEMA, str(path), *_KEYS)


def save_illustrations(rows: pd.DataFrame, path: Path) -> None:
    """Validate and write a table of illustrations, sorted by id."""
    check_table(rows, SCHEMA, str(path), *_KEYS)
    with atomic(path) as temporary:
        rows.sort_values("illustration_id", kind="stable").to_csv(temporary, index=False, lineterminator="\n")
