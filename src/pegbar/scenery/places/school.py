"""Rooms of a school: the classroom from its back row, the corridor along the windows."""

from pegbar.scenery.camera import Camera
from pegbar.scenery.place import Area, Place, Wall
from pegbar.scenery.site import Site


def between(site: Site, narrow: float, wide: float) -> float:
    """A measure that grows from `narrow` in upright pictures to `wide` in wide ones, so that both show the room's sides."""
    part = min(max((site.aspect - 0.75) / (16 / 9 - 0.75), 0.0), 1.0)
    return narrow + (wide - narrow) * part


def windows(
    site: Site,
    x: float,
    spots: list[float],
    sill: float,
    size: tuple[float, float],
    turn: float = 90.0,
    inward: float = 1.1,
    frame: str = "#e4e6e4",
) -> None:
    """A row of windows along a side wall and the light that they let fall on the floor."""
    for z in spots:
        site.add("window", x, z, y=sill, turn=turn, width=size[0], height=size[1], color=frame)
        site.add("sunbeam", x, z, y=sill, turn=turn, width=size[0], height=size[1], depth=inward + 0.5)
        site.add("light_patch", x + (inward if turn > 0 else -inward), z, turn=turn, width=size[0] * 0.9, depth=1.3)


def build_classroom(site: Site) -> None:
    """Rows of desks before the blackboard, windows to the left, sliding doors to the right."""
    rng, back, eye = site.rng("classroom"), 9.2, site.camera.x
    half = between(site, 2.8, 3.8)
    site.add("school_room", 0, back, width=2 * half, height=3.0, depth=11)
    windows(site, -half, [8.0, 5.9, 3.8, 1.7], 0.92, (1.75, 1.75))
    cloth = ("#efe6cf", "#e3e8dc", "#e8dcc9")[int(rng.integers(3))]
    for z in (8.0, 5.9, 3.8, 1.7):
        site.add("curtain", -half + 0.02, z, y=0.75, turn=90, width=1.98, height=2.0, color=cloth)
    for z in (8.2, 6.2, 4.2):
        site.add("wall_light", half - 0.02, z, y=0.75, turn=-90)
    for z in (8.15, 3.4):
        site.add("sliding_door", half, z, turn=-90, width=1.7, height=2.0)
    site.add("notice_board", half, 5.8, y=1.05, turn=-90, width=2.4, height=1.1)
    board = site.add("blackboard", 0, back - 0.04, y=1.0, width=min(4.6, 1.42 * half), height=1.3)
    site.add("clock", board.x + float(rng.choice((-0.9, 0.9))), back - 0.02, y=2.45)
    site.add("speaker", 0, back - 0.1, y=2.45)
    side = board.width / 2 + (half - board.width / 2) / 2
    site.add("notice_board", side, back - 0.03, y=1.1, width=min(0.9, half - board.width / 2 - 0.3), height=1.0)
    site.add("classroom_stage", 0, back - 0.7, width=min(5.4, 1.7 * half), depth=1.3)
    desk = rng.random() < 0.5
    site.add("teacher_desk" if desk else "lectern", float(rng.uniform(-0.3, 0.3)), back - 0.9, y=0.15, turn=0)
    wood = site.add("school_desk", eye - 0.68, 7.35).color
    columns = [x for x in (eye - 3.1, eye - 1.9, eye - 0.7, eye + 0.7, eye + 1.9) if abs(x) < half - 0.5]
    for row in range(5):
        for x in columns:
            z = 7.35 - 1.15 * row
            shift, spin = rng.uniform(-0.05, 0.05, 2), float(rng.normal(0, 2.5))
            if row or x != columns[columns.index(min(columns, key=lambda c: abs(c - eye + 0.7)))]:
                site.add("school_desk", x + float(shift[0]), z, color=wood)
            away = float(rng.choice((0.34, 0.36, 0.46)))
            site.add("school_chair", x + float(shift[1]), z - away, turn=180 + spin, color=wood)
    for z in (7.0, 4.4, 1.8):
        for x in (-half / 2, half / 2):
            site.add("ceiling_light", x, z, y=2.9, color="#fffbe9")


def build_corridor(site: Site) -> None:
    """A long corridor: windows along its left, doors of classrooms along its right, a waxed floor that mirrors the light."""
    rng, back, half = site.rng("corridor"), 22.0, between(site, 1.35, 1.6)
    site.add("school_room", 0, back, width=2 * half, height=2.75, depth=24)
    spots = [back - 1.6 - 2.5 * n for n in range(9)]
    for z in spots:
        site.add("floor_sheen", -half, z, y=0.95, turn=90, width=1.8, height=1.4, depth=1)
    windows(site, -half, [z for z in spots if z > 0.8], 0.95, (1.8, 1.4), inward=0.85)
    for z in spots[1:-1]:
        site.add("wall_light", half - 0.02, z + 0.6, y=0.55, turn=-90, width=1.5)
    for number, z in enumerate((19.4, 15.0, 12.2, 7.8, 5.0, 1.2)):
        site.add("sliding_door", half, z, turn=-90, width=1.7, height=2.0)
        if number % 2 == 0:
            site.add("class_sign", half - 0.24, z - 1.05, y=2.08)
    for z in (17.2, 10.0, 3.1):
        site.add("notice_board", half, z, y=1.05, turn=-90, width=1.7, height=1.0)
    site.add("fire_extinguisher", half - 0.2, 6.35)
    extra = float(rng.random())
    if extra < 0.35:
        site.add("locker_row", half - 0.26, 10.0, turn=-90, width=2.4)
    elif extra < 0.7:
        site.add("drinking_fountain", half - 0.28, 10.0, turn=-90, width=2.2)
    site.add("exit_sign", 0, back - 3.0, y=2.4)
    site.add("window", 0, back, y=1.0, width=1.3, height=1.2)
    for n in range(7):
        site.add("ceiling_light", 0, 1.6 + 3.0 * n, y=2.66, color="#fffbe9")


_CLASSROOM = (
    "school_desk", "school_chair", "teacher_desk", "lectern", "blackboard", "piano", "broom_cupboard", "locker_row", "notice_board",
    "clock", "window", "curtain", "globe", "sliding_door", "ceiling_light", "speaker", "poster",
)  # fmt: skip
_CORRIDOR = (
    "window", "sliding_door", "locker_row", "shoe_lockers", "notice_board", "class_sign", "fire_extinguisher", "drinking_fountain",
    "exit_sign",
    "ceiling_light", "broom_cupboard", "umbrella_stand", "clock", "poster", "potted_palm",
)  # fmt: skip
PLACES = (
    Place("classroom", build_classroom, Camera(1.55, 0.47, 0.85, 0.4), (Area(-0.2, 1.0, 2.4, 7.0), Area(-2.4, 2.4, 1.9, 2.4)),
          _CLASSROOM, True,
          (Wall(90, -3.8, 2.8, 8.8), Wall(-90, 3.8, 4.2, 7.2), Wall(0, 9.2, 2.2, 3.6))),
    Place("corridor", build_corridor, Camera(1.45, 0.47, 0.9), (Area(-1.2, 1.2, 2.6, 14),), _CORRIDOR, True,
          (Wall(90, -1.6, 2.5, 16), Wall(-90, 1.6, 2.5, 16))),
)  # fmt: skip
