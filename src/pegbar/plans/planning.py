"""Order → plan: a place is laid out, what is not wanted leaves, what is asked for is put where it can be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from pegbar.orders.order import Order, Wanted
from pegbar.plans.placing import LEARNT, Taste, on_avoided_ground, place_seen, too_small
from pegbar.plans.silhouettes import shown_share, shows
from pegbar.plans.spots import clear_of, on_side, rests_on, view_of
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.place import Place
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.scenery.site import Site
from pegbar.vocabulary.scene_labels import SEASONS, SceneConditions

Mask = NDArray[np.bool_]
_SEASONS = (0.3, 0.35, 0.25, 0.1)
"""How often each season is taken where none is said: bare trees are seldom what is meant."""
_FEW, _PAIR = 6, 2
"""A place that has more of a kind by itself keeps them when several, or one, are asked for: a forest is not two trees."""
_LARGE = 4.0
"""Metres from which a thing is too large to be set anywhere but where its place has it."""
_OWN_SEEN, _OWN_SEEN_LARGE = 0.5, 0.2
"""Part of its outline that a thing of the place must show to answer a wish; houses and the like are cut by the frame."""


@dataclass(frozen=True)
class Planned:
    """A plan, and for each thing that was asked for, in the order of ``Order.wanted``, whether it shows, and what answers it."""

    plan: Plan
    shown: tuple[bool, ...]
    answers: tuple[tuple[Thing, ...], ...] = ()


def conditions_of(order: Order, seed: int) -> SceneConditions:
    """Time, weather and season of an order; what it leaves open is drawn, clear days most often."""
    rng = stream(seed, "conditions")
    season = order.season or ("winter" if order.weather == "snow" else str(rng.choice(SEASONS, p=_SEASONS)))
    return SceneConditions(order.time or "day", order.weather or "clear", season)


def camera_for(place: Place, view: str) -> Camera:
    """The place's camera, raised, lowered, or brought nearer as an order's view asks."""
    camera = place.camera
    if view == "from_above":
        return replace(camera, height=camera.height + (0.75 if place.indoors else 2.6), horizon=min(camera.horizon, 0.26))
    if view == "low_angle":
        return replace(camera, height=min(camera.height, 0.45), horizon=max(camera.horizon, 0.78))
    if view == "close":
        return replace(camera, focal=camera.focal * 1.45)
    return replace(camera, focal=camera.focal * 0.75) if view == "wide" else camera


def _fits(thing: Thing, wanted: Wanted, plan: Plan, view: View) -> bool:
    """Whether a thing that the place has by itself is what is asked for, but for its colour."""
    plain = not (wanted.relation or wanted.size or wanted.distance)
    if wanted.relation == "on" and not wanted.size:
        plain = any(rests_on(thing, other) for other in plan.things if other.kind == wanted.anchor)
    return thing.kind == wanted.kind and plain and on_side(thing, view, wanted.side)


def _flaw(thing: Thing, plan: Plan, view: View, foreground: Mask | None) -> float:
    """How badly a thing of the plan is seen; from one on it does not answer a wish."""
    others = [other for other in plan.things if other is not thing]
    return clear_of(thing, others, view, foreground) + too_small(thing, view)


def _forgiven(thing: Thing) -> float:
    """Flaw up to which a thing answers a wish: houses and the like stand along the picture's edges and are cut by them."""
    return 2.2 if thing.width > _LARGE else 1.0


def _answers(thing: Thing, plan: Plan, aspect: float) -> bool:
    """Whether a thing of the plan shows well enough to answer a wish, and stands where such things do."""
    if kind_of(thing.kind).zone == "standing" and on_avoided_ground(thing, plan, aspect):
        return False
    return shown_share(thing, plan, aspect) >= (_OWN_SEEN_LARGE if thing.width > _LARGE else _OWN_SEEN)


def satisfy(
    plan: Plan, wanted: Wanted, aspect: float, seed: int, foreground: Mask | None = None, taste: Taste = LEARNT
) -> tuple[Plan, tuple[Thing, ...]]:
    """Put things that are asked for into a plan, those first that it has; returns it and the things that answer the wish."""
    view = view_of(plan.camera, aspect)
    if wanted.relation and all(thing.kind != wanted.anchor for thing in plan.things):
        plan, _ = satisfy(plan, Wanted(wanted.anchor, side=wanted.side, distance=wanted.distance), aspect, seed, foreground, taste)
    own = [thing for thing in plan.things if _fits(thing, wanted, plan, view)]
    flaws = {id(thing): _flaw(thing, plan, view, foreground) for thing in own}
    able = sorted((thing for thing in own if flaws[id(thing)] < _forgiven(thing)), key=lambda thing: flaws[id(thing)])
    fit = (thing for thing in able if not taste.looked_at or _answers(thing, plan, aspect))
    good = list(islice(fit, wanted.count))
    chosen = [replace(thing, color=wanted.color or thing.color, parts=wanted.parts or thing.parts) for thing in good]
    there = sum(thing.kind == wanted.kind for thing in plan.things)
    exact = there <= (_FEW if wanted.count > 1 else _PAIR)
    things = [thing for thing in plan.things if all(thing is not g for g in good) and not (exact and thing.kind == wanted.kind)]
    result = replace(plan, things=(*things, *chosen))
    while len(chosen) < wanted.count:
        ordinal = sum(thing.kind == wanted.kind for thing in result.things)
        thing = place_seen(wanted, result, aspect, seed, ordinal, foreground, taste)
        result = replace(result, things=(*result.things, thing))
        chosen.append(thing)
    return result, tuple(chosen)


def plan_order(order: Order, seed: int, aspect: float = 16 / 9, foreground: Mask | None = None, taste: Taste = LEARNT) -> Planned:
    """Lay out what an order asks for.

    Parameters
    ----------
    order
        With a place.
    seed
        Of everything that the order leaves open.
    aspect
        Width over height of the picture.
    foreground
        (H, W) bool, where a cel will be, or nothing.
    taste
        How spots are chosen.

    Returns
    -------
    Planned
        The plan, and what of the order shows in it.

    Raises
    ------
    PegbarError
        The place is unknown, or there is no spot for something.

    Examples
    --------
    >>> planned = plan_order(Order("field", "day", "clear", "summer", (Wanted("bench"),)), seed=1)
    >>> planned.shown, any(thing.kind == "bench" for thing in planned.plan.things)
    ((True,), True)
    """
    place = place_of(order.place)
    site = Site(seed, conditions_of(order, seed), camera_for(place, order.view), aspect)
    place.build(site)
    azimuth = float(stream(seed, "light").choice([-62.0, -50.0, -38.0]))
    plan = Plan(order.place, site.conditions, site.camera, tuple(site.things), azimuth, order.medium, seed)
    plan = removed(plan, order.without)
    answers: list[tuple[Thing, ...]] = []
    turns = sorted(range(len(order.wanted)), key=lambda number: bool(order.wanted[number].relation))
    for number in turns:
        plan, chosen = satisfy(plan, order.wanted[number], aspect, seed, foreground, taste)
        answers.append(chosen)
    visible = shows(plan, tuple(answers), aspect) if answers else ()
    back = sorted(range(len(turns)), key=lambda place: turns[place])
    return Planned(plan, tuple(visible[n] for n in back), tuple(answers[n] for n in back))


def removed(plan: Plan, kinds: Iterable[str]) -> Plan:
    """The plan without things of some kinds; snow and rain stay with the weather."""
    gone = set(kinds)
    return replace(plan, things=tuple(left for thing in plan.things if (left := bared(thing, plan) if thing.kind in gone else thing)))


def bared(thing: Thing, plan: Plan) -> Thing | None:
    """What is left where a thing is taken away: nothing, but a low hill where a wood closed the view, so that no ground ends bare."""
    if thing.kind != "tree_line" or place_of(plan.place).indoors:
        return None
    bare = 0.75 * thing.height
    return replace(thing, kind="hill", width=1.3 * thing.width, height=round(bare, 3), color="")
