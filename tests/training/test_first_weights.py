"""First weights of a run: those of the model that came with the program."""

from pathlib import Path

import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.networks.blending import blend
from pegbar.networks.gcn_files import load_model
from pegbar.networks.starters import starter_folder
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.gcn import CelParams
from pegbar.training.cel_segmentation import cel_classes
from pegbar.training.segmentation import build_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from tests.training.small_run import CEL, PARAMS

CPU = torch.device("cpu")


def from_starter(**changes: object) -> CelParams:
    """A run that starts from the cel starter, of its architecture but for `changes`."""
    config = load_model(starter_folder("cel"), "cel", CPU)[0].config
    network = CEL.network.model_copy(
        update={
            "backbone": config.backbone, "kernel": config.kernel, "channels": config.channels,
            "decoder_channels": config.decoder_channels, "norm": config.norm, "init": "starter", **changes,
        }
    )  # fmt: skip
    return CEL.model_copy(update={"network": network})


def test_a_run_starts_from_the_weights_of_its_starter() -> None:
    given = load_model(starter_folder("cel"), "cel", CPU)[0].state_dict()
    started = build_network(from_starter(), len(cel_classes(CLASS_NAMES, from_starter())), Path("none"), "cel").state_dict()
    fitting = [key for key, value in given.items() if started[key].shape == value.shape]
    assert len(fitting) >= len(given) - 2, "all but perhaps the head"
    assert all(torch.equal(started[key], given[key]) for key in fitting)


def test_another_architecture_takes_over_what_fits() -> None:
    given = load_model(starter_folder("cel"), "cel", CPU)[0]
    started = build_network(from_starter(kernel=7), given.config.classes, Path("none"), "cel")
    assert torch.equal(started.backbone.features[0][0].weight, given.backbone.features[0][0].weight)
    assert started.globals[0].rows_first.weight.shape[-1] == 7


def test_a_missing_starter_is_named() -> None:
    with pytest.raises(PegbarError, match="found no starter nothing, expected one of those that came with the program"):
        build_network(from_starter(), 2, Path("none"), "nothing")


def test_first_weights_are_kept_in_part_only_where_training_went_on_from_a_starter() -> None:
    douga = DougaNetworkParams.model_validate(PARAMS.model_dump() | {"logit_adjustment": 0.5, "start_fraction": 0.25})
    starter = douga.model_copy(update={"network": douga.network.model_copy(update={"init": "starter"})})
    assert (douga.kept_fraction, starter.kept_fraction) == (0.0, 0.25)
    trained, first = {"w": torch.ones(3), "steps": torch.tensor(7)}, {"w": torch.zeros(3), "steps": torch.tensor(2)}
    kept = blend(trained, first, starter.kept_fraction)
    assert kept["w"].tolist() == [0.75] * 3
    assert int(kept["steps"]) == 7
    assert torch.equal(blend(trained, first, douga.kept_fraction)["w"], trained["w"])
    with pytest.raises(PegbarError, match=r"blend: w: found \(3,\), expected \(2,\) as where training went on from"):
        blend(trained, first | {"w": torch.zeros(2)}, 0.5)
