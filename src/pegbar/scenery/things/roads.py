"""What streets are made of, flat on the ground: roads with markings, pavements, kerbs, crosswalks, manholes."""

import cv2
import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.camera import before_eye
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, ground
from pegbar.scenery.solids import Block
from pegbar.scenery.textures import fractal
from pegbar.scenery.things.facade import SNOW, face, paint_block
from pegbar.scenery.things.grounds import lay_ground
from pegbar.vocabulary.scene_labels import LABELS

ASPHALT = "#7d7f86"
_WHITE = "#e9e9e4"


def sheen(sheet: Sheet, plane: Plane, spots: ArrayLike, strength: float = 1.0) -> None:
    """The sky mirrored by a wet ground: in patches, more where it is seen at a grazing angle."""
    points = before_eye(plane.at(spots))
    if len(points) < 3:
        return
    pixels = sheet.view.project(points)
    rows, columns = sheet._reach(pixels)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    seed = int(sheet.rng.integers(1 << 30))
    s, t, z, pixel = sheet.places(plane, rows, columns)
    mask = np.zeros(s.shape, np.uint8)
    cv2.fillPoly(mask, [sheet._fixed(pixels - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, 4)
    puddles = np.clip(0.30 + 0.9 * fractal(s, t * np.float32(0.45), 2.2, seed, pixel * np.float32(0.5), 3), 0, 1)
    grazing = np.clip(0.12 + z / 26, 0, 0.62)
    cover = mask.astype(np.float32) / 255 * puddles * grazing * np.float32(strength)
    color = mixed(sheet.light.sky_low, "#8fa0c0", 0.35 if sheet.light.night else 0.1)
    sheet.lay(rows, columns, np.broadcast_to(color, (*s.shape, 3)), np.asarray(cover, np.float32))


def _long(thing: Thing) -> tuple[Plane, float, float]:
    """A strip's plane with `up` along it, its breadth and its length."""
    if thing.depth >= thing.width:
        return ground(thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.y), thing.width, thing.depth
    corner = np.array([thing.x + thing.width / 2, thing.y, thing.z - thing.depth / 2])
    return Plane(corner, np.array([0.0, 0, 1.0]), np.array([-1.0, 0, 0])), thing.depth, thing.width


def paint_town_ground(sheet: Sheet, thing: Thing) -> None:
    """The ground of a town up to the horizon, paved and plain; it may lie below the eye's own floor."""
    width, height = sheet.view.size
    top = int(np.clip(np.floor(sheet.view.horizon), 0, height - 1))
    rows, columns = slice(top, height), slice(0, width)
    sheet._reach(np.array([[0.0, top], [width, height]]))
    _, _, z, _ = sheet.places(ground(0, 0, thing.y), rows, columns)
    sheet.labels[rows, columns] = LABELS.index("snow" if sheet.light.snowy else "road")
    tone = rgb(SNOW if sheet.light.snowy else mixed(thing.color or "#aaa79f", "#55565c", 0.35 if sheet.light.wet else 0.0))
    lay_ground(sheet, rows, columns, z, np.broadcast_to(tone, (*z.shape, 3)))


def paint_road(sheet: Sheet, thing: Thing) -> None:
    """A road of asphalt: patched, with worn lines along its edges and down its middle; snow with ruts, or wet."""
    plane, wide, long = _long(thing)
    rng, light = sheet.rng, sheet.light
    patches = rng.random((7, 4))
    plain = SNOW if light.snowy else mixed(thing.color or ASPHALT, "#3d4048", 0.4 if light.wet else 0.0)
    face(sheet, plane, box_spots(wide, long), plain, "rough", "snow" if light.snowy else "road")
    if light.snowy:
        for middle in (0.33, 0.62) if wide > 4.8 else ():
            edge = [(wide * middle + side * 0.2 + 0.07 * np.sin(0.9 * t + 4 * middle), t) for side, steps in ((-1, 1), (1, -1))
                    for t in np.linspace(0, long, 90)[::steps]]  # fmt: skip
            face(sheet, plane, edge, "#d3d7e0", "rough", "snow", False)
        return
    for left, low, size, tone in patches:
        across = 0.5 + left * (wide - 2.2)
        spots = box_spots(0.6 + 1.2 * size, 1.0 + 2.6 * tone, across, 3 + low * min(long - 6, 40))
        face(sheet, plane, spots, mixed(plain, "#4c4e56" if tone < 0.6 else "#a3a4a6", 0.16), "rough", "road", False)
    _markings(sheet, plane, wide, long)
    if light.wet:
        sheen(sheet, plane, box_spots(wide, long))


def _markings(sheet: Sheet, plane: Plane, wide: float, long: float) -> None:
    """White lines: along both edges, and dashes down the middle of a broad road."""
    white = mixed(_WHITE, ASPHALT, 0.12)
    for left in (0.28, wide - 0.40):
        face(sheet, plane, box_spots(0.12, long, left, 0), white, "plain", "road")
    if wide < 5.6:
        return
    start = 1.0
    while start < long:
        face(sheet, plane, box_spots(0.13, min(3.0, long - start), wide / 2 - 0.065, start), white, "plain", "road")
        start += 6.0


def paint_pavement(sheet: Sheet, thing: Thing) -> None:
    """A pavement of slabs, with a line of yellow guiding tiles on a broad one."""
    plane, wide, long = _long(thing)
    light = sheet.light
    tone = SNOW if light.snowy else mixed(thing.color or "#c3bfb6", "#5a5a60", 0.35 if light.wet else 0.0)
    face(sheet, plane, box_spots(wide, long), tone, "rough" if light.snowy else "slabs", "snow" if light.snowy else "road")
    if wide > 1.9 and not light.snowy:
        face(sheet, plane, box_spots(0.3, long, wide * 0.42, 0), mixed("#d9b04a", tone, 0.2), "tiles", "road")
    if light.wet:
        sheen(sheet, plane, box_spots(wide, long), 0.8)


def paint_plaza(sheet: Sheet, thing: Thing) -> None:
    """A paved court of small stones in two colours, in bands across."""
    light = sheet.light
    base = SNOW if light.snowy else mixed(thing.color or "#c9bca8", "#5a5650", 0.3 if light.wet else 0.0)
    plane = ground(thing.x - thing.width / 2, thing.z - thing.depth / 2, thing.y)
    face(sheet, plane, box_spots(thing.width, thing.depth), base, "rough" if light.snowy else "tiles", "snow" if light.snowy else "road")
    start = 2.4
    while start < thing.depth and not light.snowy:
        face(sheet, plane, box_spots(thing.width, 0.6, 0, start), mixed(base, "#8f6f5c", 0.4), "tiles", "road")
        start += 3.6
    if light.wet:
        sheen(sheet, plane, box_spots(thing.width, thing.depth))


def paint_kerb(sheet: Sheet, thing: Thing) -> None:
    """A row of kerb stones."""
    along = thing.depth >= thing.width
    long, wide = (thing.depth, thing.width) if along else (thing.width, thing.depth)
    near = max(thing.z - thing.depth / 2, 0.5) if along else thing.z - thing.depth / 2
    far = thing.z + thing.depth / 2
    block = Block(thing.x, thing.y, (near + far) / 2, wide if along else long, thing.height, far - near)
    paint_block(sheet, block, thing.color or "#b9b7b0", "stones")


def paint_crosswalk(sheet: Sheet, thing: Thing) -> None:
    """White bars across a road."""
    plane = ground(thing.x - thing.width / 2, thing.z - thing.depth / 2)
    white = mixed(thing.color or _WHITE, SNOW, 0.6) if sheet.light.snowy else mixed(thing.color or _WHITE, ASPHALT, 0.1)
    start = 0.2
    while start + 0.45 <= thing.width:
        face(sheet, plane, box_spots(0.45, thing.depth, start, 0), white, "rough", "road")
        start += 0.9
    if sheet.light.wet:
        sheen(sheet, plane, box_spots(thing.width, thing.depth), 0.7)


def paint_manhole(sheet: Sheet, thing: Thing) -> None:
    """A round iron cover with a pattern of rings and spokes."""
    plane = ground(thing.x, thing.z)
    around = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    ring = np.stack([np.cos(around), np.sin(around)], axis=1) * thing.width / 2
    tone = thing.color or "#666870"
    for scale, part in ((1.0, 0.0), (0.9, 0.22), (0.82, 0.0), (0.45, 0.22), (0.38, 0.0)):
        face(sheet, plane, ring * scale, mixed(tone, "#2c2d33", part), "", "road")
    for number in range(8):
        a, b = number * np.pi / 4 - 0.12, number * np.pi / 4 + 0.12
        spoke = np.array([(np.cos(q) * r, np.sin(q) * r) for q, r in ((a, 0.5), (b, 0.5), (b, 0.78), (a, 0.78))]) * thing.width / 2
        face(sheet, plane, spoke, mixed(tone, "#2c2d33", 0.22), "", "road", False)


KINDS = (
    Kind("town_ground", "road", paint_town_ground, "ground", (1, 1), (1, 1), (1, 1), shadow=0),
    Kind("road", "road", paint_road, "decal", (5.0, 7.0), (0, 0), (60, 90), shadow=0),
    Kind("pavement", "road", paint_pavement, "decal", (1.6, 2.4), (0, 0), (60, 90), shadow=0),
    Kind("plaza", "road", paint_plaza, "decal", (6, 12), (0, 0), (30, 60), shadow=0),
    Kind("kerb", "road", paint_kerb, "decal", (0.18, 0.18), (0.12, 0.12), (60, 90), shadow=0),
    Kind("crosswalk", "road", paint_crosswalk, "decal", (5.0, 6.0), (0, 0), (2.6, 3.4), shadow=0),
    Kind("manhole", "road", paint_manhole, "decal", (0.65, 0.8), (0, 0), (0.65, 0.8), shadow=0),
)
