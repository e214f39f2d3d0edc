"""Zooms and rotations over a known plate, with a figure that walks before it."""

import cv2
import numpy as np
import pytest

from pegbar.layers.camera_moves import camera_moves
from pegbar.layers.clean_plate import CleanPlate, clean_plate

SIZE = (180, 320)
Move = tuple[float, float, tuple[float, float]]


def plate() -> np.ndarray:
    """A plate of boxes and washes, (480, 800, 3)."""
    rng = np.random.default_rng(3)
    picture = cv2.resize(rng.integers(60, 200, (12, 20, 3), np.uint8), (800, 480), interpolation=cv2.INTER_CUBIC)
    for _ in range(160):
        x, y, wide, tall = (int(v) for v in rng.integers((0, 0, 8, 8), (780, 460, 60, 60)))
        cv2.rectangle(picture, (x, y), (x + wide, y + tall), tuple(int(v) for v in rng.integers(0, 256, 3)), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), 1.0)


def looks(moves: list[Move], lone: bool = False) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Frames, masks and, from frames to the plate, maps of (zoom, degrees, middle on the plate)."""
    frames, masks, maps = [], [], []
    for number, (zoom, degrees, middle) in enumerate(moves):
        turn = np.radians(degrees)
        linear = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / zoom
        shift = np.array(middle) - linear @ (np.array(SIZE[::-1]) / 2)
        maps.append(np.vstack([np.column_stack([linear, shift]), [0, 0, 1]]))
        frame = cv2.warpAffine(plate(), maps[-1][:2], SIZE[::-1], flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP)
        mask = np.zeros(SIZE, np.bool_)
        left = 40 if lone else 30 + number * 50
        mask[60:180, left : left + 40] = True
        frame[mask] = (240, 30, 40)
        frames.append(frame)
        masks.append(mask)
    return frames, masks, maps


ZOOM: list[Move] = [(1 + 0.1 * n, 0.0, (400 + 3 * n, 240)) for n in range(5)]
TURN: list[Move] = [(1.0, 2.5 * n, (400, 240 + 2 * n)) for n in range(5)]
BOTH: list[Move] = [(1.3 - 0.07 * n, -2.0 * n, (380 + 8 * n, 240)) for n in range(5)]
PAN: list[Move] = [(1.0, 0.0, (360 + 12.0 * n, 240)) for n in range(5)]


def farthest(found: list[np.ndarray], maps: list[np.ndarray]) -> float:
    """Pixels by which corners lie elsewhere than they should, at most."""
    corners = np.array([[0, SIZE[1], 0, SIZE[1]], [0, 0, SIZE[0], SIZE[0]], [1, 1, 1, 1.0]])
    truth = [np.linalg.inv(maps[0]) @ own for own in maps]
    return max(float(np.abs((np.linalg.inv(found[0]) @ one - other) @ corners)[:2].max()) for one, other in zip(found, truth, strict=True))


@pytest.mark.parametrize("moves", [ZOOM, TURN, BOTH])
def test_zooms_and_turns_are_followed(moves: list[Move]) -> None:
    frames, masks, maps = looks(moves)
    cleaned = clean_plate(frames, masks)
    assert farthest(cleaned.moves, maps) < 0.75
    errors = []
    for number, frame in enumerate(frames):
        shown, seen = cleaned.shown(number, SIZE)
        truth = cv2.warpAffine(plate(), maps[number][:2], SIZE[::-1], flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP)
        hidden = masks[number] & seen
        assert hidden.sum() > 0.5 * masks[number].sum()
        errors.append(np.abs(shown[hidden].astype(float) - truth[hidden]).mean())
        assert not np.array_equal(frame[hidden], truth[hidden])
    assert max(errors) < 5


def test_pans_stay_whole_pixels() -> None:
    frames, masks, _ = looks(PAN)
    cleaned = clean_plate(frames, masks)
    assert cleaned.offsets == [(12 * n, 0) for n in range(5)]
    assert camera_moves(frames, masks, cleaned.offsets) is None


def test_a_flat_background_has_not_moved() -> None:
    flat, none = np.full((*SIZE, 3), 90, np.uint8), np.zeros(SIZE, np.bool_)
    assert camera_moves([flat] * 3, [none] * 3, [(0, 0)] * 3) is None
    assert camera_moves([flat], [none], [(0, 0)]) is None


def test_what_no_frame_shows_is_invented_and_marked() -> None:
    frames, masks, _ = looks([(1.0, 0.0, (400, 240))] * 3, lone=True)
    cleaned: CleanPlate = clean_plate(frames, masks)
    assert cleaned.invented[100, 60] and not cleaned.invented[20, 20]
    assert np.array_equal(cleaned.invented, ~cleaned.seen)
    assert not (cleaned.picture[cleaned.invented] == (240, 30, 40)).all(axis=1).any()
    assert np.array_equal(clean_plate(frames, masks).picture, cleaned.picture), "invented the same way again"
