"""Words → order: a known vocabulary with synonyms, read from left to right, longest phrases first."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.scenes.orders import MOST_OF_ONE, Order, Reading, Wish, completed
from pegbar.storage.mappings import read_mapping, read_values

VOCABULARY = Path("words/english.yaml")
_GROUPS = {"places": "place", "times": "time", "weathers": "weather", "seasons": "season", "mediums": "medium"}
_POSITIONS = {"sides": "side", "distances": "distance", "sizes": "size"}
_LONGEST = 4
_MOST_LETTERS = 2000


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for: its kind (``place``, ``element``, ``side``, …) and value."""

    kind: str
    value: str


def load_vocabulary(path: Path = VOCABULARY) -> dict[str, list[Meaning]]:
    """Phrases and their meanings; one word may name a place and an element."""
    content = read_mapping(path)
    known: dict[str, list[Meaning]] = {}

    def learn(phrases: list[str], meaning: Meaning) -> None:
        for phrase in phrases:
            known.setdefault(str(phrase), []).append(meaning)

    try:
        for group, kind in {**_GROUPS, "elements": "element", **_POSITIONS}.items():
            for value, phrases in content[group].items():
                learn(phrases, Meaning(kind, value))
        for mood, told in content["moods"].items():
            learn(told["words"], Meaning("mood", mood))
            for key in ("time", "weather", "season"):
                if key in told:
                    known.setdefault(f"mood:{mood}", []).append(Meaning(key, told[key]))
        learn(content["without"], Meaning("without", ""))
        for word, number in content["numbers"].items():
            learn([word], Meaning("number", str(number)))
        learn(content["filler"], Meaning("filler", ""))
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise PegbarError(f"{path}: found {type(fault).__name__} {fault}, expected a vocabulary") from None
    return known


def load_denied(path: Path) -> frozenset[str]:
    """Words that no order may hold."""
    content = read_values(path, "a YAML list of words")
    if not isinstance(content, list):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected a YAML list of words")
    return frozenset(str(word).lower() for word in content)


def _tokens(prompt: str) -> list[str]:
    """Lower-case words and the commas that part clauses.

    Raises
    ------
    PegbarError
        The prompt is empty or in letters that the vocabulary does not have.
    """
    if len(prompt) > _MOST_LETTERS:
        raise PegbarError(f"order: found {len(prompt):,} letters, expected at most {_MOST_LETTERS:,}")
    if not prompt.strip():
        raise PegbarError("order: found an empty prompt, expected words such as 'a field at sunset, trees on the left'")
    foreign = [c for c in prompt if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")]
    if foreign:
        script = unicodedata.name(foreign[0], "unknown").split()[0].capitalize()
        labels = "labels (--place, --time, --element …) need no words"
        raise PegbarError(f"order: found {script} letters ({foreign[0]}), expected English words; {labels}")
    return re.findall(r"[a-z]+(?:-[a-z]+)*|\d+|[,;.!?]", prompt.lower().replace("'", " "))


@dataclass
class _Draft:
    """An order under reading; `loose` is a place whose word names an element as well and gives way to any other."""

    facts: dict[str, set[str]] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    loose: str = ""
    waiting: dict[str, Any] = field(default_factory=dict)
    excluding: bool = False
    clause: int = 0

    def take(self, meanings: list[Meaning]) -> str:
        """Add what a phrase means; returns it in plain words."""
        told = []
        kinds = {meaning.kind for meaning in meanings}
        for meaning in meanings:
            if meaning.kind == "place" and "element" in kinds:
                self.loose = self.loose or meaning.value
                continue
            if meaning.kind in _POSITIONS.values():
                told.append(self._place(meaning))
            elif meaning.kind == "element":
                told.append(self._wish(meaning.value))
            elif meaning.kind == "mood":
                self.moods.append(meaning.value)
                told.append(f"mood {meaning.value}")
            elif meaning.kind == "number":
                self.waiting["count"] = int(meaning.value)
            elif meaning.kind == "without":
                self.excluding = True
            elif meaning.kind in _GROUPS.values():
                self.facts.setdefault(meaning.kind, set()).add(meaning.value)
                told.append(f"{meaning.kind} {meaning.value}")
        return " and ".join(told)

    def _wish(self, label: str) -> str:
        if self.excluding:
            self.without.append(label)
            return f"without {label}"
        wish = Wish(label, **self.waiting)
        self.waiting = {}
        self.wishes.append(wish)
        return " ".join(part for part in (wish.size, wish.distance, label, wish.side) if part)

    def _place(self, meaning: Meaning) -> str:
        """A position belongs to what was named before it in its clause, or to what comes next."""
        if len(self.wishes) > self.clause and meaning.kind == "side":
            self.wishes[-1] = replace(self.wishes[-1], side=meaning.value)
            return f"{self.wishes[-1].label} {meaning.value}"
        if len(self.wishes) > self.clause and meaning.value == "far" and not self.waiting and self.wishes[-1].distance == "":
            self.wishes[-1] = replace(self.wishes[-1], distance="far")
            return f"{self.wishes[-1].label} far"
        self.waiting[meaning.kind] = meaning.value
        return f"{meaning.value} what comes next"

    def end_clause(self) -> None:
        """A comma: positions said so far have found what they belong to."""
        self.clause, self.waiting, self.excluding = len(self.wishes), {}, False


def read_words(prompt: str, vocabulary: dict[str, list[Meaning]], denied: frozenset[str] = frozenset(), whole: bool = True) -> Reading:
    """Read a prompt or a line of dialogue.

    Parameters
    ----------
    vocabulary
        Of :func:`load_vocabulary`.
    denied
        Words that no order may hold.
    whole
        Whether the words are a whole order, in which place and time are assumed where they say nothing.

    Raises
    ------
    PegbarError
        The prompt is empty, foreign, denied, contradicts itself, or holds no word that is known.
    """
    tokens = _tokens(prompt)
    refused = [t for t in tokens if t in denied or t.removesuffix("s") in denied or t.removesuffix("y") in denied]
    if refused:
        raise PegbarError(f"order: found {refused[0]!r}, which the list of denied words holds (orders.denied)")
    draft = _Draft()
    understood, ignored = _read(tokens, vocabulary, draft)
    if not understood:
        places = ", ".join(sorted({m.value for ms in vocabulary.values() for m in ms if m.kind == "place"}))
        raise PegbarError(
            f"order: found no word that is known in {brief(prompt)}, expected a place ({places}), an element, a time or a mood"
        )
    order, assumed = _settle(draft, vocabulary)
    full, more = completed(order) if whole else (order, ())
    return Reading(full, tuple(understood), tuple(ignored), (*assumed, *more))


def _read(tokens: list[str], vocabulary: dict[str, list[Meaning]], draft: _Draft) -> tuple[list[tuple[str, str]], list[str]]:
    """Read all words into a draft; returns what was understood, and the words that were not."""
    understood: list[tuple[str, str]] = []
    ignored: list[str] = []
    at = 0
    while at < len(tokens):
        if not tokens[at][0].isalnum():
            draft.end_clause()
            at += 1
            continue
        size = next((n for n in range(_LONGEST, 0, -1) if " ".join(tokens[at : at + n]) in vocabulary), 0)
        phrase = " ".join(tokens[at : at + max(size, 1)])
        if tokens[at].isdigit():
            draft.waiting["count"] = _count(tokens[at])
        elif not size:
            ignored.append(phrase)
            draft.waiting = {}
        else:
            told = draft.take(vocabulary[phrase])
            understood += [(phrase, told)] if told else []
        at += max(size, 1)
    return understood, ignored


def _count(digits: str) -> int:
    if not 1 <= int(digits) <= MOST_OF_ONE:
        raise PegbarError(f"order: found {brief(digits)[1:-1]}, expected a number from 1 to {MOST_OF_ONE}")
    return int(digits)


def _settle(draft: _Draft, vocabulary: dict[str, list[Meaning]]) -> tuple[Order, list[str]]:
    """One value for each fact; what a mood suggests only where nothing was said."""
    facts: dict[str, str] = {}
    for key, values in draft.facts.items():
        if len(values) > 1:
            first, second, *_ = sorted(values)
            raise PegbarError(f"order: found both {first} and {second}, expected one {key}")
        (facts[key],) = values
    if draft.loose and not draft.excluding:
        facts.setdefault("place", draft.loose)
    assumed = []
    wished = {wish.label for wish in draft.wishes}
    for mood in draft.moods:
        for meaning in vocabulary.get(f"mood:{mood}", []):
            clash = meaning.kind in ("time", "weather") and wished & {"sun", "moon", "stars"}
            if meaning.kind not in facts and not clash:
                facts[meaning.kind] = meaning.value
                assumed.append(f"{meaning.kind} {meaning.value}, for the mood {mood}")
    return Order(**facts, elements=tuple(draft.wishes), without=tuple(draft.without)), assumed
