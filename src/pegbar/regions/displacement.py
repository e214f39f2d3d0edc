"""The displacement map of a region map: 0 on region borders, 1 on region skeletons, harmonic between (DanbooRegion 2020).

The published target relaxes 512 times; its limit is the solution of Laplace's equation, which wide regions are far from by then.
Here the solution is carried from coarse to fine (cascadic multigrid, Bornemann and Deuflhard 1996).
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import block_reduce
from skimage.morphology import skeletonize

_PASSES = 100
"""Means of four neighbours on each level."""
_COARSEST = 8
_NEIGHBORS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32) / 4


def borders(regions: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Pixels whose right or lower neighbour lies in another region, and the edge of the picture; (H, W) ids → (H, W) bool."""
    found = np.zeros(regions.shape, np.bool_)
    found[:, :-1] |= regions[:, :-1] != regions[:, 1:]
    found[:-1] |= regions[:-1] != regions[1:]
    found[0], found[-1], found[:, 0], found[:, -1] = True, True, True, True
    return found


def displacement(regions: NDArray[np.int32]) -> NDArray[np.float32]:
    """Displacement map of a region map (H, W) of ids → (H, W) in [0, 1]."""
    zero = borders(regions)
    return _harmonic(zero, skeletonize(~zero))


def _harmonic(zero: NDArray[np.bool_], one: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Values (H, W) of 0 and 1 where given, elsewhere nearly the mean of the four neighbours."""
    height, width = zero.shape
    values = np.full(zero.shape, 0.5, np.float32)
    if min(height, width) >= _COARSEST:
        half_zero, half_one = (block_reduce(given, 2, np.max) for given in (zero, one))
        half = _harmonic(half_zero, half_one & ~half_zero)
        values = np.asarray(cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    given, free = one.astype(np.float32), (~(zero | one)).astype(np.float32)
    for _ in range(_PASSES):
        values = values * free + given
        values = np.asarray(cv2.filter2D(values, -1, _NEIGHBORS, borderType=cv2.BORDER_REPLICATE), np.float32)
    return values * free + given
