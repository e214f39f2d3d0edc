import shutil
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.index import index_production
from pegbar.production.manifest import check_manifest, load_manifest, save_manifest, split_by_cut
from pegbar.production.pictures import encode_png, write_png
from pegbar.production.store import Store, distinct, rows_of, subsample, write_shard
from pegbar.storage.records import atomic_folder

PARAMS = ProductionParams(source="footage", on_bad_frame="stop", val_fraction=0.25, test_fraction=0.25, split_seed=0)


def frame(seed: int, size: tuple[int, int] = (12, 16)) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    root = tmp_path / "footage"
    for cut in range(4):
        for index in range(2):
            place = f"c{cut}/{index:04d}.png"
            write_png(root / "frames" / place, frame(10 * cut + index))
            write_png(root / "cels" / place, frame(cut)[..., 0] > 127)
    return root


def test_index_of_a_users_folder(footage: Path) -> None:
    rows, skipped = index_production(footage, PARAMS)
    assert len(rows) == 8
    assert not skipped
    assert set(rows["split"]) == {"train", "val", "test"}
    assert (rows.groupby("cut")["split"].nunique() == 1).all()
    assert rows.loc[0, "mask"] == "cels/c0/0000.png"


def test_folder_and_shards_are_the_same_production(footage: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    copy_production(footage, packed)
    pd.testing.assert_frame_equal(index_production(footage, PARAMS)[0], index_production(packed, PARAMS)[0])
    with Store(footage) as one, Store(packed) as other:
        assert np.array_equal(one.frame("frames/c1/0001.png"), other.frame("frames/c1/0001.png"))


def test_a_layer_stays_until_the_next_is_laid(footage: Path) -> None:
    write_png(footage / "layers/c0/0000_plate.png", frame(99))
    rows, _ = index_production(footage, PARAMS)
    assert list(rows.loc[rows["cut"] == "c0", "plate"]) == ["layers/c0/0000_plate.png"] * 2
    assert set(rows.loc[rows["cut"] != "c0", "plate"]) == {""}


def test_shards_have_the_same_bytes_each_time(tmp_path: Path) -> None:
    members = [("a.png", encode_png(frame(1))), ("b.png", b"x")]
    for name in ("one.zip", "two.zip"):
        write_shard(tmp_path / name, members)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_loose_pictures_become_cuts(tmp_path: Path) -> None:
    source, packed = tmp_path / "loose", tmp_path / "packed"
    packed.mkdir()
    write_png(source / "eye.png", frame(1))
    write_png(source / "hand.png", frame(2))
    copy_production(source, packed)
    assert list(index_production(packed, PARAMS)[0]["frame_id"]) == ["eye/0000", "hand/0000"]


def test_own_splits_and_tags_are_kept(footage: Path) -> None:
    given_rows = pd.DataFrame({"frame_id": ["c0/0000", "c0/0001"], "split": "test", "tags": "shot=close"})
    given_rows.to_csv(footage / "production.csv", index=False)
    rows, _ = index_production(footage, PARAMS)
    own = rows[rows["cut"] == "c0"]
    assert set(own["split"]) == {"test"}
    assert set(own["tags"]) == {"shot=close"}


def test_missing_and_empty_productions(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match="found no such folder"):
        Store(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PegbarError, match=r"expected frames/<cut>/<index>\.png"):
        index_production(tmp_path / "empty", PARAMS)


def test_a_mask_of_another_size_is_named(footage: Path) -> None:
    write_png(footage / "cels/c2/0001.png", np.zeros((12, 20), np.bool_))
    with pytest.raises(PegbarError, match=r"cels/c2/0001\.png: found 20×12 pixels, expected 16×12"):
        index_production(footage, PARAMS)


def test_a_damaged_frame_stops_or_is_skipped(footage: Path) -> None:
    path = footage / "frames/c1/0000.png"
    path.write_bytes(path.read_bytes()[:80])
    with pytest.raises(PegbarError, match=r"frames/c1/0000\.png"):
        index_production(footage, PARAMS)
    rows, skipped = index_production(footage, PARAMS.model_copy(update={"on_bad_frame": "skip"}))
    assert len(rows) == 7
    assert "c1/0000.png" in skipped[0]


def test_a_damaged_shard_is_named(footage: Path) -> None:
    (footage / "bad.zip").write_bytes(b"PK not a zip")
    with pytest.raises(PegbarError, match=r"bad\.zip: found a damaged shard"):
        Store(footage)


def test_duplicate_ids_are_refused(footage: Path) -> None:
    shutil.copy(footage / "frames/c0/0001.png", footage / "frames/c0/1.png")
    with pytest.raises(PegbarError, match=r"c0/1\.png: found frame c0/0001 a second time"):
        index_production(footage, PARAMS)


def test_manifest_round_trip_and_faults(footage: Path, tmp_path: Path) -> None:
    rows, _ = index_production(footage, PARAMS)
    path = tmp_path / "production.csv"
    save_manifest(rows, path)
    pd.testing.assert_frame_equal(load_manifest(path), rows, check_dtype=False)
    with pytest.raises(PegbarError, match="split"):
        check_manifest(rows.assign(split="dev"), "m")
    with pytest.raises(PegbarError, match="found no frames"):
        check_manifest(rows.iloc[:0], "m")
    leaking = rows.copy()
    leaking.loc[0, "split"] = next(s for s in ("train", "val") if s != leaking.loc[1, "split"])
    with pytest.raises(PegbarError, match="more than one split"):
        check_manifest(leaking, "m")
    with pytest.raises(PegbarError, match="no such file"):
        load_manifest(tmp_path / "none.csv")


@given(st.sets(st.text("abcdef", min_size=1, max_size=4), min_size=3, max_size=40), st.integers(0, 9))
def test_every_split_gets_a_cut(cuts: set[str], seed: int) -> None:
    split = split_by_cut(sorted(cuts), (0.1, 0.1), seed)
    assert set(split) == cuts
    assert set(split.values()) == {"train", "val", "test"}


def test_rows_of_distinct_and_spread(footage: Path) -> None:
    rows, _ = index_production(footage, PARAMS)
    twice = pd.concat([rows, rows.assign(frame_id=rows["frame_id"] + "x")])
    assert len(distinct(twice)) == len(rows)
    assert len(subsample(rows, 3)) == 3
    with pytest.raises(PegbarError, match="found no train frame with a douga"):
        rows_of(rows, "train", needs="douga")


def refused(source: Path, match: str) -> None:
    """The folder cannot be indexed, nor copied and then indexed."""
    with pytest.raises(PegbarError, match=match):
        index_production(source, PARAMS)


def test_two_files_never_become_one(footage: Path, tmp_path: Path) -> None:
    write_png(footage / "frames/0001.png", frame(1))
    write_png(footage / "0001.png", frame(2))
    with pytest.raises(PegbarError, match=r"frames/0001\.png: found a file that becomes frames/0001\.png as 0001\.png does"):
        copy_production(footage, tmp_path)


def test_two_masks_of_a_frame_are_refused(footage: Path) -> None:
    write_png(footage / "cels/c1/1.png", np.ones((12, 16), np.bool_))
    refused(footage, r"found a second mask of one frame")


@pytest.mark.parametrize("name", ["²", "٣x", "1.5", "-1", "0" * 12])
def test_frame_names_are_plain_numbers(footage: Path, name: str) -> None:
    write_png(footage / f"frames/c1/{name}.png", frame(1))
    refused(footage, "found frame name")


def test_cuts_that_spreadsheets_compute_are_refused(footage: Path) -> None:
    write_png(footage / "frames/=cmd/0001.png", frame(1))
    refused(footage, "found the cut '=cmd'")


def test_hidden_files_are_left_out(footage: Path) -> None:
    for name in ("frames/c1/._0000.png", ".DS_Store", "__MACOSX/frames/c1/0000.png", "frames/.cache/0000.png"):
        (footage / name).parent.mkdir(parents=True, exist_ok=True)
        (footage / name).write_bytes(b"resource fork")
    assert len(index_production(footage, PARAMS)[0]) == 8


def test_masks_of_no_frame_are_told(footage: Path) -> None:
    write_png(footage / "cels/c9/0001.png", np.ones((12, 16), np.bool_))
    assert any("cels/c9/0001.png belongs to no frame" in remark for remark in index_production(footage, PARAMS)[1])


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "found nothing in it"),
        ("frame_id,split\nc0/0000\n", r"row 2: found 1 cells, expected 2"),
        ("frame_id,split\nc0/0000,test,x\n", r"row 2: found 3 cells, expected 2"),
        ("frame_id,split\nc7/0000,test\n", "found frame_id 'c7/0000', expected only frames that are there"),
        ("frame_id,frame_id\n", "found the column 'frame_id' twice"),
        ("id\n1\n", "found no column frame_id"),
    ],
)
def test_a_listing_with_faults_is_named(footage: Path, text: str, match: str) -> None:
    (footage / "production.csv").write_text(text)
    refused(footage, r"production\.csv: " + match if not match.startswith("row") else match)


def shard(path: Path, *members: tuple[str, bytes], encrypted: bool = False) -> None:
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    if encrypted:
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\1\2") + 8] |= 1
        path.write_bytes(bytes(data))


PNG = encode_png(frame(5))


@pytest.mark.parametrize(
    ("members", "match"),
    [
        ((("frames/c5/0001.png", PNG), ("frames/c5/0001.png", PNG)), "a second time"),
        ((("frames/c0/0000.png", PNG),), "found it in the folder and in"),
        ((("../0001.png", PNG),), "leads out of its folder"),
        ((("/0001.png", PNG),), "leads out of its folder"),
        ((("a\\..\\0001.png", PNG),), "leads out of its folder"),
    ],
)
def test_shards_that_hide_or_escape_are_refused(footage: Path, members: tuple[tuple[str, bytes], ...], match: str) -> None:
    shard(footage / "more.zip", *members)
    refused(footage, match)


def test_encrypted_members_and_paths_in_two_shards_are_refused(footage: Path) -> None:
    shard(footage / "one.zip", ("frames/c5/0001.png", PNG), encrypted=True)
    refused(footage, r"one\.zip: frames/c5/0001\.png: found it encrypted")
    shard(footage / "two.zip", ("frames/c5/0001.png", PNG))
    refused(footage, r"two\.zip: found frames/c5/0001\.png a second time \(first in .*one\.zip\)")


def test_a_deleted_shard_is_noticed(footage: Path, tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "packed") as folder:
        copy_production(footage, folder)
        write_shard(folder / "more.zip", [("frames/c9/0001.png", PNG)])
    assert len(index_production(tmp_path / "packed", PARAMS)[0]) == 9
    (tmp_path / "packed" / "more.zip").unlink()
    refused(tmp_path / "packed", r"packed/more\.zip: found no such file, expected it as .* lists it")
