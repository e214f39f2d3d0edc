"""Waters and what stands at them: every kind paints in every light, water shows the sky, and places hold together."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import KINDS as CATALOGUE
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.places.shore import path_of_light
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.things import boats, crossings, farms, shore, waters
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS, SceneConditions
from tests.relit import relit

KINDS = [kind for module in (waters, shore, boats, crossings, farms) for kind in module.KINDS]
PLACES = ("beach", "lake", "riverbank", "rice_field")
SUMMER = SceneConditions("day", "clear", "summer")
CAMERA = Camera(1.6, 0.5, 1.1)
SMALL = (128, 72)


def shown(kind: str, conditions: SceneConditions = SUMMER, size: tuple[int, int] = SMALL, **given: float | str) -> Sheet:
    """A thing of a kind in the middle of a picture, on its sheet."""
    known = CATALOGUE[kind]
    far = 1.6 * max(known.width[1], known.height[1]) if known.zone == "standing" else known.depth[1] / 2 + 4
    thing = replace(drawn(kind, 5, 0, 0.0, max(4.0, far)), **given)  # type: ignore[arg-type]
    return sheet_of(thing, View(CAMERA, size), light_of(conditions, False, -50))


def planned(place: str, seed: int, conditions: SceneConditions = SUMMER, aspect: float = 16 / 9) -> Plan:
    """A place as its template lays it out."""
    site = Site(seed, conditions, place_of(place).camera, aspect)
    place_of(place).build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


def tone(sheet: Sheet, label: str = "") -> np.ndarray:
    """Mean colour of what is covered on a sheet, of one label or all."""
    solid = sheet.colors[..., 3] > 200
    if label:
        solid &= sheet.labels == LABELS.index(label)
    return np.asarray(sheet.colors[solid][:, :3].mean(axis=0))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_covers_alike_at_three_sizes(kind: Kind) -> None:
    parts = [float((shown(kind.name, size=size).colors[..., 3] > 100).mean()) for size in ((96, 54), (160, 90), (320, 180))]
    assert min(parts) > 0
    assert abs(parts[2] - parts[1]) < 0.02 + 0.3 * parts[2]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_paints_at_any_hour_and_in_any_weather(kind: Kind) -> None:
    for number, weather in enumerate(WEATHERS):
        sheet = shown(kind.name, SceneConditions(TIMES[number % 3], weather, SEASONS[3 - number]), (96, 54))
        assert sheet.colors[..., 3].max() > 100


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_survives_right_before_the_eye(kind: Kind) -> None:
    known = CATALOGUE[kind.name]
    for z in (0.2, 0.9):
        thing = replace(drawn(kind.name, 5, 0, 0.4, z), turn=0.0 if known.zone != "standing" else 35.0)
        sheet_of(thing, View(CAMERA, (64, 36)), light_of(SUMMER, False, -50))


def test_same_thing_same_bytes() -> None:
    for kind in ("sea", "boat", "rice_plants"):
        one, two = shown(kind), shown(kind)
        assert (one.colors == two.colors).all() and (one.ink == two.ink).all()


def test_sea_ends_at_the_horizon_and_owns_what_it_covers() -> None:
    sheet = shown("sea", z=8.0)
    covered = sheet.colors[..., 3] > 200
    rows = np.flatnonzero(covered.any(axis=1))
    assert abs(int(rows[0]) - SMALL[1] // 2) <= 1
    assert (sheet.labels[covered] == LABELS.index("water")).mean() > 0.95


def test_water_is_dark_at_night_and_warm_at_sunset() -> None:
    day, sunset, night = (tone(shown("lake_water", replace(SUMMER, time=time)), "water") for time in TIMES)
    assert night.mean() < 0.6 * day.mean()
    assert sunset[0] / sunset[2] > 1.4 * day[0] / day[2]


def test_moon_lays_its_path_where_it_is_turned_to() -> None:
    night = SceneConditions("night", "clear", "summer")
    for turn, column in ((-25.0, slice(0, 64)), (25.0, slice(64, 128))):
        bright = shown("sea", night, z=4.0, turn=turn).colors[..., :3].max(axis=2) > 200
        assert bright[:, column].sum() > 2.5 * (bright.sum() - bright[:, column].sum())


def test_path_of_light_lies_under_the_moon() -> None:
    site = Site(1, SceneConditions("night", "clear", "summer"), CAMERA)
    site.add("moon", 500.0, 1000.0, y=300)
    assert path_of_light(site) == pytest.approx(26.57, abs=0.1)


def test_colour_asked_for_shows() -> None:
    for kind in ("boat", "beach_umbrella", "surfboard", "tractor", "buoy"):
        red, blue = tone(shown(kind, color="#d02020")), tone(shown(kind, color="#2040d0"))
        assert red[0] - red[2] > blue[0] - blue[2] + 20


def test_boat_ashore_has_no_reflection() -> None:
    ashore, afloat = shown("boat", y=0.0), shown("boat", y=-0.05)
    water = LABELS.index("water")
    assert not (ashore.labels == water).any() and (afloat.labels == water).any()


def test_lamps_of_the_sea_shine_at_night() -> None:
    for kind in ("lighthouse", "buoy", "fishing_boat"):
        assert shown(kind).glow is None
        glow = shown(kind, SceneConditions("night", "clear", "summer")).glow
        assert glow is not None and glow.max() > 0.2


def test_snow_lies_on_piers_and_bridges() -> None:
    for kind in ("pier", "arched_bridge", "mooring_post", "scarecrow", "haystack"):
        sheet = shown(kind, SceneConditions("day", "snow", "winter"))
        assert (sheet.labels == LABELS.index("snow")).any()


def test_rice_follows_the_seasons() -> None:
    tones = {season: tone(shown("rice_plants", SceneConditions("day", "clear", season))) for season in SEASONS}
    assert tones["summer"][1] > tones["summer"][0]
    assert tones["autumn"][0] > tones["autumn"][1] > tones["autumn"][2]
    covered = {season: (shown("rice_plants", SceneConditions("day", "clear", season)).colors[..., 3] > 100).sum() for season in SEASONS}
    assert covered["winter"] < covered["autumn"]


@pytest.mark.parametrize("place", PLACES)
def test_places_are_the_same_again_and_whole_at_any_aspect(place: str) -> None:
    one, two = planned(place, 3), planned(place, 3)
    assert one == two != planned(place, 4)
    for aspect, size in ((16 / 9, (96, 54)), (1.0, (60, 60)), (0.75, (48, 64))):
        painted = paint(planned(place, 3, aspect=aspect), size)
        assert (painted.owners >= 0).all()
        assert (painted.labels == LABELS.index("field" if place == "rice_field" else "water")).mean() > 0.02


@pytest.mark.parametrize("place", PLACES)
def test_relighting_keeps_everything_where_it_is(place: str) -> None:
    plan = planned(place, 5)
    day, night = paint(plan, (96, 54)), paint(relit(plan, time="night"), (96, 54))
    assert night.picture.mean() < 0.7 * day.picture.mean()
    assert (day.labels == night.labels).mean() > 0.97


@pytest.mark.parametrize("place", PLACES)
def test_what_can_be_asked_for_is_known_and_enough(place: str) -> None:
    elements = place_of(place).elements
    assert len(elements) >= 8 and set(elements) <= set(CATALOGUE)
    thing: Thing
    for thing in planned(place, 1).things:
        assert thing.kind in CATALOGUE
