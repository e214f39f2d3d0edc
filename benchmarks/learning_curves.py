"""Score against steps at fixed data, and against amount of data at fixed steps, of the cel and the douga network.

They say whether time, data or design is what lacks: on held-out cuts of the studio, and on the part of real art that settings are
chosen by.

    python -m benchmarks.learning_curves --art ../shared/art
    python -m benchmarks.learning_curves --network cel --cuts 180 --steps 150

Each point is a training of its own from ImageNet's weights, with its own schedule of learning rates, so that no point is an unfinished
run. Cels: with painted plates and photographs, without real paintings. Douga: true masks, in training and where it is measured, so that
the curve is of the lines alone. Points already in ``metrics/learning_curves.json`` from the same code and budget are kept.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import torch
from tqdm import tqdm

from benchmarks.real_art import line_jobs, scores
from benchmarks.real_art_lines import LineScore
from benchmarks.real_art_pictures import LARGE
from benchmarks.short_training import Drawn, drawn, short_cel, short_douga, train_cel, train_douga
from benchmarks.side_by_side import THREADS, reopened, side_by_side
from benchmarks.studio_frames import line_scores
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation, evaluate_cels
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.inference.predictor import Predictor, cel_mask
from pegbar.inference.reconstruction import find_douga
from pegbar.params.base import load_section
from pegbar.params.plates import PlateParams
from pegbar.params.studio import StudioParams
from pegbar.production.drawings import read_map, read_mask, records
from pegbar.production.store import rows_of, subsample
from pegbar.storage.results import write_csv, write_json

CUTS, STEPS = 240, 200
"""Amount of data where steps vary, and steps where the amount of data varies."""
HALVINGS, DOUBLINGS = 3, 1
"""How often data are halved; how often steps are doubled, and twice as often halved."""
HELD_OUT = 24
"""Held-out frames of the studio."""
LINE_FRAMES = 5
"""Frames of real art whose lines are measured: the figure at 1080 lines, and faces."""
NETWORKS = ("cel", "douga")
Point = dict[str, float]


def points(cuts: int, steps: int) -> list[tuple[str, int, int]]:
    """What is trained: (curve, cuts, steps); the training that both curves share stands in the first one alone."""
    longer = [round(steps * 2.0**power) for power in range(-2 * DOUBLINGS, DOUBLINGS + 1)]
    fewer = [max(1, cuts >> power) for power in range(HALVINGS, 0, -1)]
    return [("steps", cuts, count) for count in longer] + [("data", count, steps) for count in fewer]


def _name(place: tuple[str, int, int]) -> str:
    return " ".join(map(str, place))


def cel_point(data: Drawn, rows: pd.DataFrame, steps: int, art: Path, folder: Path) -> Point:
    """Train a cel network on `rows`; cel IoU on the studio and on real art."""
    params = short_cel(steps).model_copy(update={"threads": THREADS})
    train_cel(data, rows, params, load_section("plates", PlateParams), folder)
    torch.set_num_threads(params.threads)
    predictor = Predictor(folder, "cel")
    held_out = records(subsample(rows_of(data.rows, "test"), HELD_OUT))
    pairs = ((data.frames.mask(row["mask"]), cel_mask(predictor, data.frames.frame(row["path"]))) for row in held_out)
    studio = evaluate_cels(tqdm(pairs, total=len(held_out), desc="studio", unit="frame")).metrics["iou"]
    real = {name: scored["iou"] for name, scored in scores(art, predictor, "validation").items() if name.startswith("all_")}
    return {"studio_iou": studio, **{f"{name}_iou": value for name, value in real.items()}}


def douga_point(data: Drawn, rows: pd.DataFrame, steps: int, art: Path, folder: Path) -> Point:
    """Train a douga network on `rows`; F1 of any line, mean of the line classes and mean IoU on the studio, any line on real art."""
    params = short_douga(steps).model_copy(update={"threads": THREADS})
    train_douga(data, rows, params, folder)
    torch.set_num_threads(params.threads)
    predictor, studio, real = Predictor(folder, "douga"), DougaEvaluation(), LineScore()
    for row in tqdm(records(subsample(rows_of(data.rows, "test"), HELD_OUT)), desc="studio", unit="frame"):
        found = find_douga(predictor, data.frames.frame(row["path"]), read_mask(data.masks, row["frame_id"]))
        studio.add(read_map(data.drawings, row["frame_id"]), found.classes)
    jobs = [job.picture for job in line_jobs(art, "validation", quick=False)]
    jobs = [picture for picture in jobs if picture.height == LARGE and "true_mask" in picture.masks][:LINE_FRAMES]
    for made in (picture.make() for picture in tqdm(jobs, desc="real art", unit="frame")):
        real.add(made.lines, find_douga(predictor, made.frame, made.mask).classes)
    on_studio = {f"studio_{name}": value for name, value in line_scores(studio).items()}
    return on_studio | {"real_any_line": real.metrics()["any"]["f1"]}


MEASURES: dict[str, Callable[[Drawn, pd.DataFrame, int, Path, Path], Point]] = {"cel": cel_point, "douga": douga_point}


def run(work: Path, rows: pd.DataFrame, network: str, place: tuple[str, int, int], cuts: int, art: Path) -> dict[str, Any]:
    """One point, in a process of its own: trained on the first `cuts` training cuts and scored."""
    curve, _, steps = place
    with reopened(work, rows) as data, tempfile.TemporaryDirectory() as folder:
        seen = data.training_rows(cuts)
        found = MEASURES[network](data, seen, steps, art, Path(folder))
    return {"curve": curve, "cuts": len(seen), "steps": steps, "scores": found}


def rows_of_table(curves: dict[str, dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Rows of ``metrics/learning_curves.csv``, which ``dvc plots`` draws: one a point and measure."""
    for network, found in curves.items():
        for point in found.values():
            for measure, value in point["scores"].items():
                place = {key: point[key] for key in ("curve", "cuts", "steps")}
                yield {"network": network, **place, "measure": measure, "score": round(value, 6)}


def measure(art: Path, out: Path, networks: Iterable[str], cuts: int, steps: int) -> None:
    """Measure every point that is not known yet, and write them after each."""
    source = source_of("learning_curves", budget={"cuts": cuts, "steps": steps})
    curves: dict[str, dict[str, Any]] = rows_of_same_source(out, source).get("learning_curves", {})
    base = load_section("studio", StudioParams)
    studio = base.model_copy(update={"cuts": cuts, "frames_per_cut": 1, "backgrounds": max(11, cuts // 4)})
    missing = [(network, place) for network in networks for place in points(cuts, steps) if _name(place) not in curves.get(network, {})]
    with tempfile.TemporaryDirectory() as work, drawn(studio, Path(work)) as data:
        split = len(set(data.training_rows()["cut"])) / cuts
        calls = ((Path(work), data.rows, network, place, round(place[1] * split), art) for network, place in missing)
        for (network, place), point in zip(missing, side_by_side(run, calls), strict=True):
            curves.setdefault(network, {})[_name(place)] = point
            write_json(out, {"learning_curves": curves, "source": source})
            write_csv(out.with_suffix(".csv"), pd.DataFrame(rows_of_table(curves)))
            print(network, _name(place), {key: round(value, 3) for key, value in point["scores"].items()}, flush=True)


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--out", type=Path, default=Path("metrics/learning_curves.json"))
    parser.add_argument("--network", action="append", choices=NETWORKS, help="default: both")
    parser.add_argument("--cuts", type=int, default=CUTS)
    parser.add_argument("--steps", type=int, default=STEPS)
    chosen = parser.parse_args()
    measure(chosen.art, chosen.out, chosen.network or NETWORKS, chosen.cuts, chosen.steps)


if __name__ == "__main__":
    from benchmarks import learning_curves  # under its own name, by which other processes find its functions

    guarded(learning_curves.main)
