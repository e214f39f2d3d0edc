"""Layout → what it is painted with: flat washes, and matter borrowed from learnt scenes.

Colours come from one learnt scene of the same hour, so that they go together; a thing brings the matter of the scene it was
seen in, and ground and sky take theirs from where the colours come from.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenes.layouts import Classes, Element, Layout, render
from pegbar.scenes.library import STUFF, Library, Source, Wash, heights, nearest_inside
from pegbar.scenes.orders import Order
from pegbar.studio.plates.canvas import LABELS
from pegbar.studio.plates.scene import INDOORS

Values = NDArray[np.float32]
_GAIN = (0.25, 1.8)
"""How much darker or brighter another light may make a channel."""


_LENT = STUFF | {"cloud"}
"""Elements whose matter is the lender's, not that of the scene their form was seen in."""


class Materials(NamedTuple):
    """At (H, W): label numbers, numbers of elements, washes (H, W, 3) in 0–1 and matter (H, W, 3), what departs from the washes."""

    labels: Classes
    owners: NDArray[np.int32]
    flat: Values
    detail: Values


@dataclass(frozen=True)
class Choice:
    """Learnt scenes that lend colours: one for each label; `seed` turns the matter of ground and sky."""

    lenders: dict[str, str] = field(default_factory=dict)
    seed: int = 0


def _hour_score(order: Order, row: dict[str, str]) -> float:
    """How well a scene's hour fits an order."""
    if order.place in INDOORS:
        return 0.0
    score = 0.0
    if order.time:
        score += 4.0 * (row["time"] == order.time)
    if order.weather:
        grey = ("cloudy", "rain")
        score += 2.0 * (row["weather"] == order.weather or (row["weather"] in grey and order.weather in grey))
    if order.season:
        green = ("spring", "summer")
        score += 2.0 * (row["season"] == order.season or (row["season"] in green and order.season in green))
    return score


def choose_lenders(layout: Layout, library: Library, seed: int) -> Choice:
    """Scenes to take colours from: the one that fits best, and others for what it does not show."""
    rng = np.random.default_rng([seed, 29])
    needed = sorted(layout.labels())
    indoors = layout.order.place in INDOORS
    names = [n for n, row in library.rows.items() if (row["place"] == layout.order.place if indoors else row["place"] not in INDOORS)]
    shown = {name: set(LABELS[i] for i in np.unique(library.layouts[name][::4, ::4])) for name in names}
    base = {n: _hour_score(layout.order, library.rows[n]) + float(rng.gumbel(0, 0.45)) for n in names}
    here = {n: 0.6 * (library.rows[n]["place"] == layout.order.place) + 1.2 * len(shown[n] & set(needed)) / len(needed) for n in names}
    main = max(names, key=lambda n: base[n] + here[n])
    lenders = {}
    for label in needed:
        others = [n for n in names if label in shown[n]] or [n for n, own in library.rows.items() if label in own["elements"].split()]
        lenders[label] = main if label in shown[main] or not others else max(others, key=lambda n: base.get(n, 0.0))
    return Choice(lenders, seed)


def residual(source: Source) -> Values:
    """What a scene is beyond its washes, (H, W, 3)."""
    left = np.asarray(source.picture / 255, np.float32)
    for number, wash in source.washes.items():
        mask = source.layout == number
        v = heights(source.layout, number)[..., None]
        left[mask] -= np.broadcast_to((1 - v) * wash[0] + v * wash[1], left.shape)[mask]
    return left


def _core(mask: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """The mask without its edge, where a thing is mixed with what lies behind it, unless nothing is left."""
    inner = cv2.erode(mask.view(np.uint8), np.ones((width, width), np.uint8)) > 0
    return inner if inner.any() else mask


def _at(values: Values, x: Values, y: Values, shape: tuple[int, ...]) -> Values:
    """Values (H, W, 3) at pixels (x, y), both broadcast to `shape`."""
    x, y = (np.ascontiguousarray(np.broadcast_to(part, shape), np.float32) for part in (x, y))
    return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)


class Lender:
    """Gives washes and matter of learnt scenes; what was worked out for a scene is kept for a while."""

    def __init__(self, library: Library, kept: int = 96) -> None:
        self.library = library
        self._matter = lru_cache(maxsize=kept)(self._spread_matter)
        self._thing = lru_cache(maxsize=kept)(self._spread_thing)

    def _wash(self, lender: str, number: int) -> Wash | None:
        return self.library.source(lender).washes.get(number)

    def _spread_matter(self, name: str, number: int) -> tuple[Values, int, int] | None:
        """Matter of an element going on over the whole picture, and the first and last of its rows."""
        source = self.library.source(name)
        mask = source.layout == number
        if not mask.any():
            return None
        rows = np.flatnonzero(mask.any(axis=1))
        return residual(source)[nearest_inside(mask)], int(rows[0]), int(rows[-1])

    def _spread_thing(self, name: str, number: int) -> Values | None:
        """Colours of a thing going on beyond its edge."""
        source = self.library.source(name)
        mask = source.layout == number
        if not mask.any():
            return None
        inside = nearest_inside(_core(mask, 5 if LABELS[number] == "cloud" else 3))
        return np.asarray(source.picture[inside] / 255, np.float32)

    def stuff(self, element: Element, lender: str, v: Values, columns: Values, turned: bool) -> Values:
        """Matter of ground or sky for rows at heights `v` and columns in 0–1; both are broadcast to (h, w)."""
        shape = np.broadcast(v, columns).shape
        found = self._matter(lender, LABELS.index(element.label))
        if found is None:
            return np.zeros((*shape, 3), np.float32)
        values, first, last = found
        return _at(values, (1 - columns if turned else columns) * (values.shape[1] - 1), first + v * (last - first), shape)

    def thing(self, element: Element, lender: str, x: Values, y: Values) -> Values | None:
        """A thing at places (x, y) of its layout in 0–1 as it was seen, in the light of the lender: colours, not what departs from them."""
        number = LABELS.index(element.label)
        values = self._thing(element.source, number)
        if values is None:
            return None
        height, width = values.shape[:2]
        left, top, wide, tall = element.box
        across = (x - left) / wide
        across = 1 - across if element.flipped else across
        own_x = (element.origin[0] + across * element.origin[2]) * width - 0.5
        own_y = (element.origin[1] + (y - top) / tall * element.origin[3]) * height - 0.5
        found = _at(values, own_x, own_y, np.broadcast(x, y).shape)
        ours, theirs = self._wash(lender, number), self._wash(element.source, number)
        if ours is not None and theirs is not None:
            found = found * np.clip((ours.mean(axis=0) + 0.02) / (theirs.mean(axis=0) + 0.02), *_GAIN)
        return np.asarray(np.minimum(found, 1.0), np.float32)

    def prepare(self, layout: Layout, choice: Choice, size: tuple[int, int], turn: bool = True) -> Materials:
        """Everything to paint a layout at (width, height); with `turn` the matter of ground and sky may be mirrored."""
        labels, owners = render(layout, size)
        flat, detail = np.full((*labels.shape, 3), 0.5, np.float32), np.zeros((*labels.shape, 3), np.float32)
        columns = np.asarray((np.arange(size[0]) + 0.5) / size[0], np.float32)[None]
        rows = np.asarray((np.arange(size[1]) + 0.5) / size[1], np.float32)[:, None]
        turns = np.random.default_rng([choice.seed, 31]).random(len(LABELS)) < 0.5 * turn
        spans = {n: heights(labels, int(n)) for n in np.unique(labels)}
        for number in np.unique(owners):
            element = layout.elements[number]
            label = LABELS.index(element.label)
            lender = choice.lenders.get(element.label, element.source)
            ys, xs = np.nonzero(owners == number)
            box = (slice(int(ys.min()), int(ys.max()) + 1), slice(int(xs.min()), int(xs.max()) + 1))
            mask = owners[box] == number
            wash = self._wash(lender, label)
            v = spans[label][box[0]]
            if wash is not None:
                ramp = (1 - v[..., None]) * wash[0] + v[..., None] * wash[1]
                flat[box][mask] = np.broadcast_to(ramp, (*mask.shape, 3))[mask]
            if element.label in _LENT:
                detail[box][mask] = self.stuff(element, lender, v, columns[:, box[1]], bool(turns[label]))[mask]
                continue
            found = self.thing(element, lender, columns[:, box[1]], rows[box[0]])
            if found is not None:
                detail[box][mask] = (found - flat[box])[mask]
        return Materials(labels, owners, flat, detail)
