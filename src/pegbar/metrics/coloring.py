"""Scores of a colouring against its hints, its regions and the illustration."""

import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_cie76, rgb2lab
from skimage.metrics import peak_signal_noise_ratio

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.regions.propagation import INK_THRESHOLD

Picture = NDArray[np.uint8]
HINT_RADIUS = 3.0
"""Pixels around a hint in which its colour is expected."""
BLEED_RADIUS = 4
"""Pixels to either side of a border in which colour may bleed."""
MIN_CONTRAST = 20.0
"""CIELAB distance (ΔE 1976) from which two neighbouring colours count as different."""


def _lab(picture: Picture) -> NDArray[np.float64]:
    return np.asarray(rgb2lab(picture / 255))


def hint_error(painted: Picture, hints: Picture, lines: Picture, regions: NDArray[np.int32] | None = None) -> float:
    """Mean ΔE (CIELAB 1976) between each hint and what was painted on it and within `HINT_RADIUS` pixels of it, off the ink.

    Parameters
    ----------
    painted
        (H, W, 3) uint8 RGB.
    hints
        (H, W, 4) uint8 RGBA; those with alpha above 127 count.
    lines
        (H, W) uint8 line art, dark on white.
    regions
        Exact regions (H, W) int32: only places in the hint's own region count.

    Returns
    -------
    ΔE ≥ 0; NaN without a hint off the ink.

    Examples
    --------
    >>> painted = np.full((8, 8, 3), 90, np.uint8)
    >>> hints = np.zeros((8, 8, 4), np.uint8)
    >>> hints[4, 4] = (90, 90, 90, 255)
    >>> hint_error(painted, hints, np.full((8, 8), 255, np.uint8))
    0.0
    """
    hinted = hints[..., 3] > 127
    if not hinted.any():
        return float("nan")
    source = nearest_known(hinted)
    rows, columns = np.indices(hinted.shape)
    distance = np.hypot(source // hinted.shape[1] - rows, source % hinted.shape[1] - columns)
    counted = (distance <= HINT_RADIUS) & (lines >= INK_THRESHOLD)
    if regions is not None:
        counted &= regions.ravel()[source] == regions
    if not counted.any():
        return float("nan")
    expected = hints.reshape(-1, 4)[source[counted], :3]
    return float(deltaE_cie76(_lab(painted)[counted], _lab(expected[None])[0]).mean())


def bleed(painted: Picture, flat: Picture, regions: NDArray[np.int32], lines: Picture) -> tuple[int, int]:
    """Count places off the ink beside a border whose colour is nearer to the other side's than to their own.

    Only borders between flat colours of at least `MIN_CONTRAST` count, and places up to `BLEED_RADIUS` pixels from them.

    Parameters
    ----------
    painted, flat
        (H, W, 3) uint8 RGB: the colouring, and each region in its own colour.
    regions
        Exact regions, (H, W) int32.
    lines
        (H, W) uint8 line art, dark on white.

    Returns
    -------
    Wrong places, and all places that were looked at; over many pictures both are summed before they are divided.

    Examples
    --------
    >>> regions = np.ones((10, 20), np.int32)
    >>> regions[:, 10:] = 2
    >>> flat = np.where(regions[..., None] == 1, np.uint8(20), np.uint8(220)).repeat(3, axis=2)
    >>> bleed(flat, flat, regions, np.full((10, 20), 255, np.uint8))
    (0, 80)
    """
    painted_lab, flat_lab = _lab(painted), _lab(flat)
    wrong, total = 0, 0
    for axis in (0, 1):
        for shift in (-BLEED_RADIUS, BLEED_RADIUS):
            inside = np.ones(regions.shape, np.bool_)
            edge = slice(0, BLEED_RADIUS) if shift > 0 else slice(-BLEED_RADIUS, None)
            inside[(edge, slice(None)) if axis == 0 else (slice(None), edge)] = False
            other_lab = np.roll(flat_lab, shift, axis)
            beside = inside & (np.roll(regions, shift, axis) != regions) & (lines >= INK_THRESHOLD)
            beside &= deltaE_cie76(other_lab, flat_lab) >= MIN_CONTRAST
            to_other = deltaE_cie76(painted_lab[beside], other_lab[beside])
            to_own = deltaE_cie76(painted_lab[beside], flat_lab[beside])
            wrong += int((to_other < to_own).sum())
            total += int(beside.sum())
    return wrong, total


def psnr_outside(painted: Picture, truth: Picture, hints: Picture) -> float:
    """Peak signal to noise ratio where no hint is, dB.

    Parameters
    ----------
    painted, truth
        (H, W, 3) uint8 RGB.
    hints
        (H, W, 4) uint8 RGBA.

    Returns
    -------
    dB; infinity where the pictures agree, NaN where hints are everywhere.
    """
    free = hints[..., 3] <= 127
    if not free.any():
        return float("nan")
    return float(peak_signal_noise_ratio(truth[free], painted[free], data_range=255))


def frechet_distance(features: NDArray[np.float64], reference: NDArray[np.float64]) -> float:
    """Fréchet distance of two sets of features as Gaussians (Heusel et al. 2017, equation 6).

    It is FID only for Inception's features of enough pictures; the metric's name must say whose features these are.

    Parameters
    ----------
    features, reference
        (N, C) and (M, C) float64, N and M at least 2.

    Returns
    -------
    Squared distance ≥ 0, up to rounding.

    Examples
    --------
    >>> features = np.random.default_rng(0).normal(size=(100, 3))
    >>> round(frechet_distance(features + [3, 0, 0], features), 6)
    9.0
    """
    means, covariances = zip(*((rows.mean(axis=0), np.cov(rows, rowvar=False)) for rows in (features, reference)), strict=True)
    trace_root = np.sqrt(np.maximum(np.real(np.linalg.eigvals(covariances[0] @ covariances[1])), 0)).sum()
    return float(((means[0] - means[1]) ** 2).sum() + np.trace(covariances[0] + covariances[1]) - 2 * trace_root)
