"""StencilTorch's Table 1 in one run: earlier tools, ablations and ours, on the same crops, steps and held-out pictures.

Every method of ``pegbar.training.colorizer_methods`` trains for the same number of steps from the same seed; the tag encoder is the
pipeline's. Rows that an interrupted run left in ``metrics/colorizers.json`` are kept where code, models, scale and steps are the same.

    python -m benchmarks.colorizers                        # --steps 200, about two minutes a method on two cores
    python -m benchmarks.colorizers --only stenciltorch_propagated --steps 50 --out /tmp/try.json
    python -m benchmarks.colorizers --art ../shared/art --survey /tmp/survey      # line art of artists too, and pictures for raters
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from benchmarks.regions import vector_faces
from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.evaluation.colorizer import Case, Evaluator, cases_of
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.inference.colorizer import Colorizer
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.networks.devices import best_device
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams, ColorizerMethodName, ColorizerParams
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.pictures import write_png
from pegbar.production.store import Store, rows_of, subsample
from pegbar.regions.colors import quantize_colors
from pegbar.storage.results import write_json
from pegbar.training.colorizer import ColorizerTask
from pegbar.training.colorizer_methods import METHODS
from pegbar.training.gan import train_gan

PROTOCOLS = ("none", "225", "full")


def train(
    name: ColorizerMethodName,
    base: ColorizerParams,
    steps: int,
    train_set: IllustrationDataset,
    tag_encoder: TagEncoder,
    device: torch.device,
) -> Colorizer:
    """Train a method for a number of steps."""
    changes = {"method": name, "steps": steps, "save_every": max(1, steps // 3)}
    task = ColorizerTask(train_set, tag_encoder, base.model_copy(update=changes), device)
    models = task.models()
    with tempfile.TemporaryDirectory() as work:
        trained = train_gan(models, task, Path(work) / f"{name}.pt", name)
    models.generator.load_state_dict(trained.weights)
    return Colorizer(models.generator, tag_encoder, device)


def real_cases(art: Path, side: int, clusters: int) -> list[Case]:
    """Vector faces with the artist's own line art, and their exact flat regions."""
    return [Case(face, lines, quantize_colors(face, regions, clusters), regions) for face, lines, regions in vector_faces(art, side)]


def measure(out: Path, only: Sequence[ColorizerMethodName], steps: int, art: Path | None, survey: Path | None) -> None:
    """Train, score and write; pictures for raters go to `survey`."""
    base, params = load_section("colorizer", ColorizerParams), load_section("coloring_evaluation", ColoringEvaluationParams)
    clusters = load_section("regions", RegionParams).clusters
    table = load_illustrations(Path("data/illustrations.csv"))
    device = best_device()
    torch.set_num_threads(base.threads)
    tag_encoder, _ = load_tag_encoder(Path("models"), "tag_encoder", device)
    source = source_of("colorizers", [Path("models/tag_encoder.safetensors")], {"steps": steps})
    known = rows_of_same_source(out, source)
    rows, real = dict(known.get("rows", {})), dict(known.get("real", {}))
    stores = (Store(Path("data/illustrations")), Store(Path("data/lineart")), Store(Path("data/regions")))
    with stores[0], stores[1], stores[2]:
        train_set = IllustrationDataset(rows_of(table, "train"), *stores)
        held_out = IllustrationDataset(subsample(rows_of(table, "test"), params.pictures), *stores)
        evaluator = Evaluator(cases_of(held_out, stores[0], params.side), tag_encoder, device)
        outside = Evaluator(real_cases(art, params.side, clusters), tag_encoder, device) if art is not None else None
        for name in only:
            title = METHODS[name].title
            if title in rows and survey is None:
                continue
            colorizer = train(name, base, steps, train_set, tag_encoder, device)
            results = {protocol: evaluator.score(colorizer.colorize, protocol) for protocol in PROTOCOLS}
            rows[title] = {protocol: scores for protocol, (scores, _) in results.items()}
            if outside is not None:
                real[title] = outside.score(colorizer.colorize, "225")[0]
            if survey is not None:
                write_pictures(survey / title, results["225"][1])
            write_json(
                out, {"steps": steps, "pictures": len(evaluator.cases), "rows": in_order(rows), "real": in_order(real), "source": source}
            )
            print(f"{title}: {rows[title]['225']}")


def in_order(rows: dict[str, Any]) -> dict[str, Any]:
    """Rows in the order of Table 1."""
    return {method.title: rows[method.title] for method in METHODS.values() if method.title in rows}


def write_pictures(folder: Path, pictures: Sequence[Any]) -> None:
    """Write what a method painted, for raters."""
    for index, picture in enumerate(pictures):
        write_png(folder / f"{index:03d}.png", picture)


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--only", action="append", choices=tuple(METHODS), help="only this method; may be repeated")
    parser.add_argument("--art", type=Path, help="folder of real art, for its line art")
    parser.add_argument("--survey", type=Path, help="folder for what each method painted, for `pegbar survey`")
    parser.add_argument("--out", type=Path, default=Path("metrics/colorizers.json"))
    chosen = parser.parse_args()
    guarded(lambda: measure(chosen.out, chosen.only or tuple(METHODS), chosen.steps, chosen.art, chosen.survey))


if __name__ == "__main__":
    main()
