"""The tag encoder and the colouriser on a few tiny drawn illustrations."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.datasets.illustration_dataset import IllustrationDataset, center_crop, center_crop_map, random_crop, shift_hue
from pegbar.errors import PegbarError
from pegbar.networks.generators import hints_at_quarter
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.coloring import ColorizerMethodName, ColorizerParams, TagEncoderParams
from pegbar.production.illustrations import encode_color_map
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard
from pegbar.regions.colors import ColorMap
from pegbar.training.colorizer import Batch, ColorizerModels, ColorizerTask, cell_hints, generator_config, patch_hints, sample_request
from pegbar.training.colorizer_methods import METHODS
from pegbar.training.gan import TrainedGAN, train_gan
from pegbar.training.supervised import train_network
from pegbar.training.tag_encoder import TagClassification, known_tags
from pegbar.transforms.colorizer_inputs import ColorizeRequest, build_inputs
from tests.training.small_run import draw

SIZE = 96
PARAMS = ColorizerParams.model_validate(
    {
        "seed": 3, "threads": 1, "precision": "float32", "method": "stenciltorch_propagated", "channels": 8, "critic_channels": 8,
        "size": 64, "scale": (0.5, 1.0), "darkness": (0.6, 1.0), "hue": 90, "batch": 2, "steps": 4, "learning_rate": 1e-3,
        "lr_decay": 0.1, "ema_decay": 0.9, "save_every": 2,
    }
)  # fmt: skip
CPU = torch.device("cpu")


def drawn(number: int) -> tuple[np.ndarray, np.ndarray, ColorMap]:
    """Four areas of one colour each, with lines between."""
    rng = np.random.default_rng(number)
    index = np.zeros((SIZE, SIZE), np.uint8)
    index[:, SIZE // 2 :] += 1
    index[SIZE // 2 :] += 2
    palette = rng.integers(0, 256, (4, 3), np.uint8)
    lines = np.full((SIZE, SIZE), 255, np.uint8)
    lines[SIZE // 2 - 1 : SIZE // 2 + 1] = lines[:, SIZE // 2 - 1 : SIZE // 2 + 1] = 0
    picture = palette[index]
    picture[lines == 0] = 20
    return picture, lines, ColorMap(index, palette)


@pytest.fixture
def illustrations(tmp_path: Path) -> IllustrationDataset:
    members: dict[str, dict[str, bytes]] = {"store": {}, "lineart": {}, "regions": {}}
    rows = []
    for number in range(4):
        picture, lines, colors = drawn(number)
        name = f"a{number}/0"
        members["store"][f"pictures/{name}.png"] = encode_png(picture)
        members["lineart"][f"{name}.png"] = encode_png(lines)
        members["regions"][f"colors/{name}.png"] = encode_color_map(colors.index, colors.palette)
        tags = "common odd" if number % 2 else "common even"
        rows.append({"illustration_id": name, "path": f"pictures/{name}.png", "sha256": str(number), "tags": tags})
    for kind, files in members.items():
        write_shard(tmp_path / kind / "all.zip", files.items())
    return IllustrationDataset(pd.DataFrame(rows), *(Store(tmp_path / kind) for kind in members))


def tag_encoder() -> TagEncoder:
    torch.manual_seed(0)
    return TagEncoder(TagEncoderConfig("resnet18", "group", 2))


def test_crops_keep_their_layers_together(illustrations: IllustrationDataset) -> None:
    rng = np.random.default_rng(0)
    for _ in range(5):
        sample = random_crop(illustrations[0], 48, (0.5, 0.9), rng)
        assert sample.picture.shape == (48, 48, 3)
        free = sample.lines > 250
        assert np.abs(sample.colors.picture[free].astype(int) - sample.picture[free]).mean() < 12
    assert center_crop(illustrations[0], 48).lines.shape == (48, 48)
    assert center_crop_map(np.zeros((20, 50), np.uint8), 10).shape == (10, 10)


def test_hues_shift_in_picture_and_palette_alike(illustrations: IllustrationDataset) -> None:
    shifted = shift_hue(illustrations[1], 40)
    free = shifted.lines > 250
    assert np.abs(shifted.colors.picture[free].astype(int) - shifted.picture[free]).max() <= 3
    assert not np.array_equal(shifted.picture, illustrations[1].picture)


def test_hints_lie_in_the_mask(illustrations: IllustrationDataset) -> None:
    for step in range(6):
        request = sample_request(illustrations[0], step, PARAMS, np.random.default_rng(step))
        assert not (request.hints[..., 3] > 0)[~request.mask].any()
        assert request.lines.min() >= 0
    everywhere = sample_request(illustrations[0], 0, with_method("paintstorch"), np.random.default_rng(0))
    assert everywhere.mask.all()


@pytest.mark.parametrize(("drawn", "unit"), [(patch_hints, 1), (cell_hints, 16)])
def test_hints_of_earlier_tools_have_the_pictures_mean_colours(drawn: Callable[..., np.ndarray], unit: int) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:, 32:] = 255
    amounts = set()
    for seed in range(20):
        hints = drawn(picture, np.random.default_rng(seed))
        hinted = hints[..., 3] > 0
        assert hints.shape == (64, 64, 4) and hinted.any() and not hints[~hinted].any()
        assert (hints[:, :20][hinted[:, :20]][:, :3] == 0).all() and (hints[:, 45:][hinted[:, 45:]][:, :3] == 255).all()
        assert hinted.sum() % unit == 0
        amounts.add(int(hinted.sum()))
    assert len(amounts) > 10 and 4 * min(amounts) < max(amounts), "few or many"


def test_every_hint_arrives_at_quarter_size() -> None:
    picture = np.full((64, 64, 3), 200, np.uint8)
    request = ColorizeRequest(picture[..., 0], cell_hints(picture, np.random.default_rng(0)), np.ones((64, 64), np.bool_), picture)
    maps = build_inputs(request, False)
    single = torch.zeros(1, 4, 64, 64)
    single[:, :3] = -1
    single[0, :, 5, 7] = torch.tensor([0.2, 0.4, 0.6, 1.0])
    small = hints_at_quarter(torch.cat([maps[1][None], single]))
    assert small.shape == (2, 4, 16, 16)
    assert small[0, 3].sum() == maps[1][3].sum() / 16
    assert torch.allclose(small[1, :, 1, 1], torch.tensor([0.2, 0.4, 0.6, 1.0]))
    assert (small[1, 3] > 0).sum() == 1 and (small[1, :3, 0, 0] == -1).all()


def with_method(method: str, **changes: object) -> ColorizerParams:
    return ColorizerParams.model_validate(PARAMS.model_dump() | {"method": method} | changes)


def task_of(illustrations: IllustrationDataset, params: ColorizerParams = PARAMS) -> ColorizerTask:
    return ColorizerTask(illustrations, tag_encoder(), params, CPU)


def batch_of(task: ColorizerTask, step: int) -> Batch:
    return task.examples(task.batch(draw(task, step)))


def test_batches_are_a_function_of_their_step(illustrations: IllustrationDataset) -> None:
    task = task_of(illustrations)
    one, again, other = batch_of(task, 1), batch_of(task, 1), batch_of(task, 2)
    assert torch.equal(one.target, again.target) and torch.equal(one.inputs.propagated_hints, again.inputs.propagated_hints)
    assert not torch.equal(one.target, other.target)


def test_outside_the_mask_the_illustration_stays_in_training_too(illustrations: IllustrationDataset) -> None:
    task = task_of(illustrations)
    batch = batch_of(task, 3)
    generated, guided = task.generate(ColorizerModels(PARAMS), batch)
    outside = (batch.mask == 0).expand_as(generated)
    assert torch.equal(generated[outside], batch.target[outside])
    assert guided is not None and torch.equal(guided[outside], batch.colors[outside])


def trained(illustrations: IllustrationDataset, folder: Path, stop: int | None = None, **changes: object) -> TrainedGAN:
    params = ColorizerParams.model_validate(PARAMS.model_dump() | changes)
    task = task_of(illustrations, params)
    return train_gan(task.models(), task, folder / "c.pt", "mark", stop)


def test_a_run_that_was_killed_ends_with_the_same_weights(illustrations: IllustrationDataset, tmp_path: Path) -> None:
    reference = trained(illustrations, tmp_path / "one")
    trained(illustrations, tmp_path / "two", stop=3)
    assert (tmp_path / "two/c.pt").exists()
    for workers in (2, 0):
        resumed = trained(illustrations, tmp_path / "two", loader_workers=workers)
        assert resumed.run.step == 4, "also if complete but not saved: taken up where it ended"
        assert all(torch.equal(value, resumed.weights[key]) for key, value in reference.weights.items())
        assert resumed.run.history == reference.run.history


@pytest.mark.parametrize("missing", ["networks", "descents", "callbacks", "step"])
def test_a_checkpoint_that_lacks_a_key_is_left_aside(illustrations: IllustrationDataset, tmp_path: Path, missing: str) -> None:
    reference = trained(illustrations, tmp_path / "one", method="stenciltorch")
    trained(illustrations, tmp_path / "two", stop=3, method="stenciltorch")
    content = torch.load(tmp_path / "two/c.pt")
    (content if missing in content else content["numbers"]).pop(missing)
    torch.save(content, tmp_path / "two/c.pt")
    resumed = trained(illustrations, tmp_path / "two", method="stenciltorch")
    assert all(torch.equal(value, resumed.weights[key]) for key, value in reference.weights.items()), "as if there had been none"


def test_methods_are_those_that_parameters_allow() -> None:
    assert set(METHODS) == set(get_args(ColorizerMethodName))
    assert len({method.title for method in METHODS.values()}) == len(METHODS)
    assert len(set(METHODS.values())) == len(METHODS)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_trains(illustrations: IllustrationDataset, tmp_path: Path, method: str) -> None:
    result = trained(illustrations, tmp_path, steps=1, save_every=1, batch=1, method=method)
    assert all(torch.isfinite(value).all() for value in result.weights.values())
    assert set(result.run.history[-1]) == {"step", "generator_loss"} | ({"critic_loss"} if METHODS[method].adversarial_weight else set())
    assert generator_config(with_method(method)).propagated_hints == (method == "stenciltorch_propagated")


def test_learning_lowers_the_error(illustrations: IllustrationDataset, tmp_path: Path) -> None:
    run = trained(illustrations, tmp_path, method="zhang_2017", steps=24, save_every=8, learning_rate=3e-3, hue=0).run
    assert run.history[-1]["generator_loss"] < run.history[0]["generator_loss"]


def test_no_number_names_step_loss_and_checkpoint(
    illustrations: IllustrationDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: ColorizerTask, models: ColorizerModels, *_: object) -> torch.Tensor:
        return next(models.critic.parameters()).sum() * float("nan")  # type: ignore[union-attr]

    trained(illustrations, tmp_path, stop=2)
    before = (tmp_path / "c.pt").read_bytes()
    monkeypatch.setattr(ColorizerTask, "critic_loss", broken)
    with pytest.raises(PegbarError, match=r"step 2: found a critic loss of nan, .*the last good checkpoint is .*c\.pt"):
        trained(illustrations, tmp_path)
    assert (tmp_path / "c.pt").read_bytes() == before


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match="kind: unet has neither guide nor propagate_hints nor features"):
        replace(METHODS["stenciltorch"], kind="unet")
    with pytest.raises(ValueError, match="scale must rise"):
        ColorizerParams.model_validate(PARAMS.model_dump() | {"scale": (0.9, 0.2)})
    with pytest.raises(ValueError, match="method"):
        with_method("painstorch")


def test_tags_that_say_nothing_are_left_out() -> None:
    lines = ["a b"] * 9 + ["a c"]
    assert known_tags(lines, 0.05) == ("b", "c")
    assert known_tags(lines, 0.2) == ()


def test_tags_are_learnt(illustrations: IllustrationDataset, tmp_path: Path) -> None:
    params = TagEncoderParams.model_validate(
        {
            "seed": 1, "threads": 1, "precision": "float32", "min_fraction": 0.1, "size": 64, "scale": (0.9, 1.0), "lineart_fraction": 0.2,
            "batch": 4, "steps": 12, "learning_rate": (2e-3, 1e-4), "backbone_lr_multiplier": 1.0,
            "warmup": 0, "validate_every": 6, "patience": 9,
        }
    )  # fmt: skip
    tags = known_tags([row["tags"] for row in illustrations.rows], params.min_fraction)
    assert tags == ("even", "odd")
    network = TagEncoder(TagEncoderConfig("resnet18", "group", len(tags)))
    history = train_network(network, TagClassification(illustrations, illustrations, tags, params), tmp_path / "t.pt", "mark").run.history
    assert history[-1]["val_loss"] < 0.75
    assert 0 <= history[-1]["val_average_precision"] <= 1


def test_without_tags_the_tag_encoder_stays_as_it_was(illustrations: IllustrationDataset) -> None:
    params = TagEncoderParams.model_validate(
        {
            "seed": 1, "threads": 1, "precision": "float32", "min_fraction": 0.1, "size": 64, "scale": (0.9, 1.0), "lineart_fraction": 0.2,
            "batch": 2, "steps": 1, "learning_rate": (2e-3, 1e-4), "backbone_lr_multiplier": 1.0,
            "warmup": 0, "validate_every": 1, "patience": 9,
        }
    )  # fmt: skip
    task, network = TagClassification(illustrations, illustrations, (), params), TagEncoder(TagEncoderConfig("resnet18", "group", 0))
    inputs, targets = task.examples(task.batch(draw(task, 0)), draw(task, 0))
    task.loss(network(inputs), targets).backward()
    assert not any(p.grad.any() for p in network.parameters() if p.grad is not None)
    assert task.validate(network, CPU) == {"loss": 0.0, "average_precision": 0.0}
