"""What stands in offices: desks with monitors, chairs on castors, cabinets, screens between desks, a printer, a whiteboard, water."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.solids import Block, paint_block, paint_pillar
from pegbar.scenery.things.joinery import STEEL, body, boxed, doored, nearing, panel, seen, tubes

_BINDERS = ("#4a6b9a", "#b8564c", "#5f8f6a", "#d9d4c6", "#c9a24f")


def _screen(sheet: Sheet, monitor: Block, lit: bool) -> None:
    """A monitor: its foot, its case and what it shows towards its front."""
    neck = monitor.part(0, -0.3, 0.1, 0.06, monitor.height * 0.4, 0.04)
    paint_block(sheet, monitor.part(0, -0.3, 0, 0.22, 0.012, 0.16), "#3a3d42")
    paint_block(sheet, neck, "#3a3d42")
    paint_block(sheet, monitor, "#2b2d31", top="#4a4d53")
    face, wide, tall = monitor.front(), monitor.width, monitor.height
    panel(sheet, face, 0.015, 0.02, wide - 0.03, tall - 0.035, "#8fb6d6" if lit else "#3f4b58", glow=0.75 if lit else 0.0)
    if lit and seen(sheet, face, wide, tall):
        for row in range(4):
            long = float(sheet.rng.uniform(0.25, 0.6)) * wide
            panel(sheet, face, 0.05, tall * (0.75 - 0.15 * row), long, tall * 0.05, "#dcebf5", lined=False, out=0.005, glow=0.8)
    panel(sheet, monitor.back(), wide * 0.3, tall * 0.3, wide * 0.4, tall * 0.35, "#3a3d42", lined=False)


def paint_office_desk(sheet: Sheet, thing: Thing) -> None:
    """A desk of an office with drawers, a monitor, a keyboard, papers, binders and a mug; who works here sits on the viewer's side."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#cfc7b8")
    wide, tall, deep = thing.width, thing.height, thing.depth
    steel, lit = mixed("#a4a9ae", wood, 0.2), bool(rng.random() < 0.75) or sheet.light.night
    paint_block(sheet, box.part(0, 0.12, 0.42, wide * 0.94, tall * 0.8, 0.03), steel)
    drawers = box.part(0.33, 0, 0, wide * 0.3, tall * 0.92, deep * 0.84)
    side = box.part(-0.47, 0, 0, 0.035, tall * 0.95, deep * 0.9)

    def chest() -> None:
        paint_block(sheet, drawers, steel)
        doored(sheet, drawers.front(), (drawers.width, drawers.height), (1, 3), mixed(steel, "#ffffff", 0.12), side=0.55)

    nearing(sheet, [((drawers.x, 0, drawers.z), chest), boxed(sheet, side, steel)])
    top = box.part(0, 0.96, 0, wide, tall * 0.04, deep)
    paint_block(sheet, top, mixed(wood, "#55504a", 0.25), top=mixed(wood, "#ffffff", 0.2))
    monitor = top.part(float(rng.uniform(-0.12, 0.05)), 1.0 + 0.13 / top.height, 0.22, 0.54, 0.33, 0.035)
    binders = [top.part(0.34 + 0.05 * n / wide * 1.2, 1, 0.24, 0.05, 0.3, 0.25) for n in range(int(rng.integers(0, 4)))]
    tones = [str(rng.choice(_BINDERS)) for _ in binders]
    papers = top.part(float(rng.uniform(-0.36, -0.28)), 1, float(rng.uniform(-0.2, 0.1)), 0.21, float(rng.uniform(0.01, 0.09)), 0.29)
    keys = top.part(-0.03, 1, -0.26, 0.42, 0.018, 0.14)
    mug = top.part(0.24, 1, -0.2, 0.08, 0.09, 0.08)
    mug_tone = str(rng.choice(("#d9604f", "#f2efe6", "#4f7f9a", "#e0b84f")))
    jobs = [boxed(sheet, binder, tone) for binder, tone in zip(binders, tones, strict=True)]
    jobs += [boxed(sheet, papers, "#ded9cc", "#f6f3ea"), boxed(sheet, keys, "#44474c", "#5a5e64"), boxed(sheet, mug, mug_tone)]
    nearing(sheet, [*jobs, ((monitor.x, 0, monitor.z), lambda: _screen(sheet, monitor, lit))])


def paint_office_chair(sheet: Sheet, thing: Thing) -> None:
    """A chair on castors with a cushioned seat and back; its back is away from where it faces."""
    box, cloth = body(thing), rgb(thing.color or "#46505c")
    dark = mixed(cloth, "#15181c", 0.4)
    center = box.at(0, 0.1, 0)
    for angle in np.arange(5) * 2 * np.pi / 5 + 0.3:
        foot = center + np.array([np.cos(angle) * thing.width * 0.45, -0.06 * thing.height, np.sin(angle) * thing.depth * 0.45])
        sheet.stroke([center, foot], "#2b2d31", 0.045)
        sheet.disc(foot, 0.03, sheet.light.shade("#1c1d20", (0, 0.3, -0.9), thing.z))
    paint_pillar(sheet, thing.x, thing.z, thing.y + 0.1 * thing.height, thing.y + 0.45 * thing.height, 0.03, STEEL)
    seat = box.part(0, 0.45, -0.04, thing.width * 0.86, thing.height * 0.08, thing.depth * 0.84)
    back = box.part(0, 0.56, 0.42, thing.width * 0.8, thing.height * 0.44, 0.06)

    def sit() -> None:
        paint_block(sheet, seat, dark, top=mixed(cloth, "#ffffff", 0.08))
        for side in (-0.5, 0.5):
            paint_block(sheet, box.part(side, 0.62, 0.0, 0.05, 0.03, thing.depth * 0.5), "#2b2d31")
            tubes(sheet, [[box.at(side, 0.47, 0.05), box.at(side, 0.63, 0.05)]], "#2b2d31", 0.03)

    def lean() -> None:
        tubes(sheet, [[box.at(0, 0.47, 0.36), box.at(0, 0.7, 0.46)]], "#2b2d31", 0.05)
        paint_block(sheet, back, cloth, top=mixed(cloth, "#ffffff", 0.2))
        for face in (back.front(), back.back()):
            panel(sheet, face, 0.03, 0.03, back.width - 0.06, back.height - 0.06, mixed(cloth, "#ffffff", 0.07))

    nearing(sheet, [((seat.x, 0, seat.z), sit), ((back.x, 0, back.z), lean)])


def paint_filing_cabinet(sheet: Sheet, thing: Thing) -> None:
    """A steel cabinet of drawers for files, each with a label and a handle."""
    box, coat = body(thing), rgb(thing.color or "#a3a9a6")
    paint_block(sheet, box, mixed(coat, "#3c464e", 0.18), top=mixed(coat, "#ffffff", 0.15))
    front, columns = box.front(), max(1, round(thing.width / 0.48))
    rows = max(2, round(thing.height / 0.33))
    wide, tall = thing.width / columns, (thing.height - 0.06) / rows
    for column in range(columns):
        for row in range(rows):
            left, low = column * wide + 0.01, 0.05 + row * tall
            panel(sheet, front, left, low, wide - 0.02, tall - 0.015, coat)
            panel(sheet, front, left + wide * 0.34, low + tall * 0.62, wide * 0.3, 0.03, "#4d545a", lined=False, out=0.008)
            panel(sheet, front, left + wide * 0.38, low + tall * 0.34, wide * 0.22, 0.05, "#f2efe4", out=0.006)


def paint_whiteboard(sheet: Sheet, thing: Thing) -> None:
    """A whiteboard on a wall: a plan drawn with a marker, notes stuck to it, a tray with pens."""
    rng, box = sheet.rng, body(thing)
    paint_block(sheet, box, STEEL)
    face, wide, tall = box.front(), thing.width, thing.height
    panel(sheet, face, 0.03, 0.03, wide - 0.06, tall - 0.06, thing.color or "#f7f9fa")
    starts = rng.uniform((0.08, 0.3), (0.5, 0.8), (5, 2)) * (wide, tall)
    longs, inks = rng.uniform(0.15, 0.4, 5) * wide, rng.choice(("#3c5a9a", "#c04a44", "#30353c"), 5)
    notes = rng.uniform((0.62, 0.2), (0.88, 0.75), (6, 2)) * (wide, tall)
    tones = rng.choice(("#f6e27a", "#f3a9b4", "#a8d8c8"), 6)
    if seen(sheet, face, wide, tall):
        for start, long, ink in zip(starts, longs, inks, strict=True):
            wave = np.linspace(0, 1, 9)
            path = np.stack([start[0] + wave * long, start[1] + 0.012 * np.sin(wave * 40)], axis=1)
            sheet.stroke(face.beyond(0.006).at(path), str(ink), 0.012, shaded=False)
    for spot, tone in zip(notes, tones, strict=True):
        panel(sheet, face, float(spot[0]), float(spot[1]), 0.09, 0.09, str(tone), out=0.007)
    tray = box.part(0, 0, -0.5, wide * 0.5, 0.025, 0.07)
    paint_block(sheet, tray, STEEL)
    for at, tone in ((-0.2, "#3c5a9a"), (0.0, "#c04a44"), (0.2, "#30353c")):
        paint_block(sheet, tray.part(at, 1, 0, 0.11, 0.02, 0.02), tone, lined=False)


def paint_printer(sheet: Sheet, thing: Thing) -> None:
    """A copier that stands on the floor: trays for paper, a slot with a sheet in it, a panel that glows."""
    box, coat = body(thing), rgb(thing.color or "#d5d8d8")
    wide, tall = thing.width, thing.height
    paint_block(sheet, box.part(0, 0, 0, wide, tall * 0.62, thing.depth), coat)
    front = box.front()
    for row in range(3):
        panel(sheet, front, 0.03, 0.04 + row * tall * 0.19, wide - 0.06, tall * 0.175, mixed(coat, "#3a4046", 0.08))
        panel(sheet, front, wide * 0.38, 0.04 + row * tall * 0.19 + 0.08, wide * 0.24, 0.025, "#565d63", lined=False, out=0.006)
    paint_block(sheet, box.part(0, 0.62, 0.08, wide * 0.94, tall * 0.16, thing.depth * 0.8), mixed(coat, "#23282d", 0.55))
    paint_block(sheet, box.part(0, 0.64, -0.1, wide * 0.6, 0.015, thing.depth * 0.6), "#f8f6ef")
    paint_block(sheet, box.part(0, 0.78, 0, wide, tall * 0.22, thing.depth), mixed(coat, "#ffffff", 0.2), top=mixed(coat, "#3a4046", 0.2))
    panel(sheet, front, wide * 0.55, tall * 0.83, wide * 0.32, tall * 0.1, "#6fa9c9", out=0.008, glow=0.7)


def paint_water_dispenser(sheet: Sheet, thing: Thing) -> None:
    """A dispenser with a bottle of water upside down on it."""
    box, coat = body(thing), rgb(thing.color or "#eef0f0")
    stand = box.part(0, 0, 0, thing.width, thing.height * 0.68, thing.depth)
    paint_block(sheet, stand, coat, top=mixed(coat, "#7a858c", 0.2))
    front = stand.front()
    panel(sheet, front, 0.05, 0.38, thing.width - 0.1, 0.32, mixed(coat, "#3a4650", 0.5))
    for at, tone in ((0.32, "#4f86c0"), (0.6, "#cf5a4c")):
        panel(sheet, front, thing.width * at, 0.6, 0.04, 0.06, tone, out=0.02)
    low, high, radius = thing.y + thing.height * 0.68, thing.y + thing.height, thing.width * 0.42
    paint_pillar(sheet, thing.x, thing.z, low, low + 0.06, radius * 0.5, "#7fb0d2", upper_radius=radius)
    paint_pillar(sheet, thing.x, thing.z, low + 0.06, high, radius, "#9cc7e0")
    for up in (0.3, 0.62):
        paint_pillar(sheet, thing.x, thing.z, low + (high - low) * up, low + (high - low) * up + 0.02, radius * 1.02, "#7fb0d2")


def paint_partition(sheet: Sheet, thing: Thing) -> None:
    """A screen of cloth between desks, with notes pinned to it."""
    rng, box, cloth = sheet.rng, body(thing), rgb(thing.color or "#8fa0ad")
    for at in (-0.42, 0.42):
        paint_block(sheet, box.part(at, 0, 0, 0.05, 0.04, 0.4), "#5a6068")
    frame = box.part(0, 0.04, 0, thing.width, thing.height * 0.96, thing.depth)
    paint_block(sheet, frame, STEEL)
    notes = rng.uniform((0.1, 0.5), (0.75, 0.8), (4, 2)) * (thing.width, thing.height)
    tones = rng.choice(("#f6f3ea", "#f6e27a", "#dbeacb"), 4)
    for face in (frame.back(), frame.front()):
        panel(sheet, face, 0.03, 0.03, thing.width - 0.06, frame.height - 0.06, cloth, "rough")
        for spot, tone in zip(notes, tones, strict=True):
            panel(sheet, face, float(spot[0]), float(spot[1]), 0.18, 0.22, str(tone), out=0.006)


KINDS = (
    Kind("office_desk", "furniture", paint_office_desk, "standing", (1.3, 1.5), (0.7, 0.73), (0.68, 0.75),
         ("#cfc7b8", "#c2a680", "#d8d8d4"), True, False, 0.8),
    Kind("office_chair", "furniture", paint_office_chair, "standing", (0.58, 0.64), (0.98, 1.08), (0.56, 0.6),
         ("#46505c", "#3f5f7f", "#6a4a4f", "#4f6a55"), True, False, 0.7),
    Kind("filing_cabinet", "furniture", paint_filing_cabinet, "standing", (0.9, 1.4), (1.2, 1.7), (0.45, 0.5),
         ("#a3a9a6", "#b5b2a6", "#8f9aa6"), True, False, 0.7),
    Kind("whiteboard", "furniture", paint_whiteboard, "wall", (1.6, 2.2), (1.0, 1.2), (0.04, 0.04), (), True, False, 0),
    Kind("printer", "furniture", paint_printer, "standing", (0.62, 0.7), (1.05, 1.15), (0.6, 0.66),
         ("#d5d8d8", "#c4c6c2"), True, False, 0.8),
    Kind("water_dispenser", "furniture", paint_water_dispenser, "standing", (0.32, 0.36), (1.3, 1.4), (0.32, 0.36),
         ("#eef0f0",), True, False, 0.7),
    Kind("partition", "furniture", paint_partition, "standing", (1.4, 1.8), (1.35, 1.6), (0.05, 0.06),
         ("#8fa0ad", "#a3a08f", "#9c8f93"), True, False, 0.5),
)  # fmt: skip
