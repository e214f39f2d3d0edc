"""The tagger and the painter on a few tiny drawn illustrations."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.tagger import Tagger, TaggerShape
from pegbar.params.coloring import ColorizerParams, EncoderParams
from pegbar.production.illustrations import encode_color_map
from pegbar.production.pictures import encode_png
from pegbar.production.store import Store, write_shard
from pegbar.regions.colors import ColorMap
from pegbar.training.adversarial import Run, learn_to_paint
from pegbar.training.coloring import Coloring, Models
from pegbar.training.engine import fit
from pegbar.training.pieces import Pieces, cut, draw_request, pixel_hints, square, turn_hue, whole
from pegbar.training.tags import Tags, known_tags

SIZE = 96
PARAMS = ColorizerParams.model_validate(
    {
        "seed": 3, "threads": 2, "kind": "stencil", "width": 8, "critic_width": 8, "features": True, "batch_norm": False,
        "spread": True, "hints": "strokes", "masks": True, "guide": True, "curriculum": True, "second_generator": False,
        "size": 64, "scale": (0.5, 1.0), "darkness": (0.6, 1.0), "hue": 90, "batch": 2, "steps": 4, "learning_rate": 1e-3,
        "late_rate": 0.1, "adversarial_weight": 1e-4, "content_weight": 1.0, "pixel_weight": 1.0, "drift": 1e-3, "penalty": 10.0,
        "average": 0.9, "save_every": 2,
    }
)  # fmt: skip
CPU = torch.device("cpu")


def drawn(number: int) -> tuple[np.ndarray, np.ndarray, ColorMap]:
    """Four rooms of one colour each, with walls between."""
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
def pieces(tmp_path: Path) -> Pieces:
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
    return Pieces(pd.DataFrame(rows), *(Store(tmp_path / kind) for kind in members))


def tagger() -> Tagger:
    torch.manual_seed(0)
    return Tagger(TaggerShape("resnet18", "group", 2))


def test_crops_keep_their_layers_together(pieces: Pieces) -> None:
    rng = np.random.default_rng(0)
    for _ in range(5):
        piece = cut(pieces[0], 48, (0.5, 0.9), rng)
        assert piece.picture.shape == (48, 48, 3)
        free = piece.lines > 250
        assert np.abs(piece.colors.picture[free].astype(int) - piece.picture[free]).mean() < 12
    assert whole(pieces[0], 48).lines.shape == (48, 48)
    assert square(np.zeros((20, 50), np.uint8), 10).shape == (10, 10)


def test_hues_turn_in_picture_and_palette_alike(pieces: Pieces) -> None:
    turned = turn_hue(pieces[1], 40)
    free = turned.lines > 250
    assert np.abs(turned.colors.picture[free].astype(int) - turned.picture[free]).max() <= 3
    assert not np.array_equal(turned.picture, pieces[1].picture)


def test_one_proportion_asks_for_mask_and_hints(pieces: Pieces) -> None:
    for step in range(6):
        asked = draw_request(pieces[0], step, PARAMS, np.random.default_rng(step))
        assert not (asked.hints[..., 3] > 0)[~asked.mask].any()
        assert asked.lines.min() >= 0
    everywhere = draw_request(pieces[0], 0, PARAMS.model_copy(update={"masks": False}), np.random.default_rng(0))
    assert everywhere.mask.all()


def test_pixel_hints_have_the_pictures_colours(pieces: Pieces) -> None:
    hints = pixel_hints(pieces[0], np.random.default_rng(0))
    given = hints[..., 3] > 0
    assert given.any()
    assert np.array_equal(hints[given][:, :3], pieces[0].picture[given])


def test_batches_are_a_function_of_their_step(pieces: Pieces) -> None:
    task = Coloring(pieces, tagger(), PARAMS, CPU)
    one, again, other = task.batch(1), task.batch(1), task.batch(2)
    assert torch.equal(one.target, again.target) and torch.equal(one.inputs.spread, again.inputs.spread)
    assert not torch.equal(one.target, other.target)


def test_outside_the_mask_the_illustration_stays_in_training_too(pieces: Pieces) -> None:
    task = Coloring(pieces, tagger(), PARAMS, CPU)
    batch = task.batch(3)
    painted, guided = task.paint(Models(PARAMS), batch)
    outside = (batch.mask == 0).expand_as(painted)
    assert torch.equal(painted[outside], batch.target[outside])
    assert guided is not None and torch.equal(guided[outside], batch.colors[outside])


def learn(pieces: Pieces, folder: Path, stop_after: int | None = None, **changes: object) -> Run:
    params = ColorizerParams.model_validate(PARAMS.model_dump() | changes)
    return learn_to_paint(Coloring(pieces, tagger(), params, CPU), params, folder / "c.pt", "mark", stop_after)


def test_a_run_that_was_killed_ends_with_the_same_weights(pieces: Pieces, tmp_path: Path) -> None:
    whole_run = learn(pieces, tmp_path / "one")
    learn(pieces, tmp_path / "two", stop_after=3)
    assert (tmp_path / "two/c.pt").exists()
    resumed = learn(pieces, tmp_path / "two")
    assert resumed.step == 4
    assert all(torch.equal(value, resumed.average[key]) for key, value in whole_run.average.items())
    assert resumed.history == whole_run.history
    again = learn(pieces, tmp_path / "two")
    assert again.step == 4, "complete but not saved: taken up where it ended"
    assert all(torch.equal(value, again.average[key]) for key, value in whole_run.average.items())


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "unet", "features": False, "spread": False, "guide": False, "batch_norm": True},
        {"kind": "unet", "features": False, "spread": False, "guide": False, "adversarial_weight": 0.0, "hints": "pixels"},
        {"second_generator": True, "spread": False, "guide": False, "masks": False},
    ],
)
def test_every_rival_trains(pieces: Pieces, tmp_path: Path, changes: dict[str, object]) -> None:
    run = learn(pieces, tmp_path, steps=2, **changes)
    assert all(torch.isfinite(v).all() for v in run.average.values())
    assert all(np.isfinite(v) for v in run.history[-1].values())


def test_learning_lowers_the_error(pieces: Pieces, tmp_path: Path) -> None:
    run = learn(pieces, tmp_path, steps=24, save_every=8, adversarial_weight=0.0, learning_rate=3e-3, hue=0)
    assert run.history[-1]["painter_loss"] < run.history[0]["painter_loss"]


def test_no_number_names_step_and_checkpoint(pieces: Pieces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learn(pieces, tmp_path, stop_after=2)
    monkeypatch.setattr(Coloring, "painter_loss", lambda *_: torch.tensor(float("nan")))
    with pytest.raises(PegbarError, match=r"step 2: found a painter loss of nan, .*the last good checkpoint is .*c\.pt"):
        learn(pieces, tmp_path)
    assert (tmp_path / "c.pt").exists()


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match="kind: unet has neither guide nor spread nor features"):
        ColorizerParams.model_validate(PARAMS.model_dump() | {"kind": "unet"})
    with pytest.raises(ValueError, match="scale must rise"):
        ColorizerParams.model_validate(PARAMS.model_dump() | {"scale": (0.9, 0.2)})


def test_tags_that_say_nothing_are_left_out() -> None:
    lines = ["a b"] * 9 + ["a c"]
    assert known_tags(lines, 0.05) == ("b", "c")
    assert known_tags(lines, 0.2) == ()


def test_tags_are_learnt(pieces: Pieces, tmp_path: Path) -> None:
    params = EncoderParams.model_validate(
        {
            "seed": 1, "threads": 2, "precision": "float32", "least_share": 0.1, "size": 64, "scale": (0.9, 1.0), "lines_share": 0.2,
            "batch": 4, "steps": 12, "learning_rate": (2e-3, 1e-4), "backbone_rate": 1.0, "warmup": 0, "validate_every": 6, "patience": 9,
        }
    )  # fmt: skip
    tags = known_tags([row["tags"] for row in pieces.rows], params.least_share)
    assert tags == ("even", "odd")
    network = Tagger(TaggerShape("resnet18", "group", len(tags)))
    state = fit(network, Tags(pieces, pieces, tags, params), params, tmp_path / "t.pt", "mark")
    assert state.history[-1]["val_loss"] < 0.75
    assert 0 <= state.history[-1]["val_average_precision"] <= 1


def test_without_tags_the_encoder_stays_as_it_was(pieces: Pieces) -> None:
    params = EncoderParams.model_validate(
        {
            "seed": 1, "threads": 2, "precision": "float32", "least_share": 0.1, "size": 64, "scale": (0.9, 1.0), "lines_share": 0.2,
            "batch": 2, "steps": 1, "learning_rate": (2e-3, 1e-4), "backbone_rate": 1.0, "warmup": 0, "validate_every": 1, "patience": 9,
        }
    )  # fmt: skip
    task, network = Tags(pieces, pieces, (), params), Tagger(TaggerShape("resnet18", "group", 0))
    inputs, targets = task.batch(0, CPU)
    task.loss(network(inputs), targets).backward()
    assert not any(p.grad.any() for p in network.parameters() if p.grad is not None)
    assert task.validate(network, CPU) == {"loss": 0.0, "average_precision": 0.0}
