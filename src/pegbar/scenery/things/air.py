"""What lies in the air between trees: mist, shafts of light, and boughs that hang into the picture."""

import numpy as np

from pegbar.scenery.camera import NEAR
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.textures import fractal
from pegbar.scenery.things.evergreens import paint_pine
from pegbar.scenery.things.foliage import bent, crown, leaf_color, limb, snow_caps
from pegbar.scenery.things.trees import branches, is_bare, leafy


def paint_mist(sheet: Sheet, thing: Thing) -> None:
    """A veil of pale air over all that stands behind it, thickest at the ground."""
    width, height = sheet.view.size
    seed = int(sheet.rng.integers(1 << 30))
    if thing.z < NEAR:
        return
    foot, head = (sheet.view.project(np.array([[thing.x, y, thing.z]]))[0][1] for y in (0.0, thing.height))
    top, bottom = int(np.clip(head, 0, height)), int(np.clip(np.ceil(foot), 0, height))
    if bottom - top < 2:
        return
    rows, columns = slice(top, bottom), slice(0, width)
    sheet._reach(np.array([[0.0, top], [width, bottom]]))
    up = (foot - np.arange(top, bottom) - 0.5)[:, None] / (foot - head)
    scale = sheet.view.scale(thing.z)
    x = np.asarray(np.broadcast_to((np.arange(width) / scale)[None], (bottom - top, width)), np.float32)
    y = np.asarray(np.broadcast_to(up * thing.height, x.shape), np.float32)
    drift = fractal(x, np.asarray(y * 2.5, np.float32), thing.height * 1.2, seed, np.full(x.shape, 1 / scale, np.float32), 3)
    fade = np.clip(1 - up, 0, 1) ** 0.8 * np.clip((foot - np.arange(top, bottom))[:, None] / (0.2 * (foot - head)), 0, 1)
    cover = np.clip(fade * (0.42 + 0.16 * drift), 0, 0.48)
    light = sheet.light
    tone = rgb(thing.color) if thing.color else mixed(light.haze, "#dff2c4", 0.45) if light.sunny else light.haze
    sheet.lay(rows, columns, np.broadcast_to(tone, (*x.shape, 3)), np.asarray(cover, np.float32))


def paint_light_shafts(sheet: Sheet, thing: Thing) -> None:
    """Shafts of sun that fall between crowns; nothing when the sun does not shine."""
    light, rng = sheet.light, sheet.rng
    count = int(rng.integers(4, 7))
    across, wide, strong = rng.uniform(-0.5, 0.5, count), rng.uniform(0.05, 0.13, count), rng.uniform(0.4, 1.0, count)
    if not light.sunny or thing.z < NEAR:
        return
    head = sheet.view.project(np.array([[thing.x + a * thing.width, thing.height, thing.z] for a in across]))
    foot = sheet.view.project(np.array([[thing.x + a * thing.width, 0.0, thing.z] for a in across]))
    width, height = sheet.view.size
    sheet._reach(np.array([[0.0, 0.0], [width, height]]))
    x, y = np.arange(width, dtype=np.float32)[None] + 0.5, np.arange(height, dtype=np.float32)[:, None] + 0.5
    total = np.zeros((height, width), np.float32)
    lean = -float(np.sign(light.sun[0]) or 1) * 0.55
    for one, two, span, force in zip(head, foot, wide, strong, strict=True):
        down = (y - one[1]) / (two[1] - one[1])
        middle = one[0] + (y - one[1]) * lean
        half = span * thing.width * sheet.view.scale(thing.z) * (0.7 + 0.5 * down)
        off = np.abs(x - middle) / half
        beam = np.clip(1 - off, 0, 1)
        total += np.asarray(np.clip(beam * 1.6, 0, 1) * np.clip(1.05 - down * 0.9, 0, 1) * (down < 1.02) * force, np.float32)
    tone = rgb("#ffdf9e" if light.conditions.time == "sunset" else "#fff6c0").astype(np.float32)
    sheet.glow = np.clip(total, 0, 1.2)[..., None] * np.float32(0.24) * tone


def paint_bough(sheet: Sheet, thing: Thing) -> None:
    """A bough that hangs into the picture from above, dark against the light."""
    rng, light, z = sheet.rng, sheet.light, thing.z
    side = float(rng.choice([-1, 1])) if thing.turn == 0 else float(np.sign(thing.turn))
    color = mixed(rgb(thing.color) if thing.color else leaf_color(light, rng), "#173050", 0.3)
    base, tip = (
        (thing.x - side * thing.width * 0.6, thing.y + thing.height),
        (thing.x + side * thing.width * 0.5, thing.y + thing.height * 0.3),
    )
    path = bent(base, tip, 0.08 * side, 9)
    count = 16
    along = rng.uniform(0.2, 1.0, count)
    spots = np.stack([np.interp(along * 8, np.arange(9), path[:, k]) for k in (0, 1)], axis=1)
    spots = spots + rng.normal(0, 0.1, (count, 2)) * (thing.width, thing.height)
    bare = is_bare(light) and not thing.color
    radius = 0.035 * thing.width
    balls = np.column_stack([spots, thing.width * rng.uniform(0.06, 0.12, count), rng.uniform(-1, 1, count)])
    for spot in spots[:10]:
        start = path[int(rng.integers(1, 6))]
        twig = bent((float(start[0]), float(start[1])), (float(spot[0]), float(spot[1])), 0.1, 5)
        limb(sheet, twig, radius * np.linspace(0.4, 0.08, 5), z, "#54443a")
    limb(sheet, path, radius * np.linspace(1, 0.15, 9), z, "#54443a")
    if not bare:
        crown(sheet, balls, z, color, 0.1, 0.6)
        snow_caps(sheet, balls, z, 0.08)
    sheet.outline()


def paint_beech(sheet: Sheet, thing: Thing) -> None:
    """A tall tree of the forest: its crown begins high above the ground."""
    if is_bare(sheet.light) and not thing.color:
        branches(sheet, thing, "#77685c", 0.42)
        return
    color = rgb(thing.color) if thing.color else leaf_color(sheet.light, sheet.rng)
    leafy(sheet, thing, color, ("#6a584a", "#75655a", "#5d5048")[int(sheet.rng.integers(3))], "ragged", 0.4)


KINDS = (
    Kind("mist", "sky", paint_mist, "standing", (30, 60), (8, 12), (1, 1), shadow=0),
    Kind("light_shafts", "light", paint_light_shafts, "hanging", (10, 14), (8, 10), (1, 1), shadow=0),
    Kind("bough", "tree", paint_bough, "hanging", (2.4, 3.4), (1.2, 1.8), (0.5, 0.5), shadow=0),
    Kind("beech", "tree", paint_beech, "standing", (6, 9), (13, 18), (5, 7)),
    Kind("fir", "tree", paint_pine, "standing", (4.5, 6.5), (13, 19), (4, 5)),
)
