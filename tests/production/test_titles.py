"""Titles and years of cuts: what a table may say, and whole titles in each split."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.pictures import write_png
from pegbar.production.store import Store
from pegbar.production.titles import COLUMNS, load_titles, split_by_title, titles_of
from pegbar.storage.results import write_csv

PARAMS = ProductionParams(source="footage", on_bad_frame="stop", val_fraction=0.1, test_fraction=0.1, split_seed=3)


def manifest(cuts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"frame_id": [f"{cut}/0000" for cut in cuts], "cut": cuts, "split": "train"})


def store_with(folder: Path, cuts: str | None, listing: str | None = None) -> Store:
    folder.mkdir(exist_ok=True)
    for name, text in (("cuts.csv", cuts), ("production.csv", listing)):
        if text is not None:
            (folder / name).write_text(text)
    return Store(folder)


def test_cuts_without_a_table_are_blank(tmp_path: Path) -> None:
    rows = manifest(["b", "a"])
    with store_with(tmp_path, None) as store:
        titles = titles_of(store, rows, "stop")
        assert split_by_title(store, rows, titles, PARAMS).equals(rows)
    write_csv(tmp_path / "written.csv", titles)
    read = load_titles(tmp_path / "written.csv")
    assert tuple(read) == COLUMNS
    assert read.to_numpy().tolist() == [["a", "", ""], ["b", "", ""]]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("title,year\nSky,1998\n", "found no column cut"),
        ("cut,title\na,Sky\na,Sea\n", "found the cut 'a' twice"),
        ("cut,year\na,98\n", "year: found '98', expected a year such as 1998"),
        ("cut,title\na,=1+1\n", "title: found '=1\\+1'"),
        ("cut,title\nz,Sky\n", "found the cut 'z', expected only cuts that have frames"),
        ("cut,title\na\n", "row 2: found 1 cells, expected 2"),
    ],
)
def test_a_damaged_table_is_named(text: str, fault: str, tmp_path: Path) -> None:
    with store_with(tmp_path, text) as store, pytest.raises(PegbarError, match=rf"cuts\.csv: {fault}"):
        titles_of(store, manifest(["a", "b"]), "stop")


def test_cuts_whose_frames_were_all_skipped_may_be_named(tmp_path: Path) -> None:
    with store_with(tmp_path, "cut,title\nz,Sky\na,Sea\n") as store:
        assert titles_of(store, manifest(["a"]), "skip").to_numpy().tolist() == [["a", "Sea", ""]]


@given(st.lists(st.integers(0, 5), min_size=3, max_size=40), st.integers(0, 9))
def test_no_title_lies_in_two_splits(numbers: list[int], seed: int) -> None:
    cuts = [f"cut{place:02d}" for place in range(len(numbers))]
    titles = pd.DataFrame({"cut": cuts, "title": [f"film {number}" if number else "" for number in numbers], "year": ""})

    class Bare:
        def members(self) -> list[str]:
            return []

    split = split_by_title(Bare(), manifest(cuts), titles, PARAMS.model_copy(update={"split_seed": seed}))  # type: ignore[arg-type]
    named = split[titles["title"].to_numpy() != ""]
    films = titles.loc[titles["title"] != "", "title"].to_numpy()
    if len(set(films)) < 3:
        assert set(split["split"]) == {"train"}
    else:
        assert (named.groupby(films)["split"].nunique() == 1).all()
        assert set(split["split"]) == {"train", "val", "test"}


def test_a_split_of_the_users_own_stays_unless_a_title_leaks(tmp_path: Path) -> None:
    cuts = "cut,title\na,Sky\nb,Sea\nc,Sun\nd,Sun\n"
    rows = manifest(["a", "b", "c", "d"]).assign(split=["train", "val", "test", "test"])
    with store_with(tmp_path, cuts, "frame_id,split\nc/0000,test\n") as store:
        assert split_by_title(store, rows, titles_of(store, rows, "stop"), PARAMS).equals(rows)
        leaking = rows.assign(split=["train", "val", "test", "train"])
        with pytest.raises(PegbarError, match=r"production\.csv: split: found the title 'Sun' in two splits"):
            split_by_title(store, leaking, titles_of(store, leaking, "stop"), PARAMS)


def test_import_keeps_the_table(tmp_path: Path) -> None:
    footage = tmp_path / "mine"
    write_png(footage / "frames" / "a" / "0000.png", np.zeros((12, 16, 3), np.uint8))
    (footage / "cuts.csv").write_text("cut,title,year\n")
    (tmp_path / "copy").mkdir()
    copy_production(footage, tmp_path / "copy")
    assert (tmp_path / "copy" / "cuts.csv").read_text() == "cut,title,year\n"
