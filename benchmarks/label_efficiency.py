"""How many labels a good cel mask takes, by how the frames to label are chosen.

    python -m benchmarks.label_efficiency
    python -m benchmarks.label_efficiency --seeds 1 --scratch-steps 60

Each cell is a training of its own on the frames that a rule has chosen, from ImageNet's weights (*scratch*) or, in fewer steps, from the
model that comes with the program (*starter*). Rules that look at a network look at the one trained on their own earlier choices, as the
pipeline's rounds do. Scored on cuts that no training has seen, each frame predicted once at the working height. Cells already in
``metrics/label_efficiency.json`` from the same code and budget are kept, so that a broken run goes on.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch

from benchmarks.short_training import Drawn, drawn, short_cel, train_cel
from benchmarks.side_by_side import THREADS, reopened, side_by_side
from benchmarks.studio_frames import held_out_frames
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import cel_iou
from pegbar.evaluation.source import rows_of_same_source, source_of
from pegbar.inference.doubt import doubts
from pegbar.inference.predictor import Predictor
from pegbar.params.base import load_section
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.params.studio import StudioParams
from pegbar.selection.rounds import RULES as ROUND_RULES
from pegbar.selection.rounds import choose_round
from pegbar.selection.seeds import select_seeds
from pegbar.storage.results import write_csv, write_json

BUDGETS = (20, 40, 80, 160)
"""Labelled frames."""
RULES = ("random", "kmeans", *ROUND_RULES)
"""How they are chosen: at random, by k-means anew for each budget, or 20 by k-means and then in rounds (``pegbar.selection.rounds``)."""
STARTS = ("starter", "scratch")
STEPS = {"starter": 30, "scratch": 240}
"""By start; after 60 steps from ImageNet's weights, what is labelled hardly counts yet."""
CUTS, HELD_OUT, EDGE_WIDTH = 120, 24, 32
NO_PLATES = PlateParams(folder=None, photographs=False, crops=1, painted_fraction=0.0, seed=0)
"""Plates of the labelled frames themselves are all that backgrounds are replaced by."""
Pictures = list[tuple[np.ndarray, np.ndarray]]


def cel_params(start: str, steps: int, seed: int) -> CelParams:
    """How a cell is trained: validated once, at the end."""
    changes: dict[str, Any] = {"steps": steps, "validate_every": steps, "warmup": min(20, steps // 4), "seed": seed, "threads": THREADS}
    if start == "scratch":
        return short_cel(steps).model_copy(update=changes)
    return load_section("cel", CelParams).model_copy(update=changes)


def chosen(rule: str, budget: int, before: pd.DataFrame, pool: pd.DataFrame, data: Drawn, pilot: Path, seed: int) -> pd.DataFrame:
    """Rows that are labelled at a budget: those of the last one and, by a rule, others of the pool."""
    if rule == "random":
        order = np.random.default_rng(seed).permutation(len(pool))
        return pool.iloc[np.sort(order[:budget])]
    if rule == "kmeans" or before.empty:
        frames = (data.frames.frame(path) for path in pool["path"])
        return pool.iloc[select_seeds(frames, budget, EDGE_WIDTH, seed)]
    waiting = pool[~pool["frame_id"].isin(set(before["frame_id"]))]
    scores = doubts(Predictor(pilot, "cel"), data.frames, waiting)
    more = choose_round(scores, (budget - len(before)) // 2, rule, before["cut"])["frame_id"]
    return pd.concat([before, waiting[waiting["frame_id"].isin(set(more))]]).sort_values(["cut", "index"], kind="stable")


def held_out_iou(folder: Path, pictures: Pictures) -> float:
    """Cel IoU of a trained network on held-out frames, all pixels together."""
    predictor = Predictor(folder, "cel")
    return cel_iou((truth, predictor.probabilities(frame)[0] < 0.5) for frame, truth in pictures)


def cells(data: Drawn, pictures: Pictures, rule: str, start: str, seed: int, steps: int) -> Iterator[tuple[int, float]]:
    """Frames and cel IoU at each budget of one rule, start and seed."""
    pool = data.training_rows().drop_duplicates("sha256")
    rows = pool.iloc[:0]
    with tempfile.TemporaryDirectory() as work:
        pilot = Path(work) / "none"
        for budget in BUDGETS:
            rows = chosen(rule, budget, rows, pool, data, pilot, seed)
            params, pilot = cel_params(start, steps, seed), Path(work) / str(budget)
            train_cel(data, rows, params, NO_PLATES, pilot)
            torch.set_num_threads(params.threads)
            yield len(rows), held_out_iou(pilot, pictures)


def run(work: Path, rows: pd.DataFrame, pictures: Pictures, rule: str, start: str, seed: int, steps: int) -> dict[str, Any]:
    """What one rule, start and seed give, in a process of its own."""
    with reopened(work, rows) as data:
        scores = list(cells(data, pictures, rule, start, seed, steps))
    return {"rule": rule, "start": start, "seed": seed, "frames": [count for count, _ in scores], "iou": [iou for _, iou in scores]}


def table_of(found: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """A row a cell, which ``dvc plots`` draws."""
    rows = [
        {"rule": each["rule"], "start": each["start"], "seed": each["seed"], "frames": frames, "iou": round(iou, 6)}
        for each in found.values()
        for frames, iou in zip(each["frames"], each["iou"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["rule", "start", "seed", "frames", "iou"])


def measure(out: Path, seeds: int, steps: dict[str, int]) -> None:
    """Measure what is not known yet, and write it after each rule, start and seed."""
    source = source_of("label_efficiency", budget={f"{start}-steps": count for start, count in steps.items()})
    found: dict[str, dict[str, Any]] = rows_of_same_source(out, source).get("label_efficiency", {})
    base = load_section("studio", StudioParams)
    pictures = [(frame.rgb, frame.mask) for frame in held_out_frames(base, HELD_OUT)]
    studio = base.model_copy(update={"cuts": CUTS, "backgrounds": max(11, CUTS // 4)})
    missing = [(rule, start, seed) for seed in range(seeds) for start in STARTS for rule in RULES if f"{rule} {start} {seed}" not in found]
    with tempfile.TemporaryDirectory() as work, drawn(studio, Path(work)) as data:
        calls = ((Path(work), data.rows, pictures, *each, steps[each[1]]) for each in missing)
        for result in side_by_side(run, calls):
            name = f"{result['rule']} {result['start']} {result['seed']}"
            found[name] = result
            write_json(out, {"label_efficiency": found, "source": source})
            write_csv(out.with_suffix(".csv"), table_of(found))
            print(name, [round(value, 3) for value in result["iou"]], flush=True)


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/label_efficiency.json"))
    parser.add_argument("--seeds", type=int, default=5)
    for start in STARTS:
        parser.add_argument(f"--{start}-steps", type=int, default=STEPS[start])
    options = parser.parse_args()
    measure(options.out, options.seeds, {start: getattr(options, f"{start}_steps") for start in STARTS})


if __name__ == "__main__":
    from benchmarks import label_efficiency  # under its own name, by which other processes find its functions

    guarded(label_efficiency.main)
