"""Edits of plans: what is named changes, every other thing keeps its place and its stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.orders.edit_words import (
    Add,
    Edit,
    Move,
    Recolor,
    Relight,
    Remove,
    Replace,
    Resize,
    SetMedium,
    SetView,
    Target,
)
from pegbar.orders.order import Wanted
from pegbar.plans.placing import place_seen, place_thing
from pegbar.plans.planning import bared, camera_for
from pegbar.plans.spots import clear_of, on_side, view_of
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.light import rgb
from pegbar.scenery.painting import reach_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.site import Site

Mask = NDArray[np.bool_]
_ALIKE = 0.22
"""Largest difference of a channel, 0–1, of colours that go by one name."""
_OF_THE_HOUR = ("light_patch", "light_shafts", "sunbeam", "floor_sheen", "wall_light", "puddle", "mist")
"""Kinds beside those in the sky that a place lays out by the hour and the weather."""


@dataclass(frozen=True)
class Change:
    """An edited plan and what was done, in plain words."""

    plan: Plan
    summary: str


@dataclass(frozen=True)
class Setting:
    """What an edit is made in: the picture's aspect, the seed of what is new, and where a cel stands."""

    aspect: float
    seed: int = 0
    foreground: Mask | None = None


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def named(plan: Plan, target: Target, aspect: float) -> list[Thing]:
    """Things of a target, those that are seen best first.

    Raises
    ------
    PegbarError
        There are none.
    """
    view = view_of(plan.camera, aspect)
    found = [t for t in plan.things if t.kind in target.kinds and (not target.side or on_side(t, view, target.side))]
    if target.color:
        found = [thing for thing in found if thing.color and _alike(thing.color, target.color)]
    if not found:
        where = (f" of the colour {target.color}" if target.color else "") + (f" on the {target.side}" if target.side else "")
        here = ", ".join(sorted({_spoken(thing.kind) for thing in plan.things}))
        raise PegbarError(f"edit: found no {_spoken(target.kinds[0])}{where} in the background, expected one of {here}")
    best = sorted(found, key=lambda thing: clear_of(thing, [], view, None))
    return best[: target.count] if target.count else best


def _alike(one: str, other: str) -> bool:
    """Whether two colours may go by one name."""
    return float(np.abs(rgb(one) - rgb(other)).max()) < _ALIKE


def _exchanged(plan: Plan, old: Thing, new: Thing) -> Plan:
    return replace(plan, things=tuple(new if thing is old else thing for thing in plan.things))


def add(plan: Plan, edit: Add, setting: Setting) -> Change:
    """Put new things in, each where it is seen best."""
    for wanted in edit.wanted:
        for _ in range(wanted.count):
            ordinal = sum(thing.kind == wanted.kind for thing in plan.things)
            thing = place_seen(wanted, plan, setting.aspect, setting.seed, ordinal, setting.foreground)
            plan = replace(plan, things=(*plan.things, thing))
    return Change(plan, "add " + ", ".join(f"{wanted.count} {_spoken(wanted.kind)}" for wanted in edit.wanted))


def remove(plan: Plan, edit: Remove, setting: Setting) -> Change:
    """Take all things of some kinds away, or those on a side."""
    gone: list[Thing] = []
    for target in edit.targets:
        found = named(plan, target, setting.aspect)
        if any(kind_of(thing.kind).zone in ("shell", "ground") or thing.kind == "sky" for thing in found):
            raise PegbarError(f"edit: found {_spoken(target.kinds[0])}, without which nothing is left to stand in, expected a thing")
        gone += found
    things = [thing if all(thing is not other for other in gone) else bared(thing, plan) for thing in plan.things]
    kept = tuple(thing for thing in things if thing is not None)
    return Change(replace(plan, things=kept), f"remove {', '.join(sorted({_spoken(thing.kind) for thing in gone}))} ({len(gone)})")


def move(plan: Plan, edit: Move, setting: Setting) -> Change:
    """Move the thing that is seen best to a side, a distance, or beside another; it keeps its looks."""
    thing = named(plan, edit.target, setting.aspect)[0]
    others = replace(plan, things=tuple(other for other in plan.things if other is not thing))
    anchor = named(others, edit.anchor, setting.aspect)[0].kind if edit.anchor is not None else ""
    depth = thing.z if edit.side and not (edit.distance or edit.relation) else None
    wanted = Wanted(thing.kind, side=edit.side, distance=edit.distance, relation=edit.relation if anchor else "", anchor=anchor)
    spot = place_thing(wanted, others, setting.aspect, setting.seed, 0, setting.foreground, like=thing)
    moved = replace(thing, x=spot.x, y=spot.y, z=spot.z, turn=spot.turn)
    if depth is not None and kind_of(thing.kind).zone == "standing":
        moved = replace(moved, x=round(spot.x * depth / spot.z, 3), z=depth, y=thing.y, turn=thing.turn)
    return Change(_exchanged(plan, thing, moved), f"move {_spoken(thing.kind)}")


def exchange(plan: Plan, edit: Replace, setting: Setting) -> Change:
    """Put another thing where each of some things stands, of its own kind's size."""
    old = named(plan, edit.target, setting.aspect)
    wanted = replace(edit.by, count=1, relation="", anchor="", side="")
    for thing in old:
        ordinal = sum(other.kind == wanted.kind for other in plan.things)
        fresh = place_thing(wanted, plan, setting.aspect, setting.seed, ordinal)
        same = kind_of(thing.kind).zone == kind_of(wanted.kind).zone
        plan = _exchanged(plan, thing, replace(fresh, x=thing.x, z=thing.z, y=thing.y, turn=thing.turn) if same else fresh)
    return Change(plan, f"replace {_spoken(old[0].kind)} with {_spoken(wanted.kind)}")


def recolor(plan: Plan, edit: Recolor, setting: Setting) -> Change:
    """Paint all things of a kind, or those on a side, or a part of them, in another colour."""
    owners = [thing for thing in plan.things if edit.part in (*kind_of(thing.kind).parts, kind_of(thing.kind).main)] if edit.part else []
    if edit.target.kinds and not (owners and all(thing.kind not in edit.target.kinds for thing in plan.things)):
        chosen = named(plan, edit.target, setting.aspect)
        owners = [thing for thing in owners if any(thing is other for other in chosen)]
    elif not owners:
        raise PegbarError(f"edit: found nothing with a {edit.part} in the background, expected a thing that has one, such as a house")
    else:
        chosen = owners
    things = tuple(_painted(t, edit, owners) if any(t is other for other in chosen) else t for t in plan.things)
    what = f"{edit.part} of {_spoken(chosen[0].kind)}" if owners else _spoken(chosen[0].kind)
    return Change(replace(plan, things=things), f"paint {what} {edit.color}")


def _painted(thing: Thing, edit: Recolor, owners: list[Thing]) -> Thing:
    """A thing in another colour, or a part of it, if it has that."""
    if all(thing is not owner for owner in owners) or kind_of(thing.kind).main == edit.part:
        return replace(thing, color=edit.color)
    return replace(thing, parts=tuple(sorted({**dict(thing.parts), edit.part: edit.color}.items())))


def resize(plan: Plan, edit: Resize, setting: Setting) -> Change:
    """Make things larger or smaller where they stand."""
    factor = {"small": 0.65, "big": 1.5}[edit.size]
    for thing in named(plan, edit.target, setting.aspect):
        sizes = {key: round(getattr(thing, key) * factor, 3) for key in ("width", "height", "depth")}
        plan = _exchanged(plan, thing, replace(thing, **sizes))
    return Change(plan, f"make {_spoken(edit.target.kinds[0])} {edit.size}")


def relight(plan: Plan, edit: Relight, setting: Setting) -> Change:
    """Another hour, weather or season of the whole picture, as light has one source: the sky changes, all else stays where it is."""
    named_conditions = {key: value for key in ("time", "weather", "season") if (value := getattr(edit, key))}
    if edit.weather == "snow" and not edit.season:
        named_conditions["season"] = "winter"
    conditions = replace(plan.conditions, **named_conditions)
    place = place_of(plan.place)
    site = Site(plan.seed, conditions, plan.camera, setting.aspect)
    place.build(site)
    sky = [thing for thing in site.things if _is_light(thing)]
    rest = [thing for thing in plan.things if not _is_light(thing)]
    return Change(replace(plan, conditions=conditions, things=(*sky, *rest)), f"light it for {', '.join(named_conditions.values())}")


def _is_light(thing: Thing) -> bool:
    """Whether a thing comes and goes with the hour and the weather."""
    return kind_of(thing.kind).zone == "sky" or thing.kind in _OF_THE_HOUR


def review(plan: Plan, edit: SetView, setting: Setting) -> Change:
    """Seen from another height or distance."""
    return Change(replace(plan, camera=camera_for(place_of(plan.place), edit.view)), f"see it {_spoken(edit.view)}")


def redraw(plan: Plan, edit: SetMedium, setting: Setting) -> Change:
    """In another medium."""
    return Change(replace(plan, medium=edit.medium), f"draw it in {edit.medium}")


_APPLIED: dict[type, Callable[[Plan, Any, Setting], Change]] = {
    Add: add, Remove: remove, Move: move, Replace: exchange, Recolor: recolor, Resize: resize, Relight: relight, SetView: review,
    SetMedium: redraw,
}  # fmt: skip


def apply(plan: Plan, edits: Sequence[Edit], setting: Setting) -> Change:
    """Make edits one after the other.

    Parameters
    ----------
    plan
        What is edited.
    edits
        Of :func:`pegbar.orders.edit_words.read_edit`.
    setting
        Aspect of the picture, seed of what is new, and where a cel stands.

    Returns
    -------
    Change
        The edited plan and what was done.

    Raises
    ------
    PegbarError
        What is named is not in the background, or there is no spot for something.

    Examples
    --------
    >>> from pegbar.orders.edit_words import read_edit
    >>> from pegbar.orders.order import Order
    >>> from pegbar.plans.planning import plan_order
    >>> plan = plan_order(Order("field", "day", "clear", "summer"), 1).plan
    >>> apply(plan, read_edit("add a bench on the left").edits, Setting(16 / 9)).summary
    'add 1 bench'
    """
    summaries = []
    for edit in edits:
        change = _APPLIED[type(edit)](plan, edit, setting)
        plan = change.plan
        summaries.append(change.summary)
    return Change(plan, "; ".join(summaries))


def reach(old: Plan, new: Plan, size: tuple[int, int]) -> Mask:
    """Pixels (H, W) that an edit may change: the reach of things that only one of two plans has, before and after."""
    lost = [(thing, old) for thing in old.things if thing not in new.things]
    come = [(thing, new) for thing in new.things if thing not in old.things]
    allowed = np.zeros(size[::-1], np.bool_)
    for thing, plan in (*lost, *come):
        allowed |= reach_of(thing, plan, size)
    return allowed
