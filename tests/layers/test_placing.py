"""Cels in pictures of other sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.layers.placing import place_cel
from pegbar.scenery.camera import Camera


def cel(top: int = 20, bottom: int = 90, left: int = 40, right: int = 70) -> np.ndarray:
    """A red box on a pair of legs with shoes, in a frame of 160 × 100 pixels."""
    picture = np.zeros((100, 160, 4), np.uint8)
    picture[top:bottom, left:right] = (200, 40, 40, 255)
    if bottom < 100:
        tall, middle = bottom - top, (left + right) // 2
        picture[bottom - max(2, tall // 5) : bottom] = 0
        picture[bottom - max(2, tall // 5) : bottom, middle - 2 : middle + 2] = (200, 40, 40, 255)
        picture[bottom - 1, left:right] = (200, 40, 40, 255)
    return picture


def box(picture: np.ndarray) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of what is opaque; the last row and column excluded."""
    shown = picture[..., 3] > 127
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def test_a_figure_keeps_its_fraction_and_place() -> None:
    assert box(place_cel(cel(), (640, 400))) == (80, 360, 160, 280)
    assert box(place_cel(cel(), (640, 400), height=0.5)) == (160, 360, 177, 263)


def test_its_own_size_is_itself() -> None:
    assert place_cel(cel(), (160, 100)) is not None
    assert np.array_equal(place_cel(cel(), (160, 100), camera=Camera()), cel())


def test_a_bust_stays_a_bust() -> None:
    placed = place_cel(cel(bottom=100), (640, 400), camera=Camera())
    assert placed[-1].any() and box(placed)[1] == 400
    assert box(place_cel(cel(bottom=100), (640, 400)))[:2] == (80, 400)
    assert box(place_cel(cel(bottom=100), (640, 400), height=0.5))[:2] == (200, 400)


def thighs(top: int = 10, bottom: int = 80) -> np.ndarray:
    """A figure that is cut straight off inside its frame."""
    picture = np.zeros((100, 160, 4), np.uint8)
    picture[top:bottom, 65:95] = (200, 40, 40, 255)
    picture[bottom - 15 : bottom, 76:84] = 0
    return picture


@pytest.mark.parametrize("horizon", [0.4, 0.55])
def test_a_figure_cut_at_the_thigh_stands_on_the_lower_edge_and_is_no_giant(horizon: float) -> None:
    camera = Camera(height=1.5, horizon=horizon)
    top, bottom, _, _ = box(place_cel(thighs(), (640, 400), camera=camera))
    assert bottom == 400, "its cut is at the edge, not in the air"
    eyes = top + 0.12 * (bottom - top)
    assert (horizon - 0.2) * 400 < eyes, "its eyes are about at the horizon"
    assert box(place_cel(thighs(), (640, 400), camera=Camera(height=8.0)))[0] == 120, "a camera on a roof says nothing of it"


def test_what_the_sides_cut_off_stays_cut_off() -> None:
    assert place_cel(cel(left=0), (300, 400))[200, 0, 3] == 255
    assert place_cel(cel(right=160), (300, 400))[:, -1].any()
    wide = place_cel(cel(left=0, right=160), (900, 100))
    assert wide[:, 0].any() and wide[:, -1].any()


@settings(deadline=None, max_examples=25)
@given(st.floats(0.2, 0.7), st.floats(0.3, 0.7), st.floats(0.6, 3.0), st.integers(30, 98))
def test_a_standing_figure_has_human_size_on_the_ground(height: float, horizon: float, eye: float, bottom: int) -> None:
    camera = Camera(height=eye, horizon=horizon)
    top, foot, _, _ = box(place_cel(cel(top=10, bottom=bottom), (320, 200), height, camera))
    assert foot > horizon * 200 and foot <= 200
    assert 1.1 < (foot - top) * eye / (foot - horizon * 200) < 2.2


def test_no_dark_fringe_comes_from_what_is_transparent() -> None:
    placed = place_cel(cel(), (333, 207))
    assert (np.abs(placed[placed[..., 3] > 8][:, :3].astype(int) - (200, 40, 40)) <= 12).all()


def test_bad_input() -> None:
    with pytest.raises(PegbarError, match="nothing opaque"):
        place_cel(np.zeros((10, 10, 4), np.uint8), (20, 20))
    with pytest.raises(PegbarError, match="found a height of -1"):
        place_cel(cel(), (320, 200), -1)
