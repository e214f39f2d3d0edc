"""COCO panoptic data, checked as strictly as its description reads."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from pegbar.errors import PegbarError
from pegbar.export.panoptic import categories, decode_ids, encode_ids, panoptic_png, segments_of, write_panoptic_index
from pegbar.storage.writing import write_files
from tests.export.frame_case import SIZE, drawn_parts


def check_coco(data: dict[str, Any], pictures: Path) -> None:
    """Everything that the format says of a panoptic annotation file and its pictures."""
    assert {"info", "licenses", "images", "annotations", "categories"} <= set(data)
    kinds = {category["id"]: category for category in data["categories"]}
    assert len(kinds) == len(data["categories"])
    assert all(set(category) >= {"id", "name", "supercategory", "isthing"} and category["isthing"] in (0, 1) for category in kinds.values())
    images = {image["id"]: image for image in data["images"]}
    assert len(images) == len(data["images"]) == len(data["annotations"])
    assert {annotation["image_id"] for annotation in data["annotations"]} == set(images)
    for annotation in data["annotations"]:
        image = images[annotation["image_id"]]
        with Image.open(pictures / annotation["file_name"]) as picture:
            assert (picture.format, picture.mode) == ("PNG", "RGB")
            red, green, blue = (np.asarray(picture)[..., channel].astype(np.int64) for channel in range(3))
        ids = red + 256 * green + 256**2 * blue
        assert ids.shape == (image["height"], image["width"])
        segments = annotation["segments_info"]
        assert len({segment["id"] for segment in segments}) == len(segments)
        assert set(np.unique(ids).tolist()) - {0} == {segment["id"] for segment in segments}
        stuff = [segment["category_id"] for segment in segments if not kinds[segment["category_id"]]["isthing"]]
        assert len(set(stuff)) == len(stuff), "one segment of each kind of stuff"
        for segment in segments:
            assert set(segment) == {"id", "category_id", "area", "bbox", "iscrowd"} and segment["iscrowd"] == 0
            rows, columns = np.nonzero(ids == segment["id"])
            left, top, width, height = segment["bbox"]
            assert segment["area"] == len(rows)
            assert (left, top) == (columns.min(), rows.min())
            assert (left + width, top + height) == (columns.max() + 1, rows.max() + 1)


def dataset(folder: Path) -> dict[str, Any]:
    for name, shift in (("b/0003", 0), ("a/0001", -5), ("a/0000", 4)):
        parts = drawn_parts(shift)
        write_files(folder, {f"panoptic/{name}.png": panoptic_png(parts.mask, parts.classes)})
    assert write_panoptic_index(folder) == 3
    content: dict[str, Any] = json.loads((folder / "panoptic.json").read_text(encoding="utf-8"))
    return content


def test_a_strict_reader_accepts_it(tmp_path: Path) -> None:
    data = dataset(tmp_path)
    check_coco(data, tmp_path / "panoptic")
    assert [image["file_name"] for image in data["images"]] == ["a/0000.png", "a/0001.png", "b/0003.png"]
    assert [(row["id"], row["name"], row["isthing"]) for row in data["categories"]][:4] == [
        (1, "background", 0),
        (2, "flat_area", 1),
        (3, "visible_line", 0),
        (4, "shading_line", 0),
    ]


def test_the_index_is_the_same_every_time(tmp_path: Path) -> None:
    dataset(tmp_path)
    before = (tmp_path / "panoptic.json").read_bytes()
    write_panoptic_index(tmp_path)
    assert (tmp_path / "panoptic.json").read_bytes() == before
    assert write_panoptic_index(tmp_path / "empty") == 0


@given(arrays(np.uint32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 2**24 - 1)))
def test_numbers_come_back(ids: np.ndarray) -> None:
    picture = encode_ids(ids)
    assert picture.dtype == np.uint8 and picture.shape == (*ids.shape, 3)
    assert np.array_equal(decode_ids(picture), ids)


@given(
    arrays(np.uint8, (7, 9), elements=st.integers(0, 9)),
    arrays(np.bool_, (7, 9)),
)
@settings(deadline=None)
def test_every_pixel_has_a_segment_of_its_category(classes: np.ndarray, mask: np.ndarray) -> None:
    ids, segments = segments_of(mask, classes)
    expected = np.where(mask | (classes > 0), classes + 2, 1)
    assert np.array_equal(ids >> 16, expected)
    assert sum(segment["area"] for segment in segments) == ids.size
    assert {segment["id"] for segment in segments} == set(np.unique(ids).tolist())
    assert [segment["id"] for segment in segments] == sorted(segment["id"] for segment in segments)


def test_things_are_connected_and_numbered() -> None:
    parts = drawn_parts()
    _, segments = segments_of(parts.mask, parts.classes)
    names = {category["id"]: category["name"] for category in categories()}
    found = [names[segment["category_id"]] for segment in segments]
    assert set(found) == set(names.values())
    assert found.count("flat_area") > 1 and found.count("visible_line") == 1
    assert sum(segment["area"] for segment in segments) == SIZE[0] * SIZE[1]


def test_a_foreign_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "panoptic/a").mkdir(parents=True)
    Image.new("RGB", (4, 4)).save(tmp_path / "panoptic/a/0000.png")
    with pytest.raises(PegbarError, match=r"a/0000\.png: found no segments"):
        write_panoptic_index(tmp_path)
    assert not (tmp_path / "panoptic.json").exists()


def test_a_list_of_somebody_else_stays(tmp_path: Path) -> None:
    dataset(tmp_path)
    (tmp_path / "panoptic.json").write_text('{"images": []}')
    with pytest.raises(PegbarError, match=r"panoptic\.json: found a file that pegbar did not write"):
        write_panoptic_index(tmp_path)
    assert (tmp_path / "panoptic.json").read_text() == '{"images": []}'
    assert write_panoptic_index(tmp_path, force=True) == write_panoptic_index(tmp_path) == 3
