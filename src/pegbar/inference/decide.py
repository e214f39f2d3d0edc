"""Decide on a douga: from the probabilities of each pixel to a class, by what animation is made of.

Lines and areas are decided apart, and fills of like colour together. Ours; the thesis takes each pixel's most
probable class.
"""

import numpy as np
from numpy.typing import NDArray

from pegbar.douga.classes import AREAS, LINES, Douga
from pegbar.inference.fills import Mask, Probabilities, share_among_fills
from pegbar.params.douga import DougaParams


def decide(probabilities: Probabilities, cel: NDArray[np.uint8], mask: Mask, params: DougaParams) -> NDArray[np.uint8]:
    """Class of each pixel of a synthetic cel.

    Parameters
    ----------
    probabilities
        (10, H, W), the network's.
    cel
        (H, W, 3) the picture it saw: the cel on white paper.
    mask
        (H, W) where the cel is; outside all is flat area.

    Returns
    -------
    ndarray
        (H, W). A pixel is on a line where the line classes *together* have ``line_certainty``; of several
        kinds of line, or of area, the most probable is taken, shading and highlights being favoured: means over
        fills go to what is common, and they are the lesser part of what they lie on.
    """
    lines, areas = np.array(LINES, np.uint8), np.array(AREAS, np.uint8)
    drawn = probabilities[lines].sum(axis=0) > params.line_certainty
    painted = share_among_fills(probabilities[areas], cel, mask, params.fill_share, params.color_reach)
    for kind in (Douga.SHADING_FILL, Douga.HIGHLIGHT_FILL):
        painted[AREAS.index(kind)] *= params.light_favor
    classes = np.where(drawn, lines[probabilities[lines].argmax(axis=0)], areas[painted.argmax(axis=0)])
    classes[~mask] = 0
    return classes
