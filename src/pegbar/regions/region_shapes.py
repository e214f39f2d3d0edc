"""What a network is told of each colour region: where it lies, how large it is, and which cells of feature maps it covers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHAPE = 10
"""Numbers that describe a region."""
Regions = NDArray[np.int32]
Floats = NDArray[np.float32]


class Cover(NamedTuple):
    """Which cells of a map the regions cover, an entry for each region and cell that overlap.

    Attributes
    ----------
    regions, cells
        (P,) int64: number of the region from 0, and of the cell in the flattened map.
    weights
        (P,) float32: the cell's part of the region; those of a region sum to 1.
    """

    regions: NDArray[np.int64]
    cells: NDArray[np.int64]
    weights: Floats


def cover(regions: Regions, grid: tuple[int, int]) -> Cover:
    """How regions lie on a map of rows × columns cells that covers the picture.

    Parameters
    ----------
    regions
        (H, W) int32, regions from 1 without gaps.
    grid
        Rows and columns of the map, at most those of the picture.

    Examples
    --------
    >>> found = cover(np.int32([[1, 1, 2, 2], [1, 1, 1, 2]]), (1, 2))
    >>> found.regions.tolist(), found.cells.tolist(), found.weights.round(2).tolist()
    ([0, 0, 1], [0, 1, 1], [0.8, 0.2, 1.0])
    """
    rows, columns = (np.arange(side) * cells // side for side, cells in zip(regions.shape, grid, strict=True))
    count = grid[0] * grid[1]
    codes, sizes = np.unique((regions.astype(np.int64) - 1) * count + rows[:, None] * grid[1] + columns[None], return_counts=True)
    numbers, places = codes // count, codes % count
    whole = np.bincount(numbers, weights=sizes)
    return Cover(numbers, places, (sizes / whole[numbers]).astype(np.float32))


def shapes(regions: Regions) -> Floats:
    """Size, middle, box and touched sides of each region, (H, W) int32 from 1 → (N, 10) float32, about −1 to 1.

    Logarithm of the area as a fraction of the picture; middle and sides of the box as fractions; the area's part of its box; 1 for each
    side of the picture that it touches: top, bottom, left, right.
    """
    height, width = regions.shape
    numbers = regions.ravel() - 1
    count = int(numbers.max()) + 1
    rows, columns = (each.ravel() for each in np.indices(regions.shape))
    sizes = np.bincount(numbers, minlength=count)
    ends = []
    for places, side in ((rows, height), (columns, width)):
        low, high = np.full(count, side), np.zeros(count, np.int64)
        np.minimum.at(low, numbers, places)
        np.maximum.at(high, numbers, places)
        middle = np.bincount(numbers, weights=places, minlength=count) / sizes
        ends.append((low, high, middle / side, (high - low + 1) / side))
    (top, bottom, middle_y, tall), (left, right, middle_x, wide) = ends
    filled = sizes / (tall * wide * regions.size)
    touches = [top == 0, bottom == height - 1, left == 0, right == width - 1]
    area = np.log(sizes / regions.size) / 10
    return np.stack([area, middle_y, middle_x, tall, wide, filled, *touches], axis=1).astype(np.float32)
