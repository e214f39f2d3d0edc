"""What learning on has gained: two networks on the frames that were held out, side by side."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from pegbar.evaluation.segmentation import DougaEvaluation, evaluate_cels
from pegbar.finetuning.frames import Source
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import find_cel, find_douga
from pegbar.production.drawings import records
from pegbar.production.store import subsample

MEASURED = 24
"""Held-out frames that are measured at most, evenly spaced."""
Scores = dict[str, float]


@dataclass(frozen=True)
class Gain:
    """Scores of a network before and after, each 0–1, on so many frames.

    Examples
    --------
    >>> Gain("cel", 4, {"iou": 0.90, "boundary_f": 0.8}, {"iou": 0.95, "boundary_f": 0.7}).better
    False
    >>> Gain("cel", 4, {"iou": 0.90, "boundary_f": 0.8}, {"iou": 0.95, "boundary_f": 0.9}).better
    True
    """

    name: str
    frames: int
    before: Scores
    after: Scores

    @property
    def better(self) -> bool:
        """Whether the mean of the scores has risen."""
        return float(np.mean(list(self.after.values()))) > float(np.mean(list(self.before.values())))

    def facts(self) -> dict[str, Any]:
        """What a sidecar says of it."""
        return {"held_out_frames": self.frames, "before": _rounded(self.before), "after": _rounded(self.after)}


def _rounded(scores: Scores) -> Scores:
    return {name: round(value, 4) for name, value in scores.items()}


def cel_gain(before: Predictor, after: Predictor, source: Source, rows: pd.DataFrame) -> Gain:
    """IoU of the cel and F of its boundary within two pixels, of both networks on `rows`."""
    chosen = records(subsample(rows, MEASURED))
    truths, found = [], {"before": list[np.ndarray](), "after": list[np.ndarray]()}
    for row in tqdm(chosen, desc="measure cels", unit="frame"):
        frame = source.read(row)
        truths.append(frame.mask)
        for name, network in (("before", before), ("after", after)):
            found[name].append(find_cel(network, frame.picture).mask)
    scores = []
    for masks in found.values():
        metrics = evaluate_cels((truth, mask) for truth, mask in zip(truths, masks, strict=True) if truth is not None).metrics
        scores.append({key: float(metrics[key]) for key in ("iou", "boundary_f")})
    return Gain("cel", len(chosen), *scores)


def douga_gain(before: Predictor, after: Predictor, cel: Predictor, source: Source, rows: pd.DataFrame) -> Gain:
    """F1 of any line within a pixel and mean IoU of the classes but books, of both networks by the masks of one cel network."""
    chosen = records(subsample(rows, MEASURED))
    sums = (DougaEvaluation(), DougaEvaluation())
    for row in tqdm(chosen, desc="measure douga", unit="frame"):
        frame = source.read(row)
        assert frame.douga is not None
        found = find_cel(cel, frame.picture)
        for network, evaluation in zip((before, after), sums, strict=True):
            evaluation.add(frame.douga, find_douga(network, frame.picture, found.mask, None, found.certainty).classes)
    return Gain("douga", len(chosen), *(_line_scores(evaluation) for evaluation in sums))


def _line_scores(evaluation: DougaEvaluation) -> Scores:
    metrics: dict[str, Any] = evaluation.metrics()
    return {"line_f1": float(metrics["lines"]["any"]["1px"]["f1"]), "miou": float(metrics["miou"])}
