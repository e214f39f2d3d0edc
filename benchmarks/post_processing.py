"""Post-processing by the thesis's rule and by ours, each against its own input, and areas as if gaps in their lines were closed (5.7, 5.8).

    python -m benchmarks.post_processing                 # a few minutes on two cores
    python -m benchmarks.post_processing --frames 8

One prediction a held-out frame, by the pipeline's douga network, goes through every rule.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.pipeline_frames import held_out_rows
from benchmarks.variant_scores import douga_scores
from pegbar.arrays.closed_areas import closed_areas
from pegbar.arrays.voting import majority_vote
from pegbar.douga.decode_probabilities import decode_probabilities
from pegbar.douga.postprocess import Drawing, postprocess
from pegbar.douga.skeletons import is_line
from pegbar.douga.thesis_postprocess import thesis_postprocess
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.evaluation.source import source_of
from pegbar.inference.drawing_view import DrawingView, view_drawing
from pegbar.inference.predictor import Predictor, predict_with_flip
from pegbar.params.base import load_section
from pegbar.params.decision import DougaDecision
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_map, read_mask, records
from pegbar.production.store import Store
from pegbar.storage.results import write_json
from pegbar.transforms.preprocessing import resize_classes
from pegbar.vocabulary.douga_classes import CLASS_NAMES, LINES

DATA, MODELS = Path("data"), Path("models")
GAPS = (2, 4, 8)
"""Widest gaps that are closed, pixels."""
AGREEMENTS = (0.9, 0.7, 0.5)
"""Fractions of an area's pixels that must agree, with gaps closed."""
Classes = NDArray[np.uint8]


class Predicted(NamedTuple):
    """A frame's probabilities (10, h, w) at the size at which it is decided, what is seen of it, and what decides."""

    probabilities: NDArray[np.float32]
    view: DrawingView
    decision: DougaDecision


def as_predicted(found: Predicted) -> Classes:
    """Each pixel's most probable class."""
    return resize_classes(found.probabilities.argmax(axis=0).astype(np.uint8), found.view.size)


def by_the_thesis(found: Predicted) -> Classes:
    """The thesis's rule on what is predicted."""
    return resize_classes(thesis_postprocess(found.probabilities, found.decision.line_width), found.view.size)


def decoded(found: Predicted) -> Classes:
    """Ours before post-processing."""
    small, cel = found.view.decided()
    return resize_classes(decode_probabilities(found.probabilities, small, cel, found.decision), found.view.size)


def ours(found: Predicted) -> Classes:
    """Ours."""
    drawing = Drawing(found.view.picture, found.view.width or found.decision.line_width)
    return postprocess(decoded(found), found.view.decision(found.decision), found.view.cel, drawing)


def outcomes(found: Predicted) -> dict[str, Classes]:
    """What every rule makes of a frame, in the order of the table."""
    mine = ours(found)
    closed = {
        f"ours, gaps to {gap} px closed, {agreement:.0%} agree": majority_vote(areas, mine, len(CLASS_NAMES), LINES, agreement)
        for gap in GAPS
        for areas in [closed_areas(is_line(mine), gap)]
        for agreement in AGREEMENTS
    }
    plain = {"as predicted": as_predicted, "the thesis's rule": by_the_thesis, "decoded": decoded}
    return {name: rule(found) for name, rule in plain.items()} | {"ours": mine} | closed


def predictions(split: str, count: int) -> Iterator[tuple[Classes, Predicted]]:
    """True classes of frames and what is predicted of each, but for frames whose predicted mask is empty."""
    rows = held_out_rows(DATA, split, count)
    predictor = Predictor(MODELS, "douga")
    decision = predictor.sidecar.decision_as(DougaDecision)
    with Store(DATA / "production") as store, Store(DATA / "cels_predicted") as cels, Store(DATA / "douga") as drawings:
        for row in tqdm(records(rows), desc="post-processing", unit="frame"):
            view = view_drawing(store.frame(row["path"]), read_mask(cels, row["frame_id"]), decision.mask_margin)
            if view is not None:
                found = predict_with_flip(predictor.at_height(view.height), view.decided()[0])
                yield read_map(drawings, row["frame_id"]), Predicted(found, view, decision)


def score(split: str, count: int) -> dict[str, Any]:
    """Scores of every rule."""
    sums: dict[str, DougaEvaluation] = defaultdict(DougaEvaluation)
    for truth, found in predictions(split, count):
        for name, made in outcomes(found).items():
            classes = np.zeros_like(truth)
            classes[found.view.box] = np.where(found.view.cel, made, np.uint8(0))
            sums[name].add(truth, classes)
    return {name: douga_scores(evaluation) for name, evaluation in sums.items()}


def measure(out: Path, count: int, split: str = "test") -> None:
    """Score and write."""
    source = source_of("post_processing", [MODELS / "douga.safetensors"], {"frames": count})
    scores = score(split, count)
    write_json(out, {"post_processing": {"frames": count, "rules": scores}, "source": source})
    for name, values in scores.items():
        print(name, {key: round(value, 3) for key, value in values.items()})


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("metrics/thesis/post_processing.json"))
    parser.add_argument("--frames", type=int, default=load_section("evaluation", EvaluationParams).frames)
    parser.add_argument("--split", choices=["val", "test"], default="test", help="choose anything by val")
    chosen = parser.parse_args()
    measure(chosen.out, chosen.frames, chosen.split)


if __name__ == "__main__":
    guarded(main)
