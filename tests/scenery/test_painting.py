"""The core of scenery: perspective, light, sheets, depth, shadows, media; the same plan gives the same bytes."""

from dataclasses import replace

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.scenery.camera import Camera, View, before_eye
from pegbar.scenery.catalogue import KINDS, kind_of
from pegbar.scenery.light import light_of, mixed, rgb
from pegbar.scenery.painting import light_in, ordered, paint, reach_of
from pegbar.scenery.places import PLACES, place_of
from pegbar.scenery.plan import Plan, Thing, stream
from pegbar.scenery.sheet import Sheet, box_spots, ground, upright
from pegbar.scenery.site import Site
from pegbar.scenery.solids import Block, paint_block
from pegbar.scenery.textures import TEXTURES, hashed, noise
from pegbar.vocabulary.places import INDOOR_PLACES
from pegbar.vocabulary.scene_labels import LABELS, SceneConditions

SIZE = (160, 96)
DAY = SceneConditions("day", "clear", "summer")
VIEW = View(Camera(1.5, 0.5, 1.0), (200, 100))


def laid_out(name: str, conditions: SceneConditions = DAY, seed: int = 3) -> Plan:
    """A place as its template lays it out."""
    place = place_of(name)
    site = Site(seed, conditions, place.camera, SIZE[0] / SIZE[1])
    place.build(site)
    return Plan(name, conditions, site.camera, tuple(site.things))


def sheet() -> Sheet:
    return Sheet(VIEW, light_of(DAY, False, -50), stream(1, "x"), "building")


def test_points_on_the_horizon_are_at_the_height_of_the_eye() -> None:
    assert VIEW.project(np.array([[0.0, 1.5, 7.0], [0.0, 0.0, 10.0], [2.0, 1.5, 4.0]])).tolist() == [[100, 50], [100, 65], [150, 50]]
    assert VIEW.scale(4.0) == 25.0
    assert VIEW.span(10.0) == (-10.0, 10.0)


def test_what_lies_behind_the_eye_is_cut_off() -> None:
    square = np.array([[-1.0, 0, -1], [1, 0, -1], [1, 0, 3], [-1, 0, 3]])
    assert before_eye(square)[:, 2].min() == pytest.approx(0.35)
    assert len(before_eye(square - (0, 0, 9))) == 0


def test_a_face_that_looks_away_is_not_painted() -> None:
    seen, away = sheet(), sheet()
    seen.face(upright(-1, 0, 5), box_spots(2, 2), "#808080")
    away.face(upright(1, 0, 5, 180), box_spots(2, 2), "#808080")
    assert seen.colors[..., 3].any() and not away.colors[..., 3].any()


def test_what_is_painted_later_hides_the_lines_before() -> None:
    page = sheet()
    page.face(upright(-1, 0, 6), box_spots(2, 2), "#808080")
    before = page.ink.copy()
    page.face(upright(-2, -1, 3), box_spots(4, 4), "#a0a0a0")
    corner = VIEW.project(np.array([[-1.0, 2.0, 6.0]]))[0].astype(int)
    assert before[corner[1], corner[0]] and not page.ink[corner[1], corner[0]]


@pytest.mark.parametrize("texture", sorted(TEXTURES))
def test_textures_vary_around_one_near_by_and_vanish_far_off(texture: str) -> None:
    s, t = np.meshgrid(np.linspace(0, 4, 64, dtype=np.float32), np.linspace(0, 4, 64, dtype=np.float32))
    near, joints = TEXTURES[texture](s, t, np.full(s.shape, 0.002, np.float32), 5)
    far, _ = TEXTURES[texture](s, t, np.full(s.shape, 50.0, np.float32), 5)
    assert near.std() > 0.002 and 0.6 < near.mean() < 1.2
    assert far.std() < 1e-3 and joints.min() >= 0 and joints.max() <= 1


def test_noise_is_the_same_for_the_same_place() -> None:
    s, t = np.float32([[0.1, 7.3]]), np.float32([[2.2, 2.2]])
    assert np.array_equal(noise(s, t, 0.5, 9), noise(s, t, 0.5, 9))
    assert hashed(np.array([1]), np.array([2]), 3) != hashed(np.array([2]), np.array([1]), 3)


def test_boxes_show_the_sides_that_face_the_eye() -> None:
    page = sheet()
    paint_block(page, Block(3, 0, 8, 2, 2, 2), "#909090", top="#ff0000")
    colors = {tuple(c) for c in page.colors[page.colors[..., 3] == 255][:, :3].tolist()}
    assert len(colors) >= 2, "front and left, in different light"
    assert not any(r > 2 * g for r, g, _ in colors), "its top is above the eye"


def test_light_follows_hour_and_weather() -> None:
    shades = {
        time: light_of(SceneConditions(time, "clear", "summer"), False, -50).shade("#808080", (0, 1, 0), 5) for time in ("day", "night")
    }
    assert shades["day"].mean() > shades["night"].mean() + 0.2
    assert light_of(SceneConditions("day", "snow", "winter"), False, 0).snowy and not light_of(DAY, True, 0).snowy
    assert mixed("#000000", "#ffffff", 0.25).tolist() == [0.25] * 3 and rgb("#ff0000").tolist() == [1, 0, 0]
    left, right = (light_of(DAY, False, side).sun[0] for side in (-50, 50))
    assert left < 0 < right


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = laid_out("park")
    one, two = paint(plan, SIZE), paint(plan, SIZE)
    for name in ("picture", "lines", "labels", "owners"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_a_thing_changes_nothing_beyond_its_reach() -> None:
    plan = laid_out("park")
    before = paint(plan, SIZE)
    for number in range(0, len(plan.things), 7):
        thing = plan.things[number]
        if kind_of(thing.kind).zone != "standing":
            continue
        after = paint(replace(plan, things=tuple(t for n, t in enumerate(plan.things) if n != number)), SIZE)
        changed = (after.picture != before.picture).any(axis=2)
        assert not (changed & ~reach_of(thing, plan, SIZE)).any()


def test_the_nearer_thing_is_in_front() -> None:
    near, far = (Thing("boulder", 0.0, z, 2.0, 1.2, 1.5, seed=4) for z in (4.0, 9.0))
    plan = Plan("field", DAY, Camera(1.5, 0.5, 1.1), (near, far))
    assert ordered(plan) == [1, 0]
    owners = paint(plan, SIZE).owners
    assert (owners == 0).sum() > (owners == 1).sum()


def test_the_sun_casts_shadows_and_clouds_none() -> None:
    rock = Thing("boulder", 0.0, 6.0, 1.5, 1.2, 1.2, seed=4)
    grass = Thing("grass", 0.0, 500.0, 1, 1, 1, seed=2)
    for weather, least, most in (("clear", 150, 5000), ("cloudy", 5, 900)):
        plan = Plan("field", SceneConditions("day", weather, "summer"), Camera(1.5, 0.4, 1.1), (grass, rock))
        with_rock, without = (paint(p, (320, 192)) for p in (plan, replace(plan, things=(grass,))))
        darker = (with_rock.picture.mean(axis=2) < without.picture.mean(axis=2) - 6) & (with_rock.owners == 0)
        assert least < darker.sum() < most


@pytest.mark.parametrize("place", ["shrine", "street", "bedroom"])
def test_drawings_are_lines_and_dots(place: str) -> None:
    plan = laid_out(place)
    lines, toned = (paint(replace(plan, medium=medium), (320, 192)).picture for medium in ("lines", "screentone"))
    for drawing in (lines, toned):
        assert (drawing[..., 0] == drawing[..., 1]).all()
    assert np.median(lines) == 255 and lines.min() < 60
    dark = toned[..., 0] < 128
    assert 0.1 < dark.mean() < 0.9, "neither paper nor black"


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_place_fills_the_picture(place: str) -> None:
    painted = paint(laid_out(place, SceneConditions("sunset", "cloudy", "autumn")), SIZE)
    assert (painted.owners >= 0).all()
    assert len(np.unique(painted.labels)) >= 4 and painted.picture.std() > 12


def test_night_is_darker_than_day_outdoors_and_lamps_burn_indoors() -> None:
    for place in ("street", "bedroom"):
        day, night = (paint(laid_out(place, replace(DAY, time=time)), SIZE).picture.mean() for time in ("day", "night"))
        assert night < day - (8 if place in INDOOR_PLACES else 50)


def test_kinds_and_places_are_consistent() -> None:
    for name, kind in KINDS.items():
        assert kind.name == name and kind.label in LABELS
        assert all(0 < low <= high for low, high in (kind.width, kind.depth)) and 0 <= kind.height[0] <= kind.height[1]
    for place in PLACES.values():
        assert all(element in KINDS for element in place.elements)
        assert place.areas


def test_unknown_names_are_refused() -> None:
    for look in (kind_of, place_of):
        with pytest.raises(PegbarError, match="found 'dragon', expected"):
            look("dragon")


def test_the_ground_is_seen_from_above() -> None:
    page = sheet()
    page.face(ground(-1, 4), box_spots(2, 2), "#808080")
    assert page.colors[..., 3].any() and not page.colors[: int(VIEW.horizon), :, 3].any()
    assert light_in(laid_out("bedroom")).indoors
