"""The seed set: visually distinct frames by k-means on edge images (thesis 4.1, Frame Selection)."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances
from threadpoolctl import threadpool_limits

from pegbar.errors import PegbarError


def edge_image(frame: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    """Sobel magnitude of a frame (H, W, 3), area-averaged to `width` × 9/16 `width`, flat, of unit norm."""
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    edges = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    small = cv2.resize(edges, (width, max(1, width * 9 // 16)), interpolation=cv2.INTER_AREA).ravel()
    return np.asarray(small / max(float(np.linalg.norm(small)), 1e-6), np.float32)


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
    with threadpool_limits(1):  # threads add up in any order, and the last bit decides between near frames
        centers = KMeans(count, n_init=1, max_iter=50, random_state=seed).fit(features).cluster_centers_
        distances = pairwise_distances(centers, features)
    taken: set[int] = set()
    for row in distances:
        taken.add(next(int(i) for i in np.argsort(row, kind="stable") if int(i) not in taken))
    return sorted(taken)
