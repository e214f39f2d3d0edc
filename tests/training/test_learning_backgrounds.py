"""The painter of backgrounds and the recognizer on a few tiny scenes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.backgrounds import BackgroundCritic, BackgroundPainter, Conditions, conditions
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.scenes import BackgroundParams, RecognizerParams
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.conditions import order_of, tags_of, tags_of_order
from pegbar.scenes.telling import FACTS, facts_of
from pegbar.training.adversarial import Run, learn_to_paint
from pegbar.training.backgrounds import Backgrounds, Models, shape_of
from pegbar.training.engine import fit
from pegbar.training.recognition import Recognition, Scenes
from pegbar.training.tags import known_tags
from tests.scene_world import SHAPE, SIZE, library_of

CPU = torch.device("cpu")
PARAMS = BackgroundParams(
    seed=3, threads=2, width=SIZE[0], height=SIZE[1], channels=8, critic_channels=8, own_detail=0.3, dropped=0.2, batch=2, steps=4,
    learning_rate=1e-3, late_rate=0.5, pixel_weight=1.0, content_weight=1.0, adversarial_weight=0.2, seeking_weight=0.01, average=0.9,
    save_every=2,
)  # fmt: skip


def task(world: Path, params: BackgroundParams = PARAMS) -> Backgrounds:
    torch.manual_seed(0)
    return Backgrounds(library_of(world, SIZE), Tagger(TaggerShape("resnet18", "group", 2)), params, CPU)


def given(world: Path) -> Conditions:
    return task(world).batch(0).given


def test_untrained_it_paints_washes_and_matter(world: Path) -> None:
    told = given(world)
    painted = BackgroundPainter(SHAPE)(told)
    assert torch.allclose(painted, told.flat + told.detail, atol=1e-6)


def test_every_condition_can_be_heard(world: Path) -> None:
    torch.manual_seed(1)
    painter = BackgroundPainter(SHAPE)
    torch.nn.init.normal_(painter.head.weight, std=0.1)
    told = given(world)
    before = painter(told)
    for name, part in told._asdict().items():
        other = told._replace(**{name: torch.roll(part, 1, 0) if name == "facts" else part + 0.5})
        assert not torch.allclose(painter(other), before, atol=1e-5), name


def test_critics_rate_patches(world: Path) -> None:
    told = given(world)
    rated = BackgroundCritic(SHAPE, 8)(told.flat, told)
    assert rated.shape == (2, 1, SIZE[1] // 8, SIZE[0] // 8)


def test_batches_are_a_function_of_their_step(world: Path) -> None:
    one, again, other = task(world).batch(1), task(world).batch(1), task(world).batch(2)
    assert all(torch.equal(a, b) for a, b in zip(one.given, again.given, strict=True))
    assert not torch.equal(one.target, other.target)


def test_own_matter_is_the_scene_and_dropped_scenes_say_nothing(world: Path) -> None:
    own = task(world, PARAMS.model_copy(update={"own_detail": 1.0, "dropped": 0.0})).batch(0)
    assert (own.given.flat + own.given.detail - own.target).abs().mean() < 0.12
    assert own.own.all()
    dropped = task(world, PARAMS.model_copy(update={"dropped": 0.999999})).batch(0)
    assert not dropped.given.layout.any() and not dropped.given.facts.any() and dropped.given.noise.any()


def weights(run: Run[Models]) -> list[torch.Tensor]:
    return [run.average[key] for key in sorted(run.average)]


def test_a_killed_run_ends_with_the_same_weights(world: Path, tmp_path: Path) -> None:
    whole = learn_to_paint(task(world), PARAMS, tmp_path / "whole.pt", "x")
    learn_to_paint(task(world), PARAMS, tmp_path / "killed.pt", "x", stop_after=3)
    resumed = learn_to_paint(task(world), PARAMS, tmp_path / "killed.pt", "x")
    assert all(torch.equal(a, b) for a, b in zip(weights(whole), weights(resumed), strict=True))
    assert [row["step"] for row in whole.history] == [2, 4]


def test_it_learns(world: Path, tmp_path: Path) -> None:
    params = PARAMS.model_copy(
        update={"steps": 24, "save_every": 6, "adversarial_weight": 0.0, "seeking_weight": 0.0, "learning_rate": 5e-3}
    )
    run = learn_to_paint(task(world, params), params, tmp_path / "c.pt", "x")
    assert run.models.critic is None
    assert run.history[-1]["painter_loss"] < run.history[0]["painter_loss"]


def test_a_loss_that_is_no_number_names_the_step(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = task(world)
    monkeypatch.setattr(bad, "painter_loss", lambda *_: torch.tensor(float("nan"), requires_grad=True))
    with pytest.raises(PegbarError, match="step 0: found a painter loss of nan"):
        learn_to_paint(bad, PARAMS, tmp_path / "c.pt", "x")


def test_conditions_are_what_orders_ask_for(world: Path) -> None:
    rows = library_of(world).rows
    for row in rows.values():
        order = order_of(row)
        assert tags_of_order(order) == tags_of(row)
        assert facts_of(order).sum() == sum(bool(row[key]) for key in ("place", "time", "weather", "season"))
    assert shape_of(PARAMS).facts == len(FACTS)


def test_what_cannot_be_seen_is_no_condition(world: Path) -> None:
    for row in library_of(world).rows.values():
        if row["place"] in ("interior", "corridor", "abstract"):
            assert not (row["time"] or row["weather"] or row["season"])
        if row["season"] == "winter":
            assert "snow" in row["elements"]


def test_the_recognizer_learns_places(world: Path, tmp_path: Path) -> None:
    params = RecognizerParams.model_validate(
        {
            "seed": 1, "threads": 2, "precision": "float32", "batch": 8, "steps": 30, "learning_rate": (2e-3, 1e-5), "backbone_rate": 1.0,
            "warmup": 2, "validate_every": 15, "patience": 4, "least_share": 0.1, "width": 64, "height": 32,
        }
    )  # fmt: skip
    rows = load_scenes(world / "scenes.csv")
    with Store(world / "scenes") as store:
        train, val = (Scenes(store, rows_of(rows, split), (64, 32)) for split in ("train", "val"))
    tags = known_tags([" ".join(sorted(own)) for own in train.tags], params.least_share)
    torch.manual_seed(0)
    network = Tagger(TaggerShape("resnet18", "group", len(tags)))
    state = fit(network, Recognition(train, val, tags, params), params, tmp_path / "r.pt", "x")
    assert state.history[-1]["train_loss"] < 0.8 * np.log(2)


def test_noise_follows_from_its_generator(world: Path) -> None:
    lent = task(world)
    made = lent._prepare("00001", "none", np.random.default_rng(0))
    assert not made.detail.any()
    facts = torch.zeros(1, len(FACTS))
    one, again = (conditions([made], facts, torch.Generator().manual_seed(5)) for _ in range(2))
    assert torch.equal(one.noise, again.noise) and torch.equal(one.grain, again.grain)
