"""train_douga: learn to draw the douga of a synthetic cel (thesis 5.6).

Books get no weight for being rare: on a synthetic cel they are blank paper.
"""

from pegbar.douga.classes import BOOKS, CLASS_NAMES
from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.files import save_model
from pegbar.params.base import load_section
from pegbar.params.training import TrainingParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.training.engine import fit, history_table
from pegbar.training.frames import Frames
from pegbar.training.loading import douga_loader
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import Segmentation, build_network, sidecar_of
from stages.places import CELS, CHECKPOINTS, DOUGA, MANIFEST, METRICS, MODELS, PRODUCTION, SEEDS


def main() -> None:
    """Write ``models/douga.*`` and the loss curve."""
    params = load_section("douga_network", TrainingParams)
    rows = load_manifest(SEEDS)
    rows = rows[rows["douga"] != ""]
    held_out = spread(distinct(rows_of(load_manifest(MANIFEST), "val", needs="douga")), params.validation_frames)
    with Store(PRODUCTION) as frames, Store(CELS) as cels, Store(DOUGA) as drawings:
        load = douga_loader(frames, cels, drawings, params.working_height)
        train, val = Frames(rows, load, params.cache_mb), Frames(held_out, load, params.cache_mb)
        task = Segmentation(train, val, [], len(CLASS_NAMES), params, plain=BOOKS)
        network = build_network(params, len(CLASS_NAMES), MODELS)
        run = run_hash(params, (rows, held_out), (frames, cels, drawings), (network.state_dict(),))
        state = fit(network, task, params, CHECKPOINTS / "douga.pt", run)
    write_csv(METRICS / "training_douga.csv", history_table(state))
    save_model(MODELS, "douga", task.adjusted(state.best), sidecar_of(network, "douga", CLASS_NAMES, state, params))
    forget(CHECKPOINTS / "douga.pt")


if __name__ == "__main__":
    guarded(main)
