"""Composite a cel on a new background: halo removed, colours moved towards the scene's, a contact shadow under the feet; as layers."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.errors import PegbarError
from pegbar.production.pictures import composite

Picture = NDArray[np.uint8]
_OPAQUE = 250
_MAX_SHIFT = (16.0, 10.0, 10.0)
"""Limit of the change of L, a and b by the scene's light."""
_FEET = 0.06
"""Fraction of a figure's height, from below, in which its feet are sought."""
_MIN_FOOT = 3
"""Pixels."""
_SHADOW_COLOR = (24, 20, 38)


class Composite(NamedTuple):
    """Sheets from the farthest to the nearest: plate (H, W, 3), shadow and cel (H, W, 4), all uint8 with straight alpha."""

    plate: Picture
    shadow: Picture
    cel: Picture

    def flattened(self) -> Picture:
        """All sheets as one picture, (H, W, 3) uint8."""
        return composite(composite(self.plate, self.shadow), self.cel)


def remove_halo(cel: Picture) -> Picture:
    """A cel (H, W, 4) whose edge shows its own colours, not those of the background it was separated from.

    A hard edge is softened inwards; half-transparent pixels take the colour of the nearest opaque ones.
    """
    alpha = cel[..., 3]
    hard = not ((alpha > 0) & (alpha < 255)).any()
    if hard:
        inner = cv2.erode(alpha, np.ones((3, 3), np.uint8))
        alpha = np.minimum(alpha, cv2.GaussianBlur(np.maximum(inner, alpha // 2), (0, 0), 0.7))
        core = inner >= _OPAQUE
    else:
        core = cv2.erode((alpha >= _OPAQUE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    if not core.any():
        return np.dstack([cel[..., :3], alpha])
    nearest = cel.reshape(-1, 4)[nearest_known(core), :3]
    edge = (alpha > 0) & (alpha < _OPAQUE)
    return np.dstack([np.where(edge[..., None], nearest, cel[..., :3]), alpha])


def match_light(cel: Picture, plate: Picture, strength: float) -> Picture:
    """Move the mean CIELAB colour of a cel (H, W, 4) towards that of the plate (H, W, 3) around it (after Reinhard et al. 2001).

    `strength` is the fraction of the difference, 0–1; the change is bounded.
    """
    figure = cel[..., 3] > 127
    if not figure.any() or strength <= 0:
        return cel
    rows, columns = np.flatnonzero(figure.any(axis=1)), np.flatnonzero(figure.any(axis=0))
    pad = max(8, (rows[-1] - rows[0]) // 4)
    surroundings = (slice(max(0, rows[0] - pad), rows[-1] + pad), slice(max(0, columns[0] - pad), columns[-1] + pad))
    lab = cv2.cvtColor(cel[..., :3].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    target = cv2.cvtColor(plate[surroundings].astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3).mean(axis=0)
    shift = np.clip(strength * (target - lab[figure].mean(axis=0)), -np.array(_MAX_SHIFT), _MAX_SHIFT).astype(np.float32)
    lit = cv2.cvtColor(lab + shift, cv2.COLOR_LAB2RGB)
    return np.dstack([np.clip(np.round(lit * 255), 0, 255).astype(np.uint8), cel[..., 3]])


def contact_shadow(cel: Picture, strength: float) -> Picture:
    """A soft shadow under the feet of a cel (H, W, 4), as a layer (H, W, 4); empty where the figure leaves the picture below.

    `strength` is its opacity under the feet, 0–1.
    """
    height, width = cel.shape[:2]
    figure = cel[..., 3] > 127
    shadow = np.zeros((height, width, 4), np.uint8)
    if not figure.any() or figure[-1].any() or strength <= 0:
        return shadow
    rows = np.flatnonzero(figure.any(axis=1))
    figure_height = int(rows[-1] - rows[0] + 1)
    feet = figure[rows[-1] + 1 - max(2, int(_FEET * figure_height)) : rows[-1] + 1]
    count, _, stats, _ = cv2.connectedComponentsWithStats(feet.astype(np.uint8))
    opacity = np.zeros((height, width), np.float32)
    for left, _, foot, _, area in stats[1:count]:
        if area >= _MIN_FOOT:
            center = (int(left + foot / 2), int(rows[-1]))
            cv2.ellipse(opacity, center, (max(2, int(foot * 0.75)), max(2, int(foot * 0.16))), 0, 0, 360, 1.0, cv2.FILLED, cv2.LINE_AA)
    opacity = np.asarray(cv2.GaussianBlur(opacity, (0, 0), max(0.8, figure_height / 110)), np.float32)
    shadow[..., 3] = np.round(np.clip(opacity, 0, 1) * 255 * strength).astype(np.uint8)
    shadow[..., :3] = _SHADOW_COLOR
    return shadow


def composite_cel(cel: Picture, plate: Picture, light: float = 0.25, shadow: float = 0.45) -> Composite:
    """Composite a cel on a plate.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha.
    plate
        (H, W, 3) uint8 RGB.
    light
        Strength of :func:`match_light`, 0–1.
    shadow
        Strength of :func:`contact_shadow`, 0–1.

    Returns
    -------
    Composite
        Three sheets in register.

    Raises
    ------
    PegbarError
        Sizes differ, or the cel is empty.

    Examples
    --------
    >>> cel = np.zeros((40, 40, 4), np.uint8)
    >>> cel[10:30, 15:25] = (200, 40, 40, 255)
    >>> composite_cel(cel, np.full((40, 40, 3), 90, np.uint8)).flattened().shape
    (40, 40, 3)
    """
    if cel.shape[:2] != plate.shape[:2]:
        raise PegbarError(
            f"foreground: found {cel.shape[1]}×{cel.shape[0]} pixels, expected the background's {plate.shape[1]}×{plate.shape[0]}"
        )
    if not (cel[..., 3] > 127).any():
        raise PegbarError("foreground: found nothing opaque, expected a cel on a transparent picture")
    clean = remove_halo(cel)
    return Composite(plate, contact_shadow(clean, shadow), match_light(clean, plate, light))
