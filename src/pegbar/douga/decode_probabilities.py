"""Decode a douga: from the class probabilities of each pixel to its class.

Lines and areas are decided apart, and colour regions of like colour together. Ours; the thesis takes each pixel's most probable
class.
"""

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
    lines, areas = np.array(LINES, np.uint8), np.array(AREAS, np.uint8)
    on_line = probabilities[lines].sum(axis=0) > decision.line_threshold
    pooled = pool_by_color_region(probabilities[areas], cel, mask, decision.pooling_fraction, decision.color_sigma)
    for kind in (Douga.SHADING_FILL, Douga.HIGHLIGHT_FILL):
        pooled[AREAS.index(kind)] *= decision.light_class_weight
    classes = np.where(on_line, lines[probabilities[lines].argmax(axis=0)], areas[pooled.argmax(axis=0)])
    classes[~mask] = Douga.FLAT_AREA
    return classes
