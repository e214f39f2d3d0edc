"""Order → layout: a learnt layout of the place, changed until it answers, around what stands in front."""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.scenes.layouts import Box, Element, Layout
from pegbar.scenes.library import STUFF, Library
from pegbar.scenes.orders import Order, Wish
from pegbar.studio.plates.scene import INDOORS

Mask = NDArray[np.bool_]
EXCHANGED = frozenset(("tree", "cloud", "sun", "moon", "furniture", "light", "mountain"))
"""Elements that may stand in for each other, so that no layout comes back as it was."""
_THIRDS = {"left": (0.0, 0.38), "center": (0.3, 0.7), "right": (0.62, 1.0)}
_MEETINGS = 64
_CELLS = (18, 32)
_HIDES = 0.9


def mirrored(element: Element) -> Element:
    """The element in the mirror image of its layout."""
    left, top, wide, tall = element.box
    return replace(element, box=(1 - left - wide, top, wide, tall), flipped=not element.flipped)


def answers(element: Element, wish: Wish) -> bool:
    """Whether an element is where a wish wants one."""
    middle = element.box[0] + element.box[2] / 2
    low, high = _THIRDS.get(wish.side, (0.0, 1.0))
    return element.label == wish.label and (low <= middle <= high or (element.label in STUFF and element.box[2] > 0.5))


def _unfit(order: Order, labels: set[str]) -> set[str]:
    """Elements that the hour forbids."""
    wrong = set(order.without)
    if order.place in INDOORS:
        return wrong
    if order.time and order.time != "night":
        wrong |= {"stars", "moon"}
    if order.time == "night":
        wrong |= {"sun"}
    if order.weather in ("cloudy", "rain", "snow"):
        wrong |= {"stars", "sun", "moon"}
    return wrong & labels


def _wintry(order: Order) -> bool:
    return order.weather == "snow" or order.season == "winter" or "snow" in {wish.label for wish in order.elements}


def _template(order: Order, library: Library, rng: np.random.Generator) -> str:
    """A scene of the place whose layout answers most of the order; equals are drawn from."""
    names = library.by_place.get(order.place, [])
    if not names:
        raise PegbarError(f"order: found no learnt scene of place {order.place!r}, expected one of {', '.join(sorted(library.by_place))}")
    scores = []
    for name in names:
        labels = library.labels(name)
        score = sum(wish.label in labels for wish in order.elements) - 1.2 * len(_unfit(order, labels))
        for wish in order.elements:
            if wish.side:
                score += 0.5 * any(answers(e, wish) or answers(mirrored(e), wish) for e in library.elements(name))
        score -= 1.5 * (("snow" in labels) != _wintry(order) and order.place not in INDOORS)
        wanted = {w.label for w in order.elements}
        score -= 0.15 * len(labels - wanted) if wanted else 0.0
        scores.append(score + float(rng.gumbel(0, 0.35)))
    return names[int(np.argmax(scores))]


def _zoomed(elements: Iterable[Element], rng: np.random.Generator) -> tuple[Element, ...]:
    """Look a little closer, as another camera would."""
    scale = float(rng.uniform(1.0, 1.18))
    x, y = (float(rng.uniform(0, scale - 1)) for _ in range(2))

    def seen(box: Box) -> Box:
        left, top, wide, tall = box
        return left * scale - x, top * scale - y, wide * scale, tall * scale

    closer = (replace(element, box=seen(element.box)) for element in elements)
    return tuple(element for element in closer if _meets_picture(element.box))


def _meets_picture(box: Box) -> bool:
    left, top, wide, tall = box
    return left < 1 and top < 1 and left + wide > 0 and top + tall > 0


def _exchanged(element: Element, order: Order, library: Library, rng: np.random.Generator) -> Element:
    """Another element of the same kind and about the same size in its stead."""
    if element.label not in EXCHANGED or rng.random() < 0.25:
        return element
    size = element.box[2] * element.box[3]
    others = [o for o in library.instances(element.label, order.place, order.time) if 0.5 < o.box[2] * o.box[3] / max(size, 1e-6) < 2.0]
    if not others:
        return element
    other = others[int(rng.integers(len(others)))]
    left, _, wide, _ = element.box
    _, _, own_wide, own_tall = other.box
    shift = float(rng.normal(0, 0.03))
    box = (left + (wide - own_wide) / 2 + shift, element.foot - own_tall, own_wide, own_tall)
    return replace(other, box=box, flipped=bool(rng.random() < 0.5), placed=True)


def hidden_by(foreground: Mask | None) -> NDArray[np.float32]:
    """Share of each cell of a coarse grid that a foreground (H, W) hides."""
    if foreground is None:
        return np.zeros(_CELLS, np.float32)
    return np.asarray(cv2.resize(foreground.astype(np.float32), _CELLS[::-1], interpolation=cv2.INTER_AREA), np.float32)


def _overlap(box: Box, hidden: NDArray[np.float32]) -> float:
    """Share of a box that is hidden by the foreground or lies outside."""
    rows, columns = _CELLS
    left, top, wide, tall = box
    x = (np.arange(columns) + 0.5) / columns
    y = (np.arange(rows) + 0.5) / rows
    inside = ((x >= left) & (x < left + wide))[None] & ((y >= top) & (y < top + tall))[:, None]
    area = max(wide * tall * rows * columns, 1e-6)
    return float(1 - min(1.0, (inside * (1 - hidden)).sum() / area))


def _scaled(wish: Wish) -> float:
    return {"far": 0.55, "near": 1.5, "": 1.0}[wish.distance] * {"small": 0.6, "big": 1.5, "": 1.0}[wish.size]


def place_element(wish: Wish, layout: Layout, library: Library, hidden: NDArray[np.float32], rng: np.random.Generator) -> Element:
    """A learnt element of the wished kind, set by the horizon where it is least hidden.

    Raises
    ------
    PegbarError
        No learnt scene shows such an element.
    """
    found = library.instances(wish.label, layout.order.place, layout.order.time)
    if not found:
        raise PegbarError(f"order: found no learnt {wish.label}, expected one in the scenes")
    areas = np.array([e.box[2] * e.box[3] for e in found])
    large = np.flatnonzero(areas >= np.quantile(areas, 0.7))
    element = found[int(rng.choice(large))]
    scale = _scaled(wish)
    _, top, wide, tall = element.box
    wide, tall = wide * scale, tall * scale
    learnt, here = library.horizons[element.source], layout.horizon
    if element.foot > learnt:
        foot = here + (element.foot - learnt) / max(1 - learnt, 0.05) * (1 - here) * (0.4 if wish.distance == "far" else 1.0)
    else:
        foot = (top + tall / 2) / max(learnt, 0.05) * here + tall / 2
    low, high = _THIRDS.get(wish.side, (0.05, 0.95))
    boxes: list[Box] = [(float(x) - wide / 2, foot - tall, wide, tall) for x in rng.uniform(low, high, _MEETINGS)]
    same = [e.box[0] + e.box[2] / 2 for e in layout.elements if e.label == wish.label and e.placed]
    costs = [_overlap(b, hidden) + sum(max(0.0, 0.15 - abs(b[0] + wide / 2 - x)) for x in same) + 0.05 * float(rng.random()) for b in boxes]
    return replace(element, box=boxes[int(np.argmin(costs))], placed=True, flipped=bool(rng.random() < 0.5))


def _answering(layout: Layout, library: Library, hidden: NDArray[np.float32], rng: np.random.Generator) -> Layout:
    """Add what is wished for and missing."""
    for wish in layout.order.elements:
        there = [e for e in layout.elements if answers(e, wish) and _overlap(e.box, hidden) < _HIDES]
        wanted = 1 if wish.label in STUFF else wish.count
        if (wish.label == "sky" and there) or not library.instances(wish.label, layout.order.place):
            continue
        big = wish.size == "big" and not any(e.box[2] * e.box[3] > 0.05 for e in there)
        for _ in range(max(0, wanted - len(there)) or int(big)):
            layout = replace(layout, elements=(*layout.elements, place_element(wish, layout, library, hidden, rng)))
    return layout


def arrange(order: Order, library: Library, seed: int, foreground: Mask | None = None) -> Layout:
    """Place everything.

    Parameters
    ----------
    foreground
        (H, W), where a cel will stand; what is wished for is set beside it, and left out where it was never learnt.

    Raises
    ------
    PegbarError
        The foreground covers everything, or there is no scene of the place.
    """
    hidden = hidden_by(foreground)
    if hidden.min() > _HIDES:
        raise PegbarError(f"foreground: found {hidden.mean():.0%} of the picture covered, expected room for a background")
    rng = np.random.default_rng([seed, 17])
    name = _template(order, library, rng)
    elements: tuple[Element, ...] = library.elements(name)
    sided = [wish for wish in order.elements if wish.side]
    direct, turned = (sum(any(answers(e, w) for e in own) for w in sided) for own in (elements, [mirrored(e) for e in elements]))
    if turned > direct or (turned == direct and rng.random() < 0.5):
        elements = tuple(mirrored(e) for e in elements)
    wrong = _unfit(order, {e.label for e in elements})
    torn = {e for e in elements if e.label in ("sun", "moon") and not library.whole(e)}
    kept = [_recast(_exchanged(e, order, library, rng), order) for e in elements if e.label not in wrong and e not in torn]
    kept.sort(key=lambda e: e.placed)
    horizon = library.horizons[name]
    layout = Layout(order, round(horizon, 4), _zoomed(kept or elements[:1], rng))
    return _answering(layout, library, hidden, rng)


def _recast(element: Element, order: Order) -> Element:
    """Ground under snow, or free of it."""
    if order.place in INDOORS:
        return element
    if element.label == "field" and order.weather == "snow":
        return replace(element, label="snow")
    if element.label == "snow" and not _wintry(order):
        return replace(element, label="field")
    return element
