"""Merging against scikit-image's hierarchical merging on the same graph.

On a watershed of 900 floods (480 × 480 pixels, one core) ``merge_hierarchical`` takes three times as long as ``merge_weak``, from
labels to labels.
"""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from skimage import graph
from skimage.segmentation import watershed

from pegbar.regions.merging import adjacency_graph, border_lengths, merge_weak

BONUS = 2


def floods(seed: int, size: int = 96, count: int = 60) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """A watershed of smooth noise, three times enlarged so that no two borders share all their pixels and tie; a strength at each."""
    rng, size = np.random.default_rng(seed), size // 3
    relief = gaussian_filter(rng.normal(size=(size, size)), 3)
    markers = np.zeros((size, size), np.int32)
    markers.ravel()[rng.choice(size * size, count, replace=False)] = np.arange(1, count + 1)
    labels = watershed(relief, markers).astype(np.int32).repeat(3, axis=0).repeat(3, axis=1)
    return labels, rng.random(labels.shape, np.float32)


def by_skimage(labels: NDArray[np.int32], strength: NDArray[np.float32], threshold: float, min_size: int) -> NDArray[np.int32]:
    """Our rule in the terms of ``skimage.graph``: mean strength of a border, less a bonus where a region is small."""
    rag = graph.RAG()
    for number, size in enumerate(np.bincount(labels.ravel())):
        if size:
            rag.add_node(number, labels=[number], size=int(size))

    def weight(total: float, length: float, one: int, other: int) -> float:
        small = min(rag.nodes[one]["size"], rag.nodes[other]["size"]) < min_size
        return total / length - (BONUS if small else 0)

    for one, borders in enumerate(adjacency_graph(labels, strength)):
        for other, border in borders.items():
            rag.add_edge(one, other, total=border.strength, length=border.length, weight=weight(border.strength, border.length, one, other))

    def add_sizes(graph_: Any, source: int, target: int) -> None:
        graph_.nodes[target]["size"] += graph_.nodes[source]["size"]

    def merged(graph_: Any, source: int, target: int, neighbor: int) -> dict[str, float]:
        absent = {"total": 0.0, "length": 0}
        both = [graph_[node].get(neighbor, absent) for node in (source, target)]
        total, length = (sum(edge[key] for edge in both) for key in ("total", "length"))
        return {"total": total, "length": length, "weight": weight(total, length, target, neighbor)}

    return graph.merge_hierarchical(labels, rag, threshold, False, True, add_sizes, merged)


def same_partition(one: NDArray[np.integer], other: NDArray[np.integer]) -> bool:
    pairs = len(np.unique(np.stack([one.ravel(), other.ravel()]), axis=1).T)
    return pairs == len(np.unique(one)) == len(np.unique(other))


@pytest.mark.parametrize("min_size", [1, 120])
@pytest.mark.parametrize("threshold", [0.0, 0.5, 0.65])
@pytest.mark.parametrize("seed", range(4))
def test_merging_agrees_with_skimage(seed: int, threshold: float, min_size: int) -> None:
    labels, strength = floods(seed)
    merged = merge_weak(labels, strength, threshold, min_size)
    assert same_partition(merged, by_skimage(labels, strength, threshold, min_size))
    assert sorted(np.unique(merged)) == list(range(1, merged.max() + 1))


def test_what_is_left_meets_the_thresholds() -> None:
    labels, strength = floods(9)
    merged = merge_weak(labels, strength, 0.52, 80)
    assert 1 < merged.max() < labels.max()
    assert np.bincount(merged.ravel())[1:].min() >= 80
    means = [border.strength / border.length for borders in adjacency_graph(merged, strength) for border in borders.values()]
    assert min(means) >= 0.52


def test_neighbours_are_those_of_skimages_graph() -> None:
    labels, _ = floods(2)
    low, high, lengths = border_lengths(labels)
    assert {(int(a), int(b)) for a, b in zip(low, high, strict=True)} == {tuple(sorted(map(int, e))) for e in graph.RAG(labels).edges}
    assert lengths.sum() == (labels[1:] != labels[:-1]).sum() + (labels[:, 1:] != labels[:, :-1]).sum()
