"""Motion: known shifts are found, what appears is not trusted."""

import cv2
import numpy as np
import pytest

from pegbar.arrays.optical_flow import Flow, bring_back, flow_between


def scene(shift: tuple[int, int] = (0, 0), size: tuple[int, int] = (180, 320)) -> np.ndarray:
    """Soft noise, and on it an outlined figure that is moved."""
    picture = cv2.GaussianBlur(np.random.default_rng(1).integers(60, 256, (*size, 3), np.uint8), (0, 0), 4)
    center = (160 + shift[0], 90 + shift[1])
    cv2.ellipse(picture, center, (40, 60), 20, 0, 360, (220, 120, 80), cv2.FILLED)
    cv2.ellipse(picture, center, (40, 60), 20, 0, 360, (20, 10, 10), 3)
    return np.asarray(picture)


@pytest.mark.parametrize("shift", [(0, 0), (6, -3), (-9, 5)])
def test_a_figure_is_followed(shift: tuple[int, int]) -> None:
    flow = flow_between(scene(), scene(shift))
    outline = np.zeros((180, 320), np.uint8)
    cv2.ellipse(outline, (160, 90), (40, 60), 20, 0, 360, 255, 3)
    trusted = (outline > 0) & flow.trusted
    assert trusted.sum() > 0.6 * (outline > 0).sum()
    assert np.abs(flow.field[trusted] - shift).mean() < 1.0


def test_large_pictures_have_large_motion() -> None:
    first, other = (cv2.resize(scene(shift), (1280, 720)) for shift in ((0, 0), (6, 0)))
    flow = flow_between(np.asarray(first), np.asarray(other))
    assert flow.field.shape == (720, 1280, 2)
    inner = flow.field[300:420, 600:680, 0]
    assert abs(float(np.median(inner)) - 24) < 2


def test_what_appears_or_is_another_picture_is_not_trusted() -> None:
    noise = cv2.GaussianBlur(np.random.default_rng(9).integers(0, 256, (180, 320, 3), np.uint8), (0, 0), 2)
    assert flow_between(scene(), np.asarray(noise)).trusted.mean() < 0.2
    changed = scene()
    changed[20:60, 20:80] = (250, 250, 20)
    assert flow_between(scene(), changed).trusted[25:55, 25:75].mean() < 0.1


def test_tiny_pictures_trust_nothing_and_sizes_must_agree() -> None:
    assert not flow_between(np.zeros((5, 9, 3), np.uint8), np.zeros((5, 9, 3), np.uint8)).trusted.any()
    with pytest.raises(ValueError, match="expected"):
        flow_between(np.zeros((5, 9, 3), np.uint8), np.zeros((6, 9, 3), np.uint8))


def test_bringing_back_undoes_a_shift() -> None:
    values = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    flow = Flow(np.full((20, 30, 2), (2, 1), np.float32), np.ones((20, 30), np.bool_))
    assert np.allclose(bring_back(np.roll(values, (1, 2), (0, 1)), flow)[:-1, :-2], values[:-1, :-2])
