"""A drawing's ground: what lies around what is drawn, which on paper stays paper."""

import numpy as np
from numpy.typing import NDArray

from pegbar.regions.hinted_regions import HintedRegions
from pegbar.regions.parted_regions import PartedRegions

PAPER = np.full((1, 3), 255, np.uint8)
_SHARE = 0.08
"""Part of a picture's edges from which a region may be ground."""
_OPEN = 0.3
"""Width of an opening through which ground goes on."""


def edge_shares(regions: NDArray[np.int32]) -> NDArray[np.float64]:
    """Part of the picture's edges that each region takes, (N,).

    Examples
    --------
    >>> edge_shares(np.int32([[1, 1, 1], [1, 2, 2], [2, 2, 2]])).round(2).tolist()
    [0.5, 0.5]
    """
    edges = np.concatenate([regions[0], regions[-1], regions[1:-1, 0], regions[1:-1, -1]])
    return np.asarray(np.bincount(edges, minlength=int(regions.max()) + 1)[1:] / len(edges))


def ground_of(parted: PartedRegions) -> NDArray[np.bool_]:
    """Which regions are ground: what holds an upper corner, and what goes on from there through openings along the edges.

    Parameters
    ----------
    parted
        N regions and their openings.

    Returns
    -------
    ndarray
        (N,) bool.

    Examples
    --------
    >>> regions = np.int32([[1, 1, 1, 1], [1, 2, 2, 1], [1, 2, 2, 3], [1, 2, 2, 3]])
    >>> ground_of(PartedRegions(regions, np.array([[0, 2]]), np.float32([0.5]))).tolist()
    [True, False, True]
    """
    wide = edge_shares(parted.regions) >= _SHARE
    corners = np.zeros(len(wide), np.bool_)
    corners[[parted.regions[0, 0] - 1, parted.regions[0, -1] - 1]] = True
    return gone_on(parted, corners & wide, wide)


def gone_on(parted: PartedRegions, start: NDArray[np.bool_], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Regions (N,) to start from, and all of some others (N,) that are reached from these through wide openings.

    Examples
    --------
    >>> parted = PartedRegions(np.int32([[1, 2, 3]]), np.array([[0, 1], [1, 2]]), np.float32([0.5, 0.1]))
    >>> gone_on(parted, np.array([True, False, False]), np.ones(3, bool)).tolist()
    [True, True, False]
    """
    passes = parted.pairs[parted.widths >= _OPEN]
    passes = passes[(start | among)[passes].all(axis=1)]
    reached, count = start.copy(), -1
    while count != reached.sum():
        count = int(reached.sum())
        reached[passes[reached[passes].any(axis=1)]] = True
    return reached


def with_ground(hinted: HintedRegions, parted: PartedRegions, ground: NDArray[np.bool_]) -> HintedRegions:
    """Ground (N,) without a hint has the colour of its largest part, where a hint gave that one, and else is paper."""
    largest = np.where(ground, edge_shares(parted.regions), -1.0).argmax()
    color = hinted.colors[largest] if hinted.hinted[largest] else PAPER
    colors = np.where((ground & ~hinted.hinted)[:, None], color, hinted.colors)
    return hinted._replace(colors=colors, hinted=hinted.hinted | ground)
