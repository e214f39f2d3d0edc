"""Prompts become specifications, and what was not understood is reported."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.scenes.prompt_parser import load_denied_words, load_vocabulary, parse_prompt
from pegbar.scenes.scene_spec import ELEMENTS, ObjectSpec, SceneSpec, completed, spec_from_labels
from pegbar.vocabulary.scene_labels import PLACES

KNOWN = load_vocabulary()
DENIED = load_denied_words()


def parse(prompt: str) -> SceneSpec:
    return parse_prompt(prompt, KNOWN, DENIED).spec


def test_positions_belong_to_what_they_stand_beside() -> None:
    spec = parse("a field at sunset, trees on the left, far mountains")
    assert (spec.place, spec.time) == ("field", "sunset")
    assert spec.elements == (ObjectSpec("tree", side="left"), ObjectSpec("mountain", distance="far"))


def test_counts_and_sizes() -> None:
    assert parse("a park with three big trees").elements == (ObjectSpec("tree", count=3, size="big"),)
    assert parse("two dogs in a meadow with a tree").elements == (ObjectSpec("tree"),), "the dogs' number is not the tree's"


def test_what_is_not_wanted() -> None:
    spec = parse("a quiet street without people, no trees")
    assert spec.without == ("tree",)
    assert spec.place == "street"


def test_dialogue_has_a_mood_and_says_what_it_assumed() -> None:
    parsed = parse_prompt("Goodbye... I will miss you", KNOWN, DENIED)
    assert (parsed.spec.time, parsed.spec.weather) == ("sunset", "cloudy")
    assert any("mood sad" in line for line in parsed.assumed)
    assert "miss" in parsed.ignored


def test_what_is_named_beats_the_mood() -> None:
    assert parse("a peaceful forest at night").time == "night"


def test_places_follow_from_elements() -> None:
    assert parse("a bookshelf").place == "interior"
    assert parse("mountains").place == "mountains"
    assert parse("stars").time == "night"


def test_black_and_white() -> None:
    assert parse("a snowy village, black and white").medium == "lines"


def test_a_result_is_printed() -> None:
    lines = parse_prompt("a blorp field", KNOWN, DENIED).lines()
    assert any(line.startswith("understood: 'field'") for line in lines)
    assert "ignored: blorp" in lines
    assert any(line.startswith("assumed: time day") for line in lines)


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("", "empty prompt"),
        ("   ", "empty prompt"),
        ("flurb glomp", "no word that is known"),
        ("a starry noon", "stars and day"),
        ("a sunny night with the sun", "sun and night"),
        ("a snowy summer field", "snow and summer"),
        ("a forest and a beach", "both forest and sea"),
        ("a room with a mountain", "mountain in interior"),
        ("a tree, no trees", "both requested and excluded"),
        ("夜の森", "Cjk letters"),
        ("лес ночью", "Cyrillic letters"),
        ("a bloody room", "bloody"),
        ("a room full of corpses", "corpses"),
    ],
)
def test_bad_prompts_are_one_sentence(prompt: str, found: str) -> None:
    with pytest.raises(PegbarError, match=found) as fault:
        parse(prompt)
    assert "\n" not in str(fault.value)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,.!", max_size=60))
def test_letters_end_in_a_specification_or_a_sentence(prompt: str) -> None:
    try:
        spec = parse(prompt)
    except PegbarError as fault:
        assert str(fault)
    else:
        assert spec.place in PLACES


@given(st.lists(st.sampled_from(ELEMENTS), max_size=3))
def test_labels_end_in_a_specification_or_a_sentence(elements: list[str]) -> None:
    try:
        assert spec_from_labels({"elements": elements}).spec.place in PLACES
    except PegbarError as fault:
        assert "expected" in str(fault)


def test_unknown_labels_name_what_is_known() -> None:
    with pytest.raises(PegbarError, match="place: found 'moonbase', expected one of"):
        spec_from_labels({"place": "moonbase"})
    with pytest.raises(PegbarError, match="elements: found 'dragon'"):
        spec_from_labels({"elements": ["dragon"]})


def test_requested_elements_are_checked() -> None:
    with pytest.raises(PegbarError, match="tree: found distance 'nowhere', expected one of far, near"):
        ObjectSpec("tree", distance="nowhere")
    with pytest.raises(PegbarError, match="found a count of 0"):
        ObjectSpec("tree", count=0)


def test_completing_leaves_what_was_said() -> None:
    spec = SceneSpec(place="sea", time="night")
    assert completed(spec) == (spec, ())


def test_every_phrase_of_the_vocabulary_is_read(tmp_path: Path) -> None:
    for phrase, meanings in KNOWN.items():
        if meanings[0].kind in ("place", "element", "time", "weather", "season"):
            assert parse_prompt(f"{phrase} here", KNOWN, complete=False).understood, phrase
    (tmp_path / "v.yaml").write_text("places: {}\n")
    with pytest.raises(PegbarError, match="expected a vocabulary"):
        load_vocabulary(tmp_path / "v.yaml")
    (tmp_path / "d.yaml").write_text("a: 1\n")
    with pytest.raises(PegbarError, match="expected a YAML list"):
        load_denied_words(tmp_path / "d.yaml")


@pytest.mark.parametrize(
    ("prompt", "match"),
    [
        ("10000 trees in a field", "found 10000, expected a number from 1 to 9"),
        ("0 trees in a field", "found 0, expected a number from 1 to 9"),
        (f"{'9' * 1000} trees", "found 9+.*9+, expected a number"),
        ("tree " * 1000, "found 5,000 letters, expected at most 2,000"),
        ("\0\x1b[m", "found no word"),
        ("🌲🌲", "found no word"),
        ("²³", "found no word"),
        (" \n\t", "found an empty prompt"),
        ("木", "letters"),
    ],
)
def test_odd_words_are_one_sentence(prompt: str, match: str) -> None:
    with pytest.raises(PegbarError, match=match):
        parse_prompt(prompt, KNOWN)


@given(st.text(max_size=60))
def test_any_text_ends_in_a_specification_or_a_sentence(prompt: str) -> None:
    with contextlib.suppress(PegbarError):
        assert parse_prompt(prompt, KNOWN).understood
