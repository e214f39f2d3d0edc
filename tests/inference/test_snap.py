import cv2
import numpy as np

from pegbar.inference.snap import fills_of, snap

ROWS, COLUMNS = np.indices((120, 160))


def disc() -> tuple[np.ndarray, np.ndarray]:
    """A flat disc with a dark outline over a painted sky, and its true mask."""
    random = np.random.default_rng(0)
    frame = np.clip(random.normal((120, 170, 220), 3, (120, 160, 3)), 0, 255).astype(np.uint8)
    mask = np.zeros((120, 160), np.uint8)
    cv2.circle(mask, (80, 60), 36, 1, -1)
    cv2.circle(frame, (80, 60), 36, (30, 20, 25), -1)
    cv2.circle(frame, (80, 60), 33, (230, 190, 170), -1)
    return frame, mask > 0


def iou(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


def test_a_blurred_guess_is_snapped_to_the_outline() -> None:
    frame, truth = disc()
    guess = cv2.GaussianBlur(np.roll(truth, 5, axis=1).astype(np.float32), (0, 0), 6)
    before, after = iou(guess > 0.5, truth), iou(snap(frame, guess), truth)
    assert before < 0.85
    assert after > 0.97


def test_a_hole_in_a_fill_is_closed() -> None:
    frame, truth = disc()
    guess = truth.astype(np.float32)
    guess[50:70, 70:90] = 0
    assert snap(frame, guess)[55, 80]


def test_textured_areas_keep_their_own_pixels() -> None:
    frame = np.random.default_rng(0).integers(0, 256, (120, 160, 3), np.uint8)
    guess = (COLUMNS > 80).astype(np.float32)
    assert np.array_equal(snap(frame, guess), guess > 0.5)


def test_an_unsure_fill_rules_nothing_when_certainty_is_asked_for() -> None:
    frame, _ = disc()
    guess = (ROWS > 60).astype(np.float32)
    split = snap(frame, guess, certainty=0.5)
    assert split[75, 80]
    assert not split[45, 80]


def test_fills_are_bounded_by_lines() -> None:
    frame, truth = disc()
    _, labels = fills_of(frame)
    assert labels[60, 80] == labels[60, 95] != 0
    assert labels[60, 80] != labels[60, 10]
    assert labels[60, 80 - 35] == 0 or labels[60, 80 - 35] != labels[60, 80]
    assert truth[60, 80]


def test_empty_and_full_guesses_stay() -> None:
    frame, _ = disc()
    assert not snap(frame, np.zeros((120, 160), np.float32)).any()
    assert snap(frame, np.ones((120, 160), np.float32)).all()
