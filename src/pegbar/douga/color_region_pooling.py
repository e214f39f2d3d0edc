"""Pooling of probabilities by colour region: in a drawing, areas of one flat colour are one thing, wherever they stand.

So connected areas of like colour share their mean probabilities. Ours.
"""

from collections.abc import Sequence
from functools import reduce

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

MAX_CONTRAST = 22
"""Largest difference of 8-bit levels inside a 3 × 3 window of a region."""
MIN_PIXELS = 8
"""Smaller regions are left out."""
MAX_REGIONS = 1500
"""Of more regions only the largest are pooled: a drawing has fewer, a texture more."""

Mask = NDArray[np.bool_]
Probabilities = NDArray[np.float32]


def color_regions_of(picture: NDArray[np.uint8]) -> tuple[int, NDArray[np.int32]]:
    """Connected areas of even colour, bounded by lines and edges: (count, labels), 0 between them."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.6)
    window = np.ones((3, 3), np.uint8)
    span = reduce(cv2.max, cv2.split(cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window))))
    count, labels = cv2.connectedComponents((span < MAX_CONTRAST).astype(np.uint8), connectivity=4)
    return count, np.asarray(labels, np.int32)


def _large_regions(picture: NDArray[np.uint8], mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Flat indices (P,) of the pixels in regions that count, the number of each one's region, and the regions' sizes."""
    count, labels = color_regions_of(picture)
    labels = np.where(mask, labels, 0)
    sizes = np.bincount(labels.ravel(), minlength=count)
    sizes[0] = 0
    kept = np.argsort(-sizes, kind="stable")[:MAX_REGIONS]
    kept = kept[sizes[kept] >= MIN_PIXELS]
    number = np.full(count, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    index = number[labels].ravel()
    places = np.flatnonzero(index >= 0)
    return places, index[places].astype(np.intp), sizes[kept]


def _weights(colors: NDArray[np.float64], sizes: NDArray[np.intp], color_sigma: float) -> NDArray[np.float64]:
    """How much each of N regions says to each, (N, N), rows summing to 1, by their colours (N, 3), 8-bit RGB, and sizes (N,)."""
    lab = cv2.cvtColor((colors[None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0].astype(np.float64)
    weights = np.exp(-cdist(lab, lab, "sqeuclidean") / (2 * color_sigma**2)) * np.sqrt(sizes)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def pool_by_color_region(
    probabilities: Sequence[Probabilities] | Probabilities,
    picture: NDArray[np.uint8],
    mask: Mask,
    fraction: float,
    color_sigma: float = 3.0,
) -> Probabilities:
    """Mix each pixel's probabilities with their mean over all colour regions of about its own region's colour.

    Parameters
    ----------
    probabilities
        (classes, H, W) float32 in [0, 1], or as many planes.
    picture
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, where regions count.
    fraction
        Fraction of the mean, 0–1.
    color_sigma
        Regions count by the root of their size, and by a Gaussian of the distance of their colours in CIELAB with this
        standard deviation.

    Returns
    -------
    ndarray
        (classes, H, W) float32 in [0, 1].

    Examples
    --------
    >>> picture = np.full((8, 16, 3), 200, np.uint8)
    >>> probabilities = np.zeros((1, 8, 16), np.float32)
    >>> probabilities[0, :, :8] = 1
    >>> pooled = pool_by_color_region(probabilities, picture, np.ones((8, 16), np.bool_), 0.5)
    >>> pooled[0, 0, [0, 15]].tolist()
    [0.75, 0.25]
    """
    pooled = np.array(probabilities)
    places, owners, sizes = _large_regions(picture, mask)
    if not len(sizes):
        return pooled

    def means(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.bincount(owners, weights=values, minlength=len(sizes)) / sizes

    shown = picture.reshape(-1, 3)[places]
    weights = _weights(np.stack([means(shown[:, channel]) for channel in range(3)], axis=-1), sizes, color_sigma)
    for plane in pooled.reshape(len(pooled), -1):
        values = plane[places]
        plane[places] = values + fraction * ((weights @ means(values))[owners] - values)
    return pooled
