"""A plate and a cel that give the frame again, to the bit, when one is laid upon the other."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.arrays.nearest_fill import nearest_known

Picture = NDArray[np.uint8]
Integers = NDArray[np.int32]


def _laid(below: Integers, above: Integers, alpha: Integers) -> Integers:
    """Colours (N, 3) over others at alphas (N, 1), rounded as :func:`pegbar.production.pictures.composite` does."""
    return (below * (255 - alpha) + above * alpha + 127) // 255


def _nearest_level(total: Integers, weight: Integers) -> Integers:
    """The level (N, 3) that is nearest to a total over its weight (N, 1), within 0–255; 0 of no weight."""
    weight = np.maximum(weight, 1)
    return np.clip((2 * total + weight) // (2 * weight), 0, 255)


def _solve(frame: Integers, plate: Integers, cel: Integers, alpha: Integers) -> tuple[Integers, Integers, Integers]:
    """Plate, cel and alpha of N pixels, changed only as the frame asks; what has no solution becomes opaque.

    Of the plate and the cel the one that shows less is kept, if it can be: the other has to change less for the same effect.
    """
    solved = (_laid(plate, cel, alpha) == frame).all(axis=1)
    behind = _nearest_level(255 * frame - alpha * cel, 255 - alpha)
    front = _nearest_level(255 * frame - (255 - alpha) * plate, alpha)
    more_cel = alpha[:, 0] > 127
    for change_cel in (more_cel, ~more_cel):
        below, above = np.where(change_cel[:, None], plate, behind), np.where(change_cel[:, None], front, cel)
        fits = ~solved & (_laid(below, above, alpha) == frame).all(axis=1)
        plate, cel = np.where(fits[:, None], below, plate), np.where(fits[:, None], above, cel)
        solved |= fits
    rest = ~solved[:, None]
    return np.where(rest, 0, plate), np.where(rest, frame, cel), np.where(rest, 255, alpha)


def exact_plate(frame: Picture, cel: Picture) -> tuple[Picture, Picture]:
    """Part a frame into its plate and its cel so that the cel over the plate is the frame to the bit.

    Parameters
    ----------
    frame
        (H, W, 3) uint8 RGB.
    cel
        (H, W, 4) uint8 straight-alpha RGBA, with soft edges.

    Returns
    -------
    plate, cel
        (H, W, 4) uint8 each. The plate is opaque where the cel is not, and under soft edges has the background's colour, so that its hole
        ends where the cel is opaque. Colours of soft edges are changed by what the frame's rounding asks; a pixel that no colours explain
        becomes opaque cel.

    Examples
    --------
    >>> from pegbar.production.pictures import composite
    >>> frame = np.array([[[10, 20, 30], [90, 80, 70], [200, 150, 100]]], np.uint8)
    >>> cel = np.array([[[0, 0, 0, 0], [200, 150, 100, 100], [200, 150, 100, 255]]], np.uint8)
    >>> plate, exact = exact_plate(frame, cel)
    >>> bool((composite(plate[..., :3], exact) == frame).all()), plate[..., 3].tolist(), exact[..., 3].tolist()
    (True, [[255, 255, 0]], [[0, 100, 255]])
    """
    plate = np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2RGBA), np.uint8)
    exact, shown = np.zeros_like(cel), cel[..., 3] > 0
    if shown.any():
        rows, columns = box_of(shown)
        box = (slice(max(0, rows.start - 1), rows.stop + 1), slice(max(0, columns.start - 1), columns.stop + 1))
        plate[box], exact[box] = _part(frame[box], plate[box], cel[box])
    return plate, exact


def _part(frame: Picture, plate: Picture, cel: Picture) -> tuple[Picture, Picture]:
    """The plate, opaque as yet, and the cel, parted as :func:`exact_plate` says."""
    alpha = cel[..., 3]
    plate, exact, bare, soft = plate.copy(), cel.copy(), alpha == 0, (alpha > 0) & (alpha < 255)
    exact[alpha == 255, :3] = frame[alpha == 255]
    exact[bare] = 0
    if soft.any():
        near = frame.reshape(-1, 3)[nearest_known(bare)[soft]] if bare.any() else np.full((int(soft.sum()), 3), 255, np.uint8)
        mixed = [part.astype(np.int32) for part in (frame[soft], near, cel[soft][:, :3], cel[soft][:, 3:])]
        behind, front, cover = _solve(mixed[0], mixed[1], mixed[2], mixed[3])
        exact[soft] = np.concatenate([front, cover], axis=1).astype(np.uint8)
        plate[soft, :3] = behind.astype(np.uint8)
    plate[exact[..., 3] == 255] = 0
    return plate, exact
