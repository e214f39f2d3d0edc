"""Small changes make a drawing, noise does not, and numbers stay those of first appearance."""

from fractions import Fraction

import numpy as np

from pegbar.footage.drawings import FootageFrame
from pegbar.footage.verified_drawings import verified

PLATE = np.random.default_rng(0).integers(60, 200, (270, 480, 3), np.uint8).repeat(4, axis=0).repeat(4, axis=1)


def mouth(level: int) -> np.ndarray:
    """A frame of 1080 lines; a far figure's mouth is open or closed."""
    frame = PLATE.copy()
    frame[500:508, 900:912] = level
    return frame


def numbers(frames: list[tuple[np.ndarray, int, int]]) -> list[tuple[int, bool]]:
    """Numbers of frames that were found in a cut and under a number."""
    given = (FootageFrame(n, Fraction(n, 24), rgb, cut, n, found, False) for n, (rgb, cut, found) in enumerate(frames))
    return [(frame.drawing, frame.is_new) for frame in verified(given)]


def test_a_mouth_that_opens_and_closes_again() -> None:
    shut, wide = mouth(60), mouth(230)
    assert numbers([(shut, 0, 1), (wide, 0, 1), (wide, 0, 1), (shut, 0, 1), (wide, 0, 1)]) == [
        (1, True), (2, True), (2, False), (1, False), (2, False),
    ]  # fmt: skip


def test_noise_of_compression_is_the_same_drawing() -> None:
    noise = np.random.default_rng(1).normal(0, 12, PLATE.shape)
    noisy = np.clip(PLATE + noise, 0, 255).astype(np.uint8)
    assert numbers([(PLATE, 0, 1), (noisy, 0, 1)]) == [(1, True), (1, False)]


def test_what_was_found_apart_stays_apart_and_cuts_begin_anew() -> None:
    assert numbers([(PLATE, 0, 1), (PLATE, 0, 2), (mouth(0), 0, 1), (PLATE, 1, 1)]) == [(1, True), (2, True), (3, True), (1, True)]


def test_memory_is_bounded() -> None:
    frames = [(np.full((40, 60, 3), 3 * n % 256, np.uint8), 0, n + 1) for n in range(80)]
    assert numbers([*frames, frames[0], frames[79]])[-2:] == [(81, True), (80, False)]
