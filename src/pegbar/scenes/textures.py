"""Layout → base colours and textures, sampled from exemplars: scenes of the library.

Colours come from one exemplar of the same conditions, so that they go together. A thing keeps the texture of the scene that its outline
is from; stuff (ground, sky, walls) takes its texture from the exemplar too.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenes.layouts import Classes, Element, Layout, render
from pegbar.scenes.scene_library import STUFF, BaseColor, SceneLibrary, Source, mirrored_inside, vertical_positions
from pegbar.scenes.scene_spec import SceneSpec
from pegbar.vocabulary.places import INDOOR_PLACES
from pegbar.vocabulary.scene_labels import LABELS

Values = NDArray[np.float32]
_GAIN = (0.25, 1.8)
"""Bounds of the factor by which other conditions may darken or brighten a channel."""
_FROM_EXEMPLAR = STUFF | {"cloud"}
"""Labels whose texture is the exemplar's, not that of the scene their outline is from."""


class SceneTextures(NamedTuple):
    """Rendered layout: label numbers and element indices (H, W), base colours (H, W, 3) in [0, 1], and texture (H, W, 3) added to them."""

    labels: Classes
    owners: NDArray[np.int32]
    base_color: Values
    texture: Values


@dataclass(frozen=True)
class ExemplarChoice:
    """The scene whose colours each label takes; `seed` decides which labels' texture is mirrored."""

    exemplars: dict[str, str] = field(default_factory=dict)
    seed: int = 0


def _condition_score(spec: SceneSpec, row: dict[str, str]) -> float:
    """How well time, weather and season of a scene match a specification."""
    if spec.place in INDOOR_PLACES:
        return 0.0
    score = 0.0
    if spec.time:
        score += 4.0 * (row["time"] == spec.time)
    if spec.weather:
        grey = ("cloudy", "rain")
        score += 2.0 * (row["weather"] == spec.weather or (row["weather"] in grey and spec.weather in grey))
    if spec.season:
        green = ("spring", "summer")
        score += 2.0 * (row["season"] == spec.season or (row["season"] in green and spec.season in green))
    return score


def choose_exemplars(layout: Layout, library: SceneLibrary, seed: int) -> ExemplarChoice:
    """Choose the scenes to take colours from: the one that matches best, and others for labels that it does not show."""
    rng = np.random.default_rng([seed, 29])
    needed = sorted(layout.labels())
    indoors = layout.spec.place in INDOOR_PLACES
    names = [n for n, row in library.rows.items() if (row["place"] == layout.spec.place if indoors else row["place"] not in INDOOR_PLACES)]
    names = names or list(library.rows)
    visible = {name: set(LABELS[i] for i in np.unique(library.layouts[name][::4, ::4])) for name in names}
    fit = {n: _condition_score(layout.spec, library.rows[n]) + float(rng.gumbel(0, 0.45)) for n in names}
    overlap = {n: 0.6 * (library.rows[n]["place"] == layout.spec.place) + 1.2 * len(visible[n] & set(needed)) / len(needed) for n in names}
    main = max(names, key=lambda n: fit[n] + overlap[n])
    exemplars = {}
    for label in needed:
        others = [n for n in names if label in visible[n]] or [n for n, row in library.rows.items() if label in row["elements"].split()]
        exemplars[label] = main if label in visible[main] or not others else max(others, key=lambda n: fit.get(n, 0.0))
    return ExemplarChoice(exemplars, seed)


def texture_of(source: Source) -> Values:
    """A scene minus its base colours, (H, W, 3) float32."""
    texture = np.asarray(source.picture / 255, np.float32)
    for number, base_color in source.base_colors.items():
        mask = source.layout == number
        v = vertical_positions(source.layout, number)[..., None]
        texture[mask] -= np.broadcast_to((1 - v) * base_color[0] + v * base_color[1], texture.shape)[mask]
    return texture


def _core(mask: NDArray[np.bool_], side: int) -> NDArray[np.bool_]:
    """The mask without its edge, whose pixels are mixed with the background, unless nothing is left."""
    inner = cv2.erode(mask.view(np.uint8), np.ones((side, side), np.uint8)) > 0
    return inner if inner.any() else mask


def _sample(values: Values, x: Values, y: Values, shape: tuple[int, ...]) -> Values:
    """Bilinear samples of values (H, W, 3) at pixels (x, y), both broadcast to `shape`."""
    x, y = (np.ascontiguousarray(np.broadcast_to(part, shape), np.float32) for part in (x, y))
    return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)


class ExemplarSampler:
    """Samples base colours and textures from scenes of a library.

    Parameters
    ----------
    library
        The scenes.
    cache_size
        Textures of single labels that are kept in memory.
    """

    def __init__(self, library: SceneLibrary, cache_size: int = 96) -> None:
        self.library = library
        self._stuff_texture = lru_cache(maxsize=cache_size)(self._extend_stuff)
        self._thing_colors = lru_cache(maxsize=cache_size)(self._extend_thing)

    def _base_color(self, exemplar: str, number: int) -> BaseColor | None:
        return self.library.source(exemplar).base_colors.get(number)

    def _extend_stuff(self, name: str, number: int) -> tuple[Values, int, int] | None:
        """Texture of a label continued over the whole picture, and the first and last of its rows."""
        source = self.library.source(name)
        mask = source.layout == number
        if not mask.any():
            return None
        rows = np.flatnonzero(mask.any(axis=1))
        return texture_of(source)[mirrored_inside(mask)], int(rows[0]), int(rows[-1])

    def _extend_thing(self, name: str, number: int) -> Values | None:
        """Colours of a thing continued beyond its edge."""
        source = self.library.source(name)
        mask = source.layout == number
        if not mask.any():
            return None
        inside = mirrored_inside(_core(mask, 5 if LABELS[number] == "cloud" else 3))
        return np.asarray(source.picture[inside] / 255, np.float32)

    def stuff(self, element: Element, exemplar: str, v: Values, columns: Values, mirrored: bool) -> Values:
        """Texture of stuff at vertical positions `v` and columns, both in [0, 1] and broadcast to (h, w): (h, w, 3)."""
        shape = np.broadcast(v, columns).shape
        extended = self._stuff_texture(exemplar, LABELS.index(element.label))
        if extended is None:
            return np.zeros((*shape, 3), np.float32)
        values, first, last = extended
        return _sample(values, (1 - columns if mirrored else columns) * (values.shape[1] - 1), first + v * (last - first), shape)

    def thing(self, element: Element, exemplar: str, x: Values, y: Values) -> Values | None:
        """Colours (h, w, 3) of a thing at (x, y) in [0, 1] of the layout: those of its source, scaled to the exemplar's base colour."""
        number = LABELS.index(element.label)
        values = self._thing_colors(element.source, number)
        if values is None:
            return None
        height, width = values.shape[:2]
        left, top, wide, tall = element.box
        across = (x - left) / wide
        across = 1 - across if element.flipped else across
        source_x = (element.origin[0] + across * element.origin[2]) * width - 0.5
        source_y = (element.origin[1] + (y - top) / tall * element.origin[3]) * height - 0.5
        colors = _sample(values, source_x, source_y, np.broadcast(x, y).shape)
        target, source = self._base_color(exemplar, number), self._base_color(element.source, number)
        if target is not None and source is not None:
            colors = colors * np.clip((target.mean(axis=0) + 0.02) / (source.mean(axis=0) + 0.02), *_GAIN)
        return np.asarray(np.minimum(colors, 1.0), np.float32)

    def prepare(self, layout: Layout, choice: ExemplarChoice, size: tuple[int, int], mirror: bool = True) -> SceneTextures:
        """Render a layout with base colours and textures.

        Parameters
        ----------
        size
            (width, height) in pixels.
        mirror
            Whether the texture of stuff may be mirrored, as ``choice.seed`` decides.
        """
        labels, owners = render(layout, size)
        base, texture = np.full((*labels.shape, 3), 0.5, np.float32), np.zeros((*labels.shape, 3), np.float32)
        columns = np.asarray((np.arange(size[0]) + 0.5) / size[0], np.float32)[None]
        rows = np.asarray((np.arange(size[1]) + 0.5) / size[1], np.float32)[:, None]
        mirrored = np.random.default_rng([choice.seed, 31]).random(len(LABELS)) < 0.5 * mirror
        positions = {n: vertical_positions(labels, int(n)) for n in np.unique(labels)}
        for number in np.unique(owners):
            element = layout.elements[number]
            label = LABELS.index(element.label)
            exemplar = choice.exemplars.get(element.label, element.source)
            ys, xs = np.nonzero(owners == number)
            box = (slice(int(ys.min()), int(ys.max()) + 1), slice(int(xs.min()), int(xs.max()) + 1))
            mask = owners[box] == number
            v = positions[label][box[0]]
            base_color = self._base_color(exemplar, label)
            if base_color is not None:
                ramp = (1 - v[..., None]) * base_color[0] + v[..., None] * base_color[1]
                base[box][mask] = np.broadcast_to(ramp, (*mask.shape, 3))[mask]
            if element.label in _FROM_EXEMPLAR:
                texture[box][mask] = self.stuff(element, exemplar, v, columns[:, box[1]], bool(mirrored[label]))[mask]
                continue
            colors = self.thing(element, exemplar, columns[:, box[1]], rows[box[0]])
            if colors is not None:
                texture[box][mask] = (colors - base[box])[mask]
        return SceneTextures(labels, owners, base, texture)
