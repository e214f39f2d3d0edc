"""Waves that rise and break: a dark face, a crest that catches the light, and foam at the foot."""

import numpy as np

from pegbar.scenery.camera import NEAR
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet


def paint_breaker(sheet: Sheet, x: float, y: float, z: float, wide: float, tall: float, color: str = "", near: bool = True) -> None:
    """One wave, `wide` metres across and `tall` at its highest, that stands on the water at (x, y, z); one far off is a streak of white."""
    count = 41
    part, lean = np.linspace(0, 1, count), sheet.rng.uniform(0.6, 1.7)
    swing, shift, ragged = sheet.rng.uniform(5, 9), sheet.rng.uniform(0, 6, 2), sheet.rng.uniform(-1, 1, count)
    if z < NEAR + 0.3:
        return
    light, view = sheet.light, sheet.view
    rise = tall * np.sin(np.pi * part**lean) ** 0.7 * (0.8 + 0.2 * np.sin(part * swing + shift[0]))
    across = x + (part - 0.5) * wide
    foot = view.project(np.stack([across, np.full(count, y), np.full(count, z)], axis=1))
    head = view.project(np.stack([across, y + rise, np.full(count, z)], axis=1))
    face = mixed(light.shade(color or "#2b7fae", (0, 0.3, -0.95), z), light.sky_low, 0.14)
    white = light.shade("#ffffff", (0, 0.8, -0.6), z, 0.8)
    thick = np.clip(0.5 + 0.35 * np.sin(part * swing * 1.7 + shift[1]) + 0.16 * ragged, 0.12, 0.95)[:, None]
    if not near:
        sheet.shape(np.concatenate([head + (foot - head) * thick, head[::-1]]), mixed(white, face, 0.25), "water", False)
        return
    sheet.shape(np.concatenate([foot, head[::-1]]), face, "water", False)
    low = mixed(face, light.shade("#86d6c6", (0, 0.6, -0.8), z), 0.45)
    sheet.shape(np.concatenate([foot + (head - foot) * 0.1, (foot + (head - foot) * 0.55)[::-1]]), low, "water", False)
    sheet.shape(np.concatenate([head + (foot - head) * thick * 0.75, head[::-1]]), white, "water")
    under = foot + (foot - head) * 0.16 * (1.3 - thick)
    sheet.shape(np.concatenate([under, (foot + (head - foot) * 0.2 * (1.2 - thick))[::-1]]), mixed(white, face, 0.15), "water", False)


def paint_wave(sheet: Sheet, thing: Thing) -> None:
    """A single wave that breaks."""
    paint_breaker(sheet, thing.x, thing.y, thing.z, thing.width, thing.height, thing.color)
