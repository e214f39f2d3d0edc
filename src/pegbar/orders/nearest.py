"""Places nearest to words that name none: like in spelling, or like in kind."""

import difflib
from collections.abc import Iterable

from pegbar.errors import PegbarError, brief
from pegbar.orders.words import Vocabulary, respelled
from pegbar.vocabulary.places import PLACES

_MOST = 3


def nearest_places(phrases: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """At most three places near to unknown words, the nearest first; none where nothing is near.

    Parameters
    ----------
    phrases
        Unknown words, single or several.
    vocabulary
        Whose phrases of places, and hints what is like them, are compared.
    """
    known = {**vocabulary.phrases("place"), **{phrase: vocabulary.listed.settings[name].place for phrase, name in _settings(vocabulary)}}
    hints = vocabulary.listed.nearest
    found: list[str] = []
    spelled = [respelled(phrase.split(), vocabulary.listed.spellings) for phrase in phrases]
    words = list(dict.fromkeys(word for phrase in spelled for word in (phrase, *phrase.split())))
    for word in words:
        found += hints.get(word, hints.get(word.removesuffix("s"), ()))
    for word in words:
        if len(word) > 2 or not word.isascii():
            found += [known[match] for match in difflib.get_close_matches(word, known, _MOST, 0.7 if word.isascii() else 0.5)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _settings(vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    return vocabulary.phrases("setting").items()


def no_place(prompt: str, phrases: Iterable[str], vocabulary: Vocabulary) -> PegbarError:
    """The refusal of a prompt that names no place that can be painted."""
    near = nearest_places(phrases, vocabulary)
    hint = f"; nearest: {', '.join(near)}" if near else ""
    return PegbarError(f"prompt: found no place in {brief(prompt)}, expected one of {', '.join(PLACES)}{hint}")
