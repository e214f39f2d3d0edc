"""A draft of an order while words are read: what was named, and what was said of it."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pegbar.orders.words import Meaning
from pegbar.scenery.catalogue import KINDS

Joint = Literal["", "beside", "in", "compound"]
"""How a place is joined to the one named before it: first; named beside it; it lies there (*a shrine in the forest*); or the one before
says which (*a forest shrine*)."""


PART_COLOR = " color"
"""Ending of what is said of a part, after the part's name."""


class Term(NamedTuple):
    """A phrase of a prompt: its words, meanings (none: unknown), and number; a comma or full stop is a break."""

    phrase: str
    meanings: tuple[Meaning, ...]
    number: int
    breaks: bool = False

    def value(self, role: str) -> str | None:
        """What it stands for in a role, if it has it."""
        return next((meaning.value for meaning in self.meanings if meaning.role == role), None)

    def has(self, *roles: str) -> bool:
        """Whether it can stand for any of some roles."""
        return any(meaning.role in roles for meaning in self.meanings)


class Note(NamedTuple):
    """How a phrase was read; with no meaning it was ignored."""

    number: int
    phrase: str
    meaning: str


class Said(NamedTuple):
    """Something said of a thing (its side, count, colour …) by a term."""

    role: str
    value: str
    term: Term


@dataclass(eq=False)
class Noun:
    """A thing that was named.

    `kinds` are all that the word may mean, of which a place chooses. `place` is the place that it may stand for; `before` holds the roles
    that were said before the noun itself, as in *the left door*.
    """

    kinds: tuple[str, ...]
    term: Term
    many: bool = False
    place: str = ""
    said: dict[str, str] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)
    relation: str = ""
    anchor: "Noun | None" = None
    is_anchor: bool = False
    negated: bool = False
    compound: bool = False

    @property
    def kind(self) -> str:
        """What it is: the first of its kinds, unless :meth:`choose` chose another."""
        return self.kinds[0]

    def choose(self, kind: str) -> None:
        """Settle which of its kinds is meant."""
        self.kinds = (kind,)

    @property
    def parts(self) -> dict[str, str]:
        """Colours that were said of its parts."""
        return {key.removesuffix(PART_COLOR): value for key, value in self.said.items() if key.endswith(PART_COLOR)}

    def has_part(self, part: str) -> bool:
        """Whether something that its word may mean has a part that can have its own colour."""
        return any(part in (*KINDS[kind].parts, KINDS[kind].main) for kind in self.kinds)

    @property
    def description(self) -> str:
        """In plain words."""
        words = [self.said.get(key, "") for key in ("count", "size", "distance", "color")]
        name = self.kind.replace("_", " ")
        relation = f"{self.relation.replace('_', ' ')} {self.anchor.kind.replace('_', ' ')}" if self.anchor else ""
        return " ".join(part for part in ("without" if self.negated else "", *words, name, self.said.get("side", ""), relation) if part)


class Mention(NamedTuple):
    """A place that was named, and how it is joined to the one before."""

    place: str
    term: Term
    joint: Joint


@dataclass
class Draft:
    """What a prompt names.

    `strange` are phrases that nothing is known of where a place is expected; `leftover` what was said of no thing;
    `refused` are places that it shall not be.
    """

    nouns: list[Noun] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    settings: list[tuple[str, Term]] = field(default_factory=list)
    conditions: dict[str, list[str]] = field(default_factory=dict)
    moods: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    leftover: list[Said] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    speech: bool = False
    refused: list[tuple[str, Term]] = field(default_factory=list)

    def understand(self, term: Term, meaning: str) -> None:
        """Note a phrase that was understood."""
        self.notes.append(Note(term.number, term.phrase, meaning))

    def ignore(self, term: Term) -> None:
        """Note a phrase that means nothing here."""
        self.notes.append(Note(term.number, term.phrase, ""))

    def condition(self, key: str, value: str, term: Term) -> None:
        """Note a time, weather, season, view or medium."""
        self.conditions.setdefault(key, []).append(value)
        self.understand(term, f"{key} {value.replace('_', ' ')}")

    def say(self, noun: Noun, said: Said) -> None:
        """Attach what was said to a thing that has nothing of this role yet."""
        noun.said[said.role] = said.value
        self.understand(said.term, f"{said.value.replace('_', ' ')} {noun.term.phrase}")

    def color_part(self, noun: Noun, part: Term, said: Said | None) -> None:
        """Attach the colour of a part, if one was said, to the thing that has it."""
        name = part.value("part") or ""
        if said is not None:
            noun.said[name + PART_COLOR] = said.value
            self.understand(said.term, f"{said.value} {name} of {noun.term.phrase}")
        self.understand(part, f"{name} of {noun.term.phrase}")

    def forget(self, noun: Noun) -> None:
        """Take a thing that cannot be seen here for one that was not understood, with what was said of it."""
        self.nouns.remove(noun)
        self.notes = [note._replace(meaning="") if note.meaning.endswith(f" {noun.term.phrase}") else note for note in self.notes]
        self.ignore(noun.term)

    def drop(self, pending: list[Said]) -> None:
        """Ignore what was said of something unknown."""
        for said in pending:
            self.ignore(said.term)

    def ignored(self) -> tuple[str, ...]:
        """Ignored phrases in their order; a phrase counts once though two meanings of it failed."""
        understood = {note.number for note in self.notes if note.meaning}
        return tuple({note.number: note.phrase for note in sorted(self.notes) if note.number not in understood}.values())

    def understood(self) -> tuple[tuple[str, str], ...]:
        """Understood phrases and their meanings, in their order."""
        grouped: dict[int, list[Note]] = {}
        for note in sorted(self.notes, key=lambda n: n.number):
            if note.meaning:
                grouped.setdefault(note.number, []).append(note)
        return tuple((notes[0].phrase, " and ".join(dict.fromkeys(n.meaning for n in notes))) for notes in grouped.values())
