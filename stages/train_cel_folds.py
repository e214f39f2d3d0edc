"""train_cel_folds: cel networks that each leave out some cuts, so that masks to train on are as good as masks of new frames."""

from pegbar.datasets.cross_fit import split_folds
from pegbar.errors import guarded
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.records import atomic_folder
from pegbar.training.cross_fit import fold_params, train_fold
from pegbar.training.distributed import process_group
from pegbar.training.runs import forget
from stages.paths import CEL_FOLDS, CHECKPOINTS, DOUGA, PRODUCTION, TRAINING_FRAMES


def main() -> None:
    """Write ``models/cel_folds``, one model a fold."""
    params, folds, extra = load_section("cel", CelParams), load_section("cel_folds", CelFoldParams), load_section("plates", PlateParams)
    labelled = load_manifest(TRAINING_FRAMES)
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    checkpoints = [CHECKPOINTS / f"cel_fold_{fold}.pt" for fold in range(folds.folds)]
    with process_group() as writes, Store(PRODUCTION) as store, Store(DOUGA) as drawings:
        models = [
            train_fold(store, drawings, trained_on, held_out, fold_params(params, folds, fold), extra, checkpoints[fold])
            for fold, (trained_on, _) in enumerate(split_folds(rows, folds.folds, params.seed))
        ]
        if writes:
            with atomic_folder(CEL_FOLDS) as folder:
                for fold, (weights, sidecar) in enumerate(models):
                    save_model(folder / str(fold), "cel", weights, sidecar)
            for checkpoint in checkpoints:
                forget(checkpoint)


if __name__ == "__main__":
    guarded(main)
