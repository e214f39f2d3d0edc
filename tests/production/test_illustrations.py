from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.params.illustrations import IllustrationParams
from pegbar.production.illustrations import (
    copy_illustrations,
    decode_color_map,
    encode_color_map,
    encode_regions,
    index_illustrations,
    load_illustrations,
    perceptual_hash,
    region_ids,
    save_illustrations,
)
from pegbar.production.pictures import decode_rgb, encode_png, write_png

PARAMS = IllustrationParams.model_validate(
    {
        "source": "folder", "seed": 1, "artists": 3, "per_artist": 2, "width": 96, "height": 80, "supersampling": 1,
        "min_side": 32, "max_pixels": 1_000_000, "max_aspect": 3, "duplicate_bits": 4, "on_bad_picture": "stop",
        "val_fraction": 0.2, "test_fraction": 0.2, "split_seed": 1, "workers": 1,
    }
)  # fmt: skip


def picture(seed: int, size: tuple[int, int] = (64, 80)) -> NDArray[np.uint8]:
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(coarse).resize(size[::-1], Image.Resampling.BICUBIC))


def changed(**values: object) -> IllustrationParams:
    return PARAMS.model_copy(update=values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        place = f"artist_{number // 2}/{number}.png"
        write_png(tmp_path / "pictures" / place, picture(number))
        write_png(tmp_path / "regions" / place, encode_regions(np.arange(64 * 80, dtype=np.int32).reshape(64, 80) // 500))
    (tmp_path / "tags.csv").write_text("illustration_id,tags\nartist_0/0,solo smile\n")
    return tmp_path


def test_illustrations_are_listed_with_layers_and_tags_and_split_by_artist(folder: Path, tmp_path: Path) -> None:
    rows = index_illustrations(folder, PARAMS).rows
    assert list(rows["illustration_id"]) == [f"artist_{n // 2}/{n}" for n in range(6)]
    assert rows["tags"].iloc[0] == "solo smile"
    assert (rows["regions"] != "").all()
    assert (rows["lines"] == "").all()
    assert rows.groupby("artist")["split"].nunique().max() == 1
    assert set(rows["split"]) == {"train", "val", "test"}
    save_illustrations(rows, tmp_path / "out.csv")
    assert load_illustrations(tmp_path / "out.csv").equals(rows.astype(load_illustrations(tmp_path / "out.csv").dtypes))


def test_region_maps_survive_their_colours() -> None:
    ids = np.random.default_rng(0).integers(1, 5000, (40, 50)).astype(np.int32)
    back = region_ids(encode_regions(ids))
    assert len(np.unique(np.stack([ids.ravel(), back.ravel()]), axis=1).T) == len(np.unique(ids)) == back.max()


def test_colour_maps_keep_numbers_and_colours() -> None:
    index = np.random.default_rng(0).integers(0, 25, (20, 30)).astype(np.uint8)
    palette = np.random.default_rng(1).integers(0, 256, (25, 3)).astype(np.uint8)
    data = encode_color_map(index, palette)
    back, colors = decode_color_map(data, "c.png")
    assert np.array_equal(back, index)
    assert np.array_equal(colors[:25], palette)
    assert np.array_equal(decode_rgb(data, "c.png"), palette[index])
    with pytest.raises(PegbarError, match=r"c\.png: found a picture of mode L, expected a palette PNG"):
        decode_color_map(encode_png(index), "c.png")
    with pytest.raises(PegbarError, match=r"c\.png: found"):
        decode_color_map(b"nothing", "c.png")


def test_danbooregion_folders_are_read(tmp_path: Path) -> None:
    for number in range(3):
        write_png(tmp_path / f"{number}.image.png", picture(number))
        write_png(tmp_path / f"{number}.region.png", picture(number + 10))
        write_png(tmp_path / f"{number}.skeleton.png", picture(number + 20))
    rows = index_illustrations(tmp_path, PARAMS).rows
    assert list(rows["path"]) == ["0.image.png", "1.image.png", "2.image.png"]
    assert list(rows["regions"]) == ["0.region.png", "1.region.png", "2.region.png"]


def test_a_users_folder_is_packed_unchanged(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    packed, empty = tmp_path_factory.mktemp("packed"), tmp_path_factory.mktemp("empty")
    (folder / "notes.txt").write_text("not a picture")
    assert copy_illustrations(folder, packed) == 13
    assert index_illustrations(packed, PARAMS).rows.equals(index_illustrations(folder, PARAMS).rows)
    with pytest.raises(PegbarError, match="found no illustration, expected pictures/<artist>"):
        copy_illustrations(empty, packed)


def test_near_duplicates_are_left_out_and_named(folder: Path) -> None:
    nearly = np.clip(picture(0).astype(int) + 2, 0, 255).astype(np.uint8)
    write_png(folder / "pictures/artist_9/copy.png", nearly)
    listing = index_illustrations(folder, PARAMS)
    assert len(listing.rows) == 6
    assert "copy.png: found a duplicate of pictures/artist_0/0.png" in listing.left_out[0]
    assert (perceptual_hash(nearly) != perceptual_hash(picture(0))).sum() <= 4
    assert (perceptual_hash(picture(1)) != perceptual_hash(picture(0))).sum() > 10


@pytest.mark.parametrize(
    ("size", "said"),
    [((20, 40), "found a side of 20 pixels"), ((40, 200), "expected an aspect of at most 3"), ((300, 400), "expected at most 90000")],
)
def test_unfit_sizes_are_left_out_with_the_reason(folder: Path, size: tuple[int, int], said: str) -> None:
    write_png(folder / "pictures/artist_8/odd.png", picture(9, size))
    listing = index_illustrations(folder, changed(max_pixels=90_000))
    assert len(listing.rows) == 6
    assert said in listing.left_out[0]


def test_bad_pictures_stop_or_are_skipped(folder: Path) -> None:
    (folder / "pictures/artist_0/bad.png").write_bytes(b"\x89PNG nothing")
    with pytest.raises(PegbarError, match=r"bad\.png: found"):
        index_illustrations(folder, PARAMS)
    assert len(index_illustrations(folder, changed(on_bad_picture="skip")).left_out) == 1
    write_png(folder / "regions/artist_0/0.png", picture(0, (10, 10)))
    (folder / "pictures/artist_0/bad.png").unlink()
    with pytest.raises(PegbarError, match=r"regions/artist_0/0\.png: found 10×10 pixels, expected 80×64"):
        index_illustrations(folder, PARAMS)


def test_every_mode_of_picture_is_read(folder: Path) -> None:
    tall = Image.fromarray(picture(31))
    tall.convert("CMYK").save(folder / "pictures/artist_1/cmyk.jpg")
    Image.fromarray(picture(32)[..., 0].astype(np.uint16) * 257).save(folder / "pictures/artist_1/deep.png")
    clear = Image.fromarray(picture(33)).convert("RGBA")
    clear.putalpha(128)
    clear.save(folder / "pictures/artist_1/alpha.png")
    assert len(index_illustrations(folder, PARAMS).rows) == 9


def test_empty_folders_and_tables_without_columns_are_named(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PegbarError, match="found no illustration to keep, expected pictures/<artist>/<name>"):
        index_illustrations(tmp_path / "empty", PARAMS)
    (folder / "tags.csv").write_text("name,tags\n")
    with pytest.raises(PegbarError, match=r"tags\.csv: found no column illustration_id"):
        index_illustrations(folder, PARAMS)
