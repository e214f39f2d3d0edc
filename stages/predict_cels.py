"""predict_cels: cel masks for the frames that douga is learnt from, validated on and tested on.

Each training frame is predicted by the network of the fold that left its cut out, the others by the final network.
"""

from itertools import chain

import pandas as pd

from pegbar.datasets.cross_fit import split_folds
from pegbar.errors import guarded
from pegbar.inference.predict_production_cels import predict_masks
from pegbar.inference.predictor import Predictor
from pegbar.params.base import load_section
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.decision import CelDecision
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.gcn import CelParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.records import atomic_folder
from stages.paths import CEL_FOLDS, CELS, MANIFEST, MODELS, PRODUCTION, SEEDS


def main() -> None:
    """Write ``data/cels_predicted``."""
    manifest, seeds = load_manifest(MANIFEST), load_manifest(SEEDS)
    training = load_section("douga_network", DougaNetworkParams)
    val = subsample(distinct(rows_of(manifest, "val", needs="douga")), training.validation_frames)
    test = subsample(distinct(rows_of(manifest, "test", needs="mask")), load_section("evaluation", EvaluationParams).frames)
    folds = split_folds(seeds, load_section("cel_folds", CelFoldParams).folds, load_section("cel", CelParams).seed)
    final = Predictor(MODELS, "cel")
    decision = final.sidecar.decision_as(CelDecision)
    with Store(PRODUCTION) as store, atomic_folder(CELS) as folder:
        masks = [
            predict_masks(Predictor(CEL_FOLDS / str(fold), "cel"), store, left_out, decision) for fold, (_, left_out) in enumerate(folds)
        ]
        others = pd.concat([val, test] if folds else [seeds, val, test])
        write_maps(folder, chain(*masks, predict_masks(final, store, others)))


if __name__ == "__main__":
    guarded(main)
