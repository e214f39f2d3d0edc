"""Line extraction as a task: what is ink, that training lowers the loss, and that it ends with the same weights."""

from pathlib import Path

import pandas as pd
import pytest
import torch
from torch import nn

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import douga_loader
from pegbar.production.drawings import records, write_maps
from pegbar.production.store import Store, rows_of
from pegbar.training.line_extraction import LineExtraction
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import LINES
from pegbar.vocabulary.palette import Palette
from tests.settings import douga_params
from tests.training.small_run import PARAMS, draw

FIXED = PARAMS.model_copy(update={"standardize": "fixed", "steps": 12, "validate_every": 6, "learning_rate": (1e-2, 1e-3)})


def network() -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 1, 1))


@pytest.fixture
def task(manifest: pd.DataFrame, store: Store, palette: Palette, tmp_path: Path) -> LineExtraction:
    for name in ("douga", "masks"):
        (tmp_path / name).mkdir()
    decode_drawings(store, manifest, palette, douga_params(tolerance=48), tmp_path / "douga")
    write_maps(tmp_path / "masks", ((row["frame_id"], store.mask(row["mask"])) for row in records(manifest)))
    load = douga_loader(store, Store(tmp_path / "masks"), Store(tmp_path / "douga"), 64)
    return LineExtraction(*(Frames(rows_of(manifest, split), load, 50) for split in ("train", "val")), FIXED)


def test_ink_is_every_line_of_a_picture_in_levels(task: LineExtraction) -> None:
    first = draw(task, 0)
    pictures, ink = task.examples(task.batch(first), first)
    assert pictures.min() >= 0 and pictures.max() <= 1
    _, classes = task.batches.examples(task.batch(first), first)
    assert torch.equal(ink[:, 0] == 1, torch.isin(classes, torch.tensor(LINES)))
    assert 0 < ink.mean() < 0.5


def test_training_lowers_the_loss_and_ends_with_the_same_weights(task: LineExtraction, tmp_path: Path) -> None:
    first = train_network(network(), task, tmp_path / "a.pt", "mark")
    again = train_network(network(), task, tmp_path / "b.pt", "mark")
    assert first.validation.best_loss < first.run.history[0]["val_loss"] or first.validation.best_step == 6
    with torch.inference_mode():
        untrained = task.validate(network().eval(), torch.device("cpu"))["loss"]
    assert first.validation.best_loss < untrained
    for key, value in first.weights.items():
        assert torch.equal(value, again.weights[key])


def test_pictures_must_be_standardised_by_constants(task: LineExtraction) -> None:
    with pytest.raises(ValueError, match="standardize: found picture, expected fixed"):
        LineExtraction(task.batches.frames, task.val, PARAMS)
