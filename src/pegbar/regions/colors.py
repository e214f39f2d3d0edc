"""Colour quantisation by region: each region's median colour, clustered by k-means into a palette with one hard mask each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from skimage.color import lab2rgb, rgb2lab
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from pegbar.errors import PegbarError

ColorSpace = Literal["rgb", "lab"]


@dataclass(frozen=True)
class ColorMap:
    """An illustration in a palette of few colours.

    Attributes
    ----------
    index
        Number of a pixel's colour, (H, W) uint8 below the palette's length.
    palette
        (K, 3) uint8 RGB.
    """

    index: NDArray[np.uint8]
    palette: NDArray[np.uint8]

    @property
    def picture(self) -> NDArray[np.uint8]:
        """The colour map as a picture, (H, W, 3) uint8 RGB."""
        return self.palette[self.index]


def region_medians(picture: NDArray[np.uint8], regions: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Lower median colour of each region, by channel.

    From histograms: :func:`scipy.ndimage.median` sorts, which takes fourteen times as long (the tests check one against the other).

    Parameters
    ----------
    picture
        (H, W, 3) uint8.
    regions
        (H, W) int32 region numbers.

    Returns
    -------
    (regions.max() + 1, 3) uint8, row n for region n; numbers that do not occur have 0.
    """
    count = int(regions.max()) + 1
    medians = np.empty((count, 3), np.uint8)
    for channel in range(3):
        codes = regions.ravel().astype(np.int64) * 256 + picture[..., channel].ravel()
        levels = np.bincount(codes, minlength=count * 256).reshape(count, 256).cumsum(axis=1)
        medians[:, channel] = (levels * 2 < levels[:, -1:]).sum(axis=1).clip(max=255)
    return medians


def quantize_colors(
    picture: NDArray[np.uint8], regions: NDArray[np.int32], clusters: int = 25, space: ColorSpace = "rgb", seed: int = 0
) -> ColorMap:
    """Paint each region in its median colour and cluster the colours (StencilTorch 3.2).

    Parameters
    ----------
    picture
        (H, W, 3) uint8 RGB.
    regions
        (H, W) int32 region numbers.
    clusters
        Maximum number of colours, 1 to 256; a picture of fewer keeps its own.
    space
        Where distances are measured: RGB as in the paper, or CIELAB.
    seed
        Of k-means.

    Returns
    -------
    ColorMap
        Index (H, W) uint8 and palette (K, 3) uint8, K ≤ `clusters`.

    Raises
    ------
    PegbarError
        `clusters` is out of range or the sizes differ.

    Examples
    --------
    >>> picture = np.array([[[200, 0, 0], [202, 0, 0], [0, 0, 90]]], np.uint8)
    >>> colors = quantize_colors(picture, np.array([[1, 1, 2]], np.int32))
    >>> colors.picture.tolist()
    [[[200, 0, 0], [200, 0, 0], [0, 0, 90]]]
    """
    if not 1 <= clusters <= 256:
        raise PegbarError(f"clusters: found {clusters}, expected 1 to 256")
    if picture.shape[:2] != regions.shape:
        raise PegbarError(f"regions: found size {regions.shape}, expected the picture's {picture.shape[:2]}")
    medians, sizes = region_medians(picture, regions), np.bincount(regions.ravel())
    present = np.flatnonzero(sizes)
    distinct, member = np.unique(medians[present], axis=0, return_inverse=True)
    color_of_region = np.zeros(len(sizes), np.int64)
    color_of_region[present] = member.ravel()
    if len(distinct) <= clusters:
        return ColorMap(color_of_region[regions].astype(np.uint8), distinct)
    weights = np.bincount(member.ravel(), weights=sizes[present]).astype(np.float64)
    palette, assignment = _weighted_kmeans(distinct, weights, clusters, space, seed)
    return ColorMap(assignment[color_of_region][regions].astype(np.uint8), palette)


def _weighted_kmeans(
    colors: NDArray[np.uint8], weights: NDArray[np.float64], clusters: int, space: ColorSpace, seed: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Weighted k-means of distinct colours (N, 3) → palette (K, 3) and the cluster of each (N,)."""
    points = rgb2lab(colors / 255) if space == "lab" else colors.astype(np.float64)
    with threadpool_limits(1):
        kmeans = KMeans(clusters, n_init=2, max_iter=60, random_state=seed).fit(points, sample_weight=weights)
    centers = kmeans.cluster_centers_
    rgb = lab2rgb(centers) * 255 if space == "lab" else centers
    return np.round(np.clip(rgb, 0, 255)).astype(np.uint8), kmeans.labels_.astype(np.int64)
