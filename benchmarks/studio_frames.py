"""Frames of the studio that no training has seen, at its present size: what networks of every origin are measured on alike."""

from collections.abc import Iterator
from typing import Any

from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.params.studio import StudioParams
from pegbar.studio.cuts import plan_cut
from pegbar.studio.produce import Frame, shoot

SEED = 9001
"""Of the studio; productions that anything was trained on have others, so that not one of these cuts is in them."""
INGREDIENTS = ("lines", "light", "detail", "compositing", "backgrounds", "shot_layout")
"""All that the studio has."""


def held_out_frames(studio: StudioParams, count: int, first: int = 0) -> Iterator[Frame]:
    """The first frame of each of `count` cuts of the whole studio, from the cut `first` on."""
    whole = studio.model_copy(update={"seed": SEED, "ingredients": INGREDIENTS})
    return (next(shoot(plan_cut(number, whole), whole)) for number in range(first, first + count))


def line_scores(evaluation: DougaEvaluation) -> dict[str, float]:
    """Any line and the line classes, F1 within one pixel, and mean IoU of eight classes."""
    metrics: dict[str, Any] = evaluation.metrics()
    lines = metrics["lines"]
    return {"any_line": lines["any"]["1px"]["f1"], "line_classes": lines["macro"]["1px"]["f1"], "miou": metrics["miou"]}
