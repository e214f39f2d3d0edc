"""What the grammars of both languages share: things said of nothing yet, relations, conditions and moods."""

from pegbar.orders.colors_of_words import shaded
from pegbar.orders.draft import Draft, Noun, Said, Term
from pegbar.orders.words import Meaning


def noun_of(term: Term, negated: bool) -> Noun:
    """The thing that a term names."""
    meanings = [meaning for meaning in term.meanings if meaning.role == "kind"]
    return Noun(tuple(m.value for m in meanings), term, meanings[0].many, term.value("place") or "", negated=negated)


class Grammar:
    """Reads terms into a draft.

    Attributes
    ----------
    pending
        What was said of a thing that is still to be named.
    head
        The thing that was named last in this clause.
    negating
        Whether what is named is not wanted.
    """

    def __init__(self, terms: list[Term], draft: Draft) -> None:
        self.terms, self.draft = terms, draft
        self.pending: list[Said] = []
        self.head: Noun | None = None
        self.negating = False

    def forget_pending(self) -> None:
        """Ignore what was said of something that is not painted."""
        self.draft.drop(self.pending)
        self.pending = []

    def take_pending_color(self) -> Said | None:
        """The colour that was said of what is named now; all else that was said is ignored."""
        color = next((said for said in self.pending if said.role == "color"), None)
        self.draft.drop([said for said in self.pending if said is not color])
        self.pending = []
        return color

    def give_pending(self, noun: Noun) -> None:
        """Attach what was said before a thing to it."""
        for said in self.pending:
            if said.role in noun.said:
                self.draft.ignore(said.term)
            else:
                self.draft.say(noun, said)
                noun.before.add(said.role)
        self.pending = []

    def combined(self, said: Said) -> Said:
        """A colour with the shade said just before it (*dark green*)."""
        if said.role != "color" or not self.pending or self.pending[-1].role != "shade":
            return said
        shade = self.pending.pop()
        self.draft.understand(shade.term, f"{shade.value} {said.term.phrase}")
        return said._replace(value=shaded(said.value, shade.value))

    def relate(self, subject: Noun, value: str, anchor: Noun, term: Term) -> None:
        """Note how a thing stands to another."""
        subject.relation, subject.anchor, anchor.is_anchor = value, anchor, True
        self.draft.understand(term, f"{subject.term.phrase} {value.replace('_', ' ')} {anchor.term.phrase}")

    def take_conditions(self, term: Term) -> None:
        """Note times, weathers, seasons, views, mediums and moods that a term names."""
        for meaning in term.meanings:
            if meaning.role in ("time", "weather", "season", "view", "medium"):
                self.take_condition(meaning, term)
            elif meaning.role == "mood":
                self.take_mood(meaning, term)

    def take_condition(self, meaning: Meaning, term: Term) -> None:
        """Note a condition; that it does not rain or snow means clear weather."""
        if not self.negating:
            self.draft.condition(meaning.role, meaning.value, term)
        elif meaning.role == "weather" and meaning.value != "clear":
            self.draft.condition("weather", "clear", term)
        else:
            self.draft.ignore(term)

    def take_mood(self, meaning: Meaning, term: Term) -> None:
        """Note a mood."""
        if self.negating:
            self.draft.ignore(term)
            return
        self.draft.moods.append(meaning.value)
        self.draft.understand(term, f"mood {meaning.value}")
