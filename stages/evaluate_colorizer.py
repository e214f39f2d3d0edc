"""evaluate_colorizer: no, few, many and full hints on held-out line art, a second pass (StencilTorch 5 and 6), and baselines."""

import torch

from pegbar.datasets.illustration_dataset import IllustrationDataset
from pegbar.errors import guarded
from pegbar.evaluation.coloring_baselines import propagation_only
from pegbar.evaluation.colorizer import Case, Evaluator, Scored, cases_of, iteration_gain, line_art_alone
from pegbar.evaluation.own_colorizer import RememberingColorizer, painter
from pegbar.inference.colorizer import load_colorizer
from pegbar.inference.region_colorizer import load_region_colorizer
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.networks.devices import best_device
from pegbar.networks.region_colorizer_files import load_region_colorizer_networks
from pegbar.parallel import in_parallel
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of, subsample
from pegbar.storage.results import write_json
from pegbar.visualization.colorizer import draw_mosaics
from stages.paths import GALLERY, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def load_cases(params: ColoringEvaluationParams) -> list[Case]:
    """Held-out illustrations."""
    rows = subsample(rows_of(load_illustrations(ILLUSTRATION_TABLE), "test"), params.pictures)
    with Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        return cases_of(IllustrationDataset(rows, store, lineart, regions), store, params.side)


def _score(ours: bool, params: ColoringEvaluationParams) -> Scored:
    """Scores and pictures of our ways, or of the others."""
    torch.set_num_threads(1)
    device = best_device()
    encoder, _ = load_tag_encoder(MODELS, "tag_encoder", device)
    evaluator = Evaluator(load_cases(params), encoder, device, params.extra_feature_extractors)
    if not ours:
        paper = load_colorizer(MODELS)
        return evaluator.score_all({"stenciltorch": paper.colorize, "propagation_only": propagation_only, "line_art": line_art_alone})
    remembering = RememberingColorizer(load_region_colorizer_networks(MODELS, device), device)
    return evaluator.score_all({"colorizer": painter(remembering, params.shading), "flats": painter(remembering, 0.0)})


def main() -> None:
    """Write ``metrics/colorizer.json`` and the mosaics."""
    params = load_section("coloring_evaluation", ColoringEvaluationParams)
    (scores, painted), (others, _) = in_parallel(_score, [(True, params), (False, params)], min(2, params.threads))
    torch.set_num_threads(params.threads)
    shaded, cases = painter(load_region_colorizer(MODELS), params.shading), load_cases(params)
    gain = iteration_gain(shaded, cases, painted["colorizer"]["9"])
    ours = {"pictures": len(cases), **scores["colorizer"], "iteration": gain}
    write_json(METRICS / "colorizer.json", scores | others | {"colorizer": ours})
    draw_mosaics(GALLERY, cases, painted["colorizer"], shaded, params.gallery_rows)


if __name__ == "__main__":
    guarded(main)
