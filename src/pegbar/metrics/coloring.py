"""Scores of a colouring against its hints, its regions and the illustration."""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.color import rgb2lab
from skimage.metrics import peak_signal_noise_ratio

from pegbar.regions.propagation import INK

Picture = NDArray[np.uint8]
AROUND = 3.0
"""Pixels around a hint in which its colour is expected."""
REACH = 4
"""Pixels to either side of a border in which colour may bleed."""
APART = 20.0
"""CIELAB distance from which two neighbouring colours are told apart."""


def _lab(picture: Picture) -> NDArray[np.float64]:
    return np.asarray(rgb2lab(picture / 255))


def hint_error(painted: Picture, hints: Picture, lines: Picture, regions: NDArray[np.int32] | None = None) -> float:
    """Mean ΔE between each hint and what was painted on it and within `AROUND` pixels of it, off the ink.

    With exact `regions` (H, W) only places in the hint's own region count. Without a hint the result is NaN.
    """
    given = hints[..., 3] > 127
    if not given.any():
        return float("nan")
    distance, nearest = cv2.distanceTransformWithLabels((~given).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    where = np.zeros(int(nearest.max()) + 1, np.int64)
    where[nearest[given]] = np.flatnonzero(given)
    source = where[nearest]
    counted = (distance <= AROUND) & (lines >= INK)
    if regions is not None:
        counted &= regions.ravel()[source] == regions
    if not counted.any():
        return float("nan")
    wanted = hints.reshape(-1, 4)[source[counted], :3]
    return float(np.linalg.norm(_lab(painted)[counted] - _lab(wanted[None])[0], axis=-1).mean())


def bleed(painted: Picture, flat: Picture, regions: NDArray[np.int32], lines: Picture) -> tuple[int, int]:
    """Places off the ink beside a border whose colour is nearer to the other side's than to their own, and all such places.

    Only borders between flat colours at least `APART` apart count.
    """
    found, own = _lab(painted), _lab(flat)
    wrong, total = 0, 0
    for axis in (0, 1):
        for shift in (-REACH, REACH):
            inside = np.ones(regions.shape, np.bool_)
            edge = slice(0, REACH) if shift > 0 else slice(-REACH, None)
            inside[(edge, slice(None)) if axis == 0 else (slice(None), edge)] = False
            other = np.roll(own, shift, axis)
            beside = inside & (np.roll(regions, shift, axis) != regions) & (lines >= INK)
            beside &= np.linalg.norm(other - own, axis=-1) >= APART
            to_other = np.linalg.norm(found[beside] - other[beside], axis=-1)
            to_own = np.linalg.norm(found[beside] - own[beside], axis=-1)
            wrong += int((to_other < to_own).sum())
            total += int(beside.sum())
    return wrong, total


def psnr_outside(painted: Picture, truth: Picture, hints: Picture) -> float:
    """Peak signal to noise ratio where no hint is, dB; NaN where hints are everywhere."""
    free = hints[..., 3] <= 127
    if not free.any():
        return float("nan")
    return float(peak_signal_noise_ratio(truth[free], painted[free], data_range=255))


def frechet_distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Fréchet distance of two sets of features (N, C), as FID has it; the metric's name must say whose features."""
    means, spreads = zip(*((x.mean(axis=0), np.cov(x, rowvar=False)) for x in (one, other)), strict=True)
    shared = np.sqrt(np.maximum(np.real(np.linalg.eigvals(spreads[0] @ spreads[1])), 0)).sum()
    return float(((means[0] - means[1]) ** 2).sum() + np.trace(spreads[0] + spreads[1]) - 2 * shared)
