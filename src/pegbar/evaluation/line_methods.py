"""Line extractors beside each other on the same frames: lines against areas, and skeleton against skeleton (thesis Table 5.5)."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.skeletons import is_line, skeleton
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.metrics.lines import LineHits, match
from pegbar.vocabulary.douga_classes import Douga

Picture = NDArray[np.uint8]
Classes = NDArray[np.uint8]
Response = NDArray[np.float32]
_CANDIDATES = 24
"""Thresholds that are tried for the best one, at even ratios of the fraction of pixels above them."""
_RANGE = (0.25, 4.0)
"""Fractions of pixels that are tried, by the true fraction of line pixels."""


class Example(NamedTuple):
    """What a method sees of a frame, the cel on white paper (H, W, 3) uint8 RGB, and its true classes (H, W) uint8."""

    picture: Picture
    truth: Classes


class Thresholds(NamedTuple):
    """Thresholds of a response: where as many pixels lie above as are on lines, and where lines match best."""

    matched: float
    best: float


def _line_f1(truths: Sequence[NDArray[np.bool_]], responses: Sequence[Response], threshold: float) -> float:
    """F1 within one pixel of the skeletons of all responses above a threshold against true skeletons."""
    hits = [match(truth, skeleton(response > threshold), 1) for truth, response in zip(truths, responses, strict=True)]
    return sum(hits, LineHits()).scores()["f1"]


def choose_thresholds(examples: Iterable[Example], respond: Callable[[Picture], Response]) -> Thresholds:
    """Choose a method's thresholds on frames that it is not scored on.

    Parameters
    ----------
    examples
        Validation frames with douga.
    respond
        (H, W, 3) uint8 RGB → (H, W) float32, higher on lines.

    Returns
    -------
    Thresholds
        ``matched`` as the thesis chooses it (5.8): the fraction of pixels above it is the true fraction of line pixels. ``best`` has the
        highest F1 of lines within one pixel.
    """
    listed = list(examples)
    responses = [respond(each.picture) for each in listed]
    lines = [is_line(each.truth) for each in listed]
    values = np.sort(np.concatenate([response.ravel() for response in responses]))
    fraction = float(np.mean(np.concatenate([line.ravel() for line in lines])))

    def above(part: float) -> float:
        return float(values[min(len(values) - 1, int((1 - part) * len(values)))])

    thin = [skeleton(line) for line in lines]
    parts = np.geomspace(*_RANGE, _CANDIDATES) * fraction
    candidates = sorted({above(part) for part in parts if part < 1})
    return Thresholds(above(fraction), max(candidates, key=lambda threshold: _line_f1(thin, responses, threshold)))


def decide_lines(response: Response, threshold: float) -> Classes:
    """A response as classes: visible line above the threshold, flat area elsewhere."""
    return np.where(response > threshold, np.uint8(Douga.VISIBLE_LINE), np.uint8(Douga.FLAT_AREA))


def line_scores(evaluation: DougaEvaluation) -> dict[str, float]:
    """Accuracy, recall and precision of lines against areas, their F1, and F1 of any line within one pixel; 0–1 each."""
    both, hits = evaluation.edges_vs_areas(), evaluation.hits["any", 1]
    found, missed, extra = int(both[0, 0]), int(both[0, 1]), int(both[1, 0])
    return {
        "accuracy": float(np.trace(both) / both.sum()),
        "recall": found / max(1, found + missed),
        "precision": found / max(1, found + extra),
        "f1": 2 * found / max(1, 2 * found + missed + extra),
        "any_line": hits.scores()["f1"],
    }
