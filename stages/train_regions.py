"""train_regions: learn the displacement map of an illustration's regions."""

from pegbar.errors import guarded
from pegbar.metrics.tables import write_csv
from pegbar.networks.files import save_model
from pegbar.params.base import load_section
from pegbar.params.training import TrainingParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of, spread
from pegbar.training.displacements import OUTPUTS, Displacements, displacement_loader
from pegbar.training.engine import fit, history_table
from pegbar.training.frames import Frames
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from stages.places import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, METRICS, MODELS


def main() -> None:
    """Write ``models/regions.*`` and the loss curve."""
    params = load_section("region_network", TrainingParams)
    table = load_illustrations(ILLUSTRATION_TABLE)
    rows = rows_of(table, "train", needs="regions")
    held_out = spread(rows_of(table, "val", needs="regions"), params.validation_frames)
    with Store(ILLUSTRATIONS) as store:
        load = displacement_loader(store, params.working_height)
        train, val = Frames(rows, load, params.cache_mb), Frames(held_out, load, params.cache_mb)
        network = build_network(params, len(OUTPUTS), MODELS)
        run = run_hash(params, (rows, held_out), (store,), (network.state_dict(),))
        state = fit(network, Displacements(train, val, params), params, CHECKPOINTS / "regions.pt", run)
    write_csv(METRICS / "training_regions.csv", history_table(state))
    save_model(MODELS, "regions", state.best, sidecar_of(network, "regions", OUTPUTS, state, params))
    forget(CHECKPOINTS / "regions.pt")


if __name__ == "__main__":
    guarded(main)
