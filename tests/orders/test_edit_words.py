"""Edits in English and Japanese: what is named, and what becomes of it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.orders.edit_words import (
    Add,
    Edit,
    Move,
    Recolor,
    Relight,
    Remove,
    Replace,
    Resize,
    SetMedium,
    SetView,
    Target,
    read_edit,
)
from pegbar.orders.order import Wanted
from pegbar.orders.words import load_words

TREE, HOUSE = Target(("tree",)), Target(("house",))
SKY = Target(("sky",))


@pytest.mark.parametrize(
    ("prompt", "edit"),
    [
        ("add a house on the right", Add((Wanted("house", side="right"),))),
        ("add two red houses and a tree", Add((Wanted("house", 2, color="#c0392f"), Wanted("tree")))),
        ("a tree behind the house", Add((Wanted("tree", relation="behind", anchor="house"),))),
        ("put a tree on the left", Add((Wanted("tree", side="left"),))),
        ("paint a red house", Add((Wanted("house", color="#c0392f"),))),
        ("remove the trees", Remove((TREE,))),
        ("Please delete the tree on the left.", Remove((Target(("tree",), "left"),))),
        ("no trees", Remove((TREE,))),
        ("get rid of the house and the trees", Remove((HOUSE, TREE))),
        ("move the tree to the left", Move(TREE, side="left")),
        ("move the left tree to the right", Move(Target(("tree",), "left"), side="right")),
        ("put the tree next to the house", Move(TREE, relation="next_to", anchor=HOUSE)),
        ("bring the house closer", Move(HOUSE, distance="near")),
        ("could you move the tree behind the house", Move(TREE, relation="behind", anchor=HOUSE)),
        ("replace the tree with a house", Replace(TREE, Wanted("house"))),
        ("swap the tree for a red house", Replace(TREE, Wanted("house", color="#c0392f"))),
        ("turn the tree on the right into a house", Replace(Target(("tree",), "right"), Wanted("house"))),
        ("make the house red", Recolor(HOUSE, "#c0392f")),
        ("paint the house blue", Recolor(HOUSE, "#4a78b8")),
        ("change the house to dark green", Recolor(HOUSE, "#395c2c")),
        ("make the house bigger", Resize(HOUSE, "big")),
        ("make the roof red", Recolor(Target(()), "#c0392f", "roof")),
        ("paint the door blue", Recolor(Target(("door",)), "#4a78b8", "door")),
        ("paint the roof of the house red", Recolor(HOUSE, "#c0392f", "roof")),
        ("give the house a red roof", Recolor(HOUSE, "#c0392f", "roof")),
        ("屋根を赤くして", Recolor(Target(()), "#c0392f", "roof")),
        ("make it night", Relight(time="night")),
        ("make the sky a sunset", Relight(time="sunset", target=SKY)),
        ("turn day into night", Relight(time="night")),
        ("let it snow", Relight(weather="snow")),
        ("in autumn", Relight(season="autumn")),
        ("remove the rain", Relight(weather="clear")),
        ("from above", SetView("from_above")),
        ("as a line drawing", SetMedium("lines")),
        ("木を消して", Remove((TREE,))),
        ("左の木を消してください", Remove((Target(("tree",), "left"),))),
        ("木を左に移動して", Move(TREE, side="left")),
        ("左の木を右に動かして", Move(Target(("tree",), "left"), side="right")),
        ("木を家の後ろに移動して", Move(TREE, relation="behind", anchor=HOUSE)),
        ("家を赤くして", Recolor(HOUSE, "#c0392f")),
        ("家を青く塗って", Recolor(HOUSE, "#4a78b8")),
        ("夜にして", Relight(time="night")),
        ("空を夕焼けにして", Relight(time="sunset", target=SKY)),
        ("雪を降らせて", Relight(weather="snow")),
        ("左に木を追加して", Add((Wanted("tree", side="left"),))),
        ("木を家に替えて", Replace(TREE, Wanted("house"))),
        ("家をもっと大きくして", Resize(HOUSE, "big")),
        ("線画にして", SetMedium("lines")),
        ("上から見て", SetView("from_above")),
    ],
)
def test_one_edit(prompt: str, edit: Edit) -> None:
    reading = read_edit(prompt)
    assert _narrow(reading.edits) == (edit,)
    assert reading.share == 1


def _narrow(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits of which each target has only the first of the kinds that its word may mean."""
    narrowed = []
    for edit in edits:
        changed: dict[str, Any] = {name: _first(value) for name, value in vars(edit).items() if name in ("target", "anchor") and value}
        if isinstance(edit, Remove):
            changed["targets"] = tuple(map(_first, edit.targets))
        narrowed.append(replace(edit, **changed))
    return tuple(narrowed)


def _first(target: Target | str) -> Target | str:
    return replace(target, kinds=target.kinds[:1]) if isinstance(target, Target) else target


def test_general_words_mean_all_that_they_include() -> None:
    (removed,) = read_edit("remove the trees").edits
    assert isinstance(removed, Remove)
    assert {"tree", "cherry_tree", "pine"} <= set(removed.targets[0].kinds)
    (narrow,) = read_edit("remove the pine trees").edits
    assert isinstance(narrow, Remove)
    assert "tree" not in narrow.targets[0].kinds


def test_several_edits_in_their_order() -> None:
    first = read_edit("remove the tree on the left and add two houses, at night, in black and white")
    assert _narrow(first.edits) == (
        Remove((Target(("tree",), "left"),)),
        Add((Wanted("house", 2),)),
        Relight("night"),
        SetMedium("screentone"),
    )
    assert _narrow(read_edit("木を消して、家を足して").edits) == (Remove((TREE,)), Add((Wanted("house"),)))


def test_the_place_decides_what_a_word_means() -> None:
    (in_class,) = read_edit("add a desk", place="classroom").edits
    (at_work,) = read_edit("add a desk", place="office").edits
    assert isinstance(in_class, Add)
    assert isinstance(at_work, Add)
    assert in_class.wanted[0].kind != at_work.wanted[0].kind


def test_what_is_not_understood_is_reported() -> None:
    reading = read_edit("add a dragon and a tree")
    assert reading.ignored == ("dragon",)
    assert reading.share == 0.5


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("", "empty prompt"),
        ("flurb", "found nothing known to change in 'flurb', expected an edit such as"),
        ("remove the dog", "found nothing known to remove"),
        ("replace the tree with a submarine", "found nothing known to replace in 'a submarine'"),
        ("make it a beach", "found nothing known to make"),
        ("move the tree", "found no destination for 'tree'"),
        ("make it night and day", "both night and day"),
        ("add 10 trees", "found 10, expected a number"),
        ("add a corpse", "denied"),
        ("死体を足して", "denied"),
        ("добавь дом", "Cyrillic"),
    ],
)
def test_bad_edits_are_one_sentence(prompt: str, found: str) -> None:
    with pytest.raises(PegbarError, match=found) as fault:
        read_edit(prompt)
    assert "\n" not in str(fault.value)


WORDS = sorted({*load_words().meanings, *load_words("scenery_japanese").meanings, "blorp", "3", ",", "、", "the", "to the left", "を"})


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)))
def test_any_text_ends_in_edits_or_a_sentence(prompt: str) -> None:
    try:
        reading = read_edit(prompt)
    except PegbarError as fault:
        assert "\n" not in str(fault)
        assert "expected" in str(fault)
    else:
        assert reading.edits
        assert 0 <= reading.share <= 1
