"""evaluate_colorizer: no, few, many and full hints on held-out line art, a second pass (StencilTorch 5 and 6), and the same hints
propagated without a network."""

import torch

from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.evaluation.colorizer import (
    PROTOCOLS,
    Evaluator,
    cases_of,
    first_pass,
    hints_for,
    iteration_gain,
    propagation_only,
    second_pass,
)
from pegbar.inference.colorizer import load_colorizer
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of, subsample
from pegbar.storage.results import write_json
from pegbar.visualization.colorizer import hint_row, pass_row, write_mosaics
from stages.paths import GALLERY, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``metrics/colorizer.json`` and the mosaics."""
    params = load_section("coloring_evaluation", ColoringEvaluationParams)
    rows = subsample(rows_of(load_illustrations(ILLUSTRATION_TABLE), "test"), params.pictures)
    colorizer = load_colorizer(MODELS)
    torch.set_num_threads(params.threads)
    with Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        cases = cases_of(IllustrationDataset(rows, store, lineart, regions), store, params.side)
    evaluator = Evaluator(
        cases, load_tag_encoder(MODELS, "tag_encoder", colorizer.device)[0], colorizer.device, params.extra_feature_extractors
    )
    scores, painted = {}, {}
    for protocol in PROTOCOLS:
        scores[protocol], painted[protocol] = evaluator.score(colorizer.colorize, protocol)
    gain = iteration_gain(colorizer.colorize, cases, painted["9"])
    baseline = {protocol: evaluator.score(propagation_only, protocol)[0] for protocol in PROTOCOLS}
    measured = {"colorizer": {"pictures": len(cases), **scores, "iteration": gain}, "propagation_only": baseline}
    write_json(METRICS / "colorizer.json", measured)
    numbers = list(range(0, len(cases), max(1, len(cases) // params.gallery_rows)))[: params.gallery_rows]
    hinted = [hint_row(cases[n], [(hints_for(cases[n], p), painted[p][n]) for p in ("none", "9", "225", "full")]) for n in numbers]
    passes = []
    for number in numbers:
        request = second_pass(cases[number], painted["9"][number])
        if request is not None:
            first = first_pass(cases[number], hints_for(cases[number], "9"))
            passes.append(pass_row(cases[number], first, painted["9"][number], request, colorizer.colorize(request)))
    write_mosaics(GALLERY, hinted, passes)


if __name__ == "__main__":
    guarded(main)
