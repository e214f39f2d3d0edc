"""Blossoms: their colours through the year, and how one is painted."""

import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.things.foliage import seen

BLOSSOMS = {
    "spring": ("#f4e04d", "#ffffff", "#f29bbd", "#b68be0"),
    "summer": ("#ffffff", "#f2d13c", "#e8604c", "#8f86e3"),
    "autumn": ("#e97ab4", "#f3f0f7", "#c95a8f", "#e2a33a"),
    "winter": ("#f3f0f7", "#e8d9a0"),
}


def bloom(sheet: Sheet, middles: NDArray[np.float64], size: float, color: Color, petals: int = 5, heart: str = "#f2c23a") -> None:
    """Flowers at places (N, 3) in metres, `size` metres across: petals, each with a lighter middle, about a heart."""
    rng, view, count = sheet.rng, sheet.view, len(middles)
    if not count:
        return
    z = middles[:, 2]
    around = np.linspace(0, 2 * np.pi, petals, endpoint=False)[None] + rng.uniform(0, 6, (count, 1))
    tilt = rng.uniform(0.55, 0.95, (count, 1))
    scale = (view.camera.focal * view.size[1] / z)[:, None, None]
    own = size * rng.uniform(0.8, 1.15, (count, 1))
    flat = view.project(middles)
    width = np.pi / petals * 0.85
    for part, tone in ((0.5, mixed(color, "#57306a", 0.26)), (0.44, color), (0.26, mixed(color, "#ffffff", 0.3))):
        corners = []
        for turn, reach in ((-width, 0.72), (-width * 0.45, 0.98), (width * 0.45, 0.98), (width, 0.72), (0.0, 0.05)):
            angle = around + turn
            radius = own * part * reach
            corners.append(np.stack([np.cos(angle) * radius, -np.sin(angle) * radius * tilt], axis=2))
        shape = np.stack(corners, axis=2) * scale[..., None]
        leaf = flat[:, None, None] + shape
        tones = seen(sheet.light, np.tile(tone, (count, 1)), z).repeat(petals, axis=0)
        sheet.dabs(leaf.reshape(-1, 5, 2), tones, "flower")
    seven = np.arange(8) * np.pi / 4
    ring = np.stack([np.cos(seven)[None] * own * 0.12, np.sin(seven)[None] * own * 0.12 * tilt], axis=2) * scale
    sheet.dabs(flat[:, None] + ring, seen(sheet.light, np.tile(rgb(heart), (count, 1)), z), "flower")
