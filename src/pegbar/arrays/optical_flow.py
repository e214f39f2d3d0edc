"""Dense motion between two pictures, and where it can be trusted."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
FLOW_HEIGHT = 360
"""Rows at which motion is estimated, at most: drawings move by far more than a pixel, and time grows with the square."""
MAX_RETURN = 1.5
"""Pixels at that height by which a point that is followed there and back may miss itself."""
MAX_LEVELS = 12.0
"""8-bit levels by which what was followed may have changed, averaged over its surroundings."""
_AROUND = 5
"""Side of these surroundings, pixels at that height; wide enough for lines to count less than the areas beside them."""


class Flow(NamedTuple):
    """Motion from a picture to another one.

    Attributes
    ----------
    field
        (H, W, 2) float32, pixels (x, y): what stands at p in the first picture stands at p + field[p] in the other.
    trusted
        (H, W) bool, where following it there and back ends near the start, inside the picture, on the same colours.
    """

    field: Floats
    trusted: Mask


def _look(picture: Picture) -> Picture:
    scale = min(1.0, FLOW_HEIGHT / len(picture))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _grid(shape: tuple[int, ...]) -> Floats:
    """Coordinates (x, y) of each pixel, (H, W, 2)."""
    return np.stack(np.meshgrid(np.arange(shape[1]), np.arange(shape[0])), axis=-1).astype(np.float32)


def _at(values: Floats, places: Floats) -> Floats:
    return np.asarray(cv2.remap(values, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _motion(first: Picture, other: Picture) -> Floats:
    """Dense inverse search (Kroeger et al. 2016)."""
    estimator = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)  # type: ignore[attr-defined]
    return np.asarray(estimator.calc(*(cv2.cvtColor(look, cv2.COLOR_RGB2GRAY) for look in (first, other)), None), np.float32)


def flow_between(first: Picture, other: Picture) -> Flow:
    """Motion from a picture to another one of the same size, by dense inverse search (Kroeger et al. 2016).

    Parameters
    ----------
    first, other
        (H, W, 3) uint8 RGB.

    Returns
    -------
    Flow
        At the pictures' size; estimated at 360 rows at most.

    Raises
    ------
    ValueError
        The sizes differ.

    Examples
    --------
    >>> noise = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8), (0, 0), 3)
    >>> flow = flow_between(noise, np.roll(noise, 4, axis=1))
    >>> bool(np.allclose(flow.field[20:70, 20:140], (4, 0), atol=0.5)), bool(flow.trusted[20:70, 20:140].mean() > 0.9)
    (True, True)
    """
    if first.shape != other.shape:
        raise ValueError(f"other: found a picture of shape {other.shape}, expected {first.shape} as the first has it")
    size = (first.shape[1], first.shape[0])
    looks = _look(first), _look(other)
    if min(looks[0].shape[:2]) < 16:
        return Flow(np.zeros((*first.shape[:2], 2), np.float32), np.zeros(first.shape[:2], np.bool_))
    there, back = _motion(*looks), _motion(looks[1], looks[0])
    grid = _grid(there.shape)
    ends = grid + there
    missed = np.linalg.norm(there + _at(back, ends), axis=-1)
    inside = (ends >= 0).all(axis=-1) & (ends[..., 0] <= there.shape[1] - 1) & (ends[..., 1] <= there.shape[0] - 1)
    changed = np.abs(_at(looks[1].astype(np.float32), ends) - looks[0]).max(axis=-1)
    trusted = (missed <= MAX_RETURN) & inside & (cv2.blur(changed, (_AROUND, _AROUND)) <= MAX_LEVELS)
    scale = np.array([size[0] / there.shape[1], size[1] / there.shape[0]], np.float32)
    field = np.asarray(cv2.resize(there, size, interpolation=cv2.INTER_LINEAR), np.float32) * scale
    return Flow(field, np.asarray(cv2.resize(trusted.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0))


def bring_back(values: Floats, flow: Flow) -> Floats:
    """What a flow leads to, laid where it starts: `values` (H, W) float32 of the other picture in the places of the first.

    Examples
    --------
    >>> flow = Flow(np.full((1, 4, 2), (1, 0), np.float32), np.ones((1, 4), np.bool_))
    >>> bring_back(np.float32([[0, 1, 2, 3]]), flow).tolist()
    [[1.0, 2.0, 3.0, 3.0]]
    """
    return _at(values, _grid(values.shape) + flow.field)
