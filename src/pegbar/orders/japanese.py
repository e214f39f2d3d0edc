"""Japanese prompts: words by longest match, and a grammar of particles: what stands before の, が, を and に."""

import re
import unicodedata

from pegbar.orders.draft import PART_COLOR, Draft, Joint, Mention, Noun, Said, Term
from pegbar.orders.english import english_terms, english_tokens
from pegbar.orders.grammar import Grammar, noun_of
from pegbar.orders.words import Meaning, Vocabulary, folded

_SCRIPTS = ("CJK ", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC")
_BREAKS = "、。，．！？,.!?;:…・「」『』()\n"
_TOPICS = ("が", "は", "を", "も")
_JOINING = ("と", "や", "も")
_ENDINGS = ("し", "く", "た", "て", "な")
_SAID = ("number", "color", "size", "distance", "side")
_LATIN = re.compile(r"[a-zà-ÿ][a-zà-ÿ' \-]*|[0-9]+")


def is_japanese(letter: str) -> bool:
    """Whether a letter is a kanji or kana."""
    return unicodedata.name(letter, "").startswith(_SCRIPTS)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter.isalpha() else ""


class _Segmenter:
    """Cuts text into terms: the longest known words first; unknown letters of one script stay together."""

    def __init__(self, prompt: str, vocabulary: Vocabulary, english: Vocabulary) -> None:
        self.text, self.vocabulary, self.english = folded(prompt), vocabulary, english
        self.terms: list[Term] = []

    def _known(self, start: int) -> str:
        """The longest known word at a position, if any."""
        lengths = range(min(self.vocabulary.longest, len(self.text) - start), 0, -1)
        return next((w for n in lengths if (w := self.text[start : start + n]) in self.vocabulary.meanings), "")

    def _add(self, phrase: str, meanings: tuple[Meaning, ...], breaks: bool = False) -> None:
        self.terms.append(Term(phrase, meanings, len(self.terms), breaks))

    def _unknown(self, start: int) -> int:
        end, script = start + 1, _script(self.text[start])
        while end < len(self.text) and script and _script(self.text[end]) in (script, "KATAKANA") and not self._known(end):
            end += 1
        if script:
            self._add(self.text[start:end], ())
        return end

    def segmented(self) -> list[Term]:
        """All terms, numbers joined with their counters."""
        position = 0
        while position < len(self.text):
            letter = self.text[position]
            latin = _LATIN.match(self.text, position)
            known = "" if latin else self._known(position)
            if letter in _BREAKS:
                self._add(letter, (), breaks=True)
                position += 1
            elif latin:
                self.terms += english_terms(english_tokens(latin[0]), self.english, len(self.terms))
                position = latin.end()
            elif known:
                self._add(known, self.vocabulary.meanings[known])
                position += len(known)
            else:
                position = self._unknown(position)
        return self._counted()

    def _counted(self) -> list[Term]:
        """Numerals joined with the counters after them; a single kanji numeral without one means nothing."""
        joined: list[Term] = []
        for term in self.terms:
            last = joined[-1] if joined else None
            numeral = last is not None and last.has("number") and len(last.phrase) == 1
            if last is not None and (numeral or last.phrase.isdigit()) and term.has("counter"):
                joined[-1] = last._replace(phrase=last.phrase + term.phrase)
                continue
            if last is not None and numeral and not last.phrase.isdigit():
                joined[-1] = last._replace(meanings=tuple(m for m in last.meanings if m.role != "number"))
            joined.append(term)
        return [term._replace(number=number) for number, term in enumerate(_with_endings(joined))]


def _with_endings(terms: list[Term]) -> list[Term]:
    """Unknown words with the kana that they end in, so that each counts once."""
    joined: list[Term] = []
    for term in terms:
        last = joined[-1] if joined else None
        ending = not term.breaks and (not term.meanings or term.phrase in _ENDINGS)
        if last is not None and ending and not (last.meanings or last.breaks or term.phrase[0].isascii()):
            joined[-1] = last._replace(phrase=last.phrase + term.phrase)
        else:
            joined.append(term)
    return joined


def japanese_terms(prompt: str, vocabulary: Vocabulary, english: Vocabulary) -> list[Term]:
    """Terms of a Japanese prompt; Latin words in it are looked up in the English vocabulary."""
    return _Segmenter(prompt, vocabulary, english).segmented()


class JapaneseReader(Grammar):
    """Reads terms into a draft: what qualifies a thing stands before it, particles say what is what.

    Parameters
    ----------
    terms
        Of :func:`japanese_terms`.
    draft
        Where to put what is named.
    """

    def __init__(self, terms: list[Term], draft: Draft) -> None:
        super().__init__(terms, draft)
        self.fronted: tuple[str, Noun, Term] | None = None
        self.chain: list[Noun] = []
        self.clause_start = 0
        self.joint: Joint = ""
        self.last: Term | None = None

    def read(self) -> None:
        """Read all terms."""
        for position, term in enumerate(self.terms):
            if term.breaks:
                self._end_clause()
            elif term.has("particle", "link") and not term.has("kind", "place"):
                self._read_particle(term)
            elif not term.meanings:
                self._read_stranger(term, position)
            elif term.has("negation") or term.value("verb") == "remove":
                self._negate(term)
            else:
                self._read_term(term, position)
        self._end_clause(last=True)

    def _neighbour(self, position: int) -> Term | None:
        return self.terms[position] if 0 <= position < len(self.terms) and not self.terms[position].breaks else None

    def _end_clause(self, last: bool = False) -> None:
        here = [noun for noun in self.draft.nouns[self.clause_start :] if not noun.is_anchor and not noun.negated]
        if self.fronted is not None and here and here[-1].anchor is None:
            value, anchor, term = self.fronted
            self.relate(here[-1], value, anchor, term)
            self.fronted = None
        if last or self.head is not None:
            self.draft.leftover += self.pending
            self.pending = []
        self.head, self.chain, self.last, self.clause_start = None, [], None, len(self.draft.nouns)
        self.joint = "beside" if self.draft.places else ""

    def _read_particle(self, term: Term) -> None:
        if term.phrase in _JOINING:
            self.joint = "beside" if self.draft.places else ""
        elif self.joint == "beside" and term.phrase in ("に", "で"):
            self.joint = "in"
        if term.phrase not in (*_JOINING, "の", "が", "は"):
            self.chain = []

    def _read_term(self, term: Term, position: int) -> None:
        if term.has("part") and self._take_part(term, position):
            return
        before = self._neighbour(position - 1)
        after_noun = before is not None and before.phrase == "の" and self.head is not None
        if term.has("relation") and after_noun and self.head is not None:
            self._front(term, self.head)
            return
        following = self._neighbour(position + 1)
        if term.has("shade") and following is not None and following.has("color"):
            self.pending.append(Said("shade", term.value("shade") or "", term))
            return
        role = next((role for role in _SAID if term.has(role)), None)
        if role is not None and not (role == "color" and term.has("kind")):
            self._say(Said("count" if role == "number" else role, term.value(role) or "", term), position)
            return
        self._take(term)

    def _take_part(self, term: Term, position: int) -> bool:
        """Take *akai yane no* for what is said of the house after it, or before it with *no*, if that has such a part."""
        part, of, owner = term.value("part") or "", self._neighbour(position + 1), self._neighbour(position + 2)
        follows = of is not None and of.phrase == "の" and owner is not None and owner.has("kind") and noun_of(owner, False).has_part(part)
        if not follows and self.head is not None and self.head.has_part(part):
            self.draft.color_part(self.head, term, self.take_pending_color())
            return True
        if not follows and term.has("kind"):
            return False
        color = self.take_pending_color()
        if not follows:
            self.draft.ignore(term)
            self.draft.drop([color] if color is not None else [])
            return True
        self.draft.understand(term, f"{part} of what follows")
        self.pending = [color._replace(role=part + PART_COLOR)] if color is not None else []
        return True

    def _front(self, term: Term, anchor: Noun) -> None:
        """*A no ushiro*: what comes next, or the subject of this clause, stands behind A."""
        self.fronted, anchor.is_anchor = (term.value("relation") or "", anchor, term), True
        side = term.value("side")
        if side:
            self.pending.append(Said("side", side, term))
        others = [noun for noun in self.draft.nouns[self.clause_start :] if noun is not anchor and not noun.is_anchor]
        self.head = others[-1] if others else None

    def _say(self, said: Said, position: int) -> None:
        said = self.combined(said)
        before, following = self._neighbour(position - 1), self._neighbour(position + 1)
        qualifies = following is not None and (following.phrase in ("の", "な") or following.has("kind", "place", *_SAID))
        touches = before is not None and (before.phrase in _TOPICS or before.has("kind"))
        if self.head is not None and touches and not qualifies and said.role not in self.head.said:
            self.draft.say(self.head, said)
        else:
            self.pending.append(said)

    def _take(self, term: Term) -> None:
        """Take a term for what it names."""
        if term.has("setting"):
            self.forget_pending()
            self.draft.settings.append((term.value("setting") or "", term))
        elif term.has("kind") and not term.has("weather"):
            self._take_noun(term)
        elif term.has("place"):
            self._drop_all_but_sides()
            joint: Joint = "compound" if self.draft.places and self.joint != "beside" else self.joint
            self.draft.places.append(Mention(term.value("place") or "", term, joint))
            self.head, self.joint = None, ""
        elif term.has("absent"):
            self.draft.ignore(term)
            self.forget_pending()
            self.head = None
        self.draft.speech = self.draft.speech or term.has("speech")
        self.take_conditions(term)
        if not term.has("filler"):
            self.last = term

    def _drop_all_but_sides(self) -> None:
        self.draft.drop([said for said in self.pending if said.role not in ("side", "distance")])
        self.pending = [said for said in self.pending if said.role in ("side", "distance")]

    def _take_noun(self, term: Term) -> None:
        noun = noun_of(term, False)
        self.draft.nouns.append(noun)
        self.give_pending(noun)
        if self.fronted is not None:
            value, anchor, relation = self.fronted
            self.relate(noun, value, anchor, relation)
            self.fronted = None
        self.head = noun
        self.chain.append(noun)

    def _negate(self, term: Term) -> None:
        """What stands before *nai* or *nashi* is not wanted: all things that と and や join."""
        if self.chain:
            for noun in self.chain:
                noun.negated = True
        elif self.last is not None and self.last.has("absent"):
            self.draft.understand(self.last, "no people or animals, as always")
        elif self.last is not None and self.last.has("weather"):
            self.draft.notes = [note for note in self.draft.notes if note.number != self.last.number]
            self.draft.conditions["weather"] = []
            self.draft.condition("weather", "clear", self.last)
        self.chain, self.head, self.last = [], None, None

    def _read_stranger(self, term: Term, position: int) -> None:
        self.draft.ignore(term)
        following = self._neighbour(position + 1)
        if following is not None and (not following.meanings or following.has("kind", "place", "absent", *_SAID)):
            return
        animal = self.last is not None and self.last.has("absent")
        if not animal and (following is None or following.phrase in ("の", "に", "で", "は")):
            self.draft.strange.append(term.phrase)
        self.forget_pending()
        self.head, self.last = None, None
