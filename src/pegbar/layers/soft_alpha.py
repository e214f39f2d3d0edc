"""Soft edges of a cel, with the old background's colour taken out of them.

At its edge a cel is mixed with what lay behind: I = α·F + (1 − α)·B. F is looked for just inside the mask, B just outside it, and α is
where I projects on the line between both.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.arrays.nearest_fill import nearest_known
from pegbar.layers.separate import extract_cel

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_SURE = (1.5, 2.5)
"""Distances from the mask's edge, pixels, beyond which colours are tried as pure: a line of two pixels is pure for one only."""
_BAND = 2.0
"""Pixels on either side of the mask's edge that may be mixed."""
_MIN_CONTRAST = 24.0
"""Least distance of both colours, 8-bit levels, at which a mixture can be told from either."""
_MARGIN = 8
"""Pixels around the mask that are looked at: the nearest pure background lies within them, whatever is farther away."""
_MAX_RESIDUAL = 0.25
"""Farthest that a mixture lies from the line between both colours, as a fraction of their distance."""


class _Mixture(NamedTuple):
    """Of N pixels: how much is cel, (N,), its colour and the background's, (N, 3), and how badly they explain the pixel, (N,)."""

    alpha: Floats
    cel: Floats
    residual: Floats


def _deeper(mask: Mask, depth: float) -> Mask:
    """Pixels of a mask (H, W) that are farther than `depth` pixels from all outside it."""
    reach = int(depth)
    offsets = np.arange(-reach, reach + 1) ** 2
    disc = (offsets[:, None] + offsets <= depth**2).view(np.uint8)
    return np.asarray(cv2.erode(mask.view(np.uint8), disc) > 0)


def _explain(mixed: Floats, cel: Floats, background: Floats) -> _Mixture:
    """Project (N, 3) colours on the lines between cel and background; the residual is infinite where both are alike."""
    direction = cel - background
    square = (direction**2).sum(axis=1)
    alpha = np.clip(((mixed - background) * direction).sum(axis=1) / np.maximum(square, 1), 0, 1)
    error = mixed - background - alpha[:, None] * direction
    residual = np.sqrt((error**2).sum(axis=1) / np.maximum(square, 1))
    residual[square < _MIN_CONTRAST**2] = np.inf
    pure = np.clip(cel + error / np.maximum(alpha, 0.5)[:, None], 0, 255)
    return _Mixture(alpha, pure, residual)


def _best_mixture(flat: NDArray[np.uint8], band: NDArray[np.int64], mask: Mask) -> _Mixture:
    """The pair of pure colours that explains each pixel of the band best."""
    mixed = flat[band].astype(np.float32)
    best = _Mixture(np.zeros(len(band), np.float32), mixed, np.full(len(band), np.inf, np.float32))
    cels, backgrounds = (
        [flat[nearest_known(pure, band)].astype(np.float32) for depth in _SURE if (pure := _deeper(side, depth)).any()]
        for side in (mask, ~mask)
    )
    for cel in cels:
        for background in backgrounds:
            trial = _explain(mixed, cel, background)
            better = trial.residual < best.residual
            best = _Mixture(
                np.where(better, trial.alpha, best.alpha),
                np.where(better[:, None], trial.cel, best.cel),
                np.where(better, trial.residual, best.residual),
            )
    return best


def extract_soft_cel(frame: NDArray[np.uint8], mask: Mask) -> NDArray[np.uint8]:
    """The cel alone with soft edges, free of the background's colour.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, where the cel is.

    Returns
    -------
    ndarray
        (H, W, 4) uint8 straight-alpha RGBA. Farther than two pixels from the mask's edge it is as
        :func:`pegbar.layers.separate.extract_cel` gives it; nearer, too, where no pure colours explain the pixel: where both sides
        are alike, or where the pixel is a third colour, as of a thin outline.

    Examples
    --------
    >>> frame = np.zeros((20, 20, 3), np.uint8)
    >>> frame[:, :10], frame[:, 10] = 200, 50
    >>> mask = np.zeros((20, 20), np.bool_)
    >>> mask[:, :10] = True
    >>> extract_soft_cel(frame, mask)[5, 9:12].tolist()
    [[200, 200, 200, 255], [200, 200, 200, 64], [0, 0, 0, 0]]
    """
    cel = extract_cel(frame, mask)
    if mask.all() or not mask.any():
        return cel
    box = box_of(mask, _MARGIN)
    cel[box] = _soften(np.ascontiguousarray(frame[box]), np.ascontiguousarray(mask[box]), np.ascontiguousarray(cel[box]))
    return cel


def _soften(frame: NDArray[np.uint8], mask: Mask, cel: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A hard cel (H, W, 4) with soft edges, in place."""
    if mask.all():
        return cel
    band = np.flatnonzero(~_deeper(mask, _BAND) & ~_deeper(~mask, _BAND))
    found = _best_mixture(frame.reshape(-1, 3), band, mask)
    mixed = found.residual <= _MAX_RESIDUAL
    alpha = np.round(found.alpha[mixed] * 255).astype(np.uint8)
    layer = np.column_stack([np.round(found.cel[mixed]).astype(np.uint8), alpha])
    layer[alpha == 0] = 0
    cel.reshape(-1, 4)[band[mixed]] = layer
    return cel
