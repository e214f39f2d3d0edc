import numpy as np
import pytest

from pegbar.studio.plates.scene import KINDS, Scene, paint_scene
from pegbar.vocabulary.scene_labels import LABELS, PLACES, SEASONS, TIMES, WEATHERS, SceneConditions


def scene(kind: str, seed: int = 1, conditions: SceneConditions | None = None, textured: bool = True) -> Scene:
    return paint_scene(np.random.default_rng(seed), kind, (97, 61), textured, conditions)


def test_the_studio_paints_the_places_of_the_vocabulary_in_their_order() -> None:
    assert tuple(KINDS) == PLACES


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_knows_its_picture_layout_and_lines(kind: str) -> None:
    painted = scene(kind)
    assert painted.picture.shape == (61, 97, 3)
    assert painted.layout.shape == painted.lines().shape == (61, 97)
    assert painted.picture.std() > 1
    assert painted.layout.max() < len(LABELS)
    assert (painted.layout == 0).mean() < 0.02, "nearly every pixel belongs to an element"
    assert painted.elements
    assert painted.elements[0] in painted.caption or painted.elements[0] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_paints_the_same_scene(kind: str) -> None:
    first, again = scene(kind, 3), scene(kind, 3)
    assert np.array_equal(first.picture, again.picture)
    assert np.array_equal(first.layout, again.layout)
    assert not np.array_equal(first.picture, scene(kind, 4).picture)


@pytest.mark.parametrize("kind", ["field", "sea", "street", "town", "mountains"])
def test_night_is_darker_than_day_out_of_doors(kind: str) -> None:
    day = np.mean([scene(kind, n, SceneConditions("day", "clear", "summer")).picture.mean() for n in range(3)])
    night = np.mean([scene(kind, n, SceneConditions("night", "clear", "summer")).picture.mean() for n in range(3)])
    assert night < 0.8 * day


def test_snow_lies_on_a_field_when_it_snows() -> None:
    assert "snow" in scene("field", 2, SceneConditions("day", "snow", "winter")).elements
    assert "snow" not in scene("field", 2, SceneConditions("day", "clear", "summer")).elements


def test_every_time_weather_and_season_comes_up() -> None:
    conditions = [scene("sky", n).conditions for n in range(150)]
    assert {h.time for h in conditions} == set(TIMES)
    assert {h.weather for h in conditions} == set(WEATHERS)
    assert {h.season for h in conditions} == set(SEASONS)


def test_plain_plates_have_less_texture() -> None:
    busy = np.mean([np.abs(np.diff(scene("forest", n).picture.astype(float), axis=1)).mean() for n in range(4)])
    plain = np.mean([np.abs(np.diff(scene("forest", n, textured=False).picture.astype(float), axis=1)).mean() for n in range(4)])
    assert busy > plain
