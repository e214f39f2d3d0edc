"""Built places out of doors: street, town, school yard."""

from itertools import pairwise

import cv2
import numpy as np

from pegbar.studio.geometry import Points
from pegbar.studio.painting import gradient, lay, mask_of, polygon
from pegbar.studio.palettes import rgb_of
from pegbar.studio.plates.canvas import Canvas
from pegbar.studio.plates.nature import crown, ground, tree
from pegbar.studio.plates.textures import lay_swatch, tiles


def wall_color(canvas: Canvas) -> Points:
    """A colour for a wall at this time of day."""
    rng = canvas.rng
    return np.array(rgb_of(rng.random(), rng.uniform(0.03, 0.35), rng.uniform(0.45, 0.97) * canvas.dim))


def _edge(canvas: Canvas, corners: Points, color: Points) -> None:
    cv2.polylines(canvas.picture, [np.round(corners).astype(np.int32)], True, tuple(float(c) for c in color), 1, cv2.LINE_AA)


def facade(canvas: Canvas, quad: Points, wall: Points, lined: bool) -> None:
    """A wall in perspective (corners clockwise from upper left): bricks or plaster, rows of windows, balconies."""
    rng = canvas.rng

    def on_wall(u: float, v: float) -> Points:
        upper, lower = quad[0] * (1 - u) + quad[1] * u, quad[3] * (1 - u) + quad[2] * u
        return np.asarray(upper * (1 - v) + lower * v)

    with canvas.element("building") as picture:
        polygon(picture, quad, wall)
        if canvas.textured and rng.random() < 0.5:
            lay_swatch(
                canvas, tiles(rng, wall, int(rng.integers(12, 30)), int(rng.integers(6, 14)), True, float(rng.uniform(0.7, 1.25))), quad
            )
        if lined:
            _edge(canvas, quad, wall * 0.35)
    columns, rows = int(rng.integers(3, 9)), int(rng.integers(2, 8))
    lit = canvas.conditions.time == "night"
    glass = np.array(rgb_of(0.13 if lit else rng.uniform(0.5, 0.65), 0.3, rng.uniform(0.3, 0.9)))
    wide, tall, balcony = rng.uniform(0.35, 0.8), rng.uniform(0.35, 0.75), canvas.textured and rng.random() < 0.4
    with canvas.element("window") as picture:
        for i in range(columns):
            for j in range(rows):
                u, v, du, dv = (i + 0.5 - wide / 2) / columns, (j + 0.2) / rows, wide / columns, tall / rows
                pane = np.array([on_wall(u, v), on_wall(u + du, v), on_wall(u + du, v + dv), on_wall(u, v + dv)])
                dark = lit and rng.random() < 0.5
                polygon(picture, pane, glass * (0.25 if dark else rng.uniform(0.7, 1.15)))
                polygon(picture, np.array([pane[0], (pane[0] + pane[1]) / 2, pane[3]]), glass * 1.15, 0.5)
                if balcony:
                    rail = np.array(
                        [on_wall(u, v + dv * 0.7), on_wall(u + du, v + dv * 0.7), on_wall(u + du, v + dv * 0.85), on_wall(u, v + dv * 0.85)]
                    )
                    polygon(picture, rail, wall * 1.2)
                if lined:
                    _edge(canvas, pane, wall * 0.45)


def _poles(canvas: Canvas, vanish: Points, road_y: float) -> None:
    rng, (width, height) = canvas.rng, canvas.size
    side = rng.choice([0.04, 0.9]) * width
    with canvas.element("pole") as picture:
        tops = []
        for near in (1.0, 0.55, 0.3, 0.17):
            foot = vanish + (np.array([side, road_y]) - vanish) * near
            tall, w = height * 0.9 * near, max(0.8, 0.008 * width * near)
            polygon(picture, np.array([foot + d for d in [(-w, 0), (-w * 0.7, -tall), (w * 0.7, -tall), (w, 0)]]), rgb_of(0.6, 0.1, 0.35))
            tops.append(foot - [0, tall * 0.95])
        for drop in (0.0, 0.03 * height):
            for a, b in pairwise(tops):
                middle = (a + b) / 2 + [0, 0.04 * height]
                wire = np.array([a, middle, b]) + [0, drop]
                cv2.polylines(picture, [np.round(wire * 16).astype(np.int32)], False, (40.0, 40.0, 46.0), 1, cv2.LINE_AA, 4)


def _road(canvas: Canvas, quad: Points, color: Points) -> None:
    with canvas.element("road") as picture:
        polygon(picture, quad, color)
        if canvas.textured and canvas.rng.random() < 0.5:
            rng = canvas.rng
            lay_swatch(
                canvas, tiles(rng, color, int(rng.integers(14, 40)), int(rng.integers(8, 20)), True, float(rng.uniform(0.75, 1.2))), quad
            )
        canvas.mottle(mask_of(quad, canvas.size), canvas.size[0] / 30, 6)


def paint_street(canvas: Canvas) -> None:
    """A street towards a vanishing point: facades or trees, pavement, road marks, poles and wires."""
    rng, (width, height) = canvas.rng, canvas.size
    vanish = np.array([width * rng.uniform(0.25, 0.75), height * rng.uniform(0.38, 0.6)])
    canvas.sky(vanish[1])
    lined, green = rng.random() < 0.4, rng.random() < 0.3
    road = np.array(rgb_of(rng.random(), rng.uniform(0.03, 0.25), rng.uniform(0.35, 0.75))) * canvas.dim
    _road(canvas, np.array([(0, vanish[1] + 1), (width, vanish[1] + 1), (width * 2.0, height), (-width, height)]), road * 1.2)
    polygon(canvas.picture, np.array([vanish, (width * 0.95, height), (width * 0.05, height)]), road)
    if green:
        ground(canvas, vanish[1] + height * rng.uniform(0.05, 0.25))
        with canvas.element("road") as picture:
            polygon(picture, np.array([vanish, (width * 0.95, height), (width * 0.05, height)]), road)
            canvas.mottle(mask_of(np.array([vanish, (width * 0.95, height), (width * 0.05, height)]), canvas.size), 5, 7)
    for side in (0, width):
        nears = [1.0]
        while len(nears) < int(rng.integers(3, 6)):
            nears.append(nears[-1] * rng.uniform(0.4, 0.65))
        for far, near in list(zip(nears[1:], nears[:-1], strict=True))[::-1]:
            edge = np.array([side, vanish[1]])
            if green:
                foot = vanish + (edge - vanish) * near + [0, 0.3 * near * height * 0.7]
                tree(canvas, float(foot[0]), float(foot[1]), height * near * rng.uniform(0.6, 1.1))
                continue
            tall = rng.uniform(0.5, 1.3)
            corners = [(near, -tall), (far, -tall), (far, 0.35), (near, 0.35)]
            facade(
                canvas, np.array([vanish + (edge - vanish) * k + [0, v * k * height * 0.7] for k, v in corners]), wall_color(canvas), lined
            )
    with canvas.element("road") as picture:
        for t in np.linspace(0.15, 1, 7):
            w, y = 0.012 * width * t, vanish[1] + (height - vanish[1]) * t
            middle = width * 0.5 * t + vanish[0] * (1 - t)
            polygon(picture, np.array([(middle + d, y + s * 14 * t) for d, s in ((-w, 0), (w, 0), (w, -1), (-w, -1))]), road * 1.5, 0.8)
    if rng.random() < 0.5:
        _poles(canvas, vanish, height)


def paint_town(canvas: Canvas) -> None:
    """Roofs and walls seen from afar, crisp, under a sky."""
    rng, (width, height) = canvas.rng, canvas.size
    canvas.sky(height * 0.5)
    lined = rng.random() < 0.5
    for row, level in enumerate(np.linspace(0.45, 0.95, 4) * height):
        x = -30.0
        while x < width:
            w, tall = width * rng.uniform(0.08, 0.2), height * rng.uniform(0.12, 0.3) * (0.8 + row * 0.25)
            wall = wall_color(canvas) * (0.75 + 0.08 * row)
            facade(canvas, np.array([(x, level - tall), (x + w, level - tall), (x + w, height), (x, height)]), wall, lined)
            roof = np.array(rgb_of(rng.choice([0.02, 0.6, 0.08]), rng.uniform(0.2, 0.6), rng.uniform(0.3, 0.7))) * canvas.dim
            eaves = np.array(
                [(x - 8, level - tall), (x + w * 0.3, level - tall * 1.3), (x + w * 0.75, level - tall * 1.3), (x + w + 8, level - tall)]
            )
            with canvas.element("building") as picture:
                polygon(picture, eaves, roof)
                if canvas.textured:
                    lay_swatch(canvas, tiles(rng, roof, 10, 18, True, 0.7), eaves[[1, 2, 3, 0]], 0.7)
            x += w * rng.uniform(0.9, 1.3)
        if canvas.textured and rng.random() < 0.6:
            with canvas.element("tree"):
                center = np.array([rng.uniform(0, width), level])
                crown(canvas, center, height * rng.uniform([0.08, 0.06], [0.2, 0.12]), canvas.foliage(0.22), canvas.foliage(0.6))


def paint_yard(canvas: Canvas) -> None:
    """A school or campus: a long building, a paved yard, a fence, trees, a colonnade."""
    rng, (width, height) = canvas.rng, canvas.size
    horizon = height * rng.uniform(0.5, 0.68)
    canvas.sky(horizon)
    wall = wall_color(canvas)
    left, right, top = width * rng.uniform(-0.2, 0.2), width * rng.uniform(0.7, 1.3), height * rng.uniform(0.05, 0.35)
    slant = height * rng.uniform(-0.15, 0.15)
    facade(canvas, np.array([(left, top), (right, top + slant), (right, horizon), (left, horizon)]), wall, rng.random() < 0.4)
    paving = np.array(rgb_of(rng.uniform(0.02, 0.12), rng.uniform(0.05, 0.5), rng.uniform(0.5, 0.85))) * canvas.dim
    _road(canvas, np.array([(-width * 0.2, horizon), (width * 1.2, horizon), (width * 2.2, height), (-width * 1.2, height)]), paving)
    for x in rng.uniform(0, width, int(rng.integers(1, 6))):
        tree(canvas, float(x), horizon + height * rng.uniform(0.0, 0.12), height * rng.uniform(0.3, 0.7))
    if rng.random() < 0.4:
        with canvas.element("fence") as picture:
            rail = horizon + height * rng.uniform(0.05, 0.15)
            tone = rgb_of(rng.random(), 0.2, rng.uniform(0.3, 0.9))
            for y in (rail, rail + height * 0.05):
                polygon(picture, np.array([(0, y), (width, y), (width, y + 3), (0, y + 3)]), tone)
            for x in np.arange(0, width, width / 24):
                polygon(
                    picture, np.array([(x, rail - 4), (x + 3, rail - 4), (x + 3, rail + height * 0.09), (x, rail + height * 0.09)]), tone
                )
    if rng.random() < 0.4:
        with canvas.element("pole") as picture:
            for x in np.linspace(rng.uniform(0.0, 0.5), rng.uniform(0.6, 1.0), int(rng.integers(2, 5))) * width:
                w = width * rng.uniform(0.01, 0.03)
                pillar = np.array([(x - w, 0), (x + w, 0), (x + w, height * 0.85), (x - w, height * 0.85)])
                shade = gradient(canvas.size, wall * 1.1, wall * 0.9)
                lay(picture, mask_of(pillar, canvas.size), shade)
                polygon(picture, pillar * [1, 1] + [w, 0], wall * 0.7, 0.6)
