"""The real-art benchmark: composites keep their truth; the art itself only where it lies beside the project."""

import sys
from pathlib import Path

import numpy as np
import pytest

from pegbar.production.pictures import write_png

ROOT = Path(__file__).parent.parent
ART = ROOT.parent / "shared" / "art"
sys.path.insert(0, str(ROOT / "benchmarks"))
from real_art import HEIGHT, composites  # noqa: E402


@pytest.fixture
def art(tmp_path: Path) -> Path:
    """A folder laid out like the art, with one red figure and a blue plate."""
    figure = np.zeros((300, 100, 4), np.uint8)
    figure[20:, 10:90] = (255, 0, 0, 255)
    plate = np.full((150, 260, 3), (0, 0, 255), np.uint8)
    write_png(tmp_path / "renpy_mit/sprites_alpha/a.png", figure)
    write_png(tmp_path / "dicebear_adventurer_ccby/color/00.png", figure)
    for folder in ("backgrounds", "backgrounds_old_dafool"):
        write_png(tmp_path / "renpy_mit" / folder / "p.png", plate)
    return tmp_path


def test_the_mask_is_where_the_figure_stands(art: Path) -> None:
    made = list(composites(art))
    assert [name for name, _, _ in made] == ["sprites"] * 3 + ["faces"]
    for _, frame, mask in made:
        assert frame.shape[0] == HEIGHT
        assert 0.01 < mask.mean() < 0.9
        red = frame[..., 0] > 127
        assert (red == mask).mean() > 0.999


@pytest.mark.skipif(not ART.is_dir(), reason="the openly licensed art does not lie beside this checkout")
def test_the_real_art_is_read() -> None:
    name, frame, mask = next(composites(ART))
    assert name == "sprites"
    assert frame.shape[:2] == mask.shape
    assert 0.02 < mask.mean() < 0.6
