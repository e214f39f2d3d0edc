"""Decode a douga: from the class probabilities of each pixel to its class.

Lines and areas are decided apart, and colour regions of like colour together. Ours; the thesis takes each pixel's most probable
class.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.color_region_pooling import Mask, Probabilities, pool_by_color_region
from pegbar.params.decision import DougaDecision
from pegbar.vocabulary.douga_classes import AREAS, LINES, Douga


def decode_probabilities(probabilities: Probabilities, cel: NDArray[np.uint8], mask: Mask, decision: DougaDecision) -> NDArray[np.uint8]:
    """Class of each pixel of a synthetic cel.

    Parameters
    ----------
    probabilities
        (10, H, W) float32 in [0, 1], the network's.
    cel
        (H, W, 3) uint8 RGB, what the network was given: the cel on white paper.
    mask
        (H, W) bool, where the cel is; outside all is flat area.
    decision
        Thresholds, from the model's sidecar.

    Returns
    -------
    ndarray
        (H, W) uint8 classes, 0–9. A pixel is on a line where the line classes *together* have ``line_threshold``; of several
        kinds of line, or of area, the most probable is taken. Shading and highlights get ``light_class_weight``: pooling favours
        what is common, and they are the smaller part of what they lie on.

    Examples
    --------
    >>> probabilities = np.full((10, 8, 8), 0.01, np.float32)
    >>> probabilities[Douga.FLAT_AREA] = 0.91
    >>> probabilities[[Douga.FLAT_AREA, Douga.VISIBLE_LINE], 4] = [[0.1], [0.8]]
    >>> cel, mask = np.full((8, 8, 3), 200, np.uint8), np.ones((8, 8), np.bool_)
    >>> decode_probabilities(probabilities, cel, mask, DougaDecision())[:, 0].tolist()
    [0, 0, 0, 0, 1, 0, 0, 0]
    """
    on_line = reduce(np.add, (probabilities[kind] for kind in LINES)) > decision.line_threshold
    pooled = pool_by_color_region([probabilities[kind] for kind in AREAS], cel, mask, decision.pooling_fraction, decision.color_sigma)
    for kind in (Douga.SHADING_FILL, Douga.HIGHLIGHT_FILL):
        pooled[AREAS.index(kind)] *= decision.light_class_weight
    classes = np.where(on_line, _most_probable(LINES, [probabilities[kind] for kind in LINES]), _most_probable(AREAS, pooled))
    return np.where(mask, classes, np.uint8(Douga.FLAT_AREA))


def _most_probable(kinds: Sequence[Douga], planes: Iterable[NDArray[np.float32]]) -> NDArray[np.uint8]:
    """The kind whose plane (H, W) is highest at each pixel, the first of equals; plane by plane, which is faster than ``argmax``."""
    first, *others = planes
    best, classes = first.copy(), np.full(first.shape, kinds[0], np.uint8)
    for kind, plane in zip(kinds[1:], others, strict=True):
        classes = np.where(plane > best, np.uint8(kind), classes)
        np.maximum(best, plane, out=best)
    return classes
