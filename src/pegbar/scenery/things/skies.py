"""The sky and its lights: sun, moon, stars, rainbow."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.vocabulary.scene_labels import LABELS


def paint_sky(sheet: Sheet, thing: Thing) -> None:
    """The dome: its colours from the zenith to the horizon, warmer towards a low sun; below the horizon, haze."""
    width, height = sheet.view.size
    horizon = max(sheet.view.horizon, 0.25 * height)
    down = np.clip((np.arange(height) + 0.5) / horizon, 0, 1)[:, None, None] ** 0.85
    top = rgb(thing.color) if thing.color else sheet.light.sky_top
    colors = top * (1 - down) + sheet.light.sky_low * down
    if sheet.light.conditions.time == "sunset" and sheet.light.conditions.weather == "clear":
        rosy = np.clip(1 - np.abs(down - 0.6) / 0.35, 0, 1) * 0.55
        warm = np.clip(1 - np.abs(down - 1.0) * 2.6, 0, 1) * 0.7
        colors = colors * (1 - rosy) + rgb("#ef9a94") * rosy
        colors = colors * (1 - warm) + rgb("#ffd992") * warm
    rows, columns = slice(0, height), slice(0, width)
    sheet._reach(np.array([[0.0, 0.0], [width, height]]))
    sheet.lay(rows, columns, np.broadcast_to(colors, (height, width, 3)), np.ones((height, width), np.float32))
    sheet.labels[:] = 1


def paint_sun(sheet: Sheet, thing: Thing) -> None:
    """The sun with its glare."""
    low = sheet.light.conditions.time == "sunset"
    spot = (thing.x, thing.y, thing.z)
    sheet.disc(spot, thing.width / 2, thing.color or ("#fff0c8" if low else "#fffdf0"))
    sheet.shine(spot, thing.width * (3.4 if low else 2.6), "#ffd79a" if low else "#fff6d8", 0.75)


def paint_moon(sheet: Sheet, thing: Thing) -> None:
    """The full moon, its seas, and its glow."""
    spot = np.array([thing.x, thing.y, thing.z])
    radius, tone = thing.width / 2, rgb(thing.color or "#f6f2dc")
    sheet.disc(spot, radius, tone)
    for across, up, size in ((-0.3, 0.25, 0.3), (0.15, 0.35, 0.2), (0.28, -0.1, 0.26), (-0.12, -0.4, 0.2)):
        pixels = sheet.view.project((spot + (across * radius, up * radius, 0))[None])
        around = np.linspace(0, 2 * np.pi, 18, endpoint=False)
        reach = size * radius * sheet.view.scale(thing.z)
        sheet.shape(pixels + np.stack([np.cos(around), np.sin(around)], axis=1) * reach, tone * 0.93, lined=False)
    sheet.shine(spot, thing.width * 2.6, "#cfd8ff", 0.35)


def paint_stars(sheet: Sheet, thing: Thing) -> None:
    """Stars over the whole sky, fewer towards the horizon."""
    width, height = sheet.view.size
    count = 260
    spots = sheet.rng.random((count, 2)) ** (1, 1.3) * (width, max(sheet.view.horizon, 0.2 * height))
    sizes = height * (0.0011 + 0.0022 * sheet.rng.random(count) ** 6)
    tones = mixed("#cfdcff", "#fff4dc", 0.5) * sheet.rng.uniform(0.55, 1.0, count)[:, None]
    around = np.stack([np.cos(np.arange(6) * np.pi / 3), np.sin(np.arange(6) * np.pi / 3)], axis=1)
    sheet.dabs(spots[:, None] + around[None] * sizes[:, None, None], tones)


def paint_rainbow(sheet: Sheet, thing: Thing) -> None:
    """A bow of six colours, strongest at its shoulders, faint where the sky is bright."""
    spot, scale = sheet.view.project(np.array([[thing.x, thing.y, thing.z]]))[0], sheet.view.scale(thing.z)
    radius = thing.width / 2 * scale
    bottom = int(np.clip(spot[1], 0, sheet.view.size[1]))
    rows, columns = sheet._reach(np.array([[spot[0] - radius, spot[1] - radius], [spot[0] + radius, bottom]]))
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    x, y = np.arange(columns.start, columns.stop)[None] + 0.5 - spot[0], np.arange(rows.start, rows.stop)[:, None] + 0.5 - spot[1]
    out = np.hypot(x, y) / radius
    part = (out - 0.9) / 0.1
    bands = np.array([rgb(tone) for tone in ("#8f6fe0", "#5b86ee", "#58c6a6", "#f3ee86", "#f7ad62", "#ee6f6f")])
    at = np.clip(part * 5, 0, 5)
    colors = np.stack([np.interp(at, np.arange(6), bands[:, channel]) for channel in range(3)], axis=-1)
    cover = np.clip(1 - np.abs(part - 0.5) * 2, 0, 1) ** 0.5 * (0.62 if not sheet.light.night else 0.25)
    cover = cover * np.clip(-y / (0.25 * radius), 0, 1) * (y < 0)
    sheet.lay(rows, columns, colors, np.asarray(cover, np.float32))
    sheet.labels[rows, columns][cover > 0.3] = LABELS.index("light")


KINDS = (
    Kind("sky", "sky", paint_sky, "sky", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("stars", "stars", paint_stars, "sky", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("sun", "sun", paint_sun, "sky", (60, 80), (60, 60), (1, 1), shadow=0),
    Kind("moon", "moon", paint_moon, "sky", (60, 80), (60, 60), (1, 1), shadow=0),
    Kind("rainbow", "light", paint_rainbow, "sky", (700, 900), (350, 450), (1, 1), shadow=0),
)
