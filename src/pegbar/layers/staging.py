"""Set a cel on a new background: no halo, in the place's light, with a shadow where it stands. As layers."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.production.pictures import composite, nearest_known

Picture = NDArray[np.uint8]
_OPAQUE = 250
_SHIFT = (16.0, 10.0, 10.0)
"""Most that light may move L, a and b."""
_FEET = 0.06
"""Part of a figure's height in which its feet are looked for."""


class Staged(NamedTuple):
    """Sheets from the farthest to the nearest: plate (H, W, 3), shadow and cel (H, W, 4)."""

    plate: Picture
    shadow: Picture
    cel: Picture

    def flattened(self) -> Picture:
        """All sheets as one picture (H, W, 3)."""
        return composite(composite(self.plate, self.shadow), self.cel)


def without_halo(cel: Picture) -> Picture:
    """A cel (H, W, 4) whose edge shows its own colours, not those of the background it was cut from.

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
    near = cel.reshape(-1, 4)[nearest_known(core), :3]
    edge = (alpha > 0) & (alpha < _OPAQUE)
    return np.dstack([np.where(edge[..., None], near, cel[..., :3]), alpha])


def in_light(cel: Picture, plate: Picture, strength: float) -> Picture:
    """Move a cel's colours a little towards those of the plate around it (after Reinhard et al. 2001), 0–1 strong."""
    shown = cel[..., 3] > 127
    if not shown.any() or strength <= 0:
        return cel
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    pad = max(8, (rows[-1] - rows[0]) // 4)
    around = (slice(max(0, rows[0] - pad), rows[-1] + pad), slice(max(0, columns[0] - pad), columns[-1] + pad))
    lab = cv2.cvtColor(cel[..., :3].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    other = cv2.cvtColor(plate[around].astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3).mean(axis=0)
    shift = np.clip(strength * (other - lab[shown].mean(axis=0)), -np.array(_SHIFT), _SHIFT).astype(np.float32)
    lit = cv2.cvtColor(lab + shift, cv2.COLOR_LAB2RGB)
    return np.dstack([np.clip(np.round(lit * 255), 0, 255).astype(np.uint8), cel[..., 3]])


def contact_shadow(cel: Picture, strength: float) -> Picture:
    """A soft shadow under the feet of a cel (H, W, 4); none where the figure leaves the picture below."""
    height, width = cel.shape[:2]
    shown = cel[..., 3] > 127
    shadow = np.zeros((height, width, 4), np.uint8)
    if not shown.any() or shown[-1].any() or strength <= 0:
        return shadow
    rows = np.flatnonzero(shown.any(axis=1))
    tall = int(rows[-1] - rows[0] + 1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(shown[rows[-1] + 1 - max(2, int(_FEET * tall)) : rows[-1] + 1].astype(np.uint8))
    drawn = np.zeros((height, width), np.float32)
    for left, _, wide, _, area in stats[1:count]:
        if area >= 3:
            center = (int(left + wide / 2), int(rows[-1]))
            cv2.ellipse(drawn, center, (max(2, int(wide * 0.75)), max(2, int(wide * 0.16))), 0, 0, 360, 1.0, cv2.FILLED, cv2.LINE_AA)
    drawn = np.asarray(cv2.GaussianBlur(drawn, (0, 0), max(0.8, tall / 110)), np.float32)
    shadow[..., 3] = np.round(np.clip(drawn, 0, 1) * 255 * strength).astype(np.uint8)
    shadow[..., :3] = (24, 20, 38)
    return shadow


def stage(cel: Picture, plate: Picture, light: float = 0.25, shadow: float = 0.45) -> Staged:
    """Set a cel (H, W, 4) on a plate (H, W, 3).

    Raises
    ------
    PegbarError
        Sizes differ, or the cel is empty.
    """
    if cel.shape[:2] != plate.shape[:2]:
        raise PegbarError(
            f"foreground: found {cel.shape[1]}×{cel.shape[0]} pixels, expected the background's {plate.shape[1]}×{plate.shape[0]}"
        )
    if not (cel[..., 3] > 127).any():
        raise PegbarError("foreground: found nothing opaque, expected a cel on a transparent picture")
    clean = without_halo(cel)
    return Staged(plate, contact_shadow(clean, shadow), in_light(clean, plate, light))
