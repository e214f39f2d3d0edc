import cv2
import numpy as np

from pegbar.douga.color_region_pooling import color_regions_of, pool_by_color_region

COLUMNS = np.indices((120, 160))[1]
EVERYWHERE = np.ones((120, 160), np.bool_)


def disc() -> tuple[np.ndarray, np.ndarray]:
    """A flat disc with a dark outline over a painted sky, and its true mask."""
    random = np.random.default_rng(0)
    frame = np.clip(random.normal((120, 170, 220), 3, (120, 160, 3)), 0, 255).astype(np.uint8)
    mask = np.zeros((120, 160), np.uint8)
    cv2.circle(mask, (80, 60), 36, 1, -1)
    cv2.circle(frame, (80, 60), 36, (30, 20, 25), -1)
    cv2.circle(frame, (80, 60), 33, (230, 190, 170), -1)
    return frame, mask > 0


def shared(frame: np.ndarray, guess: np.ndarray, share: float = 0.5) -> np.ndarray:
    return pool_by_color_region(guess[None].astype(np.float32), frame, EVERYWHERE, share)[0]


def test_fills_are_bounded_by_lines() -> None:
    frame, _ = disc()
    _, labels = color_regions_of(frame)
    assert labels[60, 80] == labels[60, 95] != 0
    assert labels[60, 80] != labels[60, 10]
    assert labels[60, 80 - 35] == 0 or labels[60, 80 - 35] != labels[60, 80]


def test_a_hole_in_a_fill_is_closed() -> None:
    frame, truth = disc()
    guess = truth.astype(np.float32)
    guess[50:70, 70:90] = 0.2
    assert (shared(frame, guess)[50:70, 70:90] > 0.5).all()
    assert (shared(frame, guess)[:10] < 0.1).all()


def test_the_share_is_a_share() -> None:
    frame, truth = disc()
    guess = truth.astype(np.float32)
    assert np.array_equal(shared(frame, guess, 0.0), guess)
    even = shared(frame, np.where(COLUMNS > 80, 0.9, 0.1), 1.0)
    inside = cv2.erode(truth.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert np.ptp(even[inside]) < 1e-5


def test_textured_areas_keep_their_own_pixels() -> None:
    frame = np.random.default_rng(0).integers(0, 256, (120, 160, 3), np.uint8)
    guess = (COLUMNS > 80).astype(np.float32)
    assert np.array_equal(shared(frame, guess), guess)


def test_empty_and_full_guesses_stay() -> None:
    frame, _ = disc()
    assert not shared(frame, np.zeros((120, 160))).any()
    assert np.allclose(shared(frame, np.ones((120, 160))), 1)
