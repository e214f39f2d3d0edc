"""The displacement map of a region map: 0 on region borders, 1 on region skeletons, harmonic between (DanbooRegion 2020).

The published target relaxes 512 times; its limit is the solution of Laplace's equation, which wide regions are far from by then.
Here the solution is carried from coarse to fine (cascadic multigrid, Bornemann and Deuflhard 1996).
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import block_reduce
from skimage.morphology import skeletonize

_ITERATIONS = 100
"""Relaxations on each level."""
_COARSEST = 8
"""Shorter side under which a level is not halved again, pixels."""
_FOUR_NEIGHBORS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32) / 4


def borders(regions: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Pixels whose right or lower neighbour lies in another region, and the edge of the picture.

    One pixel wide, where ``skimage.segmentation.find_boundaries`` marks both sides of a border.

    Parameters
    ----------
    regions
        (H, W) int32 region numbers.

    Returns
    -------
    (H, W) bool.
    """
    mask = np.zeros(regions.shape, np.bool_)
    mask[:, :-1] |= regions[:, :-1] != regions[:, 1:]
    mask[:-1] |= regions[:-1] != regions[1:]
    mask[0], mask[-1], mask[:, 0], mask[:, -1] = True, True, True, True
    return mask


def displacement(regions: NDArray[np.int32]) -> NDArray[np.float32]:
    """Displacement map of a region map, the training target of the region network (DanbooRegion 2020, section 3).

    Parameters
    ----------
    regions
        (H, W) int32 region numbers.

    Returns
    -------
    (H, W) float32 in [0, 1]: 0 on borders, 1 on skeletons.

    Examples
    --------
    >>> values = displacement(np.ones((20, 40), np.int32))
    >>> float(values[0, 0]), float(values[9, 20])
    (0.0, 1.0)
    """
    zeros = borders(regions)
    return _harmonic(zeros, skeletonize(~zeros))


def _harmonic(zeros: NDArray[np.bool_], ones: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Values (H, W) fixed to 0 and 1 where the masks say so, elsewhere close to the mean of the four neighbours."""
    height, width = zeros.shape
    values = np.full(zeros.shape, 0.5, np.float32)
    if min(height, width) >= _COARSEST:
        half_zeros, half_ones = (block_reduce(mask, 2, np.max) for mask in (zeros, ones))
        half = _harmonic(half_zeros, half_ones & ~half_zeros)
        values = np.asarray(cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    fixed, free = ones.astype(np.float32), (~(zeros | ones)).astype(np.float32)
    for _ in range(_ITERATIONS):
        values = values * free + fixed
        values = np.asarray(cv2.filter2D(values, -1, _FOUR_NEIGHBORS, borderType=cv2.BORDER_REPLICATE), np.float32)
    return values * free + fixed
