"""Thesis Table 4.2: cel networks with other backbones, losses, regularisation and augmentation, a row each.

    python -m benchmarks.cel_variants baseline                # train and score one row, some minutes on two cores
    python -m benchmarks.cel_variants erasure --steps 60 --frames 8
    python -m benchmarks.cel_variants --list

Rows have kernel 25 and the decoder of Peng et al. (``pegbar.networks.thesis_gcn``), as in the thesis, and learn equally long from the
frames that the pipeline's cel network learns from. ImageNet's weights come with the program for EfficientNet-Lite0 only, so that takes the
place of ResNet-50 in the rows on loss and augmentation; the ResNets start from random weights, so that rows are the same everywhere, unless
``--init imagenet`` says to download. Writes ``models/cel_variants/ROW`` and ``metrics/thesis/cel_variants/ROW.json``; killed and started
again, a row goes on.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from benchmarks.real_art import scores as real_scores
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
from pegbar.datasets.extra_plates import with_extra_plates
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader, load_plates
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import Mask, cel_iou, evaluate_cels
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import cel_mask
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.decision import DecisionParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.production.drawings import read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.selection.held_out import test_frames
from pegbar.storage.results import write_json
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import sidecar_of
from pegbar.training.training_scores import best_of
from pegbar.vocabulary.douga_classes import CLASS_NAMES

DATA = Path("data")
STEPS, FRAMES = 300, 48
"""Steps of a row, and held-out frames that it is scored on."""
HARD = 73 / 432
"""The part of its frames that the thesis calls hard."""
_AUGMENT: dict[str, Any] = {
    "brightness": 0.25, "contrast": 0.5, "hue": 45, "scale": (0.5, 2.0), "rotation": 10, "flip": 0.5, "crop_candidates": 1,
    "backgrounds": False, "texture": 0.0, "erase": 0.0,
}  # fmt: skip
_NETWORK: dict[str, Any] = {
    "backbone": "efficientnet_lite0", "kernel": 25, "channels": 2, "decoder_channels": 0, "dropout": 0.0, "norm": "folded",
    "init": "imagenet",
}  # fmt: skip
ROWS: dict[str, dict[str, Any]] = {
    "baseline": {},
    "resnet50": {"backbone": "resnet50", "norm": "batch", "init": "random"},
    "resnet34": {"backbone": "resnet34", "norm": "batch", "init": "random"},
    "resnet101": {"backbone": "resnet101", "norm": "batch", "init": "random"},
    "background": {"backgrounds": True},
    "background_textures": {"backgrounds": True, "texture": 0.5},
    "hard_only": {"hard_only": True},
    "dropout": {"dropout": 0.1},
    "focal": {"loss": "focal"},
    "erasure": {"erase": 0.5},
    "combination": {"loss": "focal", "dropout": 0.1, "backgrounds": True, "erase": 0.5},
    "our_decoder": {"kernel": 49, "channels": 32, "decoder_channels": 16},
    "ours": {"kernel": 49, "channels": 32, "decoder_channels": 16, "parts_weight": 0.5, "backgrounds": True, "erase": 0.2},
}
"""What differs from the baseline: EfficientNet-Lite0 from ImageNet's weights, cross-entropy, affine maps and brightness."""


def row_params(row: str, steps: int = STEPS, init: str | None = None) -> CelParams:
    """Parameters of a row; raises as :func:`benchmarks.variants.row_of`."""
    changes = dict(row_of(ROWS, row))
    base = load_section("cel", CelParams).model_dump()
    network = _NETWORK | {key: changes.pop(key) for key in list(changes) if key in _NETWORK}
    if init is not None:
        network["init"] = init
    augment = _AUGMENT | {key: changes.pop(key) for key in list(changes) if key in _AUGMENT}
    changes.pop("hard_only", None)
    first = {"loss": "cross_entropy", "parts_weight": 0.0, "start_fraction": 0.0, "low_res_fraction": 0.5}
    return CelParams.model_validate(base | first | short(steps) | changes | {"network": network, "augment": augment})


def hard_frames(rows: pd.DataFrame, frames: Store, cels: Store) -> pd.DataFrame:
    """The part ``HARD`` of labelled frames whose masks networks that never saw their cuts got least right."""

    def iou(row: dict[str, str]) -> float:
        return cel_iou([(frames.mask(row["mask"]), read_mask(cels, row["frame_id"]))])

    found = pd.Series([iou(row) for row in records(rows)], index=rows.index)
    return rows.loc[found.nsmallest(max(1, round(HARD * len(rows)))).index.sort_values()]


def train(row: str, params: CelParams, places: Places) -> pd.DataFrame:
    """Train a row, write it, and return its curves."""
    labelled = load_manifest(DATA / "training_frames.csv")
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    classes = cel_classes(CLASS_NAMES, params)
    with Store(DATA / "production") as store, Store(DATA / "douga") as drawings, Store(DATA / "cels_predicted") as cels:
        if ROWS[row].get("hard_only"):
            rows = hard_frames(rows, store, cels)
        load = cel_loader(store, drawings, params.working_height, 1 + len(CLASS_NAMES))
        plates = load_plates(store, rows, params)
        if plates:
            plates = with_extra_plates(plates, load_section("plates", PlateParams), params.working_height)
        seen, val = (Frames(each, load, params.cache_mb) for each in (subsample(rows, SEEN), held_out))
        task = CelSegmentation(Frames(rows, load, params.cache_mb), val, plates, len(CLASS_NAMES), params)
        network = build_variant(params, len(classes))
        mark = run_hash(params, (rows, held_out), (store, drawings), (network.state_dict(), task.plate_pixels()))
        trained = train_variant(network, task, seen, places.checkpoint(row), mark)
    sidecar = replace(sidecar_of(network, "cel", classes, trained, params), decision=load_section("decision", DecisionParams).cel)
    save_model(places.models / row, "cel", trained.weights, sidecar)
    forget(places.checkpoint(row))
    return trained.run.table()


def masks(predictor: VariantPredictor, count: int, raw: bool) -> Iterator[tuple[Mask, Mask]]:
    """True and found masks of held-out frames: by each pixel's most probable class alone, or as the program decides."""
    rows = test_frames(load_manifest(DATA / "production.csv"), count)
    with Store(DATA / "production") as store:
        for row in tqdm(records(rows), desc="raw" if raw else "decided", unit="frame"):
            frame = store.frame(row["path"])
            found = predictor.probabilities(frame)[0] < 0.5 if raw else cel_mask(predictor, frame)
            yield store.mask(row["mask"]), np.asarray(found)


def score(folder: Path, count: int, art: Path) -> dict[str, Any]:
    """Scores of a row on held-out frames, raw and as the program decides, and on real art where it is there."""
    predictor = VariantPredictor(folder, "cel")
    found: dict[str, Any] = {name: evaluate_cels(masks(predictor, count, name == "raw")).metrics for name in ("raw", "decided")}
    if art.is_dir():
        found["real_art"] = {name: scored["iou"] for name, scored in real_scores(art, predictor).items() if name.startswith("all_")}
    return found


def measure(row: str, steps: int, count: int, art: Path, init: str | None = None, root: Path = Path()) -> None:
    """Train a row, score it and write what was found below a root."""
    places = places_of("cel_variants", root)
    params = row_params(row, steps, init)
    curves = train(row, params, places)
    best = best_of(curves)
    result = {
        "row": row,
        "changes": ROWS[row],
        "first_weights": f"{params.network.backbone}, {params.network.init}",
        "best": best,
        "curves": curves.drop(columns="seconds").to_dict("list"),
        "scores": score(places.models / row, count, art),
        "source": source_of("cel_variants", budget={"steps": params.steps, "frames": count}),
    }
    write_json(places.metrics / f"{row}.json", result)
    print(row, {key: round(value, 3) for key, value in best.items()}, round(result["scores"]["decided"]["iou"], 3))


def main() -> None:
    """Parse and measure."""
    parser = row_parser(__doc__, STEPS, FRAMES)
    parser.add_argument("--init", choices=["random", "imagenet"], help="first weights of the backbone, in place of the row's")
    chosen = parsed_row(parser, ROWS)
    measure(chosen.row, chosen.steps, chosen.frames, chosen.art, chosen.init)


if __name__ == "__main__":
    guarded(main)
