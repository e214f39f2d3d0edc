"""From regions to few colours: each region's median colour, gathered by k-means into a palette with one hard mask each."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from skimage.color import lab2rgb, rgb2lab
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from pegbar.errors import PegbarError

Space = Literal["rgb", "lab"]


@dataclass(frozen=True)
class ColorMap:
    """An illustration in few colours.

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
        """The colour map as a picture, (H, W, 3)."""
        return self.palette[self.index]

    def mask(self, colors: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Where any of the numbered colours is, (H, W)."""
        chosen = np.zeros(len(self.palette), np.bool_)
        chosen[colors] = True
        return chosen[self.index]


def region_medians(picture: NDArray[np.uint8], regions: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Median colour of each region, by channel: picture (H, W, 3), regions (H, W) → (regions.max() + 1, 3), row n for region n."""
    count = int(regions.max()) + 1
    medians = np.empty((count, 3), np.uint8)
    for channel in range(3):
        codes = regions.ravel().astype(np.int64) * 256 + picture[..., channel].ravel()
        levels = np.bincount(codes, minlength=count * 256).reshape(count, 256).cumsum(axis=1)
        medians[:, channel] = (levels * 2 < levels[:, -1:]).sum(axis=1).clip(max=255)
    return medians


def few_colors(picture: NDArray[np.uint8], regions: NDArray[np.int32], clusters: int = 25, space: Space = "rgb", seed: int = 0) -> ColorMap:
    """Paint each region in its median colour and gather the colours (StencilTorch 3.2).

    Parameters
    ----------
    clusters
        Colours at most, 1 to 256; a picture of fewer keeps its own.
    space
        Where distances are measured: RGB as in the paper, or CIELAB.

    Raises
    ------
    PegbarError
        `clusters` is out of range or the sizes differ.
    """
    if not 1 <= clusters <= 256:
        raise PegbarError(f"clusters: found {clusters}, expected 1 to 256")
    if picture.shape[:2] != regions.shape:
        raise PegbarError(f"regions: found size {regions.shape}, expected the picture's {picture.shape[:2]}")
    medians, sizes = region_medians(picture, regions), np.bincount(regions.ravel())
    present = np.flatnonzero(sizes)
    distinct, member = np.unique(medians[present], axis=0, return_inverse=True)
    group = np.zeros(len(sizes), np.int64)
    group[present] = member.ravel()
    weights = np.bincount(member.ravel(), weights=sizes[present]).astype(np.float64)
    if len(distinct) <= clusters:
        return ColorMap(group[regions].astype(np.uint8), distinct)
    palette, cluster = _gather(distinct, weights, clusters, space, seed)
    return ColorMap(cluster[group][regions].astype(np.uint8), palette)


def _gather(
    colors: NDArray[np.uint8], weights: NDArray[np.float64], clusters: int, space: Space, seed: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Weighted k-means of distinct colours → palette (K, 3) and the cluster of each."""
    points = rgb2lab(colors / 255) if space == "lab" else colors.astype(np.float64)
    with threadpool_limits(1):
        found = KMeans(clusters, n_init=2, max_iter=60, random_state=seed).fit(points, sample_weight=weights)
    centers = found.cluster_centers_
    rgb = lab2rgb(centers) * 255 if space == "lab" else centers
    return np.round(np.clip(rgb, 0, 255)).astype(np.uint8), found.labels_.astype(np.int64)
