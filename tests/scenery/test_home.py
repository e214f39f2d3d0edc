"""Rooms at home: every kind paints in every light, windows show the hour and the weather, furniture does not run into itself."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import kind_of
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.things import (
    alcove,
    cabinets,
    hangings,
    home_lamps,
    home_tables,
    kitchens,
    openings,
    ornaments,
    shells,
    soft_furniture,
)
from pegbar.scenery.things.carpentry import Part, far_to_near
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS, SceneConditions
from tests.relit import relit

MODULES = (shells, openings, alcove, hangings, soft_furniture, home_tables, cabinets, home_lamps, kitchens, ornaments)
KINDS = [kind for module in MODULES for kind in module.KINDS]
PLACES = ("bedroom", "living_room", "kitchen", "tatami_room")
DAY = SceneConditions("day", "clear", "summer")
CAMERA = Camera(1.35, 0.4, 0.9)


def shown(kind: Kind, conditions: SceneConditions = DAY, size: tuple[int, int] = (160, 90), color: str = "", turn: float = 0.0) -> Sheet:
    """The sheet of a thing of a kind, where such things are."""
    large = max(kind.width[1], kind.height[1]) > 0.6
    z = 4.6 if kind.zone in ("wall", "shell") else 3.2 if large else 2.4
    y = {"hanging": 1.8, "surface": 0.7, "wall": 0.9}.get(kind.zone, 0.0)
    thing = drawn(kind.name, 5, 0, 0.0, z, 0.0 if kind.height[1] > 2 else y, turn, color)
    return sheet_of(thing, View(CAMERA, size), light_of(conditions, True, -50))


def planned(place: str, seed: int, conditions: SceneConditions = DAY, aspect: float = 16 / 9) -> Plan:
    """A place as its template lays it out."""
    site = Site(seed, conditions, place_of(place).camera, aspect)
    place_of(place).build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


def inside(name: str, conditions: SceneConditions) -> np.ndarray:
    """Colours that a kind is painted in, (N, 3) in [0, 255]."""
    colors = shown(kind_of(name), conditions).colors
    return colors[colors[..., 3] > 200][:, :3].astype(float)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_paints_at_three_sizes_and_covers_alike(kind: Kind) -> None:
    parts = []
    for size in ((96, 54), (160, 90), (320, 180)):
        sheet = shown(kind, size=size)
        assert sheet.colors[..., 3].max() > 60 or (sheet.glow is not None and sheet.glow.max() > 0.05)
        parts.append(float((sheet.colors[..., 3] > 100).mean()))
    assert abs(parts[2] - parts[1]) < 0.02 + 0.3 * parts[2]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_paints_at_any_hour_and_in_any_weather(kind: Kind) -> None:
    pairs = product(TIMES, WEATHERS) if kind.label == "window" else zip(("day", "sunset", "night", "day"), WEATHERS, strict=True)
    for number, (time, weather) in enumerate(pairs):
        sheet = shown(kind, SceneConditions(time, weather, SEASONS[number % 4]), (96, 54))
        assert sheet.colors[..., 3].max() > 60 or (sheet.glow is not None and sheet.glow.max() > 0.01)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.zone == "standing"], ids=lambda kind: kind.name)
def test_furniture_may_be_turned(kind: Kind) -> None:
    pictures = [shown(kind, size=(96, 54), turn=turn).colors for turn in (90, -90, 30)]
    assert all(picture[..., 3].max() > 200 for picture in pictures)


@pytest.mark.parametrize("name", ["bed", "sofa", "door", "curtain", "rug", "fridge", "bookshelf", "clock", "cushion", "kettle", "room"])
def test_the_color_that_is_asked_for_shows(name: str) -> None:
    red, blue = (
        sheet.colors[sheet.colors[..., 3] > 200][:, :3].astype(float).mean(axis=0)
        for sheet in (shown(kind_of(name), color=color) for color in ("#c03030", "#3040c0"))
    )
    assert red[0] - red[2] > blue[0] - blue[2] + 15


@pytest.mark.parametrize("name", ["floor_lamp", "ceiling_lamp", "paper_lamp", "floor_lantern", "desk", "computer", "range_hood"])
def test_lamps_are_lit_at_night_alone(name: str) -> None:
    day, night = (shown(kind_of(name), replace(DAY, time=time)).glow for time in ("day", "night"))
    assert day is None or day.max() < 0.05
    assert night is not None and night.max() > 0.1


@pytest.mark.parametrize("name", ["window", "big_window"])
def test_a_window_shows_the_hour(name: str) -> None:
    day, sunset, night = (inside(name, replace(DAY, time=time)).mean(axis=0) for time in TIMES)
    assert night.mean() < 0.75 * day.mean()
    assert sunset[0] - sunset[2] > day[0] - day[2] + 10


def test_a_window_shows_snow_and_rain() -> None:
    clear, snow, rain = (shown(kind_of("window"), replace(DAY, weather=weather)).colors for weather in ("clear", "snow", "rain"))
    assert (clear != snow).any() and (snow != rain).any()
    winter = replace(DAY, season="winter")
    assert inside("window", replace(winter, weather="snow")).std(axis=1).mean() < inside("window", winter).std(axis=1).mean()


def test_sunlight_lies_on_the_floor_stronger_when_the_sky_is_clear() -> None:
    clear, cloudy = (shown(kind_of("light_patch"), replace(DAY, weather=weather)).glow for weather in ("clear", "cloudy"))
    assert clear is not None and cloudy is not None
    assert clear.max() > 2 * cloudy.max()


def test_a_shell_fills_the_picture_with_floor_walls_and_ceiling() -> None:
    for kind in shells.KINDS:
        sheet = shown(kind)
        assert (sheet.colors[..., 3] > 250).mean() > 0.995
        assert {LABELS.index(name) for name in ("floor", "wall", "ceiling")} <= set(np.unique(sheet.labels).tolist())


def test_rooms_are_darker_in_their_corners() -> None:
    sheet = shown(kind_of("room"), size=(320, 180))
    wall = sheet.colors[60, 100:220, :3].astype(float).mean(axis=1)
    assert wall[40:80].mean() > wall[:6].mean()


def test_parts_are_laid_from_far_to_near() -> None:
    near, far, above = Part(0, 0, -1, 1, 1, 1, "#ffffff"), Part(0, 0, 1, 1, 1, 1, "#ffffff"), Part(0, 1, -1, 1, 1, 1, "#ffffff")
    order = far_to_near([near, far, above], (0.0, 3.0, -5.0))
    assert order.index(1) < order.index(0) < order.index(2)
    below = far_to_near([near, above], (0.0, 0.5, -5.0))
    assert sorted(below) == [0, 1]


def test_what_lies_on_a_bed_is_not_covered_by_it() -> None:
    bed = drawn("bed", 3, 0, 0.0, 3.4)
    bear = drawn("teddy_bear", 3, 0, 0.0, bed.z + 0.6, 0.58)
    room = drawn("room", 3, 0, 0.0, 4.6, size=(4.6, 2.5, 8.0))
    owners = paint(Plan("bedroom", DAY, CAMERA, (room, bed, bear)), (320, 180)).owners
    assert (owners == 2).sum() > 30


@pytest.mark.parametrize("name", PLACES)
def test_a_room_is_the_same_for_the_same_seed_and_differs_for_others(name: str) -> None:
    size = (160, 90)
    first = paint(planned(name, 4), size).picture
    assert (paint(planned(name, 4), size).picture == first).all()
    assert (paint(planned(name, 5), size).picture != first).mean() > 0.3


@pytest.mark.parametrize("name", PLACES)
def test_a_room_leaves_nothing_unpainted_at_any_aspect(name: str) -> None:
    for size in ((160, 90), (100, 100), (90, 120)):
        painted = paint(planned(name, 2, aspect=size[0] / size[1]), size)
        assert (painted.owners >= 0).all()
        assert (painted.lines < 128).mean() > 0.01


@pytest.mark.parametrize("name", PLACES)
def test_a_room_at_night_is_darker_and_warmer_than_by_day(name: str) -> None:
    plan = planned(name, 3)
    day, night = (paint(relit(plan, time=time), (160, 90)).picture.astype(float).mean(axis=(0, 1)) for time in ("day", "night"))
    assert night.mean() < day.mean()
    assert night[0] - night[2] > day[0] - day[2]


@pytest.mark.parametrize("name", PLACES)
def test_elements_of_a_room_are_kinds_that_belong_indoors(name: str) -> None:
    elements = place_of(name).elements
    assert len(set(elements)) >= 8
    assert all(kind_of(element).indoors for element in elements)


def corners(thing: Thing) -> tuple[float, float, float, float]:
    """Left, right, near and far end of a thing's foot, turned by quarters."""
    quarter = abs(np.sin(np.radians(thing.turn))) > 0.7
    wide, deep = (thing.depth, thing.width) if quarter else (thing.width, thing.depth)
    return thing.x - wide / 2, thing.x + wide / 2, thing.z - deep / 2, thing.z + deep / 2


@pytest.mark.parametrize("name", PLACES)
def test_furniture_stands_inside_the_room_and_not_in_other_furniture(name: str) -> None:
    loose = {"chair", "swivel_chair", "cushion"}
    for seed in range(30):
        for season in ("summer", "winter"):
            plan = planned(name, seed, SceneConditions("night", "clear", season))
            standing = [
                thing for thing in plan.things if kind_of(thing.kind).zone == "standing" and thing.y == 0 and thing.kind not in loose
            ]
            boxes = [corners(thing) for thing in standing]
            for thing, box in zip(standing, boxes, strict=True):
                assert box[0] > -2.31 and box[1] < 2.31 and box[3] < 4.61, (seed, thing)
            for one, first in enumerate(boxes):
                for two, second in enumerate(boxes[:one]):
                    apart = first[1] <= second[0] + 0.02 or second[1] <= first[0] + 0.02
                    apart = apart or first[3] <= second[2] + 0.02 or second[3] <= first[2] + 0.02
                    assert apart, (seed, standing[one], standing[two])
