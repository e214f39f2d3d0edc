"""The seed set: visually distinct frames by k-means on edge images (thesis 4.1, Frame Selection)."""

import math
from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans, MiniBatchKMeans, kmeans_plusplus
from sklearn.metrics import pairwise_distances
from threadpoolctl import threadpool_limits

from pegbar.errors import PegbarError

Frame = NDArray[np.uint8]
Features = NDArray[np.float32]
METHODS = ("kmeans", "kmeans_plus_plus", "random")
LARGE = 20_000
"""Of more frames, k-means learns from batches."""
STEPS = 16
"""Edge strengths are rounded to one part in this many."""
_DECIMALS = 9
"""Distances are compared to this many decimals, far above the bits on which processors disagree."""
_COARSE_DECIMALS = 4
"""The same for distances of float32."""
_BATCH = 4096


def edge_image(frame: Frame, width: int) -> Features:
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


def _exact(features: Features, count: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Distances of every frame to each centre of k-means in turn."""
    values = features.astype(np.float64)
    centers = KMeans(count, n_init=1, max_iter=50, random_state=seed).fit(values).cluster_centers_
    yield from pairwise_distances(centers, values).round(_DECIMALS)


def _in_batches(features: Features, count: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """The same for many frames, with the centres of k-means on batches: nothing else as large as the edge images is kept."""
    model = MiniBatchKMeans(count, n_init=1, batch_size=_BATCH, max_iter=20, random_state=seed).fit(features)
    for center in model.cluster_centers_:
        yield pairwise_distances(center[None], features)[0].round(_COARSE_DECIMALS)


def _nearest(rows: Iterable[NDArray[np.float64]]) -> list[int]:
    """The nearest frame to each centre, ascending; one whose nearest is taken gets its next nearest."""
    taken: set[int] = set()
    for row in rows:
        nearest = int(np.argmin(row))
        taken.add(nearest if nearest not in taken else next(int(i) for i in np.argsort(row, kind="stable") if int(i) not in taken))
    return sorted(taken)


def select_seeds(frames: Iterable[Frame], count: int, width: int, seed: int, method: str = "kmeans") -> list[int]:
    """Numbers, ascending, of `count` visually distinct frames: the nearest to each k-means centre.

    Frames are read one at a time; only their edge images stay in memory, 2.3 KB each at a width of 32. No frame is taken twice: a
    centre whose nearest is taken gets its next nearest (thesis 4.1). Of more than 20,000 frames, k-means learns from batches.

    Parameters
    ----------
    frames
        (H, W, 3) uint8 RGB each, of any size.
    count
        Frames to choose; all are chosen where there are no more.
    width
        Of the edge images in pixels.
    seed
        Of the choice.
    method
        One of :data:`METHODS`: ``kmeans`` (the thesis's), ``kmeans_plus_plus`` (frames far from those chosen before), ``random``.

    Returns
    -------
    list of int
        Ascending numbers of the chosen frames, no two alike.

    Raises
    ------
    PegbarError
        There are no frames, or no such method.

    Examples
    --------
    >>> frames = [np.full((36, 64, 3), 200, np.uint8) for _ in range(4)]
    >>> frames[1][:, 20:], frames[2][10:], frames[3][:, 40:] = 0, 0, 0
    >>> select_seeds(frames, 2, 32, seed=0) == select_seeds(frames, 2, 32, seed=0)
    True
    """
    if method not in METHODS:
        raise PegbarError(f"selection: found the method {method!r}, expected one of {', '.join(METHODS)}")
    length = width * max(1, width * 9 // 16)
    features: Features = np.fromiter((edge_image(frame, width) for frame in frames), np.dtype((np.float32, (length,)))).view(np.float32)
    if not len(features):
        raise PegbarError("selection: found no frames to choose from, expected at least one")
    if len(features) <= count:
        return list(range(len(features)))
    if method == "random":
        return sorted(int(i) for i in np.random.default_rng(seed).choice(len(features), count, replace=False))
    with threadpool_limits(1):  # however many cores: the order of sums is part of the result
        if method == "kmeans_plus_plus":
            found = kmeans_plusplus(features.astype(np.float64), count, random_state=seed)[1].tolist()
            return sorted(list(dict.fromkeys([*found, *range(len(features))]))[:count])  # of equal edge images it takes one twice
        return _nearest((_exact if len(features) <= LARGE else _in_batches)(features, count, seed))
