import cv2
import numpy as np
import pytest

from pegbar.layers.separate import extract_cel
from pegbar.layers.soft_alpha import extract_soft_cel

SIZE, TIMES = 120, 8


def antialiased(outline: tuple[int, int, int] | None) -> np.ndarray:
    """A disc of one colour (H, W, 4), with an outline if one is given, drawn eight times larger and averaged."""
    canvas = np.zeros((SIZE * TIMES, SIZE * TIMES, 4), np.uint8)
    center, radius = (SIZE * TIMES // 2 + 3, SIZE * TIMES // 2 - 2), 300
    cv2.circle(canvas, center, radius, (*(outline or (230, 120, 90)), 255), -1)
    cv2.circle(canvas, center, radius - 4 * TIMES, (230, 120, 90, 255), -1)
    alpha = cv2.resize(canvas[..., 3], (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(float)
    premultiplied = canvas[..., :3] * (canvas[..., 3:] / 255)
    color = cv2.resize(premultiplied, (SIZE, SIZE), interpolation=cv2.INTER_AREA) / np.maximum(alpha / 255, 1e-6)[..., None]
    return np.dstack([np.clip(color, 0, 255), alpha]).round().astype(np.uint8)


def over(plate: np.ndarray, layer: np.ndarray) -> np.ndarray:
    alpha = layer[..., 3:] / 255
    return plate * (1 - alpha) + layer[..., :3] * alpha


def plates() -> tuple[np.ndarray, np.ndarray]:
    rows = np.linspace(90, 200, SIZE)[:, None, None] * np.array([0.4, 0.8, 1.0])
    return np.broadcast_to(rows, (SIZE, SIZE, 3)), np.full((SIZE, SIZE, 3), (20.0, 60.0, 20.0))


@pytest.mark.parametrize("outline", [None, (30, 20, 20)])
def test_soft_edges_are_nearer_the_truth_and_free_of_the_old_background(outline: tuple[int, int, int] | None) -> None:
    truth, (old, new) = antialiased(outline), plates()
    frame, mask = over(old, truth).round().astype(np.uint8), truth[..., 3] > 127
    soft, hard = extract_soft_cel(frame, mask), extract_cel(frame, mask)
    edge = (truth[..., 3] > 0) & (truth[..., 3] < 255)
    alpha = [np.abs(layer[..., 3][edge].astype(float) - truth[..., 3][edge]).mean() for layer in (hard, soft)]
    fringe = [np.abs(over(new, layer) - over(new, truth))[edge].mean() for layer in (hard, soft)]
    assert alpha[1] < 0.25 * alpha[0]
    assert fringe[1] < 0.25 * fringe[0]
    far = cv2.dilate(edge.view(np.uint8), np.ones((7, 7), np.uint8)) == 0
    assert np.array_equal(soft[far], hard[far])


def test_alike_colours_keep_the_mask() -> None:
    frame = np.full((40, 40, 3), 120, np.uint8)
    mask = np.zeros((40, 40), np.bool_)
    mask[10:30, 10:30] = True
    assert np.array_equal(extract_soft_cel(frame, mask), extract_cel(frame, mask))


def test_a_thin_outline_of_a_third_colour_stays_opaque() -> None:
    frame, mask = np.full((40, 40, 3), (40, 90, 200), np.uint8), np.zeros((40, 40), np.bool_)
    mask[10:30, 10:30] = True
    frame[mask] = (250, 220, 60)
    frame[10:30, 10] = (30, 200, 30)
    assert (extract_soft_cel(frame, mask)[12:28, 10, 3] == 255).all()


def test_all_and_nothing() -> None:
    frame = np.random.default_rng(0).integers(0, 256, (12, 12, 3), np.uint8)
    assert (extract_soft_cel(frame, np.ones((12, 12), np.bool_))[..., 3] == 255).all()
    assert not extract_soft_cel(frame, np.zeros((12, 12), np.bool_)).any()
