"""Drawings are painted: what is filled evenly with one colour is one thing, wherever in the picture it stands.

So the fills of about one colour share what the network thinks of them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

CONTRAST = 22
"""Largest difference of 8-bit levels inside a 3 × 3 window of a fill."""
LEAST = 8
"""Fills smaller than this many pixels are not looked at."""
MOST = 1500
"""Of more fills than this only the largest are looked at: a drawing has fewer, a texture more."""

Mask = NDArray[np.bool_]
Probabilities = NDArray[np.float32]


def fills_of(picture: NDArray[np.uint8]) -> tuple[int, NDArray[np.int32]]:
    """Connected areas of even colour, bounded by lines and edges: (count, labels), 0 between them."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.6)
    window = np.ones((3, 3), np.uint8)
    span = cv2.subtract(cv2.dilate(smooth, window), cv2.erode(smooth, window)).max(axis=2)
    count, labels = cv2.connectedComponents((span < CONTRAST).astype(np.uint8), connectivity=4)
    return count, np.asarray(labels, np.int32)


def share_among_fills(
    probabilities: Probabilities, picture: NDArray[np.uint8], mask: Mask, share: float, reach: float = 3.0
) -> Probabilities:
    """Mix each pixel's probabilities with the mean over all fills of about its own fill's colour.

    Parameters
    ----------
    probabilities
        (classes, H, W).
    picture
        (H, W, 3) RGB.
    mask
        (H, W), where fills count.
    share
        Share of the mean, 0–1.
    reach
        Fills count by the root of their size, and by a Gaussian of the distance of their colours in CIELAB with
        this deviation.
    """
    count, labels = fills_of(picture)
    labels = np.where(mask, labels, 0)
    sizes = np.bincount(labels.ravel(), minlength=count)
    sizes[0] = 0
    kept = np.argsort(-sizes, kind="stable")[:MOST]
    kept = kept[sizes[kept] >= LEAST]
    if not len(kept):
        return probabilities
    number = np.full(count, -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    at = number[labels]
    inside = at >= 0

    def means(values: NDArray[np.generic]) -> NDArray[np.float64]:
        return np.bincount(at[inside], weights=values[inside], minlength=len(kept)) / sizes[kept]

    colors = np.stack([means(picture[..., channel]) for channel in range(3)], axis=-1)
    lab = cv2.cvtColor((colors[None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0].astype(np.float64)
    apart = ((lab[:, None] - lab) ** 2).sum(axis=-1)
    weights = np.exp(-apart / (2 * reach**2)) * np.sqrt(sizes[kept])
    weights /= weights.sum(axis=1, keepdims=True)
    shared = probabilities.copy()
    for own in shared:
        own[inside] += share * ((weights @ means(own))[at[inside]] - own[inside])
    return shared
