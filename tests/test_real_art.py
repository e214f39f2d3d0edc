"""The real-art benchmark: composites keep their truth; the art itself only where it lies beside the project."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real_art import HEIGHT, composites, measure
from benchmarks.realism import accuracy
from pegbar.code_hash import code_of
from pegbar.errors import PegbarError
from pegbar.production.pictures import write_png
from tests.inference.test_predictor import small_model

ROOT = Path(__file__).parent.parent
ART = ROOT.parent / "shared" / "art"


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


def test_scores_say_where_they_come_from(art: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    small_model(tmp_path / "models", "cel", 2)
    measure(art, tmp_path / "models", tmp_path / "real_art.json", None)
    content = json.loads((tmp_path / "real_art.json").read_text())
    assert set(content["real_art"]["sets"]) == {"sprites", "faces"}
    assert content["source"]["command"] == "python -m benchmarks.real_art"
    assert content["source"]["scale"] == "desk"
    assert content["source"]["code"] == code_of("benchmarks.real_art")
    assert list(content["source"]["models"]) == [str(tmp_path / "models/cel.safetensors")]


def test_without_the_art_the_numbers_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    small_model(tmp_path / "models", "cel", 2)
    (tmp_path / "real_art.json").write_text("{}")
    with pytest.raises(PegbarError, match="found no pictures, expected the openly licensed art"):
        measure(tmp_path / "nowhere", tmp_path / "models", tmp_path / "real_art.json", None)
    assert (tmp_path / "real_art.json").read_text() == "{}"


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
