"""train_pilot N: the pilot network of a round, trained on the frames that the rounds before it chose (thesis 4.1)."""

import sys

from pegbar.errors import guarded
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.params.selection import PilotParams, SelectionParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.selection.choices import labelled, load_choices
from pegbar.selection.held_out import with_validation
from pegbar.storage.records import atomic_folder
from pegbar.training.cross_fit import fold_params, train_fold
from pegbar.training.distributed import process_group
from pegbar.training.runs import forget
from stages.paths import CHECKPOINTS, DOUGA, MANIFEST, PILOTS, PRODUCTION, choices_of

_SEED_OFFSET = 100
"""Seeds of pilots lie that far from those of folds."""


def main(number: str) -> None:
    """Write ``models/pilots/N``."""
    cel, pilot = load_section("cel", CelParams), load_section("pilot", PilotParams)
    before = choices_of(load_section("selection", SelectionParams).round(number).after)
    manifest = load_manifest(MANIFEST)
    rows = with_validation(labelled(manifest, load_choices(before), str(before)), manifest)
    held_out = subsample(distinct(rows_of(rows, "val")), cel.validation_frames)
    short = CelFoldParams(folds=1, steps=pilot.steps, low_res_fraction=pilot.low_res_fraction)
    params, checkpoint = fold_params(cel, short, _SEED_OFFSET + int(number)), CHECKPOINTS / f"cel_pilot_{number}.pt"
    with process_group() as writes, Store(PRODUCTION) as store, Store(DOUGA) as drawings:
        plates = load_section("plates", PlateParams).model_copy(update={"painted_fraction": 0.0})  # painting takes as long as training
        weights, sidecar = train_fold(store, drawings, rows_of(rows, "train"), held_out, params, plates, checkpoint)
        if writes:
            with atomic_folder(PILOTS / number) as folder:
                save_model(folder, "cel", weights, sidecar)
            forget(checkpoint)


if __name__ == "__main__":
    guarded(lambda: main(" ".join(sys.argv[1:])))
