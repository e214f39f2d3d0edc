"""``pegbar reconstruct --layers``: files of other programs in place of sheets, and back in as a production."""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from pegbar.cli.layers import add_layers, layer_options
from pegbar.errors import PegbarError
from pegbar.export.kinds import KINDS
from pegbar.export.paint_douga import PaintStyle
from pegbar.production.pictures import read_rgb, read_rgba, write_png
from tests.cli.test_command_line import run
from tests.inference.test_predictor import small_model


def parse(*options: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_layers(parser)
    return parser.parse_args([*options], argparse.Namespace(palette="thesis"))


def test_options_become_a_style() -> None:
    options = layer_options(parse("--layers", "paint-douga, png,png", "--line-width", "5", "--paper", "transparent", "--lines-only"))
    assert options is not None and options.kinds == ("png", "paint-douga")
    assert options.style == PaintStyle(5, "transparent", 4, False)
    plain = layer_options(parse("--layers", "psd"))
    assert plain is not None and plain.style == PaintStyle() and plain.palette.name == "thesis"
    assert layer_options(parse()) is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--close-gaps", "3"), "--close-gaps: found no --layers, expected paint-douga among --layers"),
        (("--layers", "psd,png", "--lines-only"), "--lines-only: found png,psd, expected paint-douga among --layers"),
    ],
)
def test_a_style_without_its_douga(options: tuple[str, ...], message: str) -> None:
    with pytest.raises(PegbarError, match=message):
        layer_options(parse(*options))


@pytest.mark.parametrize("options", [("--layers", "psd,krita"), ("--line-width", "11"), ("--close-gaps", "-1"), ("--layers", "")])
def test_bad_grammar(options: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(*options)
    assert "found" in capsys.readouterr().err


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A frame and untrained models."""
    small_model(tmp_path / "models", "cel", 2)
    small_model(tmp_path / "models", "douga", 10)
    generator = np.random.default_rng(2)
    write_png(tmp_path / "in/a.png", cv2.GaussianBlur(generator.integers(30, 256, (60, 80, 3), np.uint8), (0, 0), 2))
    return tmp_path


def reconstruct(place: Path, *options: object, out: str = "out") -> int:
    return run("reconstruct", place / "in", "--out", place / out, "--models", place / "models", "--device", "cpu", *options)


def test_all_kinds_at_once_and_back_in(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reconstruct(place, "--layers", ",".join(KINDS)) == 0
    out, frame = place / "out", read_rgb(place / "in/a.png")
    assert np.array_equal(np.array(Image.open(out / "a/psd/a.0001.psd")), frame)
    assert [group.name for group in PSDImage.open(out / "a/psd/a.0001.psd")] == ["background", "cel", "douga", "book"]
    assert (out / "a/openraster/a.0001.ora").is_file()
    assert read_rgba(out / "a/cel/cel.0001.png").shape == (60, 80, 4)
    assert read_rgb(out / "a/paint_douga/paint_douga.0001.png").shape == (60, 80, 3)
    listing = json.loads((out / "dataset/panoptic.json").read_text(encoding="utf-8"))
    assert [image["file_name"] for image in listing["images"]] == ["a/0001.png"]
    assert run("import", out / "dataset", "--out", place / "footage") == 0
    capsys.readouterr()
    assert reconstruct(place, "--layers", ",".join(KINDS)) == 0
    assert "(1 were there already)" in capsys.readouterr().out


def test_files_of_others_are_left_alone(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = place / "out/a/psd/a.0001.psd"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"painted for a week")
    assert reconstruct(place, "--layers", "psd") == 1
    assert "a.0001.psd: found a file that pegbar did not write" in capsys.readouterr().err
    assert theirs.read_bytes() == b"painted for a week"
    assert reconstruct(place, "--layers", "psd", "--force") == 0
    assert theirs.read_bytes()[:4] == b"8BPS"
