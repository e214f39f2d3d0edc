"""Vocabularies: what words and phrases stand for, from checked YAML files."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from pegbar.errors import PegbarError, brief
from pegbar.orders.inflection import plural_of
from pegbar.params.base import Section, validate
from pegbar.resources import resolve
from pegbar.scenery.catalogue import KINDS
from pegbar.storage.mappings import read_mapping, read_values
from pegbar.vocabulary.places import PLACES

Phrase = Annotated[str, Field(min_length=1, max_length=60)]
Phrases = tuple[Phrase, ...]
Place = Literal[PLACES]  # type: ignore[valid-type]
Time = Literal["day", "sunset", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow"]
Season = Literal["spring", "summer", "autumn", "winter"]
Verb = Literal["add", "remove", "move", "replace", "paint", "make"]
Link = Literal["and", "with", "of", "in", "it", "article"]


class Mood(Section):
    """Words of a mood, and what it stands for where other words say nothing."""

    words: Phrases
    place: Place | Literal[""] = ""
    time: Time | Literal[""] = ""
    weather: Weather | Literal[""] = ""
    season: Season | Literal[""] = ""


class Setting(Section):
    """Words wider than a place: the place they stand for alone, and those that they may stand beside."""

    words: Phrases
    place: Place
    within: tuple[Place, ...]


class WordList(Section):
    """What a vocabulary file holds; ``docs/backgrounds.md`` says more.

    Attributes
    ----------
    places, kinds, times, weathers, seasons, mediums, views, sides, distances, sizes, relations, parts, verbs
        Phrases of each.
    families
        Kinds that a general one includes where it is excluded or edited: *no trees* means no pines either.
    settings, moods
        Words that decide only what others leave open.
    context
        The kind that shows a place in the neighbourhood of another.
    follows
        The place that a time, weather or season alone stands for.
    nearest
        Places like those that are not known.
    colors, shades
        ``#rrggbb`` and its words; words that make one lighter or darker.
    links, negations, speech, absent, filler
        Words of grammar; those of people speaking; what no background shows; words that ask for nothing.
    spellings
        Words that are read as others.
    """

    language: Literal["english", "japanese"]
    places: dict[Place, Phrases]
    kinds: dict[Phrase, Phrases]
    times: dict[Time, Phrases]
    weathers: dict[Weather, Phrases]
    seasons: dict[Season, Phrases]
    mediums: dict[Literal["color", "lines", "screentone"], Phrases]
    views: dict[Literal["from_above", "low_angle", "close", "wide"], Phrases]
    sides: dict[Literal["left", "center", "right", "both"], Phrases]
    distances: dict[Literal["near", "far"], Phrases]
    sizes: dict[Literal["small", "big"], Phrases]
    relations: dict[Literal["behind", "in_front_of", "next_to", "on"], Phrases]
    parts: dict[Literal["roof", "door", "wall"], Phrases] = Field(default={})
    families: dict[Phrase, Phrases] = Field(default={})
    settings: dict[Phrase, Setting] = Field(default={})
    moods: dict[Phrase, Mood] = Field(default={})
    context: dict[Place, Phrase] = Field(default={})
    follows: dict[Time | Weather | Season, Place] = Field(default={})
    nearest: dict[Phrase, tuple[Place, ...]] = Field(default={})
    colors: dict[Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")], Phrases]
    shades: dict[Literal["light", "dark"], Phrases] = Field(default={})
    numbers: dict[Phrase, Annotated[int, Field(ge=0, le=10_000)]] = Field(default={})
    counters: Phrases = ()
    verbs: dict[Verb, Phrases]
    links: dict[Link, Phrases] = Field(default={})
    particles: Phrases = ()
    negations: Phrases
    speech: Phrases = ()
    absent: Phrases = ()
    filler: Phrases = ()
    spellings: dict[Phrase, str] = Field(default={})


class Meaning(NamedTuple):
    """What a phrase stands for: its role (``place``, ``kind``, ``side``, …), a value, and whether it is a plural."""

    role: str
    value: str
    many: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary ready to be looked up.

    Attributes
    ----------
    listed
        The file's content.
    meanings
        Of each phrase; several where it means several things.
    longest
        Words (English) or letters (Japanese) of the longest phrase.
    """

    listed: WordList
    meanings: dict[str, tuple[Meaning, ...]]
    longest: int

    def family(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Kinds with all that the first of them includes."""
        return tuple(dict.fromkeys((*kinds, *self.listed.families.get(kinds[0], ()))))

    def phrases(self, role: str) -> dict[str, str]:
        """Phrases of a role and their values."""
        return {phrase: m.value for phrase, meanings in self.meanings.items() for m in meanings if m.role == role}


_GROUPS = {
    "place": "places", "time": "times", "weather": "weathers", "season": "seasons", "medium": "mediums", "view": "views", "side": "sides",
    "distance": "distances", "size": "sizes", "relation": "relations", "color": "colors", "shade": "shades", "verb": "verbs",
    "link": "links", "part": "parts",
}  # fmt: skip
_LISTS = {
    "negation": "negations", "speech": "speech", "absent": "absent", "filler": "filler", "counter": "counters", "particle": "particles",
}  # fmt: skip


def folded(text: str) -> str:
    """Text as it is compared: compatible forms, small letters, no accents on Latin ones."""
    small = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", small)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f")).replace("’", "'")


def _entries(words: WordList) -> Iterator[tuple[str, Meaning]]:
    """Every phrase with a meaning of it, in the order in which they are told apart."""
    for role, group in _GROUPS.items():
        for value, phrases in getattr(words, group).items():
            yield from ((phrase, Meaning(role, value)) for phrase in phrases)
    for kind, phrases in words.kinds.items():
        yield from ((phrase, Meaning("kind", kind)) for phrase in phrases)
    for group, settings in (("setting", words.settings), ("mood", words.moods)):
        for name, entry in settings.items():
            yield from ((phrase, Meaning(group, name)) for phrase in entry.words)
    yield from ((phrase, Meaning("number", str(number))) for phrase, number in words.numbers.items())
    for role, group in _LISTS.items():
        yield from ((phrase, Meaning(role, "")) for phrase in getattr(words, group))


def _english_entries(words: WordList) -> Iterator[tuple[str, Meaning]]:
    """As :func:`_entries`, with names of places and kinds themselves, and plurals."""
    for place in PLACES:
        yield place.replace("_", " "), Meaning("place", place)
    named = [kind.name for kind in KINDS.values() if kind.zone != "shell"]
    for kind in named:
        yield kind.replace("_", " "), Meaning("kind", kind)
    entries = list(_entries(words))
    yield from entries
    for place in PLACES:
        yield plural_of(place.replace("_", " ")), Meaning("place", place, True)
    for kind in named:
        yield plural_of(kind.replace("_", " ")), Meaning("kind", kind, True)
    for phrase, meaning in entries:
        if meaning.role in ("kind", "place", "absent"):
            yield plural_of(phrase), meaning._replace(many=True)


def respelled(words: Iterable[str], spellings: dict[str, str]) -> str:
    """Words in the spelling of the vocabulary, joined."""
    return " ".join(spellings.get(word, word) for word in words)


def _check_kinds(words: WordList, path: Path) -> None:
    unknown = [("kinds", kind) for kind in words.kinds if kind not in KINDS]
    unknown += [(f"context.{place}", kind) for place, kind in words.context.items() if kind not in KINDS]
    unknown += [("families", kind) for key, kinds in words.families.items() for kind in (key, *kinds) if kind not in KINDS]
    if unknown:
        key, kind = unknown[0]
        raise PegbarError(f"{path}: {key}: found {brief(kind)}, expected a kind of thing that can be painted")


def _claimed(meanings: list[Meaning], meaning: Meaning) -> bool:
    """Whether a phrase stands for something of this role already; only kinds of things may be several, of which a place chooses one."""
    if meaning.role == "kind":
        return any(known.role == "kind" and (known.value == meaning.value or known.many != meaning.many) for known in meanings)
    return any(known.role == meaning.role for known in meanings)


@lru_cache(maxsize=8)
def load_words(words: str | Path = "scenery_english") -> Vocabulary:
    """A built-in vocabulary, or one of a YAML file.

    Raises
    ------
    PegbarError
        The file is missing or is no vocabulary, or it names a kind of thing that cannot be painted.
    """
    path = resolve("words", words)
    listed = validate(WordList, read_mapping(path, "a vocabulary"), f"{path}: ")
    _check_kinds(listed, path)
    english = listed.language == "english"
    meanings: dict[str, list[Meaning]] = {}
    for phrase, meaning in _english_entries(listed) if english else _entries(listed):
        key = respelled(folded(phrase).replace("-", " ").split(), listed.spellings) if english else folded(phrase)
        known = meanings.setdefault(key, [])
        if not _claimed(known, meaning):
            known.append(meaning)
    longest = max(len(phrase.split()) if english else len(phrase) for phrase in meanings)
    return Vocabulary(listed, {phrase: tuple(known) for phrase, known in meanings.items()}, longest)


@lru_cache(maxsize=8)
def load_denied_words(words: str | Path = "denied") -> frozenset[str]:
    """Words that no prompt may hold, of the built-in list or of a YAML file (Zhang 2024, section 5)."""
    path = resolve("words", words)
    content = read_values(path, "a YAML list of words")
    if not isinstance(content, list):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected a YAML list of words")
    return frozenset(str(word).lower() for word in content)


def check_allowed(prompt: str, tokens: Iterable[str], denied: frozenset[str]) -> None:
    """Refuse denied words: whole Latin words with endings -s and -y, Japanese ones wherever they stand.

    Raises
    ------
    PegbarError
        The prompt holds one.
    """
    found = [t for t in tokens if t in denied or t.removesuffix("s") in denied or t.removesuffix("y") in denied]
    found += [word for word in sorted(denied) if not word.isascii() and word in prompt]
    if found:
        raise PegbarError(f"prompt: found {brief(found[0])}, expected none of the denied words")
