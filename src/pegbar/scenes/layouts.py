"""Layouts: elements as labelled outlines, which can be moved, resized and removed by hand."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.scenes.scene_spec import SceneSpec
from pegbar.vocabulary.scene_labels import LABELS

Classes = NDArray[np.uint8]
Outline = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
"""Left, top, width, height, as fractions of the picture's width and height."""
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
"""Depth order of elements that are added to a layout: each is drawn before those of lower rank; labels not listed have the highest."""
NEAREST = 9
_MIN_AREA = 1.2e-3
"""Connected components of a smaller fraction of the picture belong to the nearest larger one of their label."""
_MIN_TREE_HEIGHT = 0.1
"""Height, as a fraction of the picture's, from which leaves are a tree and not a part of the next one."""
_MIN_PIXELS = 5
_SHIFT = 4
"""Fractional bits of polygon coordinates, as :func:`cv2.fillPoly` takes them."""


@dataclass(frozen=True)
class Element:
    """One element of a layout.

    Attributes
    ----------
    label
        One of ``LABELS``.
    box
        Its bounding box.
    outlines
        Closed polygons as fractions of the box, x to the right, y downwards; together they cover the element.
    source, origin
        Training scene that it was taken from and its box there; its texture is sampled from there.
    flipped
        Whether it is its source's mirror image.
    placed
        Whether it was added to the layout: it occludes what is of lower rank, or of the same and farther.
    """

    label: str
    box: Box
    outlines: tuple[Outline, ...]
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
        """Lower edge, as a fraction of the picture's height."""
        return self.box[1] + self.box[3]


@dataclass(frozen=True)
class Layout:
    """Elements from the farthest to the nearest, the specification that they meet, and the horizon as a fraction of the height."""

    spec: SceneSpec
    horizon: float
    elements: tuple[Element, ...]

    def labels(self) -> set[str]:
        """Labels of all elements."""
        return {element.label for element in self.elements}


def _outline(contour: NDArray[np.int32]) -> NDArray[np.float64]:
    """Smooth the staircase of a pixel contour (N, 1, 2); for a dot or a thread, return the corners around it."""
    points = contour[:, 0].astype(np.float64) + 0.5
    if len(points) < 3:
        low, high = points.min(axis=0) - 0.5, points.max(axis=0) + 0.5
        return np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    if len(points) > 6:
        points = gaussian_filter1d(points, 1.0, axis=0, mode="wrap")
    return np.asarray(cv2.approxPolyDP(points.astype(np.float32)[:, None], 0.35, True)[:, 0], np.float64)


def _groups(components: NDArray[np.int32], stats: NDArray[np.int32], centers: NDArray[np.float64], label: str) -> list[list[int]]:
    """Numbers of the connected components that form one element each."""
    sizes = stats[:, cv2.CC_STAT_AREA]
    numbers = [n for n in range(1, len(stats)) if sizes[n] >= (1 if label == "stars" else _MIN_PIXELS)]
    if label == "stars":
        return [numbers] if numbers else []
    min_area = _MIN_AREA * components.size
    min_height = _MIN_TREE_HEIGHT * components.shape[0] if label == "tree" else 0
    large = [n for n in numbers if sizes[n] >= min_area and stats[n, cv2.CC_STAT_HEIGHT] >= min_height]
    if not large:
        return [[max(numbers, key=lambda n: int(sizes[n]))]] if numbers else []
    groups = {n: [n] for n in large}
    for number in numbers:
        if number not in groups:
            groups[min(large, key=lambda n: float(((centers[n] - centers[number]) ** 2).sum()))].append(number)
    return list(groups.values())


def elements_of(layout: Classes, scene_id: str) -> tuple[Element, ...]:
    """Trace the elements of a label map (H, W) uint8, largest first, so that what lies inside others is drawn after them."""
    height, width = layout.shape
    elements: list[tuple[float, Element]] = []
    for number in np.unique(layout):
        mask = (layout == number).astype(np.uint8)
        _, components, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=4)
        for group in _groups(components, stats, centers, LABELS[number]):
            region = np.isin(components, group).astype(np.uint8)
            contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            outlines = [_outline(np.asarray(c, np.int32)) for c in contours]
            outlines = [o for o in outlines if len(o) >= 3]
            if outlines:
                elements.append(_element(outlines, (width, height), LABELS[number], scene_id))
    elements.sort(key=lambda pair: -pair[0])
    return tuple(element for _, element in elements)


def _element(outlines: list[NDArray[np.float64]], size: tuple[int, int], label: str, scene_id: str) -> tuple[float, Element]:
    points = np.concatenate(outlines) / size
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, 1e-3)
    box = (float(low[0]), float(low[1]), float(span[0]), float(span[1]))
    relative = tuple(tuple((float(x), float(y)) for x, y in np.round((o / size - low) / span, 4)) for o in outlines)
    area = sum(cv2.contourArea(o.astype(np.float32)) for o in outlines)
    return area, Element(label, tuple(round(v, 5) for v in box), relative, scene_id, tuple(round(v, 5) for v in box))  # type: ignore[arg-type]


def polygons(element: Element, size: tuple[int, int]) -> list[NDArray[np.int32]]:
    """Outlines in a picture of (width, height), int32 in sixteenths of a pixel as :func:`cv2.fillPoly` takes them."""
    left, top, wide, tall = element.box
    drawn = []
    for outline in element.outlines:
        points = np.array(outline)
        if element.flipped:
            points = points * (-1, 1) + (1, 0)
        points = (points * (wide, tall) + (left, top)) * size - 0.5
        drawn.append(np.round(points * (1 << _SHIFT)).astype(np.int32))
    return drawn


def silhouette(element: Element, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Mask (H, W) of an element without occlusion, in a picture of (width, height)."""
    mask = np.zeros(size[::-1], np.uint8)
    for polygon in polygons(element, size):
        cv2.fillPoly(mask, [polygon], 1, shift=_SHIFT)
    return mask > 0


def render(layout: Layout, size: tuple[int, int]) -> tuple[Classes, NDArray[np.int32]]:
    """Rasterise a layout, farthest elements first.

    Parameters
    ----------
    size
        (width, height) in pixels.

    Returns
    -------
    tuple
        (H, W) uint8 label numbers and (H, W) int32 indices of the visible elements; holes are filled by the nearest element.
    """
    owner = np.full(size[::-1], -1, np.int32)
    ranks = np.array([element.rank for element in layout.elements] + [-1.0])
    for number, element in enumerate(layout.elements):
        if element.placed:
            owner[silhouette(element, size) & (ranks[owner] <= element.rank)] = number
        else:
            for polygon in polygons(element, size):
                cv2.fillPoly(owner, [polygon], number, shift=_SHIFT)
    bare = owner < 0
    if bare.any():
        owner = np.zeros_like(owner) if bare.all() else owner.ravel()[nearest_known(~bare)]
    numbers = np.array([LABELS.index(element.label) for element in layout.elements], np.uint8)
    return numbers[owner], owner
