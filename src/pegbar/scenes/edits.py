"""Changes to one part of a background, in words: what is named changes, all else stays."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.scenes.arranging import hidden_by, place_element
from pegbar.scenes.layouts import render
from pegbar.scenes.library import Library
from pegbar.scenes.materials import Choice, choose_lenders
from pegbar.scenes.orders import Order, Reading
from pegbar.scenes.plans import Plan
from pegbar.studio.plates.canvas import LABELS

Mask = NDArray[np.bool_]
_SKY = ("sky", "cloud", "sun", "moon", "stars")


class Change(NamedTuple):
    """A changed plan, the labels that are painted anew in it, and what is done, in words."""

    plan: Plan
    relit: frozenset[str]
    told: str


def _hour(order: Order) -> dict[str, str]:
    return {key: value for key in ("time", "weather", "season") if (value := getattr(order, key))}


def _group(label: str) -> tuple[str, ...]:
    return _SKY if label == "sky" else (label,)


def _removed(plan: Plan, labels: tuple[str, ...]) -> Change:
    layout = plan.layout
    kept = tuple(e for e in layout.elements if e.label not in labels)
    if len(kept) == len(layout.elements):
        raise PegbarError(f"edit: found no {labels[0]} in the background, expected one of {', '.join(sorted(layout.labels()))}")
    if not kept:
        raise PegbarError(f"edit: found nothing but {labels[0]} in the background, expected something to stay")
    return Change(replace(plan, layout=replace(layout, elements=kept)), frozenset(), f"take out {', '.join(labels)}")


def _relit(plan: Plan, library: Library, labels: tuple[str, ...], hour: dict[str, str], seed: int) -> Change:
    """Paint some elements in the light of another hour."""
    there = sorted(plan.layout.labels() & set(labels))
    if not there:
        raise PegbarError(f"edit: found no {labels[0]} in the background, expected one of {', '.join(sorted(plan.layout.labels()))}")
    order = replace(plan.layout.order, elements=(), without=(), **{"weather": "clear" if "time" in hour else "", **hour})
    other = choose_lenders(replace(plan.layout, order=order), library, seed)
    lenders = plan.choice.lenders | {label: other.lenders[label] for label in there}
    told = f"paint {', '.join(there)} at {', '.join(hour.values())}"
    return Change(replace(plan, choice=Choice(lenders, plan.choice.seed)), frozenset(there), told)


def _added(plan: Plan, library: Library, order: Order, seed: int) -> Change:
    layout, rng = plan.layout, np.random.default_rng([seed, 43])
    hidden = hidden_by(None)
    names = []
    for wish in order.elements:
        for _ in range(wish.count):
            layout = replace(layout, elements=(*layout.elements, place_element(wish, layout, library, hidden, rng)))
        names.append(" ".join(part for part in (wish.size, wish.distance, wish.label, wish.side) if part))
    fresh = choose_lenders(layout, library, seed).lenders
    lenders = {label: plan.choice.lenders.get(label, fresh[label]) for label in sorted(layout.labels())}
    return Change(Plan(layout, Choice(lenders, plan.choice.seed), plan.seed), frozenset(), f"add {', '.join(names)}")


def change(plan: Plan, reading: Reading, library: Library, seed: int) -> Change:
    """Apply an edit.

    Elements that are excluded go; elements named with an hour are painted in its light; other elements are added.
    An hour without elements is that of the whole picture.

    Raises
    ------
    PegbarError
        What is named is not there, or nothing is left.
    """
    order = reading.order
    hour = _hour(order)
    if order.without:
        return _removed(plan, tuple(order.without))
    if order.elements and hour:
        return _relit(plan, library, tuple(label for wish in order.elements for label in _group(wish.label)), hour, seed)
    if order.elements:
        return _added(plan, library, order, seed)
    if hour:
        return _relit(plan, library, tuple(sorted(plan.layout.labels())), hour, seed)
    raise PegbarError("edit: found no element and no hour, expected what to change, such as 'make the sky a sunset'")


def changed_region(before: Plan, after: Change, size: tuple[int, int]) -> Mask:
    """Where a change may paint, at (width, height): elements that came, went or are in another light."""
    (_, was), (labels, now) = render(before.layout, size), render(after.plan.layout, size)
    olds, news = before.layout.elements, after.plan.layout.elements
    same = {n: next((m for m, other in enumerate(olds) if other is element), -1) for n, element in enumerate(news)}
    now_old = np.array([same[n] for n in range(len(news))], np.int32)[now]
    relit = np.isin(labels, [LABELS.index(label) for label in after.relit])
    return (now_old != was) | relit
