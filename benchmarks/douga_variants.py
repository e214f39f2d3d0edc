"""Thesis Tables 5.3 and 5.4 and Figure 5.6: douga networks that see other inputs, with other losses and kernels, a row each.

    python -m benchmarks.douga_variants synthetic_cel_0          # train and score one row, some minutes on two cores
    python -m benchmarks.douga_variants manual_cel_2 --steps 60 --frames 8
    python -m benchmarks.douga_variants --list

Rows have kernel 49, the decoder of Peng et al. (``pegbar.networks.thesis_gcn``) and the focal loss, as in the thesis, start from ImageNet's
weights and learn equally long from the frames that the pipeline's douga network learns from; inputs (5.6) with three seeds each. Scored as
predicted, each pixel by its most probable class. Writes ``models/douga_variants/ROW`` and ``metrics/thesis/douga_variants/ROW.json``;
killed and started again, a row goes on.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pandas as pd
from tqdm import tqdm

from benchmarks.pipeline_frames import held_out_rows
from benchmarks.variant_scores import douga_scores, on_real_art, predicted
from benchmarks.variants import (
    SEEN,
    Places,
    VariantPredictor,
    build_variant,
    parsed_row,
    places_of,
    row_of,
    row_parser,
    short,
    train_variant,
)
from pegbar.datasets.douga_inputs import CHANNELS, DougaInput, douga_input, douga_input_loader, mask_for
from pegbar.datasets.frames import Frames
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import Predictor
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.decision import DecisionParams
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.production.drawings import read_map, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.results import write_json
from pegbar.training.concatenated_douga import ConcatenatedDouga
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import Segmentation, sidecar_of
from pegbar.training.training_scores import best_of
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES

DATA = Path("data")
STEPS, FRAMES = 300, 48
"""Steps of a row, and held-out frames that it is scored on."""
SEEDS = 3
_FIRST: dict[str, Any] = {
    "loss": "focal", "weight_power": 0.0, "logit_adjustment": 0.0, "start_fraction": 0.0, "low_res_fraction": 0.2, "books": False,
    "input": "synthetic_cel", "seed": 0,
}  # fmt: skip
_NETWORK: dict[str, Any] = {
    "backbone": "efficientnet_lite0", "kernel": 49, "channels": len(CLASS_NAMES), "decoder_channels": 0, "dropout": 0.0, "norm": "folded",
    "init": "imagenet",
}  # fmt: skip
ROWS: dict[str, dict[str, Any]] = {
    **{f"{kind}_{seed}": {"input": kind, "seed": seed} for kind in get_args(DougaInput) for seed in range(SEEDS)},
    "cross_entropy": {"loss": "cross_entropy"},
    "weighted_cross_entropy": {"loss": "weighted_cross_entropy", "weight_power": 1.0, "books": True},
    "kernel_25": {"kernel": 25},
    "ours": {
        "channels": 32, "decoder_channels": 16, "loss": "weighted_cross_entropy", "weight_power": 0.5, "logit_adjustment": 0.5,
    },
}  # fmt: skip
"""What differs from the synthetic cel model with the focal loss; ``books`` weights book classes by their frequency, as the thesis does."""


def settings(row: str) -> dict[str, Any]:
    """All that a row sets; raises as :func:`benchmarks.variants.row_of`."""
    return _FIRST | _NETWORK | row_of(ROWS, row)


def row_params(row: str, steps: int = STEPS) -> DougaNetworkParams:
    """Parameters of a row."""
    chosen = settings(row)
    network = {key: chosen.pop(key) for key in _NETWORK}
    del chosen["input"], chosen["books"]
    base = load_section("douga_network", DougaNetworkParams).model_dump()
    return DougaNetworkParams.model_validate(base | chosen | short(steps) | {"network": network})


def train(row: str, params: DougaNetworkParams, places: Places) -> pd.DataFrame:
    """Train a row, write it, and return its curves."""
    kind: DougaInput = settings(row)["input"]
    labelled = load_manifest(DATA / "training_frames.csv")
    labelled = labelled[labelled["douga"] != ""]
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    with Store(DATA / "production") as store, Store(DATA / "cels_predicted") as cels, Store(DATA / "douga") as drawings:
        load = douga_input_loader(kind, store, cels, drawings, params.working_height)
        learnt, seen, val = (Frames(each, load, params.cache_mb) for each in (rows, subsample(rows, SEEN), held_out))
        task_of = ConcatenatedDouga if CHANNELS[kind] > 3 else Segmentation
        task = task_of(learnt, val, [], len(CLASS_NAMES), params, () if settings(row)["books"] else BOOKS)
        network = build_variant(params, len(CLASS_NAMES), CHANNELS[kind])
        mark = run_hash(params, (rows, held_out), (store, cels, drawings), (network.state_dict(),))
        trained = train_variant(network, task, seen, places.checkpoint(row), mark)
        weights = task.adjusted(trained.weights, params.logit_adjustment)
    sidecar = replace(sidecar_of(network, "douga", CLASS_NAMES, trained, params), decision=load_section("decision", DecisionParams).douga)
    save_model(places.models / row, "douga", weights, replace(sidecar, training=sidecar.training | {"inputs": CHANNELS[kind]}))
    forget(places.checkpoint(row))
    return trained.run.table()


def on_studio(predictor: Predictor, kind: DougaInput, count: int) -> DougaEvaluation:
    """Evaluation on held-out frames, with masks as the row's input takes them."""
    rows = held_out_rows(DATA, "test", count)
    evaluation = DougaEvaluation()
    with Store(DATA / "production") as store, Store(DATA / "cels_predicted") as cels, Store(DATA / "douga") as drawings:
        for row in tqdm(records(rows), desc="studio", unit="frame"):
            picture = douga_input(kind, store.frame(row["path"]), mask_for(kind, store, cels, row))
            evaluation.add(read_map(drawings, row["frame_id"]), predicted(predictor, picture))
    return evaluation


def measure(row: str, steps: int, count: int, art: Path, root: Path = Path()) -> None:
    """Train a row, score it and write what was found below a root."""
    places = places_of("douga_variants", root)
    curves = train(row, row_params(row, steps), places)
    best = best_of(curves)
    predictor, kind = VariantPredictor(places.models / row, "douga"), settings(row)["input"]
    evaluation = on_studio(predictor, kind, count)
    result = {
        "row": row,
        "changes": ROWS[row],
        "best": best,
        "curves": curves.drop(columns="seconds").to_dict("list"),
        "scores": douga_scores(evaluation),
        "per_class": evaluation.metrics()["per_class"],
        "real_art": on_real_art(predictor, kind, art),
        "source": source_of("douga_variants", budget={"steps": steps, "frames": count}),
    }
    write_json(places.metrics / f"{row}.json", result)
    print(row, {key: round(value, 3) for key, value in (best | result["scores"]).items()})


def main() -> None:
    """Parse and measure."""
    chosen = parsed_row(row_parser(__doc__, STEPS, FRAMES), ROWS)
    measure(chosen.row, chosen.steps, chosen.frames, chosen.art)


if __name__ == "__main__":
    guarded(main)
