"""What all rows of StencilTorch's Table 1 share: illustrations, the protocol's scores, real line art, pictures and files."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import torch

from benchmarks.regions import vector_faces
from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.evaluation.colorizer import Case, Colorize, Evaluator, cases_of, first_pass, hints_for
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.networks.devices import best_device
from pegbar.networks.tag_encoder import TagEncoder
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams, ColorizerParams
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.pictures import write_png
from pegbar.production.store import Store, rows_of, subsample
from pegbar.regions.colors import quantize_colors
from pegbar.storage.results import write_json
from pegbar.visualization.colorizer import hints_on
from pegbar.visualization.galleries import write_gallery

DATA, MODELS, OUT, ART = Path("data"), Path("models"), Path("metrics/colorizers"), Path("../shared/art")
PROTOCOLS = ("none", "9", "225", "full")
REAL = ("none", "9", "225")
WATCHED = 16
"""Validation pictures on which the error at hints is watched."""
SHOWN = 3


class Bench(NamedTuple):
    """Illustrations to learn from (a table and its stores), to watch and to score on, and the tag encoder."""

    learnt: pd.DataFrame
    stores: tuple[Store, Store, Store]
    watched: list[Case]
    evaluator: Evaluator
    tag_encoder: TagEncoder
    device: torch.device


class Made(NamedTuple):
    """A way to colour, its curve of (step, error at hints), and the way for line art on paper, if that is another."""

    colorize: Colorize
    curve: list[tuple[int, float]]
    on_paper: Colorize | None = None


def real_cases(art: Path, side: int, clusters: int) -> list[Case]:
    """Vector faces with the artist's own line art, and their exact flat regions; none without the art."""
    if not art.exists():
        return []
    return [Case(face, lines, quantize_colors(face, regions, clusters), regions) for face, lines, regions in vector_faces(art, side)]


def mosaic(cases: list[Case], colorize: Colorize, out: Path) -> None:
    """Pictures with no hint, nine, 225 and full hints beside the illustration."""
    rows = []
    for case in cases[:: max(1, len(cases) // SHOWN)][:SHOWN]:
        hints = {protocol: hints_for(case, protocol) for protocol in PROTOCOLS}
        shown = [colorize(first_pass(case, hints[protocol])) for protocol in PROTOCOLS]
        rows.append([case.lines[..., None].repeat(3, axis=2), shown[0], hints_on(case.lines, hints["9"]), *shown[1:], case.picture])
    write_gallery(out, rows, ("line art", "no hints", "9 points", "9 points", "225", "full", "illustration"), 192, (1, 1))


@contextmanager
def opened() -> Iterator[Bench]:
    """Everything that rows share."""
    params, threads = load_section("coloring_evaluation", ColoringEvaluationParams), load_section("colorizer", ColorizerParams).threads
    table, device = load_illustrations(DATA / "illustrations.csv"), best_device()
    torch.set_num_threads(threads)
    encoder, _ = load_tag_encoder(MODELS, "tag_encoder", device)
    stores = Store(DATA / "illustrations"), Store(DATA / "lineart"), Store(DATA / "regions")
    with stores[0], stores[1], stores[2]:
        learnt, held_out = rows_of(table, "train"), subsample(rows_of(table, "test"), params.pictures)
        watched = cases_of(IllustrationDataset(subsample(rows_of(table, "val"), WATCHED), *stores), stores[0], params.side)
        evaluator = Evaluator(cases_of(IllustrationDataset(held_out, *stores), stores[0], params.side), encoder, device)
        yield Bench(learnt, stores, watched, evaluator, encoder, device)


def score(row: str, made: Made, bench: Bench, options: argparse.Namespace, source: dict[str, Any]) -> None:
    """Score a way and write its row; pictures for raters go to ``--survey``."""
    results = {protocol: bench.evaluator.score(made.colorize, protocol) for protocol in PROTOCOLS}
    side = load_section("coloring_evaluation", ColoringEvaluationParams).side
    faces = real_cases(options.art, side, load_section("regions", RegionParams).clusters)
    real = Evaluator(faces, bench.tag_encoder, bench.device) if faces else None
    content: dict[str, Any] = {
        "pictures": len(bench.evaluator.cases),
        "steps": made.curve[-1][0] if made.curve else 0,
        "curve": [{"step": step, "hint_error": error} for step, error in made.curve],
        "scores": {protocol: scores for protocol, (scores, _) in results.items()},
        "real": {protocol: real.score(made.on_paper or made.colorize, protocol)[0] for protocol in REAL} if real is not None else {},
        "source": source,
    }
    write_json(options.out / f"{row}.json", content)
    mosaic(bench.evaluator.cases, made.colorize, options.out / f"{row}.jpg")
    if options.survey is not None:
        for index, picture in enumerate(results["225"][1]):
            write_png(options.survey / row / f"{index:03d}.png", picture)
    print(f"{row}: {content['scores']['225']}")


def parsed(parser: argparse.ArgumentParser, rows: Sequence[str]) -> argparse.Namespace:
    """What was asked for; where that is no row, all rows are printed and the program ends."""
    parser.add_argument("row", nargs="?", help="see --list")
    parser.add_argument("--art", type=Path, default=ART, help="real art, for its line art; default: %(default)s")
    parser.add_argument("--survey", type=Path, help="folder for what the row painted, for `pegbar survey`")
    parser.add_argument("--out", type=Path, default=OUT, help="default: %(default)s")
    parser.add_argument("--list", action="store_true", help="list the rows")
    chosen = parser.parse_args()
    if chosen.list or not chosen.row:
        print("\n".join(rows))
        parser.exit()
    if chosen.row not in rows:
        parser.error(f"rows: found {chosen.row!r}, expected one of {', '.join(rows)}")
    return chosen
