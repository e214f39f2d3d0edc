"""evaluate_background: backgrounds for held-out orders, ours and baselines, edits of them, and clean plates of held-out cuts."""

import torch

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.errors import guarded
from pegbar.evaluation.background_edits import measure_edits
from pegbar.evaluation.backgrounds import Baselines, Evaluator, PooledFeatureExtractor, evaluate, sketches_of
from pegbar.evaluation.clean_plates import evaluate_plates
from pegbar.inference.background_synthesis import BackgroundSynthesizer
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.networks.colorizer_files import load_tag_encoder
from pegbar.params.base import load_section
from pegbar.params.scenes import BackgroundEvaluationParams, SceneParams
from pegbar.production.manifest import load_manifest
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.storage.results import write_json
from pegbar.visualization.backgrounds import write_sheets
from stages.paths import GALLERY, MANIFEST, METRICS, MODELS, PRODUCTION, SCENE_TABLE, SCENES


def main() -> None:
    """Write ``metrics/background.json`` and its sheets."""
    params, scenes = load_section("background_evaluation", BackgroundEvaluationParams), load_section("scenes", SceneParams)
    table = load_scenes(SCENE_TABLE)
    torch.set_num_threads(params.threads)
    with Store(SCENES) as store:
        size = BackgroundSynthesizer.size_of(MODELS)
        synthesizer = BackgroundSynthesizer(MODELS, SceneLibrary(store, rows_of(table, "train"), size))
        held_out = SceneDataset(store, rows_of(table, "test"), (scenes.width, scenes.height))
        recognizer, judge = (Recognizer(MODELS, synthesizer.device, name) for name in ("recognizer", "judge"))
        feature_extractor = PooledFeatureExtractor(load_tag_encoder(MODELS, "tag_encoder", synthesizer.device)[0], synthesizer.device, size)
        learnt = SceneDataset(store, rows_of(table, "train"), size)
        reference = feature_extractor.extract_features(learnt.pictures)
        evaluator = Evaluator(judge, feature_extractor, held_out, reference, params.neighbors, scenes.seed)
        sketches = sketches_of(held_out.rows[: params.pictures], scenes.seed, params, (scenes.width, scenes.height))
        baselines = Baselines(synthesizer, recognizer, params, scenes.seed, (scenes.width, scenes.height), sketches)
        scores, pictures = evaluate(baselines, evaluator)
    plans = [first.planned.plan for first, *_ in sketches.values()][: params.edits]
    edits = measure_edits(plans, params.seed, (scenes.width, scenes.height), params.threads)
    with Store(PRODUCTION) as store:
        plates = evaluate_plates(store, rows_of(load_manifest(MANIFEST), "test"), params.cuts)
    manifold = {"neighbors": params.neighbors, "radii": "cut at their median"}
    measured = {"background": {"pictures": len(pictures["ours"]), **scores}, "edits": edits, "manifold": manifold, "plate": plates}
    write_json(METRICS / "background.json", measured)
    write_sheets(GALLERY / "backgrounds.jpg", held_out, pictures, params.gallery_rows)


if __name__ == "__main__":
    guarded(main)
