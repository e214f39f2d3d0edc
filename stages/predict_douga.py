"""predict_douga: douga of the held-out synthetic cels, the most probable classes and the decoded ones."""

from pegbar.errors import guarded
from pegbar.inference.predict_production_douga import predict_douga
from pegbar.inference.predictor import Predictor
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.selection.held_out import test_frames
from pegbar.storage.records import atomic_folder
from stages.paths import CELS, MANIFEST, MODELS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``data/douga_raw``."""
    params = load_section("evaluation", EvaluationParams)
    rows = test_frames(load_manifest(MANIFEST), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels, atomic_folder(RAW_DOUGA) as folder:
        maps = predict_douga(Predictor(MODELS, "douga"), store, cels, rows)
        write_maps(folder, maps)


if __name__ == "__main__":
    guarded(main)
