"""Edits cut into clauses: a verb, what it is done to, and what that becomes."""

from dataclasses import dataclass

from pegbar.orders.draft import Term

_DEFINITE = ("the", "this", "that", "these", "those", "both", "all", "every")
_INTO = ("with", "by", "for", "into", "to")


@dataclass(frozen=True)
class Clause:
    """One clause of an edit.

    Attributes
    ----------
    verb
        ``add``, ``remove``, ``move``, ``replace``, ``paint``, ``make`` or empty.
    terms
        What it is done to.
    into
        What that is replaced with or turned into; none where this is not said.
    definite
        Whether it is done to something that is there already (*the bench*).
    """

    verb: str
    terms: tuple[Term, ...]
    into: tuple[Term, ...] = ()
    definite: bool = False


def _is_verb(terms: list[Term], position: int) -> bool:
    """Whether a term is the verb of what follows: at the start, or after a comma or *and*, *please* aside."""
    if not terms[position].has("verb", "negation"):
        return False
    before = [term for term in terms[:position] if not (term.has("filler", "speech") and not term.has("kind", "place"))]
    return not before or before[-1].breaks or before[-1].value("link") == "and"


def _english_clause(terms: list[Term]) -> Clause | None:
    position = next((n for n in range(len(terms)) if _is_verb(terms, n)), None)
    verb = ""
    if position is not None:
        verb = terms[position].value("verb") or "remove"
        terms = terms[position + 1 :]
    terms = [term for term in terms if not term.breaks]
    if not terms:
        return None
    definite = any(term.phrase in _DEFINITE for term in terms[:4])
    if verb in ("replace", "make", "paint"):
        cut = next((n for n, term in enumerate(terms) if n and term.phrase in _INTO), None)
        if cut is not None and not (verb == "make" and terms[cut].phrase in ("to", "for")):
            return Clause(verb, tuple(terms[:cut]), tuple(terms[cut + 1 :]), definite)
    return Clause(verb, tuple(terms), (), definite)


def english_clauses(terms: list[Term]) -> list[Clause]:
    """Clauses of an English edit: a new one begins at each verb, and at a comma."""
    parts: list[list[Term]] = [[]]
    for position, term in enumerate(terms):
        starts = position and _is_verb(terms, position) and parts[-1]
        if term.breaks or starts:
            parts.append([])
        if not term.breaks:
            parts[-1].append(term)
    clauses = (_english_clause(part) for part in parts)
    return [clause for clause in clauses if clause is not None]


def japanese_clauses(terms: list[Term]) -> list[Clause]:
    """Clauses of a Japanese edit: each ends with its verb, or at a comma."""
    clauses, part = [], list[Term]()
    for position, term in enumerate(terms):
        following = terms[position + 1] if position + 1 < len(terms) else None
        last_verb = term.has("verb", "negation") and not (following is not None and following.has("verb"))
        if last_verb or term.breaks or following is None:
            verb = (term.value("verb") or "remove") if last_verb else next((v for t in part if (v := t.value("verb"))), "")
            kept = [t for t in part if not t.has("verb")] + ([] if last_verb or term.breaks else [term])
            clauses += [_japanese_clause(verb, kept)] if kept else []
            part = []
        else:
            part.append(term)
    return clauses


def _japanese_clause(verb: str, terms: list[Term]) -> Clause:
    if verb in ("replace", "make", "paint"):
        cut = next((n for n, term in enumerate(terms) if n and term.phrase in ("を", "は")), None)
        if cut is not None and cut + 1 < len(terms):
            return Clause(verb, tuple(terms[:cut]), tuple(terms[cut + 1 :]), True)
    return Clause(verb, tuple(terms), (), verb != "add")
