"""Thesis 5.5.2: the douga network against a discriminator, in the settings that failed there and in some that should not, a row each.

    python -m benchmarks.adversarial projected_softmax                  # train, decide and score one row
    python -m benchmarks.adversarial thesis_argmax --steps 60 --frames 8
    python -m benchmarks.adversarial --list

Every row trains as many steps on the same frames as the pipeline's douga network does, *pixel_wise* without a discriminator. Rows of the
thesis start from ImageNet's weights, the others from the model that came with the program. Writes ``models/adversarial/ROW`` and
``metrics/thesis/adversarial/ROW.json``, ``ROW.jpg``; killed and started again, a row goes on.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from benchmarks.pipeline_frames import held_out_rows
from benchmarks.variant_scores import douga_scores, on_real_art
from benchmarks.variants import Places, parsed_row, places_of, row_of, row_parser
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import douga_loader
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.evaluation.source import source_of
from pegbar.inference.predict_production_douga import predict_douga
from pegbar.inference.predictor import Predictor
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.sidecars import save_model
from pegbar.params.adversarial import AdversarialParams
from pegbar.params.base import load_section
from pegbar.params.decision import DecisionParams
from pegbar.params.douga import DougaParams
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.palettes import load_palette
from pegbar.production.drawings import decided, read_map, records, write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.results import write_json
from pegbar.training.adversarial_douga import AdversarialDouga, AdversarialModels, build_discriminator
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.visualization.galleries import douga_row, write_gallery
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES
from pegbar.vocabulary.palette import Palette

DATA = Path("data")
FRAMES = 48
"""Held-out frames that rows are scored on."""
SHOWN = 2
"""Of these, frames that are drawn."""
_OURS: dict[str, Any] = {
    "discriminator": "projected", "encoding": "softmax", "conditional": True, "adversarial_loss": "hinge", "adversarial_weight": 0.1,
    "pixel_weight": 1.0, "optimizer": "adam", "discriminator_rate": 5e-4,
}  # fmt: skip
_THESIS: dict[str, Any] = {
    "discriminator": "resnet34", "encoding": "softmax", "conditional": True, "adversarial_loss": "non_saturating",
    "adversarial_weight": 1.0, "pixel_weight": 0.0, "optimizer": "adam", "discriminator_rate": 1e-4, "learning_rate": (1e-4, 1e-5),
    "init": "imagenet", "start_fraction": 0.0,
}  # fmt: skip
ROWS: dict[str, dict[str, Any]] = {
    "pixel_wise": _OURS | {"adversarial_weight": 0.0},
    "thesis_colors": _THESIS | {"encoding": "colors"},
    "thesis_channels": _THESIS | {"encoding": "channels"},
    "thesis_softmax": _THESIS,
    "thesis_argmax": _THESIS | {"encoding": "argmax"},
    "thesis_unconditional": _THESIS | {"conditional": False},
    "thesis_rmsprop": _THESIS | {"optimizer": "rmsprop"},
    "thesis_mixed": _THESIS | {"pixel_weight": 1.0},
    "thesis_half_size": _THESIS | {"working_height": 180, "crop": (96, 160)},
    "resnet_wgan_gp": _THESIS | {"adversarial_loss": "wgan_gp"},
    "resnet_least_squares": _THESIS | {"adversarial_loss": "least_squares"},
    "projected_softmax": _OURS,
    "projected_argmax": _OURS | {"encoding": "argmax"},
    "projected_unconditional": _OURS | {"conditional": False},
    "projected_stronger": _OURS | {"adversarial_weight": 0.5},
    "projected_alone": _OURS | {"pixel_weight": 0.0, "adversarial_weight": 1.0},
}
"""What differs from the pipeline's douga network."""


def row_params(row: str, steps: int | None = None) -> AdversarialParams:
    """Parameters of a row; raises as :func:`benchmarks.variants.row_of`."""
    base, changes = load_section("douga_network", DougaNetworkParams), dict(row_of(ROWS, row))
    network = base.network.model_dump() | {"init": changes.pop("init", base.network.init)}
    count = steps or base.steps
    short = {"steps": count, "validate_every": max(1, min(base.validate_every, count // 2)), "warmup": min(base.warmup, count // 4)}
    return AdversarialParams.model_validate(base.model_dump() | changes | short | {"network": network})


def palette() -> Palette:
    """The production's."""
    return load_palette(Path(load_section("douga", DougaParams).palette))


def train(row: str, params: AdversarialParams, places: Places) -> None:
    """Train a row and write its generator, with the pipeline's decision thresholds."""
    labelled = load_manifest(DATA / "training_frames.csv")
    labelled = labelled[labelled["douga"] != ""]
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    found = palette()
    colors = torch.tensor([found.colors[found.classes.index(kind)] for kind in range(len(CLASS_NAMES))]) / 255
    with Store(DATA / "production") as frames, Store(DATA / "cels_predicted") as cels, Store(DATA / "douga") as drawings:
        load = douga_loader(frames, cels, drawings, params.working_height)
        sets = Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb)
        task = AdversarialDouga(*sets, colors, params, BOOKS)
        generator = build_network(params, len(CLASS_NAMES), Path("models"), "douga")
        first = snapshot(generator)
        models = AdversarialModels(generator, build_discriminator(params, len(CLASS_NAMES)))
        mark = run_hash(params, (rows, held_out), (frames, cels, drawings), (models.state_dict(),))
        places.models.mkdir(parents=True, exist_ok=True)
        trained = train_network(models, task, places.checkpoint(row), mark)
        weights = task.adjusted(models.generator_weights(trained.weights), params.logit_adjustment)
        decision = load_section("decision", DecisionParams).douga
        sidecar = replace(sidecar_of(generator, "douga", CLASS_NAMES, trained, params), decision=decision)
        save_model(places.models / row, "douga", blend(weights, first, params.kept_fraction), sidecar)
        forget(places.checkpoint(row))


def score(folder: Path, count: int, sheet: Path) -> dict[str, Any]:
    """Scores of a row on held-out frames, as predicted and decoded; some of them are drawn as predicted on a sheet."""
    rows = held_out_rows(DATA, "test", count)
    scores = {"as_predicted": DougaEvaluation(), "decoded": DougaEvaluation()}
    shown, pictures = set(subsample(rows, SHOWN)["frame_id"]), []
    with tempfile.TemporaryDirectory() as work, Store(DATA / "production") as store, Store(DATA / "cels_predicted") as cels:
        write_maps(Path(work), predict_douga(Predictor(folder, "douga"), store, cels, rows))
        with Store(Path(work)) as raw, Store(DATA / "douga") as truths:
            for each in records(rows):
                truth, predicted = (read_map(maps, each["frame_id"]) for maps in (truths, raw))
                scores["as_predicted"].add(truth, predicted)
                scores["decoded"].add(truth, read_map(raw, decided(each["frame_id"])))
                if each["frame_id"] in shown:
                    pictures.append(douga_row(store.frame(each["path"]), truth, predicted, palette()))
    write_gallery(sheet, pictures, ("input", "truth", "as predicted", "error"), load_section("evaluation", EvaluationParams).gallery_width)
    return {name: douga_scores(evaluation) for name, evaluation in scores.items()}


def measure(row: str, steps: int | None, count: int, art: Path, root: Path = Path()) -> None:
    """Train a row, score it and write what was found below a root."""
    places, params = places_of("adversarial", root), row_params(row, steps)
    train(row, params, places)
    scores = score(places.models / row, count, places.metrics / f"{row}.jpg")
    real = on_real_art(Predictor(places.models / row, "douga"), "synthetic_cel", art)
    source = source_of("adversarial", budget={"steps": params.steps, "frames": count})
    write_json(places.metrics / f"{row}.json", {"row": row, "changes": ROWS[row], "scores": scores, "real_art": real, "source": source})
    print(row, {key: round(value, 3) for key, value in scores["decoded"].items()})


def main() -> None:
    """Parse and measure."""
    chosen = parsed_row(row_parser(__doc__, None, FRAMES), ROWS)
    measure(chosen.row, chosen.steps, chosen.frames, chosen.art)


if __name__ == "__main__":
    guarded(main)
