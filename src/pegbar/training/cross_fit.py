"""Cel networks of single folds, trained as the final one is, but shorter and without the cuts that they are to predict."""

from pathlib import Path

import pandas as pd
from torch import Tensor

from pegbar.datasets.extra_plates import with_extra_plates
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader, load_plates
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.sidecars import Sidecar
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.production.store import Store
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES


def fold_params(params: CelParams, folds: CelFoldParams, fold: int) -> CelParams:
    """Parameters of a fold's run: the final network's, but for the steps, the seed, and one validation at the end."""
    changes = {
        "seed": (params.seed + 1 + fold) % 2**32,
        "steps": folds.steps,
        "low_res_fraction": folds.low_res_fraction,
        "validate_every": folds.steps,
        "warmup": min(params.warmup, folds.steps // 4),
    }
    return params.model_copy(update=changes)


def train_fold(
    frames: Store,
    drawings: Store,
    rows: pd.DataFrame,
    held_out: pd.DataFrame,
    params: CelParams,
    extra: PlateParams,
    checkpoint: Path,
) -> tuple[dict[str, Tensor], Sidecar]:
    """Train the cel network of one fold; killed and started again, it goes on and ends with the same weights.

    Parameters
    ----------
    frames, drawings
        The production, and its decoded douga.
    rows
        What it is trained on; background plates come from these cuts only.
    held_out
        Validation frames.
    params
        See :func:`fold_params`.
    extra
        Plates beyond the production's own.
    checkpoint
        File for resuming, which the caller removes once the model is saved.

    Returns
    -------
    state : dict
        Weights by name.
    sidecar : Sidecar
        What describes them.
    """
    load = cel_loader(frames, drawings, params.working_height, 1 + len(CLASS_NAMES))
    train, val = Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb)
    classes = cel_classes(CLASS_NAMES, params)
    plates = with_extra_plates(load_plates(frames, rows, params), extra, params.working_height)
    task = CelSegmentation(train, val, plates, len(CLASS_NAMES), params)
    network = build_network(params, len(classes), checkpoint.parent, "cel")
    first = snapshot(network)
    mark = run_hash(params, (rows, held_out), (frames, drawings), (network.state_dict(), task.plate_pixels()))
    trained = train_network(network, task, checkpoint, mark, extra=(LiveMetrics(checkpoint.stem),))
    return blend(trained.weights, first, params.kept_fraction), sidecar_of(network, "cel", classes, trained, params)
