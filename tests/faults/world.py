"""Good inputs of every kind, and tiny untrained models: what bad inputs are laid beside."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import torch

from pegbar.networks.colorizer_files import save_generator, save_tag_encoder
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.region_colorizer_files import save_region_colorizer
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.orders.order import Order
from pegbar.plans.plan_files import save_plan
from pegbar.plans.planning import plan_order
from pegbar.production.pictures import write_png
from pegbar.resources import resolve
from tests.faults.running import ROOT
from tests.inference.region_colorizer_case import CONFIG, networks
from tests.inference.test_predictor import small_model

SIZE = (48, 64)


def build_world(folder: Path, drawn: Path) -> Path:
    """Models under ``models``, scenes, as ``tests.scene_world`` has drawn them, and good inputs under ``good``."""
    shutil.copytree(drawn, folder, dirs_exist_ok=True)
    for name, classes in (("cel", 2), ("douga", 10), ("regions", 2)):
        small_model(folder / "models", name, classes)
    torch.manual_seed(0)
    config = GeneratorConfig("stencil", 8, 0, True, False)
    save_generator(folder / "models", "colorizer", StencilGenerator(config).state_dict(), config, {})
    save_region_colorizer(folder / "models", networks().state_dict(), CONFIG, {})
    tags = TagEncoderConfig("resnet18", "group", 2)
    save_tag_encoder(folder / "models", "tag_encoder", TagEncoder(tags).state_dict(), tags, ("a", "b"), {})
    _pictures(folder / "good")
    _texts(folder / "good")
    save_plan(plan_order(Order("beach", "day", "clear", "summer"), 1).plan, folder / "good" / "plan.json")
    shutil.copytree(resolve("palettes", "thesis").parent, folder / "good" / "palettes")
    shutil.copytree(resolve("words", "scenery_english").parent, folder / "good" / "words")
    shutil.copy(ROOT / "params.yaml", folder / "good" / "params.yaml")
    (folder / "good" / "world.txt").write_text(str(folder))
    return folder


def _pictures(folder: Path) -> None:
    rng = np.random.default_rng(0)
    write_png(folder / "frame.png", rng.integers(0, 256, (*SIZE, 3), np.uint8))
    write_png(folder / "other.png", rng.integers(0, 256, (*SIZE, 3), np.uint8))
    lines = np.full((*SIZE, 3), 255, np.uint8)
    cv2.circle(lines, (30, 24), 15, (0, 0, 0), 2)
    write_png(folder / "lines.png", lines)
    cel = np.zeros((*SIZE, 4), np.uint8)
    cel[10:40, 20:40] = (200, 60, 60, 255)
    write_png(folder / "cel.png", cel)
    hints = np.zeros((*SIZE, 4), np.uint8)
    hints[22:26, 28:32] = (40, 60, 200, 255)
    write_png(folder / "hints.png", hints)
    mask = np.zeros(SIZE, np.bool_)
    mask[:, 32:] = True
    write_png(folder / "mask.png", mask)
    for name in ("frame_mask", "other_mask", "bad_mask"):
        write_png(folder / "masks" / f"{name}.png", ~mask)
    for cut in range(3):
        for index in range(2):
            write_png(folder / "src" / "frames" / f"c{cut}" / f"{index:04d}.png", rng.integers(0, 256, (*SIZE, 3), np.uint8))
            write_png(folder / "src" / "cels" / f"c{cut}" / f"{index:04d}.png", mask)
    for model in ("ours", "theirs"):
        for name in ("a", "b"):
            write_png(folder / "painted" / model / f"{name}.png", rng.integers(0, 256, (*SIZE, 3), np.uint8))


def _texts(folder: Path) -> None:
    (folder / "letter.txt").write_text("a document of the user's")
    (folder / "points.yaml").write_text("palette: {skin: '#f2c9a5'}\npoints:\n  - {x: 30, y: 24, color: skin}\n")
    (folder / "key.json").write_text(json.dumps({"m00": "ours", "m01": "theirs"}))
    rows = [f"{rater},{picture},{code},{3 + number % 2}" for number, (rater, picture, code) in enumerate(
        (r, p, c) for r in ("ann", "bob") for p in ("a", "b") for c in ("m00", "m01"))]  # fmt: skip
    (folder / "ratings.csv").write_text("\n".join(["rater,picture,code,rating", *rows]) + "\n")
    (folder / "scores.csv").write_text("picture,score\nframe.png,1\nother.png,0\n")
