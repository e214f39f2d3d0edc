"""Shrines, castles and villages: roofs that curve, lamps that glow, snow that lies, and places that hold together."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.scenery.camera import Camera, View
from pegbar.scenery.catalogue import KINDS as CATALOGUE
from pegbar.scenery.kinds import Kind
from pegbar.scenery.light import light_of, rgb
from pegbar.scenery.painting import paint, sheet_of
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan
from pegbar.scenery.sheet import Sheet
from pegbar.scenery.site import Site, drawn
from pegbar.scenery.solids import Block
from pegbar.scenery.things import castles, shrines, temples, village
from pegbar.scenery.things.roofs import Roof, paint_roof
from pegbar.vocabulary.scene_labels import LABELS, SEASONS, TIMES, WEATHERS, SceneConditions
from tests.relit import relit

KINDS = [kind for module in (shrines, temples, castles, village) for kind in module.KINDS]
PLACES = ("shrine", "castle", "village")
SUMMER = SceneConditions("day", "clear", "summer")
SNOW = SceneConditions("day", "snow", "winter")
NIGHT = SceneConditions("night", "clear", "summer")
CAMERA = Camera(1.6, 0.6, 1.1)
ROOF = Roof(3.0, 1.2, 0.5, 0.6, 0.5, 0.4, "#5c6670", "#55483e", 0.3, 0.2, 0.3, "#f1ece0")


def shown(kind: str, conditions: SceneConditions = SUMMER, size: tuple[int, int] = (128, 72), **given: float | str) -> Sheet:
    """A thing of a kind in the middle of a picture, on its sheet."""
    known = CATALOGUE[kind]
    away = max(4.0, 1.5 * max(known.width[1], known.height[1]) + known.depth[1] / 2)
    y = 1.0 if known.zone == "hanging" else 0.0
    thing = replace(drawn(kind, 5, 0, 0.0, away, y), **given)  # type: ignore[arg-type]
    return sheet_of(thing, View(CAMERA, size), light_of(conditions, False, -50))


def planned(place: str, seed: int, conditions: SceneConditions = SUMMER, aspect: float = 16 / 9) -> Plan:
    """A place as its template lays it out."""
    site = Site(seed, conditions, place_of(place).camera, aspect)
    place_of(place).build(site)
    return Plan(place, conditions, site.camera, tuple(site.things), seed=seed)


def roofed(roof: Roof, conditions: SceneConditions = SUMMER, turn: float = 0.0) -> Sheet:
    """A roof alone, on its sheet."""
    sheet = Sheet(View(CAMERA, (320, 180)), light_of(conditions, False, -50), np.random.default_rng(0), "building")
    paint_roof(sheet, Block(0, 0, 16, 8, 3, 6, turn), roof)
    return sheet


def near(sheet: Sheet, color: str, reach: float = 60.0) -> float:
    """Part of what is covered whose colour is near one."""
    solid = sheet.colors[sheet.colors[..., 3] > 200][:, :3].astype(float)
    return float((np.abs(solid - rgb(color) * 255).max(axis=1) < reach).mean())


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
def test_every_kind_paints_turned_and_right_before_the_eye(kind: Kind) -> None:
    assert shown(kind.name, size=(96, 54), turn=40.0).colors[..., 3].max() > 100
    thing = replace(drawn(kind.name, 5, 0, 0.4, 0.9), turn=-30.0)
    sheet_of(thing, View(CAMERA, (64, 36)), light_of(SUMMER, False, -50))


def test_same_thing_same_bytes() -> None:
    for kind in ("torii", "castle_keep", "farmhouse"):
        one, two = shown(kind), shown(kind)
        assert (one.colors == two.colors).all() and (one.ink == two.ink).all()


def test_eaves_curve_up_to_their_corners() -> None:
    lifted, flat = (roofed(replace(ROOF, lift=lift)).colors[..., 3] > 100 for lift in (0.6, 0.0))

    def lowest(cover: np.ndarray, column: int) -> int:
        return int(np.flatnonzero(cover[:, column]).max())

    columns = np.flatnonzero(lifted.any(axis=0))
    edge, middle = int(columns[0]) + 3, 160
    assert lowest(lifted, middle) - lowest(lifted, edge) > lowest(flat, middle) - lowest(flat, edge) + 3


def test_hollow_slopes_are_narrower_than_straight_ones() -> None:
    hollow, straight = ((roofed(replace(ROOF, curve=curve, hip=1.0)).colors[..., 3] > 100).sum() for curve in (0.8, 0.0))
    assert hollow < straight


def test_roofs_turned_about_show_their_gable() -> None:
    gabled = replace(ROOF, hip=0.0, gable="#ff00ff")
    assert near(roofed(gabled, turn=50.0), "#ff00ff", 130) > near(roofed(gabled), "#ff00ff", 130) + 0.01


def test_gate_is_vermilion_unless_another_colour_is_asked_for() -> None:
    assert near(shown("torii"), shrines.VERMILION, 80) > 0.2
    assert near(shown("torii", color="#9a9a92"), shrines.VERMILION, 80) < 0.1


def test_colour_asked_for_shows_on_roofs() -> None:
    for kind in ("shrine_hall", "castle_keep", "farmhouse", "tiled_farmhouse", "pagoda"):
        red, blue = (shown(kind, color=color).colors.reshape(-1, 4).mean(axis=0) for color in ("#c03030", "#3050c0"))
        assert red[0] > blue[0] + 0.5 and blue[2] > red[2] + 0.5


def test_lanterns_glow_at_night_only() -> None:
    for kind in ("stone_lantern", "festival_lantern", "shrine_hall", "farmhouse"):
        assert shown(kind).glow is None
        glow = shown(kind, NIGHT).glow
        assert glow is not None and glow.max() > 0.15


def test_windows_are_brighter_than_walls_at_night() -> None:
    for kind in ("shrine_hall", "castle_keep", "tiled_farmhouse"):
        sheet = shown(kind, NIGHT, (320, 180))
        panes = (sheet.labels == LABELS.index("window")) & (sheet.colors[..., 3] > 200)
        walls = (sheet.labels == LABELS.index("building")) & (sheet.colors[..., 3] > 200)
        assert np.percentile(sheet.colors[panes][:, 0], 90) > 2 * sheet.colors[walls][:, 0].mean()


def test_snow_lies_on_roofs_and_steps() -> None:
    for kind in ("shrine_hall", "castle_keep", "farmhouse", "barn", "stone_steps", "torii"):
        summer, winter = shown(kind), shown(kind, SNOW)
        snow = LABELS.index("snow")
        assert not (summer.labels == snow).any() and (winter.labels == snow).any()
        assert winter.colors[winter.labels == snow][:, :3].mean() > 150


def test_keep_stands_on_stone_and_grows_narrower() -> None:
    cover = shown("castle_keep").colors[..., 3] > 100
    rows = np.flatnonzero(cover.any(axis=1))
    wide = [int(cover[row].sum()) for row in np.linspace(rows[0] + 2, rows[-1] - 1, 5).astype(int)]
    assert wide[0] < wide[-1] and max(wide) == wide[-1]


@pytest.mark.parametrize("place", PLACES)
def test_places_are_the_same_again_and_whole_at_any_aspect(place: str) -> None:
    one, two = planned(place, 3), planned(place, 3)
    assert one == two != planned(place, 4)
    for aspect, size in ((16 / 9, (96, 54)), (1.0, (60, 60)), (0.75, (48, 64))):
        painted = paint(planned(place, 3, aspect=aspect), size)
        assert (painted.owners >= 0).all()
        assert (painted.labels == LABELS.index("building")).mean() > 0.03


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
