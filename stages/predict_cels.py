"""predict_cels: cel masks for the frames that douga is learnt from, validated on and tested on."""

import pandas as pd

from pegbar.errors import guarded
from pegbar.inference.batch import predict_masks
from pegbar.inference.predict import Predictor
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.training import TrainingParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.storage.records import atomic_folder
from stages.places import CELS, MANIFEST, MODELS, PRODUCTION, SEEDS


def main() -> None:
    """Write ``data/cels_predicted``."""
    manifest = load_manifest(MANIFEST)
    training = load_section("douga_network", TrainingParams)
    val = spread(distinct(rows_of(manifest, "val", needs="douga")), training.validation_frames)
    test = spread(distinct(rows_of(manifest, "test", needs="mask")), load_section("evaluation", EvaluationParams).frames)
    with Store(PRODUCTION) as store, atomic_folder(CELS) as folder:
        rows = pd.concat([load_manifest(SEEDS), val, test])
        write_maps(folder, predict_masks(Predictor(MODELS, "cel"), store, rows))


if __name__ == "__main__":
    guarded(main)
