"""The generator of backgrounds and the recognizer on a few tiny scenes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.datasets.background_inputs import conditions
from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.errors import PegbarError
from pegbar.networks.background_generator import BackgroundCritic, BackgroundGenerator, Conditions
from pegbar.networks.tag_encoder import TagEncoder, TagEncoderConfig
from pegbar.params.scenes import BackgroundParams, RecognizerParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.condition_encoding import CONDITIONS, encode_condition
from pegbar.scenes.condition_tags import spec_of_row
from pegbar.training.background_generator import BackgroundTask, Batch, generator_config
from pegbar.training.condition_recognizer import ConditionRecognition
from pegbar.training.gan import TrainedGAN, train_gan
from pegbar.training.supervised import train_network
from pegbar.training.tag_encoder import known_tags
from pegbar.vocabulary.places import INDOOR_PLACES
from tests.scene_world import SHAPE, SIZE, library_of
from tests.training.small_run import draw

CPU = torch.device("cpu")
PARAMS = BackgroundParams(
    seed=3, threads=1, precision="float32", width=SIZE[0], height=SIZE[1], channels=8, critic_channels=8, own_texture_fraction=0.3,
    condition_dropout=0.2, batch=2, steps=4,
    learning_rate=1e-3, lr_decay=0.5, pixel_weight=1.0, content_weight=1.0, adversarial_weight=0.2, seeking_weight=0.01, ema_decay=0.9,
    save_every=2,
)  # fmt: skip


def task(world: Path, **changes: object) -> BackgroundTask:
    torch.manual_seed(0)
    tag_encoder = TagEncoder(TagEncoderConfig("resnet18", "group", 2))
    return BackgroundTask(library_of(world, SIZE), tag_encoder, PARAMS.model_copy(update=changes), CPU)


def batch_of(task: BackgroundTask, step: int = 0) -> Batch:
    return task.batch(draw(task, step))


def conditions_of(world: Path) -> Conditions:
    return batch_of(task(world)).conditions


def test_untrained_it_generates_base_colors_and_texture(world: Path) -> None:
    inputs = conditions_of(world)
    assert torch.allclose(BackgroundGenerator(SHAPE)(inputs), inputs.base_color + inputs.texture, atol=1e-6)


def test_every_condition_matters(world: Path) -> None:
    torch.manual_seed(1)
    generator = BackgroundGenerator(SHAPE)
    torch.nn.init.normal_(generator.head.weight, std=0.1)
    inputs = conditions_of(world)
    before = generator(inputs)
    for name, part in inputs._asdict().items():
        other = inputs._replace(**{name: torch.roll(part, 1, 0) if name == "condition" else part + 0.5})
        assert not torch.allclose(generator(other), before, atol=1e-5), name


def test_critics_rate_patches(world: Path) -> None:
    inputs = conditions_of(world)
    assert BackgroundCritic(SHAPE, 8)(inputs.base_color, inputs).shape == (2, 1, SIZE[1] // 8, SIZE[0] // 8)


def test_batches_are_a_function_of_their_step(world: Path) -> None:
    one, again, other = batch_of(task(world), 1), batch_of(task(world), 1), batch_of(task(world), 2)
    assert all(torch.equal(a, b) for a, b in zip(one.conditions, again.conditions, strict=True))
    assert not torch.equal(one.target, other.target)


def test_own_texture_is_the_scene_and_dropped_conditions_are_zero(world: Path) -> None:
    own = batch_of(task(world, own_texture_fraction=1.0, condition_dropout=0.0))
    assert (own.conditions.base_color + own.conditions.texture - own.target).abs().mean() < 0.12
    assert own.has_own_texture.all()
    dropped = batch_of(task(world, condition_dropout=0.999999))
    assert not dropped.conditions.layout.any() and not dropped.conditions.condition.any() and dropped.conditions.noise.any()
    assert not dropped.has_own_texture.any()


def trained(world: Path, checkpoint: Path, stop: int | None = None, **changes: object) -> TrainedGAN:
    chosen = task(world, **changes)
    return train_gan(chosen.models(), chosen, checkpoint, "mark", stop)


def test_a_killed_run_ends_with_the_same_weights(world: Path, tmp_path: Path) -> None:
    reference = trained(world, tmp_path / "reference.pt")
    trained(world, tmp_path / "killed.pt", stop=3)
    resumed = trained(world, tmp_path / "killed.pt", loader_workers=1)
    assert all(torch.equal(value, resumed.weights[key]) for key, value in reference.weights.items())
    assert resumed.run.history == reference.run.history
    assert [row["step"] for row in reference.run.history] == [2, 4]


def test_it_learns(world: Path, tmp_path: Path) -> None:
    changes = {"steps": 60, "save_every": 15, "adversarial_weight": 0.0, "seeking_weight": 0.0, "learning_rate": 5e-3}
    run = trained(world, tmp_path / "c.pt", **changes).run
    assert run.networks.critic is None
    losses = [row["generator_loss"] for row in run.history]
    assert sum(losses[2:]) / 2 < losses[0], "of small batches of all places, so noisy"


def test_a_loss_that_is_no_number_names_the_step(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> torch.Tensor:
        return torch.tensor(float("nan"), requires_grad=True)

    monkeypatch.setattr(BackgroundTask, "generator_loss", broken)
    with pytest.raises(PegbarError, match="step 0: found a generator loss of nan"):
        trained(world, tmp_path / "c.pt")
    assert not (tmp_path / "c.pt").exists()


def test_conditions_are_what_specifications_ask_for(world: Path) -> None:
    rows = library_of(world).rows
    for row in rows.values():
        spec = spec_of_row(row)
        assert {requested.label for requested in spec.elements} == set(row["elements"].split())
        assert encode_condition(spec).sum() == sum(bool(row[key]) for key in ("place", "time", "weather", "season"))
    assert generator_config(PARAMS).condition == len(CONDITIONS)


def test_what_cannot_be_seen_is_no_condition(world: Path) -> None:
    for row in library_of(world).rows.values():
        assert row["time"]
        assert not (row["place"] in INDOOR_PLACES and (row["weather"] or row["season"]))
        assert row["place"] in INDOOR_PLACES or row["weather"]


def test_the_recognizer_learns_places(world: Path, tmp_path: Path) -> None:
    params = RecognizerParams.model_validate(
        {
            "seed": 1, "threads": 1, "precision": "float32",
            "batch": 8, "steps": 30, "learning_rate": (2e-3, 1e-5), "backbone_lr_multiplier": 1.0,
            "warmup": 2, "validate_every": 15, "patience": 4, "min_fraction": 0.1, "width": 64, "height": 32,
        }
    )  # fmt: skip
    rows = load_scenes(world / "scenes.csv")
    with Store(world / "scenes") as store:
        train, val = (SceneDataset(store, rows_of(rows, split), (64, 32)) for split in ("train", "val"))
    tags = known_tags([" ".join(sorted(conditions)) for conditions in train.tags], params.min_fraction)
    torch.manual_seed(0)
    network = TagEncoder(TagEncoderConfig("resnet18", "group", len(tags)))
    trained = train_network(network, ConditionRecognition(train, val, tags, params), tmp_path / "r.pt", "x")
    assert trained.run.history[-1]["train_loss"] < 0.9 * np.log(2)


def test_noise_follows_from_its_generator(world: Path) -> None:
    prepared = task(world)._prepare("00001", "none", np.random.default_rng(0))
    assert not prepared.texture.any()
    encoded = torch.zeros(1, len(CONDITIONS))
    one, again = (conditions([prepared], encoded, torch.Generator().manual_seed(5)) for _ in range(2))
    assert torch.equal(one.noise, again.noise) and torch.equal(one.grain, again.grain)
