"""Choices on disk, and what becomes of frames that were chosen."""

from pathlib import Path

import pandas as pd
import pytest

from pegbar.errors import PegbarError
from pegbar.selection.choices import (
    candidates,
    labelled,
    load_choices,
    rows_of_choices,
    save_choices,
    seed_choices,
)  # fmt: skip
from pegbar.selection.held_out import test_frames as frames_to_test
from pegbar.selection.held_out import with_validation

FLAGS = ("frame_id", "reason")


def manifest(**masks: str) -> pd.DataFrame:
    """Frames of cuts ``a`` to ``f``: two a cut, split by cut; `masks` says of which split frames have one."""
    splits = {"a": "train", "b": "train", "c": "train", "d": "train", "e": "val", "f": "test"}
    rows = []
    for cut, split in splits.items():
        for index in range(2):
            mask = f"cels/{cut}/{index}.png" if masks.get(split, "all") == "all" or masks.get(split) == cut else ""
            rows.append({"frame_id": f"{cut}/{index}", "cut": cut, "split": split, "mask": mask, "douga": "", "sha256": f"{cut}{index}"})
    return pd.DataFrame(rows)


def no_flags(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"frame_id": rows["frame_id"], "reason": ""})


def test_choices_read_back_sorted(tmp_path: Path) -> None:
    later = pd.DataFrame({"frame_id": ["b/1"], "round": [1], "why": ["unsure"], "entropy": [0.25], "figure_height": [0.5]})
    save_choices(pd.concat([later, seed_choices(["c/0", "a/0"])]), tmp_path / "1.csv")
    read = load_choices(tmp_path / "1.csv")
    assert read["frame_id"].tolist() == ["a/0", "c/0", "b/1"]
    assert read["entropy"].tolist()[2] == 0.25
    assert read["entropy"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("frame_id,round\na/0,0\n", "found no column why"),
        ("frame_id,round,why,entropy,figure_height\na/0,0,seed,,\na/0,0,seed,,\n", "found frame 'a/0' twice"),
        ("frame_id,round,why,entropy,figure_height\na/0,one,seed,,\n", "round: found 'one'"),
        ("frame_id,round,why,entropy,figure_height\na/0,inf,seed,,\n", "round: found 'inf', expected a whole number"),
        ("frame_id,round,why,entropy,figure_height\na/0,1.5,seed,,\n", "round: found '1.5', expected a whole number"),
    ],
)
def test_damaged_choices_are_named(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "0.csv").write_text(text)
    with pytest.raises(PegbarError, match=fault):
        load_choices(tmp_path / "0.csv")


def test_a_choice_of_another_production_is_named() -> None:
    with pytest.raises(PegbarError, match="found frame 'z/0', which the production does not have"):
        rows_of_choices(manifest(), seed_choices(["a/0", "z/0"]), "0.csv")


def test_frames_without_a_mask_stop_with_what_to_do() -> None:
    rows = manifest(train="a")
    assert labelled(rows, seed_choices(["a/0", "a/1"]), "0.csv")["frame_id"].tolist() == ["a/0", "a/1"]
    with pytest.raises(PegbarError, match=r"found 1 of 2 chosen frames without a mask.*pegbar annotate export --chosen 0\.csv"):
        labelled(rows, seed_choices(["a/0", "b/1"]), "0.csv")


def test_the_studio_chooses_among_training_frames_and_footage_among_all() -> None:
    rows = manifest(train="a", val="none", test="none")
    assert set(candidates(rows, no_flags(rows), "ask", studio=True)["cut"]) == {"a", "b", "c", "d"}
    assert set(candidates(rows, no_flags(rows), "ask", studio=False)["cut"]) == set("abcdef")
    assert set(candidates(rows, no_flags(rows), "given", studio=False)["cut"]) == {"a"}


def test_what_a_filter_keeps_out_and_equal_pictures_are_not_chosen() -> None:
    rows = manifest()
    rows.loc[1, "sha256"] = rows.loc[0, "sha256"]
    flags = no_flags(rows)
    flags.loc[2, "reason"] = "hold"
    assert not {"a/1", "b/0"} & set(candidates(rows, flags, "ask", studio=True)["frame_id"])
    flags["reason"] = "dark"
    with pytest.raises(PegbarError, match="found all 12 frames kept out"):
        candidates(rows, flags, "ask", studio=True)
    with pytest.raises(PegbarError, match=r"selection\.labels: ask"):
        candidates(manifest(train="none", val="none", test="none"), no_flags(rows), "given", studio=False)


def test_the_size_of_a_figure_keeps_no_footage_out() -> None:
    rows = manifest()
    flags = no_flags(rows)
    flags.loc[0, "reason"] = "long_shot"
    assert "a/0" not in set(candidates(rows, flags, "ask", studio=True)["frame_id"])
    assert "a/0" in set(candidates(rows, flags, "ask", studio=False)["frame_id"])


def test_validation_frames_come_with_the_labelled_ones() -> None:
    rows = manifest()
    found = with_validation(rows[rows["cut"].isin(["a", "b", "e", "f"])], rows)
    assert found.groupby("split")["cut"].unique().map(list).to_dict() == {"train": ["a", "b"], "val": ["e"]}


def test_without_validation_masks_a_training_cut_is_held_out() -> None:
    rows = manifest(val="none")
    found = with_validation(rows, rows)
    assert found.groupby("split")["cut"].unique().map(list).to_dict() == {"train": ["b", "c", "d"], "val": ["a"]}
    with pytest.raises(PegbarError, match="found a mask in the cut b only"):
        with_validation(rows[rows["cut"] == "b"], rows)
    with pytest.raises(PegbarError, match="found no training frame with a douga"):
        with_validation(rows, rows, "douga")


def test_frames_to_test_have_masks_where_there_are_any() -> None:
    assert frames_to_test(manifest(), 1)["frame_id"].tolist() == ["f/0"]
    rows = manifest()
    rows.loc[rows["frame_id"] == "f/0", "mask"] = ""
    assert frames_to_test(rows, 9)["frame_id"].tolist() == ["f/1"]
    assert frames_to_test(manifest(test="none"), 9)["frame_id"].tolist() == ["f/0", "f/1"]
