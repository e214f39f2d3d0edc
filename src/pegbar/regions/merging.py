"""Merging neighbouring regions, weakest border first, by the mean strength along their common border."""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import relabel_sequential


@dataclass
class _Border:
    """A common border: summed strength and length, pixels."""

    strength: float
    length: float


Graph = list[dict[int, _Border]]


def _meetings(labels: NDArray[np.int32], strength: NDArray[np.float32] | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Code of the two regions and strength, for every pair of neighbouring pixels of different regions."""
    count = int(labels.max()) + 1
    codes, values = [], []
    for one, other in (((slice(None), slice(None, -1)), (slice(None), slice(1, None))), ((slice(None, -1),), (slice(1, None),))):
        apart = labels[one] != labels[other]
        pair = np.sort(np.stack([labels[one][apart], labels[other][apart]]), axis=0).astype(np.int64)
        codes.append(pair[0] * count + pair[1])
        values.append(np.ones(len(pair[0])) if strength is None else np.maximum(strength[one][apart], strength[other][apart]))
    return np.concatenate(codes), np.concatenate(values).astype(np.float64)


def border_lengths(labels: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Neighbouring regions, the lower number first, and the length of their common border in pixels; labels (H, W)."""
    count = int(labels.max()) + 1
    codes, lengths = np.unique(_meetings(labels, None)[0], return_counts=True)
    return codes // count, codes % count, lengths.astype(np.int64)


def common_borders(labels: NDArray[np.int32], strength: NDArray[np.float32]) -> Graph:
    """Neighbours of each region with the border between, from labels (H, W) and the strength of a border at each pixel (H, W)."""
    count = int(labels.max()) + 1
    codes, values = _meetings(labels, strength)
    found, member = np.unique(codes, return_inverse=True)
    lengths = np.bincount(member, minlength=len(found))
    sums = np.bincount(member, values, minlength=len(found))
    graph: Graph = [{} for _ in range(count)]
    for code, total, length in zip(found.tolist(), sums.tolist(), lengths.tolist(), strict=True):
        border = _Border(total, length)
        graph[code // count][code % count] = graph[code % count][code // count] = border
    return graph


def merge_weak(labels: NDArray[np.int32], strength: NDArray[np.float32], limit: float, least: int) -> NDArray[np.int32]:
    """Merge neighbours until every border is as strong as `limit` on average, and every region has `least` pixels.

    Regions under `least` pixels join where their border is weakest, however strong it is. Unlike a threshold on each pixel, a
    mean does not leak through a gap of a few pixels.

    Parameters
    ----------
    labels
        (H, W) regions from 1.
    strength
        (H, W), 0 where there is no border to 1 where there surely is one.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps.
    """
    graph = common_borders(labels, strength)
    sizes = np.bincount(labels.ravel(), minlength=len(graph)).tolist()
    owner = list(range(len(graph)))
    stamp = [0] * len(graph)

    def cost(one: int, other: int) -> float:
        border = graph[one][other]
        mean = border.strength / border.length
        return mean - 2 if min(sizes[one], sizes[other]) < least else mean

    queue = [(cost(one, other), one, other, 0, 0) for one in range(len(graph)) for other in graph[one] if one < other]
    heapq.heapify(queue)
    while queue and queue[0][0] < limit:
        _, one, other, *stamps = heapq.heappop(queue)
        if [stamp[one], stamp[other]] != stamps:
            continue
        kept, gone = (one, other) if len(graph[one]) >= len(graph[other]) else (other, one)
        _join(graph, kept, gone)
        sizes[kept] += sizes[gone]
        owner[gone] = kept
        stamp[kept] += 1
        stamp[gone] = -1
        for beside in graph[kept]:
            low, high = min(kept, beside), max(kept, beside)
            heapq.heappush(queue, (cost(low, high), low, high, stamp[low], stamp[high]))
    return relabel_sequential(_roots(owner)[labels])[0].astype(np.int32)


def _join(graph: Graph, kept: int, gone: int) -> None:
    """Hand the borders of one region to another, in place."""
    for beside, border in graph[gone].items():
        del graph[beside][gone]
        if beside == kept:
            continue
        if beside in graph[kept]:
            own = graph[kept][beside]
            own.strength, own.length = own.strength + border.strength, own.length + border.length
        else:
            graph[kept][beside] = graph[beside][kept] = border
    graph[gone] = {}


def _roots(owner: list[int]) -> NDArray[np.intp]:
    """Follow owners to the region that is left."""
    roots = np.array(owner)
    while not np.array_equal(roots[roots], roots):
        roots = roots[roots]
    return roots
