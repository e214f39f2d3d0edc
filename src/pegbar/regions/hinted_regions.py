"""Regions and the hints in them: one colour a region, and a region with several hints divided between them."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import find_objects
from skimage.segmentation import random_walker, relabel_sequential

from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.regions.color_bins import to_lab
from pegbar.regions.propagation import INK_THRESHOLD

_WORKED = 160
"""Longer side at which a region is divided, pixels: the boundary is smooth and is enlarged."""
_CLOSE = 5.0
"""CIELAB distance under which two hints are one colour; a brush may mix some shades at its edge."""
_MOST = 32
"""Colours into which a region is divided."""
_WALKED = 6
"""Colours up to which walkers divide a region; among more, each pixel takes the nearest hint's."""
_BLANK = 1e-3
"""Deviation of ink under which nothing turns a boundary."""
_STIFFNESS = 60.0
"""How much ink slows the walkers that meet at a boundary (Grady 2006)."""
Regions = NDArray[np.int32]
Picture = NDArray[np.uint8]


class HintedRegions(NamedTuple):
    """Regions (H, W) int32 from 1 without gaps, the colour of each, (N, 3) uint8, whether a hint gave it, (N,) bool, and the number from 0
    of the region that each is or was a part of, (N,) int64."""

    regions: Regions
    colors: NDArray[np.uint8]
    hinted: NDArray[np.bool_]
    origins: NDArray[np.int64]


def _first_colors(regions: Regions, hints: Picture, usable: NDArray[np.bool_]) -> dict[int, list[tuple[int, int, int]]]:
    """Colours of the hints in each region that has any, the commonest first."""
    rows = np.concatenate([regions[usable][:, None], hints[usable][:, :3].astype(np.int32)], axis=1)
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    found: dict[int, list[tuple[int, int, int]]] = {}
    for place in np.argsort(-counts, kind="stable"):
        number, *color = (int(value) for value in distinct[place])
        found.setdefault(number, []).append((color[0], color[1], color[2]))
    return found


def _divide(inside: NDArray[np.bool_], lines: Picture, marks: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number every pixel of a region by the hint whose walkers reach it first, (h, w) int32 from 1.

    Straight seams come from distance alone; walkers turn along what ink there is.
    """
    if int(marks.max()) > _WALKED:
        return fill_from_nearest(marks, marks == 0)
    scale = min(1.0, _WORKED / max(inside.shape))
    size = max(1, round(inside.shape[1] * scale)), max(1, round(inside.shape[0] * scale))
    small = cv2.resize(inside.view(np.uint8), size, interpolation=cv2.INTER_NEAREST_EXACT) > 0
    ink = cv2.resize(255 - lines, size, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    seeds = np.where(small, 0, -1).astype(np.int32)
    rows, columns = np.nonzero(marks)
    seeds[np.minimum((rows * scale).astype(int), size[1] - 1), np.minimum((columns * scale).astype(int), size[0] - 1)] = marks[marks > 0]
    if len(np.unique(seeds[seeds > 0])) < 2 or ink.std() < _BLANK:
        return fill_from_nearest(marks, marks == 0)
    numbers = np.append(0, np.unique(seeds[seeds > 0]))  # the walker counts seeds anew where one was painted over by another
    walked = numbers[np.maximum(random_walker(ink, seeds, beta=_STIFFNESS, mode="bf"), 0)]
    return np.asarray(cv2.resize(walked.astype(np.uint8), inside.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT), np.int32)


def _marks(hints: Picture, usable: NDArray[np.bool_], colors: list[tuple[int, int, int]]) -> NDArray[np.int32]:
    """Number from 1 of the colour of each usable hint, 0 elsewhere; shades too close to a commoner colour count as that colour."""
    table = np.array(colors, np.int32)
    marks = np.zeros(usable.shape, np.int32)
    distance = ((hints[usable][:, None, :3].astype(np.int32) - table[None]) ** 2).sum(axis=2)
    marks[usable] = distance.argmin(axis=1) + 1
    return marks


def _distinct(colors: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Colours apart by more than ``_CLOSE``, the commonest first, at most ``_MOST``."""
    kept: list[tuple[int, int, int]] = []
    lab = to_lab(np.array(colors, np.uint8))
    chosen: list[int] = []
    for place, color in enumerate(colors):
        if all(float(np.linalg.norm(lab[place] - lab[other])) > _CLOSE for other in chosen):
            chosen.append(place)
            kept.append(color)
        if len(kept) == _MOST:
            break
    return kept


def hinted_regions(lines: Picture, hints: Picture, regions: Regions) -> HintedRegions:
    """Give regions the colours of their hints; a region with several colours is divided between them.

    Parameters
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    hints
        (H, W, 4) uint8 RGBA; those with alpha above 127 count, on ink only where a region has no other.
    regions
        (H, W) int32, from 1 without gaps.

    Returns
    -------
    HintedRegions
        Black where no hint is.

    Examples
    --------
    >>> lines, regions = np.full((40, 80), 255, np.uint8), np.ones((40, 80), np.int32)
    >>> hints = np.zeros((40, 80, 4), np.uint8)
    >>> hints[20, 10], hints[20, 70] = (200, 30, 40, 255), (30, 40, 200, 255)
    >>> found = hinted_regions(lines, hints, regions)
    >>> found.colors[found.regions[5, 5] - 1].tolist(), found.colors[found.regions[35, 75] - 1].tolist()
    ([200, 30, 40], [30, 40, 200])
    """
    hinted, ink = hints[..., 3] > 127, lines < INK_THRESHOLD
    off_ink = np.unique(regions[hinted & ~ink])
    usable = hinted & (~ink | ~np.isin(regions, off_ink))
    divided, offset = regions.copy(), int(regions.max())
    origins = list(range(offset))
    colors: dict[int, tuple[int, int, int]] = {}
    boxes = find_objects(regions)
    for number, found in _first_colors(regions, hints, usable).items():
        apart = _distinct(found)
        colors[number] = apart[0]
        if len(apart) == 1:
            continue
        box = boxes[number - 1]
        inside = regions[box] == number
        marks = _marks(hints[box], usable[box] & inside, apart)
        parts = _divide(inside, lines[box], marks)
        for place in range(2, len(apart) + 1):
            offset += 1
            origins.append(number - 1)
            divided[box][inside & (parts == place)] = offset
            colors[offset] = apart[place - 1]
    relabelled, forward, _ = relabel_sequential(divided)
    count = int(relabelled.max())
    table, known, origin = np.zeros((count, 3), np.uint8), np.zeros(count, np.bool_), np.zeros(count, np.int64)
    there = np.unique(divided)
    origin[np.asarray(forward[there]) - 1] = np.array(origins)[there - 1]
    for number, color in colors.items():
        place = int(forward[number])
        if place:
            table[place - 1], known[place - 1] = color, True
    return HintedRegions(np.asarray(relabelled, np.int32), table, known, origin)
