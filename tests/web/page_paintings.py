"""What ``pegbar colorize`` paints of drawn line art, written for the tests of the page's engine."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

from pegbar.cli.main import main
from pegbar.networks.model_files import save_weights
from pegbar.networks.region_colorizer_files import NAME, load_region_colorizer_networks
from pegbar.networks.starters import starter_folder
from pegbar.onnx_models.web import export_web_models
from pegbar.production.pictures import read_rgba
from pegbar.regions.light import light_vector
from pegbar.regions.palette import picture_palette
from pegbar.storage.mappings import read_mapping
from tests.web.engine_fixtures import Fixtures, Rgba, drawn_lines


def export_starter(folder: Path) -> tuple[Path, Path]:
    """The starter colouriser with weights that float16 holds, and its ONNX files: folders of models for both sides."""
    models, web = folder / "models", folder / "web"
    models.mkdir()
    source = starter_folder(NAME)
    networks = load_region_colorizer_networks(source, torch.device("cpu"))
    weights = {name: value.half().to(value.dtype) for name, value in networks.state_dict().items()}
    sidecar = {key: value for key, value in read_mapping(source / f"{NAME}.json", "a sidecar").items() if key != "weights_sha256"}
    save_weights(models, NAME, weights, sidecar)
    export_web_models(models, web)
    return models, web


def _sheets(folder: Path, lines: Rgba) -> dict[str, Path]:
    """Hints, a soft mask, and an earlier painting for line art."""
    height, width = lines.shape[:2]
    hints = np.zeros_like(lines)
    for x, y, color in ((0.3, 0.4, (222, 180, 150)), (0.7, 0.3, (40, 70, 160)), (0.72, 0.75, (190, 40, 60)), (0.1, 0.9, (250, 250, 240))):
        cv2.circle(hints, (int(x * width), int(y * height)), 4, (*color, 255), -1)
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (int(0.6 * width), int(0.5 * height)), int(0.4 * height), 255, -1, cv2.LINE_AA)
    across = np.linspace(60, 220, width, dtype=np.float32)[None].repeat(height, axis=0)
    base = np.dstack([across, across[:, ::-1], np.full_like(across, 120)]).astype(np.uint8)
    pictures = {"lines": lines, "hints": hints, "mask": mask, "base": base}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(folder / f"{name}.png")
    return {name: folder / f"{name}.png" for name in pictures}


def _painted(folder: Path, models: Path, sheets: dict[str, Path], *options: str) -> Rgba:
    out = folder / "out.png"
    out.unlink(missing_ok=True)
    given = ["colorize", str(sheets["lines"]), "--out", str(out), "--models", str(models), "--device", "cpu"]
    try:
        main([*given, *(() if "--shading" in options else ("--shading", "1")), *options])
    except SystemExit as end:
        assert end.code in (0, None), end.code
    return read_rgba(out)


@contextlib.contextmanager
def _in_full() -> Iterator[None]:
    """Attention as it was learnt and exported, without PyTorch's fast path, which masks where it should weigh; in float32 everywhere."""
    fast, tiles = torch.backends.mha.get_fastpath_enabled(), torch.cpu._is_amx_tile_supported
    torch.backends.mha.set_fastpath_enabled(False)
    torch.cpu._is_amx_tile_supported = lambda: False
    try:
        yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
        torch.cpu._is_amx_tile_supported = tiles


def write_paintings(folder: Path, models: Path, fixtures: Fixtures) -> None:
    """Add a case for each way to colour."""
    lines = drawn_lines(230, 160, 21)
    sheets = _sheets(folder, lines)
    height, width = lines.shape[:2]
    hints, base = read_rgba(sheets["hints"]), read_rgba(sheets["base"])
    mask = np.dstack([np.full((height, width, 3), 255, np.uint8), np.asarray(Image.open(sheets["mask"]))])
    locked = np.zeros_like(lines)
    locked[int(0.5 * height), int(0.8 * width)] = 255
    palette = picture_palette(base)
    lock = f"{int(0.8 * width)},{int(0.5 * height)}"
    second = ["--mask", str(sheets["mask"]), "--base", str(sheets["base"])]
    hinted = ["--hints", str(sheets["hints"])]
    across, down = light_vector(70)
    cases: dict[str, tuple[list[str], dict[str, object]]] = {
        "nothing but lines": ([], {}),
        "hints": (hinted, {"hints": hints}),
        "flats": ([*hinted, "--shading", "0"], {"hints": hints, "shading": 0.0}),
        "second pass": ([*hinted, *second], {"hints": hints, "mask": mask, "base": base}),
        "locked": ([*second[2:], "--lock", lock], {"base": base, "locked": locked}),
        "palette": (["--palette", str(sheets["base"])], {"palette": palette}),
        "another proposal": (["--seed", "3"], {"seed": 3}),
        "the ground too": ([*hinted, "--paint-ground"], {"hints": hints, "paintGround": 1}),
        "lit from the right": ([*hinted, "--light", "70"], {"hints": hints, "across": across, "down": down}),
        "colours alone": ([*hinted, "--only-colors"], {"hints": hints, "onlyColors": 1}),
    }
    for name, (options, given) in cases.items():
        with _in_full():
            expected = _painted(folder, models, sheets, *options)
        # sums in another order: a level may round to the one beside it, and a curve that is steep moves by two
        fixtures.add("colorize", {"lines": lines, **given}, {"picture": expected}, within=2, differing=1e-3, name=name)
