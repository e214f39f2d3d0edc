"""A cel of any size placed in a picture of another size: standing on its ground, or cut off by its edge as it was by its own frame's."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.boxes import box_of
from pegbar.errors import PegbarError
from pegbar.scenery.camera import Camera

Picture = NDArray[np.uint8]
_OPAQUE = 127
_STATURE = (1.3, 1.9)
"""Metres that a standing figure measures, from and to: what is taller or shorter than this looks like a giant or a doll in its scene."""
_LOWEST_FOOT = 0.97
"""Of the picture's height: the lowest row at which a foot that stands in the picture is placed."""
_EYES = 1.5
"""Metres of a standing figure's eyes: those of a camera at this height see them on the horizon, however far away."""
_ABOVE_HORIZON = 0.12
"""Of the picture's height: how far above that the eyes of a figure that is cut off below may be, as if it were seen from a little below."""
_EYE_LEVEL = (1.0, 2.2)
"""Metres of a camera's height, from and to, at which a figure that is cut off is scaled by its eyes."""
_CUT_WIDTH, _CUT_BREADTH, _ABOVE = 0.12, 0.8, (0.02, 0.05)
"""Of a figure's height: the breadth of its end from which it may be a cut; how alike its breadth just above is then; and how far above."""
_LEAST_DEPTH = 0.01
"""Of the picture's height: how far below the horizon a foot lies at least."""


@dataclass(frozen=True)
class _Framing:
    """How a cel lies in its own frame: its box in pixels, the last row and column excluded, and the edges that cut it off."""

    top: int
    bottom: int
    left: int
    right: int
    frame: tuple[int, int]
    severed: bool = False

    @property
    def cut_below(self) -> bool:
        return self.bottom == self.frame[0] or self.severed

    @property
    def cut_above(self) -> bool:
        return self.top == 0

    @property
    def cut_left(self) -> bool:
        return self.left == 0

    @property
    def cut_right(self) -> bool:
        return self.right == self.frame[1]


def _framing(cel: Picture) -> _Framing:
    shown = cel[..., 3] > _OPAQUE
    if not shown.any():
        raise PegbarError("foreground: found nothing opaque, expected a cel on a transparent picture")
    rows, columns = box_of(shown)
    box = rows.start, rows.stop, columns.start, columns.stop
    return _Framing(*box, (cel.shape[0], cel.shape[1]), _is_severed(shown[rows, columns]))


def _is_severed(figure: NDArray[np.bool_]) -> bool:
    """Whether a figure (H, W), cropped, ends in a straight cut, at the thigh or waist: as broad at its end as just above. Soles are not."""
    tall = len(figure)
    last = int(figure[-1].sum())
    above = [int(figure[max(0, tall - 1 - max(1, round(tall * part)))].sum()) for part in _ABOVE]
    return last >= _CUT_WIDTH * tall and all(_CUT_BREADTH <= last / max(1, breadth) <= 1 / _CUT_BREADTH for breadth in above)


def _scaled(cel: Picture, scale: float) -> Picture:
    """A cel (H, W, 4) of another size; colours of transparent pixels do not bleed in."""
    size = (max(1, round(cel.shape[1] * scale)), max(1, round(cel.shape[0] * scale)))
    if size == (cel.shape[1], cel.shape[0]):
        return cel
    alpha = cel[..., 3:].astype(np.float32)
    premultiplied = np.concatenate([cel[..., :3] * (alpha / 255), alpha], axis=2)
    resized = cv2.resize(premultiplied, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    opacity = np.clip(resized[..., 3:], 0, 255)
    colors = np.clip(resized[..., :3] * (255 / np.maximum(resized[..., 3:], 1)), 0, 255)
    return np.round(np.concatenate([np.where(opacity >= 0.5, colors, 0), opacity], axis=2)).astype(np.uint8)


def _standing(size: tuple[int, int], camera: Camera, tall: float, foot: float) -> tuple[float, float]:
    """Height and foot's row, pixels, nearest to those asked for at which a figure is of human size on the ground."""
    height = size[1]
    horizon, lowest = camera.horizon * height, _LOWEST_FOOT * height
    room = lowest - horizon
    if room < _LEAST_DEPTH * height:
        return tall, foot
    tall = min(tall, _STATURE[1] / camera.height * room)
    nearest, farthest = (max(tall * camera.height / metres, _LEAST_DEPTH * height) for metres in _STATURE)
    return tall, float(np.clip(foot, min(horizon + farthest, lowest), min(horizon + nearest, lowest)))


def _scale(framing: _Framing, size: tuple[int, int], height: float | None) -> float:
    """Pixels of the picture for one of the frame."""
    scale = size[1] / framing.frame[0] if height is None else height * size[1] / (framing.bottom - framing.top)
    wide = framing.right - framing.left
    if framing.cut_left and framing.cut_right:
        return max(scale, size[0] / wide)
    return scale if framing.cut_left or framing.cut_right else min(scale, size[0] / wide)


def place_cel(cel: Picture, size: tuple[int, int], height: float | None = None, camera: Camera | None = None) -> Picture:
    """Place a cel in a picture of another size.

    The figure keeps its fraction of the frame's height and its place in the frame. What an edge of its frame cuts off stays cut off by
    that edge: a bust stays a bust. So does what ends in a straight cut inside its frame: the cut comes to lie on the picture's lower edge.
    With a camera at eye level a figure that is cut off below is no larger than that its eyes are about at the horizon, and a standing one
    stands on the ground: where that would make it a giant or a doll, its foot moves, and if there is no room, it becomes smaller.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha.
    size
        (width, height) of the picture, pixels.
    height
        Of the figure as a fraction of the picture's height; its own frame's without.
    camera
        Of the picture's scene.

    Returns
    -------
    ndarray
        (height, width, 4) uint8; the cel itself if it has that size already and nothing else is asked for.

    Raises
    ------
    PegbarError
        The cel is empty, or a height is no positive number.

    Examples
    --------
    >>> cel = np.zeros((40, 60, 4), np.uint8)
    >>> cel[10:40, 20:40] = 255
    >>> placed = place_cel(cel, (200, 80))
    >>> placed.shape, int((placed[..., 3] > 0).sum(axis=0).max()), bool(placed[-1].any())
    ((80, 200, 4), 60, True)
    """
    framing = _framing(cel)
    if height is not None and not height > 0:
        raise PegbarError(f"foreground: found a height of {height:g}, expected a positive fraction of the picture's")
    if height is None and size == (cel.shape[1], cel.shape[0]):
        return cel
    scale = _scale(framing, size, height)
    tall = (framing.bottom - framing.top) * scale
    foot = framing.bottom / framing.frame[0] * size[1]
    if framing.cut_below:
        foot = float(size[1])
        if camera is not None and height is None and not (framing.cut_above or framing.cut_left or framing.cut_right):
            tall = min(tall, _tallest_cut(framing, size, camera))
            scale = tall / (framing.bottom - framing.top)
    elif framing.cut_above:
        foot = tall
    elif framing.cut_left and framing.cut_right:
        foot = (framing.top + framing.bottom) / 2 / framing.frame[0] * size[1] + tall / 2
    else:
        tall, foot = _fitted(size, tall, foot, camera)
        scale = tall / (framing.bottom - framing.top)
    return _pasted(cel, framing, scale, foot, size)


def _tallest_cut(framing: _Framing, size: tuple[int, int], camera: Camera) -> float:
    """Largest height in pixels at which a figure that stands on the lower edge has its eyes about where a camera at eye level sees them."""
    if not _EYE_LEVEL[0] <= camera.height <= _EYE_LEVEL[1]:
        return float(size[1])
    tall, wide = framing.bottom - framing.top, framing.right - framing.left
    eyes = float(np.clip(0.05 + 0.16 * wide / tall, 0.08, 0.22))
    rise = camera.horizon - _ABOVE_HORIZON + 0.5 * (camera.height - _EYES)
    return max(0.3, 1 - rise) * size[1] / (1 - eyes)


def _fitted(size: tuple[int, int], tall: float, foot: float, camera: Camera | None) -> tuple[float, float]:
    """Height and foot's row of a whole figure, which stays within the picture."""
    tall = min(tall, 0.98 * _LOWEST_FOOT * size[1])
    foot = max(foot, tall + 0.01 * size[1])
    if camera is None:
        return tall, min(foot, size[1] - 1.0)
    return _standing(size, camera, tall, foot)


def _pasted(cel: Picture, framing: _Framing, scale: float, foot: float, size: tuple[int, int]) -> Picture:
    """The cropped figure with its foot at a row."""
    width, height = size
    figure = _scaled(cel[framing.top : framing.bottom, framing.left : framing.right], scale)
    rows, columns = figure.shape[:2]
    middle = (framing.left + framing.right) / 2 / framing.frame[1] * width
    left = round(float(np.clip(middle - columns / 2, min(0, width - columns), max(0, width - columns))))
    if framing.cut_left:
        left = 0
    elif framing.cut_right:
        left = width - columns
    top = round(foot) - rows
    placed = np.zeros((height, width, 4), np.uint8)
    into = (slice(max(top, 0), min(top + rows, height)), slice(max(left, 0), min(left + columns, width)))
    placed[into] = figure[into[0].start - top : into[0].stop - top, into[1].start - left : into[1].stop - left]
    return placed
