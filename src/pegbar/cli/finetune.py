"""``pegbar finetune``: the models learn on from a few frames that a person has corrected."""

import argparse
import sys
from pathlib import Path
from typing import Any

from pegbar.finetuning.run import Finetuning, Outcome, finetune
from pegbar.params.finetuning import FinetuneParams

_NAMES = {"iou": "IoU", "boundary_f": "boundary F", "line_f1": "line F1", "miou": "mean IoU"}
_BY = {
    "split": "as production.csv has it",
    "cut": "whole cuts",
    "frame": "the last of the only cut, which resemble those that were learnt from: label a second cut to know more",
}


def _scores(outcome: Outcome) -> str:
    assert outcome.gain is not None
    before, after = outcome.gain.before, outcome.gain.after
    return ", ".join(f"{_NAMES[key]} {100 * before[key]:.1f} % → {100 * after[key]:.1f} %" for key in before)


def describe(outcome: Outcome) -> str:
    """What became of a network, in one line or two."""
    if outcome.labels is None or outcome.gain is None:
        layer = "mask" if outcome.name == "cel" else "douga"
        return f"{outcome.name}: no frame has a {layer}; the model is the one that it would have started from"
    held = f"{outcome.gain.frames} held-out frames ({_BY[outcome.labels.by]})"
    line = f"{outcome.name}: {_scores(outcome)}, on {held}"
    if outcome.gain.better:
        return line
    end = "kept all the same, as asked" if outcome.kept else "the model is as it was; --keep-anyway keeps the new one"
    return f"{line}\n{outcome.name}: no better than before, {end}"


def run(arguments: argparse.Namespace) -> None:
    """Learn on, print what it gained on held-out frames, and how to use it."""
    changes: dict[str, Any] = {"steps": arguments.steps, "replay": arguments.replay, "threads": arguments.threads}
    out: Path = arguments.out or arguments.production / "models"
    options = Finetuning(
        production=arguments.production,
        out=out,
        start=arguments.models,
        palette=arguments.palette,
        keep_anyway=arguments.keep_anyway,
        params=FinetuneParams(**{key: value for key, value in changes.items() if value is not None}),
    )
    outcomes = finetune(options, lambda line: print(line, file=sys.stderr))
    for outcome in outcomes:
        print(describe(outcome))
    print(f"to use them: pegbar reconstruct FRAMES --models {out}")
