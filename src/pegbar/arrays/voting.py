"""Majority votes: one class for each area."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

ClassT = TypeVar("ClassT", np.uint8, np.int32)


def majority_vote(
    areas: NDArray[np.int32], classes: NDArray[ClassT], kinds: int, excluded: Sequence[int] = (), agreement: float = 0.0
) -> NDArray[ClassT]:
    """Give each area the class that most of its pixels have, the smallest of several such.

    Parameters
    ----------
    areas
        (H, W) int32 number of each pixel's area; pixels of area 0 belong to none and keep their class.
    classes
        (H, W) uint8 or int32, 0 to `kinds` − 1.
    kinds
        Number of classes.
    excluded
        Classes that have no vote.
    agreement
        An area keeps its own classes unless the winner has at least this fraction of the votes.

    Returns
    -------
    ndarray
        (H, W) classes, of the type of `classes`.

    Examples
    --------
    >>> areas = np.array([[0, 1, 1, 1]], np.int32)
    >>> majority_vote(areas, np.array([[2, 5, 5, 3]], np.uint8), 6)
    array([[2, 5, 5, 5]], dtype=uint8)
    """
    count = int(areas.max(initial=0)) + 1
    index = areas * np.int32(kinds) + classes
    votes = np.bincount(index.ravel(), minlength=count * kinds).reshape(count, kinds)
    votes[:, list(excluded)] = 0
    winner = votes.argmax(axis=1).astype(classes.dtype)
    decided = votes.max(axis=1) >= agreement * np.maximum(votes.sum(axis=1), 1)
    decided[0] = False
    return np.where(decided.take(areas), winner.take(areas), classes)
