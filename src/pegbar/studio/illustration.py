"""Illustration mode: one finished picture with exact colour regions, for region maps and colourisation.

The same sheets as a cut's, seen as a finished illustration: flat colours, lines and regions are known
beside the picture that soft light, uneven paint and compositing make of them.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.measure import label
from skimage.segmentation import expand_labels

from pegbar.params.studio import StudioParams
from pegbar.production.light_layer import HIGHLIGHT, LIT, SHADOW, UNKNOWN
from pegbar.production.pictures import composite
from pegbar.studio.compositing import Finish, finish_frame, finish_plate, plan_finish
from pegbar.studio.cuts import Actor, Cut, draw_sheet, plan_cut
from pegbar.studio.palettes import color_name
from pegbar.studio.plates.scene import Scene, paint_scene
from pegbar.studio.sheet import Sheet, Tone
from pegbar.studio.style import plan_style, wash_of

SHOTS = {"full": 0.15, "standing": 0.25, "medium": 0.2, "bust": 0.25, "close": 0.1, "creature": 0.05}
_MIN_FRACTION = 3e-5
"""Regions under this fraction of the picture belong to their neighbours."""


@dataclass(frozen=True)
class Illustration:
    """A finished illustration and all that is known of it; arrays are (H, W[, C]).

    Attributes
    ----------
    picture
        The finished picture, uint8 RGB.
    flat
        One colour for each region, uint8 RGB: no light, no lines, no texture.
    lines
        The drawing's lines, dark on white, uint8.
    regions
        Number of the region a pixel belongs to, from 1, int32; what a visible line covers is divided
        between the regions beside it.
    figure
        Where the drawing covers the ground.
    light
        Where it is lit, in shadow and in highlight, see :mod:`pegbar.production.light_layer`, uint8.
    tags
        What is to be seen, in the vocabulary of picture boards: ``1girl``, ``blue_hair``, ``from_behind`` …
    """

    picture: NDArray[np.uint8]
    flat: NDArray[np.uint8]
    lines: NDArray[np.uint8]
    regions: NDArray[np.int32]
    figure: NDArray[np.bool_]
    light: NDArray[np.uint8]
    tags: tuple[str, ...]


def plan_illustration(number: int, params: StudioParams, artist: int | None = None) -> Cut:
    """Plan an illustration; depends on seed and number only, and on the artist whose style it has, if there is one."""
    cut = plan_cut(number, params.model_copy(update={"frames_per_cut": 1, "book_fraction": 0.0}), SHOTS)
    finish = plan_finish(np.random.default_rng([params.seed, number, 7]))
    kept = replace(finish, smear=0.0, quality=0, soft=1.0, rain=False, box=False, dissolve=0.0)
    plain = np.random.default_rng([params.seed, number, 8]).random() < 0.45
    style = cut.style if artist is None else plan_style(np.random.default_rng([params.seed, artist, 11]), params)
    return replace(
        cut,
        finish=kept if "compositing" in params.ingredients else Finish(),
        plate_kind="abstract" if plain else cut.plate_kind,
        style=style,
    )


def draw_illustration(number: int, params: StudioParams, artist: int | None = None) -> Illustration:
    """Draw an illustration of ``params.width`` × ``params.height`` with its ground truth.

    Parameters
    ----------
    number
        Of the illustration, from 0.
    params
        Of the studio; ``cuts``, ``frames_per_cut``, ``book_fraction`` and ``backgrounds`` have no effect.
    artist
        Whose style it is drawn in, from 0; without one it has a style of its own.

    Returns
    -------
    Illustration
        Picture, flat colours, lines and regions, as its attributes say.

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> params = load_section("studio", StudioParams)
    >>> drawn = draw_illustration(0, params.model_copy(update={"width": 128, "height": 128}))
    >>> drawn.picture.shape, drawn.lines.shape, drawn.regions.shape
    ((128, 128, 3), (128, 128), (128, 128))
    """
    cut = plan_illustration(number, params, artist)
    size = (params.width, params.height)
    scene = paint_scene(np.random.default_rng(cut.plate_seed), cut.plate_kind, size, "backgrounds" in params.ingredients)
    sheet = draw_sheet(cut, 0, params)
    cel = sheet.cel(cut.style.soft * params.height, wash_of(cut.style, size))
    laid = composite(finish_plate(scene.picture, cut.finish), cel)
    regions = regions_of(sheet, scene)
    return Illustration(
        picture=finish_frame(laid, cut.finish, np.random.default_rng([params.seed, number, 9])),
        flat=_flat(sheet, scene, regions),
        lines=sheet.lineart(),
        regions=regions,
        figure=sheet.region > 0,
        light=light_of(sheet),
        tags=illustration_tags(cut, scene),
    )


def light_of(sheet: Sheet) -> NDArray[np.uint8]:
    """The light map of a sheet, (H, W) uint8: what visible lines cover has the light of the fill under them."""
    lights = {Tone.SHADE: SHADOW, Tone.HIGHLIGHT: HIGHLIGHT}
    numbers = np.array([lights.get(paint.tone, LIT) for paint in sheet.paints], np.uint8)
    return np.where(sheet.region > 0, numbers[sheet.region], np.uint8(UNKNOWN))


def regions_of(sheet: Sheet, scene: Scene) -> NDArray[np.int32]:
    """Connected areas of one colour, (H, W) from 1: fills between lines without their light, and elements of the ground."""
    fills = sheet.unlit()[sheet.region].astype(np.int32)
    ground = len(sheet.paints) + 1 + cv2.medianBlur(scene.layout, 5).astype(np.int32)
    areas = np.where(sheet.region > 0, fills, ground)
    areas[sheet.stroke > 0] = 0
    labels = label(areas, background=0, connectivity=1)
    sizes = np.bincount(labels.ravel())
    labels[sizes[labels] < max(4, _MIN_FRACTION * labels.size)] = 0
    if not labels.any():
        return np.ones(labels.shape, np.int32)
    grown = expand_labels(labels, distance=float(sum(labels.shape)))
    return np.unique(grown, return_inverse=True)[1].reshape(grown.shape).astype(np.int32) + 1


def _flat(sheet: Sheet, scene: Scene, regions: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The commonest unlit colour of each region's fills; the mean colour of the ground's elements."""
    colors = np.array([p.rgb for p in sheet.paints], np.float64)[sheet.unlit()][sheet.region]
    known = np.where((sheet.region > 0)[..., None], colors, scene.picture)
    inner = sheet.stroke == 0
    weight = np.bincount(regions[inner], minlength=regions.max() + 1)
    means = [np.bincount(regions[inner], known[..., c][inner], regions.max() + 1) / np.maximum(weight, 1) for c in range(3)]
    return np.round(np.stack(means, axis=1)).astype(np.uint8)[regions]


def _actor_tags(actor: Actor) -> list[str]:
    who, pose = actor.who, actor.poses[0]
    tags = [f"{color_name(who.hair.base.rgb)}_hair", f"{who.hairstyle}_hair", who.outfit]
    tags += [f"{color_name(who.cloth.base.rgb)}_{who.outfit}"]
    tags += [who.pattern] if who.pattern != "plain" else []
    tags += ["skirt"] if who.skirt else []
    tags += ["long_sleeves" if who.long_sleeves else "short_sleeves"]
    tags += ["child"] if who.heads < 5 else []
    tags += [name for name, worn in (("glasses", who.glasses), ("hair_ribbon", who.ribbon), ("ahoge", who.ahoge)) if worn]
    if pose.back:
        return [*tags, "from_behind"]
    tags += [f"{color_name(who.iris.base.rgb)}_eyes", "looking_aside" if abs(pose.yaw) > 0.5 else "facing_viewer"]
    tags += ["closed_eyes"] if pose.blink > 0.8 else []
    tags += ["open_mouth" if pose.mouth > 0.15 else "closed_mouth"]
    tags += ["smile"] if pose.smile > 0.3 else ["frown"] if pose.smile < -0.3 else []
    return tags


def illustration_tags(cut: Cut, scene: Scene) -> tuple[str, ...]:
    """Tags of an illustration, sorted, each once."""
    tags = {tag for actor in cut.actors for tag in _actor_tags(actor)}
    tags |= {f"{len(cut.actors)}_people" if len(cut.actors) > 1 else "solo"} if cut.actors else {"no_humans"}
    tags |= {cut.shot, f"{scene.kind}_background"} | {thing.name for thing in cut.things}
    tags |= {scene.conditions.time, scene.conditions.weather} if scene.kind != "abstract" else set()
    return tuple(sorted(tags))
