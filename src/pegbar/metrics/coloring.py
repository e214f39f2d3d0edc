"""Scores of a colouring against its hints, its regions and the illustration."""

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.color import deltaE_cie76, rgb2lab
from skimage.metrics import peak_signal_noise_ratio

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.regions.color_bins import color_bins, color_shares
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


def colorfulness(picture: Picture) -> float:
    """How colourful a picture is (Hasler and Süsstrunk 2003): 0 for grey, about 50 for a moderately and 100 for a highly colourful one.

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB, or any (…, 3).

    Examples
    --------
    >>> colorfulness(np.full((4, 4, 3), 90, np.uint8))
    0.0
    """
    red, green, blue = np.moveaxis(picture.reshape(-1, 3).astype(np.float64), 1, 0)
    across, along = red - green, (red + green) / 2 - blue
    return float(np.hypot(across.std(), along.std()) + 0.3 * np.hypot(across.mean(), along.mean()))


def palette_distance(painted: Picture, truth: Picture) -> float:
    """How far colour must be moved to turn the colours of one picture into those of another, wherever they lie.

    The earth mover's distance (Rubner et al. 2000) of both histograms over :func:`pegbar.regions.color_bins.color_bins`.

    Parameters
    ----------
    painted, truth
        (H, W, 3) uint8 RGB.

    Returns
    -------
    Mean ΔE (CIELAB 1976) ≥ 0.

    Examples
    --------
    >>> black, white = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 255, np.uint8)
    >>> palette_distance(white, white), 80 < palette_distance(black, white) < 100
    (0.0, True)
    """
    one, other = _signature(painted), _signature(truth)
    return 0.0 if np.array_equal(one, other) else float(cv2.EMD(one, other, cv2.DIST_L2)[0])


def _signature(picture: Picture) -> NDArray[np.float32]:
    """Share and CIELAB of each colour that is there, (M, 4)."""
    shares = color_shares(picture)
    kept = shares > 0
    return np.column_stack([shares[kept], color_bins()[kept]]).astype(np.float32)


def shading_correlation(painted: Picture, light: NDArray[np.float32], regions: NDArray[np.int32], lines: Picture) -> float:
    """Correlation of painted light with the true one: of lightness less its mean over each region, off the ink.

    Parameters
    ----------
    painted
        (H, W, 3) uint8 RGB.
    light
        (H, W) float32: −1 in shadow, 0 where it is lit, 1 in highlight, NaN where nothing is known.
    regions
        Exact regions, (H, W) int32.
    lines
        (H, W) uint8 line art, dark on white.

    Returns
    -------
    −1 to 1; 0 for flats, NaN where there is no light to paint.

    Examples
    --------
    >>> light, regions = np.zeros((4, 4), np.float32), np.ones((4, 4), np.int32)
    >>> light[:, :2] = -1
    >>> painted = np.where(light[..., None] < 0, np.uint8(90), np.uint8(120)).repeat(3, axis=2)
    >>> round(shading_correlation(painted, light, regions, np.full((4, 4), 255, np.uint8)), 6)
    1.0
    """
    seen = (lines >= INK_THRESHOLD) & ~np.isnan(light)
    parts = [_within(values[seen], regions[seen]) for values in (_lab(painted)[..., 0], light.astype(np.float64))]
    if not seen.any() or parts[1].std() < 1e-9:
        return float("nan")
    return 0.0 if parts[0].std() < 1e-9 else float(np.corrcoef(parts[0], parts[1])[0, 1])


def _within(values: NDArray[np.float64], numbers: NDArray[np.int32]) -> NDArray[np.float64]:
    """Values less the mean of their region."""
    sums, counts = np.bincount(numbers, weights=values), np.bincount(numbers)
    return values - (sums / np.maximum(counts, 1))[numbers]


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
