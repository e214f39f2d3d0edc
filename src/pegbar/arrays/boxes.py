"""Boxes around what a mask shows."""

import numpy as np
from numpy.typing import NDArray


def box_of(shown: NDArray[np.bool_], margin: int = 0) -> tuple[slice, slice]:
    """The smallest box, as rows and columns, around what is true in (H, W) bool; the first pixel where nothing is.

    Parameters
    ----------
    margin
        Pixels that the box is larger on each side, as far as there are any.

    Examples
    --------
    >>> box_of(np.array([[False, False, False], [False, True, True]]))
    (slice(1, 2, None), slice(1, 3, None))
    >>> box_of(np.eye(5, dtype=np.bool_) * (np.arange(5) == 3), 2)
    (slice(1, 5, None), slice(1, 5, None))
    """
    rows = np.flatnonzero(shown.any(axis=1))
    if not len(rows):
        return slice(0, 1), slice(0, 1)
    columns = np.flatnonzero(shown[rows[0] : rows[-1] + 1].any(axis=0))
    tall, wide = ((int(side[0]), int(side[-1]) + 1) for side in (rows, columns))
    height, width = shown.shape
    return (
        slice(max(0, tall[0] - margin), min(height, tall[1] + margin)),
        slice(max(0, wide[0] - margin), min(width, wide[1] + margin)),
    )
