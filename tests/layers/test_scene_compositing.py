"""Cels in planned scenes: on the ground, in the light, at the edge."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.layers.edges import clean_edge
from pegbar.layers.ground_shadows import stand_of
from pegbar.layers.scene_compositing import composite_in_scene
from pegbar.layers.scene_light import light_gain, light_wrap, match_scene_light
from pegbar.production.pictures import composite
from pegbar.scenery.camera import Camera, View
from pegbar.scenery.light import Light, light_of
from pegbar.scenery.painting import paint
from pegbar.scenery.plan import Plan, Thing
from pegbar.vocabulary.scene_labels import TIMES, WEATHERS, SceneConditions

SIZE = (180, 320)
CAMERA = Camera(height=1.5, horizon=0.4)
SKIN = [(255, 224, 196), (240, 200, 170), (214, 160, 124), (166, 110, 78), (222, 178, 150)]


def light(time: str = "day", weather: str = "clear", indoors: bool = False, azimuth: float = -50.0) -> Light:
    return light_of(SceneConditions(time, weather, "summer"), indoors, azimuth)


def plate(level: int = 120) -> np.ndarray:
    return np.full((*SIZE, 3), level, np.uint8)


def figure(foot: int = 150, tall: int = 80) -> np.ndarray:
    """A figure on two legs."""
    cel = np.zeros((*SIZE, 4), np.uint8)
    cel[foot - tall : foot - tall // 2, 140:180] = (60, 90, 200, 255)
    cel[foot - tall // 2 : foot, 146:154] = cel[foot - tall // 2 : foot, 166:174] = (240, 200, 170, 255)
    return cel


def test_every_figure_on_the_ground_has_contact_and_only_the_sun_casts() -> None:
    for time in TIMES:
        for weather in WEATHERS:
            for indoors in (False, True):
                layers = composite_in_scene(figure(), plate(), CAMERA, light(time, weather, indoors))
                assert layers.contact[150:154, 148:152, 3].max() > 60
                assert layers.cast.any() == (weather == "clear" and time != "night" and not indoors)


def test_the_shadow_falls_away_from_the_light() -> None:
    left = composite_in_scene(figure(), plate(), CAMERA, light(azimuth=-60.0)).cast[..., 3].astype(float)
    right = composite_in_scene(figure(), plate(), CAMERA, light(azimuth=60.0)).cast[..., 3].astype(float)
    columns = np.arange(SIZE[1])
    middles = [float((shade * columns).sum() / shade.sum()) for shade in (left, right)]
    assert middles[0] > 165 and middles[1] < 155
    sunset = composite_in_scene(figure(), plate(), CAMERA, light("sunset", azimuth=-60.0)).cast[..., 3]
    reach = [int(np.flatnonzero((shade > 8).any(axis=0))[-1]) for shade in (left, sunset)]
    assert reach[1] > reach[0], "a low sun casts long shadows"
    assert not left[: int(CAMERA.horizon * SIZE[0])].any(), "none falls on the sky"


def test_shadows_fall_on_the_ground_alone_where_it_is_known() -> None:
    ground = np.zeros(SIZE, np.bool_)
    ground[:, :190] = True
    layers = composite_in_scene(figure(), plate(), CAMERA, light(), ground)
    assert layers.cast[:, :186].any() and not layers.cast[:, 196:].any()


def test_who_is_cut_off_or_floats_has_no_shadow() -> None:
    for cel in (figure(foot=180), figure(foot=70, tall=60)):
        layers = composite_in_scene(cel, plate(), CAMERA, light())
        assert not layers.cast.any() and not layers.contact.any()


def test_the_foot_gives_the_distance() -> None:
    view = View(CAMERA, SIZE[::-1])
    stands = [stand_of(figure(foot=row)[..., 3] > 127, view) for row in (100, 130, 160)]
    distances = [stand.z for stand in stands if stand is not None]
    assert len(distances) == 3 and all(far > near for far, near in pairwise(distances))
    assert distances[0] == pytest.approx(CAMERA.focal * 180 * 1.5 / (100 - 72))


def test_daylight_changes_nothing() -> None:
    for weather in ("clear", "cloudy"):
        assert match_scene_light(figure(), light("day", weather)) is not None
        assert np.array_equal(match_scene_light(figure(), light("day", weather)), figure())


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("weather", WEATHERS)
@pytest.mark.parametrize("indoors", [False, True])
def test_skin_stays_skin(time: str, weather: str, indoors: bool) -> None:
    cel = np.zeros((1, len(SKIN), 4), np.uint8)
    cel[0] = [(*color, 255) for color in SKIN]
    lit = match_scene_light(cel, light(time, weather, indoors), 1.0)
    before, after = (cv2.cvtColor(c[..., :3].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0] for c in (cel, lit))
    turned = np.degrees(np.arctan2(after[:, 2], after[:, 1]) - np.arctan2(before[:, 2], before[:, 1]))
    assert np.abs(turned).max() < 8
    assert (after[:, 0] > 0.45 * before[:, 0]).all(), "a face can be read at night"


def test_light_has_limits_and_a_direction() -> None:
    night, sunset = light_gain(light("night")), light_gain(light("sunset"))
    assert night[2] > night[0] and sunset[0] > sunset[2]
    assert night.mean() < 0.8
    for gain in (night, sunset, light_gain(light("night", "rain"))):
        assert (gain > 0.35).all() and (gain < 1.45).all()
    blue = match_scene_light(figure(), light("night"))
    assert np.array_equal(blue[..., 3], figure()[..., 3])
    half, whole = (match_scene_light(figure(), light("night"), s)[100, 160, :3].astype(int) for s in (0.5, 1.0))
    assert (half >= whole).all() and (half > whole).any()


def test_light_wraps_only_the_edge_and_only_before_brightness() -> None:
    wrap = light_wrap(figure(), plate(250))
    alpha = wrap[..., 3]
    assert alpha[90, 140] > 25 and alpha[90, 160] == 0
    assert not alpha[figure()[..., 3] == 0].any()
    assert not light_wrap(figure(), plate(90)).any()
    cut = light_wrap(figure(foot=180), plate(250))
    assert cut[179, 150, 3] <= cut[170, 150, 3] + 8, "the picture's edge is no edge of the figure"


def test_an_edge_loses_the_old_background_and_keeps_its_outline() -> None:
    truth = np.zeros((48 * 6, 48 * 6, 4), np.uint8)
    cv2.circle(truth, (144, 144), 100, (40, 25, 30, 255), -1)
    cv2.circle(truth, (144, 144), 90, (230, 170, 140, 255), -1)
    alpha = cv2.resize(truth[..., 3].astype(np.float32) / 255, (48, 48), interpolation=cv2.INTER_AREA)[..., None]
    colors = cv2.resize(truth[..., :3] * (truth[..., 3:] / 255.0), (48, 48), interpolation=cv2.INTER_AREA)
    new, old = np.array([200.0, 215, 240]), np.array([70.0, 190, 80])
    expected, opacity = colors + (1 - alpha) * new, np.round(alpha * 255)
    edge = ((alpha > 0.05) & (alpha < 0.95))[..., 0]

    def error(cel: np.ndarray) -> float:
        shown = composite(np.broadcast_to(new, (48, 48, 3)).astype(np.uint8), cel)
        return float(np.abs(shown - expected)[edge].mean())

    own = np.dstack([colors / np.maximum(alpha, 1e-6), opacity]).round().clip(0, 255).astype(np.uint8)
    halo = np.dstack([colors + (1 - alpha) * old, opacity]).round().astype(np.uint8)
    assert error(clean_edge(own)) < 2
    assert error(clean_edge(halo)) < error(halo)
    hard = np.dstack([halo[..., :3], np.where(opacity > 127, 255, 0)]).astype(np.uint8)
    assert error(clean_edge(hard)) < 1.1 * error(hard)


def test_a_hard_cut_without_outline_loses_its_halo() -> None:
    cel = np.zeros((40, 40, 4), np.uint8)
    cel[9:31, 9:31] = (170, 200, 120, 255)
    cel[10:30, 10:30, :3] = (230, 170, 140)
    clean = clean_edge(cel)
    assert (clean[9:31, 9:31, :3] == (230, 170, 140)).all() and 128 < clean[20, 9, 3] < 255


def test_what_stands_nearer_covers_the_cel_and_what_stands_behind_does_not() -> None:
    things = tuple(Thing("crate", x, z, 1.2, 1.2, 0.6, seed=3) for x, z in ((-0.4, 3.0), (0.6, 9.0)))
    plan = Plan("field", SceneConditions("day", "clear", "summer"), CAMERA, things)
    painted = paint(plan, SIZE[::-1])
    layers = composite_in_scene(figure(), painted.picture, CAMERA, light(), plan=plan)
    near, far = (painted.owners == number for number in (0, 1))
    assert (layers.nearer[near][:, 3] > 127).all() and not layers.nearer[far & ~near][:, 3].all()
    covered = (layers.nearer[..., 3] == 255) & (figure()[..., 3] == 255)
    assert covered.any() and np.array_equal(layers.flattened()[covered], painted.picture[covered])
    assert not composite_in_scene(figure(), painted.picture, CAMERA, light()).nearer.any(), "without a plan nothing is known of depth"


def test_sheets_give_the_flat_picture() -> None:
    layers = composite_in_scene(figure(), plate(200), CAMERA, light("sunset"))
    flat = layers.plate
    for _, sheet in layers.sheets()[1:]:
        flat = composite(flat, sheet)
    assert np.array_equal(layers.flattened(), flat)
    assert [name for name, _ in layers.sheets()] == ["background", "cast shadow", "contact shadow", "cel", "light wrap", "nearer things"]
    with pytest.raises(PegbarError, match="expected the background's 320×100"):
        composite_in_scene(figure(), plate()[:100], CAMERA, light())
    with pytest.raises(PegbarError, match="nothing opaque"):
        composite_in_scene(np.zeros_like(figure()), plate(), CAMERA, light())
