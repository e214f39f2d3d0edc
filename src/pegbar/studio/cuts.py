"""Shot layout: what a cut shows, where the camera stands, and on which frames a new drawing comes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pegbar.params.studio import StudioParams
from pegbar.studio.character import draw_character, extent, landmark
from pegbar.studio.compositing import Finish, plan_finish
from pegbar.studio.creatures import CREATURES
from pegbar.studio.geometry import Camera
from pegbar.studio.model_sheet import ModelSheet, Pose, design_character, next_drawing, strike_pose
from pegbar.studio.palettes import ColorDesigner
from pegbar.studio.plates.scene import KINDS
from pegbar.studio.props import PROPS
from pegbar.studio.sheet import Paint, Pen, Sheet
from pegbar.studio.style import Style, plan_style

SHOTS = {"long": 0.13, "full": 0.17, "medium": 0.24, "bust": 0.22, "close": 0.12, "extreme": 0.06, "prop": 0.04, "empty": 0.02}
EXTRA_SHOTS = {"crowd": 0.06, "creature": 0.1, "standing": 0.2, "head": 0.05}
"""Further shots of the ingredient *shot_layout*: crowds, animals and machines, a figure cropped by the lower edge, a head alone."""
PLAIN_KINDS = ("field", "forest", "sea", "street", "interior", "town", "abstract")
"""Plates without the ingredient *backgrounds*."""
_THINGS = PROPS | CREATURES
_HEAD = {
    "crowd": (0.16, 0.3),
    "head": (0.35, 0.8),
    "standing": (0.12, 0.3),
    "medium": (0.26, 0.36),
    "bust": (0.38, 0.6),
    "close": (0.7, 1.1),
    "extreme": (1.4, 2.4),
}


@dataclass(frozen=True)
class Actor:
    """A character placed in the frame: camera on its head, its poses drawing by drawing."""

    who: ModelSheet
    camera: Camera
    poses: tuple[Pose, ...]
    head_only: bool = False


@dataclass(frozen=True)
class Thing:
    """A prop placed in the frame, and how far it moves from drawing to drawing (frame pixels)."""

    name: str
    camera: Camera
    step: tuple[float, float]
    seed: int


@dataclass(frozen=True)
class Cut:
    """A cut, ready to be drawn."""

    number: int
    shot: str
    plate_kind: str
    plate_seed: int
    book_seed: int | None
    pan: tuple[float, float]
    drawings: tuple[int, ...]
    actors: tuple[Actor, ...]
    things: tuple[Thing, ...]
    style: Style
    finish: Finish

    @property
    def name(self) -> str:
        """Name of the cut in the production."""
        return f"c{self.number:04d}"


def _holds(rng: np.random.Generator, frames: int) -> tuple[int, ...]:
    """Number of the drawing on each frame: limited animation holds drawings on twos and threes."""
    hold = int(rng.choice([2, 3]))
    return tuple(frame // hold for frame in range(frames))


def _camera(rng: np.random.Generator, params: StudioParams, who: ModelSheet, shot: str, slot: float) -> Camera:
    width, height = params.width, params.height
    flip, tilt = bool(rng.random() < 0.5), float(rng.normal(0, 3))
    top, soles = extent(who)
    if shot in ("long", "full"):
        tall = rng.uniform(0.3, 0.6) if shot == "long" else rng.uniform(0.75, 1.05)
        scale = height * tall / (soles - top)
        ground = height * (rng.uniform(0.8, 0.98) if shot == "long" else rng.uniform(0.96, 1.08))
        return Camera(scale, width * slot, ground - soles * scale, tilt * 0.3, flip)
    low, high = _HEAD[shot]
    scale = height * rng.uniform(low, high)
    if shot == "standing":
        return Camera(scale, width * slot, height * rng.uniform(0.05, 0.4) - top * scale, tilt * 0.5, flip)
    point = {"crowd": "torso", "medium": "torso", "bust": "bust", "close": "face", "head": "face"}.get(shot)
    aim = landmark(who, point or str(rng.choice(["eye", "mouth", "face", "bust"])))
    side = -1.0 if flip else 1.0
    x = width * slot - side * aim[0] * scale
    return Camera(scale, x, height * rng.uniform(0.42, 0.58) - aim[1] * scale, tilt, flip)


def _cast(rng: np.random.Generator, params: StudioParams, shot: str, drawings: int, colors: ColorDesigner) -> tuple[Actor, ...]:
    max_figures = {"long": 5, "full": 4, "medium": 3, "bust": 3, "crowd": 8}.get(shot, 1)
    count = 0 if shot in ("prop", "creature", "empty") else int(rng.integers(1, max_figures + 1))
    count = max(count, 4) if shot == "crowd" else count
    slots = (np.arange(count) + 0.5) / max(count, 1) + rng.normal(0, 0.06, count)
    if count == 1:
        slots = rng.uniform(0.15, 0.85, 1) if shot == "standing" else rng.uniform(0.3, 0.7, 1)
    actors = []
    for slot in rng.permutation(slots):
        who = design_character(rng, colors)
        poses = [strike_pose(rng)]
        while len(poses) < drawings:
            poses.append(next_drawing(rng, poses[-1]))
        actors.append(Actor(who, _camera(rng, params, who, shot, float(slot)), tuple(poses), shot == "head"))
    return tuple(sorted(actors, key=lambda actor: actor.camera.scale))


def _set_dressing(rng: np.random.Generator, params: StudioParams, shot: str) -> tuple[Thing, ...]:
    count = 0 if shot in ("empty", "close", "extreme") else int(rng.random() < 0.25)
    alone = shot in ("prop", "creature")
    count = int(rng.integers(1, 3)) if alone else count
    names = list(CREATURES) if shot == "creature" else list(PROPS)
    things = []
    for _ in range(count):
        fraction = rng.uniform(0.3, 0.9) if alone else rng.uniform(0.12, 0.3)
        position = rng.uniform([0.1, 0.35], [0.9, 0.85]) * [params.width, params.height]
        camera = Camera(
            params.height * fraction, float(position[0]), float(position[1]), float(rng.normal(0, 10)), bool(rng.random() < 0.5)
        )
        things.append(Thing(str(rng.choice(names)), camera, (float(rng.normal(0, 6)), float(rng.normal(0, 3))), int(rng.integers(1 << 31))))
    return tuple(things)


def plan_cut(number: int, params: StudioParams, shots: Mapping[str, float] | None = None) -> Cut:
    """Plan a cut: what it shows, from where, on which frames a new drawing comes, and how it is finished.

    Parameters
    ----------
    number
        Of the cut in the production, from 0.
    params
        Of the studio; with equal parameters a number gives the same plan.
    shots
        Chance of each kind of shot, in any unit; without it :data:`SHOTS`, and :data:`EXTRA_SHOTS` with the
        ingredient *shot_layout*.

    Returns
    -------
    Cut
        Ready to be drawn by :func:`pegbar.studio.produce.shoot`.

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> params = load_section("studio", StudioParams)
    >>> plan_cut(3, params) == plan_cut(3, params)
    True
    """
    rng = np.random.default_rng([params.seed, number, 1])
    shots = shots or (SHOTS | EXTRA_SHOTS if "shot_layout" in params.ingredients else SHOTS)
    shot = str(rng.choice(list(shots), p=np.array(list(shots.values())) / sum(shots.values())))
    drawings = _holds(rng, params.frames_per_cut)
    colors = ColorDesigner(rng)
    kinds = list(KINDS) if "backgrounds" in params.ingredients else list(PLAIN_KINDS)
    kinds = [k for k in kinds if k != "abstract"] if shot in ("long", "full") else kinds
    pan = (0.0, 0.0) if rng.random() < 0.6 else (float(rng.normal(0, 4)), float(rng.normal(0, 1)))
    finish = plan_finish(np.random.default_rng([params.seed, number, 3]))
    return Cut(
        number=number,
        shot=shot,
        plate_kind=str(rng.choice(kinds)),
        plate_seed=int(rng.integers(1 << 31)),
        book_seed=int(rng.integers(1 << 31)) if rng.random() < params.book_fraction else None,
        pan=pan,
        drawings=drawings,
        actors=_cast(rng, params, shot, drawings[-1] + 1, colors),
        things=_set_dressing(rng, params, shot),
        style=plan_style(np.random.default_rng([params.seed, number, 4]), params),
        finish=finish if "compositing" in params.ingredients else Finish(),
    )


def draw_sheet(cut: Cut, drawing: int, params: StudioParams) -> Sheet:
    """Ink and paint one drawing of a cut."""
    sheet = Sheet(params.width, params.height, params.supersampling, params.line_width, params.douga_line_width)
    style, (low, high), detail = cut.style, params.line_width, "detail" in params.ingredients

    def pen(camera: Camera) -> Pen:
        near = min(1.0, camera.scale / (0.6 * params.height))
        width = (low + (high - low) * near) * style.gain
        return Pen(sheet, camera, Paint(style.ink, -2), width, style.light, style.line_tint, style.rim, style.flat, detail)

    for actor in cut.actors:
        draw_character(pen(actor.camera), actor.who, actor.poses[drawing], actor.head_only)
    for thing in cut.things:
        colors = ColorDesigner(np.random.default_rng(thing.seed))
        moved = Camera(
            thing.camera.scale,
            thing.camera.x + thing.step[0] * drawing,
            thing.camera.y + thing.step[1] * drawing,
            thing.camera.tilt,
            thing.camera.flip,
        )
        _THINGS[thing.name](pen(moved), colors)
    return sheet
