"""Brushwork on paintings of any size."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.inference.finishing import FinishingPainter
from pegbar.networks.finisher import Finisher, FinisherConfig, save_finisher

LINES = 96


@pytest.fixture
def painter(tmp_path: Path) -> FinishingPainter:
    """A finisher with random weights."""
    torch.manual_seed(4)
    network = Finisher(FinisherConfig(25, 4))
    torch.nn.init.normal_(network.head.weight, std=0.05)
    save_finisher(tmp_path, network.state_dict(), network.config, LINES, {})
    return FinishingPainter(tmp_path, torch.device("cpu"))


def _painting(size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    return rng.integers(60, 200, (*size, 3), np.uint8), rng.integers(0, 25, size, np.uint8)


def test_strength_leads_from_the_painting_to_the_networks(painter: FinishingPainter) -> None:
    painting, layout = _painting((90, 131))
    none, half, whole = (painter.finish(painting, layout, strength).astype(int) for strength in (0.0, 0.5, 1.0))
    assert (none == painting).all()
    assert np.abs(whole - none).max() > 8
    inside = (whole > 0) & (whole < 255)
    assert np.abs(half - (whole + none) / 2)[inside].max() <= 1


def test_large_paintings_are_finished_at_the_lines_that_were_learnt(painter: FinishingPainter) -> None:
    painting, layout = _painting((2 * LINES, 300))
    finished = painter.finish(painting, layout, 1.0)
    assert finished.shape == painting.shape and (finished != painting).any()
    assert painter.reach((2 * LINES, 300)) > painter.reach((LINES, 150))


def test_tiles_leave_no_seam(painter: FinishingPainter, monkeypatch: pytest.MonkeyPatch) -> None:
    painting, layout = _painting((96, 420))
    whole = painter.finish(painting, layout, 1.0)
    monkeypatch.setattr("pegbar.inference.finishing._TILE", 192)
    assert np.abs(painter.finish(painting, layout, 1.0).astype(int) - whole).max() <= 1


def test_what_changes_changes_nothing_beyond_its_reach(painter: FinishingPainter) -> None:
    painting, layout = _painting((LINES, 300))
    other = painting.copy()
    other[40:50, 140:150] = 255
    changed = (painter.finish(painting, layout, 1.0) != painter.finish(other, layout, 1.0)).any(axis=(0, 2))
    columns = np.flatnonzero(changed)
    reach = painter.reach((LINES, 300))
    assert columns.min() >= 140 - reach and columns.max() < 150 + reach
