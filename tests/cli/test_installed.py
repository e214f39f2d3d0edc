"""An installed wheel works in any folder: vocabulary, palettes and default parameters are package data."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pegbar.networks.colorizer_files import save_generator
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.region_colorizer_files import save_region_colorizer
from pegbar.production.pictures import write_png
from tests.inference.region_colorizer_case import CONFIG, networks
from tests.inference.test_predictor import small_model

ROOT = Path(__file__).parents[2]
VERBS = (
    "reconstruct", "lineart", "regions", "colorize", "background", "roundtrip", "clean-plate", "survey", "summarize-ratings", "import",
    "studio", "params", "starters",
)  # fmt: skip
MADE: dict[str, tuple[str, ...]] = {
    "out/frame_lineart.png": ("lineart", "frame.png", "--gray", "--out", "out"),
    "footage/production.zip": ("import", "mine", "--out", "footage"),
    "preview/plates.jpg": ("studio", "preview", "--out", "preview", "--kind", "plates"),
    "own.yaml": ("params", "check", "--file", "own.yaml"),
    "survey.html": ("survey", "painted", "--out", "survey.html"),
    "scores.json": ("summarize-ratings", "ratings.csv", "--key", "key.json", "--out", "scores.json"),
    "plate.png": ("clean-plate", "frame.png", "other.png", "--masks", "masks", "--out", "plate.png"),
    "out/frame_douga.png": ("reconstruct", "frame.png", "--out", "out", "--palette", "production_rgb"),
    "out/frame_regions.png": ("regions", "frame.png", "--out", "out"),
    "painted.png": ("colorize", "lines.png", "--hints", "hints.png", "--out", "painted.png"),
}
SCRIPT = """
import contextlib, io, json, pathlib, sys
import pegbar
assert pathlib.Path(pegbar.__file__).is_relative_to(sys.argv[1]), pegbar.__file__
from pegbar.cli.main import main
results = []
for arguments in json.loads(sys.argv[2]):
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(arguments)
        except SystemExit as end:
            results.append((end.code or 0, said.getvalue()))
print(json.dumps(results))
"""
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("installed")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.txt"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder / "site"


@pytest.fixture
def anywhere(tmp_path: Path) -> Path:
    """A folder with pictures and tiny models, and nothing of a checkout."""
    rng = np.random.default_rng(0)
    for name in ("frame", "other"):
        write_png(tmp_path / f"{name}.png", rng.integers(0, 256, (48, 64, 3), np.uint8))
        for model in ("ours", "theirs"):
            write_png(tmp_path / f"painted/{model}/{name}.png", rng.integers(0, 256, (16, 16, 3), np.uint8))
        write_png(tmp_path / f"masks/{name}.png", np.zeros((48, 64), np.bool_))
    for cut in range(3):
        shutil.copytree(tmp_path / "masks", tmp_path / f"mine/frames/c{cut}")
        for index, path in enumerate(sorted((tmp_path / f"mine/frames/c{cut}").iterdir())):
            path.rename(path.with_name(f"{index:04d}.png"))
    lines, hints = np.full((48, 64, 3), 255, np.uint8), np.zeros((48, 64, 4), np.uint8)
    cv2.circle(lines, (30, 24), 15, (0, 0, 0), 2)
    hints[22:26, 28:32] = (40, 60, 200, 255)
    write_png(tmp_path / "lines.png", lines)
    write_png(tmp_path / "hints.png", hints)
    (tmp_path / "ratings.csv").write_text("rater,picture,code,rating\nann,a,m00,3\nann,a,m01,4\nbob,a,m00,4\nbob,a,m01,5\n")
    (tmp_path / "key.json").write_text('{"m00": "ours", "m01": "theirs"}')
    shutil.copy(ROOT / "params.yaml", tmp_path / "own.yaml")
    for task, classes in (("cel", 2), ("douga", 10), ("regions", 2)):
        small_model(tmp_path / "models", task, classes)
    torch.manual_seed(0)
    config = GeneratorConfig("stencil", 8, 0, True, False)
    save_generator(tmp_path / "models", "colorizer", StencilGenerator(config).state_dict(), config, {})
    save_region_colorizer(tmp_path / "models", networks().state_dict(), CONFIG, {})
    return tmp_path


def pegbar(installed: Path, folder: Path, commands: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Status and output of commands of the installed package, one after the other, beside this environment's dependencies."""
    environment = os.environ | {"PYTHONPATH": str(installed), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SCRIPT, str(installed), json.dumps(commands)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [(status, said) for status, said in json.loads(done.stdout.splitlines()[-1])]


def test_every_verb_has_help(installed: Path, tmp_path: Path) -> None:
    for status, said in pegbar(installed, tmp_path, [(verb, "--help") for verb in VERBS]):
        assert status == 0, said
        assert "usage: pegbar" in said


def test_verbs_work_in_a_folder_that_is_no_checkout(installed: Path, anywhere: Path) -> None:
    results = pegbar(installed, anywhere, list(MADE.values()))
    for (made, arguments), (status, said) in zip(MADE.items(), results, strict=True):
        assert status == 0, f"{arguments}: {said}"
        assert (anywhere / made).is_file(), arguments


def test_a_frame_comes_apart_in_an_empty_folder_by_the_models_that_came_along(installed: Path, tmp_path: Path) -> None:
    write_png(tmp_path / "frame.png", np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8))
    ((status, said),) = pegbar(installed, tmp_path, [("reconstruct", "frame.png", "--out", "out")])
    assert status == 0, said
    assert "using the starter cel_v" in said
    assert (tmp_path / "out/frame_douga.png").is_file()


def test_a_background_is_painted_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    ((status, said),) = pegbar(installed, tmp_path, [("background", "a sea by day", "--size", "160x96", "--out", "out")])
    assert status == 0, said
    assert (tmp_path / "out/background.png").is_file()


def test_what_has_to_be_trained_first_is_said_in_one_sentence(installed: Path, tmp_path: Path) -> None:
    write_png(tmp_path / "frame.png", np.zeros((48, 64, 3), np.uint8))
    missing = [
        ("background", "a sea by day", "--ratings", "scores.csv", "--out", "out"),
        ("reconstruct", "frame.png", "--out", "out", "--models", "mine"),
    ]
    for status, said in pegbar(installed, tmp_path, missing):
        assert status == 1
        assert len(said.strip().splitlines()) == 1
        assert "make repro" in said
