"""A plan painted: every thing on its own sheet, the sheets laid from far to near, and what falls from the sky."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from pegbar.scenery.camera import View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.falling import fall
from pegbar.scenery.light import Light, light_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.scenery.screentone import screentone
from pegbar.scenery.shadows import shadow_of
from pegbar.scenery.sheet import Sheet
from pegbar.vocabulary.scene_labels import LABELS

_ORDER = {"sky": 0, "far": 1, "ground": 2, "shell": 2, "decal": 3, "wall": 4, "standing": 5, "hanging": 5, "surface": 5}
GROUNDS = ("ground", "shell", "decal")
"""Zones that shadows fall on."""
_ON_WATER = np.float32(0.25)
"""Part of a shadow that shows on water, which lets light through."""


@dataclass(frozen=True)
class Painted:
    """A painted plan.

    Attributes
    ----------
    picture
        (H, W, 3) uint8 RGB in the plan's medium.
    lines
        (H, W) uint8, the line drawing, dark on white, hidden lines removed.
    labels
        (H, W) uint8, numbers of ``LABELS``.
    owners
        (H, W) int32, index in ``plan.things`` of what shows, −1 where nothing does.
    """

    picture: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    owners: NDArray[np.int32]


def ordered(plan: Plan) -> list[int]:
    """Indices of things from the first to be laid to the last: by zone, then from far to near."""

    def key(number: int) -> tuple[float, ...]:
        thing = plan.things[number]
        zone = kind_of(thing.kind).zone
        stage = _ORDER[zone]
        near = _borne_at(plan, thing) - 0.001 if zone == "surface" else thing.z
        near -= 0.0001 * thing.y
        return (stage, -near, number) if stage >= 4 else (stage, -thing.z, number)

    return sorted(range(len(plan.things)), key=key)


def _borne_at(plan: Plan, thing: Thing) -> float:
    """The distance at which a thing upon others is laid: no farther than the middles of those that bear it, so that they never cover it."""
    near = thing.z
    for other in plan.things:
        angle, x, z = np.radians(other.turn), thing.x - other.x, thing.z - other.z
        across, away = np.cos(angle) * x + np.sin(angle) * z, np.cos(angle) * z - np.sin(angle) * x
        if abs(across) <= other.width / 2 and abs(away) <= other.depth / 2 and thing.y > 0.05 and kind_of(other.kind).zone == "standing":
            near = min(near, other.z)
    return near


def sheet_of(thing: Thing, view: View, light: Light) -> Sheet:
    """Paint one thing on its own sheet."""
    kind = kind_of(thing.kind)
    sheet = Sheet(view, light, stream(thing.seed, "paint"), kind.label)
    kind.paint(sheet, thing)
    return sheet


def light_in(plan: Plan) -> Light:
    """The plan's light."""
    return light_of(plan.conditions, place_of(plan.place).indoors, plan.azimuth)


def paint(plan: Plan, size: tuple[int, int]) -> Painted:
    """Paint a plan.

    Every thing is painted from its own stream, shadows included, so a change of one leaves all pixels that it neither covered nor covers
    as they were, to the bit.

    Parameters
    ----------
    size
        (width, height) in pixels.

    Returns
    -------
    Painted
        Picture, lines, and what shows where.

    Examples
    --------
    >>> from pegbar.scenery.camera import Camera
    >>> from pegbar.vocabulary.scene_labels import SceneConditions
    >>> day, things = SceneConditions("day", "clear", "summer"), (Thing("sky", 0, 1e4, 1, 1, 1), Thing("grass", 0, 500, 1, 1, 1))
    >>> paint(Plan("field", day, Camera(), things), (96, 54)).picture.shape
    (54, 96, 3)
    """
    view, light = View(plan.camera, size), light_in(plan)
    width, height = size
    picture = np.zeros((height, width, 3), np.float32)
    ink, labels = np.zeros((height, width), np.float32), np.zeros((height, width), np.uint8)
    owners = np.full((height, width), -1, np.int32)
    fallen, made = False, dict[int, Sheet]()

    def sheet(number: int) -> Sheet:
        if number not in made:
            made[number] = sheet_of(plan.things[number], view, light)
        return made[number]

    for number in ordered(plan):
        if not fallen and kind_of(plan.things[number].kind).zone not in (*GROUNDS, "sky", "far"):
            dark = 1 - _shadows(plan, view, light, sheet)
            dark[labels == LABELS.index("water")] *= _ON_WATER
            picture *= (1 - dark)[..., None]
            fallen = True
        _lay(sheet(number), number, picture, ink, labels, owners)
        del made[number]
    fall(picture, plan, light)
    finished = _grained(picture, plan.seed)
    lines = (255 - np.clip(np.rint(ink), 0, 255)).astype(np.uint8)
    if plan.medium == "lines":
        finished = lines[..., None].repeat(3, axis=2)
    elif plan.medium == "screentone":
        finished = screentone(finished, lines, labels)[..., None].repeat(3, axis=2)
    return Painted(finished, lines, labels, owners)


def _lay(
    sheet: Sheet, number: int, picture: NDArray[np.float32], ink: NDArray[np.float32], labels: NDArray[np.uint8],
    owners: NDArray[np.int32],
) -> None:  # fmt: skip
    window = sheet.window
    colors = sheet.colors[window]
    if not colors.size:
        return
    cover = colors[..., 3:].astype(np.float32) / 255
    picture[window] = picture[window] * (1 - cover) + colors[..., :3].astype(np.float32) / 255
    if sheet.glow is not None:
        picture[window] += (1 - np.clip(picture[window], 0, 1)) * sheet.glow[window]
    drawn = sheet.ink[window].astype(np.float32)
    ink[window] = np.maximum(ink[window] * (1 - cover[..., 0]), drawn)
    shown = colors[..., 3] > 127
    own = sheet.labels[window][shown]
    labels[window][shown] = np.where(own, own, LABELS.index(sheet.label))  # soft edges reach a pixel farther than what is inside them
    owners[window][shown] = number


def paint_before(plan: Plan, size: tuple[int, int], z: float) -> NDArray[np.uint8]:
    """What stands or hangs nearer than a distance, with straight alpha on nothing, (H, W, 4) uint8; for what is put between.

    Grain and falling rain or snow are not on it: where it is opaque, the painted picture itself shows the same.
    """
    view, light = View(plan.camera, size), light_in(plan)
    laid = np.zeros((size[1], size[0], 4), np.float32)
    for number in ordered(plan):
        thing = plan.things[number]
        kind = kind_of(thing.kind)
        if kind.zone not in ("standing", "hanging", "surface") or kind.label == "floor" or thing.z >= z:
            continue
        sheet = sheet_of(thing, view, light)
        colors = sheet.colors[sheet.window].astype(np.float32)
        laid[sheet.window] = laid[sheet.window] * (1 - colors[..., 3:] / 255) + colors
    straight = laid[..., :3] * (255 / np.maximum(laid[..., 3:], 1))
    return np.clip(np.rint(np.concatenate([straight, laid[..., 3:]], axis=2)), 0, 255).astype(np.uint8)


def reach_of(thing: Thing, plan: Plan, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Every pixel (H, W) that a thing of a plan may change: what it covers, however faintly, its glow, and its shadow."""
    view, light, kind = View(plan.camera, size), light_in(plan), kind_of(thing.kind)
    sheet = sheet_of(thing, view, light)
    reach = sheet.colors[..., 3] > 0
    if sheet.glow is not None:
        reach |= (sheet.glow > 0).any(axis=2)
    if kind.shadow > 0 and kind.zone == "standing":
        window, shade = shadow_of(thing, view, light, lambda: sheet, kind.solid)
        reach[window] |= shade > 0
    return np.asarray(reach)


def _shadows(plan: Plan, view: View, light: Light, sheet: Callable[[int], Sheet]) -> NDArray[np.float32]:
    """Factor (H, W) by which the ground is darkened: the darkest of all shadows at each pixel."""
    dark = np.zeros((view.size[1], view.size[0]), np.float32)
    for number, thing in enumerate(plan.things):
        kind = kind_of(thing.kind)
        if kind.shadow > 0 and kind.zone in ("standing",):
            window, shade = shadow_of(thing, view, light, lambda n=number: sheet(n), kind.solid)  # type: ignore[misc]
            np.maximum(dark[window], shade * np.float32(kind.shadow), out=dark[window])
    return np.asarray(1 - dark, np.float32)


@lru_cache(maxsize=2)
def _grain(size: tuple[int, int], seed: int) -> NDArray[np.float32]:
    rng = stream(seed, "grain")
    coarse = rng.standard_normal((size[1] // 24 + 3, size[0] // 24 + 3)).astype(np.float32)
    wash = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    fine = rng.standard_normal((size[1], size[0])).astype(np.float32)
    return np.asarray(wash * 1.3 + fine * 1.1, np.float32)


def _grained(picture: NDArray[np.float32], seed: int) -> NDArray[np.uint8]:
    """8-bit colours with the grain and the uneven wash of painted paper."""
    height, width = picture.shape[:2]
    return np.clip(np.rint(picture * 255 + _grain((width, height), seed)[..., None]), 0, 255).astype(np.uint8)
