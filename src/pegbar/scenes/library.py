"""What was learnt of scenes: their layouts, the elements that each place shows, and the colours and matter they are painted in."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.drawings import records
from pegbar.production.pictures import nearest_known
from pegbar.production.scenes import read_scene
from pegbar.production.store import Store
from pegbar.scenes.layouts import Classes, Element, elements_of
from pegbar.studio.plates.canvas import LABELS

Picture = NDArray[np.uint8]
STUFF = frozenset(("nothing", "sky", "hill", "field", "water", "sand", "snow", "road", "wall", "floor", "ceiling"))
"""Elements without a form of their own: their matter goes on sideways."""


Wash = NDArray[np.float32]
"""An element's colours at the top and at the bottom of its extent, (2, 3) in 0–1."""


class Source(NamedTuple):
    """A scene that was learnt: picture (H, W, 3), layout (H, W), washes by label."""

    picture: Picture
    layout: Classes
    washes: dict[int, Wash]


def heights(layout: Classes, number: int) -> NDArray[np.float32]:
    """How far down in its own extent each row lies, (H, 1) in 0–1."""
    rows = np.flatnonzero((layout == number).any(axis=1))
    first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (0, layout.shape[0] - 1)
    return np.clip((np.arange(layout.shape[0]) - first) / max(1, last - first), 0, 1).astype(np.float32)[:, None]


def washes_of(picture: Picture, layout: Classes) -> dict[int, Wash]:
    """Fit each element's colours by a line from top to bottom."""
    found = {}
    for number in np.unique(layout):
        mask = layout == number
        v = np.broadcast_to(heights(layout, int(number)), layout.shape)[mask]
        colors = picture[mask].astype(np.float32) / 255
        if len(v) > 3000:
            v, colors = v[:: len(v) // 3000], colors[:: len(colors) // 3000]
        base = np.stack([1 - v, v], axis=1)
        fitted = np.linalg.solve(base.T @ base + 0.02 * len(v) * np.eye(2), base.T @ colors + 0.02 * len(v) * colors.mean(axis=0))
        found[int(number)] = np.clip(fitted, 0, 1).astype(np.float32)
    return found


def solidity(element: Element) -> float:
    """Share of its box that an element fills."""
    return sum(cv2.contourArea(np.array(outline, np.float32)) for outline in element.shape)


def horizon_of(layout: Classes) -> float:
    """Row below which there is ground, in parts of the height: where sky, or else wall, ends in the median column."""
    for name in ("sky", "cloud", "wall"):
        mask = layout == LABELS.index(name)
        if mask.any(axis=0).mean() > 0.3:
            last = layout.shape[0] - mask[::-1].argmax(axis=0)[mask.any(axis=0)]
            return float(np.median(last) / layout.shape[0])
    return 0.6


class Library:
    """Scenes that may be learnt from, read when they are needed.

    Parameters
    ----------
    store, rows
        The scenes and their table.
    size
        (width, height) to bring pictures to, all of which are then kept; by default they stay as they are.

    Raises
    ------
    PegbarError
        There is none.
    """

    def __init__(self, store: Store, rows: pd.DataFrame, size: tuple[int, int] | None = None) -> None:
        if rows.empty:
            raise PegbarError(f"{store.root}: found no scene to learn from, expected some (run `make repro` first)")
        self._store, self._size = store, size
        self.rows = {row["scene_id"]: row for row in records(rows)}
        self.layouts = {name: self._fitted(np.ascontiguousarray(store.frame(f"layouts/{name}.png")[..., 0])) for name in self.rows}
        self.horizons = {name: horizon_of(layout) for name, layout in self.layouts.items()}
        self.by_place: dict[str, list[str]] = defaultdict(list)
        for name, row in self.rows.items():
            self.by_place[row["place"]].append(name)
        self.elements = lru_cache(maxsize=None)(self._elements)
        self.source = lru_cache(maxsize=None if size else 64)(self._source)

    def _elements(self, name: str) -> tuple[Element, ...]:
        return elements_of(self.layouts[name], name)

    def _source(self, name: str) -> Source:
        picture, layout = self._fitted(read_scene(self._store, name)[0]), self.layouts[name]
        return Source(picture, layout, washes_of(picture, layout))

    def _fitted(self, values: Picture) -> Picture:
        if self._size is None:
            return values
        how = cv2.INTER_AREA if values.ndim == 3 else cv2.INTER_NEAREST_EXACT
        return np.asarray(cv2.resize(values, self._size, interpolation=how), np.uint8)

    def labels(self, name: str) -> set[str]:
        """Elements that a scene shows, after its table."""
        return set(self.rows[name]["elements"].split())

    def instances(self, label: str, place: str, time: str = "") -> list[Element]:
        """Well-formed elements of a label, those of a place, or of every place if it has none; those of a time, where there are any."""
        found = self._instances(label, place)
        return [element for element in found if self.rows[element.source]["time"] == time] or found

    def _instances(self, label: str, place: str) -> list[Element]:
        for names in (self.by_place.get(place, []), list(self.rows)):
            shown = [element for n in names if label in self.labels(n) for element in self.elements(n) if element.label == label]
            whole = [element for element in shown if self.whole(element)]
            if whole:
                return whole
        return shown

    def whole(self, element: Element) -> bool:
        """Neither cut off by the picture's edge nor of a form that only a part of the thing has; trees stand on the ground."""
        left, top, wide, tall = element.box
        layout = self.layouts[element.source]
        aspect = wide * layout.shape[1] / (tall * layout.shape[0])
        if element.label in ("sun", "moon"):
            return 0.8 < aspect < 1.25
        if element.label in STUFF | {"stars", "mountain", "flower"}:
            return True
        if element.label == "building" and (wide * tall < 0.01 or solidity(element) < 0.6):
            return False
        if element.label == "tree" and element.foot < self.horizons[element.source] - 0.03:
            return False
        inside = left > 0.005 and left + wide < 0.995 and top > 0.01
        return inside and (element.label != "cloud" or aspect > 1.2)


def nearest_inside(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For every pixel a pixel inside `mask` whose matter can go on there: itself, its mirror image at the border, or the nearest.

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
