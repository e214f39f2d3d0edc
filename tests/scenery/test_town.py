"""Things and places of the town: the same plan paints the same bytes, lamps shine, snow lies, colours show."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.light import Light, light_of
from pegbar.scenery.painting import paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.things import (
    alley,
    barriers,
    buildings,
    houses,
    railway,
    roads,
    rooftop,
    school_ground,
    shops,
    street,
    street_things,
    vehicles,
)
from pegbar.vocabulary.scene_labels import SceneConditions
from tests.relit import relit

_MODULES = (
    alley, barriers, buildings, houses, railway, roads, rooftop, school_ground, shops, street, street_things, vehicles,
)  # fmt: skip
_KINDS = tuple(kind for module in _MODULES for kind in module.KINDS)
_PLACES = ("street", "alley", "town", "shopping_street", "station", "school_yard", "rooftop")
_CAMERA = Camera(1.6, 0.45, 0.9)
_WEATHERS = (("day", "clear"), ("sunset", "cloudy"), ("night", "rain"), ("day", "snow"))


def _light(time: str, weather: str) -> Light:
    return light_of(SceneConditions(time, weather, "winter" if weather == "snow" else "summer"), False, -50.0)


def _thing(name: str, turn: float = 20.0, color: str = "") -> Thing:
    """One thing of a kind, alone before the eye, near enough to be seen whole."""
    kind = KINDS[name]
    away = 2.0 + 1.5 * max(kind.width[1], kind.height[1]) + kind.depth[1] / 2
    if kind.zone in ("ground", "decal"):
        away = 8.0 + kind.depth[1] / 2
    return drawn(name, 3, 0, 0.0, away, turn=turn, color=color)


def _sheet(thing: Thing, light: Light, size: tuple[int, int] = (120, 80)) -> Sheet:
    return sheet_of(thing, View(_CAMERA, size), light)


def _shown(sheet: Sheet) -> NDArray[np.float64]:
    """(N, 3) colours in [0, 1] where the thing covers all behind it."""
    solid = sheet.colors[sheet.colors[..., 3] > 250]
    return np.asarray(solid[:, :3] / 255, np.float64)


def _plan(place: str, seed: int, conditions: SceneConditions, aspect: float = 16 / 9) -> Plan:
    known = place_of(place)
    site = Site(seed, conditions, known.camera, aspect)
    known.build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


@pytest.mark.parametrize("name", [kind.name for kind in _KINDS])
def test_every_kind_paints_something_in_every_light_and_size(name: str) -> None:
    thing = _thing(name)
    lights = zip(_WEATHERS, ((60, 40), (120, 80), (90, 120), (120, 80)), strict=True)
    for (time, weather), size in list(lights)[-2 if KINDS[name].zone == "ground" else 0 :]:
        sheet = _sheet(thing, _light(time, weather), size)
        assert sheet.colors[..., 3].max() > 60, (time, weather)
        assert (sheet.colors[..., :3].max(axis=2) <= sheet.colors[..., 3]).all()


@pytest.mark.parametrize("name", ["house", "shop", "skyline", "laundry"])
def test_a_thing_looks_the_same_each_time_and_another_seed_looks_different(name: str) -> None:
    thing, light = _thing(name), _light("day", "clear")
    assert np.array_equal(_sheet(thing, light).colors, _sheet(thing, light).colors)
    assert not np.array_equal(_sheet(thing, light).colors, _sheet(replace(thing, seed=thing.seed + 5), light).colors)


@pytest.mark.parametrize("name", ["house", "apartment_building", "shop", "train", "school_building", "car"])
def test_a_larger_picture_shows_the_same_thing(name: str) -> None:
    thing, light = _thing(name), _light("day", "clear")
    small, large = _sheet(thing, light, (120, 80)), _sheet(thing, light, (480, 320))
    shrunk = large.colors.reshape(80, 4, 120, 4, 4).mean(axis=(1, 3))
    assert np.abs(shrunk - small.colors).mean() < 6


@pytest.mark.parametrize(
    "name", ["house", "shop", "station_building", "street_lamp", "vending_machine", "lantern_row", "station_sign", "train"]
)
def test_lamps_glow_at_night_and_not_by_day(name: str) -> None:
    glows = [
        sum(_brilliance(_sheet(replace(_thing(name), seed=seed), _light(time, "clear"))) for seed in range(3)) for time in ("day", "night")
    ]
    assert glows[1] > glows[0] + 0.5


def _brilliance(sheet: Sheet) -> float:
    return 0.0 if sheet.glow is None else float(sheet.glow.sum())


@pytest.mark.parametrize("name", ["road", "pavement", "house_row", "garden_wall", "platform", "roof_deck", "sand_ground"])
def test_snow_whitens(name: str) -> None:
    bare, snowed = (_shown(_sheet(_thing(name), _light("day", weather))) for weather in ("cloudy", "snow"))
    assert snowed.mean() > bare.mean() + 0.03


@pytest.mark.parametrize("name", ["house", "car", "mailbox", "shop", "wall_sign", "crate", "bus", "garden_wall", "stair_house", "train"])
def test_a_colour_asked_for_shows(name: str) -> None:
    light = _light("day", "clear")
    red, blue = (_shown(_sheet(_thing(name, color=color), light)).mean(axis=0) for color in ("#d02020", "#2030d0"))
    assert red[0] - red[2] > blue[0] - blue[2] + 0.08


def test_a_house_has_glass_and_a_door_and_its_lit_windows_differ_between_houses() -> None:
    light = _light("night", "clear")
    lit = [_shown(_sheet(replace(_thing("house"), seed=seed), light)) for seed in range(4)]
    warm = {int(((colors[:, 0] > 0.6) & (colors[:, 2] < colors[:, 0])).sum()) for colors in lit}
    assert len(warm) > 1
    assert max(warm) > 5


def test_mesh_lets_what_is_behind_show() -> None:
    sheet = _sheet(_thing("roof_fence", turn=0.0), _light("day", "clear"), (240, 160))
    cover = sheet.colors[..., 3][sheet.window]
    assert ((cover > 0) & (cover < 200)).mean() > 0.2


@pytest.mark.parametrize("place", _PLACES)
def test_places_fill_the_picture(place: str) -> None:
    painted = paint(_plan(place, 5, SceneConditions("day", "cloudy", "summer")), (96, 54))
    assert (painted.owners >= 0).all()
    assert len(set(np.unique(painted.labels))) > 4
    assert (painted.lines < 128).mean() > 0.01


def test_a_place_paints_the_same_bytes_darkens_at_night_and_pales_in_snow() -> None:
    plan = _plan("alley", 2, SceneConditions("day", "clear", "winter"), 1.0)
    again, day, night, snow = (
        paint(relit(plan, **change), (64, 64)).picture for change in ({}, {}, {"time": "night"}, {"weather": "snow"})
    )
    assert again.tobytes() == day.tobytes()
    assert night.mean() < 0.9 * day.mean(), "an alley has lamps"
    spread = [float((picture.max(axis=2) - picture.min(axis=2).astype(int)).mean()) for picture in (day, snow)]
    assert spread[1] < spread[0]


@pytest.mark.parametrize("place", _PLACES)
def test_elements_of_places_are_known(place: str) -> None:
    elements = place_of(place).elements
    assert len(elements) >= 8
    assert set(elements) <= set(KINDS)
    assert len(set(elements)) == len(elements)
