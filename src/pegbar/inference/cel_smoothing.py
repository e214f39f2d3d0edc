"""Cel masks that agree over time: a drawing's neighbours in its cut have their say where their motion to it can be trusted."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.optical_flow import bring_back, flow_between
from pegbar.inference.letterbox import find_content, put_back
from pegbar.inference.predictor import Predictor, remove_specks
from pegbar.inference.reconstruction import CelResult, find_cel
from pegbar.params.decision import CelDecision

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
NEIGHBOR_WEIGHT = 0.5
"""What a neighbour's vote counts where its motion is trusted; both together as much as the drawing's own."""
LEAST_CERTAINTY = 0.05
"""A pixel's vote counts as much at least: masks are completed by outlines where the network has no opinion."""


class Seen(NamedTuple):
    """A drawing, (H, W, 3) uint8 RGB, and where its cel was found."""

    frame: Picture
    found: CelResult


def find_frame_cel(cel: Predictor, frame: Picture) -> CelResult:
    """Find the cel of a frame that may have black bars, which are surely none; else as :func:`pegbar.inference.reconstruction.find_cel`."""
    content, size = find_content(frame), (frame.shape[0], frame.shape[1])
    found = find_cel(cel, np.ascontiguousarray(frame[content.window]))
    return CelResult(put_back(found.mask, content, size), np.float32(1) - put_back(np.float32(1) - found.certainty, content, size))


def _votes(found: CelResult) -> Floats:
    """From −1, surely background, to 1, surely cel."""
    sure = np.maximum(found.certainty, np.float32(LEAST_CERTAINTY))
    return np.where(found.mask, sure, -sure)


def smooth_mask(own: Seen, neighbors: Sequence[Seen], decision: CelDecision) -> NDArray[np.bool_]:
    """The mask of a drawing after its neighbours had their say.

    Parameters
    ----------
    own
        The drawing.
    neighbors
        The drawings before and after it in its cut; those of another size have no say.
    decision
        What is too small for a speck or a hole.

    Returns
    -------
    ndarray
        (H, W) bool; it differs from the drawing's own mask only where motion is trusted and the neighbours are surer than it is.

    Examples
    --------
    >>> frame = np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)
    >>> mask = np.zeros((60, 80), np.bool_)
    >>> mask[20:40, 20:60] = True
    >>> torn = CelResult(mask & (np.arange(80) < 40), np.full(mask.shape, 0.1, np.float32))
    >>> whole = Seen(frame, CelResult(mask, np.ones(mask.shape, np.float32)))
    >>> bool((smooth_mask(Seen(frame, torn), [whole, whole], CelDecision()) == mask).all())
    True
    """
    votes = _votes(own.found)
    for other in neighbors:
        if other.frame.shape == own.frame.shape:
            flow = flow_between(own.frame, other.frame)
            said = bring_back(_votes(other.found), flow)
            votes += np.where(flow.trusted, np.float32(NEIGHBOR_WEIGHT) * said, np.float32(0))
    return remove_specks(votes > 0, decision.min_fraction)
