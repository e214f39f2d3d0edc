"""The few colours of a reference picture or model sheet."""

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from pegbar.regions.color_bins import lab_picture, to_rgb

MAX_COLORS = 12
_SIDE = 160
"""Longer side at which colours are counted, pixels; by nearest neighbour, so that none is mixed."""
_MIN_FRACTION = 0.004
"""Of the picture: rarer colours are antialiasing."""
_ALIKE = 9.0
"""CIELAB distance under which two colours count as one."""


def picture_palette(picture: NDArray[np.uint8], count: int = MAX_COLORS) -> NDArray[np.uint8]:
    """Colours of a picture, the commonest first.

    Parameters
    ----------
    picture
        (H, W, 4) uint8 RGBA; only what is opaque counts.
    count
        At most so many.

    Returns
    -------
    ndarray
        (P, 3) uint8; none where nothing is opaque.

    Examples
    --------
    >>> picture = np.full((20, 20, 4), 255, np.uint8)
    >>> picture[:, :5, :3] = (200, 30, 40)
    >>> picture_palette(picture).tolist()
    [[255, 255, 255], [200, 30, 40]]
    """
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)
    lab = lab_picture(small[..., :3])[small[..., 3] > 127]
    if not len(lab):
        return np.zeros((0, 3), np.uint8)
    distinct, counts = np.unique(lab.round(1), axis=0, return_counts=True)
    clusters = min(2 * count, len(distinct))
    with threadpool_limits(1):
        kmeans = KMeans(clusters, n_init=2, max_iter=60, random_state=0).fit(distinct, sample_weight=counts)
    shares = np.bincount(kmeans.labels_, weights=counts, minlength=clusters) / counts.sum()
    kept: list[int] = []
    for number in np.argsort(-shares, kind="stable"):
        apart = all(np.linalg.norm(kmeans.cluster_centers_[number] - kmeans.cluster_centers_[other]) > _ALIKE for other in kept)
        if apart and (shares[number] >= _MIN_FRACTION or not kept):
            kept.append(int(number))
    return to_rgb(kmeans.cluster_centers_[kept[:count]].astype(np.float32))
