"""Post-processing of a predicted douga (thesis 5.7): lines of one width, one class for each stroke and each area."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.nearest_fill import fill_from_nearest
from pegbar.arrays.voting import majority_vote
from pegbar.douga.skeletons import Mask, dilate_classes, is_line, skeleton
from pegbar.douga.stroke_sides import name_by_sides
from pegbar.douga.strokes import prune_spurs, vote_by_stroke
from pegbar.params.decision import DougaDecision
from pegbar.vocabulary.douga_classes import CLASS_NAMES, LINES, Douga

Classes = NDArray[np.uint8]
_FILLS = (Douga.SHADING_FILL, Douga.COLOR_FILL, Douga.HIGHLIGHT_FILL)
_MAX_OPEN = 0.45
"""Fraction of a fill's outline that may run where no line is."""
_HALO = 3.0
"""Widths of a line that a halo may be thick."""


def vote(classes: Classes, lines: Mask, agreement: float) -> Classes:
    """Give each connected area between lines the class most of its pixels have.

    Parameters
    ----------
    classes
        (H, W) uint8 predicted classes; line classes do not vote.
    lines
        (H, W) bool, where the lines run; they bound the areas.
    agreement
        An area whose winner has less than this fraction of the votes keeps its own classes: where a line is missing,
        unrelated areas are connected and a vote would spread the wrong class (thesis 5.8).

    Returns
    -------
    ndarray
        (H, W) uint8 classes.
    """
    _, areas = cv2.connectedComponents((~lines).view(np.uint8), connectivity=4)
    return majority_vote(np.asarray(areas, np.int32), classes, len(CLASS_NAMES), LINES, agreement)


def drop_halos(classes: Classes, lines: Mask, width: float) -> Classes:
    """Make flat what is called shading, highlight or another fill, is thin, and ends where no line does.

    A fill of its own ends at lines, but for a gap in them. What hugs the lines of a flat area like a halo has none on its other side, and
    would have to be erased by hand; a wide one may well be a shadow whose border was missed.

    Parameters
    ----------
    classes
        (H, W) uint8 classes.
    lines
        (H, W) bool, where the lines run, and all that is outside the drawing.
    width
        Median width of the drawing's own lines, pixels.

    Returns
    -------
    ndarray
        (H, W) uint8 classes.

    Examples
    --------
    >>> classes, lines = np.zeros((9, 9), np.uint8), np.zeros((9, 9), np.bool_)
    >>> classes[:3], lines[3] = Douga.SHADING_FILL, True
    >>> classes[5:7] = Douga.SHADING_FILL
    >>> drop_halos(classes, lines, 3.0)[:, 4].tolist()
    [6, 6, 6, 0, 0, 0, 0, 0, 0]
    """
    result = classes.copy()
    for kind in _FILLS:
        inside = (classes == kind) & ~lines
        count, parts = cv2.connectedComponents(inside.view(np.uint8), connectivity=4)
        open_sides, sides = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for first, second in (
            (np.s_[:-1], np.s_[1:]),
            (np.s_[1:], np.s_[:-1]),
            (np.s_[:, :-1], np.s_[:, 1:]),
            (np.s_[:, 1:], np.s_[:, :-1]),
        ):
            edge = inside[first] & ~inside[second]
            sides += np.bincount(parts[first][edge], minlength=count)
            open_sides += np.bincount(parts[first][edge & ~lines[second]], minlength=count)
        thin = 2 * np.bincount(parts.ravel(), minlength=count) < _HALO * width * sides
        halos = thin & (open_sides > _MAX_OPEN * sides)
        halos[0] = False
        if halos.any():
            result[halos.take(parts)] = Douga.FLAT_AREA
    return result


def _solid(lines: Mask, width: int) -> Mask:
    """Spots of black at least `width` pixels wide, which no skeleton stands for."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    return np.asarray(cv2.morphologyEx(lines.view(np.uint8), cv2.MORPH_OPEN, disc) > 0)


class Drawing(NamedTuple):
    """What a douga was decided from: (H, W, 3) uint8 RGB on white paper, and the median width of its lines in pixels."""

    picture: NDArray[np.uint8]
    stroke_width: float


def postprocess(classes: Classes, decision: DougaDecision, cel: Mask | None = None, drawing: Drawing | None = None) -> Classes:
    """Thin lines to their skeletons, vote on each stroke, widen, vote on areas (thesis 5.7; strokes are ours).

    Parameters
    ----------
    classes
        (H, W) uint8 predicted classes, 0–9.
    decision
        Width of lines, width from which black spots stay solid, agreement that a vote needs.
    cel
        (H, W) bool cel mask; outside it all is flat area.
    drawing
        Tells strokes at which fills meet from visible lines (:func:`pegbar.douga.stroke_sides.name_by_sides`), spurs of the background
        from strokes (:func:`pegbar.douga.strokes.prune_spurs`), and halos from fills.

    Returns
    -------
    ndarray
        (H, W) uint8 classes whose lines are ``decision.line_width`` pixels wide.

    Notes
    -----
    Pixels where a predicted line was thinned away take the class of the nearest area pixel.

    Examples
    --------
    >>> classes = np.zeros((40, 40), np.uint8)
    >>> classes[19:23, 5:35] = Douga.VISIBLE_LINE
    >>> done = postprocess(classes, DougaDecision())
    >>> int((done[:, 20] == Douga.VISIBLE_LINE).sum())
    3
    """
    lines = is_line(classes)
    thin = skeleton(lines)
    if drawing is not None and cel is not None:
        thin = prune_spurs(thin, cel, drawing.stroke_width)
    voted = vote_by_stroke(classes, thin)
    if drawing is not None:
        everywhere = np.ones(thin.shape, np.bool_)
        voted = name_by_sides(voted, classes, thin, everywhere if cel is None else cel, *drawing)
    drawn = dilate_classes(thin, voted, decision.line_width)
    solid = _solid(lines, decision.solid_width)
    drawn = np.where(solid, classes, drawn)
    thinned = lines & (drawn == 0)
    areas = fill_from_nearest(classes, lines) if thinned.any() else classes
    result = vote(areas, drawn > 0, decision.agreement)
    if drawing is not None and cel is not None:
        result = drop_halos(result, (drawn > 0) | ~cel, drawing.stroke_width)
    result = np.where(drawn > 0, drawn, result)
    return result if cel is None else np.where(cel, result, np.uint8(Douga.FLAT_AREA))
