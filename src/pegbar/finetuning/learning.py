"""One network learnt on: the parameters that follow from what its sidecar says, the training, and the weights that come of it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import torch
from torch import Tensor

from pegbar.datasets.frames import Frames
from pegbar.finetuning.frames import OWN, Sources, cel_sample, douga_sample, mask_to_cut_by, mixed, samples
from pegbar.inference.predictor import Predictor
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.gcn import Gcn
from pegbar.networks.gcn_files import load_model
from pegbar.networks.sidecars import Sidecar
from pegbar.params.base import validate
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.params.finetuning import FinetuneParams
from pegbar.params.gcn import CelParams, SegmentationParams
from pegbar.training.cel_segmentation import CelSegmentation
from pegbar.training.runs import run_hash
from pegbar.training.segmentation import Segmentation
from pegbar.training.supervised import SupervisedTask, train_network
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES

_CEL_CROP, _DOUGA_CROP = (192, 320), (192, 320)
_WEIGHT_POWER = 0.25
"""Rare classes weigh as much as they do in the starter once its training's weights are partly given back: nothing shifts at the start."""
_AUGMENT = {
    "brightness": 0.08, "contrast": 0.1, "hue": 10, "rotation": 3, "flip": 0.5,
    "crop_candidates": 2, "backgrounds": False, "texture": 0.0, "erase": 0.1,
}  # fmt: skip


@dataclass(frozen=True)
class Material:
    """What is learnt from.

    Attributes
    ----------
    own, studio
        Rows of the user's frames that are learnt from, and of the studio's that are mixed in.
    sources
        Where they lie.
    """

    own: pd.DataFrame
    studio: pd.DataFrame
    sources: Sources


def _crop(largest: tuple[int, int], height: int) -> tuple[int, int]:
    """A crop that lies inside a frame of `height`, sides in multiples of 32."""
    tall = max(32, min(largest[0], int(0.85 * height) // 32 * 32))
    return tall, max(32, round(tall * largest[1] / largest[0] / 32) * 32)


def _run_params(params: FinetuneParams, sidecar: Sidecar, crop: tuple[int, int], scale: tuple[float, float]) -> dict[str, Any]:
    network = sidecar.network
    return {
        "seed": params.seed, "threads": params.threads, "batch": params.batch, "steps": params.steps,
        "learning_rate": params.learning_rate, "backbone_lr_multiplier": 0.3, "warmup": min(10, params.steps // 4),
        "validate_every": params.save_every, "patience": 100_000_000, "validation_frames": 1,
        "standardize": sidecar.preprocessing.standardize, "working_height": sidecar.preprocessing.working_height,
        "crop": crop, "low_res_fraction": 0.0, "cache_mb": 0,
        "network": {
            "backbone": network.backbone, "kernel": network.kernel, "channels": network.channels,
            "decoder_channels": network.decoder_channels, "dropout": network.dropout, "norm": network.norm, "init": "starter",
        },
        "augment": _AUGMENT | {"scale": scale},
    }  # fmt: skip


def _cel_task(material: Material, sidecar: Sidecar, params: FinetuneParams) -> CelSegmentation:
    height, decision = sidecar.preprocessing.working_height, sidecar.decision_as(CelDecision)
    scale = (min(1.0, *decision.scales), 1.2)
    content = _run_params(params, sidecar, _crop(_CEL_CROP, height), scale) | {"loss": "cross_entropy"}
    run = validate(CelParams, content | {"parts_weight": 0.5 if len(sidecar.classes) > 2 else 0.0}, "finetune: cel")
    rows = mixed(material.own, material.studio, params.own_fraction)
    learn = samples(rows, material.sources, lambda frame, _: cel_sample(frame, height))
    return CelSegmentation(learn, _first(learn, rows), [], len(CLASS_NAMES), run)


def _douga_task(material: Material, sidecar: Sidecar, params: FinetuneParams, cel: Predictor) -> Segmentation[SegmentationParams]:
    decision = sidecar.decision_as(DougaDecision)
    content = _run_params(params, sidecar, _DOUGA_CROP, (0.85, 1.2))
    weighted = {"loss": "weighted_cross_entropy", "weight_power": _WEIGHT_POWER}
    run = validate(SegmentationParams, content | weighted, "finetune: douga")
    least = (round(_DOUGA_CROP[0] / 0.85), round(_DOUGA_CROP[1] / 0.85))
    rows = mixed(material.own, material.studio, params.own_fraction)
    learn = samples(rows, material.sources, lambda frame, origin: douga_sample(frame, mask_to_cut_by(cel, frame, origin), decision, least))
    return Segmentation(learn, _first(learn, rows), [], len(CLASS_NAMES), run, unweighted=BOOKS)


def _first(learn: Frames, rows: pd.DataFrame) -> Frames:
    """The first of the user's frames, to follow the loss by; nothing is chosen by it."""
    return Frames(rows[rows["origin"] == OWN].head(1), lambda row: learn[0], 0)


def learn_on(
    base: Path,
    name: str,
    material: Material,
    params: FinetuneParams,
    checkpoint: Path,
    cel: Predictor | None = None,
    stop_after: int | None = None,
) -> tuple[dict[str, Tensor], Sidecar]:
    """Train a model on from its weights, over the user's frames and the studio's.

    Parameters
    ----------
    base, name
        Folder of the model, and ``cel`` or ``douga``.
    material
        What is learnt from; its tables say by digests what the pictures and labels are.
    params
        How.
    checkpoint
        File for resuming.
    cel
        The cel network, whose masks the douga network meets.
    stop_after
        Interrupt after this many steps (tests of resuming).

    Returns
    -------
    weights : dict
        Of the last step, blended with the first ones.
    sidecar : Sidecar
        As before, with the facts of this training.
    """
    torch.set_num_threads(params.threads)
    network, sidecar = load_model(base, name, torch.device("cpu"))
    first = snapshot(network)
    task: SupervisedTask[Any]
    if name == "cel":
        task = _cel_task(material, sidecar, params)
    else:
        assert cel is not None
        task = _douga_task(material, sidecar, params, cel)
    mark = run_hash(params, (material.own, material.studio), (), (first,) if cel is None else (first, cel.network.state_dict()))
    trained = train_network(network, task, checkpoint, mark, stop_after)
    weights = blend(_on_cpu(trained.run.networks), first, params.start_fraction)
    facts = {"steps": trained.run.step, "seed": params.seed, "own_frames": len(material.own), "studio_frames": len(material.studio)}
    return weights, replace(sidecar, training={**facts, "started_from": sidecar.training})


def _on_cpu(network: Gcn | torch.nn.Module) -> dict[str, Tensor]:
    return {key: value.detach().cpu() for key, value in network.state_dict().items()}
