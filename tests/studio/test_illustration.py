import numpy as np
import pytest
from skimage.measure import label

from pegbar.production.light_layer import LIT, SHADOW, UNKNOWN
from pegbar.studio.illustration import Illustration, draw_illustration
from pegbar.studio.palettes import color_name
from tests.conftest import STUDIO

PARAMS = STUDIO.model_copy(update={"width": 192, "height": 192})


@pytest.fixture(scope="module", params=range(4))
def drawn(request: pytest.FixtureRequest) -> Illustration:
    return draw_illustration(request.param, PARAMS)


def test_regions_are_numbered_from_one_without_gaps(drawn: Illustration) -> None:
    numbers = np.unique(drawn.regions)
    assert numbers.tolist() == list(range(1, len(numbers) + 1))
    assert len(numbers) > 3


def test_each_region_is_one_flat_colour(drawn: Illustration) -> None:
    for number in np.unique(drawn.regions):
        assert len(np.unique(drawn.flat[drawn.regions == number].reshape(-1, 3), axis=0)) == 1


def test_regions_hang_together(drawn: Illustration) -> None:
    pieces = [label(drawn.regions == n, connectivity=2).max() for n in np.unique(drawn.regions)]
    assert np.mean(np.array(pieces) == 1) > 0.9, "only what a visible line cuts off may lie apart"


def test_lines_lie_on_the_figure(drawn: Illustration) -> None:
    dark = drawn.lines < 60
    near = np.pad(drawn.figure, 4, mode="edge")
    grown = np.max([np.roll(near, (y, x), (0, 1)) for y in (-3, 0, 3) for x in (-3, 0, 3)], axis=0)[4:-4, 4:-4]
    assert not (dark & ~grown).any()


def test_light_lies_on_the_figure_and_goes_with_its_shades(drawn: Illustration) -> None:
    assert np.array_equal(drawn.light > UNKNOWN, drawn.figure)
    inside = (drawn.lines > 250) & drawn.figure
    flat, seen = drawn.flat.mean(axis=2), drawn.picture.mean(axis=2)
    shadow, lit = inside & (drawn.light == SHADOW), inside & (drawn.light == LIT)
    if shadow.sum() > 200:
        assert (seen / np.maximum(flat, 1))[shadow].mean() < (seen / np.maximum(flat, 1))[lit].mean()


def test_tags_say_what_is_to_be_seen(drawn: Illustration) -> None:
    assert list(drawn.tags) == sorted(set(drawn.tags))
    assert any(t.endswith("_background") for t in drawn.tags)
    if "no_humans" not in drawn.tags:
        assert any(t.endswith("_hair") for t in drawn.tags)


def test_a_number_draws_the_same_again() -> None:
    first, again = draw_illustration(2, PARAMS), draw_illustration(2, PARAMS)
    assert np.array_equal(first.picture, again.picture)
    assert np.array_equal(first.regions, again.regions)
    assert first.tags == again.tags


@pytest.mark.parametrize(
    ("rgb", "name"),
    [((20, 20, 25), "black"), ((250, 250, 250), "white"), ((120, 120, 122), "grey"), ((230, 210, 140), "blonde"),
     ((110, 70, 40), "brown"), ((60, 90, 210), "blue"), ((200, 30, 30), "red"), ((240, 140, 190), "pink")],
)  # fmt: skip
def test_colours_have_everyday_names(rgb: tuple[int, int, int], name: str) -> None:
    assert color_name(rgb) == name
