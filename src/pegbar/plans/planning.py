"""Order → plan: a place is laid out, what is not wanted leaves, what is asked for is put where it can be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pegbar.orders.order import Order, Wanted
from pegbar.plans.placing import LEARNT, Taste, on_avoided_ground, place_seen, too_small
from pegbar.plans.silhouettes import SHOWS, seen, shown_change, shown_part, shown_share, shows, silhouette
from pegbar.plans.spots import clear_of, framed, on_side, rests_on, view_of
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
_LAYOUTS = 6
"""Layouts of a place among which one is looked for that has what is asked for by itself."""
_LARGE = 4.0
"""Metres from which a thing is too large to be set anywhere but where its place has it."""
_TOO_FAR = 0.4
"""How far a thing of the place may fall short of the size at which one is made out, to answer a wish."""
_PART_SEEN = 1.2e-3
"""Part of the picture from which a part of a thing is seen."""
_LOW = 0.07
"""Part of the picture's height from which a thing that is thin is made out as well."""
_OWN_SEEN, _OWN_SEEN_LARGE = 0.5, 0.2
"""Part of its outline that a thing of the place must show to answer a wish; houses and the like may be cut by the frame."""


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
    beside = bool(wanted.parts) and not wanted.side  # a door may be seen of a house whose middle is not
    return thing.kind == wanted.kind and plain and (beside or on_side(thing, view, wanted.side))


def _flaw(thing: Thing, plan: Plan, view: View, foreground: Mask | None, looked_at: bool) -> float:
    """How badly a thing of the plan is seen; from one on it does not answer a wish. What hides it counts where that is not looked at."""
    if looked_at:
        return framed(thing, view, foreground)
    others = [other for other in plan.things if other is not thing]
    return clear_of(thing, others, view, foreground) + too_small(thing, view)


def _forgiven(thing: Thing) -> float:
    """Flaw up to which a thing answers a wish: houses and the like stand along the picture's edges and are cut by them."""
    return 2.2 if thing.width > _LARGE else 1.0


def _answers(thing: Thing, plan: Plan, aspect: float) -> bool:
    """Whether a thing of the plan shows well enough to answer a wish, and stands where such things do."""
    zone, large = kind_of(thing.kind).zone, thing.width > _LARGE
    if zone == "wall":
        return shown_part(thing, plan, aspect) >= SHOWS
    view = view_of(plan.camera, aspect)
    lost = too_small(thing, view) > _TOO_FAR and thing.height * plan.camera.focal < _LOW * thing.z
    if zone == "standing" and (lost or (not large and on_avoided_ground(thing, plan, aspect))):
        return False
    cut = large and kind_of(thing.kind).label != "tree"
    uncovered = seen(thing, plan, aspect).sum() >= _OWN_SEEN * silhouette(thing, plan, aspect).sum()
    return bool(uncovered) and shown_share(thing, plan, aspect) >= (_OWN_SEEN_LARGE if cut else _OWN_SEEN)


def _as_wanted(thing: Thing, wanted: Wanted) -> Thing:
    return replace(thing, color=wanted.color or thing.color, parts=wanted.parts or thing.parts)


def _seen_as(thing: Thing, wanted: Wanted, plan: Plan, aspect: float) -> float:
    """Part of the picture in which a thing of the plan shows; where parts of it are to have a colour, in which these do."""
    return shown_change(thing, _as_wanted(thing, wanted), plan, aspect) if wanted.parts else shown_part(thing, plan, aspect)


def _parts_show(things: tuple[Thing, ...], plan: Plan, aspect: float) -> bool:
    """Whether what is to have a colour of its own is seen of things that have such parts."""
    return all(shown_change(thing, replace(thing, parts=()), plan, aspect) > SHOWS / 2 for thing in things if thing.parts)


def satisfy(
    plan: Plan, wanted: Wanted, aspect: float, seed: int, foreground: Mask | None = None, taste: Taste = LEARNT
) -> tuple[Plan, tuple[Thing, ...]]:
    """Put things that are asked for into a plan, those first that it has; returns it and the things that answer the wish."""
    view = view_of(plan.camera, aspect)
    if wanted.relation and all(thing.kind != wanted.anchor for thing in plan.things):
        plan, _ = satisfy(plan, Wanted(wanted.anchor, side=wanted.side, distance=wanted.distance), aspect, seed, foreground, taste)
    own = [thing for thing in plan.things if _fits(thing, wanted, plan, view)]
    built, looked_at = kind_of(wanted.kind).zone == "wall", bool(taste.looked_at)
    flaws = {id(thing): _flaw(thing, plan, view, foreground, looked_at) for thing in own}
    able = [thing for thing in own if built or flaws[id(thing)] < _forgiven(thing)]
    fit = able if not looked_at else [thing for thing in able if _answers(thing, plan, aspect)]
    if wanted.parts and looked_at:  # a door in its colour is enough, however the house is cut
        fit = [thing for thing in own if _seen_as(thing, wanted, plan, aspect) > _PART_SEEN] or fit
    fit.sort(key=lambda thing: -_seen_as(thing, wanted, plan, aspect) if looked_at else flaws[id(thing)])
    good = fit[: wanted.count]
    chosen = [_as_wanted(thing, wanted) for thing in good]
    there = sum(thing.kind == wanted.kind for thing in plan.things)
    exact = there <= (_FEW if wanted.count > 1 else _PAIR) and not built
    things = [thing for thing in plan.things if all(thing is not g for g in good) and not (exact and thing.kind == wanted.kind)]
    result = replace(plan, things=(*things, *chosen))
    while len(chosen) < wanted.count:
        ordinal = sum(thing.kind == wanted.kind for thing in result.things)
        thing = place_seen(wanted, result, aspect, seed, ordinal, foreground, taste)
        result = replace(result, things=(*result.things, thing))
        chosen.append(thing)
    return result, tuple(chosen)


def _layout(order: Order, seed: int, aspect: float) -> Site:
    """The place laid out: the first of some layouts that has most kinds of what is asked for and not said to stand by another thing."""
    place, sites = place_of(order.place), list[Site]()
    wished = {wanted.kind for wanted in order.wanted if not wanted.relation} & set(place.elements)
    for number in range(_LAYOUTS if wished else 1):
        sites.append(Site(seed + 104_729 * number, conditions_of(order, seed), camera_for(place, order.view), aspect))
        place.build(sites[-1])
        if wished <= {thing.kind for thing in sites[-1].things}:
            return sites[-1]
    return max(sites, key=lambda site: len(wished & {thing.kind for thing in site.things}))


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
    site = _layout(order, seed, aspect)
    azimuth = float(stream(seed, "light").choice([-62.0, -50.0, -38.0]))
    plan = Plan(order.place, site.conditions, site.camera, tuple(site.things), azimuth, order.medium, seed)
    plan = removed(plan, order.without)
    answers: list[tuple[Thing, ...]] = []
    turns = sorted(range(len(order.wanted)), key=lambda number: bool(order.wanted[number].relation))
    for number in turns:
        plan, chosen = satisfy(plan, order.wanted[number], aspect, seed, foreground, taste)
        answers.append(chosen)
    visible = shows(plan, tuple(answers), aspect) if answers else ()
    visible = tuple(shown and _parts_show(things, plan, aspect) for shown, things in zip(visible, answers, strict=True))
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
