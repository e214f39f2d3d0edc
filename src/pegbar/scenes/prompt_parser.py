"""Prompt → scene specification: a vocabulary with synonyms, read from left to right, longest phrases first."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.resources import resolve
from pegbar.scenes.scene_spec import MAX_OF_ONE, ObjectSpec, ParseResult, SceneSpec, completed
from pegbar.storage.mappings import read_mapping, read_values

_GROUPS = {"places": "place", "times": "time", "weathers": "weather", "seasons": "season", "mediums": "medium"}
_POSITIONS = {"sides": "side", "distances": "distance", "sizes": "size"}
_MAX_PHRASE = 4
"""Words of the longest phrase that is looked up."""
_MAX_LETTERS = 2000


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for: its kind (``place``, ``element``, ``side``, …) and value."""

    kind: str
    value: str


def load_vocabulary(words: str | Path = "english") -> dict[str, list[Meaning]]:
    """Phrases and their meanings, of a built-in vocabulary or a YAML file; one word may name a place and an element."""
    path = resolve("words", words)
    content = read_mapping(path, "a vocabulary")
    vocabulary: dict[str, list[Meaning]] = {}

    def add(phrases: list[str], meaning: Meaning) -> None:
        for phrase in phrases:
            vocabulary.setdefault(str(phrase), []).append(meaning)

    try:
        for group, kind in {**_GROUPS, "elements": "element", **_POSITIONS}.items():
            for value, phrases in content[group].items():
                add(phrases, Meaning(kind, value))
        for mood, entry in content["moods"].items():
            add(entry["words"], Meaning("mood", mood))
            for key in ("time", "weather", "season"):
                if key in entry:
                    vocabulary.setdefault(f"mood:{mood}", []).append(Meaning(key, entry[key]))
        add(content["without"], Meaning("without", ""))
        for word, number in content["numbers"].items():
            add([word], Meaning("number", str(number)))
        add(content["filler"], Meaning("filler", ""))
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise PegbarError(f"{path}: found {type(fault).__name__} {fault}, expected a vocabulary") from None
    return vocabulary


def load_denied_words(words: str | Path = "denied") -> frozenset[str]:
    """Words that no prompt may hold, of the built-in list or of a YAML file (Zhang 2024, section 5)."""
    path = resolve("words", words)
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
    if len(prompt) > _MAX_LETTERS:
        raise PegbarError(f"prompt: found {len(prompt):,} letters, expected at most {_MAX_LETTERS:,}")
    if not prompt.strip():
        raise PegbarError("prompt: found an empty prompt, expected words such as 'a field at sunset, trees on the left'")
    foreign = [c for c in prompt if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")]
    if foreign:
        script = unicodedata.name(foreign[0], "unknown").split()[0].capitalize()
        labels = "labels (--place, --time, --element …) need no words"
        raise PegbarError(f"prompt: found {script} letters ({foreign[0]}), expected English words; {labels}")
    return re.findall(r"[a-z]+(?:-[a-z]+)*|\d+|[,;.!?]", prompt.lower().replace("'", " "))


@dataclass
class _Draft:
    """A specification while the prompt is read.

    `tentative_place` is a place whose word names an element as well; any other place replaces it. `pending` holds positions, sizes and
    counts of the element that comes next.
    """

    conditions: dict[str, set[str]] = field(default_factory=dict)
    elements: list[ObjectSpec] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    tentative_place: str = ""
    pending: dict[str, Any] = field(default_factory=dict)
    excluding: bool = False
    clause: int = 0

    def add(self, meanings: list[Meaning]) -> str:
        """Add what a phrase means; returns it in plain words."""
        descriptions = []
        kinds = {meaning.kind for meaning in meanings}
        for meaning in meanings:
            if meaning.kind == "place" and "element" in kinds:
                self.tentative_place = self.tentative_place or meaning.value
                continue
            if meaning.kind in _POSITIONS.values():
                descriptions.append(self._add_position(meaning))
            elif meaning.kind == "element":
                descriptions.append(self._add_element(meaning.value))
            elif meaning.kind == "mood":
                self.moods.append(meaning.value)
                descriptions.append(f"mood {meaning.value}")
            elif meaning.kind == "number":
                self.pending["count"] = int(meaning.value)
            elif meaning.kind == "without":
                self.excluding = True
            elif meaning.kind in _GROUPS.values():
                self.conditions.setdefault(meaning.kind, set()).add(meaning.value)
                descriptions.append(f"{meaning.kind} {meaning.value}")
        return " and ".join(descriptions)

    def _add_element(self, label: str) -> str:
        if self.excluding:
            self.without.append(label)
            return f"without {label}"
        element = ObjectSpec(label, **self.pending)
        self.pending = {}
        self.elements.append(element)
        return " ".join(part for part in (element.size, element.distance, label, element.side) if part)

    def _add_position(self, meaning: Meaning) -> str:
        """A position belongs to what was named before it in its clause, or to what comes next."""
        if len(self.elements) > self.clause and meaning.kind == "side":
            self.elements[-1] = replace(self.elements[-1], side=meaning.value)
            return f"{self.elements[-1].label} {meaning.value}"
        if len(self.elements) > self.clause and meaning.value == "far" and not self.pending and self.elements[-1].distance == "":
            self.elements[-1] = replace(self.elements[-1], distance="far")
            return f"{self.elements[-1].label} far"
        self.pending[meaning.kind] = meaning.value
        return f"{meaning.value} what comes next"

    def end_clause(self) -> None:
        """End a clause at a comma: positions read so far apply to no later element."""
        self.clause, self.pending, self.excluding = len(self.elements), {}, False


def parse_prompt(
    prompt: str, vocabulary: dict[str, list[Meaning]], denied: frozenset[str] = frozenset(), complete: bool = True
) -> ParseResult:
    """Parse a prompt or a line of dialogue.

    Parameters
    ----------
    prompt
        At most 2,000 letters of English.
    vocabulary
        Of :func:`load_vocabulary`.
    denied
        Words that no prompt may hold, of :func:`load_denied_words`.
    complete
        Whether place, time, weather and season are filled in where the prompt does not name them; false for edits.

    Returns
    -------
    ParseResult
        The specification, what was understood and ignored, and what was assumed.

    Raises
    ------
    PegbarError
        The prompt is empty, in another script, holds a denied word, contradicts itself, or holds no known word.

    Examples
    --------
    >>> parsed = parse_prompt("a field at sunset, trees on the left", load_vocabulary())
    >>> parsed.spec.place, parsed.spec.time, parsed.spec.elements[0].side
    ('field', 'sunset', 'left')
    """
    tokens = _tokens(prompt)
    denied_tokens = [t for t in tokens if t in denied or t.removesuffix("s") in denied or t.removesuffix("y") in denied]
    if denied_tokens:
        raise PegbarError(f"prompt: found {denied_tokens[0]!r}, expected none of the denied words")
    draft = _Draft()
    understood, ignored = _read(tokens, vocabulary, draft)
    if not understood:
        places = ", ".join(sorted({m.value for ms in vocabulary.values() for m in ms if m.kind == "place"}))
        raise PegbarError(
            f"prompt: found no word that is known in {brief(prompt)}, expected a place ({places}), an element, a time or a mood"
        )
    spec, assumed = _settle(draft, vocabulary)
    full, more = completed(spec) if complete else (spec, ())
    return ParseResult(full, tuple(understood), tuple(ignored), (*assumed, *more))


def _read(tokens: list[str], vocabulary: dict[str, list[Meaning]], draft: _Draft) -> tuple[list[tuple[str, str]], list[str]]:
    """Read all words into a draft; returns what was understood (phrase, meaning), and the ignored words."""
    understood: list[tuple[str, str]] = []
    ignored: list[str] = []
    index = 0
    while index < len(tokens):
        if not tokens[index][0].isalnum():
            draft.end_clause()
            index += 1
            continue
        size = next((n for n in range(_MAX_PHRASE, 0, -1) if " ".join(tokens[index : index + n]) in vocabulary), 0)
        phrase = " ".join(tokens[index : index + max(size, 1)])
        if tokens[index].isdigit():
            draft.pending["count"] = _count(tokens[index])
        elif not size:
            ignored.append(phrase)
            draft.pending = {}
        else:
            description = draft.add(vocabulary[phrase])
            understood += [(phrase, description)] if description else []
        index += max(size, 1)
    return understood, ignored


def _count(digits: str) -> int:
    if not 1 <= int(digits) <= MAX_OF_ONE:
        raise PegbarError(f"prompt: found {brief(digits)[1:-1]}, expected a number from 1 to {MAX_OF_ONE}")
    return int(digits)


def _settle(draft: _Draft, vocabulary: dict[str, list[Meaning]]) -> tuple[SceneSpec, list[str]]:
    """One value for each condition; a mood decides only what the prompt does not name."""
    conditions: dict[str, str] = {}
    for key, values in draft.conditions.items():
        if len(values) > 1:
            first, second, *_ = sorted(values)
            raise PegbarError(f"prompt: found both {first} and {second}, expected one {key}")
        (conditions[key],) = values
    if draft.tentative_place and not draft.excluding:
        conditions.setdefault("place", draft.tentative_place)
    assumed = []
    requested = {element.label for element in draft.elements}
    for mood in draft.moods:
        for meaning in vocabulary.get(f"mood:{mood}", []):
            clash = meaning.kind in ("time", "weather") and requested & {"sun", "moon", "stars"}
            if meaning.kind not in conditions and not clash:
                conditions[meaning.kind] = meaning.value
                assumed.append(f"{meaning.kind} {meaning.value}, for the mood {mood}")
    return SceneSpec(**conditions, elements=tuple(draft.elements), without=tuple(draft.without)), assumed
