"""Colour regions scored against exact ones, beside those of other methods."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pegbar.metrics.boundaries import f_score, near_hits
from pegbar.metrics.regions import (
    BORDER_TOLERANCE,
    Regions,
    achievable_segmentation_accuracy,
    overlaps,
    under_segmentation_error,
)
from pegbar.regions.baselines import BASELINES, baseline
from pegbar.regions.displacement import borders
from pegbar.regions.labels import regions_from

Maps = tuple[NDArray[np.float32], NDArray[np.float32]]
OURS, UNMERGED = "ours", "ours, unmerged"
"""Unmerged are our floods before weak borders are removed: as many regions as others make."""


@dataclass
class RegionEvaluation:
    """Scores over many illustrations: border counts are summed, the others averaged."""

    hits: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    accuracies: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, truth: Regions, predicted: Regions) -> None:
        """Count one illustration; the edge of the picture is no border."""
        true_borders, predicted_borders = (borders(regions)[1:-1, 1:-1] for regions in (truth, predicted))
        precise = near_hits(predicted_borders, true_borders, BORDER_TOLERANCE)
        recalled = near_hits(true_borders, predicted_borders, BORDER_TOLERANCE)
        self.hits = [old + new for old, new in zip(self.hits, (*precise, *recalled), strict=True)]
        shared = overlaps(truth, predicted)
        self.accuracies.append(achievable_segmentation_accuracy(shared))
        self.errors.append(under_segmentation_error(shared))
        self.counts.append(int(predicted.max()))

    def metrics(self) -> dict[str, float | int]:
        """Under the names of the design."""
        precise, predicted, recalled, truth = self.hits
        return {
            "pictures": len(self.counts),
            "boundary_f": f_score((precise, predicted, recalled, truth)),
            "boundary_precision": precise / max(1, predicted),
            "boundary_recall": recalled / max(1, truth),
            "achievable_segmentation_accuracy": float(np.mean(self.accuracies)),
            "under_segmentation_error": float(np.mean(self.errors)),
            "regions": float(np.mean(self.counts)),
        }


class Comparison:
    """Our regions beside those of other methods, on the same illustrations."""

    def __init__(self, min_size: int) -> None:
        self.min_size = min_size
        self.scores = {name: RegionEvaluation() for name in (OURS, UNMERGED, *BASELINES)}

    def add(self, picture: NDArray[np.uint8], truth: Regions, maps: Maps, ours: Regions) -> None:
        """Count one illustration (H, W, 3) with our displacement and border maps and the regions found on them."""
        self.scores[OURS].add(truth, ours)
        self.scores[UNMERGED].add(truth, regions_from(*maps, threshold=0.0, min_size=self.min_size))
        for name in BASELINES:
            self.scores[name].add(truth, baseline(name, picture, self.min_size))

    def metrics(self) -> dict[str, dict[str, float | int]]:
        """Scores by method."""
        return {name: scores.metrics() for name, scores in self.scores.items()}
