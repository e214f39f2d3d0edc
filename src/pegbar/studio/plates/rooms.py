"""Places indoors, and none: room, corridor, hall, abstract grounds."""

import math

import cv2
import numpy as np

from pegbar.studio.exact import blur, cosines, direction
from pegbar.studio.geometry import Points
from pegbar.studio.painting import gradient, lay, mask_of, polygon
from pegbar.studio.palettes import rgb_of
from pegbar.studio.plates.canvas import Canvas
from pegbar.studio.plates.textures import checks, lay_swatch, tiles


def box(x0: float, y0: float, x1: float, y1: float) -> Points:
    """Corners of an upright rectangle, clockwise from upper left."""
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=np.float64)


def _floor(canvas: Canvas, quad: Points, wood: Points) -> None:
    rng = canvas.rng
    with canvas.element("floor") as picture:
        polygon(picture, quad, wood)
        kind = rng.random() if canvas.textured else 1.0
        if kind < 0.35:
            lay_swatch(canvas, tiles(rng, wood, int(rng.integers(3, 8)), int(rng.integers(8, 20)), False, 0.75), quad)
        elif kind < 0.6:
            other = np.array(rgb_of(rng.random(), rng.uniform(0, 0.4), rng.uniform(0.2, 0.95)))
            lay_swatch(canvas, checks(rng, wood, other, int(rng.integers(6, 16))), quad)
        canvas.mottle(mask_of(quad, canvas.size), canvas.size[0] / 20, 5)


def _window(canvas: Canvas, frame: Points, wood: Points) -> None:
    x0, y0, x1, y1 = frame[0][0], frame[0][1], frame[2][0], frame[2][1]
    value = {"day": 0.98, "sunset": 0.95, "night": 0.2}[canvas.conditions.time]
    hue = 0.08 if canvas.conditions.time == "sunset" else 0.56
    with canvas.element("window") as picture:
        polygon(picture, box(x0 - 5, y0 - 5, x1 + 5, y1 + 5), wood * 1.25)
        pane = gradient(canvas.size, rgb_of(hue, 0.45, value), rgb_of(hue, 0.15, value))
        lay(picture, mask_of(frame, canvas.size), pane)
        middle = (x0 + x1) / 2
        polygon(picture, box(middle - 2, y0, middle + 2, y1), wood * 1.25)
        polygon(picture, box(x0, (y0 + y1) / 2 - 1, x1, (y0 + y1) / 2 + 1), wood * 1.25)


def _shelf(canvas: Canvas, frame: Points, wood: Points) -> None:
    rng = canvas.rng
    x0, y0, x1, y1 = frame[0][0], frame[0][1], frame[2][0], frame[2][1]
    with canvas.element("furniture") as picture:
        polygon(picture, frame, wood * 0.8)
        for shelf in np.linspace(y0 + 6, y1, 4)[:-1]:
            low = shelf + (y1 - y0) / 3 - 8
            polygon(picture, box(x0 + 5, shelf, x1 - 5, low), wood * 0.4)
            x = x0 + 7
            while x < x1 - 14:
                w, h = rng.uniform(4, 11), (low - shelf) * rng.uniform(0.6, 0.95)
                polygon(picture, box(x, low - h, x + w, low), rgb_of(rng.random(), 0.5, rng.uniform(0.3, 0.9)))
                x += w + 1


def _furnish(canvas: Canvas, room: tuple[float, float, float, float], wood: Points) -> None:
    rng = canvas.rng
    left, right, top, floor = room
    tall, wide = floor - top, right - left
    x0 = left + wide * rng.uniform(0.02, 0.65)
    x1 = x0 + wide * rng.uniform(0.18, 0.32)
    kind = rng.random()
    if kind < 0.4:
        _window(canvas, box(x0, top + tall * rng.uniform(0.15, 0.25), x1, top + tall * rng.uniform(0.55, 0.75)), wood)
        drop = (canvas.size[1] - floor) * 0.7
        with canvas.element("light") as picture:
            shaft = np.array([(x0 + 20, floor + 5), (x1 + 30, floor + 5), (x1 + 90, floor + drop), (x0 + 60, floor + drop)])
            polygon(picture, shaft, (255, 248, 220), 0.3, 3)
    elif kind < 0.65:
        _shelf(canvas, box(x0, top + tall * rng.uniform(0.2, 0.5), x1, floor + 8), wood)
    elif kind < 0.85:
        with canvas.element("furniture") as picture:
            board = rgb_of(rng.choice([0.4, 0.1, 0.0]), rng.uniform(0.1, 0.5), rng.uniform(0.25, 0.9))
            y0, y1 = top + tall * 0.25, top + tall * 0.65
            polygon(picture, box(x0 - 3, y0 - 3, x1 + 3, y1 + 3), wood * 0.6)
            polygon(picture, box(x0, y0, x1, y1), board)
    else:
        with canvas.element("door") as picture:
            y0 = top + tall * rng.uniform(0.15, 0.3)
            polygon(picture, box(x0, y0, x1, floor), wood * 0.9)
            for a, b in ((0.1, 0.45), (0.55, 0.9)):
                polygon(
                    picture, box(x0 + (x1 - x0) * a, y0 + (floor - y0) * 0.1, x0 + (x1 - x0) * b, floor - (floor - y0) * 0.1), wood * 0.65
                )


def paint_interior(canvas: Canvas) -> None:
    """A room: walls, floor, windows with light, shelves, boards, doors."""
    rng, (width, height) = canvas.rng, canvas.size
    left, right = width * rng.uniform(-0.05, 0.25), width * rng.uniform(0.75, 1.05)
    top, floor = height * rng.uniform(-0.05, 0.15), height * rng.uniform(0.6, 0.85)
    dim = 0.6 if canvas.conditions.time == "night" else 1.0
    hue = rng.uniform(0.04, 0.2) if rng.random() < 0.6 else rng.random()
    wall = np.array(rgb_of(hue, rng.uniform(0.08, 0.7 if canvas.textured else 0.35), rng.uniform(0.55, 0.95) * dim))
    wood = np.array(rgb_of(rng.uniform(0.05, 0.1), rng.uniform(0.2, 0.55), rng.uniform(0.35, 0.85) * dim))
    with canvas.element("wall") as picture:
        picture[:] = gradient(canvas.size, wall, wall * 0.82)
        canvas.layout[:] = 16
        polygon(picture, np.array([(0, 0), (left, top), (left, floor), (0, height)]), wall * 0.8)
        polygon(picture, np.array([(width, 0), (right, top), (right, floor), (width, height)]), wall * 0.7)
        if canvas.textured and rng.random() < 0.3:
            lay_swatch(
                canvas,
                tiles(rng, wall, int(rng.integers(2, 20)), int(rng.integers(2, 16)), rng.random() < 0.5, 0.85),
                box(left, top, right, floor),
            )
        canvas.mottle(np.ones((height, width), np.float32), width / 8, 4)
    if top > 0:
        with canvas.element("ceiling") as picture:
            polygon(picture, np.array([(0, 0), (width, 0), (right, top), (left, top)]), wall * 1.08)
    _floor(canvas, np.array([(left, floor), (right, floor), (width + (width - right), height), (-left, height)]), wood)
    with canvas.element("wall") as picture:
        polygon(picture, box(left, floor - 6, right, floor), wood * 0.7)
    for _ in range(int(rng.integers(1, 5))):
        _furnish(canvas, (left, right, top, floor), wood)


def paint_corridor(canvas: Canvas) -> None:
    """A corridor or hall towards a vanishing point: doors or columns on both sides, windows, tiled floor."""
    rng, (width, height) = canvas.rng, canvas.size
    vanish = np.array([width * rng.uniform(0.35, 0.65), height * rng.uniform(0.35, 0.55)])
    dim = 0.55 if canvas.conditions.time == "night" else 1.0
    wall = np.array(rgb_of(rng.random(), rng.uniform(0.05, 0.75), rng.uniform(0.55, 0.97) * dim))
    wood = np.array(rgb_of(rng.uniform(0.03, 0.12), rng.uniform(0.1, 0.6), rng.uniform(0.35, 0.9) * dim))
    end = rng.uniform(0.12, 0.35)

    def point(x: float, y: float, near: float) -> Points:
        return np.asarray(vanish + (np.array([x * width, y * height]) - vanish) * near)

    with canvas.element("wall") as picture:
        picture[:] = gradient(canvas.size, wall, wall * 0.9)
        canvas.layout[:] = 16
        for x, shade in ((-0.1, 0.8), (1.1, 0.72)):
            polygon(picture, np.array([point(x, -0.1, 1.2), point(x, -0.1, end), point(x, 1.1, end), point(x, 1.1, 1.2)]), wall * shade)
    with canvas.element("ceiling") as picture:
        polygon(
            picture, np.array([point(-0.1, -0.1, 1.2), point(1.1, -0.1, 1.2), point(1.1, -0.1, end), point(-0.1, -0.1, end)]), wall * 1.1
        )
    _floor(canvas, np.array([point(-0.1, 1.1, end), point(1.1, 1.1, end), point(1.1, 1.1, 1.2), point(-0.1, 1.1, 1.2)]), wood)
    for x, label in ((-0.1, "window" if rng.random() < 0.6 else "door"), (1.1, "door")):
        near = 1.1
        while near > end * 1.3:
            far = near * 0.8
            y0, y1 = (0.15, 0.6) if label == "window" else (0.25, 1.1)
            glass = np.array(rgb_of(0.56, 0.3, 0.97 * dim)) if label == "window" else wood * 0.8
            with canvas.element(label) as picture:
                polygon(picture, np.array([point(x, y0, near), point(x, y0, far), point(x, y1, far), point(x, y1, near)]), glass)
                cv2.polylines(
                    picture,
                    [np.round([point(x, y0, near), point(x, y0, far), point(x, y1, far), point(x, y1, near)]).astype(np.int32)],
                    True,
                    tuple(float(c) for c in wall * 0.5),
                    1,
                    cv2.LINE_AA,
                )
            near *= rng.uniform(0.6, 0.7)


def paint_abstract(canvas: Canvas) -> None:
    """An emotional ground: gradient, rays, speed lines, discs of light, screen tone, or flat colour."""
    rng, (width, height) = canvas.rng, canvas.size
    hue = rng.random()
    with canvas.element("light") as picture:
        top = rgb_of(hue, rng.uniform(0, 0.6), rng.uniform(0.5, 1))
        picture[:] = gradient(canvas.size, top, rgb_of(hue + rng.normal(0, 0.1), rng.uniform(0, 0.6), rng.uniform(0.3, 1)))
        canvas.layout[:] = 24
        kind = rng.random()
        if kind < 0.25:
            center = rng.uniform(0.2, 0.8, 2) * [width, height]
            for start in np.arange(0, 360, rng.uniform(6, 14)):
                (ax, ay), (bx, by) = direction(math.radians(start)), direction(math.radians(start + rng.uniform(1.5, 5)))
                far = 1.5 * width
                ends = [center + [far * ax, far * ay], center + [far * bx, far * by]]
                polygon(picture, np.array([center, *ends]), (255, 255, 255), 0.4)
        elif kind < 0.5:
            for _ in range(30):
                disc = np.zeros((height, width), np.uint8)
                spot, radius = (int(rng.uniform(0, width)), int(rng.uniform(0, height))), int(rng.uniform(0.01, 0.07) * width)
                cv2.circle(disc, spot, radius, 255, -1, cv2.LINE_AA)
                lay(picture, disc.astype(np.float32) / 255, rgb_of(hue + rng.normal(0, 0.08), 0.2, 1.0), 0.35)
        elif kind < 0.65:
            for y in rng.uniform(0, height, 60):
                polygon(picture, box(0, y, width, y + rng.uniform(0.5, 4)), rgb_of(hue, 0.1, rng.choice([0.2, 1.0])), 0.5)
        elif kind < 0.75:
            pitch = rng.uniform(6, 16)
            waves = cosines(2 * np.pi * np.arange(max(width, height)) / pitch)
            dots = (waves[:width] + waves[:height, None] > rng.uniform(0.3, 1.2)).astype(np.float32)
            lay(picture, blur(dots * np.float32(255), 0.6) / np.float32(255), rgb_of(hue, 0.4, 1.0), 0.5)
        canvas.mottle(np.ones((height, width), np.float32), width / 6, float(rng.uniform(0, 10)))
