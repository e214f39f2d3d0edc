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


def edge_image(frame: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    """Sobel edges |dx| + |dy| of a frame (H, W, 3), area-averaged to `width` × 9/16 `width`, flat, of unit norm.

    Whole numbers to the last step but one: OpenCV's floats differ in the last bits from process to process,
    and k-means over near-equal frames makes another choice of it.
    """
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    across, down = cv2.Sobel(grey, cv2.CV_16S, 1, 0), cv2.Sobel(grey, cv2.CV_16S, 0, 1)
    edges = np.abs(across).astype(np.float32) + np.abs(down)
    small = cv2.resize(edges, (width, max(1, width * 9 // 16)), interpolation=cv2.INTER_AREA).ravel()
    steps = np.rint(small.astype(np.float64) * STEPS)
    return np.asarray(steps / max(1.0, math.sqrt(float(np.square(steps).sum()))), np.float32)


def select_seeds(frames: Iterable[NDArray[np.uint8]], count: int, width: int, seed: int) -> list[int]:
    """Numbers, ascending, of `count` visually distinct frames: the nearest to each k-means centre.

    Frames are read one at a time; only their edge images stay in memory. No frame is taken twice: a
    centre whose nearest is taken gets its next nearest.

    Raises
    ------
    PegbarError
        There are no frames.
    """
    features = np.array([edge_image(frame, width) for frame in frames])
    if not len(features):
        raise PegbarError("selection: found no frames to choose from, expected at least one")
    if len(features) <= count:
        return list(range(len(features)))
    with threadpool_limits(1):  # however many cores: the order of sums is part of the result
        centers = KMeans(count, n_init=1, max_iter=50, random_state=seed).fit(features).cluster_centers_
        distances = pairwise_distances(centers, features)
    taken: set[int] = set()
    for row in distances:
        taken.add(next(int(i) for i in np.argsort(row, kind="stable") if int(i) not in taken))
    return sorted(taken)
