"""Pooling of probabilities by colour region: in a drawing, areas of one flat colour are one thing, wherever they stand.

So connected areas of like colour share their mean probabilities. Ours.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

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
    span = cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window)).max(axis=2)
    count, labels = cv2.connectedComponents((span < MAX_CONTRAST).astype(np.uint8), connectivity=4)
    return count, np.asarray(labels, np.int32)


def pool_by_color_region(
    probabilities: Probabilities, picture: NDArray[np.uint8], mask: Mask, fraction: float, color_sigma: float = 3.0
) -> Probabilities:
    """Mix each pixel's probabilities with their mean over all colour regions of about its own region's colour.

    Parameters
    ----------
    probabilities
        (classes, H, W) float32 in [0, 1].
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
    count, labels = color_regions_of(picture)
    labels = np.where(mask, labels, 0)
    sizes = np.bincount(labels.ravel(), minlength=count)
    sizes[0] = 0
    kept = np.argsort(-sizes, kind="stable")[:MAX_REGIONS]
    kept = kept[sizes[kept] >= MIN_PIXELS]
    if not len(kept):
        return probabilities
    number = np.full(count, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    index = number[labels]
    inside = index >= 0

    def means(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.bincount(index[inside], weights=values[inside], minlength=len(kept)) / sizes[kept]

    colors = np.stack([means(picture[..., channel]) for channel in range(3)], axis=-1)
    lab = cv2.cvtColor((colors[None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0].astype(np.float64)
    squared_distance = ((lab[:, None] - lab) ** 2).sum(axis=-1)
    weights = np.exp(-squared_distance / (2 * color_sigma**2)) * np.sqrt(sizes[kept])
    weights /= weights.sum(axis=1, keepdims=True)
    pooled = probabilities.copy()
    for plane in pooled:
        plane[inside] += fraction * ((weights @ means(plane))[index[inside]] - plane[inside])
    return pooled
