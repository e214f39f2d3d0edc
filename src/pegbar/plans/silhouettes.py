"""What of a thing shows in a plan, seen small: silhouettes, what is laid over them, and how much of a whole outline is left."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.plans.spots import frame_of, grown, hull_of, overlap, view_of
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import ordered, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.vocabulary.scene_labels import SceneConditions

Mask = NDArray[np.bool_]
_HEIGHT = 160
"""Height in pixels of the small painting by which it is checked what shows."""
_OTHERWISE = 24
"""Levels of a channel by which a place looks otherwise."""
SHOWS = 6e-4
"""Part of the picture from which a thing shows."""


class _Scene(NamedTuple):
    """All that a silhouette depends on beside its thing."""

    camera: Camera
    conditions: SceneConditions
    indoors: bool
    azimuth: float


def _scene_of(plan: Plan) -> _Scene:
    return _Scene(plan.camera, plan.conditions, place_of(plan.place).indoors, plan.azimuth)


@lru_cache(maxsize=4096)
def _silhouette(thing: Thing, scene: _Scene, size: tuple[int, int]) -> tuple[tuple[slice, slice], Mask]:
    sheet = sheet_of(thing, View(scene.camera, size), light_of(scene.conditions, scene.indoors, scene.azimuth))
    return sheet.window, np.asarray(sheet.colors[sheet.window][..., 3] > 127)


def _size(aspect: float) -> tuple[int, int]:
    return 2 * max(4, round(aspect * _HEIGHT / 2)), _HEIGHT


def silhouette(thing: Thing, plan: Plan, aspect: float) -> Mask:
    """Where a thing is painted in a plan's picture, seen small and with nothing before it, (H, W)."""
    size = _size(aspect)
    mask = np.zeros(size[::-1], np.bool_)
    window, drawn = _silhouette(thing, _scene_of(plan), size)
    mask[window] = drawn
    return mask


def _whole(thing: Thing, plan: Plan, aspect: float) -> int:
    """Pixels of a thing's whole outline, as far as it lies within a picture of twice the width and height."""
    camera, (width, height) = plan.camera, _size(aspect)
    wide = replace(camera, focal=camera.focal / 2, horizon=(camera.horizon + 0.5) / 2, center=(camera.center + 0.5) / 2)
    _, drawn = _silhouette(thing, _scene_of(plan)._replace(camera=wide), (2 * width, 2 * height))
    return int(drawn.sum())


def seen(thing: Thing, plan: Plan, aspect: float) -> Mask:
    """Where a thing of a plan shows: what it covers, less what is laid over it, (H, W), seen small."""
    order, view, size = ordered(plan), view_of(plan.camera, aspect), _size(aspect)
    number = next(n for n, other in enumerate(plan.things) if other is thing)
    left, frame = silhouette(thing, plan, aspect), frame_of(thing, view)
    for later in order[order.index(number) + 1 :]:
        other = plan.things[later]
        if not left.any():
            break
        if overlap(frame, grown(frame_of(other, view))) or overlap(frame, hull_of(other, view).frame):
            window, drawn = _silhouette(other, _scene_of(plan), size)
            left[window] &= ~drawn
    return left


def shown_part(thing: Thing, plan: Plan, aspect: float) -> float:
    """Part of the picture in which a thing of a plan shows."""
    return float(seen(thing, plan, aspect).mean())


def shown_change(old: Thing, new: Thing, plan: Plan, aspect: float) -> float:
    """Part of the picture in which a thing of a plan would look otherwise in other colours."""
    size = _size(aspect)
    view, scene = View(plan.camera, size), _scene_of(plan)
    light = light_of(scene.conditions, scene.indoors, scene.azimuth)
    one, two = (sheet_of(thing, view, light).colors[..., :3].astype(np.int16) for thing in (old, new))
    return float((seen(old, plan, aspect) & (np.abs(one - two).max(axis=2) > _OTHERWISE)).mean())


def shown_share(thing: Thing, plan: Plan, aspect: float) -> float:
    """Part of a thing's whole outline that shows, 0–1: less what the frame cuts off and what stands before it."""
    whole = _whole(thing, plan, aspect)
    return min(1.0, float(seen(thing, plan, aspect).sum()) / whole) if whole else 0.0


def shows(plan: Plan, answers: tuple[tuple[Thing, ...], ...], aspect: float) -> tuple[bool, ...]:
    """Whether things show in a plan's picture, all of each wish.

    Examples
    --------
    >>> from pegbar.orders.order import Order, Wanted
    >>> from pegbar.plans.planning import plan_order
    >>> plan = plan_order(Order("field", "day", "clear", "summer", (Wanted("bench"),)), 1).plan
    >>> shows(plan, (tuple(thing for thing in plan.things if thing.kind == "bench"),), 16 / 9)
    (True,)
    """
    return tuple(all(shown_part(thing, plan, aspect) >= SHOWS for thing in things) for things in answers)
