"""Background that nothing shows, invented from what surrounds it: exemplar inpainting by PatchMatch (Barnes et al. 2009).

Chosen among the methods of three kept libraries by ``benchmarks.clean_plates``: diffusion (OpenCV's Telea and Navier–Stokes,
scikit-image's biharmonic) leaves smears as large as the figure, while patches go on as leaves, planks and windows do.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from patchmatch import patch_match

from pegbar.arrays.nearest_fill import fill_from_nearest

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_RADIUS = 3
"""Of the compared patches, pixels."""
_MOST = 400_000
"""Invented pixels up to which they are invented at full size; more take minutes, so they are invented smaller and enlarged."""
_SEED = 1
_SMALLEST = 4 * _RADIUS + 2
"""Side of the smallest picture that patches can be taken from."""


def complete(picture: Picture, invented: Mask) -> Picture:
    """Fill a part of a picture from the rest; the rest stays to the bit, and the same picture is filled the same way.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.
    invented
        (H, W) bool, what to fill.

    Returns
    -------
    ndarray
        (H, W, 3) uint8.

    Examples
    --------
    >>> stripes = np.tile(np.array([[[20], [200]]], np.uint8).repeat(4, axis=1), (32, 4, 3))
    >>> hole = np.zeros((32, 32), np.bool_)
    >>> hole[12:20, 12:20] = True
    >>> complete(np.where(hole[..., None], np.uint8(0), stripes), hole).shape
    (32, 32, 3)
    """
    if not invented.any():
        return picture
    if invented.all() or min(invented.shape) < _SMALLEST:
        return fill_from_nearest(picture, invented)
    factor = min(1.0, float(np.sqrt(_MOST / invented.sum())))
    size = (max(_SMALLEST, round(invented.shape[1] * factor)), max(_SMALLEST, round(invented.shape[0] * factor)))
    small, hole = picture, invented
    if factor < 1:
        small = np.asarray(cv2.resize(fill_from_nearest(picture, invented), size, interpolation=cv2.INTER_AREA), np.uint8)
        hole = cv2.resize(invented.view(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    patch_match.set_random_seed(_SEED)
    filled = patch_match.inpaint(np.where(hole[..., None], np.uint8(0), small), hole, patch_size=_RADIUS)
    if factor < 1:
        filled = cv2.resize(filled, (invented.shape[1], invented.shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.where(invented[..., None], filled, picture).astype(np.uint8)
