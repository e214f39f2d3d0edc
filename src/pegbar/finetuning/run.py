"""A production's models: learnt on from the starters, measured on what was held out, and kept where they are better."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import torch
from torch import Tensor

from pegbar import __version__
from pegbar.errors import PegbarError
from pegbar.finetuning.frames import OWN, Sources
from pegbar.finetuning.gains import Gain, cel_gain, douga_gain
from pegbar.finetuning.learning import Material, learn_on
from pegbar.finetuning.replay import opened
from pegbar.inference.predictor import Predictor
from pegbar.networks.gcn_files import load_model
from pegbar.networks.sidecars import Sidecar, save_model
from pegbar.networks.starters import starter_folder
from pegbar.params.finetuning import FinetuneParams
from pegbar.production.labelled import LabelledStore, Labels, Layer, check_production, hold_out, labelled_rows
from pegbar.storage.records import FOLDER, digest, is_current, write_set
from pegbar.storage.writing import check_folder, sweep
from pegbar.training.runs import forget

LAYERS: dict[str, Layer] = {"cel": "mask", "douga": "douga"}
"""What each network learns from."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Finetuning:
    """What to learn on, from what, and where it goes.

    Attributes
    ----------
    production
        Folder that keeps the contract, with masks or douga for some frames.
    out
        Folder for the models.
    start
        Folder of models to start from; None: those that came with the program.
    palette
        Of the production's douga, a name or a file.
    keep_anyway
        Whether a model is kept that is no better on the held-out frames.
    params
        How.
    """

    production: Path
    out: Path
    start: Path | None
    palette: str | Path
    keep_anyway: bool
    params: FinetuneParams


@dataclass(frozen=True)
class Outcome:
    """What became of one network: what was learnt from and held out, what it gained, and whether the new weights were kept.

    Without labels of its layer there is no gain, and the weights are those that it started from.
    """

    name: str
    labels: Labels | None
    gain: Gain | None
    kept: bool


def _base(options: Finetuning, name: str) -> Path:
    return starter_folder(name) if options.start is None else options.start


def _with_digests(rows: pd.DataFrame, layer: Layer, store: LabelledStore) -> pd.DataFrame:
    """Rows with a digest of each label, by which a changed one is noticed."""
    return rows.assign(label=[hashlib.sha256(store.read(member)).hexdigest() for member in rows[layer]])


def _labels(options: Finetuning) -> tuple[pd.DataFrame, dict[str, Labels | None]]:
    """All labelled rows, and those of each network told apart."""
    check_production(options.production)
    store = LabelledStore(options.production)
    with store:
        rows = labelled_rows(store)
        found = {name: hold_out(rows, layer, options.production) for name, layer in LAYERS.items()}
        marked = {
            name: None
            if labels is None
            else replace(
                labels,
                learn=_with_digests(labels.learn, LAYERS[name], store),
                held_out=_with_digests(labels.held_out, LAYERS[name], store),
            )
            for name, labels in found.items()
        }
    return rows, marked


def _check_ours(out: Path) -> None:
    """Refuse a folder with models that this did not write."""
    for name in LAYERS:
        if (out / f"{name}.safetensors").exists() and not (out / FOLDER / f"{name}.json").is_file():
            raise PegbarError(f"{out / name}.safetensors: found a model that finetune did not write, expected another --out")


def _key(options: Finetuning, name: str, labels: Labels | None, cel: Path | None) -> str:
    """Hash of everything that a model follows from."""
    base = _base(options, name)
    content = {
        "name": name,
        "base": digest(base / f"{name}.safetensors"),
        "labels": None if labels is None else [part.astype(str).to_dict("list") for part in (labels.learn, labels.held_out)],
        "cel": None if cel is None else digest(cel / "cel.safetensors"),
        "palette": str(options.palette),
        "keep_anyway": options.keep_anyway,
        "params": options.params.model_dump(),
        "version": __version__,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _write(out: Path, name: str, weights: dict[str, Tensor], sidecar: Sidecar, key: str) -> None:
    with TemporaryDirectory(prefix="pegbar-") as work:
        save_model(Path(work), name, weights, sidecar)
        write_set(out, name, {file: (Path(work) / file).read_bytes() for file in (f"{name}.safetensors", f"{name}.json")}, key)


def _predictor(name: str, weights: dict[str, Tensor], sidecar: Sidecar) -> Predictor:
    with TemporaryDirectory(prefix="pegbar-") as work:
        save_model(Path(work), name, weights, sidecar)
        return Predictor(Path(work), name)


def _gain(options: Finetuning, name: str, after: Predictor, labels: Labels, sources: Sources) -> Gain:
    before = Predictor(_base(options, name), name)
    if name == "cel":
        return cel_gain(before, after, sources[OWN], labels.held_out)
    return douga_gain(before, after, Predictor(options.out, "cel"), sources[OWN], labels.held_out)


def _learn(options: Finetuning, name: str, labels: Labels, studio: pd.DataFrame, sources: Sources, key: str) -> Outcome:
    base, checkpoint = _base(options, name), options.out / FOLDER / f"{name}.pt"
    cel = None if name == "cel" else Predictor(options.out, "cel")
    weights, sidecar = learn_on(base, name, Material(labels.learn, studio, sources), options.params, checkpoint, cel)
    gain = _gain(options, name, _predictor(name, weights, sidecar), labels, sources)
    kept = gain.better or options.keep_anyway
    facts = {**sidecar.training, **gain.facts(), "held_out_by": labels.by, "kept": kept}
    if not kept:
        network, _ = load_model(base, name, torch.device("cpu"))
        weights = network.state_dict()
    _write(options.out, name, weights, replace(sidecar, training=facts), key)
    forget(checkpoint)
    return Outcome(name, labels, gain, kept)


def _known(out: Path, name: str, labels: Labels | None) -> Outcome:
    """The outcome of an earlier run that ended the same way."""
    facts: dict[str, Any] = load_model(out, name, torch.device("cpu"))[1].training
    if labels is None or "before" not in facts:
        return Outcome(name, labels, None, False)
    return Outcome(name, labels, Gain(name, facts["held_out_frames"], facts["before"], facts["after"]), facts["kept"])


def _keep_base(options: Finetuning, name: str, key: str) -> Outcome:
    """Put the model that nothing was learnt for beside the other, so that the folder can be used."""
    network, sidecar = load_model(_base(options, name), name, torch.device("cpu"))
    _write(options.out, name, network.state_dict(), sidecar, key)
    return Outcome(name, None, None, False)


def finetune(options: Finetuning, say: Say = print) -> list[Outcome]:
    """Learn the cel network on from masks and the douga network from douga, where the production has some.

    Each network is written when it is done, whole or not at all; the same command again goes on where it stopped, and makes nothing again
    that is there.

    Parameters
    ----------
    options
        What to do.
    say
        Told a line for each network before it is learnt on.

    Returns
    -------
    list of Outcome
        Of the cel network, then of the douga network.

    Raises
    ------
    PegbarError
        The production has no label, or only one frame with one; a label does not fit its frame or palette; the folder for the models
        holds others, or cannot be written.
    """
    rows, labels = _labels(options)
    check_folder(options.out)
    sweep(options.out)
    _check_ours(options.out)
    with opened(options.production, rows, options.palette, options.params.replay, options.params.replay_size) as (studio, sources):
        outcomes = []
        for name, labelled in labels.items():
            key = _key(options, name, labelled, None if name == "cel" else options.out)
            if is_current(options.out, name, key):
                outcomes.append(_known(options.out, name, labelled))
            elif labelled is None:
                outcomes.append(_keep_base(options, name, key))
            else:
                say(f"{name}: {len(labelled.learn)} frames to learn from, {len(labelled.held_out)} held out")
                outcomes.append(_learn(options, name, labelled, studio, sources, key))
    return outcomes
