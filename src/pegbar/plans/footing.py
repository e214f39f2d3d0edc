"""What things stand on: the ground of a plan as classes, looked up by metres."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import NEAR, Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import ordered, sheet_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.vocabulary.scene_labels import SceneConditions

FOOTINGS = ("nothing", "water", "road", "walk", "track", "soft", "plot", "floor")
"""Classes of ground: water; roads; walks and pavements; rails; lawn, earth and sand; what lies behind a street's walls; floors."""
_CLASS_OF = {
    "road": "road", "dirt_road": "road", "crosswalk": "road", "path": "walk", "stone_path": "walk", "plaza": "walk", "pavement": "walk",
    "platform": "walk", "roof_deck": "floor", "track": "track", "town_ground": "plot", "gravel": "soft", "distant_town": "plot",
    "town_below": "nothing", "sand_ground": "soft", "paddy_water": "soft",
}  # fmt: skip
"""Of kinds whose label does not say it."""
_CLASS_OF_LABEL = {"water": "water", "field": "soft", "sand": "soft", "snow": "soft", "flower": "soft", "wall": "floor", "floor": "floor"}
_NO_GROUND = ("light_patch", "floor_sheen", "manhole", "kerb", "puddle", "rug", "foam")
"""Kinds that lie on ground without being one."""
_HEIGHT = 180
_NIGHTLESS = SceneConditions("day", "clear", "summer")


def class_of(thing: Thing) -> str:
    """The class of ground that a thing is; empty for what is none."""
    kind = kind_of(thing.kind)
    if kind.zone not in ("ground", "decal", "shell") or thing.kind in _NO_GROUND:
        return ""
    return _CLASS_OF.get(thing.kind) or _CLASS_OF_LABEL.get(kind.label, "soft")


@dataclass(frozen=True)
class Ground:
    """The ground of a plan, as it is seen where nothing stands on it.

    Attributes
    ----------
    view
        Small.
    classes
        (H, W) uint8, numbers of :data:`FOOTINGS`.
    """

    view: View
    classes: NDArray[np.uint8]

    def at(self, x: NDArray[np.float64], z: NDArray[np.float64], y: NDArray[np.float64] | float = 0.0) -> NDArray[np.uint8]:
        """Numbers of the classes at points in metres, any shape; ``nothing`` outside the picture."""
        x, y, z = np.broadcast_arrays(x, y, z)
        points = np.stack([x, y, np.maximum(z, NEAR)], axis=-1).reshape(-1, 3)
        column, row = np.floor(self.view.project(points)).astype(np.int64).T
        width, height = self.view.size
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (z.ravel() > NEAR)
        found = np.zeros(len(points), np.uint8)
        found[inside] = self.classes[row[inside], column[inside]]
        return found.reshape(x.shape)


@lru_cache(maxsize=512)
def _cover(thing: Thing, camera: Camera, size: tuple[int, int]) -> tuple[tuple[slice, slice], NDArray[np.bool_]]:
    sheet = sheet_of(thing, View(camera, size), light_of(_NIGHTLESS, False, 0.0))
    return sheet.window, np.asarray(sheet.colors[sheet.window][..., 3] > 127)


def ground_of(plan: Plan, aspect: float) -> Ground:
    """The ground of a plan.

    Examples
    --------
    >>> from pegbar.orders.order import Order
    >>> from pegbar.plans.planning import plan_order
    >>> ground = ground_of(plan_order(Order("beach", "day", "clear", "summer"), 1).plan, 16 / 9)
    >>> [FOOTINGS[int(number)] for number in ground.at(np.array([0.0, 0.0]), np.array([5.0, 40.0]))]
    ['soft', 'water']
    """
    size = (max(8, round(aspect * _HEIGHT)), _HEIGHT)
    classes = np.zeros(size[::-1], np.uint8)
    for number in ordered(plan):
        name = class_of(plan.things[number])
        if name:
            window, cover = _cover(plan.things[number], plan.camera, size)
            classes[window][cover] = FOOTINGS.index(name)
    return Ground(View(plan.camera, size), classes)
