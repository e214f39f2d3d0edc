"""What stands in classrooms: desks and chairs of steel tubes and boards, the blackboard, the teacher's desk, the piano, the globe."""

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots
from pegbar.scenery.solids import Block, paint_block
from pegbar.scenery.things.joinery import DARK_STEEL, STEEL, Job, body, boxed, nearing, panel, seen, seen_part, tubes, veil

_PAPER = ("#f4f1e8", "#e8edf2", "#f3e3c4", "#d9e6d2")


def paint_school_desk(sheet: Sheet, thing: Thing) -> None:
    """A pupil's desk: tubes, a steel box open to the pupil, a board; sometimes a bag at its side or a book on it."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#d6ae7a")
    bagged, booked, side = rng.random() < 0.22, rng.random() < 0.2, float(rng.choice((-1.0, 1.0)))
    paths = [[box.at(a, 0.015, -0.44), box.at(a, 0.015, 0.44)] for a in (-0.44, 0.44)]
    paths += [[box.at(a, 0.0, b), box.at(a, 0.93, b * 0.9)] for a in (-0.44, 0.44) for b in (-0.4, 0.36)]
    paths += [[box.at(-0.44, 0.22, 0.33), box.at(0.44, 0.22, 0.33)]]
    tubes(sheet, paths, STEEL, 0.026)
    drawer = box.part(0, 0.78, 0.02, thing.width * 0.86, thing.height * 0.17, thing.depth * 0.86)
    paint_block(sheet, drawer, DARK_STEEL)
    opening = (drawer.width - 0.04, drawer.height - 0.03)
    panel(sheet, drawer.front(), 0.02, 0.015, *opening, "#2c3036")
    panel(
        sheet,
        drawer.front(),
        0.05,
        0.015,
        opening[0] * float(rng.uniform(0.3, 0.7)),
        0.035,
        str(rng.choice(_PAPER)),
        lined=False,
        out=0.005,
    )
    if bagged:
        bag = box.part(side * 0.56, 0.34, 0.0, 0.09, 0.28, thing.depth * 0.72)
        leather = str(rng.choice(("#3a3f52", "#6b4c38", "#5f3036")))
        tubes(
            sheet, [[box.at(side * 0.56, 0.9, 0), bag.at(0, 1.0, -0.3)], [box.at(side * 0.56, 0.9, 0), bag.at(0, 1.0, 0.3)]], leather, 0.02
        )
        paint_block(sheet, bag, leather, top=mixed(leather, "#ffffff", 0.25))
        for face in (bag.left(), bag.right()):
            panel(sheet, face, 0.0, 0.13, bag.depth, 0.15, mixed(leather, "#ffffff", 0.10))
            panel(sheet, face, bag.depth / 2 - 0.02, 0.1, 0.04, 0.05, "#c9b27a", lined=False, out=0.006)
    board = box.part(0, 0.955, 0, thing.width, thing.height * 0.045, thing.depth)
    paint_block(sheet, board, mixed(wood, "#6d5139", 0.18), top=mixed(wood, "#ffffff", 0.10))
    top = board.top()
    panel(sheet, top, 0.025, 0.025, thing.width - 0.05, thing.depth - 0.05, wood, "timber", lined=False)
    panel(sheet, top, 0.05, thing.depth * 0.8, thing.width - 0.1, 0.012, mixed(wood, "#5a432e", 0.35), lined=False)
    _sheen(sheet, top, thing.width, thing.depth)
    if booked:
        book = box.part(float(rng.uniform(-0.2, 0.2)), 1.0, float(rng.uniform(-0.15, 0.1)), 0.18, 0.02, 0.25)
        paint_block(
            sheet, Block(book.x, book.y, book.z, 0.18, 0.02, 0.25, thing.turn + float(rng.uniform(-15, 15))), str(rng.choice(_PAPER))
        )


def _sheen(sheet: Sheet, top: Plane, width: float, depth: float) -> None:
    """The windows' light on a varnished board: the half towards the light is brighter."""
    light = sheet.light
    if not seen(sheet, top, width, depth):
        return
    tone, strength = {"day": ("#ffffff", 0.22), "sunset": ("#ffd39a", 0.42), "night": ("#fff3d6", 0.12)}[light.conditions.time]
    strength *= 1.0 if light.conditions.weather == "clear" or light.night else 0.6
    left = float(light.sun @ top.across) < 0
    one, two = (0.0, 0.55) if left else (0.45, 1.0)
    spots = [(one * width, 0), ((two - 0.12) * width, 0), (two * width, depth), (one * width, depth)]
    scale = sheet.view.scale(max(float(top.corner[2]), 1.0))
    veil(sheet, seen_part(sheet, top.beyond(0.004).at(spots)), tone, strength, 0.012 * scale)


def paint_school_chair(sheet: Sheet, thing: Thing) -> None:
    """A chair of tubes with a seat and a back of plywood; its back is away from where it faces."""
    box, wood = body(thing), rgb(thing.color or "#d6ae7a")
    seat_height = 0.55 * thing.height
    seat = box.part(0, 0.55 - 0.03, -0.04, thing.width, 0.025, thing.depth * 0.9)
    back = box.part(0, 0.74, 0.46, thing.width * 0.98, thing.height * 0.25, 0.025)

    def frame() -> None:
        low = seat_height / thing.height
        tubes(sheet, [[box.at(a, 0, b), box.at(a * 0.92, low, b * 0.85)] for a in (-0.44, 0.44) for b in (-0.46, 0.46)], STEEL, 0.024)
        tubes(sheet, [[box.at(a, 0.2, -0.42), box.at(a, 0.2, 0.42)] for a in (-0.44, 0.44)], STEEL, 0.02)
        paint_block(sheet, seat, mixed(wood, "#6d5139", 0.15), top=mixed(wood, "#ffffff", 0.08))

    def rest() -> None:
        tubes(sheet, [[box.at(a, 0.5, 0.40), box.at(a, 0.97, 0.48)] for a in (-0.4, 0.4)], STEEL, 0.024)
        paint_block(sheet, back, wood, top=mixed(wood, "#ffffff", 0.15))

    nearing(sheet, [((seat.x, 0, seat.z), frame), ((back.x, 0, back.z), rest)])


def _written(sheet: Sheet, face: Plane, left: float, low: float, width: float, tall: float, color: str, upright: bool = False) -> None:
    """A line of writing: short strokes that read as signs from afar; downwards where upright."""
    rng, spot = sheet.rng, 0.0
    while spot < width:
        reached = tall * float(rng.uniform(0.6, 1.0))
        for _ in range(3):
            one, two = rng.random(2) * tall, rng.random(2) * tall
            ends = np.array([one, two]) * (0.8, 1.0) + (left, low)
            ends += (0, -spot) if upright else (spot, 0)
            sheet.stroke(face.beyond(0.004).at(ends), color, tall * 0.09, shaded=False)
        spot += reached + tall * 0.35


def paint_blackboard(sheet: Sheet, thing: Thing) -> None:
    """A blackboard in a frame with wiped chalk, a line or two of writing, the day's duty in a corner, and a tray with chalk."""
    rng, box, board = sheet.rng, body(thing), rgb(thing.color or "#2f5b4b")
    wide, tall = thing.width, thing.height
    paint_block(sheet, box, "#b98f5f")
    front = box.front()
    panel(sheet, front, 0.06, 0.07, wide - 0.12, tall - 0.13, board)
    tone = sheet.light.shade(board, front.normal, thing.z)
    for _ in range(int(rng.integers(4, 7))):
        left, low, lean = float(rng.uniform(0.1, 0.7)) * wide, float(rng.uniform(0.18, 0.6)) * tall, float(rng.uniform(-0.1, 0.2))
        wiped = np.array([(0, 0), (0.22 * wide, lean), (0.22 * wide, 0.14 * tall + lean), (0, 0.14 * tall)]) + (left, low)
        if seen(sheet, front, wide, tall):
            veil(sheet, seen_part(sheet, front.at(wiped)), mixed(tone, "#dfe9e0", 0.5), 0.14, 0.04 * sheet.view.scale(thing.z))
    if seen(sheet, front, wide, tall):
        for row in range(int(rng.integers(1, 4))):
            long = float(rng.uniform(0.2, 0.4)) * wide
            _written(sheet, front, 0.1 * wide, tall * (0.72 - 0.17 * row), long, 0.09, "#e9efe6")
        _written(sheet, front, wide - 0.28, tall - 0.24, 0.5 * tall, 0.07, "#e9efe6", upright=True)
        _written(sheet, front, wide - 0.18, tall - 0.30, 0.3 * tall, 0.07, "#f0dd9a", upright=True)
        ends = front.beyond(0.004).at([(wide - 0.36, tall - 0.12), (wide - 0.36, 0.14)])
        sheet.stroke(ends, mixed(tone, "#e9efe6", 0.5), 0.008, shaded=False)
    tray = box.part(0, 0.0, -0.5, wide - 0.1, 0.035, 0.12)
    paint_block(sheet, tray, STEEL)
    for at in rng.uniform(-0.4, 0.4, 4):
        tone_of = str(rng.choice(("#ffffff", "#f4dd7a", "#f3a9a4")))
        paint_block(sheet, tray.part(float(at), 1, 0, 0.08, 0.02, 0.02), tone_of, lined=False)
    paint_block(sheet, tray.part(0.32, 1, 0, 0.16, 0.05, 0.06), "#47648f")


def paint_teacher_desk(sheet: Sheet, thing: Thing) -> None:
    """The teacher's desk: closed boards to the class, a top that reaches over."""
    rng, box, wood = sheet.rng, body(thing), rgb(thing.color or "#b98a58")
    trunk = box.part(0, 0, 0, thing.width * 0.94, thing.height - 0.04, thing.depth * 0.9)
    paint_block(sheet, trunk, wood, "timber")
    for side, face, wide in ((0, trunk.front(), trunk.width), (1, trunk.back(), trunk.width)):
        panel(sheet, face, 0.08, 0.1, wide - 0.16, trunk.height - 0.2, mixed(wood, "#5b422c", 0.12 + 0.05 * side), "timber")
    paint_block(
        sheet,
        box.part(0, 1 - 0.04 / thing.height, 0, thing.width, 0.04, thing.depth),
        mixed(wood, "#5b422c", 0.2),
        top=mixed(wood, "#ffffff", 0.12),
    )
    for at in np.sort(rng.uniform(-0.4, 0.4, 2)):
        pile = box.part(float(at), 1.0, 0.0, 0.2, float(rng.uniform(0.02, 0.07)), 0.26)
        paint_block(sheet, pile, str(rng.choice(("#f4f1e8", "#5f7fa8", "#b25b4f", "#7a9a62"))))


def paint_lectern(sheet: Sheet, thing: Thing) -> None:
    """A lectern: a narrow stand with a slanting top, its open side away from the class."""
    box, wood = body(thing), rgb(thing.color or "#a87b4c")
    trunk = box.part(0, 0, 0, thing.width * 0.84, thing.height * 0.9, thing.depth * 0.8)
    paint_block(sheet, trunk, wood, "timber")
    panel(sheet, trunk.front(), 0.06, 0.08, trunk.width - 0.12, trunk.height - 0.16, mixed(wood, "#5b422c", 0.14), "timber")
    low, high = 0.9 * thing.height, thing.height + 0.08
    slope = float(np.hypot(thing.depth, high - low))
    across, away = box._axes()
    lean = Plane(box.at(-0.5, high / thing.height, -0.5), across, (away * thing.depth + (0, low - high, 0)) / slope)
    sheet.face(
        box.part(0, 0.88, 0, thing.width, high - low, thing.depth).front(),
        box_spots(thing.width, high - low + 0.02),
        mixed(wood, "#5b422c", 0.2),
    )
    sheet.face(lean, box_spots(thing.width, slope), mixed(wood, "#ffffff", 0.12), "timber")


def paint_classroom_stage(sheet: Sheet, thing: Thing) -> None:
    """The low stage of boards before a blackboard."""
    box, wood = body(thing), rgb(thing.color or "#b88a5a")
    paint_block(sheet, box, mixed(wood, "#5b422c", 0.28), top=wood)
    panel(sheet, box.top(), 0, 0, thing.width, thing.depth, wood, "boards")
    panel(sheet, box.top(), 0, 0, thing.width, 0.04, mixed(wood, "#fff3dc", 0.4), lined=False, out=0.004)


def _piano_case(sheet: Sheet, case: Block, coat: Color) -> None:
    """The upright case: panels, a line of light, a sheet of music on its stand."""
    wide, tall, front = case.width, case.height, case.front()
    paint_block(sheet, case, coat, top=mixed(coat, "#ffffff", 0.18))
    panel(sheet, front, 0.08, 0.62 * tall, wide - 0.16, 0.32 * tall, mixed(coat, "#ffffff", 0.08))
    panel(sheet, front, 0.10, 0.88 * tall, wide - 0.2, 0.02, mixed(coat, "#ffffff", 0.35), lined=False, out=0.005)
    panel(sheet, front, 0.08, 0.08 * tall, wide - 0.16, 0.38 * tall, mixed(coat, "#ffffff", 0.05))
    for page in (-0.19, 0.0):
        panel(sheet, front, wide / 2 + page, 0.66 * tall, 0.19, 0.25, "#f3f0e4", out=0.02)


def _piano_keys(sheet: Sheet, box: Block, coat: Color) -> None:
    """The keyboard on its bed and feet, and the pedals."""
    feet = [box.part(a, 0, -0.38, 0.07, box.height * 0.5, 0.07) for a in (-0.45, 0.45)]
    nearing(sheet, [boxed(sheet, foot, coat) for foot in feet])
    bed = box.part(0, 0.5, -0.22, box.width, box.height * 0.07, box.depth * 0.5)
    paint_block(sheet, bed, coat, top=mixed(coat, "#ffffff", 0.10))
    keys, count = bed.top(), 42
    panel(sheet, keys, 0.08, 0.02, box.width - 0.16, 0.15, "#f5f2ea")
    step = (box.width - 0.16) / count
    for number in range(count):
        if number % 7 not in (2, 6):
            panel(sheet, keys, 0.08 + (number + 0.7) * step, 0.07, step * 0.6, 0.1, "#1b1819", lined=False, out=0.006)
    for pedal in (-0.06, 0.0, 0.06):
        paint_block(sheet, box.part(pedal / box.width, 0.03, -0.12, 0.03, 0.015, 0.12), "#c9a54a")


def paint_piano(sheet: Sheet, thing: Thing) -> None:
    """An upright piano with its keys open, a music stand and a sheet of music."""
    box, coat = body(thing), rgb(thing.color or "#2a2423")
    case = box.part(0, 0, 0.22, thing.width, thing.height, thing.depth * 0.56)
    upright: Job = (case.x, 0.0, case.z), lambda: _piano_case(sheet, case, coat)
    keyboard: Job = box.at(0, 0, -0.25), lambda: _piano_keys(sheet, box, coat)
    nearing(sheet, [upright, keyboard])


def paint_globe(sheet: Sheet, thing: Thing) -> None:
    """A globe on its foot: seas, lands, a brass bow."""
    radius = min(thing.width, thing.height) * 0.4
    middle = np.array([thing.x, thing.y + thing.height * 0.58, thing.z])
    foot = Block(thing.x, thing.y, thing.z, thing.width * 0.6, thing.height * 0.06, thing.depth * 0.6)
    paint_block(sheet, foot, "#6b4a30")
    sheet.stroke([foot.at(0, 1, 0), middle - (0, radius, 0)], "#b8923f", 0.03)
    light, sea = sheet.light, rgb(thing.color or "#4f8fbf")
    sheet.disc(middle, radius, light.shade(mixed(sea, "#1d2c4a", 0.35), (0, 0, -1), thing.z))
    bright = middle + radius * 0.12 * np.array([np.sign(light.sun[0]), 0.6, 0])
    sheet.disc(bright, radius * 0.84, light.shade(sea, (0, 0.5, -0.8), thing.z))
    around = np.linspace(0, 2 * np.pi, 11, endpoint=False)
    for _ in range(5):
        spot, long = sheet.rng.uniform(-0.45, 0.45, 2) * radius, sheet.rng.uniform(0.15, 0.33) * radius
        rim = long * sheet.rng.uniform(0.6, 1.2, len(around))
        lands = np.stack([np.cos(around) * rim + spot[0], np.sin(around) * rim * 0.8 + spot[1], np.zeros(len(around))], axis=1) + middle
        sheet.shape(sheet.view.project(lands), light.shade("#8fae6a", (0, 0.4, -0.9), thing.z), lined=False)
    bow = np.linspace(-1.9, 1.9, 22)
    sheet.stroke(middle + 1.1 * radius * np.stack([np.cos(bow), np.sin(bow), np.zeros(22)], axis=1), "#b8923f", 0.016)


_WOODS = ("#d6ae7a", "#cfa46f", "#dcb888")
KINDS = (
    Kind("school_desk", "furniture", paint_school_desk, "standing", (0.62, 0.66), (0.70, 0.74), (0.44, 0.48), _WOODS, True, False, 0.8),
    Kind("school_chair", "furniture", paint_school_chair, "standing", (0.38, 0.40), (0.76, 0.80), (0.40, 0.42), _WOODS, True, False, 0.6),
    Kind("blackboard", "furniture", paint_blackboard, "wall", (3.6, 4.2), (1.15, 1.3), (0.06, 0.06),
         ("#2f5b4b", "#33604a", "#2d5550"), True, False, 0),
    Kind("teacher_desk", "furniture", paint_teacher_desk, "standing", (1.2, 1.4), (0.82, 0.9), (0.55, 0.65),
         ("#b98a58", "#a87a4c"), True, False),
    Kind("lectern", "furniture", paint_lectern, "standing", (0.65, 0.8), (1.0, 1.1), (0.45, 0.5), ("#a87b4c", "#94693f"), True, False),
    Kind("classroom_stage", "floor", paint_classroom_stage, "standing", (5, 6), (0.14, 0.18), (1.2, 1.4), ("#b88a5a",), True, False, 0.3),
    Kind("piano", "furniture", paint_piano, "standing", (1.45, 1.55), (1.2, 1.3), (0.6, 0.66),
         ("#2a2423", "#5a3524", "#3a2a24"), True, False),
    Kind("globe", "furniture", paint_globe, "surface", (0.3, 0.36), (0.4, 0.48), (0.3, 0.36), ("#4f8fbf",), True, False, 0.5),
)  # fmt: skip
