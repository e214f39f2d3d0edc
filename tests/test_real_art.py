"""The real-art benchmark: composites keep their truth; the art itself only where it lies beside the project."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from pegbar.production.pictures import write_png
from tests.inference.test_predict import small_model

ROOT = Path(__file__).parent.parent
ART = ROOT.parent / "shared" / "art"
sys.path.insert(0, str(ROOT / "benchmarks"))
from real_art import HEIGHT, composites, measure  # noqa: E402
from realism import accuracy  # noqa: E402


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


def test_a_part_of_the_art_can_be_taken(art: Path) -> None:
    assert [name for name, _, _ in composites(art, slice(0, 1))] == ["sprites"] * 3 + ["faces"]


def test_scores_before_and_now_are_kept_apart(art: Path, tmp_path: Path) -> None:
    small_model(tmp_path / "models", "cel", 2)
    for before in (True, False):
        measure(art, tmp_path / "models", tmp_path / "real_art.json", None, before)
    found = json.loads((tmp_path / "real_art.json").read_text())["real_art"]
    assert found["before"] == found["sets"]
    assert set(found["sets"]) == {"sprites", "faces"}


@pytest.mark.skipif(not ART.is_dir(), reason="the openly licensed art does not lie beside this checkout")
def test_the_real_art_is_read() -> None:
    name, frame, mask = next(composites(ART))
    assert name == "sprites"
    assert frame.shape[:2] == mask.shape
    assert 0.02 < mask.mean() < 0.6


def test_the_realism_classifier_tells_stripes_from_noise_and_not_noise_from_noise() -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 256, (96, 96, 3), np.uint8) for _ in range(120)]
    stripes = [np.ascontiguousarray(np.broadcast_to(rng.integers(0, 256, (96, 1, 3), np.uint8), (96, 96, 3))) for _ in range(40)]
    assert accuracy((noise[:20], stripes[:20]), (noise[20:40], stripes[20:]), 70) > 0.9
    assert 0.2 < accuracy((noise[:40], noise[40:80]), (noise[80:100], noise[100:]), 10) < 0.8
