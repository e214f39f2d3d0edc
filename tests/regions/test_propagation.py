import numpy as np

from pegbar.regions.propagation import GUESSED, SURE, propagate_hints

SIZE = (40, 60)
RED, BLUE = (200, 30, 40, 255), (20, 60, 210, 255)


def two_areas(gap: int = 0) -> np.ndarray:
    """A wall in the middle, with a gap of some pixels."""
    lines = np.full(SIZE, 255, np.uint8)
    lines[:, 29:31] = 0
    lines[20 : 20 + gap, 29:31] = 255
    return lines


def hinted(*dabs: tuple[int, int, tuple[int, int, int, int]]) -> np.ndarray:
    hints = np.zeros((*SIZE, 4), np.uint8)
    for y, x, color in dabs:
        hints[y : y + 2, x : x + 2] = color
    return hints


EVERYWHERE = np.ones(SIZE, np.bool_)


def test_colours_stop_at_lines() -> None:
    propagated = propagate_hints(two_areas(), hinted((5, 5, RED), (30, 50, BLUE)), EVERYWHERE)
    assert (propagated.colors[:, :29] == RED[:3]).all()
    assert (propagated.colors[:, 31:] == BLUE[:3]).all()
    assert (propagated.confidence[:, :29] == SURE).all()


def test_fronts_meet_in_gaps() -> None:
    propagated = propagate_hints(two_areas(gap=4), hinted((5, 5, RED), (5, 50, BLUE)), EVERYWHERE)
    assert (propagated.colors[:, :27] == RED[:3]).all()
    assert (propagated.colors[:, 33:] == BLUE[:3]).all()


def test_an_area_without_a_hint_is_only_guessed() -> None:
    propagated = propagate_hints(two_areas(), hinted((5, 5, RED)), EVERYWHERE)
    assert (propagated.confidence[:, 31:] == GUESSED).all()
    assert (propagated.colors[:, 31:] == RED[:3]).all()


def test_an_area_without_a_hint_takes_one_colour() -> None:
    lines = np.full((60, 90), 255, np.uint8)
    lines[:, [30, 60]] = 0
    hints = np.zeros((60, 90, 4), np.uint8)
    hints[30, 10], hints[30, 80] = (255, 0, 0, 255), (0, 0, 255, 255)
    room = propagate_hints(lines, hints, np.ones((60, 90), np.bool_)).colors[:, 31:60].reshape(-1, 3)
    assert len(np.unique(room, axis=0)) == 1


def test_only_the_mask_is_flooded_and_only_its_hints_count() -> None:
    mask = EVERYWHERE.copy()
    mask[:, 29:] = False
    propagated = propagate_hints(two_areas(), hinted((5, 50, BLUE)), mask)
    assert not propagated.confidence.any()
    assert (propagated.colors == 255).all()
    both = propagate_hints(two_areas(), hinted((5, 5, RED), (5, 50, BLUE)), mask)
    assert not both.confidence[:, 29:].any()
    assert (both.colors[:, :29] == RED[:3]).all()


def test_hints_on_ink_and_full_hints_are_kept() -> None:
    propagated = propagate_hints(two_areas(), hinted((5, 29, RED)), EVERYWHERE)
    assert (propagated.colors[5:7, 29:31] == RED[:3]).all()
    full = np.dstack([np.random.default_rng(0).integers(0, 256, (*SIZE, 3), np.uint8), np.full(SIZE, 255, np.uint8)])
    assert np.array_equal(propagate_hints(two_areas(), full, EVERYWHERE).colors, full[..., :3])


def test_nothing_and_one_pixel() -> None:
    assert not propagate_hints(two_areas(), np.zeros((*SIZE, 4), np.uint8), EVERYWHERE).confidence.any()
    one = propagate_hints(np.full((1, 1), 255, np.uint8), np.array([[RED]], np.uint8), np.ones((1, 1), np.bool_))
    assert tuple(one.colors[0, 0]) == RED[:3]
