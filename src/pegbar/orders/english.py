"""English prompts: terms by longest phrases, and a grammar of positions, counts, colours, relations and negations."""

import re

from pegbar.orders.draft import Draft, Joint, Mention, Noun, Said, Term
from pegbar.orders.grammar import Grammar, noun_of
from pegbar.orders.words import Meaning, Vocabulary, folded, respelled

_SAID = ("number", "color", "shade", "size", "distance", "side")
_NOUNS = ("kind", "place", "setting", "absent", "part")
_ROLE_OF = {"number": "count"}
_BREAKS = ",;.!?:…"


def english_tokens(prompt: str) -> list[str]:
    """Small-letter words, numbers and the marks that part clauses."""
    text = folded(prompt)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"'s\b|'", " ", text.replace("-", " "))
    return re.findall(r"[a-z]+|[0-9]+|[,;.!?:…]", text)


def english_terms(tokens: list[str], vocabulary: Vocabulary, start: int = 0) -> list[Term]:
    """Phrases of tokens, the longest that are known first; `start` is the number of the first."""
    terms, index = [], 0
    spellings = vocabulary.listed.spellings
    while index < len(tokens):
        if tokens[index] in _BREAKS:
            terms.append(Term(tokens[index], (), start + index, breaks=True))
            index += 1
            continue
        size, phrase = 1, tokens[index]
        for length in range(min(vocabulary.longest, len(tokens) - index), 0, -1):
            spelled = respelled(tokens[index : index + length], spellings)
            if spelled in vocabulary.meanings:
                size, phrase = length, spelled
                break
        meanings = vocabulary.meanings.get(phrase, ())
        if tokens[index].isdigit():
            meanings = (Meaning("number", tokens[index].lstrip("0")[:6] or "0"),)
        terms.append(Term(" ".join(tokens[index : index + size]), meanings, start + index))
        index += size
    return terms


class EnglishReader(Grammar):
    """Reads terms into a draft, from left to right.

    Parameters
    ----------
    terms
        Of :func:`english_terms`.
    draft
        Where to put what is named.
    """

    def __init__(self, terms: list[Term], draft: Draft) -> None:
        super().__init__(terms, draft)
        self.stranger = False
        self.fresh = True
        self.relation: tuple[str, Noun | None, Term] | None = None
        self.fronted: tuple[str, Noun, Term] | None = None
        self.joint: Joint = ""
        self.link = ""
        self.last_place = -2
        self.of_part = False

    def read(self) -> None:
        """Read all terms."""
        position = 0
        while position < len(self.terms):
            term = self.terms[position]
            if term.breaks:
                self._end_clause()
            elif not term.meanings:
                position = self._strangers(position)
                continue
            else:
                self._read_term(term, position)
            position += 1
        self._end_clause(last=True)

    def _end_clause(self, last: bool = False) -> None:
        """At a comma: what was said of nothing yet is of what comes next, if nothing was named."""
        if last or self.head is not None or self.stranger:
            self.draft.leftover += self.pending
            self.pending = []
        self.head, self.stranger, self.negating, self.relation, self.link = None, False, False, None, ""
        self.fresh, self.joint = True, "beside"

    def _read_term(self, term: Term, position: int) -> None:
        if term.has("verb"):
            self.negating = self.negating or term.value("verb") == "remove"
            return
        if term.has("negation"):
            self.negating = True
            return
        if term.has("link"):
            self._read_link(term)
            return
        if term.has("relation"):
            self._read_relation(term)
            return
        said = self._said(term, position)
        if said is not None:
            self._read_said(said, position)
            return
        self._read_meanings(term, position)
        if not term.has("filler", "speech"):
            self.link, self.fresh = "", False

    def _read_link(self, term: Term) -> None:
        link = term.value("link") or ""
        if link == "it":
            self._anchor_to_it()
        elif link == "article":
            return
        elif link == "and":
            self.head, self.fresh, self.joint = None, True, "beside"
            self.link = "and"
        else:
            self.joint = "in"
            self.link = link
            done = link == "with" or (link == "in" and bool(self.draft.nouns) and self.draft.nouns[-1].negated)
            self.negating = self.negating and not done

    def _anchor_to_it(self) -> None:
        if self.relation is None:
            return
        value, subject, term = self.relation
        others = [noun for noun in self.draft.nouns if noun is not subject and not noun.negated]
        if others and subject is not None:
            self.relate(subject, value, others[-1], term)
        elif others:
            self.fronted = (value, others[-1], term)
        self.relation = None

    def _read_relation(self, term: Term) -> None:
        subject = None if self.stranger else self.head
        value = term.value("relation") or ""
        side = term.value("side")
        if side and subject is not None:
            self.draft.say(subject, Said("side", side, term))
        lost = self.stranger or (subject is None and not self.fresh)
        self.relation = None if lost else (value, subject, term)
        self.joint, self.link = "in", "in"
        self.head = None

    def _said(self, term: Term, position: int) -> Said | None:
        """What a term says of a thing, if that is how it is meant here."""
        role = next((role for role in _SAID if term.has(role)), None)
        if role is None:
            return None
        following = self.terms[position + 1] if position + 1 < len(self.terms) else None
        if role == "shade":
            if following is not None and following.has("color"):
                return Said("shade", term.value("shade") or "", term)
            return None if len(term.meanings) > 1 else Said("shade", "", term)  # of no colour
        other = [m for m in term.meanings if m.role not in _SAID]
        if role in ("color", "size") and other and not (following is not None and following.has("kind", "place")):
            return None
        return Said(_ROLE_OF.get(role, role), term.value(role) or "", term)

    def _read_said(self, said: Said, position: int) -> None:
        said = self.combined(said)
        if said.role == "shade":
            if said.value:
                self.pending.append(said)
            else:
                self.draft.ignore(said.term)
            return
        phrase = " " in said.term.phrase
        before = not (phrase and self.head is not None) and self._before_noun(position)
        if not before and self.head is not None and said.role not in self.head.said:
            self.draft.say(self.head, said)
        elif not before and self.stranger:
            self.draft.ignore(said.term)
        else:
            self.pending.append(said)

    def _before_noun(self, position: int) -> bool:
        """Whether a noun follows after nothing but what is said of it."""
        for term in self.terms[position + 1 :]:
            if term.breaks:
                return False
            if not term.meanings or term.has(*_NOUNS):
                return True
            if not term.has(*_SAID):
                return False
        return False

    def _read_meanings(self, term: Term, position: int) -> None:
        """Take a term for what it names: a setting before a place, a place that is a thing too, all else together."""
        if term.has("part") and self._take_part(term):
            return
        self.of_part = self.of_part and term.has("filler")
        if term.has("setting"):
            self._take_setting(term)
        elif term.has("kind") and not term.has("weather"):
            self._take_noun(term, position)
        elif term.has("place"):
            self._take_place(term, position)
        elif term.has("absent"):
            self._take_absent(term)
        elif term.has("part"):
            self.draft.ignore(term)
            self.forget_pending()
        if term.has("speech"):
            self.draft.speech = True
        self.take_conditions(term)

    def _take_part(self, term: Term) -> bool:
        """Take *a red roof* for what was said of *a house with* it, if the thing before has such a part."""
        noun = self.draft.nouns[-1] if self.draft.nouns else None
        joined = self.link == "with" or (self.link == "and" and self.of_part)
        if noun is None or noun.negated or not joined or not noun.has_part(term.value("part") or ""):
            return False
        self.draft.color_part(noun, term, self.take_pending_color())
        self.of_part = True
        return True

    def _take_setting(self, term: Term) -> None:
        self.forget_pending()
        if self.negating:
            self.draft.ignore(term)
            return
        self.draft.settings.append((term.value("setting") or "", term))
        self.relation, self.head = None, None

    def _take_place(self, term: Term, position: int) -> None:
        self.forget_pending()
        self.relation, self.head = None, None
        if self.negating:
            self.draft.refused.append((term.value("place") or "", term))
            return
        joint: Joint = "compound" if self.last_place == position - 1 else self.joint
        self.draft.places.append(Mention(term.value("place") or "", term, joint))
        self.last_place = position

    def _take_absent(self, term: Term) -> None:
        if self.negating:
            self.draft.understand(term, f"no {term.phrase}, as always")
        else:
            self.draft.ignore(term)
        self.forget_pending()
        self.head, self.stranger, self.relation = None, True, None

    def _take_noun(self, term: Term, position: int) -> None:
        noun = noun_of(term, self.negating)
        noun.compound = self.last_place == position - 1
        self.draft.nouns.append(noun)
        if self.negating:
            self.forget_pending()
            return
        self.give_pending(noun)
        self._settle_relation(noun)

    def _settle_relation(self, noun: Noun) -> None:
        """A noun after a relation is what another stands by; with none before it, what comes next stands by it."""
        if self.relation is not None:
            value, subject, term = self.relation
            self.relation = None
            if subject is not None:
                self.relate(subject, value, noun, term)
                self.head, self.stranger = noun, False
            else:
                self.fronted, noun.is_anchor, self.head = (value, noun, term), True, None
            return
        if self.fronted is not None:
            value, anchor, term = self.fronted
            self.relate(noun, value, anchor, term)
            self.fronted = None
        self.head, self.stranger = noun, False

    def _strangers(self, position: int) -> int:
        """Ignore a run of unknown words; with no noun after it the run is one, and may be a place that is not known."""
        end = position
        while end < len(self.terms) and not self.terms[end].meanings and not self.terms[end].breaks:
            self.draft.ignore(self.terms[end])
            end += 1
        following = self.terms[end] if end < len(self.terms) else None
        if following is not None and not following.breaks and following.has(*_NOUNS, *_SAID):
            return end
        first = not (self.draft.nouns or self.draft.places or self.draft.settings)
        if not self.stranger and not self.negating and (self.link == "in" or first):
            self.draft.strange.append(" ".join(term.phrase for term in self.terms[position:end]))
        self.forget_pending()
        self.head, self.stranger, self.relation, self.link = None, True, None, ""
        self.fresh = False
        return end
