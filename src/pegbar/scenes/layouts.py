"""Layouts: what stands where, as outlines that can be moved, resized and taken out by hand."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from pegbar.production.pictures import nearest_known
from pegbar.scenes.orders import Order
from pegbar.studio.plates.canvas import LABELS

Classes = NDArray[np.uint8]
Outline = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
"""Left, top, width, height, in parts of the picture's width and height."""
RANKS = {
    **dict.fromkeys(("nothing", "sky"), 0),
    "stars": 1,
    **dict.fromkeys(("sun", "moon"), 2),
    "cloud": 3,
    "mountain": 4,
    "hill": 5,
    **dict.fromkeys(("field", "water", "sand", "snow", "road", "wall", "floor", "ceiling"), 6),
    "building": 7,
    **dict.fromkeys(("window", "door"), 8),
}
"""What is placed into a layout shows before elements of lower rank; all others have the highest."""
NEAREST = 9
_LEAST = 1.2e-3
"""Components of a smaller share of the picture belong to the nearest larger one of their element."""
_TREE = 0.1
"""Height, in parts of the picture's, from which leaves are a tree and not a part of the next one."""
_DUST = 5
_FINE = 4
_ONE = 1 << _FINE


@dataclass(frozen=True)
class Element:
    """One thing in a layout.

    Attributes
    ----------
    label
        Its name in ``LABELS``.
    box
        Where it stands.
    shape
        Closed outlines in parts of the box, x to the right, y downwards; together they are the thing.
    source, origin
        Scene it was seen in, and its box there; its matter is taken from there.
    flipped
        Whether it is its source's mirror image.
    placed
        Whether it was added to the layout: it stands before what is of lower rank, or of the same and farther.
    """

    label: str
    box: Box
    shape: tuple[Outline, ...]
    source: str
    origin: Box
    flipped: bool = False
    placed: bool = False

    @property
    def rank(self) -> float:
        """Nearness: first by kind, then by the foot."""
        return RANKS.get(self.label, NEAREST) + 0.5 * min(max(self.foot, 0.0), 1.0)

    @property
    def foot(self) -> float:
        """Lower edge, in parts of the picture's height."""
        return self.box[1] + self.box[3]


@dataclass(frozen=True)
class Layout:
    """Elements from the farthest to the nearest, and the order that they answer."""

    order: Order
    horizon: float
    elements: tuple[Element, ...]

    def labels(self) -> set[str]:
        """Names of all elements."""
        return {element.label for element in self.elements}


def _outline(contour: NDArray[np.int32]) -> NDArray[np.float64]:
    """Smooth the staircase of a pixel contour (N, 1, 2); of a dot or a thread, the corners around it."""
    points = contour[:, 0].astype(np.float64) + 0.5
    if len(points) < 3:
        low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
        return np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    if len(points) > 6:
        points = gaussian_filter1d(points, 1.0, axis=0, mode="wrap")
    return np.asarray(cv2.approxPolyDP(points.astype(np.float32)[:, None], 0.35, True)[:, 0], np.float64)


def _groups(components: NDArray[np.int32], stats: NDArray[np.int32], centers: NDArray[np.float64], label: str) -> list[list[int]]:
    """Numbers of components that are one thing."""
    sizes = stats[:, cv2.CC_STAT_AREA]
    numbers = [n for n in range(1, len(stats)) if sizes[n] >= (1 if label == "stars" else _DUST)]
    if label == "stars":
        return [numbers] if numbers else []
    least = _LEAST * components.size
    tall = _TREE * components.shape[0] if label == "tree" else 0
    large = [n for n in numbers if sizes[n] >= least and stats[n, cv2.CC_STAT_HEIGHT] >= tall]
    if not large:
        return [[max(numbers, key=lambda n: int(sizes[n]))]] if numbers else []
    groups = {n: [n] for n in large}
    for number in numbers:
        if number not in groups:
            groups[min(large, key=lambda n: float(((centers[n] - centers[number]) ** 2).sum()))].append(number)
    return list(groups.values())


def elements_of(layout: Classes, scene_id: str) -> tuple[Element, ...]:
    """The elements of a layout map (H, W), largest first, so that what lies inside others is drawn after them."""
    height, width = layout.shape
    found: list[tuple[float, Element]] = []
    for number in np.unique(layout):
        mask = (layout == number).astype(np.uint8)
        _, components, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=4)
        for group in _groups(components, stats, centers, LABELS[number]):
            own = np.isin(components, group).astype(np.uint8)
            contours, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            outlines = [_outline(np.asarray(c, np.int32)) for c in contours]
            outlines = [o for o in outlines if len(o) >= 3]
            if outlines:
                found.append(_element(outlines, (width, height), LABELS[number], scene_id))
    found.sort(key=lambda pair: -pair[0])
    return tuple(element for _, element in found)


def _element(outlines: list[NDArray[np.float64]], size: tuple[int, int], label: str, scene_id: str) -> tuple[float, Element]:
    points = np.concatenate(outlines) / size
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, 1e-3)
    box = (float(low[0]), float(low[1]), float(span[0]), float(span[1]))
    shape = tuple(tuple((float(x), float(y)) for x, y in np.round((o / size - low) / span, 4)) for o in outlines)
    area = sum(cv2.contourArea(o.astype(np.float32)) for o in outlines)
    return area, Element(label, tuple(round(v, 5) for v in box), shape, scene_id, tuple(round(v, 5) for v in box))  # type: ignore[arg-type]


def polygons(element: Element, size: tuple[int, int]) -> list[NDArray[np.int32]]:
    """Outlines in a picture of (width, height), in sixteenths of a pixel as :func:`cv2.fillPoly` takes them."""
    left, top, wide, tall = element.box
    drawn = []
    for outline in element.shape:
        points = np.array(outline)
        if element.flipped:
            points = points * (-1, 1) + (1, 0)
        at = (points * (wide, tall) + (left, top)) * size - 0.5
        drawn.append(np.round(at * _ONE).astype(np.int32))
    return drawn


def silhouette(element: Element, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where an element would be if nothing stood before it, in a picture of (width, height)."""
    mask = np.zeros(size[::-1], np.uint8)
    for polygon in polygons(element, size):
        cv2.fillPoly(mask, [polygon], 1, shift=_FINE)
    return mask > 0


def render(layout: Layout, size: tuple[int, int]) -> tuple[Classes, NDArray[np.int32]]:
    """Lay the elements at (width, height), farthest first.

    Returns
    -------
    tuple
        (H, W) label numbers and (H, W) numbers of the elements that show; holes are closed by what is nearest.
    """
    owner = np.full(size[::-1], -1, np.int32)
    ranks = np.array([element.rank for element in layout.elements] + [-1.0])
    for number, element in enumerate(layout.elements):
        if element.placed:
            owner[silhouette(element, size) & (ranks[owner] <= element.rank)] = number
        else:
            for polygon in polygons(element, size):
                cv2.fillPoly(owner, [polygon], number, shift=_FINE)
    bare = owner < 0
    if bare.any():
        owner = np.zeros_like(owner) if bare.all() else owner.ravel()[nearest_known(~bare)]
    numbers = np.array([LABELS.index(element.label) for element in layout.elements], np.uint8)
    return numbers[owner], owner
