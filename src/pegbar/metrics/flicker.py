"""Flicker: what changes between neighbouring drawings though nothing that moves explains it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.optical_flow import Flow, bring_back

Mask = NDArray[np.bool_]
LINE_TOLERANCE = 1
"""Pixels that a line may lie beside where the motion leads it: motion is known to no better."""
EDGE_TOLERANCE = 1
"""The same for the edge of a mask."""


@dataclass(frozen=True)
class FlickerCounts:
    """Pixels that changed unexplained, of so many that are set in either drawing where motion is trusted; added with ``+``."""

    changed: int = 0
    seen: int = 0

    def __add__(self, other: "FlickerCounts") -> "FlickerCounts":
        return FlickerCounts(self.changed + other.changed, self.seen + other.seen)

    @property
    def share(self) -> float:
        """Changed over seen, 0–1; 0 where nothing is seen."""
        return self.changed / self.seen if self.seen else 0.0


def _near(mask: Mask, reach: int) -> Mask:
    return np.asarray(cv2.dilate(mask.view(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0)


def _flicker(first: Mask, other: Mask, flow: Flow, reach: int) -> FlickerCounts:
    if not first.shape == other.shape == flow.trusted.shape:
        raise ValueError(f"other: found a mask of shape {other.shape}, expected {first.shape} and a flow of that size")
    led = bring_back(other.astype(np.float32), flow) > 0.5
    lost, come = first & ~_near(led, reach), led & ~_near(first, reach)
    return FlickerCounts(int(((lost | come) & flow.trusted).sum()), int(((first | led) & flow.trusted).sum()))


def mask_flicker(first: Mask, other: Mask, flow: Flow) -> FlickerCounts:
    """Flicker of a cel mask between two drawings.

    Parameters
    ----------
    first, other
        (H, W) bool, masks of both.
    flow
        Motion from the first drawing to the other one.

    Returns
    -------
    FlickerCounts
        Of pixels of either mask, the other one's laid where motion leads: those farther than a pixel from the other mask.

    Raises
    ------
    ValueError
        The sizes differ.

    Examples
    --------
    >>> still = Flow(np.zeros((10, 10, 2), np.float32), np.ones((10, 10), np.bool_))
    >>> first, other = np.zeros((10, 10), np.bool_), np.zeros((10, 10), np.bool_)
    >>> first[2:8], other[2:8, :5] = True, True
    >>> mask_flicker(first, other, still)
    FlickerCounts(changed=24, seen=60)
    """
    return _flicker(first, other, flow, EDGE_TOLERANCE)


def line_flicker(first: Mask, other: Mask, flow: Flow) -> FlickerCounts:
    """Flicker of lines between two drawings, as :func:`mask_flicker` with (H, W) bool lines of any width.

    Examples
    --------
    >>> still = Flow(np.zeros((9, 10, 2), np.float32), np.ones((9, 10), np.bool_))
    >>> first, other = np.zeros((9, 10), np.bool_), np.zeros((9, 10), np.bool_)
    >>> first[4], other[5] = True, True
    >>> line_flicker(first, other, still), line_flicker(first, np.zeros_like(other), still)
    (FlickerCounts(changed=0, seen=20), FlickerCounts(changed=10, seen=10))
    """
    return _flicker(first, other, flow, LINE_TOLERANCE)
