"""Hierarchical merging of neighbouring regions, weakest border first, by the mean strength along the common border.

The rule is that of ``skimage.graph.merge_hierarchical`` on a region adjacency graph weighted as by ``rag_boundary``, with a
minimum size besides. It is written out because skimage's takes three times as long (``tests/regions/test_merging.py`` checks one
against the other).
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.segmentation import relabel_sequential

_SMALL_BONUS = 2
"""Strength taken off the borders of small regions, more than any border has: they merge first, and whatever the threshold."""


@dataclass
class _Border:
    """A common border: summed strength and length, pixels."""

    strength: float
    length: float


Graph = list[dict[int, _Border]]
"""Borders of each region by neighbour."""


def _neighbor_pairs(labels: NDArray[np.int32], strength: NDArray[np.float32] | None) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Code of the two regions and strength, for every pair of 4-neighbouring pixels of different regions."""
    count = int(labels.max()) + 1
    codes, values = [], []
    for near, far in (((slice(None), slice(None, -1)), (slice(None), slice(1, None))), ((slice(None, -1),), (slice(1, None),))):
        differs = labels[near] != labels[far]
        pair = np.sort(np.stack([labels[near][differs], labels[far][differs]]), axis=0).astype(np.int64)
        codes.append(pair[0] * count + pair[1])
        values.append(np.ones(len(pair[0])) if strength is None else np.maximum(strength[near][differs], strength[far][differs]))
    return np.concatenate(codes), np.concatenate(values).astype(np.float64)


def border_lengths(labels: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Neighbouring regions, the lower number first, and the length of their common border in pixels; labels (H, W) → three (N,)."""
    count = int(labels.max()) + 1
    codes, lengths = np.unique(_neighbor_pairs(labels, None)[0], return_counts=True)
    return codes // count, codes % count, lengths.astype(np.int64)


def adjacency_graph(labels: NDArray[np.int32], strength: NDArray[np.float32]) -> Graph:
    """Neighbours of each region with the border between, from labels (H, W) and the strength of a border at each pixel (H, W)."""
    count = int(labels.max()) + 1
    codes, values = _neighbor_pairs(labels, strength)
    distinct, member = np.unique(codes, return_inverse=True)
    lengths = np.bincount(member, minlength=len(distinct))
    sums = np.bincount(member, values, minlength=len(distinct))
    graph: Graph = [{} for _ in range(count)]
    for code, total, length in zip(distinct.tolist(), sums.tolist(), lengths.tolist(), strict=True):
        border = _Border(total, length)
        graph[code // count][code % count] = graph[code % count][code // count] = border
    return graph


def merge_weak(labels: NDArray[np.int32], strength: NDArray[np.float32], threshold: float, min_size: int) -> NDArray[np.int32]:
    """Merge neighbours until every border has a mean strength of `threshold`, and every region has `min_size` pixels.

    Regions under `min_size` pixels merge where their border is weakest, however strong it is. Unlike a threshold on each pixel, a
    mean does not leak through a gap of a few pixels. The map depends on its input alone: equal costs merge in the order of numbers.

    Parameters
    ----------
    labels
        (H, W) int32, regions from 1.
    strength
        (H, W) float32, from 0 where there is no border to 1 where there surely is one.
    threshold
        Mean strength that a border needs to stay, 0–1.
    min_size
        Pixels that a region needs to stay.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps.

    Examples
    --------
    >>> labels = np.array([[1, 1, 2, 2, 3, 3]], np.int32)
    >>> strength = np.array([[0, 0.1, 0.1, 0.9, 0.9, 0]], np.float32)
    >>> merge_weak(labels, strength, threshold=0.5, min_size=1)
    array([[1, 1, 1, 1, 2, 2]], dtype=int32)
    """
    graph = adjacency_graph(labels, strength)
    sizes = np.bincount(labels.ravel(), minlength=len(graph)).tolist()
    parent = list(range(len(graph)))
    version = [0] * len(graph)

    def cost(low: int, high: int) -> float:
        border = graph[low][high]
        mean = border.strength / border.length
        return mean - _SMALL_BONUS if min(sizes[low], sizes[high]) < min_size else mean

    queue = [(cost(low, high), low, high, 0, 0) for low in range(len(graph)) for high in graph[low] if low < high]
    heapq.heapify(queue)
    while queue and queue[0][0] < threshold:
        _, low, high, *versions = heapq.heappop(queue)
        if [version[low], version[high]] != versions:
            continue
        kept, absorbed = (low, high) if len(graph[low]) >= len(graph[high]) else (high, low)
        _absorb(graph, kept, absorbed)
        sizes[kept] += sizes[absorbed]
        parent[absorbed] = kept
        version[kept] += 1
        version[absorbed] = -1
        for neighbor in graph[kept]:
            low, high = min(kept, neighbor), max(kept, neighbor)
            heapq.heappush(queue, (cost(low, high), low, high, version[low], version[high]))
    return relabel_sequential(_roots(parent)[labels])[0].astype(np.int32)


def _absorb(graph: Graph, kept: int, absorbed: int) -> None:
    """Hand the borders of one region to another, in place."""
    for neighbor, border in graph[absorbed].items():
        del graph[neighbor][absorbed]
        if neighbor == kept:
            continue
        if neighbor in graph[kept]:
            common = graph[kept][neighbor]
            common.strength, common.length = common.strength + border.strength, common.length + border.length
        else:
            graph[kept][neighbor] = graph[neighbor][kept] = border
    graph[absorbed] = {}


def _roots(parent: list[int]) -> NDArray[np.intp]:
    """The region that each number ended in."""
    roots = np.array(parent)
    while not np.array_equal(roots[roots], roots):
        roots = roots[roots]
    return roots
