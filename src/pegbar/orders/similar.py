"""Unknown words taken for known ones that mean about the same, by the static word vectors of an installed package."""

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError, brief
from pegbar.orders.english import english_terms, english_tokens
from pegbar.orders.reading import check_text
from pegbar.orders.words import check_allowed, load_denied_words, load_words

Vector = NDArray[np.float32]
Vectors = Callable[[str], Vector | None]
"""The vector of a word, or nothing for one that has none."""
NEAR = 0.6
"""Least cosine of two words of which one is taken for the other."""
_ROLES = ("kind", "place", "setting", "time", "weather", "season", "color", "mood")
_SHORTEST = 3


class Swap(NamedTuple):
    """A word that was taken for another, and the cosine of their vectors."""

    word: str
    known: str
    cosine: float


def load_word_vectors(package: str) -> Vectors:
    """Word vectors of an installed package of spaCy's, such as ``en_core_web_md``.

    Parameters
    ----------
    package
        Its name.

    Raises
    ------
    PegbarError
        spaCy or the package is not installed, or it has no word vectors.
    """
    example = "a package of spaCy's with word vectors, such as en_core_web_md (python -m spacy download en_core_web_md)"
    if not re.fullmatch(r"[A-Za-z_]\w*", package):
        raise PegbarError(f"--similar-words: found {brief(package)}, expected the name of {example}")
    try:
        vocabulary = importlib.import_module("spacy").load(package).vocab
    except ImportError:
        raise PegbarError("--similar-words: found no spaCy, expected it to be installed: pip install 'pegbar[words]'") from None
    except OSError:
        raise PegbarError(f"--similar-words: found no package {brief(package)}, expected {example}") from None
    if not vocabulary.vectors_length:
        raise PegbarError(f"--similar-words: found no word vectors in {brief(package)}, expected {example}")

    def vector(word: str) -> Vector | None:
        entry = vocabulary[word]
        values = np.asarray(entry.vector, np.float32)
        length = float(np.linalg.norm(values))
        return values / np.float32(length) if entry.has_vector and length > 0 else None

    return vector


def with_known_words(
    prompt: str, vectors: Vectors, words: str | Path = "scenery_english", denied: str | Path = "denied"
) -> tuple[str, tuple[Swap, ...]]:
    """An English prompt with words that mean nothing to the program exchanged for the nearest that do, and what was exchanged.

    Parameters
    ----------
    prompt
        English; words of other scripts stay.
    vectors
        Of :func:`load_word_vectors`.
    words, denied
        As of :func:`pegbar.orders.reading.read_prompt`; candidates are single words for things, places, hours, weathers, seasons, colours
        and moods.

    Raises
    ------
    PegbarError
        The prompt is empty, too long, in another script or holds a denied word.
    """
    check_text(prompt)
    check_allowed(prompt, english_tokens(prompt), load_denied_words(denied))
    vocabulary = load_words(words)
    terms = english_terms(english_tokens(prompt), vocabulary)
    unknown = dict.fromkeys(term.phrase for term in terms if not term.meanings and not term.breaks and len(term.phrase) >= _SHORTEST)
    known = [phrase for phrase, meanings in vocabulary.meanings.items() if phrase.isalpha() and any(m.role in _ROLES for m in meanings)]
    named = [(phrase, vector) for phrase in sorted(known) if (vector := vectors(phrase)) is not None]
    swaps = []
    for word in unknown:
        vector = vectors(word)
        if vector is None or not named:
            continue
        cosines = np.stack([other for _, other in named]) @ vector
        best = int(cosines.argmax())
        if cosines[best] >= NEAR:
            swaps.append(Swap(word, named[best][0], round(float(cosines[best]), 2)))
            prompt = re.sub(rf"\b{re.escape(word)}\b", named[best][0], prompt, flags=re.IGNORECASE)
    return prompt, tuple(swaps)
