"""Colour regions of line art whose lines are open: what is wide on both sides of an opening are two regions.

Trapped balls (Zhang et al. 2009) close gaps up to a width; people leave gaps of any width, and see two parts all the same where the
opening is narrow beside what it joins. So basins of the distance to the ink are joined where the pass between them is wide for the smaller
of both.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import watershed

from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.regions.line_regions import without_specks
from pegbar.regions.propagation import INK_THRESHOLD

OPEN = 0.62
"""Width of a pass, as a part of the narrower side's, from which both are one region."""
_WORKED = 1024
"""Longer side at which passes are measured, pixels."""
_INKED = 0.2
"""Part of a place that ink covers for the place to be ink, where a picture is worked at a smaller size."""
_BEYOND = np.float32(2.5)
"""By how much wider a pass is between a line and the picture's upper, left or right edge than it seems: paper goes on there."""
_CUT = np.float32(3)
"""Clearance a pixel above the lower edge, where figures are cut off and their lines would go on."""
_FAR = np.float32(1e6)
_MIN_PEAK = 1.5
_MIN_SIZE = 12
Regions = NDArray[np.int32]
Floats = NDArray[np.float32]


class PartedRegions(NamedTuple):
    """Regions and the openings between them.

    Attributes
    ----------
    regions
        (H, W) int32, from 1 without gaps; what ink covers belongs to the nearest region.
    pairs
        (M, 2) int64, numbers of two regions from 0 that an opening joins, the lower first.
    widths
        (M,) float32 in (0, 1], how wide it is, as a part of the narrower side.
    """

    regions: Regions
    pairs: NDArray[np.int64]
    widths: Floats


def with_parts(parted: PartedRegions, regions: Regions, origins: NDArray[np.int64]) -> PartedRegions:
    """Regions (H, W) that are, or are parts of, those of `parted`: each has all openings of its origin, given by number from 0, (N,)."""
    parts: dict[int, list[int]] = {}
    for number, origin in enumerate(origins.tolist()):
        parts.setdefault(origin, []).append(number)
    pairs, widths = [], []
    for (one, other), width in zip(parted.pairs.tolist(), parted.widths.tolist(), strict=True):
        found = [(min(a, b), max(a, b)) for a in parts.get(one, []) for b in parts.get(other, [])]
        pairs += found
        widths += [width] * len(found)
    return PartedRegions(regions, np.array(pairs, np.int64).reshape(-1, 2), np.array(widths, np.float32))


class _Passes(NamedTuple):
    """Pairs of basins (M, 2), from 0, and the greatest clearance on the border of each, (M,)."""

    pairs: NDArray[np.int64]
    clearance: Floats


def _passes(basins: Regions, clearance: Floats) -> _Passes:
    codes, heights, count = [], [], int(basins.max()) + 1
    everything, front, back = slice(None), slice(None, -1), slice(1, None)
    for one, other in (((everything, back), (everything, front)), ((back, everything), (front, everything))):
        first, second = basins[one].astype(np.int64), basins[other].astype(np.int64)
        meet = (first != second) & (first > 0) & (second > 0)
        low, high = np.minimum(first, second)[meet], np.maximum(first, second)[meet]
        codes.append(low * count + high)
        heights.append(np.minimum(clearance[one], clearance[other])[meet])
    code, height = np.concatenate(codes), np.concatenate(heights)
    order = np.lexsort((-height, code))
    found, first_places = np.unique(code[order], return_index=True)
    return _Passes(np.stack([found // count - 1, found % count - 1], axis=1), height[order][first_places].astype(np.float32))


def _wider_at_edges(clearance: Floats) -> Floats:
    """Clearance that passes are measured by: along most edges the paper goes on outside; at the lower one a figure does."""
    wider = np.minimum(clearance, _FAR)
    for edge in (wider[0], wider[1:, 0], wider[1:, -1]):
        edge *= _BEYOND
    above = np.arange(len(wider), 0, -1, dtype=np.float32)
    return np.minimum(wider, (_CUT * above)[:, None])


def _joined(passes: _Passes, peaks: Floats, sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """Root of each basin, and the peak of each root: basins join from the widest pass down."""
    parent, peak, size = list(range(len(peaks))), peaks.tolist(), sizes.tolist()

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for place in np.argsort(-passes.clearance, kind="stable"):
        a, b = (root(int(number)) for number in passes.pairs[place])
        if a == b:
            continue
        if peak[a] < peak[b]:
            a, b = b, a
        if passes.clearance[place] >= OPEN * peak[b] or size[b] < _MIN_SIZE:
            parent[b], size[a] = a, size[a] + size[b]
    return np.array([root(number) for number in range(len(peaks))]), np.array(peak, np.float32)


def _parts(ink: NDArray[np.bool_]) -> tuple[Regions, NDArray[np.int64], Floats]:
    """Regions (H, W) from 1, 0 on ink, the pairs that openings join, and how wide these are."""
    clearance: Floats = np.asarray(cv2.distanceTransform((~ink).view(np.uint8), cv2.DIST_L2, 5), np.float32)
    tops = (clearance >= cv2.dilate(clearance, np.ones((5, 5), np.uint8))) & (clearance >= _MIN_PEAK)
    count, markers = cv2.connectedComponents(tops.view(np.uint8), connectivity=8)
    if count <= 1:
        return np.zeros(ink.shape, np.int32), np.zeros((0, 2), np.int64), np.zeros(0, np.float32)
    basins = np.asarray(watershed(-clearance, markers, mask=~ink), np.int32)
    numbers = basins.ravel()
    peaks = np.zeros(count - 1, np.float32)
    np.maximum.at(peaks, numbers[numbers > 0] - 1, clearance.ravel()[numbers > 0])
    passes = _passes(basins, _wider_at_edges(clearance))
    roots, tops_of = _joined(passes, peaks, np.bincount(numbers, minlength=count)[1:])
    kept, number_of = np.unique(roots, return_inverse=True)
    regions = np.concatenate([[0], number_of + 1])[basins].astype(np.int32)
    ends = number_of[passes.pairs]
    apart = ends[:, 0] != ends[:, 1]
    ends = np.sort(ends[apart], axis=1)
    widths = passes.clearance[apart] / np.minimum(*tops_of[kept[ends]].T)
    codes, place = np.unique(ends[:, 0] * len(kept) + ends[:, 1], return_inverse=True)
    widest = np.zeros(len(codes), np.float32)
    np.maximum.at(widest, place, widths.astype(np.float32))
    return regions, np.stack([codes // len(kept), codes % len(kept)], axis=1), np.minimum(widest, 1)


def _enlarged(parts: Regions, ink: NDArray[np.bool_]) -> Regions:
    """Regions at full size: flooded from where they are sure, up to the ink."""
    large = np.asarray(cv2.resize(parts, ink.shape[::-1], interpolation=cv2.INTER_NEAREST_EXACT), np.int32)
    reach = 2 * (max(ink.shape) // _WORKED + 1) + 1
    near = np.ones((reach, reach), np.uint8)
    values = large.astype(np.float32)
    sure = (cv2.erode(values, near) == cv2.dilate(values, near)) & (large > 0) & ~ink
    seeds = np.where(sure, large, 0).astype(np.int32)
    lost = np.setdiff1d(np.unique(large), np.unique(seeds))
    seeds[np.isin(large, lost[lost > 0]) & ~ink] = 0
    lone = np.isin(large, lost[lost > 0]) & ~ink
    seeds[lone] = large[lone]
    walls = np.where(ink, np.uint8(255), np.uint8(0))[..., None].repeat(3, axis=2)
    flooded = np.asarray(cv2.watershed(walls, seeds.copy()), np.int32)
    return np.where(ink | (flooded < 1), 0, flooded)


def parted_regions(lines: NDArray[np.uint8], limit: int) -> PartedRegions:
    """Colour regions of line art, parted at openings that are narrow beside what they join.

    Parameters
    ----------
    lines
        (H, W) uint8 line art, dark on white.
    limit
        Largest number of regions; the smallest beyond it belong to what is nearest.

    Returns
    -------
    PartedRegions
        Regions, and the openings between them.

    Examples
    --------
    >>> lines = np.full((60, 120), 255, np.uint8)
    >>> lines[:, 59:61] = 0
    >>> lines[22:38, 59:61] = 255
    >>> found = parted_regions(lines, limit=10)
    >>> int(found.regions.max()), found.pairs.tolist(), bool(0.1 < found.widths[0] < 0.2)
    (2, [[0, 1]], True)
    """
    ink = without_specks(lines < INK_THRESHOLD)
    scale = _WORKED / max(ink.shape)
    if scale < 1:
        size = max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale))
        small = cv2.resize(ink.astype(np.float32), size, interpolation=cv2.INTER_AREA) > _INKED
        parts, pairs, widths = _parts(small)
        regions = _enlarged(parts, ink)
    else:
        regions, pairs, widths = _parts(ink)
    if not regions.any():
        return PartedRegions(np.ones(lines.shape, np.int32), np.zeros((0, 2), np.int64), np.zeros(0, np.float32))
    sizes = np.bincount(regions.ravel(), minlength=int(regions.max()) + 1)
    sizes[0] = 0
    order = np.argsort(-sizes, kind="stable")[:limit]
    kept = np.sort(order[sizes[order] >= _MIN_SIZE]) if (sizes[order] >= _MIN_SIZE).any() else order[:1]
    renumbered = np.zeros(len(sizes), np.int32)
    renumbered[kept] = np.arange(1, len(kept) + 1)
    regions = renumbered[regions]
    ends = renumbered[np.minimum(pairs + 1, len(sizes) - 1)]
    there = (ends > 0).all(axis=1)
    filled = fill_from_nearest(regions, regions == 0)
    return PartedRegions(filled.astype(np.int32), ends[there].astype(np.int64) - 1, widths[there])
