"""A small world of drawn scenes and an untrained painter, shared by the tests of backgrounds."""

from pathlib import Path

import torch

from pegbar.networks.background_files import save_background
from pegbar.networks.backgrounds import BackgroundPainter, BackgroundShape
from pegbar.networks.coloring_files import save_tagger
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.scenes import SceneParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.library import Library
from pegbar.scenes.telling import FACTS
from pegbar.studio.locations import draw_scenes
from pegbar.studio.plates.canvas import LABELS

SCENES = SceneParams(seed=4, count=72, width=192, height=96, val_share=0.1, test_share=0.15, split_seed=1, workers=1)
SIZE = (128, 64)
SHAPE = BackgroundShape(len(LABELS), len(FACTS), 8)
TAGS = ("element:cloud", "element:sky", "element:tree", "place:field", "place:sea", "time:day", "time:night")


def draw_world(folder: Path) -> Path:
    """Scenes under ``folder/scenes`` with their table beside them, and untrained models under ``folder/models``."""
    draw_scenes(SCENES, folder / "scenes", folder / "scenes.csv")
    torch.manual_seed(0)
    save_background(folder / "models", "background", BackgroundPainter(SHAPE).state_dict(), SHAPE, SIZE, {})
    shape = TaggerShape("resnet18", "group", len(TAGS))
    save_tagger(folder / "models", "recognizer", Tagger(shape).state_dict(), shape, TAGS, {})
    return folder


def library_of(folder: Path, size: tuple[int, int] | None = None, split: str = "") -> Library:
    """All scenes of a world, or those of a split."""
    rows = load_scenes(folder / "scenes.csv")
    return Library(Store(folder / "scenes"), rows_of(rows, split) if split else rows, size)
