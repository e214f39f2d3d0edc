"""evaluate_colorizer: no, few, many and full hints on held-out line art, and a second pass (StencilTorch 5 and 6)."""

import torch

from pegbar.errors import guarded
from pegbar.inference.coloring_evaluation import PROTOCOLS, Judge, cases_of, first_pass, hints_for, iteration_gain, second_pass
from pegbar.inference.colorize import load_colorizer
from pegbar.metrics.tables import write_json
from pegbar.networks.coloring_files import load_tagger
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of, spread
from pegbar.report.coloring import hint_row, pass_row, write_mosaics
from pegbar.training.pieces import Pieces
from stages.places import GALLERY, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``metrics/colorizer.json`` and the mosaics."""
    params = load_section("coloring_evaluation", ColoringEvaluationParams)
    rows = spread(rows_of(load_illustrations(ILLUSTRATION_TABLE), "test"), params.pictures)
    colorizer = load_colorizer(MODELS)
    torch.set_num_threads(params.threads)
    with Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        cases = cases_of(Pieces(rows, store, lineart, regions), store, params.side)
    judge = Judge(cases, load_tagger(MODELS, "encoder", colorizer.device)[0], colorizer.device, params.others)
    scores, painted = {}, {}
    for protocol in PROTOCOLS:
        scores[protocol], painted[protocol] = judge.judge(colorizer, protocol)
    gain = iteration_gain(colorizer, cases, painted["9"])
    write_json(METRICS / "colorizer.json", {"colorizer": {"pictures": len(cases), **scores, "iteration": gain}})
    numbers = list(range(0, len(cases), max(1, len(cases) // params.shown)))[: params.shown]
    hinted = [hint_row(cases[n], [(hints_for(cases[n], p), painted[p][n]) for p in ("none", "9", "225", "full")]) for n in numbers]
    passes = []
    for number in numbers:
        request = second_pass(cases[number], painted["9"][number])
        if request is not None:
            first = first_pass(cases[number], hints_for(cases[number], "9"))
            passes.append(pass_row(cases[number], first, painted["9"][number], request, colorizer.paint(request)))
    write_mosaics(GALLERY, hinted, passes)


if __name__ == "__main__":
    guarded(main)
