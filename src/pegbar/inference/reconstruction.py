"""A frame decided at its own size: where its cel is, what its douga is, and how sure the networks are of both.

The cel network sees the frame at the height that it was trained at, and its mask is refined at full size. The douga network sees the
drawing at the frame's own size, unless its lines are narrower or wider than it knows best.
"""

from functools import reduce
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.douga.decode_probabilities import decode_probabilities
from pegbar.douga.postprocess import Drawing, postprocess
from pegbar.inference.drawing_view import MAX_DECIDED, fitting, view_drawing
from pegbar.inference.letterbox import find_content, put_back
from pegbar.inference.mask_refinement import complete_outlines, refine_mask
from pegbar.inference.predictor import Predictor, background_probability, decide_cel, predict_with_flip, remove_specks
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.transforms.preprocessing import resize, resize_classes, resize_mask
from pegbar.vocabulary.douga_classes import AREAS, LINES

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
_ONE_COLOR = 2
"""8-bit levels that a frame of one colour may vary."""
_DECIDED = 1_000_000
"""Pixels on which a cel is decided unless its network sees more: twelve composites at 1080 lines had IoU 0.982 and boundary F 0.848 at
these, 0.982 and 0.847 at all of their own, 0.981 and 0.843 at 540 lines."""
_SPARSE = 8
"""Every which row and column nearly always tells that a frame is none."""
_RIM = 0.02
"""Surroundings of the cel that count for a frame's confidence, as a fraction of its height."""


class CelResult(NamedTuple):
    """Where the cel is, (H, W) bool, and how sure the network is of it, (H, W) float32 in [0, 1]."""

    mask: Mask
    certainty: Floats


class DougaResult(NamedTuple):
    """Classes of the post-processed douga, (H, W) uint8, and how sure the network is of them, (H, W) float32 in [0, 1]."""

    classes: NDArray[np.uint8]
    certainty: Floats


class Reconstruction(NamedTuple):
    """What a frame came apart into.

    Attributes
    ----------
    mask
        (H, W) bool, where the cel is.
    douga
        (H, W) uint8 classes.
    confidence
        (H, W) float32 in [0, 1], see :func:`combine_confidence`.
    score
        One number for the frame, 0–1, see :func:`frame_confidence`.
    """

    mask: Mask
    douga: NDArray[np.uint8]
    confidence: Floats
    score: float


def _enlarge(values: Floats, size: tuple[int, int]) -> Floats:
    return values if values.shape == size else np.asarray(cv2.resize(values, size[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _is_one_color(picture: Picture) -> bool:
    return bool((np.ptp(picture.reshape(-1, 3), axis=0) <= _ONE_COLOR).all())


def find_cel(cel: Predictor, frame: Picture) -> CelResult:
    """Find the cel of a frame without bars.

    Parameters
    ----------
    cel
        The cel network; its height is the one that it works at.
    frame
        (H, W, 3) uint8 RGB.

    Returns
    -------
    CelResult
        The mask at the frame's size, refined along the frame's colours and completed by whole outlines; nothing is cel in a frame of
        one colour. Certainty is |2p − 1| of the probability p of cel.

    Raises
    ------
    PegbarError
        The frame is too large at the network's working height.
    """
    size = (frame.shape[0], frame.shape[1])
    if _is_one_color(frame[::_SPARSE, ::_SPARSE]) and _is_one_color(frame):
        return CelResult(np.zeros(size, np.bool_), np.ones(size, np.float32))
    decision = cel.sidecar.decision_as(CelDecision)
    enlarged = size[0] / (cel.height * max(decision.scales))
    pixels = max(_DECIDED, round(size[0] * size[1] / enlarged**2))
    background = background_probability(cel, resize(frame, fitting(size, min(pixels, MAX_DECIDED))), decision)
    mask = refine_mask(frame, resize_mask(decide_cel(background, decision), size), enlarged)
    small = resize(frame, fitting(size, MAX_DECIDED))
    outlined = complete_outlines(small, resize_mask(mask, (small.shape[0], small.shape[1])))
    mask = outlined if outlined.shape == size else mask | resize_mask(outlined, size)
    certainty = _enlarge(np.abs(1 - 2 * background), size)
    return CelResult(remove_specks(mask.copy(), decision.min_fraction), certainty)


def find_douga(
    douga: Predictor, frame: Picture, mask: Mask, height: int | None = None, mask_certainty: Floats | None = None
) -> DougaResult:
    """Decide the douga of a frame's cel.

    Parameters
    ----------
    douga
        The douga network.
    frame
        (H, W, 3) uint8 RGB.
    mask
        (H, W) bool, where the cel is.
    height
        Height of the whole frame at which the network works; by default chosen from the drawing, see
        :func:`pegbar.inference.drawing_view.view_drawing`.
    mask_certainty
        (H, W) float32 in [0, 1], how sure the mask is: the width of lines is measured where it is sure.

    Returns
    -------
    DougaResult
        Lines have the decision's width in pixels of the frame; outside the mask and its margin all is paper. Certainty is the greatest
        of the probability of any line and those of the areas; 1 outside.

    Raises
    ------
    PegbarError
        The frame is too large at `height`.
    """
    classes, certainty = np.zeros(mask.shape, np.uint8), np.ones(mask.shape, np.float32)
    decision = douga.sidecar.decision_as(DougaDecision)
    view = view_drawing(frame, mask, decision.mask_margin, height, mask_certainty)
    if view is None:
        return DougaResult(classes, certainty)
    small, small_cel = view.decided()
    probabilities = predict_with_flip(douga.at_height(view.height), small)
    decided = resize_classes(decode_probabilities(probabilities, small, small_cel, decision), view.size)
    classes[view.box] = postprocess(decided, view.decision(decision), view.cel, Drawing(view.picture, view.width or decision.line_width))
    certainty[view.box] = np.where(view.cel, _enlarge(_certainty(probabilities), view.size), np.float32(1))
    return DougaResult(classes, certainty)


def _certainty(probabilities: Floats) -> Floats:
    """Greatest of the probability of any line and those of the areas, (classes, H, W) → (H, W)."""
    areas = reduce(np.maximum, (probabilities[kind] for kind in AREAS))
    return np.asarray(np.maximum(reduce(np.add, (probabilities[kind] for kind in LINES)), areas), np.float32)


def combine_confidence(cel: CelResult, douga: DougaResult) -> Floats:
    """How sure the networks are of each pixel, (H, W) float32 in [0, 1].

    |2p − 1| of the probability p of cel; inside the mask times the greatest probability of a line or an area.
    """
    return np.where(cel.mask, cel.certainty * douga.certainty, cel.certainty)


def frame_confidence(confidence: Floats, mask: Mask) -> float:
    """One number for a frame: mean confidence (H, W) over the cel and its surroundings, 2 % of the frame's height wide, 0–1.

    Farther away the background is sure in nearly every frame, which tells nothing; without a cel the whole frame counts.

    Examples
    --------
    >>> mask = np.zeros((100, 100), np.bool_)
    >>> mask[40:60, 40:60] = True
    >>> frame_confidence(np.where(mask, np.float32(0.5), np.float32(1)), mask) < 0.7
    True
    """
    if not mask.any():
        return round(float(confidence.mean()), 4)
    reach = max(1, round(_RIM * len(mask)))
    around = cv2.dilate(mask.view(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    return round(float(confidence[around].mean()), 4)


def reconstruct_frame(
    cel: Predictor, douga: Predictor, frame: Picture, own_mask: Mask | None = None, douga_height: int | None = None
) -> Reconstruction:
    """Take a frame apart: black bars are cut off first and put back as what is neither cel nor drawing.

    Parameters
    ----------
    cel, douga
        Networks; the cel network's height is the one that it works at.
    frame
        (H, W, 3) uint8 RGB.
    own_mask
        (H, W) bool, the mask of a picture that is a cel already; no mask is predicted.
    douga_height
        As `height` of :func:`find_douga`.

    Returns
    -------
    Reconstruction
        Everything at the frame's size.

    Raises
    ------
    PegbarError
        The frame is too large at a working height.

    Examples
    --------
    >>> from pathlib import Path
    >>> models = Path("models")
    >>> done = reconstruct_frame(Predictor(models, "cel"), Predictor(models, "douga"), np.zeros((36, 64, 3), np.uint8))
    >>> bool(done.mask.any()), done.douga.shape, done.score
    (False, (36, 64), 1.0)
    """
    size = (frame.shape[0], frame.shape[1])
    if own_mask is not None:
        found = CelResult(own_mask, np.ones(size, np.float32))
        drawn = find_douga(douga, frame, own_mask, douga_height)
        confidence = combine_confidence(found, drawn)
        return Reconstruction(own_mask, drawn.classes, confidence, frame_confidence(confidence, own_mask))
    content = find_content(frame)
    inner = np.ascontiguousarray(frame[content.window])
    found = find_cel(cel, inner)
    height = None if douga_height is None else max(1, round(douga_height * inner.shape[0] / size[0]))
    drawn = find_douga(douga, inner, found.mask, height, found.certainty)
    confidence = combine_confidence(found, drawn)
    whole = np.float32(1) - put_back(np.float32(1) - confidence, content, size)
    mask, classes = put_back(found.mask, content, size), put_back(drawn.classes, content, size)
    return Reconstruction(mask, classes, whole, frame_confidence(confidence, found.mask))
