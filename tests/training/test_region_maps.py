from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.datasets.frames import Frames
from pegbar.production.illustrations import encode_regions
from pegbar.production.pictures import write_png
from pegbar.production.store import Store
from pegbar.regions.displacement import borders, displacement
from pegbar.training.region_maps import DisplacementMaps, displacement_loader, displacement_loss
from pegbar.training.segmentation import build_network
from pegbar.training.supervised import train_network
from tests.training.small_run import REGIONS, draw


@pytest.fixture
def task(tmp_path: Path) -> DisplacementMaps:
    """Four pictures of two tall areas each, black and white."""
    rows = []
    for number in range(4):
        regions = np.ones((128, 256), np.int32)
        regions[:, 60 + 40 * number :] = 2
        write_png(tmp_path / f"pictures/{number}.png", np.where(regions[..., None] == 1, np.uint8(255), np.uint8(30)).repeat(3, axis=2))
        write_png(tmp_path / f"regions/{number}.png", encode_regions(regions))
        rows.append({"path": f"pictures/{number}.png", "regions": f"regions/{number}.png"})
    store = Store(tmp_path)
    frames = Frames(pd.DataFrame(rows), displacement_loader(store, 64), 20)
    return DisplacementMaps(frames, frames, REGIONS)


def examples(task: DisplacementMaps, step: int) -> tuple[torch.Tensor, torch.Tensor]:
    return task.examples(task.batch(draw(task, step)), draw(task, step))


def test_targets_are_maps_of_the_working_size(task: DisplacementMaps) -> None:
    sample = task.train[0]
    assert sample.size == (64, 128)
    regions = np.ones((64, 128), np.int32)
    regions[:, 30:] = 2
    assert np.abs(sample.target / 255 - displacement(regions)).max() < 0.01
    assert (sample.target[borders(regions)] == 0).all()


def test_batches_are_a_function_of_their_step(task: DisplacementMaps) -> None:
    one, other = examples(task, 3), examples(task, 3)
    assert torch.equal(one[0], other[0])
    assert torch.equal(one[1], other[1])
    assert one[0].shape == (2, 3, 64, 128), "late steps are fine"
    assert examples(task, 0)[1].shape == (2, 2, 32, 64), "first steps are coarse"
    assert 0 <= one[1].min() <= one[1].max() <= 1


def test_both_maps_count() -> None:
    targets = torch.zeros(1, 2, 1, 2)
    targets[0, 0, 0, 1] = 1.0
    targets[0, 1, 0, 0] = 1.0
    right = torch.tensor([[[[-50.0, 50.0]], [[50.0, -50.0]]]])
    assert float(displacement_loss(right, targets)) == pytest.approx(0, abs=1e-6)
    vague, missed, extra = right.clone(), right.clone(), right.clone()
    vague[0, 0], missed[0, 1, 0, 0], extra[0, 1, 0, 1] = 0.0, -2.0, 2.0
    assert float(displacement_loss(vague, targets)) == pytest.approx(0.5)
    assert float(displacement_loss(missed, targets)) == pytest.approx(3 * float(displacement_loss(extra, targets)))


def test_it_learns(task: DisplacementMaps, tmp_path: Path) -> None:
    params = REGIONS.model_copy(update={"steps": 30, "validate_every": 30, "low_res_fraction": 0.0})
    task.params = params
    pictures, maps = examples(task, 0)
    before = float(displacement_loss(build_network(params, 2, tmp_path, "regions")(pictures), maps).detach())
    trained = train_network(build_network(params, 2, tmp_path, "regions"), task, tmp_path / "c.pt", "run")
    assert trained.run.history[-1]["train_loss"] < before
    assert np.isfinite(trained.run.history[-1]["val_loss"])
