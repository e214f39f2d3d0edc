"""Rooms around the viewer: floor, ceiling and three walls, darker towards corners; lamps' warm falloff at night.

``Thing.x`` is the middle of the room, ``Thing.z`` the distance of its back wall, ``depth`` how far it reaches from there towards the eye
and past it; ``color`` is that of the walls.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import Color, mixed, rgb
from pegbar.scenery.plan import Thing
from pegbar.scenery.sheet import Plane, Sheet, box_spots, ground, upright
from pegbar.scenery.solids import Block, paint_block
from pegbar.scenery.textures import Values
from pegbar.scenery.things.surfaces import Tone, cornered, toned

_NEAREST = 0.6
"""Metres before the eye at which a room is cut; nothing of it shows nearer."""


@dataclass(frozen=True)
class Shell:
    """A room's five surfaces as planes with sizes, and where its lamp hangs."""

    left: float
    right: float
    near: float
    back: float
    height: float

    @property
    def width(self) -> float:
        """Metres from wall to wall."""
        return self.right - self.left

    @property
    def long(self) -> float:
        """Metres from the back wall to where the room is cut."""
        return self.back - self.near

    @property
    def floor(self) -> Plane:
        """Its floor, ``width`` by ``long``."""
        return ground(self.left, self.near)

    @property
    def ceiling(self) -> Plane:
        """Its ceiling, ``width`` by ``long``, from the back wall."""
        return Plane(np.array([self.left, self.height, self.back]), np.array([1.0, 0, 0]), np.array([0, 0, -1.0]))

    def walls(self) -> tuple[tuple[Plane, float], ...]:
        """Left, right and back wall with their widths."""
        return (
            (upright(self.left, 0, self.near, 90), self.long),
            (upright(self.right, 0, self.back, -90), self.long),
            (upright(self.left, 0, self.back), self.width),
        )


def shell_of(thing: Thing) -> Shell:
    """A room's measures."""
    near = max(thing.z - thing.depth, _NEAREST)
    return Shell(thing.x - thing.width / 2, thing.x + thing.width / 2, near, thing.z, thing.height)


def _lamplight(sheet: Sheet, shell: Shell, plane: Plane) -> Tone:
    """Warm and bright near the ceiling's middle at night; by day even."""
    night, low_sun = sheet.light.night, sheet.light.conditions.time == "sunset"
    spot = np.array([(shell.left + shell.right) / 2, shell.height * 0.8, shell.near + 0.6 * shell.long])
    reach = 0.75 * min(shell.width, shell.long) + 0.5
    stretch = (1.0, 1.0, min(1.0, (1.6 * shell.width / shell.long) ** 2))
    warm, cool = np.array([1.20, 1.11, 0.95], np.float32), np.array([0.60, 0.60, 0.72], np.float32)

    def tone(s: Values, t: Values, z: Values) -> Values:
        if not night:
            side = plane.corner[0] + s * plane.across[0] + t * plane.up[0] - shell.left
            part = np.clip(side / max(shell.width, 0.1), 0, 1) - 0.5
            return np.asarray(1 - part * np.sign(sheet.light.sun[0]) * (0.14 if low_sun else 0.08), np.float32)
        off = sum((stretch[i] * (plane.corner[i] + s * plane.across[i] + t * plane.up[i] - spot[i])) ** 2 for i in range(3))
        near = np.exp(-off / (2 * reach * reach)).astype(np.float32)[..., None]
        return np.asarray(cool * (1 - near) + warm * near, np.float32)

    return tone


def _both(one: Tone, two: Tone) -> Tone:
    def tone(s: Values, t: Values, z: Values) -> Values:
        first, second = one(s, t, z), two(s, t, z)
        return np.asarray(first[..., None] * second if second.ndim == 3 and first.ndim == 2 else first * second, np.float32)

    return tone


def _glossy(sheet: Sheet, shell: Shell, plane: Plane, gloss: float) -> Tone:
    """The sheen of a floor seen at a low angle, and its dark along the walls."""
    eye = sheet.view.camera.height
    strength = gloss * (0.6 if sheet.light.night else 1.0)

    def tone(s: Values, t: Values, z: Values) -> Values:
        side = plane.corner[0] + s * plane.across[0] + t * plane.up[0]
        edge = np.minimum(np.minimum(side - shell.left, shell.right - side), shell.back - z)
        dark = 1 - 0.20 * np.exp(-np.maximum(edge, 0) / 0.28)
        grazing = np.clip(1 - eye / np.hypot(z, eye), 0, 1) ** 2.2
        return np.asarray(dark + strength * grazing, np.float32)

    return tone


def lay_floor(sheet: Sheet, shell: Shell, color: Color, texture: str, gloss: float) -> None:
    """The floor with its sheen."""
    plane, spots = shell.floor, box_spots(shell.width, shell.long)
    if texture == "planks":
        plane, spots = (
            Plane(np.array([shell.right, 0, shell.near]), np.array([0, 0, 1.0]), np.array([-1.0, 0, 0])),
            box_spots(shell.long, shell.width),
        )
    tone = _both(_glossy(sheet, shell, plane, gloss), _lamplight(sheet, shell, plane))
    toned(sheet, plane, spots, color, tone, texture, "floor", True, 0.55)


def lay_ceiling(sheet: Sheet, shell: Shell, color: Color, texture: str) -> None:
    """The ceiling, lit by what the floor returns."""
    tone = _both(cornered(shell.width, shell.long, 0.10, 0.12, 0.0, 0.7), _lamplight(sheet, shell, shell.ceiling))
    toned(sheet, shell.ceiling, box_spots(shell.width, shell.long), color, tone, texture, "ceiling", True, 0.5)


def lay_walls(sheet: Sheet, shell: Shell, color: Color, texture: str, low: float = 0.0, high: float | None = None) -> None:
    """The three walls, or a band of them between two heights."""
    top = shell.height if high is None else high
    for plane, width in shell.walls():
        edges = cornered(width, shell.height, 0.10, 0.07, 0.13)
        tone = _both(edges, _lamplight(sheet, shell, plane))
        lit = 0.45 + 0.4 * float(plane.normal @ sheet.light.sun)
        toned(sheet, plane, box_spots(width, top - low, 0, low), color, tone, texture, "wall", lit=max(lit, 0.3))


def lay_band(sheet: Sheet, shell: Shell, color: Color, low: float, high: float, texture: str = "", out: float = 0.02) -> None:
    """A board along the three walls, `out` metres before them: skirting, cornice, lintel."""
    for plane, width in shell.walls():
        face = plane.beyond(out)
        toned(sheet, face, box_spots(width, high - low, 0, low), color, _lamplight(sheet, shell, face), texture, "wall", lit=0.45)
    if low <= 0.3:
        return
    for plane, width in shell.walls():
        shade = plane.beyond(0.004)
        dark = mixed(color, "#2c2436", 0.35)
        toned(sheet, shade, box_spots(width, 0.03, 0, low - 0.03), dark, _lamplight(sheet, shell, shade), "", "wall", False, 0.2)


_WOODS = ("#b98a5c", "#a8784c", "#c69c70", "#946846")
_CARPETS = ("#9c9aa6", "#a79484", "#8d9a93", "#a3868b")


def _wall_color(thing: Thing, otherwise: str) -> Color:
    return rgb(thing.color or otherwise)


def _finish(sheet: Sheet, shell: Shell, trim: Color) -> None:
    """Skirting and cornice."""
    lay_band(sheet, shell, trim, 0.0, 0.08)
    lay_band(sheet, shell, mixed(trim, "#ffffff", 0.3), shell.height - 0.06, shell.height)


def _chosen(sheet: Sheet, tones: tuple[str, ...]) -> Color:
    return rgb(tones[int(sheet.rng.integers(len(tones)))])


def paint_room(sheet: Sheet, thing: Thing) -> None:
    """A room with a floor of boards and papered walls."""
    shell, wall = shell_of(thing), _wall_color(thing, "#efe6d6")
    floor = _chosen(sheet, _WOODS)
    lay_ceiling(sheet, shell, mixed(wall, "#ffffff", 0.6), "")
    lay_floor(sheet, shell, floor, "planks", 0.34)
    lay_walls(sheet, shell, wall, "")
    _finish(sheet, shell, mixed(floor, "#f4ead9", 0.45))


def paint_carpet_room(sheet: Sheet, thing: Thing) -> None:
    """A room with a carpet from wall to wall."""
    shell, wall = shell_of(thing), _wall_color(thing, "#e9e4e0")
    lay_ceiling(sheet, shell, mixed(wall, "#ffffff", 0.6), "")
    lay_floor(sheet, shell, _chosen(sheet, _CARPETS), "rough", 0.08)
    lay_walls(sheet, shell, wall, "")
    _finish(sheet, shell, mixed(wall, "#8a7a6c", 0.35))


def paint_tiled_room(sheet: Sheet, thing: Thing) -> None:
    """A room with tiles on its floor and half way up its walls."""
    shell, wall = shell_of(thing), _wall_color(thing, "#f0ece2")
    lay_ceiling(sheet, shell, mixed(wall, "#ffffff", 0.7), "")
    lay_floor(sheet, shell, mixed("#c9bda9", wall, 0.35), "tiles", 0.30)
    lay_walls(sheet, shell, wall, "")
    lay_walls(sheet, shell, mixed(wall, "#ffffff", 0.35), "tiles", 0.0, 1.2)
    lay_band(sheet, shell, mixed(wall, "#7d8f96", 0.4), 1.2, 1.24)
    lay_band(sheet, shell, mixed(wall, "#ffffff", 0.4), shell.height - 0.05, shell.height)


def paint_concrete_room(sheet: Sheet, thing: Thing) -> None:
    """Bare concrete: cast in panels, a sealed floor."""
    shell, wall = shell_of(thing), _wall_color(thing, "#b9b9b6")
    lay_ceiling(sheet, shell, mixed(wall, "#ffffff", 0.15), "panels")
    lay_floor(sheet, shell, mixed(wall, "#7f7c78", 0.5), "rough", 0.22)
    lay_walls(sheet, shell, wall, "panels")
    lay_band(sheet, shell, mixed(wall, "#55555a", 0.4), 0.0, 0.1)


def paint_tatami_shell(sheet: Sheet, thing: Thing) -> None:
    """A Japanese room: mats, posts and lintels of wood, earth plaster between them, a ceiling of boards."""
    shell, wall = shell_of(thing), _wall_color(thing, "#dccfae")
    wood = rgb("#7d5638")
    lay_ceiling(sheet, shell, rgb("#b98f63"), "siding")
    for number in range(1, 9):
        z = shell.back - shell.long * number / 9
        beam = Block((shell.left + shell.right) / 2, shell.height - 0.05, z, shell.width, 0.05, 0.05)
        paint_block(sheet, beam, mixed(wood, "#b98f63", 0.4), label="ceiling")
    lay_floor(sheet, shell, rgb("#c2bf7e"), "tatami", 0.10)
    lay_walls(sheet, shell, wall, "plain")
    lay_band(sheet, shell, wood, 0.0, 0.06)
    lay_band(sheet, shell, wood, 1.82, 1.94, "wood")
    lay_band(sheet, shell, wood, shell.height - 0.08, shell.height, "wood")
    for plane, width in shell.walls():
        count = max(2, round(width / 1.9))
        for number in range(count + 1):
            face, left = plane.beyond(0.035), min(max(width * number / count - 0.055, 0), width - 0.11)
            spots = box_spots(0.11, shell.height, left)
            toned(sheet, face, spots, wood, _lamplight(sheet, shell, face), "", "wall")


def _kind(name: str, paint: Callable[[Sheet, Thing], None], colors: tuple[str, ...]) -> Kind:
    return Kind(name, "wall", paint, "shell", (4.5, 5.5), (2.5, 2.6), (8, 8), colors, True, False, 0, main="wall")


KINDS = (
    _kind("room", paint_room, ("#efe6d6", "#e6ebe4", "#e8e3ee", "#f1e3dc", "#dfe8ee")),
    _kind("carpet_room", paint_carpet_room, ("#e9e4e0", "#e3e6ea")),
    _kind("tiled_room", paint_tiled_room, ("#f0ece2", "#e6eeec", "#eef0f2")),
    _kind("tatami_shell", paint_tatami_shell, ("#dccfae", "#d3c7a4", "#cfd0b4")),
    _kind("concrete_room", paint_concrete_room, ("#b9b9b6", "#c3c0ba")),
)
