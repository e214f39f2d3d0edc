"""StencilTorch's Table 1, a row each: earlier tools and its ablations, on the same held-out pictures.

    python -m benchmarks.colorizers paintstorch            # train until hints are followed no better, then score
    python -m benchmarks.colorizers --list
    python -m benchmarks.colorizers stenciltorch --threads 1    # beside another row, on two cores
    python -m benchmarks.colorizers stenciltorch --steps 50 --survey /tmp/survey      # pictures for raters as well

A method of ``pegbar.training.colorizer_methods`` trains on the same crops from the same seed for 4,000 steps, or less where its error at
225 hints on validation pictures is under half of the bare line art's and has not fallen by 2 % for three looks, one every 250 steps: before
that it has not begun to follow hints, and level errors are no plateau. The tag encoder is the pipeline's. Writes
``metrics/colorizers/ROW.json`` and ``ROW.jpg``; killed and started again, a row goes on. Ours is a row of ``benchmarks.own_colorizer``,
ways that train nothing are rows of ``benchmarks.plain_colorizers``.
"""

import argparse

import numpy as np
import torch

from benchmarks.colorizer_rows import MODELS, Bench, Made, opened, parsed, score
from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.evaluation.colorizer import Case, Colorize, first_pass, hints_for, line_art_alone
from pegbar.evaluation.source import source_of
from pegbar.inference.colorizer import Colorizer
from pegbar.metrics.coloring import hint_error
from pegbar.params.base import load_section
from pegbar.params.coloring import ColorizerMethodName, ColorizerParams
from pegbar.training.callbacks import WeightAverage
from pegbar.training.colorizer import ColorizerTask
from pegbar.training.colorizer_methods import METHODS
from pegbar.training.plateau import Plateau
from pegbar.training.runs import forget, run_hash
from pegbar.training.trainer import fit

ROWS = tuple(METHODS)
STEPS, EVERY, PATIENCE, FALL = 4000, 250, 3, 0.02
_FOLLOWS = 0.5
"""Part of the bare line art's error at hints under which a method follows them."""


def watched_error(colorize: Colorize, cases: list[Case]) -> float:
    """Mean ΔE at 225 hints."""
    errors = []
    for case in cases:
        hints = hints_for(case, "225")
        errors.append(hint_error(colorize(first_pass(case, hints)), hints, case.lines, case.regions))
    return float(np.nanmean(errors))


def train(name: ColorizerMethodName, bench: Bench, steps: int, threads: int | None) -> Made:
    """Train a method until it follows hints no better."""
    base = load_section("colorizer", ColorizerParams)
    changes = {"method": name, "steps": steps, "save_every": min(EVERY, max(1, steps // 2)), "threads": threads or base.threads}
    mark, params = run_hash(base, (bench.learnt,), bench.stores, (bench.tag_encoder.state_dict(),)), base.model_copy(update=changes)
    task = ColorizerTask(IllustrationDataset(bench.learnt, *bench.stores), bench.tag_encoder, params, bench.device)
    models = task.models().to(bench.device, memory_format=torch.channels_last)  # grouped convolutions: 1.3 times as fast
    average = WeightAverage(models.generator, params.ema_decay)

    def look() -> float:
        return watched_error(Colorizer(average.model.module, bench.tag_encoder, bench.device).colorize, bench.watched)

    plateau = Plateau(look, PATIENCE, FALL, _FOLLOWS * watched_error(line_art_alone, bench.watched))
    checkpoint = MODELS / "colorizers" / f"{name}.pt"
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    fit(models, task, (average, plateau), checkpoint, f"{mark} {name} {steps}")
    models.generator.load_state_dict(average.weights)
    return Made(Colorizer(models.generator, bench.tag_encoder, bench.device).colorize, plateau.curve)


def measure(row: ColorizerMethodName, options: argparse.Namespace) -> None:
    """Make one row's way, score it and write."""
    source = source_of("colorizers", [MODELS / "tag_encoder.safetensors"], {"steps": options.steps})
    with opened() as bench:
        score(row, train(row, bench, options.steps, options.threads), bench, options, source)
    forget(MODELS / "colorizers" / f"{row}.pt")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=STEPS, help="at most; default: %(default)s")
    parser.add_argument("--threads", type=int, help="of the CPU; default: colorizer.threads of params.yaml")
    chosen = parsed(parser, ROWS)
    guarded(lambda: measure(chosen.row, chosen))


if __name__ == "__main__":
    main()
