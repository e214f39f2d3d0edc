"""Small drawn scenes and an untrained generator, shared by the tests of backgrounds."""

from pathlib import Path

import torch

from pegbar.networks.background_generator import BackgroundGenerator, BackgroundGeneratorConfig
from pegbar.networks.background_generator_files import save_background
from pegbar.networks.colorizer_files import save_tag_encoder
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.scenes import SceneParams
from pegbar.plans.scene_drawing import draw_scenes
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.condition_encoding import CONDITIONS
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.vocabulary.scene_labels import LABELS

SCENES = SceneParams(seed=4, count=60, width=192, height=96, val_fraction=0.1, test_fraction=0.15, split_seed=1, workers=1)
SIZE = (128, 64)
SHAPE = BackgroundGeneratorConfig(len(LABELS), len(CONDITIONS), 8)
TAGS = ("element:cloud", "element:sky", "element:tree", "place:field", "place:beach", "time:day", "time:night")


def draw_world(folder: Path) -> Path:
    """Scenes under ``folder/scenes`` with their table beside them, and untrained models under ``folder/models``."""
    draw_scenes(SCENES, folder / "scenes", folder / "scenes.csv")
    torch.manual_seed(0)
    save_background(folder / "models", "background", BackgroundGenerator(SHAPE).state_dict(), SHAPE, SIZE, {})
    shape = TagEncoderConfig("resnet18", "group", len(TAGS))
    save_tag_encoder(folder / "models", "recognizer", TagEncoder(shape).state_dict(), shape, TAGS, {"size": list(SIZE)})
    return folder


def library_of(folder: Path, size: tuple[int, int] | None = None, split: str = "") -> SceneLibrary:
    """All scenes of a world, or those of a split."""
    rows = load_scenes(folder / "scenes.csv")
    return SceneLibrary(Store(folder / "scenes"), rows_of(rows, split) if split else rows, size)
