"""Sky, land, plants and gardens: every kind paints in every light, and the light shows."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.things import air, clouds, evergreens, garden, grounds, paths, plants, playground, skies, stones, terrain, trees, woods
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS, SceneConditions
from tests.relit import relit

MODULES = (skies, clouds, grounds, trees, evergreens, woods, plants, stones, terrain, paths, garden, playground, air)
KINDS = [kind for module in MODULES for kind in module.KINDS]
PLACES = ("sky", "field", "forest", "mountains", "park", "garden")
SUMMER = SceneConditions("day", "clear", "summer")
CAMERA = Camera(1.5, 0.55, 1.1)
_FAR = {"sky": 1000.0, "far": 900.0}


def shown(kind: Kind, conditions: SceneConditions = SUMMER, size: tuple[int, int] = (128, 72), color: str = "") -> tuple[Thing, Sheet]:
    """A thing of a kind in the middle of a picture, on its sheet."""
    z = _FAR.get(kind.zone, max(9.0, 1.6 * kind.width[1]))
    y = 250.0 if kind.zone == "sky" else 3.0 if kind.zone == "hanging" else 0.0
    thing = drawn(kind.name, 5, 0, 0.0, z, y, color=color)
    return thing, sheet_of(thing, View(CAMERA, size), light_of(conditions, False, -50))


def planned(place: str, seed: int, conditions: SceneConditions = SUMMER, aspect: float = 16 / 9) -> Plan:
    """A place as its template lays it out."""
    site = Site(seed, conditions, place_of(place).camera, aspect)
    place_of(place).build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


def painted(sheet: Sheet) -> bool:
    return bool(sheet.colors[..., 3].max() > 40) or (sheet.glow is not None and bool(sheet.glow.max() > 0.05))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_paints_at_three_sizes_and_covers_alike(kind: Kind) -> None:
    parts = []
    for size in ((96, 54), (160, 90), (320, 180)):
        sheet = shown(kind, size=size)[1]
        assert painted(sheet)
        parts.append(float((sheet.colors[..., 3] > 100).mean()))
    assert abs(parts[2] - parts[1]) < 0.02 + 0.3 * parts[2]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_paints_at_any_hour_and_in_any_weather(kind: Kind) -> None:
    for number, weather in enumerate(WEATHERS):
        sheet = shown(kind, SceneConditions(TIMES[number % 3], weather, SEASONS[3 - number]), (96, 54))[1]
        assert painted(sheet) or (kind.name == "light_shafts" and not sheet.light.sunny)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_thing_before_the_eye_does_no_harm(kind: Kind) -> None:
    if kind.zone not in ("sky", "far", "ground"):
        thing = replace(shown(kind)[0], z=0.1, depth=0.1)
        sheet_of(thing, View(CAMERA, (96, 54)), light_of(SUMMER, False, -50))


def test_the_same_thing_is_painted_the_same() -> None:
    for name in ("tree", "cloud", "mountain", "fountain", "flower_meadow", "pine"):
        kind = next(kind for kind in KINDS if kind.name == name)
        assert np.array_equal(shown(kind)[1].colors, shown(kind)[1].colors)


def whiteness(sheet: Sheet) -> float:
    """Part of what is painted that is bright and grey."""
    colors = sheet.colors[sheet.colors[..., 3] > 200][:, :3].astype(float)
    return float(((colors.min(axis=1) > 150) & (np.ptp(colors, axis=1) < 48)).mean())


@pytest.mark.parametrize("name", ("grass", "tree", "pine", "boulder", "mountain", "hedge", "bush"))
def test_snow_whitens(name: str) -> None:
    kind = next(kind for kind in KINDS if kind.name == name)
    bare, snowed = (shown(kind, SceneConditions("day", weather, "winter"))[1] for weather in ("cloudy", "snow"))
    assert whiteness(snowed) > whiteness(bare) + 0.05


def test_lamps_glow_at_night_and_not_by_day() -> None:
    lamp = next(kind for kind in KINDS if kind.name == "park_lamp")
    assert shown(lamp)[1].glow is None
    glow = shown(lamp, replace(SUMMER, time="night"))[1].glow
    assert glow is not None and glow.max() > 0.3


@pytest.mark.parametrize("name", ("tree", "flower", "bench", "rock", "hill", "azalea", "path", "cloud"))
def test_a_colour_that_is_asked_for_shows(name: str) -> None:
    kind = next(kind for kind in KINDS if kind.name == name)
    red, blue = (shown(kind, color=color)[1].colors.astype(float) for color in ("#d02020", "#2030d0"))
    solid = (red[..., 3] > 200) & (blue[..., 3] > 200)
    assert (red - blue)[solid][:, 0].mean() > 8 and (blue - red)[solid][:, 2].mean() > 8


def test_trees_are_bare_in_winter_and_firs_are_not() -> None:
    covers = {}
    for name in ("tree", "pine"):
        kind = next(kind for kind in KINDS if kind.name == name)
        for season in ("summer", "winter"):
            sheet = shown(kind, replace(SUMMER, season=season), (384, 216))[1]
            covers[name, season] = float((sheet.colors[..., 3] > 128).mean())
    assert covers["tree", "winter"] < 0.75 * covers["tree", "summer"]
    assert covers["pine", "winter"] > 0.9 * covers["pine", "summer"]


def test_a_cherry_tree_is_pink_in_spring_only() -> None:
    kind = next(kind for kind in KINDS if kind.name == "cherry_tree")
    spring, summer = (shown(kind, replace(SUMMER, season=season))[1].colors for season in ("spring", "summer"))
    redder = [float((part[..., 0].astype(int) - part[..., 1])[part[..., 3] > 200].mean()) for part in (spring, summer)]
    assert redder[0] > 10 > redder[1]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_fills_its_picture_and_its_horizon_is_no_bare_line(place: str) -> None:
    assert len(place_of(place).elements) >= 8
    plan = planned(place, 3)
    picture = paint(plan, (128, 72))
    assert (picture.owners >= 0).all()
    assert len(np.unique(picture.labels)) >= 4
    above = picture.labels[int(plan.camera.horizon * 72) - 2]
    assert (~np.isin(above, [LABELS.index(name) for name in ("sky", "cloud")])).mean() > 0.6


def test_places_are_the_same_for_the_same_seed_and_differ_for_others() -> None:
    assert planned("park", 1) == planned("park", 1)
    assert planned("park", 1).things != planned("park", 2).things
    plan = planned("sky", 1)
    assert np.array_equal(paint(plan, (96, 54)).picture, paint(plan, (96, 54)).picture)


def test_night_is_darker_than_day_and_upright_pictures_work() -> None:
    plan = planned("field", 2, aspect=3 / 4)
    day, night = paint(plan, (72, 96)).picture, paint(relit(plan, time="night"), (72, 96)).picture
    assert day.mean() > night.mean() + 50
