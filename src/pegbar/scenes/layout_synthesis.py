"""Specification → layout: the layout of a training scene of the place, varied and changed until it meets the specification.

Requested elements are placed beside a foreground, where there is one.
"""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.scenes.layouts import Box, Element, Layout
from pegbar.scenes.scene_library import STUFF, SceneLibrary
from pegbar.scenes.scene_spec import ObjectSpec, SceneSpec
from pegbar.vocabulary.places import INDOOR_PLACES

Mask = NDArray[np.bool_]
EXCHANGEABLE = frozenset(("tree", "cloud", "sun", "moon", "furniture", "light", "mountain"))
"""Labels whose elements are exchanged for others of the label, so that no layout of a training scene is repeated."""
_THIRDS = {"left": (0.0, 0.38), "center": (0.3, 0.7), "right": (0.62, 1.0)}
_PLACEMENTS = 64
"""Positions that are tried for an element."""
_CELLS = (18, 32)
_MAX_HIDDEN = 0.9
"""Fraction of an element that may be hidden for it to count as visible."""


def flipped_element(element: Element) -> Element:
    """The element in the mirror image of its layout."""
    left, top, wide, tall = element.box
    return replace(element, box=(1 - left - wide, top, wide, tall), flipped=not element.flipped)


def matches(element: Element, requested: ObjectSpec) -> bool:
    """Whether an element has the label and side of a requested one."""
    center = element.box[0] + element.box[2] / 2
    low, high = _THIRDS.get(requested.side, (0.0, 1.0))
    return element.label == requested.label and (low <= center <= high or (element.label in STUFF and element.box[2] > 0.5))


def _excluded(spec: SceneSpec, labels: set[str]) -> set[str]:
    """Labels that are excluded by the specification or impossible under its conditions."""
    wrong = set(spec.without)
    if spec.place in INDOOR_PLACES:
        return wrong
    if spec.time and spec.time != "night":
        wrong |= {"stars", "moon"}
    if spec.time == "night":
        wrong |= {"sun"}
    if spec.weather in ("cloudy", "rain", "snow"):
        wrong |= {"stars", "sun", "moon"}
    return wrong & labels


def _wintry(spec: SceneSpec) -> bool:
    return spec.weather == "snow" or spec.season == "winter" or "snow" in {requested.label for requested in spec.elements}


def _template(spec: SceneSpec, library: SceneLibrary, rng: np.random.Generator) -> str:
    """Sample a scene of the place, or of any where none was learnt, preferring layouts that meet most of the specification (Gumbel noise
    on the scores)."""
    names = library.by_place.get(spec.place) or list(library.rows)
    scores = []
    for name in names:
        labels = library.labels(name)
        score = sum(requested.label in labels for requested in spec.elements) - 1.2 * len(_excluded(spec, labels))
        for requested in spec.elements:
            if requested.side:
                score += 0.5 * any(matches(e, requested) or matches(flipped_element(e), requested) for e in library.elements(name))
        score -= 1.5 * (("snow" in labels) != _wintry(spec) and spec.place not in INDOOR_PLACES)
        wanted = {requested.label for requested in spec.elements}
        score -= 0.15 * len(labels - wanted) if wanted else 0.0
        scores.append(score + float(rng.gumbel(0, 0.35)))
    return names[int(np.argmax(scores))]


def _zoomed(elements: Iterable[Element], rng: np.random.Generator) -> tuple[Element, ...]:
    """Zoom in a little, by a random factor and offset."""
    scale = float(rng.uniform(1.0, 1.18))
    x, y = (float(rng.uniform(0, scale - 1)) for _ in range(2))

    def zoomed(box: Box) -> Box:
        left, top, wide, tall = box
        return left * scale - x, top * scale - y, wide * scale, tall * scale

    closer = (replace(element, box=zoomed(element.box)) for element in elements)
    return tuple(element for element in closer if _meets_picture(element.box))


def _meets_picture(box: Box) -> bool:
    left, top, wide, tall = box
    return left < 1 and top < 1 and left + wide > 0 and top + tall > 0


def _exchanged(element: Element, spec: SceneSpec, library: SceneLibrary, rng: np.random.Generator) -> Element:
    """Another element of the label and of about the same size in its place."""
    if element.label not in EXCHANGEABLE or rng.random() < 0.25:
        return element
    size = element.box[2] * element.box[3]
    others = [o for o in library.instances(element.label, spec.place, spec.time) if 0.5 < o.box[2] * o.box[3] / max(size, 1e-6) < 2.0]
    if not others:
        return element
    other = others[int(rng.integers(len(others)))]
    left, _, wide, _ = element.box
    _, _, other_wide, other_tall = other.box
    shift = float(rng.normal(0, 0.03))
    box = (left + (wide - other_wide) / 2 + shift, element.foot - other_tall, other_wide, other_tall)
    return replace(other, box=box, flipped=bool(rng.random() < 0.5), placed=True)


def hidden_by(foreground: Mask | None) -> NDArray[np.float32]:
    """Fraction of each cell of a coarse grid that a foreground (H, W) hides."""
    if foreground is None:
        return np.zeros(_CELLS, np.float32)
    return np.asarray(cv2.resize(foreground.astype(np.float32), _CELLS[::-1], interpolation=cv2.INTER_AREA), np.float32)


def _overlap(box: Box, hidden: NDArray[np.float32]) -> float:
    """Fraction of a box that is hidden by the foreground or lies outside the picture."""
    rows, columns = _CELLS
    left, top, wide, tall = box
    x = (np.arange(columns) + 0.5) / columns
    y = (np.arange(rows) + 0.5) / rows
    inside = ((x >= left) & (x < left + wide))[None] & ((y >= top) & (y < top + tall))[:, None]
    area = max(wide * tall * rows * columns, 1e-6)
    return float(1 - min(1.0, (inside * (1 - hidden)).sum() / area))


def _scale_of(requested: ObjectSpec) -> float:
    return {"far": 0.55, "near": 1.5, "": 1.0}[requested.distance] * {"small": 0.6, "big": 1.5, "": 1.0}[requested.size]


def place_element(
    requested: ObjectSpec, layout: Layout, library: SceneLibrary, hidden: NDArray[np.float32], rng: np.random.Generator
) -> Element:
    """Take a large element of the label from the library and place it relative to the horizon, where it is least hidden.

    Raises
    ------
    PegbarError
        No training scene shows such an element.
    """
    instances = library.instances(requested.label, layout.spec.place, layout.spec.time)
    if not instances:
        raise PegbarError(f"scene: found no training scene with {requested.label}, expected one")
    areas = np.array([e.box[2] * e.box[3] for e in instances])
    large = np.flatnonzero(areas >= np.quantile(areas, 0.7))
    element = instances[int(rng.choice(large))]
    scale = _scale_of(requested)
    _, top, wide, tall = element.box
    wide, tall = wide * scale, tall * scale
    source_horizon, horizon = library.horizons[element.source], layout.horizon
    if element.foot > source_horizon:
        depth = (element.foot - source_horizon) / max(1 - source_horizon, 0.05)
        foot = horizon + depth * (1 - horizon) * (0.4 if requested.distance == "far" else 1.0)
    else:
        foot = (top + tall / 2) / max(source_horizon, 0.05) * horizon + tall / 2
    low, high = _THIRDS.get(requested.side, (0.05, 0.95))
    boxes: list[Box] = [(float(x) - wide / 2, foot - tall, wide, tall) for x in rng.uniform(low, high, _PLACEMENTS)]
    placed = [e.box[0] + e.box[2] / 2 for e in layout.elements if e.label == requested.label and e.placed]
    costs = [
        _overlap(b, hidden) + sum(max(0.0, 0.15 - abs(b[0] + wide / 2 - x)) for x in placed) + 0.05 * float(rng.random()) for b in boxes
    ]
    return replace(element, box=boxes[int(np.argmin(costs))], placed=True, flipped=bool(rng.random() < 0.5))


def _with_requested(layout: Layout, library: SceneLibrary, hidden: NDArray[np.float32], rng: np.random.Generator) -> Layout:
    """Add requested elements that are missing."""
    for requested in layout.spec.elements:
        present = [e for e in layout.elements if matches(e, requested) and _overlap(e.box, hidden) < _MAX_HIDDEN]
        count = 1 if requested.label in STUFF else requested.count
        if (requested.label == "sky" and present) or not library.instances(requested.label, layout.spec.place):
            continue
        big = requested.size == "big" and not any(e.box[2] * e.box[3] > 0.05 for e in present)
        for _ in range(max(0, count - len(present)) or int(big)):
            layout = replace(layout, elements=(*layout.elements, place_element(requested, layout, library, hidden, rng)))
    return layout


def synthesize_layout(spec: SceneSpec, library: SceneLibrary, seed: int, foreground: Mask | None = None) -> Layout:
    """Make a layout that meets a specification.

    Parameters
    ----------
    spec
        What the scene has to show; elements that no training scene shows are left out.
    library
        Training scenes.
    seed
        Other seeds give other layouts; the same seed gives the same one.
    foreground
        (H, W) bool, where a cel will be; requested elements are placed beside it.

    Returns
    -------
    Layout
        Elements with their outlines, from the farthest to the nearest.

    Raises
    ------
    PegbarError
        The foreground covers everything, or there is no training scene of the place.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import Store, rows_of
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> layout = synthesize_layout(SceneSpec(place="field", time="day"), library, seed=1)
    >>> "sky" in layout.labels()
    True
    """
    hidden = hidden_by(foreground)
    if hidden.min() > _MAX_HIDDEN:
        raise PegbarError(f"foreground: found {hidden.mean():.0%} of the picture covered, expected room for a background")
    rng = np.random.default_rng([seed, 17])
    name = _template(spec, library, rng)
    elements: tuple[Element, ...] = library.elements(name)
    sided = [requested for requested in spec.elements if requested.side]
    direct, mirrored = (sum(any(matches(e, r) for e in es) for r in sided) for es in (elements, [flipped_element(e) for e in elements]))
    if mirrored > direct or (mirrored == direct and rng.random() < 0.5):
        elements = tuple(flipped_element(e) for e in elements)
    excluded = _excluded(spec, {e.label for e in elements})
    partial = {e for e in elements if e.label in ("sun", "moon") and not library.is_complete(e)}
    kept = [_with_season(_exchanged(e, spec, library, rng), spec) for e in elements if e.label not in excluded and e not in partial]
    kept.sort(key=lambda e: e.placed)
    horizon = library.horizons[name]
    layout = Layout(spec, round(horizon, 4), _zoomed(kept or elements[:1], rng))
    return _with_requested(layout, library, hidden, rng)


def _with_season(element: Element, spec: SceneSpec) -> Element:
    """Relabel fields as snow or snow as fields, as weather and season demand."""
    if spec.place in INDOOR_PLACES:
        return element
    if element.label == "field" and spec.weather == "snow":
        return replace(element, label="snow")
    if element.label == "snow" and not _wintry(spec):
        return replace(element, label="field")
    return element
