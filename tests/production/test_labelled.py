"""Labelled frames: which there are, and which are held out."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pegbar.errors import PegbarError
from pegbar.production.labelled import LabelledStore, check_production, hold_out, labelled_rows
from pegbar.production.pictures import write_png

SIZE = (24, 32)


def laid(folder: Path, masks: dict[str, int], unlabelled: int = 2) -> Path:
    """A production: so many masks in each cut, and frames without."""
    for cut, count in masks.items():
        for index in range(count + unlabelled):
            picture = np.random.default_rng([ord(cut[0]), index]).integers(0, 256, (*SIZE, 3), np.uint8)
            write_png(folder / f"frames/{cut}/{index}.png", picture)
            if index < count:
                mask = np.zeros(SIZE, np.bool_)
                mask[4 : 9 + index] = True
                write_png(folder / f"cels/{cut}/{index}.png", mask)
    return folder


def rows_of(folder: Path) -> pd.DataFrame:
    return labelled_rows(LabelledStore(folder))


def test_only_labelled_frames_are_read(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 2, "b": 1})
    (folder / "frames/a/3.png").write_bytes(b"damaged, and nobody needs it")
    rows = rows_of(folder)
    assert rows["frame_id"].tolist() == ["a/0000", "a/0001", "b/0000"]
    assert (rows["mask"] != "").all()
    assert (rows["split"] == "").all()


def test_whole_cuts_are_held_out_the_smallest_first(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 6, "b": 2, "c": 1})
    labels = hold_out(rows_of(folder), "mask", folder)
    assert labels is not None
    assert labels.by == "cut"
    assert set(labels.held_out["cut"]) == {"b", "c"}
    assert set(labels.learn["cut"]) == {"a"}


def test_of_one_cut_the_last_frames_are_held_out(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 5})
    labels = hold_out(rows_of(folder), "mask", folder)
    assert labels is not None
    assert labels.by == "frame"
    assert labels.held_out["frame_id"].tolist() == ["a/0003", "a/0004"]


def test_the_production_may_say_what_is_held_out(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 2, "b": 2})
    (folder / "production.csv").write_text("frame_id,split\na/0000,test\na/0001,test\nb/0000,train\nb/0001,train\n")
    labels = hold_out(rows_of(folder), "mask", folder)
    assert labels is not None
    assert (labels.by, set(labels.held_out["cut"])) == ("split", {"a"})


def test_equal_pictures_count_once(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 2, "b": 1})
    for part in ("frames", "cels"):
        (folder / f"{part}/b/0.png").write_bytes((folder / f"{part}/a/0.png").read_bytes())
    labels = hold_out(rows_of(folder), "mask", folder)
    assert labels is not None
    assert len(labels.learn) + len(labels.held_out) == 2


def test_a_layer_that_nobody_drew_is_none(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 2})
    assert hold_out(rows_of(folder), "douga", folder) is None


def test_one_frame_is_refused(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 1})
    with pytest.raises(PegbarError, match=r"found one frame with a mask \(a/0000\), expected two or more"):
        hold_out(rows_of(folder), "mask", folder)


def test_no_label_is_refused(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 0})
    with pytest.raises(PegbarError, match="found no mask and no douga, expected some under cels/"):
        rows_of(folder)


def test_a_mask_of_another_size_is_refused(tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", {"a": 2})
    write_png(folder / "cels/a/1.png", np.ones((9, 9), np.bool_))
    with pytest.raises(PegbarError, match=r"cels/a/1.png: found 9×9 pixels, expected 32×24"):
        rows_of(folder)


def test_what_was_handed_over_is_no_production(tmp_path: Path) -> None:
    (tmp_path / "todo.csv").write_text("frame_id\n")
    with pytest.raises(PegbarError, match="first: pegbar annotate import"):
        check_production(tmp_path)
