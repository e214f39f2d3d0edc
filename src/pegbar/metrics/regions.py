"""Scores of colour regions against exact ones."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from skimage.color import rgb2lab

from pegbar.metrics.boundaries import f_score, near_hits
from pegbar.regions.baselines import BASELINES, baseline
from pegbar.regions.displacement import borders
from pegbar.regions.labels import regions_from

Regions = NDArray[np.int32]
Maps = tuple[NDArray[np.float32], NDArray[np.float32]]
OURS, UNMERGED = "ours", "ours, unmerged"
"""Unmerged are our floods before weak borders are taken down: as many regions as others make."""
TOLERANCE = 2.0
"""Pixels by which a border may miss."""


def overlaps(truth: Regions, found: Regions) -> NDArray[np.int64]:
    """Pixels that a true and a found region share, (true regions, found regions); maps (H, W) of ids from 1."""
    codes = truth.astype(np.int64) * (int(found.max()) + 1) + found
    counts = np.bincount(codes.ravel(), minlength=(int(truth.max()) + 1) * (int(found.max()) + 1))
    return counts.reshape(int(truth.max()) + 1, int(found.max()) + 1)[1:, 1:]


def achievable_segmentation_accuracy(shared: NDArray[np.int64]) -> float:
    """Accuracy of the best labelling that gives each found region one true one (Liu et al. 2011), from :func:`overlaps`."""
    return float(shared.max(axis=0).sum() / shared.sum())


def under_segmentation_error(shared: NDArray[np.int64]) -> float:
    """Share of pixels by which found regions leak over true borders, the smaller part of each (Neubert and Protzel 2012)."""
    sizes = shared.sum(axis=0, keepdims=True)
    return float(np.where(shared > 0, np.minimum(shared, sizes - shared), 0).sum() / shared.sum())


def color_distance(picture: NDArray[np.uint8], flat: NDArray[np.uint8]) -> float:
    """Mean CIELAB distance (ΔE 1976) between two pictures (H, W, 3)."""
    return float(np.linalg.norm(rgb2lab(picture / 255) - rgb2lab(flat / 255), axis=-1).mean())


@dataclass
class RegionEvaluation:
    """Scores over many illustrations: border counts are summed, the others averaged."""

    hits: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    accuracies: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, truth: Regions, found: Regions) -> None:
        """Count one illustration; the edge of the picture is no border."""
        real, drawn = (borders(ids)[1:-1, 1:-1] for ids in (truth, found))
        pair = (*near_hits(drawn, real, TOLERANCE), *near_hits(real, drawn, TOLERANCE))
        self.hits = [old + new for old, new in zip(self.hits, pair, strict=True)]
        shared = overlaps(truth, found)
        self.accuracies.append(achievable_segmentation_accuracy(shared))
        self.errors.append(under_segmentation_error(shared))
        self.counts.append(int(found.max()))

    def metrics(self) -> dict[str, float | int]:
        """Under the names of the design."""
        right, predicted, hit, true = self.hits
        return {
            "pictures": len(self.counts),
            "boundary_f": f_score((right, predicted, hit, true)),
            "boundary_precision": right / max(1, predicted),
            "boundary_recall": hit / max(1, true),
            "achievable_segmentation_accuracy": float(np.mean(self.accuracies)),
            "under_segmentation_error": float(np.mean(self.errors)),
            "regions": float(np.mean(self.counts)),
        }


class Comparison:
    """Our regions beside those of other methods, on the same illustrations."""

    def __init__(self, least: int) -> None:
        self.least = least
        self.scores = {name: RegionEvaluation() for name in (OURS, UNMERGED, *BASELINES)}

    def add(self, picture: NDArray[np.uint8], truth: Regions, maps: Maps, ours: Regions) -> None:
        """Count one illustration (H, W, 3) with our displacement and border maps and the regions found on them."""
        self.scores[OURS].add(truth, ours)
        self.scores[UNMERGED].add(truth, regions_from(*maps, limit=0.0, least=self.least))
        for name in BASELINES:
            self.scores[name].add(truth, baseline(name, picture, self.least))

    def metrics(self) -> dict[str, dict[str, float | int]]:
        """Scores by method."""
        return {name: own.metrics() for name, own in self.scores.items()}
