"""Adversarial training of the douga network: encodings, losses, what a discriminator sees, and a run of every kind."""

from pathlib import Path

import pandas as pd
import pytest
import torch

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import douga_loader
from pegbar.networks.discriminators import ProjectedDiscriminator, discriminator_loss, generator_loss, gradient_penalty
from pegbar.params.adversarial import AdversarialParams
from pegbar.production.drawings import records, write_maps
from pegbar.production.store import Store, rows_of
from pegbar.training.adversarial_douga import AdversarialDouga, AdversarialModels, build_discriminator
from pegbar.training.douga_encodings import encode_generated, encode_truth
from pegbar.training.segmentation import build_network
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from pegbar.vocabulary.palette import Palette
from tests.settings import douga_params
from tests.training.small_run import PARAMS

COLORS = torch.rand(len(CLASS_NAMES), 3, generator=torch.Generator().manual_seed(5))
BASE = PARAMS.model_dump() | {
    "logit_adjustment": 0.5, "discriminator": "projected", "encoding": "softmax", "conditional": True, "adversarial_loss": "hinge",
    "adversarial_weight": 0.1, "pixel_weight": 1.0, "optimizer": "adam", "discriminator_rate": 1e-3, "steps": 4, "low_res_fraction": 0.0,
    "standardize": "fixed",
}  # fmt: skip


def params(**changes: object) -> AdversarialParams:
    return AdversarialParams.model_validate(BASE | changes)


@pytest.fixture
def frames(manifest: pd.DataFrame, store: Store, palette: Palette, tmp_path: Path) -> tuple[Frames, Frames]:
    for name in ("douga", "masks"):
        (tmp_path / name).mkdir()
    decode_drawings(store, manifest, palette, douga_params(tolerance=48), tmp_path / "douga")
    write_maps(tmp_path / "masks", ((row["frame_id"], store.mask(row["mask"])) for row in records(manifest)))
    load = douga_loader(store, Store(tmp_path / "masks"), Store(tmp_path / "douga"), 64)
    train, val = (Frames(rows_of(manifest, split), load, 50) for split in ("train", "val"))
    return train, val


@pytest.mark.parametrize("encoding", ["colors", "softmax", "argmax"])
def test_a_sure_and_right_generator_looks_like_the_truth(encoding: str) -> None:
    targets = torch.randint(len(CLASS_NAMES), (2, 8, 8), generator=torch.Generator().manual_seed(1))
    logits = 80 * torch.nn.functional.one_hot(targets, len(CLASS_NAMES)).permute(0, 3, 1, 2).float()
    truth, drawn = (encode(value, encoding, COLORS) for encode, value in ((encode_truth, targets), (encode_generated, logits)))  # type: ignore[operator]
    assert torch.allclose(truth, drawn, atol=1e-5)


def test_argmax_is_hard_and_has_the_gradient_of_softmax() -> None:
    logits = torch.randn(1, len(CLASS_NAMES), 4, 4, generator=torch.Generator().manual_seed(2), requires_grad=True)
    weights = torch.randn(1, len(CLASS_NAMES), 4, 4, generator=torch.Generator().manual_seed(3))
    hard = encode_generated(logits, "argmax", COLORS)
    assert set(hard.detach().round(decimals=5).unique().tolist()) <= {0.0, 1.0}
    (through,) = torch.autograd.grad((hard * weights).sum(), logits)
    (soft,) = torch.autograd.grad((encode_generated(logits, "softmax", COLORS) * weights).sum(), logits)
    assert torch.allclose(through, soft)


@pytest.mark.parametrize("kind", ["non_saturating", "least_squares", "hinge", "wgan_gp"])
def test_losses_fall_where_each_side_gets_its_way(kind: str) -> None:
    high, low = torch.full((3, 1), 2.0), torch.full((3, 1), -2.0)
    assert discriminator_loss(high, low, kind) < discriminator_loss(low, high, kind)
    assert generator_loss(torch.full((3, 1), 1.0), kind) < generator_loss(low, kind)


def test_the_penalty_is_zero_where_the_slope_is_one() -> None:
    class Plane(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x.flatten(1).sum(dim=1, keepdim=True) / x[0].numel() ** 0.5

    real, fake, mix = torch.rand(2, 3, 4, 4), torch.rand(2, 3, 4, 4), torch.rand(2, 1, 1, 1)
    assert gradient_penalty(Plane(), real, fake, mix) < 1e-10


def test_features_of_a_projected_discriminator_stay_as_they_are() -> None:
    torch.manual_seed(0)
    network = ProjectedDiscriminator(2)
    assert not any(value.requires_grad for value in network.features.parameters())
    assert network.train().features.training is False
    assert network(torch.rand(2, 6, 64, 96)).shape[0] == 2


KINDS = [
    {},
    {"encoding": "colors", "conditional": False, "adversarial_loss": "least_squares"},
    {"encoding": "argmax", "optimizer": "rmsprop", "pixel_weight": 0.0, "adversarial_loss": "non_saturating"},
    {"discriminator": "resnet34", "encoding": "channels", "adversarial_loss": "wgan_gp"},
    {"discriminator": "resnet34", "encoding": "argmax", "conditional": False, "adversarial_loss": "non_saturating"},
    {"adversarial_weight": 0.0},
]


@pytest.mark.parametrize("changes", KINDS)
def test_a_run_of_each_kind_moves_both_sides_and_ends_with_the_same_weights(
    changes: dict[str, object], frames: tuple[Frames, Frames], tmp_path: Path
) -> None:
    chosen = params(**changes)
    runs = []
    for name in ("a", "b"):
        task = AdversarialDouga(*frames, COLORS, chosen)
        generator = build_network(chosen, len(CLASS_NAMES), tmp_path, "douga")
        models = AdversarialModels(generator, build_discriminator(chosen, len(CLASS_NAMES)))
        first = {key: value.clone() for key, value in models.state_dict().items()}
        trained = train_network(models, task, tmp_path / f"{name}.pt", "mark")
        runs.append(trained.weights)
        moved = {key.split(".")[0] for key, value in models.named_parameters() if not torch.equal(value, first[key])}
        assert moved == ({"generator", "discriminator"} if chosen.adversarial_weight else {"generator"})
        assert set(trained.run.history[-1]) >= {"val_miou", "train_loss"}
    assert all(torch.equal(value, runs[1][key]) for key, value in runs[0].items())
    weights = AdversarialModels.generator_weights(runs[0])
    assert weights.keys() == generator.state_dict().keys()


def test_a_projected_discriminator_refuses_channels_that_are_no_picture() -> None:
    with pytest.raises(ValueError, match="encoding must be colors, softmax or argmax, found channels"):
        params(encoding="channels")
