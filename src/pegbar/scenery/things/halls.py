"""Shells of public rooms: schools with waxed floors and boarded walls, offices under panels, cafés with bricks, libraries."""

from collections.abc import Callable

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Sheet, box_spots
from pegbar.scenery.things.joinery import panel, seen_part, veils
from pegbar.scenery.things.shells import Shell, lay_band, lay_ceiling, lay_floor, lay_walls, shell_of


def _ceiling(sheet: Sheet, shell: Shell, color: np.ndarray, panelled: bool) -> None:
    """A ceiling as bright as a large room's windows make it; `panelled` in squares of 90 centimetres."""
    pale = color * 1.16
    lay_ceiling(sheet, shell, pale, "")
    if not panelled:
        return
    across, away = np.arange(0.9, shell.width, 0.9), np.arange(0.9, shell.long, 0.9)
    joints = [box_spots(0.012, shell.long, float(left) - 0.006) for left in across]
    joints += [box_spots(shell.width, 0.012, 0, float(low) - 0.006) for low in away]
    veils(sheet, [seen_part(sheet, shell.ceiling.at(joint)) for joint in joints], "#3a3f4a", 0.16)


def _wainscot(sheet: Sheet, shell: Shell, wood: np.ndarray, high: float) -> None:
    """Boards on the lower walls, a rail over them."""
    lay_walls(sheet, shell, wood, "", 0.0, high)
    for plane, width in shell.walls():
        count = max(2, round(width / 0.45))
        for number in range(1, count):
            panel(sheet, plane, width * number / count - 0.006, 0.1, 0.012, high - 0.1, mixed(wood, "#3a2a1e", 0.3), lined=False)
    lay_band(sheet, shell, mixed(wood, "#3a2a1e", 0.22), high, high + 0.06)
    lay_band(sheet, shell, mixed(wood, "#3a2a1e", 0.35), 0.0, 0.1)


def paint_school_room(sheet: Sheet, thing: Thing) -> None:
    """A room or corridor of a school: a waxed floor, boards to the height of the sills, a ceiling of panels."""
    shell, wall = shell_of(thing), rgb(thing.color or "#efeadb")
    floors = ("#b98c5d", "#ad8054", "#a9a08e", "#9aa593")
    floor = rgb(floors[int(sheet.rng.integers(len(floors)))])
    wooden = float(floor[0] - floor[2]) > 0.2
    _ceiling(sheet, shell, mixed(wall, "#ffffff", 0.6), True)
    lay_floor(sheet, shell, floor, "planks" if wooden else "slabs", 0.42)
    lay_walls(sheet, shell, wall, "")
    _wainscot(sheet, shell, mixed("#c79f70", wall, 0.25) if wooden else mixed("#b9bfae", wall, 0.2), 0.86)
    lay_band(sheet, shell, mixed(wall, "#8a7a6c", 0.3), shell.height - 0.08, shell.height)


def paint_office_room(sheet: Sheet, thing: Thing) -> None:
    """A room of an office: carpet tiles, plain walls, a ceiling of panels."""
    shell, wall = shell_of(thing), rgb(thing.color or "#eceae4")
    carpets = ("#8b919b", "#7d8a8f", "#98907f")
    _ceiling(sheet, shell, mixed(wall, "#ffffff", 0.6), True)
    lay_floor(sheet, shell, rgb(carpets[int(sheet.rng.integers(len(carpets)))]), "slabs", 0.16)
    lay_walls(sheet, shell, wall, "")
    lay_band(sheet, shell, mixed(wall, "#4a4f58", 0.55), 0.0, 0.09)
    lay_band(sheet, shell, mixed(wall, "#ffffff", 0.3), shell.height - 0.05, shell.height)


def paint_cafe_room(sheet: Sheet, thing: Thing) -> None:
    """A café: dark boards on the floor, plaster over boards, bricks at the far end, beams under the ceiling."""
    shell, wall = shell_of(thing), rgb(thing.color or "#e9dcc3")
    floors, bricks = ("#8a5f3f", "#7a5236", "#9c7049"), ("#a5694e", "#b08a72", "#8f5b46")
    floor = rgb(floors[int(sheet.rng.integers(3))])
    brick = rgb(bricks[int(sheet.rng.integers(3))])
    _ceiling(sheet, shell, mixed(wall, "#c9ab86", 0.3), False)
    lay_floor(sheet, shell, floor, "planks", 0.32)
    lay_walls(sheet, shell, wall, "plain")
    back, width = shell.walls()[2]
    sheet.face(back.beyond(0.005), box_spots(width, shell.height), brick, "bricks")
    _wainscot(sheet, shell, mixed(floor, "#5f3a24", 0.35), 0.9)
    lay_band(sheet, shell, mixed(floor, "#3a2418", 0.5), shell.height - 0.12, shell.height)


def paint_library_room(sheet: Sheet, thing: Thing) -> None:
    """A library: a floor of boards, walls with dark boards, a high white ceiling with a cornice."""
    shell, wall = shell_of(thing), rgb(thing.color or "#efe6d2")
    floors = ("#9a6f48", "#8a5f3f", "#b08457")
    _ceiling(sheet, shell, mixed(wall, "#ffffff", 0.5), True)
    lay_floor(sheet, shell, rgb(floors[int(sheet.rng.integers(len(floors)))]), "planks", 0.34)
    lay_walls(sheet, shell, wall, "")
    _wainscot(sheet, shell, rgb("#8f6543"), 0.9)
    lay_band(sheet, shell, rgb("#7a5436"), shell.height - 0.16, shell.height)


def _kind(name: str, paint: Callable[[Sheet, Thing], None], colors: tuple[str, ...]) -> Kind:
    return Kind(name, "wall", paint, "shell", (7, 8), (2.8, 3.2), (12, 12), colors, True, False, 0, main="wall")


KINDS = (
    _kind("school_room", paint_school_room, ("#efeadb", "#ebebe0", "#e6e9e6")),
    _kind("office_room", paint_office_room, ("#eceae4", "#e6e8ea")),
    _kind("cafe_room", paint_cafe_room, ("#e9dcc3", "#dfe0cf", "#ecdccb")),
    _kind("library_room", paint_library_room, ("#efe6d2", "#e9e4da")),
)
