"""Vocabularies: what the built-in ones name can be painted, every phrase is read, and a damaged file is one sentence."""

from pathlib import Path

import pytest
import yaml

from pegbar.errors import PegbarError
from pegbar.orders.colors_of_words import shaded
from pegbar.orders.inflection import plural_of
from pegbar.orders.reading import known_words, read_prompt
from pegbar.orders.words import load_denied_words, load_words
from pegbar.resources import resolve
from pegbar.scenery.catalogue import KINDS
from pegbar.vocabulary.places import PLACES

LANGUAGES = ("scenery_english", "scenery_japanese")


@pytest.mark.parametrize("name", LANGUAGES)
def test_built_in_vocabularies_name_only_what_can_be_painted(name: str) -> None:
    listed = load_words(name).listed
    assert set(listed.kinds) <= set(KINDS)
    assert set(listed.places) == set(PLACES)
    assert set(listed.follows) == {"spring", "summer", "autumn", "winter", "rain", "snow", "clear", "cloudy", "day", "sunset", "night"}


@pytest.mark.parametrize("name", LANGUAGES)
def test_settings_and_moods_stand_for_places_of_their_own_kind(name: str) -> None:
    listed = load_words(name).listed
    assert all(setting.place in setting.within for setting in listed.settings.values())
    assert all(mood.words for mood in listed.moods.values())


def test_every_kind_is_known_by_its_own_name_and_plural() -> None:
    meanings = load_words().meanings
    for kind, known in KINDS.items():
        if known.zone != "shell":
            for phrase in (kind.replace("_", " "), plural_of(kind.replace("_", " "))):
                assert any(m.role in ("kind", "weather") for m in meanings[phrase]), phrase


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_phrase_of_a_vocabulary_is_read(name: str) -> None:
    for phrase, meanings in load_words(name).meanings.items():
        if meanings[0].role in ("place", "kind", "time", "weather", "season", "view", "medium", "mood"):
            assert read_prompt(phrase, complete=False).understood, phrase


@pytest.mark.parametrize("place", PLACES)
def test_every_phrase_of_a_place_is_that_place(place: str) -> None:
    for name in LANGUAGES:
        for phrase in load_words(name).listed.places[place]:
            assert read_prompt(phrase).order.place == place, phrase


@pytest.mark.parametrize(
    ("one", "many"),
    [("tree", "trees"), ("bush", "bushes"), ("city", "cities"), ("leaf", "leaves"), ("bookshelf", "bookshelves"), ("torii", "torii"),
     ("cherry tree", "cherry trees"), ("stars", "stars"), ("", ""), ("bay", "bays"), ("glass", "glasses"), ("box", "boxes")],
)  # fmt: skip
def test_plurals(one: str, many: str) -> None:
    assert plural_of(one) == many


def test_shades_lighten_and_darken() -> None:
    assert shaded("#000000", "light") == "#737373"
    assert shaded("#ffffff", "dark") == "#999999"
    assert shaded("#123456", "") == "#123456"


def test_what_can_be_asked_for_is_listed() -> None:
    known = known_words()
    assert set(known["places"]) == set(PLACES)
    assert "sea" in known["places"]["beach"]
    assert "tree" in known["kinds"]
    assert "calm" in known["moods"]["peaceful"]
    assert set(known["mediums"]) == {"color", "lines", "screentone"}


def _changed(path: Path, **sections: object) -> Path:
    content = yaml.safe_load(resolve("words", "scenery_english").read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**content, **sections}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("section", "value", "found"),
    [
        ("kinds", {"dragon": ["wyvern"]}, "kinds: found 'dragon', expected a kind of thing that can be painted"),
        ("context", {"beach": "dragon"}, "context.beach: found 'dragon'"),
        ("places", {"moonbase": ["moon base"]}, "moonbase"),
        ("colors", {"red": ["red"]}, "found 'red'"),
        ("language", "klingon", "found 'klingon'"),
        ("filler", [True], "found True"),
        ("numbers", {"many": -1}, "found -1"),
        ("extra", {}, "found unknown key 'extra'"),
        ("moods", {"sad": {"words": ["sad"], "time": "teatime"}}, "found 'teatime'"),
    ],
)
def test_damaged_vocabularies_are_one_sentence(tmp_path: Path, section: str, value: object, found: str) -> None:
    with pytest.raises(PegbarError) as fault:
        load_words(_changed(tmp_path / "words.yaml", **{section: value}))
    assert found in str(fault.value)
    assert str(fault.value).startswith(str(tmp_path / "words.yaml"))
    assert "\n" not in str(fault.value)


def test_a_vocabulary_of_ones_own_is_used(tmp_path: Path) -> None:
    own = _changed(tmp_path / "words.yaml", places={"beach": ["blorp"]})
    assert read_prompt("a blorp", words=own).order.place == "beach"
    with pytest.raises(PegbarError, match="expected"):
        load_words(tmp_path / "missing.yaml")


def test_denied_words_are_a_list(tmp_path: Path) -> None:
    (tmp_path / "denied.yaml").write_text("a: 1\n")
    with pytest.raises(PegbarError, match="expected a YAML list"):
        load_denied_words(tmp_path / "denied.yaml")
    (tmp_path / "mud.yaml").write_text("[Mud]\n")
    with pytest.raises(PegbarError, match="'mud'"):
        read_prompt("a field of mud", denied=tmp_path / "mud.yaml")
