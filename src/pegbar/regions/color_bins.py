"""Colours as classes: cells of CIELAB that sRGB reaches, soft labels, and the annealed mean of a distribution (Zhang et al. 2016).

Zhang et al. classify hue and chroma of a picture whose lightness is known; line art has no lightness, so a class is a colour whole.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from skimage.color import lab2rgb, rgb2lab

_SIDE = 24.0
"""Side of a cell in CIELAB."""
_LATTICE = 33
"""Levels of each channel at which sRGB is looked up."""
_NEAREST = 5
_SIGMA = 10.0
"""Nearest cells that share a colour, and the width of the Gaussian by which they do (5 and 5 in Zhang et al., whose cells have a side of
10)."""
Colors = NDArray[np.uint8]
Floats = NDArray[np.float32]


@cache
def color_bins() -> Floats:
    """Mean CIELAB colour of every cell that sRGB reaches, (K, 3) float32, from dark to light.

    Examples
    --------
    >>> 64 <= len(color_bins()) <= 128
    True
    """
    levels = np.linspace(0, 1, _LATTICE)
    lab = rgb2lab(np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3))
    cells, member, counts = np.unique(np.round(lab / _SIDE).astype(np.int64), axis=0, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(member.ravel(), weights=lab[:, channel], minlength=len(cells)) for channel in range(3)], axis=1)
    means = (sums / counts[:, None])[counts > _LATTICE]
    return np.round(means[np.lexsort((means[:, 2], means[:, 1], means[:, 0]))], 2).astype(np.float32)


def to_lab(colors: Colors) -> Floats:
    """CIELAB of sRGB colours, (N, 3) uint8 → (N, 3) float32."""
    return np.asarray(rgb2lab(colors.reshape(1, -1, 3) / 255)[0], np.float32)


def lab_picture(picture: Colors) -> Floats:
    """CIELAB of an sRGB picture, (H, W, 3) uint8 → (H, W, 3) float32."""
    return to_lab(picture).reshape(picture.shape)


def to_rgb(lab: Floats) -> Colors:
    """Nearest sRGB colours of CIELAB, (N, 3) float → (N, 3) uint8; what sRGB does not reach is clipped.

    Examples
    --------
    >>> to_rgb(to_lab(np.uint8([[200, 30, 40]]))).tolist()
    [[200, 30, 40]]
    """
    return np.round(np.clip(lab2rgb(lab.reshape(1, -1, 3).astype(np.float64))[0], 0, 1) * 255).astype(np.uint8)


def soft_labels(lab: Floats) -> Floats:
    """How much each of the nearest cells has of a colour, (N, 3) → (N, K) float32, rows summing to 1."""
    centers = color_bins()
    squared = ((lab[:, None] - centers[None]) ** 2).sum(axis=2)
    nearest = np.argpartition(squared, _NEAREST, axis=1)[:, :_NEAREST]
    rows = np.arange(len(lab))[:, None]
    weights = np.zeros(squared.shape, np.float32)
    weights[rows, nearest] = np.exp(-squared[rows, nearest] / (2 * _SIGMA**2)) + 1e-6
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


def color_shares(picture: Colors) -> NDArray[np.float64]:
    """How much of a picture (H, W, 3) has each cell's colour, (K,), summing to 1."""
    step = 8
    codes = (picture.reshape(-1, 3) // step).astype(np.int64) @ np.array([1024, 32, 1])
    present, counts = np.unique(codes, return_counts=True)
    levels = np.stack([present // 1024, present // 32 % 32, present % 32], axis=1) * step + step // 2
    nearest = ((to_lab(levels.astype(np.uint8))[:, None] - color_bins()[None]) ** 2).sum(axis=2).argmin(axis=1)
    return np.bincount(nearest, weights=counts, minlength=len(color_bins())) / counts.sum()


def rarity_weights(frequencies: NDArray[np.float64], evenness: float = 0.5) -> Floats:
    """Weights that make rare colours count as often as common ones (Zhang et al. 2016, equation 4): mean 1 under the frequencies.

    Parameters
    ----------
    frequencies
        (K,) how often each cell occurs, any scale.
    evenness
        λ, 0–1: the part of an even distribution mixed in; 1 weights nothing.

    Examples
    --------
    >>> rarity_weights(np.array([0.9, 0.1]), 0.5).round(2).tolist()
    [0.88, 2.06]
    """
    share = frequencies / frequencies.sum()
    weights = 1 / ((1 - evenness) * share + evenness / len(share))
    return np.asarray(weights / (weights * share).sum(), np.float32)


def annealed_mean(probabilities: Floats, temperature: float = 0.38) -> Floats:
    """Mean CIELAB colour of sharpened distributions (Zhang et al. 2016, equation 5), (N, K) → (N, 3) float32.

    At temperature 1 it is the mean, which is grey where several colours are likely; near 0 the most probable cell.
    """
    log = np.log(np.maximum(probabilities, 1e-12)) / temperature
    sharp = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(sharp / sharp.sum(axis=1, keepdims=True) @ color_bins(), np.float32)
