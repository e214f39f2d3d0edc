"""Draft → order: one place, one value of each condition, things with what was said of them."""

from dataclasses import replace
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.orders.completion import belongs, check_consistency, clash, completed, place_for
from pegbar.orders.draft import Draft, Mention, Noun
from pegbar.orders.nearest import no_place
from pegbar.orders.order import MAX_OF_ONE, Order, Reading, Wanted
from pegbar.orders.words import Vocabulary
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.places import PLACES

_MANY = {"standing": 3, "surface": 3, "hanging": 3, "sky": 3, "wall": 2, "far": 1, "ground": 1, "decal": 1, "shell": 1}
"""How many a plural without a number stands for, by where a kind belongs."""
_NO_FOOTING = ("sky", "far", "ground", "shell")
"""Zones on which nothing stands as on a table."""
_CONDITIONS = ("time", "weather", "season")


def conditions_of(draft: Draft) -> dict[str, str]:
    """One value of each time, weather, season, view and medium.

    Raises
    ------
    PegbarError
        Two are named.
    """
    chosen = {}
    for key, values in draft.conditions.items():
        distinct = list(dict.fromkeys(values))
        if key == "view" and len(distinct) > 1 and "wide" in distinct:
            distinct.remove("wide")  # every camera can be wide
        if len(distinct) > 1:
            raise PegbarError(f"prompt: found both {distinct[0]} and {distinct[1]}, expected one {key}")
        chosen[key] = distinct[0]
    return chosen


def _chosen_place(draft: Draft) -> Mention | None:
    """The place that is meant among those named outright: the first, or the one that a compound ends in.

    Raises
    ------
    PegbarError
        Two are named side by side.
    """
    chosen: Mention | None = None
    for mention in draft.places:
        if chosen is None or mention.joint == "compound" or mention.place == chosen.place:
            chosen = mention
        elif mention.joint == "beside":
            raise PegbarError(f"prompt: found both {chosen.place} and {mention.place}, expected one place")
    return chosen


def _note_places(draft: Draft, place: str, vocabulary: Vocabulary) -> list[str]:
    """Note how each place that was named is met; returns kinds that show the neighbouring ones."""
    kinds = []
    for mention in draft.places:
        near = vocabulary.listed.context.get(mention.place, "")
        if mention.place == place:
            draft.understand(mention.term, f"place {place.replace('_', ' ')}")
        elif near and place and belongs(near, place):
            draft.understand(mention.term, f"{near.replace('_', ' ')} of a {mention.place.replace('_', ' ')} near it")
            kinds.append(near)
        else:
            draft.ignore(mention.term)
    for other, term in draft.refused:
        if place and place != other:
            draft.understand(term, f"not {other.replace('_', ' ')}")
        else:
            draft.ignore(term)
    for name, term in draft.settings:
        setting = vocabulary.listed.settings[name]
        if place == setting.place or place in setting.within:
            draft.understand(term, f"{name}, here {place.replace('_', ' ')}")
        else:
            draft.ignore(term)
    return kinds


def _is_head(noun: Noun, mention: Mention, draft: Draft) -> bool:
    """Whether a building is what is seen and a place only where it stands, as in *a shrine in the forest*."""
    plain = noun is draft.nouns[0] and not noun.relation and not noun.before and noun.term.number < mention.term.number
    outdoors = not PLACES[noun.place].indoors and not PLACES[mention.place].indoors
    return plain and outdoors and mention.joint == "in" and any(KINDS[kind].label == "building" for kind in noun.kinds)


def _named_place(draft: Draft, vocabulary: Vocabulary) -> str:
    """The place that words name, outright, by a word that may be a thing, or by a wider setting."""
    doubtful = [noun for noun in draft.nouns if noun.place and not noun.negated]
    mention = _chosen_place(draft)
    if mention is not None:
        heads = [noun for noun in doubtful if noun.compound or _is_head(noun, mention, draft)]
        if not heads or len(draft.places) > 1:
            return mention.place
        doubtful = heads
    setting = vocabulary.listed.settings[draft.settings[0][0]] if draft.settings else None
    if setting is not None:
        within = [noun for noun in doubtful if noun.place in setting.within and not noun.relation]
        if within:
            return _promoted(draft, within[0])
        return "" if _other_place(draft, vocabulary) else setting.place
    free = [noun for noun in doubtful if not noun.relation and not noun.is_anchor and not noun.before]
    free = free or [noun for noun in doubtful if not noun.is_anchor] or doubtful
    return _promoted(draft, free[0]) if free else ""


def _other_place(draft: Draft, vocabulary: Vocabulary) -> bool:
    """Whether words say that a room or building is one that is not painted (*a hospital room*)."""
    unknown = [word for word in draft.ignored() if word in vocabulary.listed.nearest]
    draft.strange += unknown
    return bool(unknown)


def _promoted(draft: Draft, noun: Noun) -> str:
    """Take a noun for the place that it stands for as well; it stays a thing if something was said of it."""
    draft.understand(noun.term, f"place {noun.place.replace('_', ' ')}")
    if not noun.said:
        draft.nouns.remove(noun)
    return noun.place


def _place_of_kinds(draft: Draft, prompt: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """A place that follows from things, from hour, weather or season, or from a mood; and how that is said.

    Raises
    ------
    PegbarError
        None does, or the words name one that is not known.
    """
    unknown = [*draft.strange, *draft.ignored()]
    if draft.strange and not draft.speech:
        raise no_place(prompt, unknown, vocabulary)
    shown = [noun for noun in draft.nouns if not noun.negated]
    place = place_for(noun.kinds for noun in shown) or place_for(noun.kinds for noun in shown[:1])
    if place:
        for noun in [noun for noun in shown if not any(belongs(kind, place) for kind in noun.kinds)]:
            draft.forget(noun)
        return place, "where such things are seen"
    moods = [vocabulary.listed.moods[mood].place for mood in draft.moods]
    if moods and moods[0]:
        return moods[0], f"for the mood {draft.moods[0]}"
    follows = {str(condition): str(place) for condition, place in vocabulary.listed.follows.items()}
    conditions = conditions_of(draft)
    for key in ("season", "weather", "time"):
        if conditions.get(key, "") in follows:
            return follows[conditions[key]], f"as {conditions[key]} is seen there"
    raise no_place(prompt, unknown, vocabulary)


def _count(noun: Noun) -> int:
    if "count" not in noun.said:
        return _MANY[KINDS[noun.kind].zone] if noun.many else 1
    count = int(noun.said["count"])
    if not 1 <= count <= MAX_OF_ONE:
        raise PegbarError(f"prompt: found {count}, expected a number from 1 to {MAX_OF_ONE} before {brief(noun.term.phrase)}")
    return count


def wanted_of(noun: Noun) -> tuple[Wanted, ...]:
    """What a noun asks for; two where it is to stand on both sides.

    Raises
    ------
    PegbarError
        The count is out of range.
    """
    anchor = noun.anchor
    holds = anchor is not None and (KINDS[anchor.kind].zone not in _NO_FOOTING or noun.relation != "on") and anchor.kind != noun.kind
    relation, other = (noun.relation, anchor.kind) if anchor is not None and holds else ("", "")
    count, side = _count(noun), noun.said.get("side", "")
    parts: dict[str, Any] = {key: noun.said.get(key, "") for key in ("distance", "size", "color")}
    known = KINDS[noun.kind]
    parts["color"] = noun.parts.get(known.main, parts["color"]) if known.main else parts["color"]
    parts["parts"] = tuple(sorted((part, color) for part, color in noun.parts.items() if part in known.parts))
    if side != "both":
        return (Wanted(noun.kind, count, side, **parts, relation=relation, anchor=other),)
    return tuple(
        Wanted(noun.kind, max(1, (count + extra) // 2), half, **parts, relation=relation, anchor=other)
        for half, extra in (("left", 1), ("right", 0))
    )


def fitting_kind(noun: Noun, place: str) -> str:
    """Which kind a word of several (*desk*) means at a place; nothing if none can be there and the word may as well mean nothing."""
    typical = [kind for kind in noun.kinds if place and kind in PLACES[place].elements]
    possible = [kind for kind in noun.kinds if not place or belongs(kind, place)]
    if not possible and noun.term.has("filler"):
        return ""
    if noun.relation == "on" and noun.anchor is not None:
        typical = [kind for kind in possible if KINDS[kind].zone == "surface"] or typical
    return (typical or possible or list(noun.kinds))[0]


def _choose_kinds(draft: Draft, place: str) -> None:
    """Settle what is meant by words of several kinds; drop those that mean nothing."""
    for noun in [*draft.nouns, *(noun.anchor for noun in draft.nouns if noun.anchor is not None)]:
        kind = fitting_kind(noun, place)
        if kind:
            noun.choose(kind)
        elif noun in draft.nouns:
            draft.nouns.remove(noun)


def things_of(draft: Draft, vocabulary: Vocabulary, place: str = "") -> tuple[tuple[Wanted, ...], tuple[str, ...]]:
    """What is asked for and what is not; a noun that only says where another stands is not asked for twice."""
    wanted: list[Wanted] = []
    _choose_kinds(draft, place)
    for noun in draft.nouns:
        draft.understand(noun.term, noun.description)
        others = [n for n in draft.nouns if n is not noun and n.kind == noun.kind and not n.is_anchor and not n.negated]
        known = noun.is_anchor and (others or any(w.kind == noun.kind for w in wanted))
        if noun.negated or known or (noun.kind == "sky" and place and not PLACES[place].indoors):
            continue
        wanted += wanted_of(noun)
    return tuple(wanted), _excluded(draft, vocabulary, {one.kind for one in wanted})


def _excluded(draft: Draft, vocabulary: Vocabulary, wanted: set[str]) -> tuple[str, ...]:
    """Kinds that are not wanted, with those that they include unless these are asked for."""
    negated = [noun.kind for noun in draft.nouns if noun.negated]
    included = [kind for named in negated for kind in vocabulary.family((named,)) if kind not in wanted]
    return tuple(dict.fromkeys((*negated, *included)))


def _with_moods(order: Order, draft: Draft, vocabulary: Vocabulary) -> tuple[Order, list[str]]:
    """A mood decides only what no word does, and nothing that cannot be seen with the rest."""
    assumed = []
    for mood in draft.moods:
        entry = vocabulary.listed.moods[mood]
        for key in _CONDITIONS:
            value = getattr(entry, key)
            if not value or getattr(order, key):
                continue
            filled = replace(order, **{key: value})
            if not clash(filled):
                order = filled
                assumed.append(f"{key} {value}, for the mood {mood}")
    return order, assumed


def settled(draft: Draft, prompt: str, vocabulary: Vocabulary, complete: bool) -> Reading:
    """Make an order of a draft.

    Raises
    ------
    PegbarError
        Words contradict each other, or name no place that can be painted.
    """
    assumed = []
    place = _named_place(draft, vocabulary)
    draft.drop(draft.leftover)
    if not place and complete:
        place, why = _place_of_kinds(draft, prompt, vocabulary)
        assumed.append(f"place {place.replace('_', ' ')}, {why}")
    near = _note_places(draft, place, vocabulary)
    wanted, without = things_of(draft, vocabulary, place)
    asked = {w.kind for w in wanted} | set(without)
    wanted += tuple(Wanted(kind) for kind in dict.fromkeys(near) if kind not in asked)
    order = Order(place, wanted=wanted, without=without, **conditions_of(draft))
    check_consistency(order)
    order, moods = _with_moods(order, draft, vocabulary)
    more: tuple[str, ...] = ()
    if complete:
        order, more = completed(order)
        check_consistency(order)
    if not draft.understood():
        raise PegbarError(f"prompt: found no word that is known in {brief(prompt)}, expected a place, a thing, a time or a mood")
    return Reading(order, draft.understood(), draft.ignored(), (*assumed, *moods, *more))
