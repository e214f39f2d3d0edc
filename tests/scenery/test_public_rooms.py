"""Public rooms and what stands in them: drawn from their own streams, whole at every size, lit as the hour asks."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.light import light_of
from pegbar.scenery.painting import Painted, paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan, Thing
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.things import cafe, fittings, halls, office, public, school, school_hall, train_inside
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, SceneConditions
from tests.relit import relit

ROOMS = ("classroom", "corridor", "library", "office", "cafe", "train")
MINE = [kind for module in (cafe, fittings, halls, office, public, school, school_hall, train_inside) for kind in module.KINDS]
LIGHT_ONLY = ("sunbeam", "wall_light")
"""Light in the air and on walls: nothing of it is there at night."""
DAY = SceneConditions("day", "clear", "summer")


def planned(place: str, seed: int = 1, conditions: SceneConditions = DAY, aspect: float = 16 / 9) -> Plan:
    known = place_of(place)
    site = Site(seed, conditions, known.camera, aspect)
    known.build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


def set_down(kind: str, color: str = "", turn: float = 0.0) -> Thing:
    """A thing of a kind before the eye, as it would hang or stand."""
    zone = KINDS[kind].zone
    high = {"hanging": 2.0, "wall": 1.0, "decal": 0.9 if kind == "floor_sheen" else 0.0}.get(zone, 0.0)
    return drawn(kind, 3, 0, 0.0, 7.0 if zone in ("shell", "decal") else 4.0, high, turn, color)


def alone(thing: Thing, size: tuple[int, int] = (160, 90), conditions: SceneConditions = DAY) -> Sheet:
    return sheet_of(thing, View(Camera(1.5, 0.5, 1.0), size), light_of(conditions, True, -50))


def brightness(room: Painted, label: str, part: float) -> float:
    """Brightness that a part of a label's pixels stays under."""
    return float(np.quantile(room.picture[room.labels == LABELS.index(label)].mean(axis=1), part))


@lru_cache
def painted(place: str, time: str = "day", seed: int = 1, size: tuple[int, int] = (128, 72)) -> Painted:
    return paint(relit(planned(place, seed, aspect=size[0] / size[1]), time=time), size)


@pytest.mark.parametrize("name", ROOMS)
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    one, two = painted(name), paint(planned(name), (128, 72))
    assert np.array_equal(one.picture, two.picture)
    assert np.array_equal(one.lines, two.lines)
    assert np.array_equal(one.owners, two.owners)


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("size", [(128, 72), (66, 88)])
def test_a_room_fills_every_format(name: str, size: tuple[int, int]) -> None:
    room = painted(name, size=size)
    assert (room.owners >= 0).mean() > 0.999
    assert {LABELS.index(label) for label in ("wall", "floor", "ceiling", "furniture")} <= set(np.unique(room.labels).tolist())


@pytest.mark.parametrize("name", ROOMS)
def test_another_seed_is_another_room(name: str) -> None:
    assert planned(name, 1).things == planned(name, 1).things != planned(name, 2).things


@pytest.mark.parametrize("name", ROOMS)
def test_elements_are_known_fit_indoors_and_are_enough(name: str) -> None:
    place = place_of(name)
    assert place.indoors
    assert len(set(place.elements)) == len(place.elements) >= 8
    assert all(KINDS[element].indoors for element in place.elements)


@pytest.mark.parametrize("name", ROOMS)
def test_night_darkens_the_windows_and_leaves_the_lamps(name: str) -> None:
    day, night = painted(name), painted(name, "night")
    assert np.array_equal(day.owners >= 0, night.owners >= 0)
    assert brightness(night, "window", 0.25) < 0.65 * brightness(day, "window", 0.25)
    assert brightness(night, "light", 0.9) > brightness(night, "window", 0.25) + 40


@pytest.mark.parametrize("name", ROOMS)
def test_sunset_is_warmer_than_day(name: str) -> None:
    day, low = (painted(name, time).picture.astype(float) for time in ("day", "sunset"))
    assert (low[..., 0] - low[..., 2]).mean() > (day[..., 0] - day[..., 2]).mean() + 10


@pytest.mark.parametrize("kind", [kind.name for kind in MINE])
def test_a_kind_paints_itself_at_every_size(kind: str) -> None:
    conditions = replace(DAY, time="sunset")
    shares = []
    for size in ((64, 36), (160, 90), (320, 180)):
        sheet = alone(set_down(kind, turn=90 if kind == "sunbeam" else 0), size, conditions)
        shown = sheet.colors[..., 3] if sheet.glow is None else np.maximum(sheet.colors[..., 3], sheet.glow.max(axis=2) * 255)
        shares.append(float((shown > 8).mean()))
    assert min(shares) > 0
    assert 0.4 * shares[1] < shares[2] < 1.3 * shares[1] + 0.004


@pytest.mark.parametrize("kind", [kind.name for kind in MINE if kind.name not in LIGHT_ONLY])
def test_a_kind_paints_itself_at_every_hour(kind: str) -> None:
    for number, (time, weather) in enumerate((time, weather) for time in TIMES for weather in ("clear", "snow")):
        sheet = alone(set_down(kind), (96, 54), SceneConditions(time, weather, SEASONS[number % 4]))
        assert sheet.colors[..., 3].any()


@pytest.mark.parametrize("kind", [kind.name for kind in MINE if kind.zone == "standing"])
def test_a_standing_thing_may_be_turned_any_way(kind: str) -> None:
    sheets = [alone(set_down(kind, turn=turn)) for turn in (-90.0, 35.0, 180.0)]
    assert all((sheet.colors[..., 3] > 127).sum() > 10 for sheet in sheets)


@pytest.mark.parametrize(
    "kind",
    ["school_desk", "school_chair", "piano", "locker_row", "bookcase", "office_chair", "counter", "cafe_table", "train_bench"],
)
def test_an_asked_for_colour_shows(kind: str) -> None:
    red, blue = (alone(set_down(kind, color)).colors.astype(float) for color in ("#d02020", "#2030d0"))
    shown = red[..., 3] > 127
    assert (red[shown][:, 0] - red[shown][:, 2]).mean() > (blue[shown][:, 0] - blue[shown][:, 2]).mean() + 15


@pytest.mark.parametrize("kind", ["pendant_lamp", "ceiling_light", "exit_sign", "cake_display"])
def test_lamps_shine_at_night(kind: str) -> None:
    night = alone(set_down(kind), conditions=replace(DAY, time="night"))
    assert night.glow is not None and night.glow.max() > 0.05


@pytest.mark.parametrize("kind", LIGHT_ONLY)
def test_no_sun_falls_in_at_night_or_under_clouds(kind: str) -> None:
    for conditions in (replace(DAY, time="night"), SceneConditions("sunset", "rain", "spring")):
        sheet = alone(set_down(kind), conditions=conditions)
        assert sheet.glow is None and not sheet.colors.any()


def test_moving_a_chair_leaves_everything_else_to_the_bit() -> None:
    plan = planned("classroom")
    number = next(n for n, thing in enumerate(plan.things) if thing.kind == "school_chair" and thing.z > 4)
    things = list(plan.things)
    things[number] = things[number].moved(things[number].x + 0.15, things[number].z)
    one, two = paint(plan, (192, 108)), paint(replace(plan, things=tuple(things)), (192, 108))
    changed = (one.picture != two.picture).any(axis=2)
    x = things[number].x
    edge = View(plan.camera, (192, 108)).project(np.array([[x - 1.2, 0, things[number].z], [x + 1.2, 0, things[number].z]]))[:, 0]
    assert changed.any()
    columns = np.flatnonzero(changed.any(axis=0))
    assert edge[0] <= columns[0] and columns[-1] <= edge[1]


def test_the_corridor_runs_to_one_point() -> None:
    lines = 255 - paint(replace(planned("corridor"), medium="lines"), (320, 180)).lines
    inked = lines > 127
    assert 0.02 < inked.mean() < 0.5
