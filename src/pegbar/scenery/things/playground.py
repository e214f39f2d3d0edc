"""What children play on: swings and slides."""

import itertools

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import UP, Block, paint_block
from pegbar.scenery.things.foliage import SNOW
from pegbar.scenery.things.garden import block_of

_RED, _BLUE, _YELLOW = "#d2503f", "#3d76b8", "#e9b93c"


def tube(sheet: Sheet, one: np.ndarray, two: np.ndarray, radius: float, color: str) -> None:
    """A steel tube between two points, in shade on one side and bright along its middle."""
    sheet.stroke(np.array([one, two]), mixed(color, "#1c2344", 0.4), 2 * radius)
    side = np.array([float(np.sign(sheet.light.sun[0])) * radius * 0.3, radius * 0.2, -0.01])
    sheet.stroke(np.array([one + side, two + side]), color, 1.3 * radius)
    sheet.stroke(np.array([one + side * 1.7, two + side * 1.7]), mixed(color, "#ffffff", 0.4), 0.35 * radius)


def paint_swing(sheet: Sheet, thing: Thing) -> None:
    """A frame of tubes with two swings on chains."""
    block, color = block_of(thing), thing.color or _BLUE
    rng = sheet.rng
    high = 1.0
    ends = sorted((-0.46, 0.46), key=lambda side: -float(block.at(side, 0, 0)[2]))
    tube(sheet, block.at(ends[0], 0, 0.5), block.at(ends[0], high, 0), 0.045, color)
    tube(sheet, block.at(ends[0], 0, -0.5), block.at(ends[0], high, 0), 0.045, color)
    for at in sorted((-0.2, 0.2), key=lambda side: -float(block.at(side, 0, 0)[2])):
        push = float(rng.normal(0, 0.07))
        half, seat = 0.23 / thing.width, 0.46 / thing.height
        for side in (-half, half):
            sheet.stroke(np.array([block.at(at + side, high, 0), block.at(at + side, seat, push)]), "#9aa0a6", 0.02)
        paint_block(sheet, block.part(at, seat, push, 0.5, 0.04, 0.2), _RED if not thing.color else "#c9803f", "wood")
    tube(sheet, block.at(ends[1], 0, 0.5), block.at(ends[1], high, 0), 0.045, color)
    tube(sheet, block.at(ends[0], high, 0), block.at(ends[1], high, 0), 0.045, color)
    tube(sheet, block.at(ends[1], 0, -0.5), block.at(ends[1], high, 0), 0.045, color)


def paint_slide(sheet: Sheet, thing: Thing) -> None:
    """A slide: a ladder up to a railed board, and a chute down from it across the picture."""
    block, color = block_of(thing), thing.color or _YELLOW
    high = 0.66 * thing.height / thing.height
    for away in (0.42, -0.42):
        for across in (-0.44, -0.22):
            tube(sheet, block.at(across, 0, away), block.at(across, 1.0, away), 0.035, _BLUE)
        if away > 0:
            for rung in np.linspace(0.12, 0.6, 5):
                tube(sheet, block.at(-0.47 - 0.03 * (1 - rung), rung, 0.42), block.at(-0.47 - 0.03 * (1 - rung), rung, -0.42), 0.022, _RED)
            paint_block(sheet, block.part(-0.33, high, 0, 0.24 * thing.width, 0.05, thing.depth * 0.86), "#8f959c")
            _chute(sheet, block, high, color)
        tube(sheet, block.at(-0.44, 1.0, away), block.at(-0.22, 1.0, away), 0.03, _RED)
        tube(sheet, block.at(-0.44, 0.84, away), block.at(-0.22, 0.84, away), 0.025, _RED)
        tube(sheet, block.at(-0.5, 0, away), block.at(-0.44, high, away), 0.03, _BLUE)


def _chute(sheet: Sheet, block: Block, high: float, color: str) -> None:
    """The chute: a steep run, a flat end, and sides that hold one in."""
    run = [block.at(-0.22, high, 0), block.at(0.3, 0.14, 0), block.at(0.5, 0.1, 0)]
    away = block.at(0, 0, 0.5) - block.at(0, 0, 0)
    away, half = away / np.linalg.norm(away), block.depth * 0.36
    bed = "#dfe3e8" if not sheet.light.snowy else SNOW
    for side in (1.0, 0.0, -1.0):
        for one, two in itertools.pairwise(run):
            along = two - one
            long = float(np.linalg.norm(along))
            if side == 0.0:
                sheet.face(Plane(one - away * half, along / long, away), box_spots(long, 2 * half), bed)
                continue
            edge = np.array([one, two, two + UP * 0.2, one + UP * 0.2]) + away * half * side
            tone = sheet.light.shade(rgb(color), (0.0, 0.2, -0.98), float(edge[:, 2].mean()), 0.55 if side < 0 else 0.1)
            sheet.shape(sheet.view.project(edge), tone)


def paint_seesaw(sheet: Sheet, thing: Thing) -> None:
    """A plank on a stand, one end down."""
    block, color = block_of(thing), thing.color or _RED
    tilt = float(sheet.rng.choice([-1, 1]))
    tube(sheet, block.at(-0.06, 0, 0.3), block.at(0, 0.75, 0), 0.05, _BLUE)
    tube(sheet, block.at(0.06, 0, 0.3), block.at(0, 0.75, 0), 0.05, _BLUE)
    low, high = block.at(-0.5, 0.75 - 0.4 * tilt, 0), block.at(0.5, 0.75 + 0.4 * tilt, 0)
    along = high - low
    long = float(np.linalg.norm(along))
    away = np.array([0.0, 0.0, 1.0])
    sheet.face(Plane(low - away * 0.14, along / long, away), box_spots(long, 0.28), SNOW if sheet.light.snowy else color, "wood")
    edge = np.array([low, high, high - UP * 0.07, low - UP * 0.07]) - away * 0.14
    sheet.shape(sheet.view.project(edge), sheet.light.shade(mixed(color, "#20264a", 0.2), (0, 0, -1), thing.z))
    for side in (-0.4, 0.4):
        spot = block.at(side, 0.75 + 0.8 * tilt * side, -0.14)
        tube(sheet, spot, spot + UP * 0.26, 0.02, "#c8ccd0")
    for foot in (-0.06, 0.06):
        tube(sheet, block.at(foot, 0, -0.3), block.at(0, 0.7, -0.05), 0.05, _BLUE)


KINDS = (
    Kind("swing", "furniture", paint_swing, "standing", (3.0, 3.4), (2.2, 2.5), (1.4, 1.7)),
    Kind("slide", "furniture", paint_slide, "standing", (3.4, 4.0), (2.3, 2.7), (0.75, 0.9)),
    Kind("seesaw", "furniture", paint_seesaw, "standing", (2.8, 3.2), (0.75, 0.85), (0.5, 0.6)),
)
