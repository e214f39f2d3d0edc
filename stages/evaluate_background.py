"""evaluate_background: backgrounds for the orders of held-out scenes, made in several ways, and clean plates of held-out cuts."""

import torch

from pegbar.errors import guarded
from pegbar.inference.background_evaluation import Eye, Judge, Painters, evaluate
from pegbar.inference.backgrounds import Backdrops
from pegbar.inference.recognition import Recognizer
from pegbar.layers.plate_evaluation import evaluate_plates
from pegbar.metrics.tables import write_json
from pegbar.networks.coloring_files import load_tagger
from pegbar.params.base import load_section
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.production.manifest import load_manifest
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.report.backgrounds import write_sheets
from pegbar.scenes.library import Library
from pegbar.training.recognition import Scenes
from stages.places import GALLERY, MANIFEST, METRICS, MODELS, PRODUCTION, SCENE_TABLE, SCENES


def main() -> None:
    """Write ``metrics/background.json`` and its sheets."""
    params = load_section("background_evaluation", BackgroundEvaluationParams)
    table = load_scenes(SCENE_TABLE)
    torch.set_num_threads(params.threads)
    size = Backdrops.size_of(MODELS)
    with Store(SCENES) as store:
        backdrops = Backdrops(MODELS, Library(store, rows_of(table, "train"), size))
        held_out = Scenes(store, rows_of(table, "test"), size)
        recognizer = Recognizer(MODELS, size, backdrops.device)
        eye = Eye(load_tagger(MODELS, "encoder", backdrops.device)[0], backdrops.device, size)
        memory = eye.see([backdrops.library.source(name).picture for name in sorted(backdrops.library.rows)])
        judge = Judge(recognizer, eye, held_out, memory, params.neighbors)
        scores, made = evaluate(Painters(backdrops, recognizer, params), judge)
    with Store(PRODUCTION) as store:
        plates = evaluate_plates(store, rows_of(load_manifest(MANIFEST), "test"), params.cuts)
    write_json(METRICS / "background.json", {"background": {"pictures": len(made["ours"]), **scores}, "plate": plates})
    write_sheets(GALLERY / "backgrounds.jpg", held_out, made, params.shown)


if __name__ == "__main__":
    guarded(main)
