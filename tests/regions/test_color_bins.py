import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.regions.color_bins import annealed_mean, color_bins, color_shares, rarity_weights, soft_labels, to_lab, to_rgb

COLORS = np.random.default_rng(0).integers(0, 256, (200, 3), np.uint8)


def test_cells_cover_what_srgb_shows() -> None:
    centers = color_bins()
    assert 64 <= len(centers) <= 128
    nearest = np.linalg.norm(to_lab(COLORS)[:, None] - centers[None], axis=2).min(axis=1)
    assert nearest.max() < 30


def test_colours_come_back_from_cielab() -> None:
    assert np.abs(to_rgb(to_lab(COLORS)).astype(int) - COLORS).max() <= 1


def test_labels_are_shares_and_their_mean_is_near_the_colour() -> None:
    labels = soft_labels(to_lab(COLORS))
    assert labels.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (labels > 0).sum(axis=1).max() == 5
    assert np.linalg.norm(labels @ color_bins() - to_lab(COLORS), axis=1).mean() < 10


def test_a_low_temperature_is_vivid_where_the_mean_is_grey() -> None:
    unsure = (soft_labels(to_lab(np.uint8([[230, 40, 40]]))) + soft_labels(to_lab(np.uint8([[30, 160, 60]]))) * 0.8) / 1.8
    chroma = [float(np.linalg.norm(annealed_mean(unsure, t)[0, 1:])) for t in (1.0, 0.1)]
    assert chroma[0] < 0.7 * chroma[1]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=2, max_size=20), st.floats(0.01, 1))
def test_rare_colours_weigh_more_and_the_mean_weight_is_one(counts: list[float], evenness: float) -> None:
    frequencies = np.array(counts)
    weights = rarity_weights(frequencies, evenness)
    assert float((weights * frequencies / frequencies.sum()).sum()) == pytest.approx(1, abs=1e-4)
    order = np.argsort(frequencies)
    assert (np.diff(weights[order]) <= 1e-4).all()


def test_shares_of_a_picture() -> None:
    picture = np.zeros((10, 10, 3), np.uint8)
    picture[:, 5:] = 255
    shares = color_shares(picture)
    assert sorted(shares[shares > 0].tolist()) == [0.5, 0.5]
