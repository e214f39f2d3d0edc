"""Words that mean nothing to the program are taken for similar ones where word vectors are installed and asked for."""

import sys
from types import SimpleNamespace

import pytest

from pegbar.errors import PegbarError
from pegbar.orders.reading import read_prompt
from pegbar.orders.similar import load_word_vectors, with_known_words

VECTORS = {"tandem": [3, 0.3, 0], "bicycle": [2, 0, 0], "lea": [0, 1, 0], "field": [0, 5, 0.5], "quark": [1, 1, 2], "blank": [0, 0, 0]}


class Vocabulary:
    """Words as spaCy has them."""

    def __init__(self, length: int) -> None:
        self.vectors_length = length

    def __getitem__(self, word: str) -> SimpleNamespace:
        return SimpleNamespace(vector=VECTORS.get(word, [0, 0, 0]), has_vector=word in VECTORS)


def load(package: str) -> SimpleNamespace:
    if package == "not_installed":
        raise OSError("[E050] Can't find model")
    return SimpleNamespace(vocab=Vocabulary(0 if package == "without_vectors" else 3))


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
    return "tiny_vectors"


def test_unknown_words_are_taken_for_the_nearest_known_ones(package: str) -> None:
    known, swaps = with_known_words("a Lea with a tandem", load_word_vectors(package))
    assert known == "a field with a bicycle"
    assert [(swap.word, swap.known) for swap in swaps] == [("lea", "field"), ("tandem", "bicycle")]
    assert all(0.99 < swap.cosine <= 1 for swap in swaps)
    order = read_prompt(known).order
    assert order.place == "field" and [wanted.kind for wanted in order.wanted] == ["bicycle"]


def test_what_is_known_or_like_nothing_stays(package: str) -> None:
    for prompt in ("a field with a bicycle", "a field with a quark", "a field with a blank thing", "夕方の教室"):
        assert with_known_words(prompt, load_word_vectors(package)) == (prompt, ())


def test_a_denied_word_is_refused_before_it_is_exchanged(package: str) -> None:
    vectors = load_word_vectors(package)
    for prompt, found in (("a lea with a corpse", "denied"), ("  ", "empty")):
        with pytest.raises(PegbarError, match=found):
            with_known_words(prompt, vectors)


@pytest.mark.parametrize(
    ("name", "found"),
    [("no such", "found 'no such'"), ("not_installed", "found no package"), ("without_vectors", "found no word vectors")],
)
def test_a_package_without_vectors_is_one_sentence(package: str, name: str, found: str) -> None:
    with pytest.raises(PegbarError, match=found):
        load_word_vectors(name)


def test_no_spacy_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(PegbarError, match="found no spaCy"):
        load_word_vectors("en_core_web_md")
