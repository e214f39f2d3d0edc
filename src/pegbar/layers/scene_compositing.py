"""Composite a cel in a scene that was painted from a plan: on its ground, in its light; every step as a sheet of its own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pegbar.errors import PegbarError
from pegbar.layers.edges import clean_edge
from pegbar.layers.ground_shadows import cast_shade, contact_shade, shadow_sheet, stand_of
from pegbar.layers.scene_light import light_wrap, match_scene_light
from pegbar.production.pictures import composite
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.light import Light
from pegbar.scenery.painting import GROUNDS, paint_before
from pegbar.scenery.plan import Plan

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
GROUPS = {"scene": ("background",), "character": ("cast shadow", "contact shadow", "cel", "light wrap"), "foreground": ("nearer things",)}
"""Names of the sheets of :class:`Layers` in each group of a Photoshop file."""
_UPPER = 0.85
"""Metres of a figure that show where the picture cuts it off."""


class Layers(NamedTuple):
    """Sheets from the farthest to the nearest: plate (H, W, 3), all others (H, W, 4), all uint8 with straight alpha.

    Attributes
    ----------
    plate
        The background.
    cast
        The shadow that the sun casts on the ground; empty without sun.
    contact
        The dark under the feet; empty where the picture cuts the figure off.
    cel
        The figure in the scene's light.
    wrap
        Light of the background on the figure's edge.
    nearer
        What of the scene stands nearer than the figure and lies over it; empty where nothing does.
    """

    plate: Picture
    cast: Picture
    contact: Picture
    cel: Picture
    wrap: Picture
    nearer: Picture

    def sheets(self) -> list[tuple[str, Picture]]:
        """All sheets with their names, the farthest first, as ``openraster_bytes`` and ``psd_bytes`` take them."""
        names = [name for members in GROUPS.values() for name in members]
        return list(zip(names, self, strict=True))

    def flattened(self) -> Picture:
        """All sheets as one picture, (H, W, 3) uint8."""
        picture = self.plate
        for sheet in self[1:]:
            picture = composite(picture, sheet)
        return picture


def ground_of(plan: Plan, owners: NDArray[np.int32]) -> Mask:
    """Where a painted plan shows ground that shadows fall on, (H, W), from the owners of its pixels (``Painted.owners``)."""
    flat = np.array([*(kind_of(thing.kind).zone in GROUNDS for thing in plan.things), False])
    return np.asarray(flat[owners], np.bool_)


def _figure_of(cel: Picture, plate: Picture) -> Mask:
    """Where a cel that fits the plate is opaque."""
    if cel.shape[:2] != plate.shape[:2]:
        found, expected = (f"{p.shape[1]}×{p.shape[0]}" for p in (cel, plate))
        raise PegbarError(f"foreground: found {found} pixels, expected the background's {expected}")
    figure = cel[..., 3] > 127
    if not figure.any():
        raise PegbarError("foreground: found nothing opaque, expected a cel on a transparent picture")
    return np.asarray(figure)


def composite_in_scene(
    cel: Picture,
    plate: Picture,
    camera: Camera,
    light: Light,
    ground: Mask | None = None,
    match: float = 0.75,
    wrap: float = 0.5,
    plan: Plan | None = None,
) -> Layers:
    """Composite a cel on a painted plate.

    Parameters
    ----------
    cel
        (H, W, 4) uint8 RGBA, straight alpha.
    plate
        (H, W, 3) uint8 RGB.
    camera
        Of the plate's plan: the row of the cel's foot gives its distance.
    light
        The plan's.
    ground
        (H, W) bool, where the cast shadow falls (:func:`ground_of`); everywhere below the horizon without.
    match
        Strength of :func:`pegbar.layers.scene_light.match_scene_light`, 0–1.
    wrap
        Strength of :func:`pegbar.layers.scene_light.light_wrap`, 0–1.
    plan
        Of the plate: its things that stand nearer than the cel lie over it. Without one nothing does.

    Returns
    -------
    Layers
        Six sheets in register.

    Raises
    ------
    PegbarError
        Sizes differ, or the cel is empty.

    Examples
    --------
    >>> from pegbar.scenery.light import SceneConditions, light_of
    >>> cel, light = np.full((40, 60, 4), 200, np.uint8), light_of(SceneConditions("sunset", "clear", "autumn"), False, -50)
    >>> composite_in_scene(cel, np.full((40, 60, 3), 90, np.uint8), Camera(), light).flattened().shape
    (40, 60, 3)
    """
    figure = _figure_of(cel, plate)
    clean, view = clean_edge(cel), View(camera, (plate.shape[1], plate.shape[0]))
    lit, stand = match_scene_light(clean, light, match), stand_of(figure, view)
    cast = contact = np.zeros(cel.shape, np.uint8)
    if stand is not None:
        cast = shadow_sheet(cast_shade(clean[..., 3], stand, view, light), ground)
        contact = shadow_sheet(contact_shade(figure, stand, camera))
    distance = stand.z if stand is not None else distance_of_cut(figure, camera)
    nearer = nearer_things(plan, plate, distance) if plan is not None else np.zeros(cel.shape, np.uint8)
    return Layers(plate, cast, contact, lit, light_wrap(lit, plate, wrap), nearer)


def distance_of_cut(figure: Mask, camera: Camera) -> float:
    """About how far a figure (H, W) stands that the picture cuts off below, metres: what shows of it is taken for its upper half."""
    rows = np.flatnonzero(figure.any(axis=1))
    tall = max(1, int(rows[-1] - rows[0]) + 1)
    return camera.focal * figure.shape[0] * _UPPER / tall


def nearer_things(plan: Plan, plate: Picture, z: float) -> Picture:
    """Things of a plan that stand nearer than a distance, as a sheet (H, W, 4) over the cel, in the plate's own pixels where opaque."""
    sheet = paint_before(plan, (plate.shape[1], plate.shape[0]), z)
    if plan.medium != "color":
        sheet[..., 3] = np.where(sheet[..., 3] > 127, 255, 0)
    opaque = sheet[..., 3] == 255
    sheet[opaque, :3] = plate[opaque]
    return sheet
