"""The clean plate of a cut: every background pixel that some frame shows, registered over the pan; painted in only where none does."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.registration import phase_cross_correlation

from pegbar.errors import PegbarError

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Shift = tuple[int, int]
_COARSE = 120
"""Height at which frames are registered first."""
_AGREE = 12.0
"""Mean difference of 8-bit levels above which a registration is not believed."""
MOST_FRAMES = 48
"""Frames that are used of a cut; of more, as many are taken evenly."""
_BAND = 64
"""Rows of the plate that are gathered at a time."""
_UNSEEN = np.uint16(256)
"""Level of what a frame does not show: above all that it can, so that it is ranked last."""
_REACH = 4
_INPAINT = 5


class CleanPlate(NamedTuple):
    """Plate (H, W, 3) as wide as the pan, what was seen (H, W), and where each frame's top left corner lies (x, y)."""

    picture: Picture
    seen: Mask
    corners: list[Shift]


def _difference(one: Picture, other: Picture, hidden_one: Mask, hidden_other: Mask, shift: Shift) -> float:
    """Mean difference where both show background, `other` lying `shift` = (x, y) further; infinite without enough overlap."""
    height, width = hidden_one.shape
    x, y = shift
    own = (slice(max(0, y), min(height, height + y)), slice(max(0, x), min(width, width + x)))
    its = (slice(max(0, -y), min(height, height - y)), slice(max(0, -x), min(width, width - x)))
    both = (~hidden_one[own] & ~hidden_other[its]).view(np.uint8)
    if both.sum() < 0.05 * both.size or both.size < 0.2 * hidden_one.size:
        return float("inf")
    return float(np.mean(cv2.mean(cv2.absdiff(one[own], other[its]), both)[:3]))


def register(one: Picture, other: Picture, hidden_one: Mask, hidden_other: Mask) -> Shift:
    """How far (x, y) the second frame's corner lies from the first's on a common plate, whole pixels.

    Coarsely by masked phase correlation (Padfield 2012), then by the least difference nearby; standing still is
    preferred where that is as good.
    """
    height, width = hidden_one.shape
    factor = max(1, round(height / _COARSE))
    small = [cv2.resize(f, (width // factor, height // factor), interpolation=cv2.INTER_AREA).mean(axis=2) for f in (one, other)]
    shown = [
        cv2.resize((~h).astype(np.uint8), (width // factor, height // factor), interpolation=cv2.INTER_NEAREST) > 0
        for h in (hidden_one, hidden_other)
    ]
    candidates: list[Shift] = [(0, 0)]
    if all(mask.any() for mask in shown):
        found = phase_cross_correlation(small[0], small[1], reference_mask=shown[0], moving_mask=shown[1], overlap_ratio=0.3)[0]
        if np.isfinite(found).all():
            candidates.append((round(float(found[1])) * factor, round(float(found[0])) * factor))

    @cache
    def cost(shift: Shift) -> float:
        return _difference(one, other, hidden_one, hidden_other, shift)

    best = min(candidates, key=cost)
    for step in (_REACH, 2, 1):
        best = min([best, *[(best[0] + dx * step, best[1] + dy * step) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]], key=cost)
    return best if cost(best) < 0.98 * cost((0, 0)) and cost(best) < _AGREE else (0, 0)


def _corners(frames: Sequence[Picture], hidden: Sequence[Mask]) -> list[Shift]:
    """Corners of all frames on a common plate, from each frame to the next, none below zero."""
    places: list[Shift] = [(0, 0)]
    for number in range(1, len(frames)):
        x, y = register(frames[number - 1], frames[number], hidden[number - 1], hidden[number])
        places.append((places[-1][0] + x, places[-1][1] + y))
    left, top = min(p[0] for p in places), min(p[1] for p in places)
    return [(x - left, y - top) for x, y in places]


def spread_evenly(count: int, most: int) -> list[int]:
    """At most `most` of the numbers below `count`, from the first to the last."""
    return sorted({int(n) for n in np.linspace(0, count - 1, min(count, most)).round()})


def _gather(
    frames: Sequence[Picture], hidden: Sequence[Mask], corners: Sequence[Shift], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], Mask]:
    """Median of what the frames show of the plate, (H, W, 3), and where any shows it, (H, W); band by band, to bound memory."""
    plate, seen = np.zeros((*size, 3), np.uint8), np.zeros(size, np.bool_)
    for start in range(0, size[0], _BAND):
        stop = min(start + _BAND, size[0])
        stack = np.full((len(frames), stop - start, size[1], 3), _UNSEEN, np.uint16)
        for layer, frame, mask, (x, y) in zip(stack, frames, hidden, corners, strict=True):
            first, last = max(start - y, 0), min(stop - y, len(frame))
            if first < last:
                shown = np.where(mask[first:last, :, None], _UNSEEN, frame[first:last])
                layer[first + y - start : last + y - start, x : x + frame.shape[1]] = shown
        count = (stack[..., 0] < _UNSEEN).sum(axis=0)
        here = count > 0
        ranked, count = np.sort(stack[:, here], axis=0), count[here][None, :, None]
        middle = [np.take_along_axis(ranked, rank, axis=0)[0] for rank in ((count - 1) // 2, count // 2)]
        plate[start:stop][here] = np.round(np.mean(middle, axis=0)).astype(np.uint8)
        seen[start:stop] = here
    return plate, seen


def clean_plate(frames: Sequence[Picture], cels: Sequence[Mask], margin: int = 2) -> CleanPlate:
    """Gather the background of a cut.

    Parameters
    ----------
    frames
        (H, W, 3) each, in order.
    cels
        (H, W) each, where the cel is.
    margin
        Pixels around the cel that are not believed either.

    Raises
    ------
    PegbarError
        There is no frame, sizes differ, or no frame shows any background.
    """
    if not frames or len(frames) != len(cels):
        raise PegbarError(f"plate: found {len(frames)} frames and {len(cels)} masks, expected as many of both, and one at least")
    sizes = {part.shape[:2] for part in (*frames, *cels)}
    if len(sizes) > 1:
        raise PegbarError(f"plate: found frames and masks of {len(sizes)} sizes, expected one")
    if len(frames) > MOST_FRAMES:
        chosen = spread_evenly(len(frames), MOST_FRAMES)
        frames, cels = [frames[n] for n in chosen], [cels[n] for n in chosen]
    brush = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    hidden = [cv2.dilate(cel.view(np.uint8), brush) > 0 for cel in cels]
    if all(mask.all() for mask in hidden):
        raise PegbarError("plate: found cels that cover every frame, expected some background to be seen")
    corners = _corners(frames, hidden)
    (height, width), (most_x, most_y) = frames[0].shape[:2], (max(c[0] for c in corners), max(c[1] for c in corners))
    plate, seen = _gather(frames, hidden, corners, (height + most_y, width + most_x))
    if not seen.all():
        plate = np.asarray(cv2.inpaint(plate, (~seen).astype(np.uint8), _INPAINT, cv2.INPAINT_TELEA), np.uint8)
    return CleanPlate(plate, seen, corners)
