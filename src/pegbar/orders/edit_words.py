"""Words → edits of a background: add, remove, move, replace, recolour, resize, relight, another view or medium."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pegbar.errors import PegbarError, brief
from pegbar.orders.draft import Draft, Noun, Term
from pegbar.orders.edit_clauses import Clause, english_clauses, japanese_clauses
from pegbar.orders.english import EnglishReader, english_terms, english_tokens
from pegbar.orders.japanese import JapaneseReader, is_japanese, japanese_terms
from pegbar.orders.order import Wanted
from pegbar.orders.reading import check_text
from pegbar.orders.settling import conditions_of, fitting_kind, wanted_of
from pegbar.orders.words import Vocabulary, check_allowed, load_denied_words, load_words


@dataclass(frozen=True)
class Target:
    """Things that are there already: any of `kinds`, since a word may mean several; on a side, of a colour, so many; or all of them.

    With no kinds it is whatever has the part that an edit is of.
    """

    kinds: tuple[str, ...]
    side: str = ""
    color: str = ""
    count: int = 0


@dataclass(frozen=True)
class Add:
    """Add things."""

    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Remove:
    """Remove things."""

    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Move:
    """Move a thing to a side, nearer or farther, or to where it stands in a relation to another."""

    target: Target
    side: str = ""
    distance: str = ""
    relation: str = ""
    anchor: Target | None = None


@dataclass(frozen=True)
class Replace:
    """Put another thing in a thing's place."""

    target: Target
    by: Wanted


@dataclass(frozen=True)
class Recolor:
    """Give a thing another ``#rrggbb`` colour, or a part of it; where there is no such thing (a door), the part of that name."""

    target: Target
    color: str
    part: str = ""


@dataclass(frozen=True)
class Resize:
    """Make a thing ``small`` or ``big``."""

    target: Target
    size: str


@dataclass(frozen=True)
class Relight:
    """Another time, weather or season (empty: as it was), of the whole background or of some things only."""

    time: str = ""
    weather: str = ""
    season: str = ""
    target: Target | None = None


@dataclass(frozen=True)
class SetView:
    """Another camera."""

    view: str


@dataclass(frozen=True)
class SetMedium:
    """Colour, lines or screentone."""

    medium: str


Edit = Add | Remove | Move | Replace | Recolor | Resize | Relight | SetView | SetMedium


@dataclass(frozen=True)
class EditReading:
    """Edits in their order, and how words were read, as in :class:`pegbar.orders.order.Reading`."""

    edits: tuple[Edit, ...]
    understood: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Part of what was asked that was understood, 0–1."""
        asked = len(self.understood) + len(self.ignored)
        return len(self.understood) / asked if asked else 1.0


@dataclass
class _Part:
    """What a clause, or one side of it, names."""

    draft: Draft
    nouns: list[Noun] = field(default_factory=list)
    lit: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)

    def said_last(self, key: str) -> str:
        """What was said of a thing after it was named, as a destination or a result."""
        if key in self.later:
            return self.later[key]
        return next((noun.said[key] for noun in self.nouns if key in noun.said and key not in noun.before), "")


Reads = Callable[[Sequence[Term]], Draft]


def _part(terms: Sequence[Term], reads: Reads) -> _Part:
    draft = reads(terms)
    subjects = [noun for noun in draft.nouns if not noun.is_anchor] or draft.nouns
    later = {said.role: said.value for said in draft.leftover}
    for noun in draft.nouns:
        draft.understand(noun.term, noun.description)
    for said in draft.leftover:
        draft.understand(said.term, said.value.replace("_", " "))
    return _Part(draft, subjects, conditions_of(draft), later)


def _target(noun: Noun, vocabulary: Vocabulary, destination: bool = False) -> Target:
    """Which things a noun means; a side that is a destination does not choose them."""
    side = noun.said.get("side", "")
    chooses = side in ("left", "right", "center") and not (destination and "side" not in noun.before)
    color, count = (noun.said.get(key, "") if key in noun.before else "" for key in ("color", "count"))
    return Target(vocabulary.family(noun.kinds), side if chooses else "", color, int(count or 0))


def _wanted(noun: Noun, place: str) -> tuple[Wanted, ...]:
    for one in (noun, noun.anchor):
        if one is not None:
            one.choose(fitting_kind(one, place))
    return wanted_of(noun)


def _lit(part: _Part, target: Target | None = None) -> list[Edit]:
    """Edits of light, view and medium."""
    light = {key: value for key, value in part.lit.items() if key in ("time", "weather", "season")}
    edits: list[Edit] = [Relight(**light, target=target)] if light else []
    edits += [SetView(part.lit["view"])] if "view" in part.lit else []
    return edits + ([SetMedium(part.lit["medium"])] if "medium" in part.lit else [])


def _added(part: _Part, place: str) -> list[Edit]:
    wanted = tuple(one for noun in part.nouns for one in _wanted(noun, place) if noun.kind != "sky")
    return [Add(wanted)] if wanted else []


def _removed(nouns: list[Noun], vocabulary: Vocabulary) -> list[Edit]:
    return [Remove(tuple(_target(noun, vocabulary) for noun in nouns))] if nouns else []


def _moved(part: _Part, vocabulary: Vocabulary) -> list[Edit]:
    """Moves of the first thing that is named.

    Raises
    ------
    PegbarError
        No destination is named.
    """
    noun = part.nouns[0]
    second = part.later.get("side", "")
    target = _target(noun, vocabulary, destination=not second)
    side = second or ("" if target.side else noun.said.get("side", ""))
    anchor = None if noun.anchor is None else _target(noun.anchor, vocabulary)
    move = Move(target, "" if side == "both" else side, part.said_last("distance"), noun.relation if anchor else "", anchor)
    if not (move.side or move.distance or move.relation):
        raise PegbarError(f"prompt: found no destination for {brief(noun.term.phrase)}, expected one such as 'to the left'")
    return [move]


def _changed(part: _Part, into: _Part | None, clause: Clause, place: str, vocabulary: Vocabulary) -> list[Edit]:
    """Edits of ``make``, ``paint`` and ``replace``: another thing, colour, size or light."""
    noun = part.nouns[0] if part.nouns else None
    result = into or part
    color, size = (_result(key, part, into) for key in ("color", "size"))
    repainted = _repainted(clause, part, color, vocabulary)
    if repainted is not None:
        return [repainted]
    if noun is None:
        return _lit(result)
    others = into.nouns if into is not None else part.nouns[1:]
    target = _target(noun, vocabulary)
    edits: list[Edit] = [Replace(target, _wanted(others[0], place)[0])] if others else []
    if not edits:
        edits += [Recolor(target, color, noun.term.value("part") or "")] if color else []
        edits += [Resize(target, size)] if size else []
    edits += _lit(result, target)
    if not edits and into is None and not clause.definite:
        return _added(part, place)
    return edits


def _repainted(clause: Clause, part: _Part, color: str, vocabulary: Vocabulary) -> Recolor | None:
    """Another colour of a part, of a thing that is named or of whatever has it; nothing where no part is meant."""
    piece = next((term for term in clause.terms if term.has("part")), None)
    said = next((term for term in (*clause.into, *clause.terms) if term.has("color")), None)
    if piece is None or not (color or said):
        return None
    name = piece.value("part") or ""
    owner = next((noun for noun in part.nouns if noun.term is not piece and noun.has_part(name)), None)
    if owner is None and part.nouns:
        return None
    for term in (piece, *([said] if said is not None else [])):
        part.draft.understand(term, f"{name} of {owner.term.phrase}" if owner is not None else name)
    chosen = color or (said.value("color") if said is not None else "") or ""
    return Recolor(_target(owner, vocabulary) if owner is not None else Target(()), chosen, name)


def _result(key: str, part: _Part, into: _Part | None) -> str:
    return (into.said_last(key) if into is not None else "") or part.said_last(key)


def _edits_of(clause: Clause, reads: Reads, place: str, drafts: list[Draft], vocabulary: Vocabulary) -> list[Edit]:
    """Edits that a clause asks for; their words are noted in `drafts`."""
    part = _part(clause.terms, reads)
    into = _part(clause.into, reads) if clause.into else None
    drafts += [part.draft] + ([into.draft] if into is not None else [])
    negated = [noun for noun in part.nouns if noun.negated]
    if clause.verb == "remove":
        cleared = part.lit.get("weather", "clear") != "clear"
        return _removed(part.nouns, vocabulary) or ([Relight(weather="clear")] if cleared else [])
    if negated:
        return _removed(negated, vocabulary)
    if clause.verb in ("replace", "make", "paint"):
        return _changed(part, into, clause, place, vocabulary)
    given = _repainted(clause, part, "", vocabulary) if clause.verb == "add" and clause.definite else None
    if given is not None:
        return [given]
    if clause.verb == "move" and part.nouns and clause.definite:
        return _moved(part, vocabulary)
    return _added(part, place) + _lit(part)


def read_edit(
    prompt: str,
    place: str = "",
    words: str | Path = "scenery_english",
    japanese: str | Path = "scenery_japanese",
    denied: str | Path = "denied",
) -> EditReading:
    """Read an edit of a background.

    Parameters
    ----------
    prompt
        Such as *make the sky a sunset* or *add a bench on the left*.
    place
        Of the background, which decides what a word of several meanings adds; empty if this is not known.
    words, japanese, denied
        As of :func:`pegbar.orders.reading.read_prompt`.

    Returns
    -------
    EditReading
        Edits in their order, and how words were read.

    Raises
    ------
    PegbarError
        The prompt is no edit, or one that cannot be made, or it is refused as any other.

    Examples
    --------
    >>> read_edit("make it night").edits
    (Relight(time='night', weather='', season='', target=None),)
    """
    check_text(prompt)
    tokens = english_tokens(prompt)
    vocabulary = english = load_words(words)
    check_allowed(prompt, tokens, load_denied_words(denied))
    if any(is_japanese(letter) for letter in prompt):
        check_allowed(prompt, (), load_denied_words("denied_japanese"))
        vocabulary = load_words(japanese)
        clauses, reads = japanese_clauses(japanese_terms(prompt, vocabulary, english)), _japanese
    else:
        clauses, reads = english_clauses(english_terms(tokens, english)), _english
    edits: list[Edit] = []
    drafts: list[Draft] = []
    for clause in clauses:
        found = _edits_of(clause, reads, place, drafts, vocabulary)
        if not found and clause.verb:
            raise _no_edit(" ".join(term.phrase for term in clause.into or clause.terms), f"to {clause.verb}")
        edits += found
    if not edits:
        raise _no_edit(prompt, "to change")
    understood = tuple(pair for draft in drafts for pair in draft.understood())
    return EditReading(tuple(edits), understood, tuple(word for draft in drafts for word in draft.ignored()))


def _english(terms: Sequence[Term]) -> Draft:
    draft = Draft()
    EnglishReader(list(terms), draft).read()
    return draft


def _japanese(terms: Sequence[Term]) -> Draft:
    draft = Draft()
    JapaneseReader(list(terms), draft).read()
    return draft


def _no_edit(words: str, verb: str) -> PegbarError:
    examples = "'make the sky a sunset', 'add a bench on the left' or 'remove the trees'"
    return PegbarError(f"prompt: found nothing known {verb} in {brief(words)}, expected an edit such as {examples}")
