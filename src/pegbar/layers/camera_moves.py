"""How the camera moved over the background of a cut: zooms and rotations beside pans, from what is seen around the cels.

Features (SIFT, Lowe 2004) matched on the background only give a similarity by RANSAC, which the enhanced correlation coefficient
(Evangelidis and Psarakis 2008) then refines.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]
"""(3, 3), a similarity of pixels (x, y, 1)."""
_HEIGHT = 540
"""Rows at which frames are registered, at most."""
_FEATURES = 1500
_RATIO = 0.75
"""Distance of the nearest feature over that of the second nearest, at most."""
_MAX_ERROR = 2.0
"""Pixels that matched features may lie apart."""
_CONTRAST = 0.01
"""Of features, low: skies and washes have no others."""
_MIN_MATCHES = 8
_MIN_OVERLAP = 0.06
"""Of a frame's pixels that both must show as background."""
_BETTER = 0.75
"""Difference of the frames after a similarity over that after a pan, at most, to believe that the camera did more than pan."""
_LEAST_MOVE = 0.75
"""Pixels by which a corner then moves otherwise than by the pan, at least."""
_MAX_ZOOM = 4.0
_BLUR = 24
"""Rows over half the size of the filter through which frames are compared first."""
_MAX_DIFFERENCE = 12.0
"""Mean difference of 8-bit levels above which a registration is rejected."""


class _Look(NamedTuple):
    """A frame made ready: grey (h, w), where its background is seen, its features, and their size over the frame's."""

    grey: Picture
    visible: Picture
    points: NDArray[np.float32]
    signs: NDArray[np.float32]
    scale: float


def _look(frame: Picture, hidden: Mask) -> _Look:
    scale = min(1.0, _HEIGHT / len(frame))
    size = (round(frame.shape[1] * scale), round(frame.shape[0] * scale))
    grey = np.asarray(cv2.resize(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA), np.uint8)
    visible = cv2.resize((~hidden).view(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    visible = np.asarray((visible == 255).astype(np.uint8) * 255, np.uint8)
    inner = cv2.erode(visible, np.ones((7, 7), np.uint8))
    points, signs = cv2.SIFT_create(_FEATURES, contrastThreshold=_CONTRAST).detectAndCompute(grey, np.asarray(inner, np.uint8))  # type: ignore[attr-defined]
    places = np.array([point.pt for point in points], np.float32).reshape(-1, 2)
    described = np.zeros((0, 128), np.float32) if signs is None else np.asarray(signs, np.float32)
    return _Look(grey, np.asarray(visible, np.uint8), places, described, scale)


def _similar(affine: NDArray[np.floating], center: NDArray[np.float64]) -> Matrix:
    """The similarity nearest to an affine map (2, 3), which moves a center likewise."""
    along, across = (affine[0, 0] + affine[1, 1]) / 2, (affine[1, 0] - affine[0, 1]) / 2
    linear = np.array([[along, -across], [across, along]])
    moved = affine[:, :2] @ center + affine[:, 2] - linear @ center
    return np.vstack([np.column_stack([linear, moved]), [0, 0, 1]])


def _matched(reference: _Look, moving: _Look) -> Matrix | None:
    """A similarity from the second look to the first by matched features."""
    if min(len(reference.points), len(moving.points)) < _MIN_MATCHES:
        return None
    pairs = cv2.BFMatcher().knnMatch(moving.signs, reference.signs, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < _MIN_MATCHES:
        return None
    start, end = moving.points[[m.queryIdx for m in good]], reference.points[[m.trainIdx for m in good]]
    cv2.setRNGSeed(0)
    found, kept = cv2.estimateAffinePartial2D(start, end, method=cv2.RANSAC, ransacReprojThreshold=_MAX_ERROR, maxIters=4000)
    if found is None or int(kept.sum()) < _MIN_MATCHES or not 1 / _MAX_ZOOM < np.hypot(found[0, 0], found[1, 0]) < _MAX_ZOOM:
        return None
    return np.vstack([found, [0, 0, 1]])


def _refined(reference: _Look, moving: _Look, first: Matrix, blur: int) -> Matrix:
    """A similarity to a fraction of a pixel, after blurring by a filter of odd size; the first one where that fails."""
    inverse = np.linalg.inv(first)[:2].astype(np.float32)
    stop = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 60, 1e-6)
    try:
        _, found = cv2.findTransformECCWithMask(  # type: ignore[attr-defined]
            reference.grey, moving.grey, reference.visible, moving.visible, inverse, cv2.MOTION_AFFINE, stop, blur
        )
    except cv2.error:
        return first
    center = np.array([reference.grey.shape[1], reference.grey.shape[0]]) / 2
    similar = _similar(np.asarray(found, np.float64), center)
    if not 1 / _MAX_ZOOM < np.hypot(similar[0, 0], similar[1, 0]) < _MAX_ZOOM:
        return first
    better = np.asarray(np.linalg.inv(similar), np.float64)
    return better if difference(reference, moving, better) < difference(reference, moving, first) else first


def difference(reference: _Look, moving: _Look, onto: Matrix) -> float:
    """Mean difference where both looks show background after the second has been moved; infinite without enough overlap."""
    size = (reference.grey.shape[1], reference.grey.shape[0])
    moved = cv2.warpAffine(moving.grey, onto[:2], size, flags=cv2.INTER_LINEAR)
    both = (cv2.warpAffine(moving.visible, onto[:2], size, flags=cv2.INTER_LINEAR) == 255) & (reference.visible == 255)
    if both.mean() < _MIN_OVERLAP:
        return float("inf")
    return float(cv2.absdiff(moved, reference.grey)[both].mean())


def _between(reference: _Look, moving: _Look, guess: Matrix) -> Matrix | None:
    """The similarity from the second look to the first, or nothing if they do not show the same background.

    Features find large moves, and correlation of blurred frames from a guess finds those over soft washes that have no features.
    """
    blur = 2 * (len(reference.grey) // _BLUR) + 1
    matched = _matched(reference, moving)
    starts = [_refined(reference, moving, guess, blur), *([] if matched is None else [matched])]
    found = [_refined(reference, moving, start, 3) for start in starts]
    best = min(found, key=lambda move: difference(reference, moving, move))
    return best if difference(reference, moving, best) < _MAX_DIFFERENCE else None


def _sized(matrix: Matrix, scale: float) -> Matrix:
    """A map of pixels at another scale; the middle of the first pixel is (0, 0) at both."""
    shift = (1 / scale - 1) / 2
    grown = np.array([[1 / scale, 0, shift], [0, 1 / scale, shift], [0, 0, 1]])
    return np.asarray(grown @ matrix @ np.linalg.inv(grown), np.float64)


def _shift(offset: tuple[float, float], scale: float) -> Matrix:
    return np.array([[1, 0, offset[0] * scale], [0, 1, offset[1] * scale], [0, 0, 1.0]])


def _more_than_pan(looks: Sequence[_Look], offsets: Sequence[tuple[int, int]]) -> bool:
    """Whether a similarity explains far frames clearly better than their pan."""
    last = len(looks) - 1
    for one, other in sorted({(0, 1), (0, last // 2), (0, last), (last // 2, last)}):
        across = (offsets[other][0] - offsets[one][0], offsets[other][1] - offsets[one][1])
        pan = _shift(across, looks[0].scale)
        found = _between(looks[one], looks[other], pan) if one != other else None
        if found is None:
            continue
        height, width = looks[0].grey.shape
        corners = np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]])
        moved = np.abs((found - pan) @ corners)[:2].max() / looks[0].scale
        better = difference(looks[one], looks[other], found) < _BETTER * difference(looks[one], looks[other], pan)
        if moved > _LEAST_MOVE and better:
            return True
    return False


def camera_moves(frames: Sequence[Picture], hidden: Sequence[Mask], offsets: Sequence[tuple[int, int]]) -> list[Matrix] | None:
    """The similarity from each frame's pixels to the first's, if the camera did more than pan.

    Parameters
    ----------
    frames
        (H, W, 3) uint8 each, in order.
    hidden
        Where the cel hides the background, (H, W) bool each.
    offsets
        (x, y) of each frame's corner, as a pan has it.

    Returns
    -------
    list of (3, 3) ndarray, or None
        Nothing where the pan explains the frames as well. Each frame is registered to the last key frame, and a new key is taken when it
        shows too little of that, so that errors do not add up from frame to frame.
    """
    if len(frames) < 2:
        return None
    looks = [_look(frame, mask) for frame, mask in zip(frames, hidden, strict=True)]
    if not _more_than_pan(looks, offsets):
        return None
    moves, key, last = [np.eye(3)], 0, np.eye(3)
    for number in range(1, len(looks)):
        found = _between(looks[key], looks[number], last)
        if found is None and key != number - 1:
            key = number - 1
            found = _between(looks[key], looks[number], np.eye(3))
        if found is None:
            across = (offsets[number][0] - offsets[key][0], offsets[number][1] - offsets[key][1])
            found = _shift(across, looks[0].scale)
        moves.append(moves[key] @ _sized(found, looks[0].scale))
        last = found
    return moves
