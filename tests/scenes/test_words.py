"""Words become orders, and what was not understood is said."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.scenes.orders import ELEMENTS, PLACES, Order, Wish, completed, order_of_labels
from pegbar.scenes.words import load_denied, load_vocabulary, read_words

ROOT = Path(__file__).parents[2]
KNOWN = load_vocabulary(ROOT / "words" / "english.yaml")
DENIED = load_denied(ROOT / "words" / "denied.yaml")


def read(prompt: str) -> Order:
    return read_words(prompt, KNOWN, DENIED).order


def test_positions_belong_to_what_they_stand_beside() -> None:
    order = read("a field at sunset, trees on the left, far mountains")
    assert (order.place, order.time) == ("field", "sunset")
    assert order.elements == (Wish("tree", side="left"), Wish("mountain", distance="far"))


def test_counts_and_sizes() -> None:
    assert read("a park with three big trees").elements == (Wish("tree", count=3, size="big"),)
    assert read("two dogs in a meadow with a tree").elements == (Wish("tree"),), "the dogs' number is not the tree's"


def test_what_is_not_wanted() -> None:
    order = read("a quiet street without people, no trees")
    assert order.without == ("tree",)
    assert order.place == "street"


def test_dialogue_has_a_mood_and_says_what_it_assumed() -> None:
    reading = read_words("Goodbye... I will miss you", KNOWN, DENIED)
    assert (reading.order.time, reading.order.weather) == ("sunset", "cloudy")
    assert any("mood sad" in line for line in reading.assumed)
    assert "miss" in reading.ignored


def test_said_beats_mood() -> None:
    assert read("a peaceful forest at night").time == "night"


def test_places_follow_from_elements() -> None:
    assert read("a bookshelf").place == "interior"
    assert read("mountains").place == "mountains"
    assert read("stars").time == "night"


def test_black_and_white() -> None:
    assert read("a snowy village, black and white").medium == "lines"


def test_a_reading_is_printed() -> None:
    lines = read_words("a blorp field", KNOWN, DENIED).lines()
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
        ("a tree, no trees", "both asked for and excluded"),
        ("夜の森", "Cjk letters"),
        ("лес ночью", "Cyrillic letters"),
        ("a bloody room", "bloody"),
        ("a room full of corpses", "corpses"),
    ],
)
def test_bad_orders_are_one_sentence(prompt: str, found: str) -> None:
    with pytest.raises(PegbarError, match=found) as fault:
        read(prompt)
    assert "\n" not in str(fault.value)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ,.!", max_size=60))
def test_any_words_end_in_an_order_or_a_sentence(prompt: str) -> None:
    try:
        order = read(prompt)
    except PegbarError as fault:
        assert str(fault)
    else:
        assert order.place in PLACES


@given(st.lists(st.sampled_from(ELEMENTS), max_size=3))
def test_any_labels_end_in_an_order_or_a_sentence(elements: list[str]) -> None:
    try:
        assert order_of_labels({"elements": elements}).order.place in PLACES
    except PegbarError as fault:
        assert "expected" in str(fault)


def test_unknown_labels_name_what_is_known() -> None:
    with pytest.raises(PegbarError, match="place: found 'moonbase', expected one of"):
        order_of_labels({"place": "moonbase"})
    with pytest.raises(PegbarError, match="elements: found 'dragon'"):
        order_of_labels({"elements": ["dragon"]})


def test_wishes_of_edited_files_are_checked() -> None:
    with pytest.raises(PegbarError, match="tree: found distance 'nowhere', expected one of far, near"):
        Wish("tree", distance="nowhere")
    with pytest.raises(PegbarError, match="found a count of 0"):
        Wish("tree", count=0)


def test_completing_leaves_what_was_said() -> None:
    order = Order(place="sea", time="night")
    assert completed(order) == (order, ())


def test_every_phrase_of_the_vocabulary_is_read(tmp_path: Path) -> None:
    for phrase, meanings in KNOWN.items():
        if meanings[0].kind in ("place", "element", "time", "weather", "season"):
            assert read_words(f"{phrase} here", KNOWN, whole=False).understood, phrase
    (tmp_path / "v.yaml").write_text("places: {}\n")
    with pytest.raises(PegbarError, match="expected a vocabulary"):
        load_vocabulary(tmp_path / "v.yaml")
    (tmp_path / "d.yaml").write_text("a: 1\n")
    with pytest.raises(PegbarError, match="expected a YAML list"):
        load_denied(tmp_path / "d.yaml")


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
        read_words(prompt, KNOWN)


@given(st.text(max_size=60))
def test_any_words_are_an_order_or_a_sentence(prompt: str) -> None:
    with contextlib.suppress(PegbarError):
        assert read_words(prompt, KNOWN).understood
