from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pegbar.cli import illustrations
from pegbar.production.illustrations import decode_color_map
from pegbar.production.pictures import decode_rgb
from tests.cli.test_command_line import picture, run
from tests.inference.test_predictor import small_model


def regions(tmp_path: Path, *arguments: object) -> int:
    small_model(tmp_path / "models", "regions", 2)
    return run("regions", *arguments, "--out", tmp_path / "out", "--models", tmp_path / "models")


@pytest.mark.parametrize("options", [(), ("--gray",), ("--preset", "soft", "--gray"), ("--flow", "1.5")])
def test_line_art_of_every_picture(tmp_path: Path, options: tuple[str, ...]) -> None:
    picture(tmp_path / "a/one.png")
    picture(tmp_path / "a/two.png")
    assert run("lineart", tmp_path / "a", "--out", tmp_path / "out", *options) == 0
    assert sorted(p.name for p in (tmp_path / "out").glob("*.png")) == ["one_lineart.png", "two_lineart.png"]
    values = np.unique(decode_rgb((tmp_path / "out/one_lineart.png").read_bytes(), "x"))
    assert (len(values) > 2) == ("--gray" in options)


def test_regions_and_few_colours(tmp_path: Path) -> None:
    picture(tmp_path / "art.png")
    assert regions(tmp_path, tmp_path / "art.png", "--clusters", 3) == 0
    index, palette = decode_color_map((tmp_path / "out/art_colors.png").read_bytes(), "c")
    assert index.shape == (50, 70)
    assert index.max() < len(palette) <= 3
    assert sorted(p.name for p in (tmp_path / "out").glob("*.png")) == ["art_colors.png", "art_displacement.png", "art_regions.png"]


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGBA", "1"])
def test_every_mode_and_one_pixel(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (1, 1)).save(tmp_path / "dot.tif")
    assert regions(tmp_path, tmp_path / "dot.tif") == 0
    assert run("lineart", tmp_path / "dot.tif", "--out", tmp_path / "out") == 0


def test_pages_beyond_the_limit_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    picture(tmp_path / "large.png")
    monkeypatch.setattr(illustrations, "MAX_PIXELS", 3000)
    assert regions(tmp_path, tmp_path / "large.png") == 1
    assert "large.png: found 70×50 pixels, expected at most 3,000" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_missing_models_and_bad_numbers_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture(tmp_path / "a.png")
    assert run("regions", tmp_path / "a.png", "--out", tmp_path / "out", "--models", tmp_path) == 1
    assert "regions.json: found no such file" in capsys.readouterr().err
    assert run("lineart", tmp_path / "a.png", "--out", tmp_path / "out", "--flow", "-1") == 2
    assert "expected 0 to 100 pixels" in capsys.readouterr().err
