"""What bounds a street: garden walls, fences of mesh and bars, railings, guard rails."""

import cv2
import numpy as np
from numpy.typing import ArrayLike

from pegbar.scenery.camera import before_eye
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.textures import visible
from pegbar.scenery.things.facade import SNOW, face, faces_eye, paint_block, shade_under
from pegbar.scenery.things.foliage import crown, leaf_color


def block_of(thing: Thing) -> Block:
    """A thing's whole size as a box."""
    return Block(thing.x, thing.y, thing.z, thing.width, thing.height, thing.depth, thing.turn)


def seen_side(sheet: Sheet, block: Block) -> Plane:
    """The broad side of a thin box that the viewer sees."""
    return block.front() if faces_eye(sheet, block.front()) else block.back()


def mesh(sheet: Sheet, plane: Plane, spots: ArrayLike, color: str, cell: float = 0.09, wire: float = 0.012) -> None:
    """Wire mesh of diamonds on a plane, through which one sees."""
    points = before_eye(plane.at(spots))
    if len(points) < 3 or not faces_eye(sheet, plane):
        return
    pixels = sheet.view.project(points)
    rows, columns = sheet._reach(pixels)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    s, t, z, pixel = sheet.places(plane, rows, columns)
    mask = np.zeros(s.shape, np.uint8)
    cv2.fillPoly(mask, [sheet._fixed(pixels - (columns.start, rows.start))], (255.0,), cv2.LINE_AA, 4)
    cover = np.zeros(s.shape, np.float32)
    for along in (s + t, s - t):
        x = along / np.float32(cell)
        off = np.abs(x - np.rint(x)) * np.float32(cell)
        cover = np.maximum(cover, np.clip((wire / 2 - off) / np.maximum(pixel, 1e-4) + 0.5, 0, 1))
    fine = visible(pixel, cell)
    cover = cover * fine + np.float32(0.20) * (1 - fine)
    cover = np.asarray(cover * (mask.astype(np.float32) / 255), np.float32)
    near, far = (sheet.light.shade(color, plane.normal, d, 0.6) for d in (0.5, 1e4))
    hazed = np.asarray(sheet.light.haziness(z), np.float32)[..., None]
    sheet.lay(rows, columns, near * (1 - hazed) + far * hazed, cover)
    drawn = np.asarray(cover * fine * 170, np.uint8)
    np.maximum(sheet.ink[rows, columns], drawn, out=sheet.ink[rows, columns])


def bars(sheet: Sheet, plane: Plane, width: float, low: float, high: float, gap: float, thick: float, color: ArrayLike | str) -> None:
    """Upright bars side by side on a plane."""
    if not faces_eye(sheet, plane):
        return
    count = max(2, round(width / gap))
    for number in range(count + 1):
        left = (width - thick) * number / count
        face(sheet, plane, box_spots(thick, high - low, left, low), color)


def paint_garden_wall(sheet: Sheet, thing: Thing) -> None:
    """A garden wall: concrete blocks with openwork, or plaster with a coping; snow lies on it."""
    block = block_of(thing)
    style, shift = float(sheet.rng.random()), float(sheet.rng.random())
    tone = thing.color or "#b7b4ac"
    blocks = style < 0.6
    for plane, width in block.sides():
        face(sheet, plane, box_spots(width, thing.height), tone, "blocks" if blocks else "plain", lined=width > 1)
        if width > 1 and faces_eye(sheet, plane):
            face(sheet, plane, box_spots(width, 0.25), mixed(tone, "#8f8d88", 0.5), "rough")
            if blocks and thing.height > 1.1:
                _openwork(sheet, plane, width, thing.height, tone, shift)
            shade_under(sheet, plane, 0, thing.height - 0.08, width, 0.12)
    cap = block.part(0, 1, 0, thing.width, 0.09, thing.depth + 0.08)
    paint_block(sheet, cap, mixed(tone, "#77746e", 0.25), "rough")
    if sheet.light.snowy:
        paint_block(sheet, cap.part(0, 1, 0, thing.width, 0.11, thing.depth + 0.05), SNOW, label="snow")


def _openwork(sheet: Sheet, plane: Plane, width: float, height: float, tone: str, shift: float) -> None:
    """A row of pierced blocks near the top, as garden walls have."""
    low, start = height - 0.62, 0.4 + 0.8 * shift
    while start + 0.4 < width:
        face(sheet, plane, box_spots(0.38, 0.19, start, low), mixed(tone, "#3d3f44", 0.55))
        for part in (0.0, 0.19):
            petal = [(start + part + 0.02, low + 0.095), (start + part + 0.095, low + 0.02), (start + part + 0.17, low + 0.095),
                     (start + part + 0.095, low + 0.17)]  # fmt: skip
            face(sheet, plane, petal, mixed(tone, "#ffffff", 0.1))
        start += 1.6


def paint_chain_link_fence(sheet: Sheet, thing: Thing) -> None:
    """A fence of wire mesh between posts."""
    block = block_of(thing)
    plane, tone = seen_side(sheet, block), thing.color or "#7c8a80"
    mesh(sheet, plane, box_spots(thing.width, thing.height - 0.06), tone)
    frame(sheet, block, tone, 2.0)


def frame(sheet: Sheet, block: Block, color: str, gap: float, thick: float = 0.05) -> None:
    """Posts with a rail above and a low one below."""
    count = max(1, round(block.width / gap))
    for up in (0.04, 1 - thick / block.height):
        paint_block(sheet, block.part(0, up, 0, block.width, thick, thick), color)
    for number in range(count + 1):
        paint_block(sheet, block.part(number / count - 0.5, 0, 0, thick * 1.3, block.height, thick * 1.3), color)


def paint_railing(sheet: Sheet, thing: Thing) -> None:
    """A railing of upright bars."""
    block, tone = block_of(thing), thing.color or "#e3e5e4"
    plane = seen_side(sheet, block)
    bars(sheet, plane, thing.width, 0.08, thing.height - 0.05, 0.13, 0.022, tone)
    frame(sheet, block, tone, 1.6, 0.045)


def paint_guard_rail(sheet: Sheet, thing: Thing) -> None:
    """A guard rail: a folded white beam on posts."""
    block, tone = block_of(thing), thing.color or "#eceeec"
    count = max(1, round(thing.width / 2.0))
    for number in range(count + 1):
        post = block.part((number + 0.5) / (count + 1) - 0.5, 0, 0.4, 0.11, thing.height * 0.96, 0.11)
        paint_block(sheet, post, mixed(tone, "#9a9c9c", 0.2))
    beam = block.part(0, 0.45, 0, thing.width, thing.height * 0.5, 0.06)
    paint_block(sheet, beam, tone)
    plane = seen_side(sheet, beam)
    for low, part in ((0.32, 0.35), (0.08, 0.16), (0.80, 0.1)):
        face(sheet, plane, box_spots(thing.width, beam.height * 0.18, 0, beam.height * low), mixed(tone, "#70747a", part))


def paint_wall_greenery(sheet: Sheet, thing: Thing) -> None:
    """Leaves of a garden that hang over a wall; its foot is where they begin."""
    rng, light = sheet.rng, sheet.light
    color = rgb(thing.color) if thing.color else leaf_color(light, rng)
    count = 7
    across = np.linspace(-0.42, 0.42, count) * thing.width
    radii = rng.uniform(0.26, 0.42, count) * thing.height
    balls = np.column_stack(
        [thing.x + across, thing.y + thing.height * rng.uniform(0.35, 0.62, count), radii, rng.uniform(-0.4, 0.4, count)]
    )
    crown(sheet, balls, thing.z, color, 0.13)
    if light.snowy:
        crown(sheet, balls * (1, 1, 0.7, 1) + (0, 0.3, 0, 0) * balls[:, 2:3], thing.z, rgb(SNOW), 0.12)
    sheet.outline()


KINDS = (
    Kind("wall_greenery", "tree", paint_wall_greenery, "standing", (1.4, 2.2), (0.8, 1.2), (0.6, 0.8), shadow=0),
    Kind(
        "garden_wall",
        "wall",
        paint_garden_wall,
        "standing",
        (3, 5),
        (1.3, 1.7),
        (0.14, 0.14),
        ("#b7b4ac", "#c9c1b0", "#d6d0c3", "#a8a49c"),
        shadow=0.9,
        solid=True,
    ),
    Kind("chain_link_fence", "fence", paint_chain_link_fence, "standing", (4, 6), (1.5, 2.0), (0.06, 0.06), shadow=0.35),
    Kind("railing", "fence", paint_railing, "standing", (3, 4), (1.0, 1.1), (0.06, 0.06), shadow=0.35),
    Kind("guard_rail", "fence", paint_guard_rail, "standing", (4, 4), (0.8, 0.85), (0.16, 0.16), shadow=0.6),
)
