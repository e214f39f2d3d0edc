"""train_cel: learn to separate cel from background."""

from pegbar.datasets.extra_plates import with_extra_plates
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader, load_plates
from pegbar.errors import guarded
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.gcn import CelParams
from pegbar.params.plates import PlateParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.results import write_csv
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from stages.paths import CHECKPOINTS, DOUGA, METRICS, PRODUCTION, TRAINED, TRAINING_FRAMES


def main() -> None:
    """Write ``models/cel.*`` and the loss curve."""
    params = load_section("cel", CelParams)
    labelled = load_manifest(TRAINING_FRAMES)
    rows, held_out = rows_of(labelled, "train"), subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    classes = cel_classes(CLASS_NAMES, params)
    with process_group() as writes, Store(PRODUCTION) as store, Store(DOUGA) as drawings:
        load = cel_loader(store, drawings, params.working_height, 1 + len(CLASS_NAMES))
        train, val = Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb)
        plates = with_extra_plates(load_plates(store, rows, params), load_section("plates", PlateParams), params.working_height)
        task = CelSegmentation(train, val, plates, len(CLASS_NAMES), params)
        network = build_network(params, len(classes), TRAINED, "cel")
        first = snapshot(network)
        mark = run_hash(params, (rows, held_out), (store, drawings), (network.state_dict(), task.plate_pixels()))
        trained = train_network(network, task, CHECKPOINTS / "cel.pt", mark, extra=(LiveMetrics("cel"),))
        if writes:
            write_csv(METRICS / "training_cel.csv", trained.run.table())
            weights = blend(trained.weights, first, params.kept_fraction)
            save_model(TRAINED, "cel", weights, sidecar_of(network, "cel", classes, trained, params))
            forget(CHECKPOINTS / "cel.pt")


if __name__ == "__main__":
    guarded(main)
