"""Other segmentations into colour regions, for comparison: picture (H, W, 3) uint8 → regions (H, W) int32 from 1."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import graph
from skimage.filters import sobel
from skimage.measure import label
from skimage.segmentation import felzenszwalb, slic, watershed
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.lineart.xdog import PRESETS, extract_lines
from pegbar.regions.labels import merge_small

Picture = NDArray[np.uint8]
Regions = NDArray[np.int32]
_BALL_RADII = (8, 5, 3, 2, 1)
_KMEANS_SAMPLE = 8192


def mean_shift(picture: Picture) -> Regions:
    """Mean shift in place and colour (Comaniciu and Meer 2002); connected areas of one filtered colour."""
    filtered = cv2.pyrMeanShiftFiltering(picture, 8, 18).astype(np.int32)
    codes = (filtered // 12) @ np.array([65536, 256, 1], np.int32)
    return np.asarray(label(codes + 1, connectivity=1), np.int32)


def slic_merged(picture: Picture) -> Regions:
    """SLIC superpixels (Achanta et al. 2012), neighbours of similar mean colour merged."""
    pixels = slic(picture, n_segments=600, compactness=10, start_label=1)
    return np.asarray(graph.cut_threshold(pixels, graph.rag_mean_color(picture, pixels), 20) + 1, np.int32)


def felzenszwalb_graph(picture: Picture) -> Regions:
    """Graph-based segmentation (Felzenszwalb and Huttenlocher 2004)."""
    return np.asarray(felzenszwalb(picture, scale=100, sigma=0.5, min_size=20) + 1, np.int32)


def gradient_watershed(picture: Picture) -> Regions:
    """Watershed on the gradient, seeded where it is low (Meyer 1994)."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 0.7).astype(np.float64) / 255
    gradient = np.max([sobel(smooth[..., channel]) for channel in range(3)], axis=0)
    return np.asarray(watershed(gradient, label(gradient < 0.02, connectivity=1)), np.int32)


def trapped_ball(picture: Picture) -> Regions:
    """Trapped balls between xDoG lines (Zhang et al. 2009): what a ball reaches without crossing a line is a region, large balls first."""
    free = (extract_lines(picture, PRESETS["stenciltorch"]) > 0).astype(np.uint8)
    regions = np.zeros(free.shape, np.int32)
    for radius in _BALL_RADII:
        ball = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        centers = label(cv2.erode(free, ball, borderValue=1), connectivity=1).astype(np.int32)
        swept = cv2.dilate(centers.astype(np.float32), ball).astype(np.int32)
        assigned = (swept > 0) & (free > 0)
        regions[assigned] = swept[assigned] + regions.max()
        free[assigned] = 0
    return fill_from_nearest(regions, regions == 0) if regions.any() else np.ones(regions.shape, np.int32)


BASELINES: dict[str, Callable[[Picture], Regions]] = {
    "mean shift": mean_shift,
    "SLIC + merging": slic_merged,
    "Felzenszwalb": felzenszwalb_graph,
    "trapped ball on xDoG": trapped_ball,
    "watershed on gradient": gradient_watershed,
}


def baseline(name: str, picture: Picture, min_size: int) -> Regions:
    """Regions of a picture by the named method of ``BASELINES``, with regions under `min_size` pixels merged as ours are.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.

    Returns
    -------
    (H, W) int32, regions from 1 without gaps.
    """
    return merge_small(BASELINES[name](picture), min_size)


def plain_kmeans(picture: Picture, clusters: int, seed: int = 0) -> Picture:
    """The picture (H, W, 3) uint8 in at most `clusters` colours by k-means on its pixels alone, (H, W, 3) uint8."""
    pixels = picture.reshape(-1, 3).astype(np.float64)
    sample = pixels[np.random.default_rng(seed).permutation(len(pixels))[:_KMEANS_SAMPLE]]
    distinct = len(np.unique(sample, axis=0))
    with threadpool_limits(1):
        kmeans = KMeans(min(clusters, distinct), n_init=2, max_iter=60, random_state=seed).fit(sample)
        assignment = kmeans.predict(pixels)
    return np.round(kmeans.cluster_centers_).astype(np.uint8)[assignment].reshape(picture.shape)
