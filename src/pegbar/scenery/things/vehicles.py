"""Vehicles in streets: car, bus, scooter, bicycle."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block
from pegbar.scenery.things.barriers import block_of
from pegbar.scenery.things.facade import SNOW, face, faces_eye, facet, glass_color, paint_block
from pegbar.scenery.things.street import round_spots

Profile = Sequence[tuple[float, float]]
"""Corners of a side as (part of the length from the front, part of the height), up over the front and down behind."""
_CAR: Profile = ((0.0, 0.16), (0.0, 0.44), (0.03, 0.52), (0.25, 0.63), (0.41, 0.98), (0.47, 1.0), (0.76, 1.0), (0.83, 0.97), (0.96, 0.66),
                 (1.0, 0.60), (1.0, 0.16))  # fmt: skip
_VAN: Profile = (
    (0.0, 0.13),
    (0.0, 0.42),
    (0.02, 0.50),
    (0.10, 0.56),
    (0.22, 0.96),
    (0.27, 1.0),
    (0.96, 1.0),
    (0.99, 0.95),
    (1.0, 0.55),
    (1.0, 0.13),
)


def prism(sheet: Sheet, block: Block, profile: Profile, colors: Sequence[ArrayLike | str], side: ArrayLike | str) -> None:
    """A profile drawn out over a box's width: strips with a colour each, far ones first, then the sides."""
    parts: list[tuple[float, int]] = []
    for number in range(len(profile) - 1):
        middle = block.at(0, (profile[number][1] + profile[number + 1][1]) / 2, (profile[number][0] + profile[number + 1][0]) / 2 - 0.5)
        parts.append((float(np.hypot(middle[0] - sheet.view.camera.x, middle[2])), number))
    for _, number in sorted(parts, reverse=True):
        (a, low), (b, high) = profile[number], profile[number + 1]
        corners = [block.at(-0.5, low, a - 0.5), block.at(0.5, low, a - 0.5), block.at(0.5, high, b - 0.5), block.at(-0.5, high, b - 0.5)]
        snowy = sheet.light.snowy and b > a and abs(high - low) < 0.2
        facet(sheet, corners, SNOW if snowy else colors[number])
    for plane in (block.left(), block.right()):
        face(sheet, plane, side_spots(block, profile, plane), side)


def side_spots(block: Block, profile: Profile, plane: Plane) -> NDArray[np.float64]:
    """A profile's corners on the left or right face of a box."""
    leftward = bool(np.allclose(plane.corner, block.left().corner))
    return np.array([((1 - a if leftward else a) * block.depth, up * block.height) for a, up in profile])


def _wheels(sheet: Sheet, block: Block, axles: Sequence[float], radius: float) -> None:
    for plane in (block.left(), block.right()):
        if not faces_eye(sheet, plane):
            continue
        for axle in axles:
            x = float(side_spots(block, ((axle, 0.0),), plane)[0][0])
            face(sheet, plane, [p for p in round_spots(radius * 1.2, x, radius) if p[1] > radius * 0.4], "#24262b", lined=False)
            face(sheet, plane.beyond(0.02), round_spots(radius, x, radius), "#2b2d32")
            face(sheet, plane.beyond(0.03), round_spots(radius * 0.6, x, radius), "#b9bcc0")
            face(sheet, plane.beyond(0.03), round_spots(radius * 0.22, x, radius), "#5f6368")


def _under(sheet: Sheet, block: Block, axles: Sequence[float], radius: float) -> None:
    """The dark below, and the tyres as seen from before or behind."""
    paint_block(sheet, block.part(0, 0.02, 0, block.width * 0.86, block.height * 0.2, block.depth * 0.94), "#22242a", lined=False)
    for axle in axles:
        for across in (-0.41, 0.41):
            paint_block(sheet, block.part(across, 0, axle - 0.5, 0.19, radius * 1.5, radius * 1.6), "#2b2d32")


def _glass(sheet: Sheet, z: float) -> np.ndarray:
    return sheet.light.hazed(glass_color(sheet.light), z)


def paint_car(sheet: Sheet, thing: Thing) -> None:
    """A car, turned so that 0 shows its front: a saloon, or a small van."""
    block, light, rng = block_of(thing), sheet.light, sheet.rng
    van = rng.random() < 0.45
    tone = thing.color or "#d7dbde"
    profile, axles = (_VAN, (0.15, 0.82)) if van else (_CAR, (0.19, 0.80))
    glass = mixed(glass_color(light), "#1c2630", 0.25)
    dark = mixed(tone, "#20242a", 0.3)
    colors: list[ArrayLike | str]
    panes: tuple[Profile, ...]
    if van:
        colors = [dark, tone, tone, glass, tone, tone, tone, glass, tone]
        panes = (((0.16, 0.58), (0.235, 0.9), (0.42, 0.9), (0.42, 0.58)), ((0.45, 0.58), (0.45, 0.9), (0.67, 0.9), (0.67, 0.58)),
                 ((0.70, 0.58), (0.70, 0.9), (0.93, 0.9), (0.95, 0.58)))  # fmt: skip
    else:
        colors = [dark, tone, tone, glass, tone, tone, tone, glass, tone, dark]
        panes = (((0.315, 0.66), (0.43, 0.94), (0.57, 0.94), (0.57, 0.66)), ((0.60, 0.66), (0.60, 0.94), (0.76, 0.94), (0.87, 0.68)))
    _under(sheet, block, axles, 0.31)
    prism(sheet, block, profile, colors, tone)
    for plane in (block.left(), block.right()):
        if faces_eye(sheet, plane):
            for pane in panes:
                face(sheet, plane, side_spots(block, pane, plane), _glass(sheet, thing.z), label="window", glow=1.0)
            band = side_spots(block, ((0.02, 0.17), (0.02, 0.27), (0.98, 0.27), (0.98, 0.17)), plane)
            face(sheet, plane, band, mixed(tone, "#20242a", 0.35), lined=False)
            for at in (0.36, 0.585):
                sheet.ink_line(sheet.view.project(plane.at(side_spots(block, ((at, 0.28), (at, 0.62)), plane))))
            for at in (0.50, 0.70):
                face(
                    sheet,
                    plane.beyond(0.02),
                    side_spots(block, ((at, 0.52), (at, 0.55), (at + 0.04, 0.55), (at + 0.04, 0.52)), plane),
                    dark,
                )
    _wheels(sheet, block, axles, 0.31)
    _lights(sheet, block)


def _lights(sheet: Sheet, block: Block) -> None:
    """Head and tail lights, grille, number plates, bumpers."""
    wide, tall, light = block.width, block.height, sheet.light
    front, back = block.front(), block.back()
    if faces_eye(sheet, front):
        face(sheet, front, box_spots(wide * 0.46, tall * 0.1, wide * 0.27, tall * 0.3), "#30343a")
        face(sheet, front, box_spots(wide * 0.24, tall * 0.085, wide * 0.38, tall * 0.19), "#f3f1ea")
        for left in (0.04, 0.76):
            spots = box_spots(wide * 0.2, tall * 0.1, wide * left, tall * 0.33)
            face(sheet, front, spots, "#fff6dc" if light.lamps else "#e9eef2", label="light", glow=float(light.lamps))
            if light.lamps:
                sheet.shine(tuple(front.at([(wide * (left + 0.1), tall * 0.38)])[0]), 1.3, "#fff0cc", 0.7 if light.night else 0.35)
    if faces_eye(sheet, back):
        face(sheet, back, box_spots(wide * 0.26, tall * 0.1, wide * 0.37, tall * 0.32), "#f3f1ea")
        for left in (0.03, 0.81):
            spots = box_spots(wide * 0.16, tall * 0.15, wide * left, tall * 0.42)
            face(sheet, back, spots, "#ff4238" if light.lamps else "#a8322c", label="light", glow=0.9 if light.lamps else 0.0)
            if light.night:
                sheet.shine(tuple(back.at([(wide * (left + 0.08), tall * 0.5)])[0]), 0.8, "#ff4a3a", 0.5)


def paint_bus(sheet: Sheet, thing: Thing) -> None:
    """A city bus: windows all around, doors, a destination board, a band of colour."""
    block, light = block_of(thing), sheet.light
    tone = thing.color or "#e9e4d6"
    band = mixed(tone, "#2f6d4f", 0.75)
    profile: Profile = ((0.0, 0.1), (0.0, 0.9), (0.015, 0.98), (0.04, 1.0), (0.97, 1.0), (1.0, 0.96), (1.0, 0.1))
    _under(sheet, block, (0.24, 0.76), 0.46)
    prism(sheet, block, profile, [tone] * 6, tone)
    lamp = light.lamps
    glass = mixed("#ffe9b8", glass_color(light), 0.15) if light.night else glass_color(light)
    glass = light.hazed(glass, thing.z)
    for plane in (block.left(), block.right()):
        if not faces_eye(sheet, plane):
            continue
        face(sheet, plane, side_spots(block, ((0, 0.24), (0, 0.36), (1, 0.36), (1, 0.24)), plane), band)
        for number in range(7):
            a = 0.06 + number * 0.13
            face(
                sheet,
                plane,
                side_spots(block, ((a, 0.46), (a, 0.82), (a + 0.115, 0.82), (a + 0.115, 0.46)), plane),
                glass,
                label="window",
                glow=1.0,
            )
        a = 0.06
        face(
            sheet,
            plane,
            side_spots(block, ((a, 0.14), (a, 0.84), (a + 0.1, 0.84), (a + 0.1, 0.14)), plane),
            mixed(glass, "#22262b", 0.4),
            label="door",
        )
    _wheels(sheet, block, (0.24, 0.76), 0.46)
    front, wide, tall = block.front(), thing.width, thing.height
    if faces_eye(sheet, front):
        face(sheet, front, box_spots(wide * 0.9, tall * 0.4, wide * 0.05, tall * 0.4), glass, label="window", glow=1.0)
        face(sheet, front, box_spots(wide * 0.6, tall * 0.09, wide * 0.2, tall * 0.83), "#2a2d30")
        face(sheet, front, box_spots(wide * 0.4, tall * 0.04, wide * 0.3, tall * 0.855), "#ffb545", glow=1.0 if lamp else 0.4)
        face(sheet, front, box_spots(wide, tall * 0.1, 0, tall * 0.24), band)
        for left in (0.08, 0.78):
            face(sheet, front, box_spots(wide * 0.14, tall * 0.07, wide * left, tall * 0.16), "#fff6dc", label="light", glow=float(lamp))
            if lamp:
                sheet.shine(tuple(front.at([(wide * (left + 0.07), tall * 0.19)])[0]), 1.6, "#fff0cc", 0.6)


def _plane_of(thing: Thing) -> Plane:
    """The upright middle plane of a thin thing, (0, 0) at its foot's middle."""
    angle = np.radians(thing.turn)
    return Plane(np.array([thing.x, thing.y, thing.z]), np.array([np.cos(angle), 0, np.sin(angle)]), np.array([0.0, 1.0, 0.0]))


def _tube(sheet: Sheet, plane: Plane, spots: Sequence[tuple[float, float]], color: ArrayLike | str, thick: float) -> None:
    sheet.stroke(plane.at(spots), color, thick)


def paint_bicycle(sheet: Sheet, thing: Thing) -> None:
    """A city bicycle with a basket, on its stand, seen from its side."""
    plane, tone = _plane_of(thing), thing.color or "#4f7fa8"
    long, tall = thing.width, thing.height
    radius, hub = tall * 0.31, long * 0.33
    for x in (-hub, hub):
        _tube(sheet, plane, [tuple(p) for p in round_spots(radius, x, radius, 30)] + [(x + radius, radius)], "#2a2c30", 0.045)
        for number in range(8):
            angle = number * np.pi / 8
            ends = [(x + np.cos(angle) * s * radius, radius + np.sin(angle) * s * radius) for s in (-0.95, 0.95)]
            _tube(sheet, plane, ends, "#9aa0a6", 0.006)
        arc = [tuple(p) for p in round_spots(radius * 1.12, x, radius, 30)][2:16]
        _tube(sheet, plane, arc, "#c9ccd0", 0.035)
    crank, seat, head = (-0.03 * long, radius * 0.95), (-0.14 * long, tall * 0.74), (0.22 * long, tall * 0.78)
    for path in ([(-hub, radius), crank], [crank, seat], [(-hub, radius), (seat[0] * 0.85, tall * 0.56)],
                 [crank, (head[0] + 0.01, tall * 0.6)],
                 [(seat[0] * 0.9, tall * 0.5), (0.05 * long, tall * 0.44), (head[0], tall * 0.66)]):  # fmt: skip
        _tube(sheet, plane, path, tone, 0.04)
    _tube(sheet, plane, [(hub, radius), head, (head[0] - 0.03 * long, tall * 0.96)], "#c9ccd0", 0.035)
    _tube(sheet, plane, [(head[0] + 0.02 * long, tall * 0.95), (head[0] - 0.13 * long, tall * 0.99)], "#3a3c40", 0.04)
    facing = plane if faces_eye(sheet, plane) else Plane(plane.corner, -plane.across, plane.up)
    flip = 1 if facing is plane else -1
    saddle = [(flip * (seat[0] + s * long), t * tall) for s, t in ((-0.09, 0.8), (-0.08, 0.74), (0.07, 0.755), (0.075, 0.78))]
    face(sheet, facing, saddle, "#3b3330")
    basket = [(flip * (head[0] + s * long), t * tall) for s, t in ((0.02, 0.66), (0.15, 0.66), (0.18, 0.9), (0.0, 0.9))]
    face(sheet, facing, basket, "#8c8f92")
    for level in (0.72, 0.78, 0.84):
        slat = ((0.02, level), (0.16, level), (0.16, level + 0.02), (0.02, level + 0.02))
        face(sheet, facing, [(flip * (head[0] + s * long), t * tall) for s, t in slat],
                   "#5b5e62", lined=False)  # fmt: skip
    face(sheet, facing, round_spots(0.075, flip * crank[0], crank[1]), "#55585c")
    rack = [(-hub, tall * 0.66), (-hub * 0.45, tall * 0.66)]
    _tube(sheet, plane, rack, "#b9bcc0", 0.03)
    _tube(sheet, plane, [(-hub, radius), (-hub * 0.9, tall * 0.66)], "#b9bcc0", 0.02)
    _tube(sheet, plane, [(-hub * 0.9, radius * 0.9), (-hub * 0.75, 0.0)], "#b9bcc0", 0.025)


def paint_motor_scooter(sheet: Sheet, thing: Thing) -> None:
    """A motor scooter seen from its side."""
    plane, tone = _plane_of(thing), thing.color or "#d8d3c4"
    facing = plane if faces_eye(sheet, plane) else Plane(plane.corner, -plane.across, plane.up)
    flip = 1 if facing is plane else -1
    long, tall = thing.width, thing.height

    def part(spots: Sequence[tuple[float, float]], color: ArrayLike | str, out: float = 0.0, glow: float = 0.0) -> None:
        face(sheet, facing.beyond(out), [(flip * s * long, t * tall) for s, t in spots], color, glow=glow)

    radius = tall * 0.22
    for x in (-0.34, 0.36):
        face(sheet, facing, round_spots(radius, flip * x * long, radius), "#2b2d32")
        face(sheet, facing.beyond(0.01), round_spots(radius * 0.5, flip * x * long, radius), "#b9bcc0")
    part(((-0.5, 0.52), (-0.46, 0.34), (-0.22, 0.24), (-0.02, 0.24), (-0.05, 0.62), (-0.46, 0.66)), tone, 0.05)
    part(((-0.06, 0.2), (0.2, 0.2), (0.24, 0.3), (-0.06, 0.28)), mixed(tone, "#3a3d42", 0.5), 0.06)
    part(((0.17, 0.24), (0.24, 0.24), (0.34, 0.78), (0.27, 0.82)), tone, 0.06)
    part(((0.22, 0.42), (0.46, 0.4), (0.5, 0.3), (0.3, 0.46)), mixed(tone, "#000000", 0.12), 0.07)
    part(((-0.48, 0.66), (-0.06, 0.62), (-0.02, 0.7), (-0.2, 0.76), (-0.46, 0.75)), "#3b3330", 0.06)
    part(((0.24, 0.78), (0.36, 0.74), (0.4, 0.86), (0.27, 0.92)), tone, 0.07)
    part(((0.36, 0.76), (0.41, 0.78), (0.4, 0.86)), "#fff2cf", 0.08, float(sheet.light.lamps))
    part(((-0.5, 0.56), (-0.47, 0.56), (-0.46, 0.62), (-0.5, 0.62)), "#c8362f", 0.08)
    _tube(sheet, plane, [(flip * 0.3 * long * flip, tall * 0.88), (flip * 0.22 * long * flip, tall * 0.95)], "#2b2d32", 0.05)


_PAINTS = ("#d7dbde", "#f2f3f2", "#3c4652", "#b8433a", "#4a6f9c", "#8fa3a8", "#5d6b58")
KINDS = (
    Kind("car", "furniture", paint_car, "standing", (1.65, 1.75), (1.5, 1.65), (3.6, 4.3), _PAINTS, solid=True),
    Kind("bus", "furniture", paint_bus, "standing", (2.4, 2.5), (3.0, 3.1), (9.0, 10.5), ("#e9e4d6", "#d8e2e6", "#e6d9a8"), solid=True),
    Kind(
        "bicycle",
        "furniture",
        paint_bicycle,
        "standing",
        (1.7, 1.8),
        (1.02, 1.08),
        (0.4, 0.5),
        ("#4f7fa8", "#b8433a", "#d8d6ce", "#4a4d52", "#6f9a6a"),
        shadow=0.6,
    ),
    Kind(
        "motor_scooter",
        "furniture",
        paint_motor_scooter,
        "standing",
        (1.6, 1.7),
        (1.05, 1.12),
        (0.5, 0.6),
        ("#d8d3c4", "#b8433a", "#4a6f9c", "#7fa08a"),
        shadow=0.8,
    ),
)
