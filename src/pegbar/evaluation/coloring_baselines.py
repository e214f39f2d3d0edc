"""Ways to colour line art that need no network, or none that was trained for it: what a colouriser has to be better than."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from pegbar.datasets.painting_dataset import PaintingDataset, Sheets
from pegbar.lineart.ink import lay_ink, separate_ink
from pegbar.networks.tag_encoder import TagEncoder, pooled
from pegbar.regions.colors import region_medians
from pegbar.regions.hinted_regions import HintedRegions, hinted_regions
from pegbar.regions.parted_regions import parted_regions
from pegbar.regions.propagation import propagate_hints
from pegbar.regions.region_shapes import shapes
from pegbar.transforms.colorizer_inputs import ColorizeRequest
from pegbar.transforms.preprocessing import resize, standardize, to_tensor

_REGIONS = 1200
_SEEN = 256
_CLUSTERS = 64
Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]


def propagation_only(request: ColorizeRequest) -> Picture:
    """The propagated hints themselves as the painting, line art where no hint came.

    Returns
    -------
    (H, W, 3) uint8; `previous` outside the mask.
    """
    propagated = propagate_hints(request.lines, request.hints, request.mask)
    painted = np.where((propagated.confidence > 0)[..., None], propagated.colors, request.lines[..., None])
    return np.where(request.mask[..., None], painted, request.previous)


def _filled(request: ColorizeRequest, found: HintedRegions, proposed: Picture) -> Picture:
    """Regions in the colours of their hints, else in the proposed ones (N, 3), with the ink over them."""
    colors = np.where(found.hinted[:, None], found.colors, proposed)
    painted = lay_ink(colors[found.regions - 1], separate_ink(request.lines))
    return np.where(request.mask[..., None], painted, request.previous)


def _regions(request: ColorizeRequest) -> HintedRegions:
    return hinted_regions(
        request.lines, np.where(request.mask[..., None], request.hints, np.uint8(0)), parted_regions(request.lines, _REGIONS).regions
    )


class Retrieval:
    """Each region takes what the most similar line art of the training set has at its place (nearest palette)."""

    def __init__(self, train: PaintingDataset, tag_encoder: TagEncoder, pictures: int) -> None:
        self._encoder = tag_encoder.eval()
        chosen = np.unique(np.linspace(0, len(train) - 1, min(pictures, len(train))).round().astype(int))
        self._sheets = [train.middle(int(index), _SEEN) for index in chosen]
        self._features = np.stack([self._describe(sheets.lines) for sheets in self._sheets])

    @torch.inference_mode()
    def _describe(self, lines: Picture) -> Floats:
        seen = resize(lines, (_SEEN, _SEEN))[..., None].repeat(3, axis=2)
        device = next(self._encoder.parameters()).device
        features = pooled(self._encoder.features(standardize(to_tensor(seen)[None].to(device), "fixed")))[0].cpu().double().numpy()
        return np.asarray(features / max(float(np.linalg.norm(features)), 1e-9))

    def __call__(self, request: ColorizeRequest) -> Picture:
        """Paint."""
        nearest = self._sheets[int((self._features @ self._describe(request.lines)).argmax())]
        height, width = request.lines.shape
        there = np.asarray(cv2.resize(nearest.flat, (width, height), interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)
        found = _regions(request)
        return _filled(request, found, region_medians(there, found.regions)[1:])


class _Learnt(NamedTuple):
    shapes: Floats
    colors: Picture


def _learn(sheets: Sheets) -> _Learnt:
    regions = parted_regions(sheets.lines, _REGIONS).regions
    return _Learnt(shapes(regions).astype(np.float64), region_medians(sheets.flat, regions)[1:])


class KMeansFill:
    """Each region takes the mean colour of training regions of like place, size and shape, by k-means over these."""

    def __init__(self, train: PaintingDataset, pictures: int) -> None:
        chosen = np.unique(np.linspace(0, len(train) - 1, min(pictures, len(train))).round().astype(int))
        learnt = [_learn(train.middle(int(index), _SEEN)) for index in chosen]
        known, colors = np.concatenate([one.shapes for one in learnt]), np.concatenate([one.colors for one in learnt])
        with threadpool_limits(1):
            self._kmeans = KMeans(min(_CLUSTERS, len(np.unique(known, axis=0))), n_init=2, random_state=0).fit(known)
        sums = [np.bincount(self._kmeans.labels_, weights=colors[:, channel], minlength=self._kmeans.n_clusters) for channel in range(3)]
        counts = np.bincount(self._kmeans.labels_, minlength=self._kmeans.n_clusters)
        self._colors = np.round(np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]).astype(np.uint8)

    def __call__(self, request: ColorizeRequest) -> Picture:
        """Paint."""
        found = _regions(request)
        with threadpool_limits(1):
            clusters = self._kmeans.predict(shapes(found.regions).astype(np.float64))
        return _filled(request, found, self._colors[clusters])
