"""From ground truth and predictions to the metrics of cels and douga."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.skeletons import is_line, skeleton
from pegbar.metrics.boundaries import boundary_hits, f_score
from pegbar.metrics.confusion import accuracy, class_scores, confusion, mean_iou
from pegbar.metrics.lines import LineHits, match
from pegbar.vocabulary.douga_classes import AREAS, CLASS_NAMES, LINES, SCORED, SCORED_LINES

BOUNDARY_TOLERANCE = 2.0
Mask = NDArray[np.bool_]
Classes = NDArray[np.uint8]


@dataclass(frozen=True)
class CelEvaluation:
    """``cel.*`` metrics and the (2, 2) confusion matrix, background first."""

    metrics: dict[str, float]
    counts: NDArray[np.int64]


def evaluate_cels(pairs: Iterable[tuple[Mask, Mask]]) -> CelEvaluation:
    """Score predicted cel masks, all pixels of all frames together; boundary F within 2 px.

    Parameters
    ----------
    pairs
        (ground truth, prediction) of each frame, (H, W) bool each.
    """
    counts, hits, frames = np.zeros((2, 2), np.int64), np.zeros(4, np.int64), 0
    for truth, predicted in pairs:
        counts += confusion(truth.astype(np.uint8), predicted.astype(np.uint8), 2)
        hits += boundary_hits(truth, predicted, BOUNDARY_TOLERANCE)
        frames += 1
    scores = class_scores(counts)
    metrics = {
        "frames": frames,
        "accuracy": accuracy(counts),
        "iou": float(scores["iou"][1]),
        "precision": float(scores["precision"][1]),
        "recall": float(scores["recall"][1]),
        "boundary_f": f_score((int(hits[0]), int(hits[1]), int(hits[2]), int(hits[3]))),
    }
    return CelEvaluation(metrics, counts)


def cel_iou(pairs: Iterable[tuple[Mask, Mask]]) -> float:
    """IoU of the cel over (ground truth, prediction) masks, (H, W) bool each, all pixels of all frames together."""
    counts = np.zeros((2, 2), np.int64)
    for truth, predicted in pairs:
        counts += confusion(truth.astype(np.uint8), predicted.astype(np.uint8), 2)
    return float(class_scores(counts)["iou"][1])


@dataclass
class DougaEvaluation:
    """Sums over frames, and the ``douga.*`` metrics made of them."""

    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((10, 10), np.int64))
    hits: dict[tuple[str, int], LineHits] = field(default_factory=dict)
    frames: int = 0

    def add(self, truth: Classes, predicted: Classes) -> None:
        """Count one frame: ground truth and prediction, (H, W) uint8 classes each."""
        self.counts += confusion(truth, predicted, 10)
        self.frames += 1
        true_skeleton, predicted_skeleton = skeleton(is_line(truth)), skeleton(is_line(predicted))
        kinds: dict[str, tuple[int, ...]] = {"any": LINES, **{CLASS_NAMES[c]: (c,) for c in LINES}}
        for name, classes in kinds.items():
            true_lines = true_skeleton & np.isin(truth, classes)
            predicted_lines = predicted_skeleton & np.isin(predicted, classes)
            for tolerance in (1, 2):
                key = name, tolerance
                self.hits[key] = self.hits.get(key, LineHits()) + match(true_lines, predicted_lines, tolerance)

    def _lines(self) -> dict[str, object]:
        lines: dict[str, object] = {}
        for name in ("any", *(CLASS_NAMES[c] for c in LINES)):
            lines[name] = {f"{t}px": self.hits[name, t].scores() for t in (1, 2)}
        macro = {}
        for tolerance in (1, 2):
            scored = [self.hits[CLASS_NAMES[c], tolerance].scores() for c in SCORED_LINES]
            macro[f"{tolerance}px"] = {k: float(np.mean([s[k] for s in scored])) for k in ("precision", "recall", "f1")}
        lines["macro"] = macro
        both = self.edges_vs_areas()
        hit, missed, extra = int(both[0, 0]), int(both[0, 1]), int(both[1, 0])
        lines["pixel"] = {"f1": 2 * hit / max(1, 2 * hit + missed + extra)}
        return lines

    def edges_vs_areas(self) -> NDArray[np.int64]:
        """(2, 2) counts of all lines against all areas, lines first (thesis Table 5.5)."""
        groups = (list(LINES), list(AREAS))
        return np.array([[self.counts[np.ix_(a, b)].sum() for b in groups] for a in groups], np.int64)

    def metrics(self) -> dict[str, object]:
        """The ``douga.*`` metrics.

        ``miou`` is over the eight classes without books; ``miou_ten`` over all ten, where a class that is absent or never
        met counts 0, as books do in the thesis's Table 5.1.
        """
        scores = class_scores(self.counts)
        both = self.edges_vs_areas()
        return {
            "frames": self.frames,
            "accuracy": accuracy(self.counts),
            "miou": mean_iou(self.counts, tuple(SCORED)),
            "miou_ten": float(np.nan_to_num(scores["iou"]).mean()),
            "per_class": {n: {k: float(v[i]) for k, v in scores.items()} for i, n in enumerate(CLASS_NAMES)},
            "lines": self._lines(),
            "edges_vs_areas": {
                "accuracy": accuracy(both),
                "recall": float(both[0, 0] / max(1, both[0].sum())),
                "precision": float(both[0, 0] / max(1, both[:, 0].sum())),
            },
        }
