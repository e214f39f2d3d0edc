"""Words or labels → an order, and how they were read: English or Japanese, by the prompt's script."""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.orders.completion import check_consistency, completed, place_for
from pegbar.orders.draft import Draft
from pegbar.orders.english import EnglishReader, english_terms, english_tokens
from pegbar.orders.japanese import JapaneseReader, is_japanese, japanese_terms
from pegbar.orders.nearest import no_place
from pegbar.orders.order import Order, Reading, Wanted
from pegbar.orders.settling import settled
from pegbar.orders.words import Vocabulary, check_allowed, load_denied_words, load_words
from pegbar.scenery.catalogue import KINDS

_MAX_LETTERS = 2000
_LABELS = ("place", "time", "weather", "season", "view", "medium", "elements", "without")


def check_text(prompt: str) -> None:
    """Refuse prompts that are empty, too long, or in a script that no vocabulary has.

    Raises
    ------
    PegbarError
        One of these.
    """
    if len(prompt) > _MAX_LETTERS:
        raise PegbarError(f"prompt: found {len(prompt):,} letters, expected at most {_MAX_LETTERS:,}")
    if not prompt.strip():
        raise PegbarError("prompt: found an empty prompt, expected words such as 'a field at sunset, trees on the left'")
    foreign = [c for c in unicodedata.normalize("NFKC", prompt) if c.isalpha() and not _is_known(c)]
    if foreign:
        script = unicodedata.name(foreign[0], "unknown").split()[0].capitalize()
        labels = "labels (--place, --time, --element …) need no words"
        raise PegbarError(f"prompt: found {script} letters ({foreign[0]}), expected English or Japanese words; {labels}")


def _is_known(letter: str) -> bool:
    return is_japanese(letter) or unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE"))


def draft_of(prompt: str, words: str | Path, japanese: str | Path, denied: str | Path) -> tuple[Draft, Vocabulary]:
    """Read a prompt into a draft, with the vocabulary that it was read by.

    Raises
    ------
    PegbarError
        The prompt is empty, too long, in another script or holds a denied word.
    """
    check_text(prompt)
    english, draft = load_words(words), Draft()
    check_allowed(prompt, english_tokens(prompt), load_denied_words(denied))
    if not any(is_japanese(letter) for letter in prompt):
        EnglishReader(english_terms(english_tokens(prompt), english), draft).read()
        return draft, english
    vocabulary = load_words(japanese)
    check_allowed(prompt, (), load_denied_words("denied_japanese"))
    JapaneseReader(japanese_terms(prompt, vocabulary, english), draft).read()
    return draft, vocabulary


def read_prompt(
    prompt: str,
    complete: bool = True,
    words: str | Path = "scenery_english",
    japanese: str | Path = "scenery_japanese",
    denied: str | Path = "denied",
) -> Reading:
    """Read a prompt or a line of dialogue.

    Parameters
    ----------
    prompt
        At most 2,000 letters of English or Japanese.
    complete
        Whether place, time, weather and season are filled in where the prompt does not name them.
    words, japanese
        Vocabularies of both languages: names of built-in ones, or YAML files.
    denied
        Words that no prompt may hold.

    Returns
    -------
    Reading
        The order, and how words were read.

    Raises
    ------
    PegbarError
        The prompt is empty, in another script, holds a denied word, contradicts itself, or names no place that can be painted.

    Examples
    --------
    >>> reading = read_prompt("a field at sunset, trees on the left")
    >>> reading.order.place, reading.order.time, reading.order.wanted[0].side
    ('field', 'sunset', 'left')
    """
    draft, vocabulary = draft_of(prompt, words, japanese, denied)
    return settled(draft, prompt, vocabulary, complete)


def _names(labels: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = labels.get(key) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise PegbarError(f"{key}: found {brief(value)}, expected a list of names")
    return tuple(str(name) for name in value)


def read_labels(labels: Mapping[str, Any]) -> Reading:
    """Make an order from labels instead of a prompt.

    Parameters
    ----------
    labels
        Any of ``place``, ``time``, ``weather``, ``season``, ``view`` and ``medium`` (names), ``elements`` and ``without`` (lists of kinds).

    Returns
    -------
    Reading
        The order, and what was assumed.

    Raises
    ------
    PegbarError
        A label is unknown, or two contradict each other.

    Examples
    --------
    >>> read_labels({"place": "field", "elements": ["moon"]}).order.time
    'night'
    """
    unknown = [str(key) for key in labels if key not in _LABELS]
    if unknown:
        raise PegbarError(f"labels: found {brief(unknown[0])}, expected one of {', '.join(_LABELS)}")
    named = {key: str(labels.get(key) or "") for key in _LABELS[:5]}
    elements, without = (_names(labels, key) for key in ("elements", "without"))
    wanted = tuple(Wanted(kind) for kind in elements)
    order = Order(**named, wanted=wanted, without=without, medium=str(labels.get("medium") or "color"))
    understood = tuple((f"{key} {value}", value.replace("_", " ")) for key, value in named.items() if value)
    understood += tuple((kind, kind.replace("_", " ")) for kind in elements)
    check_consistency(order)
    assumed: tuple[str, ...] = ()
    if not order.place:
        place = place_for((kind,) for kind in elements)
        if not place:
            raise no_place(", ".join(map(str, labels.values())), (), load_words())
        order = Order(**{**named, "place": place}, wanted=wanted, without=without, medium=order.medium)
        assumed = (f"place {place.replace('_', ' ')}, where such things are seen",)
    order, more = completed(order)
    check_consistency(order)
    return Reading(order, understood, (), assumed + more)


def known_words(words: str | Path = "scenery_english") -> dict[str, dict[str, tuple[str, ...]]]:
    """Everything that can be asked for: values of each group (places, times, …, kinds), and the words for each.

    Examples
    --------
    >>> "sea" in known_words()["places"]["beach"]
    True
    """
    listed = load_words(words).listed
    groups = ("places", "times", "weathers", "seasons", "views", "mediums", "sides", "distances", "sizes", "relations", "colors")
    found = {group: dict(getattr(listed, group)) for group in groups}
    found["moods"] = {mood: entry.words for mood, entry in listed.moods.items()}
    found["kinds"] = {kind: listed.kinds.get(kind, ()) for kind, known in KINDS.items() if known.zone != "shell"}
    return found
