"""Training both networks of our colouriser, one after the other: colours of regions, then the light on them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import torch
from torch import Tensor

from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.errors import PegbarError
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.light import LightConfig
from pegbar.networks.region_colorizer_files import (
    NAME,
    RegionColorizerConfig,
    RegionColorizerNetworks,
    load_region_colorizer_networks,
)
from pegbar.networks.region_colors import RegionColorsConfig
from pegbar.networks.starters import starter_folder
from pegbar.params.coloring import RegionColorizerParams
from pegbar.training.callbacks import Callback, Validation
from pegbar.training.light import LightLearning
from pegbar.training.region_coloring import RegionColoring, RegionValidation
from pegbar.training.runs import forget
from pegbar.training.streams import seed_torch
from pegbar.training.supervised import SupervisedTask, Trained
from pegbar.training.trainer import fit


class Outcome(NamedTuple):
    """Weights of both networks, their curves with a column ``network``, and what the sidecar says of the runs."""

    weights: dict[str, Tensor]
    curves: pd.DataFrame
    facts: dict[str, Any]


def build_networks(params: RegionColorizerParams) -> RegionColorizerNetworks:
    """Both networks with their first weights.

    Raises
    ------
    PegbarError
        The model to start from is missing, damaged, or has another architecture.
    """
    torch.set_num_threads(params.colors.threads)
    seed_torch(params.colors.seed, "weights")
    config = RegionColorizerConfig(RegionColorsConfig(params.width, params.layers, params.heads), LightConfig(params.light_channels))
    networks = RegionColorizerNetworks(config)
    if params.init == "imagenet":
        networks.colors.start_from_imagenet()
        return networks
    starter = load_region_colorizer_networks(starter_folder(NAME), torch.device("cpu"))
    if starter.config != config:
        raise PegbarError(f"region_colorizer: found {config}, expected that of the starter, {starter.config} (or init: imagenet)")
    networks.load_state_dict(starter.state_dict())
    return networks


def train_region_colorizer(
    networks: RegionColorizerNetworks,
    train: PaintingDataset,
    val: PaintingDataset,
    params: RegionColorizerParams,
    checkpoints: Path,
    mark: str,
    live: Callable[[str], Callback],
) -> Outcome:
    """Train the networks; illustrations without a light layer teach no light.

    Parameters
    ----------
    checkpoints, mark
        Folder for checkpoints, one a network, and what the run follows from; :func:`forget_checkpoints` removes them.
    live
        A callback that follows the run of a name.
    """
    first = snapshot(networks)
    colors = RegionColoring(train, val, params.colors)
    validation: Validation = RegionValidation(colors, params.colors.patience)
    trained = _fit(networks.colors, colors, validation, checkpoints / f"{NAME}.pt", mark, live(NAME))
    parts, light = {"colors": trained}, LightLearning(train, val, params.light)
    if len(light) and light.val.lit:
        checkpoint = checkpoints / "region_light.pt"
        parts["light"] = _fit(networks.light, light, Validation(light, params.light.patience), checkpoint, mark, live("region_light"))
    else:
        print("illustrations: found none with a light layer to learn from; light keeps the weights it starts from", file=sys.stderr)
    best = {f"{part}.{name}": value for part, run in parts.items() for name, value in run.weights.items()}
    weights = blend(first | best, first, params.start_fraction) if params.init == "starter" else first | best
    curves = pd.concat([run.run.table().assign(network=part) for part, run in parts.items()], ignore_index=True)
    return Outcome(weights, curves, {part: run.facts for part, run in parts.items()})


def _fit(
    network: torch.nn.Module, task: SupervisedTask[Any], validation: Validation, checkpoint: Path, mark: str, live: Callback
) -> Trained:
    return Trained(fit(network, task, (validation, live), checkpoint, mark), validation)


def forget_checkpoints(checkpoints: Path) -> None:
    """Remove the checkpoints of a training whose model is saved."""
    for name in (NAME, "region_light"):
        forget(checkpoints / f"{name}.pt")
