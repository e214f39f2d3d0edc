"""The library of training scenes: their layouts, elements by place, base colours and pictures to sample textures from."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.errors import PegbarError
from pegbar.production.drawings import records
from pegbar.production.scenes import read_scene
from pegbar.production.store import Store
from pegbar.scenes.layouts import Classes, Element, elements_of
from pegbar.vocabulary.scene_labels import LABELS

Picture = NDArray[np.uint8]
STUFF = frozenset(("nothing", "sky", "hill", "field", "water", "sand", "snow", "road", "wall", "floor", "ceiling"))
"""Labels of regions without a shape of their own (sky, ground, walls), whose texture continues sideways; all others are things."""
BaseColor = NDArray[np.float32]
"""Colours of a label at the top and at the bottom of its vertical extent, (2, 3) float32 in [0, 1]."""


class Source(NamedTuple):
    """A training scene: picture (H, W, 3) uint8, label map (H, W) uint8, base colours by label number."""

    picture: Picture
    layout: Classes
    base_colors: dict[int, BaseColor]


def vertical_positions(layout: Classes, number: int) -> NDArray[np.float32]:
    """Position of each row within the vertical extent of a label, (H, 1) float32 in [0, 1] from top to bottom."""
    rows = np.flatnonzero((layout == number).any(axis=1))
    first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (0, layout.shape[0] - 1)
    return np.clip((np.arange(layout.shape[0]) - first) / max(1, last - first), 0, 1).astype(np.float32)[:, None]


def fit_base_colors(picture: Picture, layout: Classes) -> dict[int, BaseColor]:
    """Fit each label's colours by a line from top to bottom (ridge regression; at most 3,000 pixels a label)."""
    fitted_colors = {}
    for number in np.unique(layout):
        mask = layout == number
        v = np.broadcast_to(vertical_positions(layout, int(number)), layout.shape)[mask]
        colors = picture[mask].astype(np.float32) / 255
        if len(v) > 3000:
            v, colors = v[:: len(v) // 3000], colors[:: len(colors) // 3000]
        base = np.stack([1 - v, v], axis=1)
        fitted = np.linalg.solve(base.T @ base + 0.02 * len(v) * np.eye(2), base.T @ colors + 0.02 * len(v) * colors.mean(axis=0))
        fitted_colors[int(number)] = np.clip(fitted, 0, 1).astype(np.float32)
    return fitted_colors


def extent(element: Element) -> float:
    """Fraction of its bounding box that an element fills (scikit-image's ``extent``)."""
    return sum(cv2.contourArea(np.array(outline, np.float32)) for outline in element.outlines)


def horizon_of(layout: Classes) -> float:
    """Row below which there is ground, as a fraction of the height: where sky, or else wall, ends in the median column."""
    for name in ("sky", "cloud", "wall"):
        mask = layout == LABELS.index(name)
        if mask.any(axis=0).mean() > 0.3:
            last = layout.shape[0] - mask[::-1].argmax(axis=0)[mask.any(axis=0)]
            return float(np.median(last) / layout.shape[0])
    return 0.6


class SceneLibrary:
    """Training scenes, of which layouts are kept and pictures read when they are needed.

    Parameters
    ----------
    store, rows
        The scenes, and those rows of their table that may be used (the training split).
    size
        (width, height) to resize pictures to, all of which are then kept in memory; by default they keep their size and 64 are cached.

    Attributes
    ----------
    rows
        Rows of the table by scene id.
    layouts, horizons
        Label map (H, W) and horizon (fraction of the height) by scene id.
    by_place
        Scene ids by place.

    Raises
    ------
    PegbarError
        `rows` is empty.

    Examples
    --------
    >>> from pathlib import Path
    >>> from pegbar.production.scenes import load_scenes
    >>> from pegbar.production.store import rows_of
    >>> rows = rows_of(load_scenes(Path("data/scenes.csv")), "train")
    >>> library = SceneLibrary(Store(Path("data/scenes")), rows)
    >>> len(library.rows) == len(rows)
    True
    """

    def __init__(self, store: Store, rows: pd.DataFrame, size: tuple[int, int] | None = None) -> None:
        if rows.empty:
            raise PegbarError(f"{store.root}: found no training scene, expected some (run `make repro` first)")
        self._store, self._size = store, size
        self.rows = {row["scene_id"]: row for row in records(rows)}
        self.layouts = {name: self._resized(np.ascontiguousarray(store.frame(f"layouts/{name}.png")[..., 0])) for name in self.rows}
        self.horizons = {name: horizon_of(layout) for name, layout in self.layouts.items()}
        self.by_place: dict[str, list[str]] = defaultdict(list)
        for name, row in self.rows.items():
            self.by_place[row["place"]].append(name)
        self.elements = lru_cache(maxsize=None)(self._elements)
        self.source = lru_cache(maxsize=None if size else 64)(self._source)

    def _elements(self, name: str) -> tuple[Element, ...]:
        return elements_of(self.layouts[name], name)

    def _source(self, name: str) -> Source:
        picture, layout = self._resized(read_scene(self._store, name)[0]), self.layouts[name]
        return Source(picture, layout, fit_base_colors(picture, layout))

    def _resized(self, values: Picture) -> Picture:
        if self._size is None:
            return values
        interpolation = cv2.INTER_AREA if values.ndim == 3 else cv2.INTER_NEAREST_EXACT
        return np.asarray(cv2.resize(values, self._size, interpolation=interpolation), np.uint8)

    def labels(self, name: str) -> set[str]:
        """Labels of the elements of a scene, from its table."""
        return set(self.rows[name]["elements"].split())

    def instances(self, label: str, place: str, time: str = "") -> list[Element]:
        """Complete elements of a label: those of a place, or of every place if it has none; those of a time, where there are any."""
        instances = self._instances(label, place)
        return [element for element in instances if self.rows[element.source]["time"] == time] or instances

    def _instances(self, label: str, place: str) -> list[Element]:
        for names in (self.by_place.get(place, []), list(self.rows)):
            labelled = [element for n in names if label in self.labels(n) for element in self.elements(n) if element.label == label]
            complete = [element for element in labelled if self.is_complete(element)]
            if complete:
                return complete
        return labelled

    def is_complete(self, element: Element) -> bool:
        """Whether an element is neither truncated by the picture's edge nor occluded to a part of its shape; trees stand on the ground."""
        left, top, wide, tall = element.box
        layout = self.layouts[element.source]
        aspect = wide * layout.shape[1] / (tall * layout.shape[0])
        if element.label in ("sun", "moon"):
            return 0.8 < aspect < 1.25
        if element.label in STUFF | {"stars", "mountain", "flower"}:
            return True
        if element.label == "building" and (wide * tall < 0.01 or extent(element) < 0.6):
            return False
        if element.label == "tree" and element.foot < self.horizons[element.source] - 0.03:
            return False
        inside = left > 0.005 and left + wide < 0.995 and top > 0.01
        return inside and (element.label != "cloud" or aspect > 1.2)


def mirrored_inside(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For every pixel one inside `mask` whose texture can continue there: itself, its mirror image at the border, or the nearest.

    Returns
    -------
    tuple
        Rows and columns, (H, W) each.
    """
    height, width = mask.shape
    y, x = np.mgrid[:height, :width]
    near_y, near_x = np.divmod(nearest_known(mask), width)
    far_y, far_x = 2 * near_y - y, 2 * near_x - x
    inside = (far_y >= 0) & (far_y < height) & (far_x >= 0) & (far_x < width)
    inside &= mask[np.clip(far_y, 0, height - 1), np.clip(far_x, 0, width - 1)]
    return np.where(inside, far_y, near_y), np.where(inside, far_x, near_x)
