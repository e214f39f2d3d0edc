import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pegbar.lineart.ink import separate_ink
from pegbar.networks.colorizer_files import save_generator
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.region_colorizer_files import save_region_colorizer
from pegbar.production.pictures import decode_rgb, decode_rgba, write_png
from tests.cli.test_command_line import ROOT, run
from tests.inference.region_colorizer_case import CONFIG, networks

SIZE = (70, 90)


def bench(folder: Path) -> Path:
    """Untrained models, line art of a circle, hints, a mask and an earlier painting."""
    torch.manual_seed(0)
    config = GeneratorConfig("stencil", 8, 0, True, False)
    save_generator(folder / "models", "colorizer", StencilGenerator(config).state_dict(), config, {})
    save_region_colorizer(folder / "models", networks().state_dict(), CONFIG, {})
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
    return run("colorize", folder / "lines.png", "--out", folder / "out.png", "--models", folder / "models", *arguments)


def shown(folder: Path) -> np.ndarray:
    return decode_rgb((folder / "out.png").read_bytes(), "out")


def test_a_first_pass_follows_the_hint(tmp_path: Path) -> None:
    bench(tmp_path)
    assert paint(tmp_path, "--hints", tmp_path / "hints.png") == 0
    flat = ("--hints", tmp_path / "hints.png", "--shading", 0)
    assert paint(tmp_path, *flat) == 0
    assert shown(tmp_path)[30, 30].tolist() == [200, 40, 60]
    lines = decode_rgb((tmp_path / "lines.png").read_bytes(), "lines")
    solid = separate_ink(lines).cover == 1
    assert np.array_equal(shown(tmp_path)[solid], lines[solid]), "ink stays ink"
    assert paint(tmp_path, "--hints", tmp_path / "hints.png", "--method", "stenciltorch") == 0
    assert np.abs(shown(tmp_path)[30, 30].astype(int) - (200, 40, 60)).max() < 12


def test_what_lies_around_stays_paper_unless_it_is_to_be_painted(tmp_path: Path) -> None:
    bench(tmp_path)
    flat = ("--hints", tmp_path / "hints.png", "--shading", 0)
    assert paint(tmp_path, *flat) == 0
    assert (shown(tmp_path)[:8] == 255).all() and (shown(tmp_path)[:, -8:] == 255).all()
    assert paint(tmp_path, *flat, "--paint-ground") == 0
    assert not (shown(tmp_path)[:8] == 255).all()
    assert paint(tmp_path, "--paint-ground", "--method", "stenciltorch") == 1


def test_points_and_a_palette_work_as_well(tmp_path: Path) -> None:
    bench(tmp_path)
    (tmp_path / "p.yaml").write_text(
        'palette: {skin: "#f2c9a5"}\npoints:\n  - {x: 45, y: 35, color: skin}\n  - {x: 2, y: 2, color: [16, 32, 48]}\n'
    )
    assert paint(tmp_path, "--points", tmp_path / "p.yaml", "--shading", 0) == 0
    assert shown(tmp_path)[40, 50].tolist() == [0xF2, 0xC9, 0xA5]
    assert shown(tmp_path)[65, 5].tolist() == [16, 32, 48]


def test_a_second_pass_leaves_the_rest(tmp_path: Path) -> None:
    bench(tmp_path)
    options = ("--hints", tmp_path / "hints.png", "--mask", tmp_path / "mask.png", "--base", tmp_path / "base.png")
    assert paint(tmp_path, *options) == 0
    assert (shown(tmp_path)[:, :45] == 77).all()
    assert not (shown(tmp_path)[:, 45:] == 77).all()


def test_a_soft_mask_blends_and_the_line_art_is_the_base(tmp_path: Path) -> None:
    bench(tmp_path)
    soft = np.zeros(SIZE, np.uint8)
    soft[:, 30:60], soft[:, 60:] = 128, 255
    write_png(tmp_path / "soft.png", soft)
    options = ("--hints", tmp_path / "hints.png", "--shading", 0, "--mask", tmp_path / "soft.png")
    assert paint(tmp_path, *options) == 0
    painted, lines = shown(tmp_path), decode_rgb((tmp_path / "lines.png").read_bytes(), "lines")
    assert np.array_equal(painted[:, :30], lines[:, :30])
    assert np.abs(painted[35, 50].astype(int) - (227, 147, 157)).max() <= 2
    assert painted[35, 62].tolist() == [200, 40, 60]


def test_a_palette_gives_the_colours_and_counts_give_proposals(tmp_path: Path) -> None:
    bench(tmp_path)
    sheet = np.full((20, 20, 4), 255, np.uint8)
    sheet[:10, :, :3], sheet[:, 15:, 3] = (20, 90, 160), 0
    write_png(tmp_path / "sheet.png", sheet)
    options = ("--palette", tmp_path / "sheet.png", "--only-colors", "--shading", 0, "--count", 3)
    assert paint(tmp_path, *options) == 0
    assert not (tmp_path / "out.png").exists()
    for number in (1, 2, 3):
        colors = decode_rgba((tmp_path / f"out_{number}.png").read_bytes(), "out")
        assert {tuple(color) for color in colors.reshape(-1, 4)} <= {(20, 90, 160, 255), (255, 255, 255, 255)}


def test_seeds_differ_and_come_back(tmp_path: Path) -> None:
    bench(tmp_path)
    pictures = []
    for seed in (3, 3, 4):
        assert paint(tmp_path, "--seed", seed) == 0
        pictures.append(shown(tmp_path))
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])


def test_a_locked_region_stays_and_the_lock_wins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench(tmp_path)
    options = ("--hints", tmp_path / "hints.png", "--base", tmp_path / "base.png", "--lock", "45,35")
    assert paint(tmp_path, *options) == 0
    said = capsys.readouterr().err
    assert said.count("found hints in a locked region, which stays as it is") == 1
    assert (shown(tmp_path)[25:45, 35:55] == 77).all()
    assert not (shown(tmp_path)[:5] == 77).all()


def test_layers_go_out_as_openraster(tmp_path: Path) -> None:
    bench(tmp_path)
    out = tmp_path / "out.ora"
    assert run("colorize", tmp_path / "lines.png", "--hints", tmp_path / "hints.png", "--out", out, "--models", tmp_path / "models") == 0
    with zipfile.ZipFile(out) as archive:
        stack = archive.read("stack.xml").decode()
    assert all(f'"{name}"' in stack for name in ("flats", "shadow", "highlight", "lines"))
    assert '"base"' not in stack


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
    if name == "a palette of one colour":
        write_png(folder / "bad.png", np.full((9, 9, 3), 90, np.uint8))
        return ("--palette", folder / "bad.png")
    if name == "a palette of nothing":
        write_png(folder / "bad.png", small)
        return ("--palette", folder / "bad.png")
    if name == "a lock outside":
        return ("--lock", "500,3")
    if name == "all locked":
        places = ("45,35", "2,2", "87,2", "2,67", "87,67")
        return tuple(part for place in places for part in ("--lock", place))
    if name == "another ending":
        return ("--out", folder / "out.jpg")
    if name == "what only ours can":
        return ("--method", "stenciltorch", "--seed", "3")
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
        ("a palette of one colour", "bad.png: found one colour, expected a picture with the colours to paint with, two at least"),
        ("a palette of nothing", "bad.png: found nothing opaque, expected a picture"),
        ("a lock outside", "--lock: found (500, 3), expected a place inside 90×70"),
        ("all locked", "found every place locked or outside the mask, expected something left to paint"),
        ("another ending", "--out: found 'out.jpg', expected a name that ends in .png, or in .ora for layers"),
        ("what only ours can", "--seed: found with --method stenciltorch, expected it with --method regions only"),
        ("point outside", "expected a place inside 90×70"),
        (
            "no colour",
            "found the colour 'sky', expected [r, g, b] of 0 to 255, #rrggbb or a name such as skyblue, or a name in the palette",
        ),
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


def test_onnx_is_refused_on_a_gpu(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench(tmp_path)
    assert paint(tmp_path, "--engine", "onnx", "--device", "cuda") == 1
    assert "--engine: found onnx with --device cuda, expected --device cpu or auto" in capsys.readouterr().err
    assert not (tmp_path / "out.png").exists()


@pytest.mark.slow
def test_stenciltorch_paints_in_onnx_what_it_paints_in_pytorch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench(tmp_path)
    options = ("--hints", tmp_path / "hints.png", "--method", "stenciltorch")
    assert paint(tmp_path, *options) == 0
    expected = shown(tmp_path).astype(int)
    assert paint(tmp_path, *options, "--engine", "onnx") == 0
    assert np.abs(shown(tmp_path) - expected).max() <= 2
    assert f"{tmp_path / 'models' / 'onnx'}: making ONNX of" in capsys.readouterr().err
