"""Shadows of a cel on the ground of a planned scene: the dark under its feet, and its silhouette laid down along the light."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.light import Light
from pegbar.scenery.shadows import laid, lean_of, upright

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Shade = NDArray[np.float32]
"""(H, W), opacity in [0, 1]."""
SHADOW_COLOR = (24, 20, 38)
_FEET = 0.05
"""Fraction of a figure's height, from below, in which its feet are sought."""
_MIN_FOOT = 3
"""Pixels."""
_CAST, _CONTACT, _AMBIENT = 0.42, 0.55, 0.22
"""Opacity of the cast shadow, of the dark under each foot, and of the wide one under the whole figure."""
_LEAST_DEPTH = 0.008
"""Of the picture's height: how far below the horizon a foot stands at least."""
_FLATNESS = (0.1, 0.5)
"""Least and greatest ratio of the axes of a circle on the ground."""


class Stand(NamedTuple):
    """Where a figure stands: its foot's row and column in pixels, its height in pixels, and its distance in metres."""

    row: int
    column: float
    tall: int
    z: float


def stand_of(figure: Mask, view: View) -> Stand | None:
    """Where a figure (H, W) stands on the ground; nothing if the picture cuts it off below or its foot is not below the horizon."""
    rows = np.flatnonzero(figure.any(axis=1))
    if not len(rows) or figure[-1].any():
        return None
    row, tall = int(rows[-1]) + 1, int(rows[-1] - rows[0]) + 1
    below = row - view.horizon
    if below < _LEAST_DEPTH * view.size[1]:
        return None
    columns = np.flatnonzero(figure[max(0, row - max(2, round(_FEET * tall))) : row].any(axis=0))
    z = view.camera.focal * view.size[1] * view.camera.height / below
    return Stand(row, float(columns[0] + columns[-1] + 1) / 2, tall, float(z))


def _spot(shade: Shade, center: tuple[float, float], axes: tuple[float, float], opacity: float) -> None:
    """Darken a soft ellipse; where several overlap the darkest counts."""
    (x, y), (wide, deep) = center, axes
    rows = slice(max(0, int(y - 2 * deep)), min(shade.shape[0], int(y + 2 * deep) + 2))
    columns = slice(max(0, int(x - 2 * wide)), min(shade.shape[1], int(x + 2 * wide) + 2))
    across = (np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5 - x) / wide
    along = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5 - y) / deep
    squared = across[None] ** 2 + along[:, None] ** 2
    np.maximum(shade[rows, columns], np.exp(-1.2 * squared) * np.float32(opacity), out=shade[rows, columns])


def contact_shade(figure: Mask, stand: Stand, camera: Camera) -> Shade:
    """How dark the ground is under the feet of a figure (H, W)."""
    flat = float(np.clip(camera.height / stand.z, *_FLATNESS))
    shade = np.zeros(figure.shape, np.float32)
    top = max(0, stand.row - max(3, round(_FEET * stand.tall)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(figure[top : stand.row].astype(np.uint8))
    feet = [(left + wide / 2, top + low + high - 0.5, wide) for left, low, wide, high, area in stats[1:count].tolist() if area >= _MIN_FOOT]
    if not feet:
        return shade
    left, right = (min(x - w / 2 for x, _, w in feet), max(x + w / 2 for x, _, w in feet))
    spread = max((right - left) * 0.75, 0.1 * stand.tall)
    _spot(shade, ((left + right) / 2, stand.row - 0.3 * flat * spread), (spread, flat * spread), _AMBIENT)
    for x, row, wide in feet:
        reach = max(2.0, 0.7 * wide)
        _spot(shade, (x, row - 0.25 * flat * reach), (reach, max(1.0, flat * reach)), _CONTACT)
    return shade


def cast_shade(alpha: NDArray[np.uint8], stand: Stand, view: View, light: Light) -> Shade:
    """How dark the ground is where a figure (H, W) of 0–255 keeps the sun from it: sharp at the foot, softer farther away."""
    if not light.sunny:
        return np.zeros(alpha.shape, np.float32)
    x = view.camera.x + (stand.column - view.camera.center * view.size[0]) / view.scale(stand.z)
    metres = stand.tall / view.scale(stand.z)
    lean = lean_of(light, stand.z, metres)
    onto = laid(view, x, stand.z, lean) @ np.linalg.inv(upright(view, x, stand.z))
    risen = np.clip((stand.row - np.arange(alpha.shape[0], dtype=np.float32)) / stand.tall, 0, 1)
    source = np.dstack([alpha.astype(np.float32) / 255, np.broadcast_to(risen[:, None], alpha.shape)])
    fallen = cv2.warpPerspective(source, onto, view.size, flags=cv2.INTER_LINEAR, borderValue=0.0)
    fallen[: max(0, int(np.ceil(view.horizon)))] = 0
    shade = np.zeros(alpha.shape, np.float32)
    rows, columns = (np.flatnonzero((fallen[..., 0] > 0).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return shade
    unit = view.size[1] / 1080
    margin = int(20 * unit) + 4
    window = tuple(slice(max(0, int(line[0]) - margin), int(line[-1]) + 1 + margin) for line in (rows, columns))
    sharp = cv2.GaussianBlur(fallen[window][..., 0], (0, 0), max(0.6, 1.2 * unit))
    soft, away = cv2.split(cv2.GaussianBlur(fallen[window], (0, 0), max(0.8, 5.0 * unit)))
    mixed = sharp + (soft - sharp) * away
    shade[window] = mixed * (1 - 0.45 * away) * np.float32(_CAST * (1 - 0.8 * float(light.haziness(stand.z))))
    return shade


def shadow_sheet(shade: Shade, ground: Mask | None = None) -> Picture:
    """A shadow as a sheet (H, W, 4); on the ground only, where it is known."""
    if ground is not None:
        shade = shade * cv2.GaussianBlur(ground.astype(np.float32), (0, 0), 0.8)
    sheet = np.zeros((*shade.shape, 4), np.uint8)
    sheet[..., 3] = np.round(np.clip(shade, 0, 1) * 255)
    sheet[sheet[..., 3] > 0, :3] = SHADOW_COLOR
    return sheet
