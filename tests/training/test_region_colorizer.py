"""Both networks of our colouriser on a few tiny illustrations."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.errors import PegbarError
from pegbar.params.coloring import RegionColorizerParams
from pegbar.production.light_layer import LIT, SHADOW
from pegbar.regions.color_bins import color_bins, to_lab
from pegbar.training import region_colorizer
from pegbar.training.callbacks import Callback
from pegbar.training.light import LightLearning, light_example
from pegbar.training.region_coloring import RegionColoring, chosen_hints, main_colors, region_colors, same_colors
from pegbar.training.region_colorizer import build_networks, forget_checkpoints, train_region_colorizer
from tests.training.paintings import DRAWN, paintings
from tests.training.small_run import draw

RUN = {
    "seed": 3, "threads": 1, "precision": "float32", "size": 64, "scale": (0.7, 1.0), "hue": 30, "batch": 2, "steps": 4,
    "learning_rate": (1e-3, 1e-5), "backbone_lr_multiplier": 0.3, "warmup": 0, "validate_every": 2, "patience": 9,
}  # fmt: skip
COLORS = {"regions": 20, "unhinted_fraction": 0.4, "mean_hints": 2, "palette_fraction": 0.5, "evenness": 0.5}
PARAMS = RegionColorizerParams.model_validate(
    {
        "init": "imagenet",
        "width": 16,
        "layers": 1,
        "heads": 2,
        "light_channels": 8,
        "start_fraction": 0.5,
        "colors": RUN | COLORS,
        "light": RUN,
    }
)  # fmt: skip


@pytest.fixture
def dataset(tmp_path: Path) -> PaintingDataset:
    return paintings(tmp_path)


def test_a_region_has_its_commonest_colour(dataset: PaintingDataset) -> None:
    colors = region_colors(dataset.middle(0, 96), 20)
    box = colors.parted.regions[40, 30] - 1
    assert colors.lab[box] == pytest.approx(to_lab(DRAWN[:1])[0], abs=0.1)
    assert colors.weights.min() > 0


def test_hints_are_true_and_palettes_hold_what_covers_most(dataset: PaintingDataset) -> None:
    colors = region_colors(dataset.middle(0, 96), 20)
    hints = chosen_hints(colors, 2, np.random.default_rng(0))
    hinted = hints[:, 3] > 0
    assert hinted.sum() == 2
    assert np.allclose(hints[hinted, :3] * 100, colors.lab[hinted], atol=1e-4)
    assert main_colors(colors, 1)[0] == pytest.approx(to_lab(np.uint8([[255, 255, 255]]))[0], abs=0.1), "the ground is paper"


def test_batches_follow_from_their_step(dataset: PaintingDataset) -> None:
    task = RegionColoring(dataset, dataset, PARAMS.colors)
    first, again, other = (task.batch(draw(task, step)) for step in (0, 0, 1))
    assert torch.equal(first.labels, again.labels)
    assert torch.equal(first.inputs.pictures, again.inputs.pictures)
    assert not torch.equal(first.inputs.pictures, other.inputs.pictures)
    known = first.inputs.hints[..., 3] > 0
    assert not first.weights[known].any(), "what a hint tells is not asked"


def test_light_examples_tell_where_it_comes_from(dataset: PaintingDataset) -> None:
    inputs, target = light_example(dataset.middle(0, 96), directed=True)
    assert inputs.shape == (6, 96, 96)
    assert inputs[4:].mean(dim=(1, 2)).tolist() == pytest.approx([0, -1], abs=0.01)
    assert set(torch.unique(target).tolist()) == {0, LIT, SHADOW}
    assert not light_example(dataset.middle(0, 96), directed=False)[0][4:].any()
    assert len(LightLearning(dataset, dataset, PARAMS.light)) == 3


def trained(dataset: PaintingDataset, folder: Path, params: RegionColorizerParams = PARAMS) -> region_colorizer.Outcome:
    return train_region_colorizer(build_networks(params), dataset, dataset, params, folder, "mark", lambda name: Callback())


def test_both_networks_are_trained_and_their_curves_kept(dataset: PaintingDataset, tmp_path: Path) -> None:
    outcome = trained(dataset, tmp_path / "run")
    assert outcome.curves["network"].tolist() == ["colors", "colors", "light", "light"]
    assert set(outcome.facts) == {"colors", "light"}
    first = build_networks(PARAMS).state_dict()
    assert set(outcome.weights) == set(first)
    assert not torch.equal(outcome.weights["colors.head.weight"], first["colors.head.weight"])
    assert not torch.equal(outcome.weights["light.head.weight"], first["light.head.weight"])
    assert len(list((tmp_path / "run").glob("*.pt"))) == 2
    forget_checkpoints(tmp_path / "run")
    assert not list((tmp_path / "run").glob("*.pt"))


def test_a_longer_run_learns_the_colours_of_its_pictures(dataset: PaintingDataset, tmp_path: Path) -> None:
    longer = PARAMS.colors.model_copy(update={"steps": 60, "validate_every": 30, "hue": 0.0, "learning_rate": (3e-3, 1e-4)})
    curves = trained(dataset, tmp_path / "run", PARAMS.model_copy(update={"colors": longer})).curves
    colors = curves[curves["network"] == "colors"]
    (first, last), errors = colors["val_loss"].tolist(), colors["val_error"].tolist()
    assert last < first < np.log(len(color_bins())) + 2 * np.log(2), "the first loss is below that of a network that knows nothing"
    assert errors[1] < errors[0]


def test_regions_of_one_colour_are_told(dataset: PaintingDataset) -> None:
    task = RegionColoring(dataset, dataset, PARAMS.colors)
    batch = task.batch(draw(task, 0))
    count = batch.weights.shape[1]
    assert batch.same.shape == batch.pairs.shape == (2, count, count + 16)
    asked = batch.weights > 0
    assert batch.same[:, range(count), range(count)][asked].all(), "a region has its own colour"
    assert not batch.pairs[:, range(count), range(count)].any(), "which is not asked"
    lab = to_lab(np.uint8([[200, 30, 40], [200, 30, 40], [9, 9, 9]]))
    assert same_colors(lab, lab[2:]).tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]]


def test_without_light_layers_light_stays_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dark = paintings(tmp_path / "dark", count=1)
    outcome = trained(dark, tmp_path / "run")
    assert "found none with a light layer" in capsys.readouterr().err
    assert torch.equal(outcome.weights["light.head.weight"], build_networks(PARAMS).state_dict()["light.head.weight"])


def test_another_architecture_than_the_starters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = build_networks(PARAMS.model_copy(update={"width": 32}))
    monkeypatch.setattr(region_colorizer, "load_region_colorizer_networks", lambda folder, device: other)
    monkeypatch.setattr(region_colorizer, "starter_folder", lambda name: Path(name))
    with pytest.raises(PegbarError, match=r"region_colorizer: found RegionColorizerConfig.*expected that of the starter"):
        build_networks(PARAMS.model_copy(update={"init": "starter"}))
