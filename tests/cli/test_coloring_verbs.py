from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pegbar.networks.colorizer_files import save_generator
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.production.pictures import decode_rgb, write_png
from tests.cli.test_command_line import ROOT, run

SIZE = (70, 90)


def bench(folder: Path) -> Path:
    """An untrained model, line art of a circle, hints, a mask and an earlier painting."""
    torch.manual_seed(0)
    config = GeneratorConfig("stencil", 8, 0, True, False)
    save_generator(folder / "models", "colorizer", StencilGenerator(config).state_dict(), config, {})
    lines = np.full((*SIZE, 3), 255, np.uint8)
    cv2.circle(lines, (45, 35), 25, (0, 0, 0), 2)
    write_png(folder / "lines.png", lines)
    hints = np.zeros((*SIZE, 4), np.uint8)
    hints[33:37, 43:47] = (200, 40, 60, 255)
    write_png(folder / "hints.png", hints)
    mask = np.zeros(SIZE, np.bool_)
    mask[:, 45:] = True
    write_png(folder / "mask.png", mask)
    write_png(folder / "base.png", np.full((*SIZE, 3), 77, np.uint8))
    return folder


def paint(folder: Path, *arguments: object) -> int:
    return run("colorize", folder / "lines.png", *arguments, "--out", folder / "out.png", "--models", folder / "models")


def shown(folder: Path) -> np.ndarray:
    return decode_rgb((folder / "out.png").read_bytes(), "out")


def test_a_first_pass_follows_the_hint(tmp_path: Path) -> None:
    bench(tmp_path)
    assert paint(tmp_path, "--hints", tmp_path / "hints.png") == 0
    assert np.abs(shown(tmp_path)[30, 30].astype(int) - (200, 40, 60)).max() < 12


def test_points_and_a_palette_work_as_well(tmp_path: Path) -> None:
    bench(tmp_path)
    (tmp_path / "p.yaml").write_text(
        'palette: {skin: "#f2c9a5"}\npoints:\n  - {x: 45, y: 35, color: skin}\n  - {x: 2, y: 2, color: "#102030"}\n'
    )
    assert paint(tmp_path, "--points", tmp_path / "p.yaml") == 0
    assert np.abs(shown(tmp_path)[40, 50].astype(int) - (0xF2, 0xC9, 0xA5)).max() < 12
    assert np.abs(shown(tmp_path)[65, 5].astype(int) - (0x10, 0x20, 0x30)).max() < 12


def test_a_second_pass_leaves_the_rest(tmp_path: Path) -> None:
    bench(tmp_path)
    options = ("--hints", tmp_path / "hints.png", "--mask", tmp_path / "mask.png", "--base", tmp_path / "base.png")
    assert paint(tmp_path, *options) == 0
    assert (shown(tmp_path)[:, :45] == 77).all()
    assert not (shown(tmp_path)[:, 45:] == 77).all()


def spoiled(folder: Path, name: str) -> tuple[object, ...]:
    """Arguments with one thing wrong."""
    small = np.zeros((10, 12, 4), np.uint8)
    if name == "hints of another size":
        write_png(folder / "bad.png", small)
        return ("--hints", folder / "bad.png")
    if name == "opaque hints":
        write_png(folder / "bad.png", np.full((*SIZE, 3), 9, np.uint8))
        return ("--hints", folder / "bad.png")
    if name == "mask of another size":
        write_png(folder / "bad.png", np.ones((10, 12), np.bool_))
        return ("--mask", folder / "bad.png", "--base", folder / "base.png")
    if name == "empty mask":
        write_png(folder / "bad.png", np.zeros(SIZE, np.bool_))
        return ("--mask", folder / "bad.png", "--base", folder / "base.png")
    if name == "no base":
        return ("--mask", folder / "mask.png")
    if name == "point outside":
        (folder / "bad.yaml").write_text("points: [{x: 500, y: 3, color: '#ffffff'}]")
        return ("--points", folder / "bad.yaml")
    if name == "no colour":
        (folder / "bad.yaml").write_text("points: [{x: 5, y: 3, color: sky}]")
        return ("--points", folder / "bad.yaml")
    (folder / "bad.yaml").write_text("points: [{x: 5}]")
    return ("--points", folder / "bad.yaml")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("hints of another size", "bad.png: found hints of 12×10 pixels, expected the line art's 90×70"),
        ("opaque hints", "found hints without transparency"),
        ("mask of another size", "found a mask of 12×10 pixels, expected the line art's 90×70"),
        ("empty mask", "bad.png: found an empty mask, expected white where to paint"),
        ("no base", "found a mask that leaves 50% unpainted, expected --base"),
        ("point outside", "expected a place inside 90×70"),
        ("no colour", "found colour 'sky', expected #rrggbb or a name in the palette"),
        ("half a point", "points[0].y: found nothing"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str) -> None:
    bench(tmp_path)
    assert paint(tmp_path, *spoiled(tmp_path, name)) == 1
    said = capsys.readouterr().err
    assert why in said
    assert said.strip().count("\n") == 0
    assert not (tmp_path / "out.png").exists()


def test_a_survey_and_its_ratings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for model in ("ours", "theirs"):
        for name in ("a", "b"):
            write_png(tmp_path / "painted" / model / f"{name}.png", np.full((8, 8, 3), 9, np.uint8))
    assert run("survey", tmp_path / "painted", "--out", tmp_path / "survey.html") == 0
    assert "data:image/jpeg" in (tmp_path / "survey.html").read_text()
    rows = "rater,picture,code,rating\n" + "".join(f"r,{p},{c},{4 - (c == 'm01')}\n" for p in "ab" for c in ("m00", "m01"))
    (tmp_path / "r.csv").write_text(rows)
    out = tmp_path / "ratings.json"
    assert run("summarize-ratings", tmp_path / "r.csv", "--key", tmp_path / "survey.key.json", "--out", out) == 0
    assert "of 2 ratings" in capsys.readouterr().out
    (tmp_path / "painted/theirs/b.png").unlink()
    assert run("survey", tmp_path / "painted", "--out", tmp_path / "again.html") == 1
    assert not (tmp_path / "again.html").exists()


def test_a_second_pass_on_an_artists_line_art(tmp_path: Path) -> None:
    art = ROOT.parent / "shared/art/dicebear_adventurer_ccby/line/00.png"
    if not art.exists():
        pytest.skip("the openly licensed art lies beside the project, not in it")
    bench(tmp_path)
    size = decode_rgb(art.read_bytes(), "art").shape[:2]
    hints, mask = np.zeros((*size, 4), np.uint8), np.zeros(size, np.bool_)
    hints[300:310, 300:310], mask[200:420, 250:500] = (240, 200, 170, 255), True
    write_png(tmp_path / "hints.png", hints)
    write_png(tmp_path / "mask.png", mask)
    options = ("--hints", tmp_path / "hints.png", "--models", tmp_path / "models")
    assert run("colorize", art, *options, "--out", tmp_path / "first.png") == 0
    again = ("--mask", tmp_path / "mask.png", "--base", tmp_path / "first.png", "--out", tmp_path / "second.png")
    assert run("colorize", art, *options, *again) == 0
    first, second = (decode_rgb((tmp_path / name).read_bytes(), name) for name in ("first.png", "second.png"))
    assert np.array_equal(first[~mask], second[~mask])
