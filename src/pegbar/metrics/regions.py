"""Scores of colour regions against exact ones."""

import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_cie76, rgb2lab
from skimage.metrics import contingency_table

Regions = NDArray[np.int32]
BORDER_TOLERANCE = 2.0
"""Pixels by which a border may miss."""


def overlaps(truth: Regions, predicted: Regions) -> NDArray[np.int64]:
    """Pixels that a true and a predicted region share.

    Parameters
    ----------
    truth, predicted
        (H, W) int32 region numbers from 1.

    Returns
    -------
    (true regions, predicted regions) int64.
    """
    table = contingency_table(truth, predicted, sparse_type="array").toarray()
    return np.asarray(table, np.int64)[1:, 1:]


def achievable_segmentation_accuracy(shared: NDArray[np.int64]) -> float:
    """Accuracy of the best labelling that gives each predicted region one true one (Liu et al. 2011), from :func:`overlaps`; 0–1."""
    return float(shared.max(axis=0).sum() / shared.sum())


def under_segmentation_error(shared: NDArray[np.int64]) -> float:
    """Pixels by which predicted regions leak over true borders, the smaller part of each, by all pixels (Neubert and Protzel 2012)."""
    sizes = shared.sum(axis=0, keepdims=True)
    return float(np.where(shared > 0, np.minimum(shared, sizes - shared), 0).sum() / shared.sum())


def color_distance(picture: NDArray[np.uint8], reference: NDArray[np.uint8]) -> float:
    """Mean CIELAB distance (ΔE 1976) between two RGB pictures (H, W, 3) uint8."""
    return float(deltaE_cie76(rgb2lab(picture / 255), rgb2lab(reference / 255)).mean())
