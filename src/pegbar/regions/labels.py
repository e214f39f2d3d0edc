"""From maps of displacement and borders to numbered regions: seeds, watershed, weak borders taken down, small regions joined."""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from skimage.measure import label
from skimage.segmentation import relabel_sequential, watershed

from pegbar.errors import PegbarError
from pegbar.regions.merging import border_lengths, merge_weak

_SMOOTH = 1.5
_AROUND = np.ones((5, 5), np.uint8)
_NEAR = 0.25
_LOWEST = 0.15
"""Displacement under which a local maximum is no seed."""


def regions_from(
    displacement: NDArray[np.float32], border: NDArray[np.float32] | None = None, limit: float = 0.45, least: int = 24
) -> NDArray[np.int32]:
    """Number the regions of an illustration.

    Parameters
    ----------
    displacement
        (H, W) in [0, 1]: seeds are its summits.
    border
        Strength of a border at each pixel, (H, W) in [0, 1]; the floods meet where it is highest. By default where
        the displacement is near 0.
    limit
        Mean strength under which the border between two floods is taken down.
    least
        Regions of fewer pixels join the neighbour with the weakest border.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps.

    Raises
    ------
    PegbarError
        A map holds values that are no numbers, or their sizes differ.
    """
    border = np.clip(1 - displacement / np.float32(_NEAR), 0, 1) if border is None else border
    for name, values in (("displacement", displacement), ("border", border)):
        bad = int((~np.isfinite(values)).sum())
        if bad:
            raise PegbarError(f"{name} map: found {bad} values that are no numbers, expected none")
    if displacement.shape != border.shape:
        raise PegbarError(f"border map: found size {border.shape}, expected the displacement map's {displacement.shape}")
    flooded = np.asarray(watershed(border, seeds(displacement)), np.int32)
    return merge_weak(flooded, border, limit, least)


def seeds(displacement: NDArray[np.float32]) -> NDArray[np.int32]:
    """Numbered local maxima of a smoothed displacement map, (H, W) → (H, W), 0 elsewhere; a map without any is one seed."""
    smooth = cv2.GaussianBlur(displacement, (0, 0), _SMOOTH)
    summits = (smooth >= cv2.dilate(smooth, _AROUND)) & (smooth > _LOWEST)
    if not summits.any():
        return np.ones(displacement.shape, np.int32)
    return np.asarray(label(summits, connectivity=2), np.int32)


def fill_open(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give pixels of number 0 the number of the nearest region; (H, W) → the same."""
    open_ = (labels == 0).astype(np.uint8)
    if not open_.any() or open_.all():
        return labels
    _, nearest = cv2.distanceTransformWithLabels(open_, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    owner = np.zeros(int(nearest.max()) + 1, np.int32)
    known = open_ == 0
    owner[nearest[known]] = labels[known]
    return owner[nearest]


def join_small(labels: NDArray[np.int32], least: int) -> NDArray[np.int32]:
    """Join regions of fewer than `least` pixels to the neighbour of longest common border; numbers close up from 1.

    All small ones join at once, round by round, so that even a picture of specks takes moments.
    """
    closed = np.asarray(relabel_sequential(labels)[0], np.int32)
    while closed.max() > 1:
        sizes = np.bincount(closed.ravel())
        one, other, lengths = border_lengths(closed)
        ends, beside = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.lexsort((beside, -np.concatenate([lengths, lengths]), ends))
        ends, beside = ends[order], beside[order]
        first = np.flatnonzero(np.diff(ends, prepend=-1))
        first = first[sizes[ends[first]] < least]
        if not len(first):
            break
        links = coo_array((np.ones(len(first)), (ends[first], beside[first])), shape=(len(sizes), len(sizes)))
        closed = np.asarray(relabel_sequential(connected_components(links, directed=False)[1][closed])[0], np.int32)
    return closed
