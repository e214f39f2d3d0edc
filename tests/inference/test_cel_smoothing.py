"""Smoothing: neighbours mend what a drawing's mask lost where motion is clear, and nowhere else."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pegbar.inference.cel_smoothing import Seen, find_frame_cel, smooth_mask
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import CelResult
from pegbar.params.decision import CelDecision
from tests.inference.test_predictor import small_model

SIZE = (180, 320)


def drawn(shift: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A figure over soft noise, and its mask."""
    frame = cv2.GaussianBlur(np.random.default_rng(1).integers(60, 256, (*SIZE, 3), np.uint8), (0, 0), 4)
    mask = np.zeros(SIZE, np.uint8)
    cv2.ellipse(mask, (160 + shift, 90), (40, 60), 20, 0, 360, 1, cv2.FILLED)
    texture = cv2.GaussianBlur(np.random.default_rng(2).integers(0, 256, (*SIZE, 3), np.uint8), (0, 0), 3)
    frame[mask > 0] = np.roll(texture, shift, axis=1)[mask > 0]
    return np.asarray(frame), mask > 0


def seen(shift: int = 0, certainty: float = 0.9, lost: tuple[slice, slice] | None = None) -> Seen:
    frame, mask = drawn(shift)
    sure = np.full(SIZE, certainty, np.float32)
    if lost is not None:
        mask = mask.copy()
        mask[lost] = False
        sure[lost] = 0.1
    return Seen(frame, CelResult(mask, sure))


HOLE = np.s_[80:100, 140:180]


def test_neighbours_that_moved_mend_a_hole() -> None:
    own = seen(lost=HOLE)
    mended = smooth_mask(own, [seen(-4), seen(4)], CelDecision())
    assert not own.found.mask[HOLE].any()
    assert mended[HOLE].mean() > 0.95
    assert (mended ^ drawn()[1]).mean() < 0.002


def test_agreeing_neighbours_change_nothing() -> None:
    own = seen()
    assert np.array_equal(smooth_mask(own, [seen(), seen()], CelDecision()), own.found.mask)


def test_unsure_neighbours_do_not_outvote_a_sure_drawing() -> None:
    own, wrong = seen(certainty=0.9), seen(certainty=0.3, lost=HOLE)
    assert smooth_mask(own, [wrong, wrong], CelDecision())[HOLE].all()


def test_neighbours_of_another_scene_or_size_have_no_say() -> None:
    own = seen(lost=HOLE)
    noise = np.asarray(cv2.GaussianBlur(np.random.default_rng(9).integers(0, 256, (*SIZE, 3), np.uint8), (0, 0), 2))
    other = Seen(noise, CelResult(np.ones(SIZE, np.bool_), np.ones(SIZE, np.float32)))
    small = Seen(noise[::2], CelResult(np.ones((90, 320), np.bool_), np.ones((90, 320), np.float32)))
    assert smooth_mask(own, [other, small], CelDecision())[HOLE].mean() < 0.2
    assert np.array_equal(smooth_mask(own, [small], CelDecision()), smooth_mask(own, [], CelDecision()))


@pytest.mark.parametrize("bar", [0, 20])
def test_bars_are_surely_no_cel(bar: int, tmp_path: Path) -> None:
    small_model(tmp_path, "cel", 2)
    frame = drawn()[0]
    frame[:bar] = frame[len(frame) - bar :] = 0
    found = find_frame_cel(Predictor(tmp_path, "cel", torch.device("cpu")), frame)
    assert found.mask.shape == SIZE
    if bar:
        assert not found.mask[:bar].any()
        assert (found.certainty[:bar] == 1).all()
