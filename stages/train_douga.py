"""train_douga: learn to draw the douga of a synthetic cel (thesis 5.6).

Books get no weight for being rare: on a synthetic cel they are blank paper.
"""

from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import douga_loader
from pegbar.errors import guarded
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.selection import SelectionParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.selection.held_out import with_validation
from pegbar.storage.results import write_csv
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import Segmentation, build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.training.untrained import CURVE, starter_model
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES
from stages.paths import CELS, CHECKPOINTS, DOUGA, METRICS, PRODUCTION, TRAINED, TRAINING_FRAMES


def main() -> None:
    """Write ``models/douga.*`` and the loss curve."""
    params = load_section("douga_network", DougaNetworkParams)
    labelled = load_manifest(TRAINING_FRAMES)
    if params.network.init == "starter" and (labelled["douga"] == "").all():
        write_csv(METRICS / "training_douga.csv", CURVE)
        save_model(TRAINED, "douga", *starter_model("douga"))
        print("no frame has a douga: the douga network is the one that comes with the program")
        return
    labelled = with_validation(labelled, labelled, "douga")
    rows = subsample(rows_of(labelled, "train"), load_section("selection", SelectionParams).douga_frames)
    held_out = subsample(distinct(rows_of(labelled, "val")), params.validation_frames)
    with process_group() as writes, Store(PRODUCTION) as frames, Store(CELS) as cels, Store(DOUGA) as drawings:
        load = douga_loader(frames, cels, drawings, params.working_height)
        train, val = Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb)
        task = Segmentation(train, val, [], len(CLASS_NAMES), params, unweighted=BOOKS)
        network = build_network(params, len(CLASS_NAMES), TRAINED, "douga")
        first = snapshot(network)
        mark = run_hash(params, (rows, held_out), (frames, cels, drawings), (network.state_dict(),))
        trained = train_network(network, task, CHECKPOINTS / "douga.pt", mark, extra=(LiveMetrics("douga"),))
        if writes:
            write_csv(METRICS / "training_douga.csv", trained.run.table())
            weights = blend(task.adjusted(trained.weights, params.logit_adjustment), first, params.kept_fraction)
            save_model(TRAINED, "douga", weights, sidecar_of(network, "douga", CLASS_NAMES, trained, params))
            forget(CHECKPOINTS / "douga.pt")


if __name__ == "__main__":
    guarded(main)
