"""predict_cels: cel masks for the frames that douga is learnt from, validated on and tested on.

Each training frame is predicted by the network of the fold that left its cut out, the others by the final network. Training frames are
seen at one scale: the douga network learns as much from masks that are a little rougher, and most of the time went into these.
"""

from itertools import chain

import pandas as pd

from pegbar.compute import computing
from pegbar.datasets.cross_fit import split_folds
from pegbar.errors import guarded
from pegbar.inference.predict_production_cels import predict_masks
from pegbar.networks.sidecars import load_decision
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.decision import CelDecision
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.gcn import CelParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import distinct, rows_of, subsample
from pegbar.selection.held_out import test_frames
from pegbar.storage.records import atomic_folder
from stages.paths import CEL_FOLDS, CELS, MANIFEST, MODELS, PRODUCTION, TRAINING_FRAMES


def main() -> None:
    """Write ``data/cels_predicted``."""
    labelled = load_manifest(TRAINING_FRAMES)
    training, val = rows_of(labelled, "train"), distinct(labelled[(labelled["split"] == "val") & (labelled["douga"] != "")])
    val = subsample(val, load_section("douga_network", DougaNetworkParams).validation_frames)
    test = test_frames(load_manifest(MANIFEST), load_section("evaluation", EvaluationParams).frames)
    cel = load_section("cel", CelParams)
    folds = split_folds(training, load_section("cel_folds", CelFoldParams).folds, cel.seed)
    decision = load_decision(MODELS, "cel", CelDecision)
    quick = decision.model_copy(update={"scales": decision.scales[:1]})
    masks = [predict_masks(CEL_FOLDS / str(fold), PRODUCTION, left_out, cel.threads, quick) for fold, (_, left_out) in enumerate(folds)]
    others = pd.concat([val, test] if folds else [training, val, test])
    with atomic_folder(CELS) as folder, computing(load_section("compute", ComputeParams)):
        write_maps(folder, chain(*masks, predict_masks(MODELS, PRODUCTION, others, cel.threads)))


if __name__ == "__main__":
    guarded(main)
