"""Nearest known values."""

from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

ScalarT = TypeVar("ScalarT", bound=np.generic)


def nearest_known(known: NDArray[np.bool_], where: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """For each pixel the index of the nearest one in `known`.

    Parameters
    ----------
    known
        (H, W) bool; one pixel at least is True.
    where
        (N,) int64 indices of the pixels to tell it for, by default all.

    Returns
    -------
    ndarray
        (H, W) or (N,) int64 indices into the flattened picture.

    Notes
    -----
    OpenCV's chamfer distance with a 3 × 3 mask: four times as fast as ``scipy.ndimage.distance_transform_edt`` (45 against
    186 ms at 1080p on one core, where all of post-processing has 150 ms), and the pixel found is at most a few per cent
    farther than the nearest, which is tested against SciPy.
    """
    _, labels = cv2.distanceTransformWithLabels((~known).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    found = np.asarray(labels if where is None else labels.ravel()[where], np.int32)
    return np.flatnonzero(known).take(found - 1)  # labels number the known pixels in order, from 1


def fill_from_nearest(values: NDArray[ScalarT], holes: NDArray[np.bool_]) -> NDArray[ScalarT]:
    """Replace values in `holes` by that of the nearest other pixel.

    Parameters
    ----------
    values
        (H, W) or (H, W, C).
    holes
        (H, W) bool.

    Returns
    -------
    ndarray
        Of the shape and type of `values`; zeros where all are holes.

    Examples
    --------
    >>> fill_from_nearest(np.array([[7, 0, 0, 9]]), np.array([[False, True, False, False]]))
    array([[7, 7, 0, 9]])
    """
    if holes.all():
        return np.zeros_like(values)
    flat: NDArray[Any] = values.reshape(-1, *values.shape[2:])
    return np.asarray(flat.take(nearest_known(~holes), axis=0), values.dtype)
