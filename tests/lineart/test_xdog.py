import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from skimage.feature import structure_tensor
from skimage.filters import gaussian

from pegbar.lineart.xdog import PRESETS, Xdog, darken, extract_lines, intensity, smooth_along_flow, tangents, weighted_difference


@pytest.fixture
def drawing() -> NDArray[np.uint8]:
    """Two even areas with a dark line between and a bright one apart."""
    picture = np.full((60, 80, 3), (200, 160, 120), np.uint8)
    picture[:, 40:] = (90, 140, 200)
    picture[:, 39:41] = 20
    picture[20:22, 4:30] = 250
    return picture


def test_intensity_is_the_mean_of_the_channels(drawing: NDArray[np.uint8]) -> None:
    assert np.allclose(intensity(drawing), drawing.mean(axis=2) / 255, atol=1e-6)
    assert np.allclose(intensity(drawing[..., 0]), drawing[..., 0] / 255)


def test_the_response_is_the_difference_of_skimages_blurs(drawing: NDArray[np.uint8]) -> None:
    gray = intensity(drawing)
    xdog = Xdog(sigma=1.0, k=1.6, gamma=0.9, epsilon=0.1, phi=10)
    wanted = gaussian(gray, 1.0, mode="nearest") - 0.9 * gaussian(gray, 1.6, mode="nearest")
    assert np.abs(weighted_difference(gray, xdog) - wanted).max() < 5e-3


def test_the_preset_gives_the_lines_of_the_public_code(drawing: NDArray[np.uint8]) -> None:
    """There: black where the narrow blur is under 0.95 of the wide one."""
    gray = intensity(drawing)
    black = gaussian_filter(gray, 0.3, mode="nearest") < 0.95 * gaussian_filter(gray, 1.35, mode="nearest")
    lines = extract_lines(drawing, PRESETS["stenciltorch"])
    assert ((lines == 0) == black).mean() > 0.999
    assert (lines[:, 39:41] == 0).all(), "the dark line is drawn"
    assert (lines[5:15, 10:30] == 255).all(), "an even area is paper"
    assert (lines[20:22, 6:28] == 255).all(), "a bright line is none"


def test_the_soft_threshold_is_winnemoellers() -> None:
    gray = np.linspace(0, 255, 256).astype(np.uint8)[None].repeat(5, axis=0)
    xdog = Xdog(sigma=0.5, k=2, gamma=1.0, epsilon=0.01, phi=30)
    u = weighted_difference(intensity(gray), xdog)
    wanted = np.where(u >= 0.01, 1, 1 + np.tanh(30 * (u - 0.01)))
    assert np.abs(extract_lines(gray, xdog, binary=False) / 255 - wanted).max() < 0.003


def test_soft_lines_are_cut_by_otsu(drawing: NDArray[np.uint8]) -> None:
    soft = extract_lines(drawing, PRESETS["soft"], binary=False)
    assert len(np.unique(soft)) > 2
    assert set(np.unique(extract_lines(drawing, PRESETS["soft"]))) == {0, 255}


@pytest.mark.parametrize("preset", sorted(PRESETS))
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (33, 20)])
def test_blank_and_tiny_pages_stay_white(preset: str, size: tuple[int, int]) -> None:
    assert (extract_lines(np.full((*size, 3), 240, np.uint8), PRESETS[preset]) == 255).all()


def test_tangents_are_those_of_skimages_structure_tensor() -> None:
    """Directions agree up to their sign wherever the tensor has one, away from the edge, where derivatives differ."""
    gray = gaussian_filter(np.random.default_rng(0).random((60, 80)), 4, mode="nearest").astype(np.float32)
    rr, rc, cc = structure_tensor(gray, sigma=2.0, mode="nearest", order="rc")
    angle = 0.5 * np.arctan2(2 * rc, cc - rr) + np.pi / 2
    aligned = np.abs((tangents(gray, 2.0) * np.stack([np.cos(angle), np.sin(angle)], axis=-1)).sum(axis=-1))
    coherent = np.hypot(cc - rr, 2 * rc) > 0.3 * (rr + cc)
    aligned, coherent = aligned[8:-8, 8:-8], coherent[8:-8, 8:-8]
    assert coherent.mean() > 0.5
    assert np.median(aligned[coherent]) > 0.999
    assert aligned[coherent].min() > 0.97


def test_the_flow_runs_along_lines() -> None:
    gray = np.ones((40, 40), np.float32)
    gray[:, 19:21] = 0
    flow = tangents(gray)
    assert np.abs(flow[10:30, 18:22, 1]).min() > 0.99
    broken = gray.copy()
    broken[18:21, 19:21] = 1
    closed = smooth_along_flow(broken, flow, 3.0)
    assert closed[19, 20] < 0.6, "a gap is closed along the line"
    assert closed[10, 25] > 0.99, "paper beside it stays"


@given(st.floats(0, 1))
def test_darkness_scales_the_ink(darkness: float) -> None:
    lines = np.array([[0, 255, 128]], np.uint8)
    faded = darken(lines, darkness)
    assert faded[0, 1] == 255
    assert abs(int(faded[0, 0]) - 255 * (1 - darkness)) <= 0.51


@pytest.mark.parametrize("change", [{"sigma": 0}, {"k": 1}, {"gamma": 1.2}, {"phi": -1}, {"flow": -1}])
def test_impossible_numbers_are_refused(change: dict[str, float]) -> None:
    numbers = {"sigma": 1.0, "k": 2.0, "gamma": 0.9, "epsilon": 0.0, "phi": 10.0} | change
    with pytest.raises(ValueError, match="expected σ > 0"):
        Xdog(**numbers)
    with pytest.raises(ValueError, match="darkness: found 2"):
        darken(np.zeros((1, 1), np.uint8), 2)
