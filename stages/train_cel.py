"""train_cel: learn to separate cel from background."""

from pegbar.douga.classes import CLASS_NAMES
from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.files import save_model
from pegbar.params.base import load_section
from pegbar.params.training import CelParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.training.cels import Cels, cel_classes
from pegbar.training.engine import fit, history_table
from pegbar.training.frames import Frames
from pegbar.training.loading import cel_loader, load_plates
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from stages.places import CHECKPOINTS, DOUGA, MANIFEST, METRICS, MODELS, PRODUCTION, SEEDS


def main() -> None:
    """Write ``models/cel.*`` and the loss curve."""
    params = load_section("cel", CelParams)
    rows = load_manifest(SEEDS)
    held_out = spread(distinct(rows_of(load_manifest(MANIFEST), "val", needs="mask")), params.validation_frames)
    classes = cel_classes(CLASS_NAMES, params)
    with Store(PRODUCTION) as store, Store(DOUGA) as drawings:
        load = cel_loader(store, drawings, params.working_height, 1 + len(CLASS_NAMES))
        train, val = Frames(rows, load, params.cache_mb), Frames(held_out, load, params.cache_mb)
        task = Cels(train, val, load_plates(store, rows, params), len(CLASS_NAMES), params)
        network = build_network(params, len(classes), MODELS)
        run = run_hash(params, (rows, held_out), (store, drawings), (network.state_dict(),))
        state = fit(network, task, params, CHECKPOINTS / "cel.pt", run)
    write_csv(METRICS / "training_cel.csv", history_table(state))
    save_model(MODELS, "cel", state.best, sidecar_of(network, "cel", classes, state, params))
    forget(CHECKPOINTS / "cel.pt")


if __name__ == "__main__":
    guarded(main)
