"""The seed set: visually distinct frames by k-means on edge images (thesis 4.1, Frame Selection)."""

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances
from threadpoolctl import threadpool_limits

from pegbar.errors import PegbarError

STEPS = 16
"""Edge strengths are rounded to one part in this many."""
_DECIMALS = 9
"""Distances are compared to this many decimals, far above the bits on which processors disagree."""


def edge_image(frame: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    """Sobel edges |dx| + |dy| of a frame (H, W, 3), area-averaged to `width` × 9/16 `width`, flat, of unit norm.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    width
        Of the edge image in pixels.

    Returns
    -------
    numpy.ndarray
        (`width` × max(1, 9/16 `width`),) float32, not negative; zero where the frame has no edges.

    Notes
    -----
    Integers to the last step but one, and the average in float64, rounded: OpenCV's float32 differs in the last
    bits from processor to processor, and k-means over near-equal frames makes another choice of it.
    """
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_16S, 1, 0), cv2.Sobel(grey, cv2.CV_16S, 0, 1)
    edges = np.abs(across).astype(np.float64) + np.abs(down)
    small = cv2.resize(edges, (width, max(1, width * 9 // 16)), interpolation=cv2.INTER_AREA).ravel()
    steps = np.rint(small * STEPS)
    return np.asarray(steps / max(1.0, math.sqrt(float(np.square(steps).sum()))), np.float32)


def select_seeds(frames: Iterable[NDArray[np.uint8]], count: int, width: int, seed: int) -> list[int]:
    """Numbers, ascending, of `count` visually distinct frames: the nearest to each k-means centre.

    Frames are read one at a time; only their edge images stay in memory. No frame is taken twice: a
    centre whose nearest is taken gets its next nearest (thesis 4.1).

    Parameters
    ----------
    frames
        (H, W, 3) uint8 RGB each, of any size.
    count
        Frames to choose; all are chosen where there are no more.
    width
        Of the edge images in pixels.
    seed
        Of k-means.

    Returns
    -------
    list of int
        Ascending numbers of the chosen frames, no two alike.

    Raises
    ------
    PegbarError
        There are no frames.

    Examples
    --------
    >>> frames = [np.full((36, 64, 3), 200, np.uint8) for _ in range(4)]
    >>> frames[1][:, 20:], frames[2][10:], frames[3][:, 40:] = 0, 0, 0
    >>> select_seeds(frames, 2, 32, seed=0) == select_seeds(frames, 2, 32, seed=0)
    True
    """
    features = np.array([edge_image(frame, width) for frame in frames], np.float64)
    if not len(features):
        raise PegbarError("selection: found no frames to choose from, expected at least one")
    if len(features) <= count:
        return list(range(len(features)))
    with threadpool_limits(1):  # however many cores: the order of sums is part of the result
        centers = KMeans(count, n_init=1, max_iter=50, random_state=seed).fit(features).cluster_centers_
        distances = pairwise_distances(centers, features).round(_DECIMALS)
    taken: set[int] = set()
    for row in distances:
        taken.add(next(int(i) for i in np.argsort(row, kind="stable") if int(i) not in taken))
    return sorted(taken)
