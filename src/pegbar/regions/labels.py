"""From displacement and border maps to numbered regions: seeds, watershed, weak borders removed, small regions merged."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from skimage.measure import label
from skimage.segmentation import relabel_sequential, watershed

from pegbar.errors import PegbarError
from pegbar.regions.merging import border_lengths, merge_weak

_SEED_SIGMA = 1.5
_SEED_WINDOW = np.ones((5, 5), np.uint8)
_MIN_SEED = 0.15
"""Displacement under which a local maximum is no seed."""
_BORDER_DISPLACEMENT = 0.25
"""Displacement from which no border is assumed where no border map is given."""


def regions_from(
    displacement: NDArray[np.float32], border: NDArray[np.float32] | None = None, threshold: float = 0.45, min_size: int = 24
) -> NDArray[np.int32]:
    """Number the regions of an illustration by a watershed from the summits of its displacement map.

    DanbooRegion 2020 floods the displacement map alone; the border map, and merging by the mean strength of a border, are ours.

    Parameters
    ----------
    displacement
        (H, W) float32 in [0, 1]; seeds are its local maxima.
    border
        Strength of a border at each pixel, (H, W) float32 in [0, 1]; the floods meet where it is highest. By default it is
        high where the displacement is near 0.
    threshold
        Mean strength under which the border between two floods is removed, 0–1.
    min_size
        Regions of fewer pixels join the neighbour with the weakest border.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps.

    Raises
    ------
    PegbarError
        A map holds NaN or infinity, or their sizes differ.

    Examples
    --------
    >>> from pegbar.regions.displacement import displacement
    >>> halves = np.ones((40, 60), np.int32)
    >>> halves[:, 30:] = 2
    >>> np.unique(regions_from(displacement(halves))).tolist()
    [1, 2]
    """
    border = np.clip(1 - displacement / np.float32(_BORDER_DISPLACEMENT), 0, 1) if border is None else border
    for name, values in (("displacement", displacement), ("border", border)):
        bad = int((~np.isfinite(values)).sum())
        if bad:
            raise PegbarError(f"{name} map: found {bad} values that are no numbers, expected none")
    if displacement.shape != border.shape:
        raise PegbarError(f"border map: found size {border.shape}, expected the displacement map's {displacement.shape}")
    flooded = np.asarray(watershed(border, seeds(displacement)), np.int32)
    return merge_weak(flooded, border, threshold, min_size)


def seeds(displacement: NDArray[np.float32]) -> NDArray[np.int32]:
    """Numbered local maxima of a smoothed displacement map, (H, W) float32 → (H, W) int32, 0 elsewhere; one seed if there are none."""
    smooth = cv2.GaussianBlur(displacement, (0, 0), _SEED_SIGMA)
    summits = (smooth >= cv2.dilate(smooth, _SEED_WINDOW)) & (smooth > _MIN_SEED)
    if not summits.any():
        return np.ones(displacement.shape, np.int32)
    return np.asarray(label(summits, connectivity=2), np.int32)


def merge_small(labels: NDArray[np.int32], min_size: int) -> NDArray[np.int32]:
    """Merge regions of fewer than `min_size` pixels into the neighbour with the longest common border.

    All small ones merge at once, round by round, so that even a picture of specks takes milliseconds.

    Parameters
    ----------
    labels
        (H, W) int32 region numbers.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps; the last region stays however small.
    """
    regions = np.asarray(relabel_sequential(labels)[0], np.int32)
    while regions.max() > 1:
        sizes = np.bincount(regions.ravel())
        low, high, lengths = border_lengths(regions)
        region, neighbor = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.lexsort((neighbor, -np.concatenate([lengths, lengths]), region))
        region, neighbor = region[order], neighbor[order]
        longest = np.flatnonzero(np.diff(region, prepend=-1))
        longest = longest[sizes[region[longest]] < min_size]
        if not len(longest):
            break
        links = coo_array((np.ones(len(longest)), (region[longest], neighbor[longest])), shape=(len(sizes), len(sizes)))
        regions = np.asarray(relabel_sequential(connected_components(links, directed=False)[1][regions])[0], np.int32)
    return regions
