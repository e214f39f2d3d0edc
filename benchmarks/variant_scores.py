"""How douga networks of the thesis's tables are scored: as predicted, on the studio and on other people's drawings."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.real_art import line_jobs
from benchmarks.real_art_lines import LineScore
from pegbar.datasets.douga_inputs import DougaInput, douga_input
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import find_cel
from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams

REAL_HEIGHT = 1080
"""Lines of the real frames that rows are scored on."""


def predicted(predictor: Predictor, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The most probable class of each pixel, (H, W) uint8."""
    return np.asarray(predictor.logits(picture)[0].argmax(dim=0).cpu().numpy(), np.uint8)


def on_real_art(predictor: Predictor, kind: DougaInput, art: Path) -> dict[str, float]:
    """F1 of any line within one pixel by set, on frames of ``REAL_HEIGHT`` lines.

    They are predicted at their own size, or as much smaller as the network saw the studio's in training. Empty without the art.
    """
    if not art.is_dir():
        return {}
    cel = Predictor(Path("models"), "cel")
    native = predictor.at_height(round(REAL_HEIGHT * predictor.height / load_section("studio", StudioParams).height))
    found: dict[str, LineScore] = {}
    jobs = [job for job in line_jobs(art, "test", quick=False) if job.picture.height == REAL_HEIGHT]
    for job in tqdm(jobs, desc="real art", unit="frame"):
        made = job.picture.make()
        mask = made.mask if kind == "manual_cel" else find_cel(cel, made.frame).mask
        found.setdefault(job.name, LineScore()).add(made.lines, predicted(native, douga_input(kind, made.frame, mask)))
    return {name: score.metrics(("any",))["any"]["f1"] for name, score in found.items()}


def douga_scores(evaluation: DougaEvaluation) -> dict[str, Any]:
    """What tables of douga networks show of an evaluation."""
    found: dict[str, Any] = evaluation.metrics()
    any_line, edges = found["lines"]["any"]["1px"], found["edges_vs_areas"]
    return {
        **{name: found[name] for name in ("accuracy", "miou", "miou_ten")},
        **{f"line_{name}": any_line[name] for name in ("f1", "recall", "precision")},
        "line_classes": found["lines"]["macro"]["1px"]["f1"],
        **{f"edge_{name}": edges[name] for name in ("recall", "precision")},
    }
