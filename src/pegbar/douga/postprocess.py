"""Post-processing of a predicted douga (thesis 5.7): lines of one width, one class for each area."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.classes import CLASS_NAMES, LINES, Douga
from pegbar.douga.skeletons import Mask, dilate_classes, is_line, skeleton
from pegbar.params.douga import DougaParams
from pegbar.production.pictures import nearest_known

Classes = NDArray[np.uint8]


def vote(classes: Classes, lines: Mask, agreement: float) -> Classes:
    """Give each connected area between lines the class most of its pixels have.

    An area whose winner has less than `agreement` of the pixels keeps its own classes: where a line is
    missing, unrelated areas are connected and a vote would spread the wrong class (thesis 5.8).

    Parameters
    ----------
    classes
        (H, W) predicted classes; line classes do not vote.
    lines
        (H, W) where the lines run; they bound the areas.
    """
    count, labels = cv2.connectedComponents((~lines).view(np.uint8), connectivity=4)
    kinds = len(CLASS_NAMES)
    index = labels * np.int32(kinds) + classes
    votes = np.bincount(index.ravel(), minlength=count * kinds).reshape(count, kinds)
    votes[:, list(LINES)] = 0
    winner = votes.argmax(axis=1).astype(np.uint8)
    sure = votes.max(axis=1) >= agreement * np.maximum(votes.sum(axis=1), 1)
    sure[0] = False
    voted = np.where(sure[labels], winner[labels], classes)
    return voted


def _solid(lines: Mask, width: int) -> Mask:
    """Spots of black at least `width` pixels wide, which no skeleton stands for."""
    kept = cv2.morphologyEx(lines.view(np.uint8), cv2.MORPH_OPEN, np.ones((width, width), np.uint8))
    return np.asarray(kept > 0)


def postprocess(classes: Classes, params: DougaParams, cel: Mask | None = None) -> Classes:
    """Skeletonize, widen, restore the line classes, vote on areas.

    Parameters
    ----------
    classes
        (H, W) predicted classes.
    cel
        (H, W) cel mask; outside it all is flat area.

    Returns
    -------
    ndarray
        (H, W) classes whose lines are ``params.line_width`` wide.

    Notes
    -----
    Pixels where a predicted line was thinned away take the class of the nearest area pixel.
    """
    lines = is_line(classes)
    drawn = dilate_classes(skeleton(lines), classes, params.line_width)
    solid = _solid(lines, params.solid_width)
    drawn[solid] = classes[solid]
    bare = lines & (drawn == 0)
    areas = _fill_from_nearest(classes, lines) if bare.any() else classes
    done = vote(areas, drawn > 0, params.agreement)
    done[drawn > 0] = drawn[drawn > 0]
    if cel is not None:
        done[~cel] = Douga.FLAT_AREA
    return done


def _fill_from_nearest(classes: Classes, holes: Mask) -> Classes:
    """Replace pixels in `holes` by the class of the nearest other pixel."""
    if holes.all():
        return np.zeros_like(classes)
    return classes.ravel()[nearest_known(~holes)]
