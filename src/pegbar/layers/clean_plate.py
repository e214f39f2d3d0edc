"""The clean plate of a cut: every background pixel that some frame shows, registered over pans, zooms and turns; invented only where
none does."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.registration import phase_cross_correlation

from pegbar.errors import PegbarError
from pegbar.layers.camera_moves import Matrix, camera_moves
from pegbar.layers.completion import complete

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Offset = tuple[int, int]
"""(x, y), whole pixels."""
_COARSE_HEIGHT = 120
"""Height at which frames are registered first."""
_MAX_DIFFERENCE = 12.0
"""Mean difference of 8-bit levels above which a registration is rejected."""
MAX_FRAMES = 48
"""Frames that are used of a cut; of a longer one, as many evenly spaced ones."""
_ROWS_PER_BLOCK = 64
"""Rows of the plate that are gathered at a time, to bound memory."""
_UNSEEN = np.uint16(256)
"""Level of what a frame does not show: above every 8-bit level, so that it is sorted last."""
_SEARCH_STEPS = (4, 2, 1)
"""Steps of the local search for an offset, pixels."""
_MAX_DETAIL = 2.0
"""Pixels of the plate for one of the first frame, at most, where the camera came nearer."""
_MAX_AREA = 6.0
"""Size of a plate over that of a frame, at most, where the camera did more than pan."""


class CleanPlate(NamedTuple):
    """The background of a cut.

    Attributes
    ----------
    picture
        (H, W, 3) uint8, as large as what the camera sweeps.
    seen
        Where any frame shows it, (H, W) bool; the rest is invented.
    offsets
        (x, y) of each frame's top left corner on the plate, to the nearest pixel.
    moves
        (3, 3) map of each frame's pixels (x, y, 1) to the plate's.
    """

    picture: Picture
    seen: Mask
    offsets: list[Offset]
    moves: list[Matrix]

    @property
    def invented(self) -> Mask:
        """Where no frame shows the background, (H, W) bool."""
        return ~self.seen

    def shown(self, number: int, size: tuple[int, int]) -> tuple[Picture, Mask]:
        """What a frame of size (H, W) shows of the plate without its cel, (H, W, 3), and where some frame shows that, (H, W)."""
        onto, to = np.linalg.inv(self.moves[number])[:2], (size[1], size[0])
        picture = cv2.warpAffine(self.picture, onto, to, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        seen = cv2.warpAffine(self.seen.view(np.uint8) * np.uint8(255), onto, to, flags=cv2.INTER_LINEAR)
        return np.asarray(picture, np.uint8), np.asarray(seen == 255, np.bool_)


def _difference(reference: Picture, moving: Picture, hidden: tuple[Mask, Mask], offset: Offset) -> float:
    """Mean difference where both frames show background, `moving` lying `offset` further; infinite without enough overlap."""
    height, width = hidden[0].shape
    x, y = offset
    overlap = (slice(max(0, y), min(height, height + y)), slice(max(0, x), min(width, width + x)))
    moved = (slice(max(0, -y), min(height, height - y)), slice(max(0, -x), min(width, width - x)))
    both = (~hidden[0][overlap] & ~hidden[1][moved]).view(np.uint8)
    if both.sum() < 0.05 * both.size or both.size < 0.2 * hidden[0].size:
        return float("inf")
    return float(np.mean(cv2.mean(cv2.absdiff(reference[overlap], moving[moved]), both)[:3]))


def register(reference: Picture, moving: Picture, hidden_reference: Mask, hidden_moving: Mask) -> Offset:
    """How far the second frame's corner lies from the first's on a common plate.

    Coarsely by masked phase correlation (Padfield 2012), then by the smallest difference nearby; standing still is
    preferred where that is as good.

    Parameters
    ----------
    reference, moving
        (H, W, 3) uint8.
    hidden_reference, hidden_moving
        Where the cel hides the background, (H, W) bool.

    Returns
    -------
    (x, y), whole pixels.
    """
    height, width = hidden_reference.shape
    factor = max(1, round(height / _COARSE_HEIGHT))
    size = (width // factor, height // factor)
    small = [cv2.resize(frame, size, interpolation=cv2.INTER_AREA).mean(axis=2) for frame in (reference, moving)]
    visible = [
        cv2.resize((~hidden).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0 for hidden in (hidden_reference, hidden_moving)
    ]
    candidates: list[Offset] = [(0, 0)]
    if all(mask.any() for mask in visible):
        shift = phase_cross_correlation(small[0], small[1], reference_mask=visible[0], moving_mask=visible[1], overlap_ratio=0.3)[0]
        if np.isfinite(shift).all():
            candidates.append((round(float(shift[1])) * factor, round(float(shift[0])) * factor))

    @cache
    def cost(offset: Offset) -> float:
        return _difference(reference, moving, (hidden_reference, hidden_moving), offset)

    best = min(candidates, key=cost)
    for step in _SEARCH_STEPS:
        best = min([best, *[(best[0] + dx * step, best[1] + dy * step) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]], key=cost)
    return best if cost(best) < 0.98 * cost((0, 0)) and cost(best) < _MAX_DIFFERENCE else (0, 0)


def _offsets(frames: Sequence[Picture], hidden: Sequence[Mask]) -> list[Offset]:
    """Corners of all frames on a common plate, from each frame to the next, none below zero."""
    offsets: list[Offset] = [(0, 0)]
    for number in range(1, len(frames)):
        x, y = register(frames[number - 1], frames[number], hidden[number - 1], hidden[number])
        offsets.append((offsets[-1][0] + x, offsets[-1][1] + y))
    left, top = min(x for x, _ in offsets), min(y for _, y in offsets)
    return [(x - left, y - top) for x, y in offsets]


def subsample_evenly(count: int, max_count: int) -> list[int]:
    """At most `max_count` of the numbers below `count`, evenly spaced from the first to the last."""
    return sorted({int(n) for n in np.linspace(0, count - 1, min(count, max_count)).round()})


def _median(stack: NDArray[np.uint16]) -> tuple[Picture, Mask]:
    """Median of the levels (N, H, W, 3) that are seen, and where any is, (H, W)."""
    count = (stack[..., 0] < _UNSEEN).sum(axis=0)
    covered = count > 0
    ranked, count = np.sort(stack[:, covered], axis=0), count[covered][None, :, None]
    middle = [np.take_along_axis(ranked, rank, axis=0)[0] for rank in ((count - 1) // 2, count // 2)]
    picture = np.zeros((*covered.shape, 3), np.uint8)
    picture[covered] = np.round(np.mean(middle, axis=0)).astype(np.uint8)
    return picture, np.asarray(covered, np.bool_)


def _panned(frame: Picture, mask: Mask, move: Matrix, rows: slice, layer: NDArray[np.uint16]) -> None:
    """Lay what a frame shows at whole pixels into rows of the plate."""
    x, y = round(move[0, 2]), round(move[1, 2])
    first, last = max(rows.start - y, 0), min(rows.stop - y, len(frame))
    if first < last:
        visible = np.where(mask[first:last, :, None], _UNSEEN, frame[first:last])
        layer[first + y - rows.start : last + y - rows.start, x : x + frame.shape[1]] = visible


def _warped(frame: Picture, mask: Mask, move: Matrix, rows: slice, layer: NDArray[np.uint16]) -> None:
    """Lay what a frame shows, zoomed and turned, into rows of the plate."""
    onto = move[:2].copy()
    onto[1, 2] -= rows.start
    size = (layer.shape[1], layer.shape[0])
    enlarged = np.hypot(move[0, 0], move[1, 0]) >= 1
    picture = cv2.warpAffine(frame, onto, size, flags=cv2.INTER_CUBIC if enlarged else cv2.INTER_LINEAR)
    visible = cv2.warpAffine((~mask).view(np.uint8) * np.uint8(255), onto, size, flags=cv2.INTER_LINEAR)
    layer[:] = np.where((visible == 255)[..., None], picture, _UNSEEN)


def _gather(
    frames: Sequence[Picture], hidden: Sequence[Mask], moves: Sequence[Matrix], size: tuple[int, int], pans: bool
) -> tuple[Picture, Mask]:
    """Median of what the frames show of the plate, (H, W, 3), and where any shows it, (H, W)."""
    plate, seen, lay = np.zeros((*size, 3), np.uint8), np.zeros(size, np.bool_), _panned if pans else _warped
    for start in range(0, size[0], _ROWS_PER_BLOCK):
        rows = slice(start, min(start + _ROWS_PER_BLOCK, size[0]))
        stack = np.full((len(frames), rows.stop - start, size[1], 3), _UNSEEN, np.uint16)
        for layer, frame, mask, move in zip(stack, frames, hidden, moves, strict=True):
            lay(frame, mask, move, rows, layer)
        plate[rows], seen[rows] = _median(stack)
    return plate, seen


def _onto_plate(moves: Sequence[Matrix], size: tuple[int, int]) -> tuple[list[Matrix], tuple[int, int]]:
    """Moves from frames of size (H, W) to a plate that holds them all as finely as the nearest look, within limits, and its size."""
    height, width = size
    corners = np.array([[0, width - 1, 0, width - 1], [0, 0, height - 1, height - 1], [1, 1, 1, 1]])
    swept = np.concatenate([(move @ corners)[:2] for move in moves], axis=1)
    low, high = swept.min(axis=1), swept.max(axis=1)
    detail = min(_MAX_DETAIL, max(1 / float(np.hypot(move[0, 0], move[1, 0])) for move in moves))
    detail = min(detail, float(np.sqrt(_MAX_AREA * height * width / np.prod(high - low + 1))))
    onto = np.array([[detail, 0, -detail * low[0]], [0, detail, -detail * low[1]], [0, 0, 1]])
    wide, tall = (int(np.ceil(detail * side)) + 1 for side in high - low)
    return [onto @ move for move in moves], (tall, wide)


def clean_plate(frames: Sequence[Picture], cels: Sequence[Mask], margin: int = 2, pans_only: bool = False) -> CleanPlate:
    """Gather the background of a cut: the median of what its frames show, registered over the camera's move.

    Parameters
    ----------
    frames
        (H, W, 3) uint8 each, in order; of more than ``MAX_FRAMES`` as many evenly spaced ones are used.
    cels
        (H, W) bool each, where the cel is.
    margin
        Pixels around the cel that are not trusted either.
    pans_only
        Whether to look for no zooms and turns.

    Returns
    -------
    CleanPlate
        With one offset for each frame that was used.

    Raises
    ------
    PegbarError
        There is no frame, sizes differ, or no frame shows any background.

    Examples
    --------
    >>> plate = np.tile(np.arange(0, 250, 5, dtype=np.uint8)[None, :, None], (40, 1, 3))
    >>> cels = np.zeros((2, 40, 50), np.bool_)
    >>> cels[0, 10:30, 5:15] = cels[1, 10:30, 30:40] = True
    >>> frames = [np.where(cel[..., None], np.uint8(255), plate) for cel in cels]
    >>> bool((clean_plate(frames, list(cels)).picture == plate).all())
    True
    """
    if not frames or len(frames) != len(cels):
        raise PegbarError(f"plate: found {len(frames)} frames and {len(cels)} masks, expected as many of both, and one at least")
    sizes = {part.shape[:2] for part in (*frames, *cels)}
    if len(sizes) > 1:
        raise PegbarError(f"plate: found frames and masks of {len(sizes)} sizes, expected one")
    if len(frames) > MAX_FRAMES:
        numbers = subsample_evenly(len(frames), MAX_FRAMES)
        frames, cels = [frames[n] for n in numbers], [cels[n] for n in numbers]
    dilation = np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)
    hidden = [cv2.dilate(cel.view(np.uint8), dilation) > 0 for cel in cels]
    if all(mask.all() for mask in hidden):
        raise PegbarError("plate: found cels that cover every frame, expected some background to be seen")
    offsets, size = _offsets(frames, hidden), frames[0].shape[:2]
    found = None if pans_only else camera_moves(frames, hidden, offsets)
    if found is None:
        moves = [np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]]) for x, y in offsets]
        whole = (size[0] + max(y for _, y in offsets), size[1] + max(x for x, _ in offsets))
    else:
        moves, whole = _onto_plate(found, (size[0], size[1]))
        offsets = [(round(move[0, 2]), round(move[1, 2])) for move in moves]
    plate, seen = _gather(frames, hidden, moves, whole, found is None)
    return CleanPlate(complete(plate, ~seen), seen, offsets, moves)
