"""Order → plan: a place is laid out, what is not wanted leaves, what is asked for is put where it can be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.orders.order import Order, Wanted
from pegbar.plans.spots import (
    Spot,
    bearing,
    clear_of,
    frame_of,
    grown,
    on_side,
    overlap,
    rests_on,
    sky_spots,
    standing_spots,
    view_of,
    wall_spots,
    within,
)
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.painting import light_in, ordered, sheet_of
from pegbar.scenery.place import Place
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.scenery.site import Site, drawn
from pegbar.vocabulary.scene_labels import SEASONS, SceneConditions

Mask = NDArray[np.bool_]
_GROWTH = {"small": 0.65, "big": 1.5, "": 1.0}
_SEASONS = (0.3, 0.35, 0.25, 0.1)
"""How often each season is taken where none is said: bare trees are seldom what is meant."""
_FEW, _PAIR = 6, 2
"""A place that has more of a kind by itself keeps them when several, or one, are asked for: a forest is not two trees."""
_LARGE = 4.0
"""Metres from which a thing is too large to be set anywhere but where its place has it."""
_ATTEMPTS = 3
_CHECKED = 160
"""Height in pixels of the small painting by which it is checked what shows."""
SHOWS = 6e-4
"""Part of the picture from which a thing shows."""


@dataclass(frozen=True)
class Planned:
    """A plan, and for each thing that was asked for whether it shows, in the order of ``Order.wanted``."""

    plan: Plan
    shown: tuple[bool, ...]


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


def place_thing(
    wanted: Wanted, plan: Plan, aspect: float, seed: int, ordinal: int, foreground: Mask | None = None, like: Thing | None = None
) -> Thing:
    """One thing of a wanted kind where it is seen best, as far as side, distance, size and relation leave it free; `like` another.

    Raises
    ------
    PegbarError
        What it shall stand by is not there, or there is no wall for it.
    """
    kind, place, view = kind_of(wanted.kind), place_of(plan.place), view_of(plan.camera, aspect)
    rng = stream(seed, "spot", wanted.kind, ordinal)
    thing = drawn(wanted.kind, seed, 100 + ordinal, 0.0, 6.0, color=wanted.color, scale=_GROWTH[wanted.size])
    thing = thing if like is None else replace(like, x=0.0)
    thing = replace(thing, z=_usual_distance(thing, plan))
    others = list(plan.things)
    if wanted.relation and kind_of(wanted.anchor).zone not in ("sky", "far"):
        spots: Iterable[Spot] = _related(wanted, thing, plan, view, rng)
    elif kind.zone in ("sky", "far"):
        spots = sky_spots(thing, view, wanted.side, rng) if kind.zone == "sky" else _far_spots(thing, view, wanted.side, rng)
    elif kind.zone in ("wall", "hanging") and place.walls:
        spots = wall_spots(place, thing, view, wanted.side, rng) if kind.zone == "wall" else _hanging(place, thing, view, wanted, rng)
    else:
        spots = standing_spots(place, thing, view, wanted.side, wanted.distance, rng)
    best, least = None, np.inf
    for spot in (within(spot, thing, plan) for spot in spots):
        candidate = replace(thing, x=round(spot.x, 3), y=round(spot.y, 3), z=round(spot.z, 3), turn=spot.turn)
        bad = clear_of(candidate, others, view, foreground) + 1.5 * (not on_side(candidate, view, wanted.side))
        bad += 0.6 * _too_small(candidate, view)
        if bad < least:
            best, least = candidate, bad
        if bad < 0.05:
            break
    if best is None:
        raise PegbarError(f"{wanted.kind}: found no spot for it in {plan.place}, expected a place that has one")
    return best


def place_seen(wanted: Wanted, plan: Plan, aspect: float, seed: int, ordinal: int, foreground: Mask | None = None) -> Thing:
    """As :func:`place_thing`, at the first of some spots at which it shows in a small painting; else at the last of them."""
    for attempt in range(_ATTEMPTS):
        thing = place_thing(wanted, plan, aspect, seed, ordinal + 50 * attempt, foreground)
        if shows(replace(plan, things=(*plan.things, thing)), ((thing,),), aspect)[0]:
            break
    return thing


def _usual_distance(thing: Thing, plan: Plan) -> float:
    """Distance at which a thing of the sky or far off is drawn: with others of its kind, or where it takes a part of the picture."""
    zone = kind_of(thing.kind).zone
    if zone not in ("sky", "far"):
        return thing.z
    known = [other.z for other in plan.things if other.kind == thing.kind and 10 < other.z < 5e3]
    part = 0.16 if zone == "far" else 0.2
    return round(min(known) - 1.0 if known else float(np.clip(thing.height * plan.camera.focal / part, 60, 3e3)), 3)


def _too_small(thing: Thing, view: View) -> float:
    left, top, right, bottom = frame_of(thing, view)
    return float(np.clip(1 - (right - left) * (bottom - top) / 0.004, 0, 1))


def _far_spots(thing: Thing, view: View, side: str, rng: np.random.Generator) -> Iterable[Spot]:
    low, high = {"left": (0.1, 0.3), "right": (0.7, 0.9), "center": (0.4, 0.6)}.get(side, (0.15, 0.85))
    left, right = view.span(thing.z)
    return [Spot(left + (right - left) * float(rng.uniform(low, high)), 0.0, thing.z) for _ in range(24)]


def _hanging(place: Place, thing: Thing, view: View, wanted: Wanted, rng: np.random.Generator) -> Iterable[Spot]:
    top = max(wall.high for wall in place.walls) + 0.4
    return (replace(spot, y=top - thing.height) for spot in standing_spots(place, thing, view, wanted.side, wanted.distance, rng))


def _related(wanted: Wanted, thing: Thing, plan: Plan, view: View, rng: np.random.Generator) -> Iterable[Spot]:
    """Spots behind, before, beside or on things of the anchor's kind, the best seen first."""
    anchors = [other for other in plan.things if other.kind == wanted.anchor]
    if not anchors:
        raise PegbarError(f"{wanted.kind}: found no {wanted.anchor} for it to be {wanted.relation.replace('_', ' ')}, expected one")
    anchors.sort(key=lambda other: clear_of(other, [], view, None))
    spots = []
    for anchor in anchors[:3]:
        for side in (1, -1):
            wide, gap = (anchor.width + thing.width) / 2, float(rng.uniform(0.1, 0.4))
            if wanted.relation == "behind":
                shift = float(rng.uniform(0.2, 0.6)) * wide * side
                spots.append(Spot(anchor.x + shift, anchor.y, anchor.z + (anchor.depth + thing.depth) / 2 + gap))
            elif wanted.relation == "in_front_of":
                shift = float(rng.uniform(0.0, 0.4)) * wide * side
                spots.append(Spot(anchor.x + shift, anchor.y, max(anchor.z - (anchor.depth + thing.depth) / 2 - gap, 1.2)))
            elif wanted.relation == "on":
                shift = float(rng.uniform(-0.25, 0.25)) * anchor.width
                spots.append(Spot(anchor.x + shift, anchor.y + bearing(anchor), anchor.z - 0.05 * anchor.depth))
            else:
                spots.append(Spot(anchor.x + side * (wide + gap), anchor.y, anchor.z - 0.1 * anchor.depth))
    return spots


def _fits(thing: Thing, wanted: Wanted, plan: Plan, view: View) -> bool:
    """Whether a thing that the place has by itself is what is asked for, but for its colour."""
    plain = not (wanted.relation or wanted.size or wanted.distance)
    if wanted.relation == "on" and not wanted.size:
        plain = any(rests_on(thing, other) for other in plan.things if other.kind == wanted.anchor)
    return thing.kind == wanted.kind and plain and on_side(thing, view, wanted.side)


def _flaw(thing: Thing, plan: Plan, view: View, foreground: Mask | None) -> float:
    """How badly a thing of the plan is seen; from one on it does not answer a wish."""
    others = [other for other in plan.things if other is not thing]
    return clear_of(thing, others, view, foreground) + _too_small(thing, view)


def _forgiven(thing: Thing) -> float:
    """Flaw up to which a thing answers a wish: houses and the like stand along the picture's edges and are cut by them."""
    return 2.2 if thing.width > _LARGE else 1.0


def satisfy(plan: Plan, wanted: Wanted, aspect: float, seed: int, foreground: Mask | None = None) -> tuple[Plan, tuple[Thing, ...]]:
    """Put things that are asked for into a plan, those first that it has; returns it and the things that answer the wish."""
    view = view_of(plan.camera, aspect)
    if wanted.relation and all(thing.kind != wanted.anchor for thing in plan.things):
        plan, _ = satisfy(plan, Wanted(wanted.anchor, side=wanted.side, distance=wanted.distance), aspect, seed, foreground)
    own = [thing for thing in plan.things if _fits(thing, wanted, plan, view)]
    flaws = {id(thing): _flaw(thing, plan, view, foreground) for thing in own}
    good = sorted((thing for thing in own if flaws[id(thing)] < _forgiven(thing)), key=lambda thing: flaws[id(thing)])[: wanted.count]
    chosen = [replace(thing, color=wanted.color) if wanted.color else thing for thing in good]
    there = sum(thing.kind == wanted.kind for thing in plan.things)
    exact = there <= (_FEW if wanted.count > 1 else _PAIR)
    things = [thing for thing in plan.things if all(thing is not g for g in good) and not (exact and thing.kind == wanted.kind)]
    result = replace(plan, things=(*things, *chosen))
    while len(chosen) < wanted.count:
        ordinal = sum(thing.kind == wanted.kind for thing in result.things)
        thing = place_seen(wanted, result, aspect, seed, ordinal, foreground)
        result = replace(result, things=(*result.things, thing))
        chosen.append(thing)
    return result, tuple(chosen)


def shown_part(thing: Thing, plan: Plan, aspect: float) -> float:
    """Part of the picture in which a thing of a plan shows: what it covers, less what is laid over it, seen small."""
    size = (max(8, round(aspect * _CHECKED)), _CHECKED)
    view, light, order = View(plan.camera, size), light_in(plan), ordered(plan)
    number = next(n for n, other in enumerate(plan.things) if other is thing)
    seen = sheet_of(thing, view, light).colors[..., 3] > 127
    frame = frame_of(thing, view)
    for later in order[order.index(number) + 1 :]:
        other = plan.things[later]
        if not seen.any():
            break
        if overlap(frame, grown(frame_of(other, view))):
            seen &= sheet_of(other, view, light).colors[..., 3] <= 127
    return float(seen.mean())


def shows(plan: Plan, answers: tuple[tuple[Thing, ...], ...], aspect: float) -> tuple[bool, ...]:
    """Whether things show in a plan's picture, all of each wish."""
    return tuple(all(shown_part(thing, plan, aspect) >= SHOWS for thing in things) for things in answers)


def plan_order(order: Order, seed: int, aspect: float = 16 / 9, foreground: Mask | None = None) -> Planned:
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
        plan, chosen = satisfy(plan, order.wanted[number], aspect, seed, foreground)
        answers.append(chosen)
    visible = shows(plan, tuple(answers), aspect) if answers else ()
    return Planned(plan, tuple(shown for _, shown in sorted(zip(turns, visible, strict=True))))


def removed(plan: Plan, kinds: Iterable[str]) -> Plan:
    """The plan without things of some kinds; snow and rain stay with the weather."""
    gone = set(kinds)
    return replace(plan, things=tuple(thing for thing in plan.things if thing.kind not in gone))
