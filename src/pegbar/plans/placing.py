"""Where one more thing goes: spots are proposed, those with likely surroundings and a free view are tried, the best seen is taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.orders.order import Wanted
from pegbar.plans.placement_model import in_the_road, load_placement
from pegbar.plans.silhouettes import SHOWS, shown_part, shown_share, shows
from pegbar.plans.spots import (
    Spot,
    bearing,
    clear_of,
    frame_of,
    framed,
    hull_of,
    on_side,
    open_spots,
    overlap,
    sky_spots,
    standing_spots,
    view_of,
    wall_spots,
    within,
)
from pegbar.plans.surroundings import SIZES, Bins, bins_of, hidden, look_around, penetrates, underfoot
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.place import Place
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.scenery.site import Site, drawn
from pegbar.vocabulary.scene_labels import SceneConditions

Mask = NDArray[np.bool_]
_GROWTH = {"small": 0.65, "big": 1.5, "": 1.0}
_ATTEMPTS = 3
_LAYOUTS = 6
"""Other layouts of a place in which it is looked up where things of a kind stand."""
_SIDE, _SMALL, _LOST, _HIDDEN, _INSIDE, _FOREIGN = 1.5, 0.6, 2.0, 2.5, 3.0, 20.0
"""Costs of a spot on another side than asked for, of a thing that would be small, hardly to be made out, hidden, stand in others, or on
ground it avoids."""
_WRONG_SIDE = 12.0
"""Cost of another side where spots are looked at: what was said comes before what is usual."""
_LIFTED = 0.05
"""Metres above the ground from which what is under a thing is not what it stands on."""
_HUGE = 6.0
"""Metres from which a thing stands only where layouts of its place have it trains on rails, houses on their plots."""
_TURNED, _FRONT = 3.0, 0.45
"""Cost of a piece that turns its front from the eye, and the cosine from which it does not."""
_FEW = 6
"""Things of a kind from which more of it may stand before or behind each other."""
_PARTLY = 2.5
"""By how much more of a foot counts than stands on ground that a thing avoids: two fifths of it are as bad as all."""
_MIDDLE = 2.0
"""Cost of a spot in the middle of a road for what does not drive."""
_NEARER = 3
"""Spots along the way to each that is known, from which a thing is seen larger."""
_BESIDE = 1.5
"""Cost of each step away from the ground that a thing is to be beside."""
_FACING = 25
"""Degrees by which the front of what stands free may be turned from the viewer."""
_TINY, _SUBJECT = 0.004, 0.012
"""Parts of the picture below which a thing is small: to be made out at all, and as something that was asked for."""
_DEEP = 4.0
"""Metres of depth from which a thing's near end counts, not only its middle."""
_PICTURE, _MOST = (0.0, 0.0, 1.0, 1.0), 0.3
"""The whole frame, and the part of it that one thing may take."""
_CUT, _FILLED = 2.5, 8.0
"""Costs of what the frame cuts off, and of all that a thing takes beyond its part."""
_AS_GOOD = 3.0
"""Cost by which a spot may be worse than the best and be looked at: less than that of another side or of ground that a thing avoids."""
_HUT, _SHRUNK = 0.62, 1.5
"""Size of a building beside that of its kind where there is little ground, and the cost of that."""
_HEADROOM, _SHORTEST = 0.03, 0.55
"""Part of the picture left free above a thing that is made to fit, and the smallest scale for that."""
_SEEN = 0.6
"""Part of its outline that shows where a thing counts as well placed."""


@dataclass(frozen=True)
class Taste:
    """How spots are chosen.

    Attributes
    ----------
    learnt
        Cost of a spot for each unit of the learnt model's logarithm that it falls short; 0 leaves the model out.
    remembered
        Whether spots where other layouts of the place have the kind are proposed beside those of its areas.
    looked_at
        How many of the best are looked at in the painted plan, what stands before them included; 0 trusts their boxes.
    """

    learnt: float = 0.3
    remembered: bool = True
    looked_at: int = 6


TEMPLATES = Taste(0.0, False, 0)
"""Spots of a place's areas, judged by boxes alone."""
LEARNT = Taste()


@lru_cache(maxsize=64)
def _remembered(place: str, kind: str, conditions: SceneConditions, camera: Camera, aspect: float) -> tuple[Spot, ...]:
    """Spots of a kind in other layouts of a place."""
    spots = []
    for seed in range(_LAYOUTS):
        site = Site(7919 * (seed + 1), conditions, camera, aspect)
        place_of(place).build(site)
        spots += [Spot(thing.x, thing.y, thing.z, thing.turn) for thing in site.things if thing.kind == kind]
    return tuple(spots)


def _along(spots: Iterable[Spot], rng: np.random.Generator) -> Iterator[Spot]:
    """Spots, and others as far aside and turned alike, but nearer: along a road or a path."""
    for spot in spots:
        yield spot
        for part in rng.uniform(0.25, 1.0, _NEARER):
            yield replace(spot, z=spot.z * float(part))


def _free(wanted: Wanted) -> bool:
    """Whether a thing goes where such things do: it is asked for by itself, or beside ground, not by another thing."""
    return not wanted.relation or (wanted.relation == "next_to" and kind_of(wanted.anchor).zone in ("ground", "decal"))


def _proposed(wanted: Wanted, thing: Thing, plan: Plan, view: View, rng: np.random.Generator, taste: Taste) -> Iterable[Spot]:
    """Spots for a thing of a kind, wherever it belongs."""
    kind, place = kind_of(wanted.kind), place_of(plan.place)
    if not _free(wanted) and kind_of(wanted.anchor).zone not in ("sky", "far"):
        return _related(wanted, thing, plan, view, rng)
    if kind.zone == "sky":
        return sky_spots(thing, view, wanted.side, rng)
    if kind.zone == "far":
        return _far_spots(thing, view, wanted.side, rng)
    if kind.zone == "wall" and place.walls:
        return wall_spots(place, thing, view, wanted.side, rng)
    if kind.zone == "hanging" and place.walls:
        return _hanging(place, thing, view, wanted, rng)
    areas = standing_spots(place, thing, view, wanted.side, wanted.distance, rng)
    if kind.zone != "standing":
        return areas
    known = _remembered(plan.place, wanted.kind, plan.conditions, plan.camera, view.size[0] / view.size[1]) if taste.remembered else ()
    if known and max(thing.width, thing.depth) > _HUGE:
        return known
    if not (taste.learnt or taste.remembered):
        return areas
    cut = standing_spots(place, thing, view, wanted.side, wanted.distance, rng, whole=False)
    anywhere: Iterable[Spot] = ()
    if not place.indoors and (wanted.relation or max(thing.width, thing.depth) > _HUGE):
        anywhere = open_spots(thing, view, wanted.side, wanted.distance, rng)
    return chain(
        _along(known, rng) if not wanted.distance else (),
        _turned(wanted.kind, chain(areas, cut, anywhere), not known and not place.indoors, rng),
    )


def _turned(kind: str, spots: Iterable[Spot], away: bool, rng: np.random.Generator) -> Iterator[Spot]:
    """Spots with turns as the learnt layouts have them; what is at home elsewhere stands free and shows its front."""
    model = load_placement()
    for spot in spots:
        turn = model.turn(kind, spot.x, rng)
        free = abs(turn) < 135 and (away or kind_of(kind).label == "building")
        yield replace(spot, turn=float(rng.integers(-_FACING, _FACING + 1)) if free else turn)


def place_thing(
    wanted: Wanted, plan: Plan, aspect: float, seed: int, ordinal: int, foreground: Mask | None = None, like: Thing | None = None,
    taste: Taste = LEARNT,
) -> Thing:  # fmt: skip
    """One thing of a wanted kind where it is seen best, as far as side, distance, size and relation leave it free; `like` another.

    Raises
    ------
    PegbarError
        What it shall stand by is not there, or there is no wall for it.
    """
    view, rng = view_of(plan.camera, aspect), stream(seed, "spot", wanted.kind, ordinal)
    thing = drawn(wanted.kind, seed, 100 + ordinal, 0.0, 6.0, color=wanted.color, scale=_GROWTH[wanted.size])
    thing = replace(thing, parts=wanted.parts) if like is None else replace(like, x=0.0)
    thing = replace(thing, z=_usual_distance(thing, plan))
    others, rated = list(plan.things), list[tuple[float, Thing]]()
    boxless = bool(taste.looked_at) and kind_of(wanted.kind).zone in ("standing", "sky", "far")
    smaller = boxless and not wanted.size and like is None and kind_of(wanted.kind).label == "building" and thing.width > _HUGE
    spots = (within(spot, thing, plan) for spot in _proposed(wanted, thing, plan, view, rng, taste))
    for spot, part in ((spot, part) for spot in spots for part in ((1.0, _HUT) if smaller else (1.0,))):
        candidate = replace(_scaled(thing, part), x=round(spot.x, 3), y=round(spot.y, 3), z=round(spot.z, 3), turn=spot.turn)
        bad = _SHRUNK * (part < 1)
        bad += _framing(candidate, view, foreground) if boxless else clear_of(candidate, others, view, foreground)
        bad += (_WRONG_SIDE if boxless else _SIDE) * (not on_side(candidate, view, wanted.side))
        bad += _SMALL * too_small(candidate, view, _SUBJECT if boxless else _TINY)
        bad += _LOST * too_small(candidate, view) * (kind_of(wanted.kind).zone == "standing")
        rated.append((bad, candidate))
        if taste == TEMPLATES and bad < 0.05:
            break
    if not rated:
        raise PegbarError(f"{wanted.kind}: found no spot for it in {plan.place}, expected a place that has one")
    if taste.learnt or taste.looked_at:
        rated = _judged(rated, wanted, plan, aspect, taste)
    rated.sort(key=lambda pair: pair[0])
    near = [candidate for cost, candidate in rated if cost <= rated[0][0] + _AS_GOOD]
    best = _seen_best(near[: taste.looked_at], plan, aspect) if taste.looked_at else near[0]
    return _fitted(best, wanted, view) if boxless else best


def _fitted(thing: Thing, wanted: Wanted, view: View) -> Thing:
    """A standing thing that the frame's upper edge cuts, somewhat smaller, so that it is seen whole: palms and trees differ in height."""
    _, top, _, bottom = frame_of(thing, view)
    room = (bottom - _HEADROOM) / max(bottom - top, 1e-6)
    if wanted.size or kind_of(wanted.kind).zone != "standing" or top >= 0 or not _SHORTEST <= room < 1:
        return thing
    return _scaled(thing, room)


def _scaled(thing: Thing, part: float) -> Thing:
    if part == 1:
        return thing
    return replace(thing, **{name: round(getattr(thing, name) * part, 3) for name in ("width", "height", "depth")})


def _framing(thing: Thing, view: View, foreground: Mask | None) -> float:
    """Cost of how a thing lies in the frame, its depth included: a train whose front is before the eye fills all of it."""
    frame = hull_of(thing, view).frame if thing.depth > _DEEP else frame_of(thing, view)
    inside, filled = overlap(frame, _PICTURE), overlap(_PICTURE, frame)
    return framed(thing, view, foreground) + _CUT * (1 - inside) + _FILLED * max(0.0, filled - _MOST)


def _turned_away(thing: Thing) -> float:
    """How far a piece of furniture hides its front, 0 to 1.45: such things are known by it."""
    if kind_of(thing.kind).label != "furniture" or not kind_of(thing.kind).solid:
        return 0.0
    angle, away = np.radians(thing.turn), np.hypot(thing.x, thing.z)
    return float(max(0.0, _FRONT - (np.cos(angle) * thing.z - np.sin(angle) * thing.x) / max(away, 1e-6)))


def _judged(rated: list[tuple[float, Thing]], wanted: Wanted, plan: Plan, aspect: float, taste: Taste) -> list[tuple[float, Thing]]:
    """Candidates with what hides them, what they stand in, and how unlikely their surroundings are."""
    around, things = look_around(plan, aspect), [thing for _, thing in rated]
    standing = kind_of(wanted.kind).zone == "standing"
    unlikely = np.zeros(len(things))
    if standing and _free(wanted) and taste.learnt:
        model, bins = load_placement(), bins_of(things, around)
        scores = model.score(wanted.kind, bins)
        ground = underfoot(things, around)
        unlikely = taste.learnt * (scores.max() - scores) + _FOREIGN * np.minimum(_PARTLY * model.foreign(wanted.kind, ground), 1)
        unlikely += _MIDDLE * in_the_road(wanted.kind, ground, bins)
        unlikely += _BESIDE * _steps_from(wanted.anchor, bins) if wanted.relation else 0.0
    judged, kin = [], [other for other in plan.things if other.kind == wanted.kind]
    frames = [frame_of(other, around.view) for other in kin] if len(kin) <= _FEW else []
    for (bad, thing), cost in zip(rated, unlikely.tolist(), strict=True):
        if taste.looked_at:
            frame = frame_of(thing, around.view)
            bad += _HIDDEN * (hidden(thing, around) + max((overlap(other, frame) for other in frames), default=0.0))
            inside = standing and any(penetrates(thing, other) for other in around.standing)
            bad += _INSIDE * (inside and wanted.relation != "on") + _TURNED * _turned_away(thing)
        judged.append((bad + cost, thing))
    return judged


def _steps_from(anchor: str, bins: Bins) -> NDArray[np.float64]:
    """How many of the steps at which it is looked around lie between spots (N,) and water, or the edge of a way."""
    name = "water" if kind_of(anchor).label == "water" else "edge"
    column = list(SIZES).index(name)
    return (bins[:, column] % (SIZES["edge"] // 2)).astype(np.float64) if name == "edge" else bins[:, column].astype(np.float64)


def on_avoided_ground(thing: Thing, plan: Plan, aspect: float) -> bool:
    """Whether a thing stands on ground that such things avoid."""
    return thing.y <= _LIFTED and bool(load_placement().foreign(thing.kind, underfoot([thing], look_around(plan, aspect)))[0] > 0.5)


def _seen_best(things: list[Thing], plan: Plan, aspect: float) -> Thing:
    """The first of some things that shows well in the painted plan, else the one that shows most."""
    shares = []
    for thing in things:
        with_it = replace(plan, things=(*plan.things, thing))
        share = shown_share(thing, with_it, aspect) if shown_part(thing, with_it, aspect) >= SHOWS else 0.0
        if share >= _SEEN:
            return thing
        shares.append(share)
    return things[int(np.argmax(shares))]


def place_seen(
    wanted: Wanted, plan: Plan, aspect: float, seed: int, ordinal: int, foreground: Mask | None = None, taste: Taste = LEARNT
) -> Thing:
    """As :func:`place_thing`, at the first of some spots at which it shows in a small painting; else at the last of them."""
    for attempt in range(_ATTEMPTS):
        thing = place_thing(wanted, plan, aspect, seed, ordinal + 50 * attempt, foreground, taste=taste)
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


def too_small(thing: Thing, view: View, least: float = _TINY) -> float:
    """How far a thing falls short of a part of the picture, 0 (not at all) to 1."""
    left, top, right, bottom = frame_of(thing, view)
    return float(np.clip(1 - (right - left) * (bottom - top) / least, 0, 1))


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
