"""train_regions: learn the displacement map of an illustration's regions."""

from pegbar.datasets.frames import Frames
from pegbar.errors import guarded
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.gcn import RegionNetworkParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of, subsample
from pegbar.storage.results import write_csv
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.region_maps import DisplacementMaps, displacement_loader
from pegbar.training.runs import forget, run_hash
from pegbar.training.segmentation import build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.vocabulary.model_classes import REGION_OUTPUTS
from stages.paths import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, METRICS, MODELS


def main() -> None:
    """Write ``models/regions.*`` and the loss curve."""
    params = load_section("region_network", RegionNetworkParams)
    table = load_illustrations(ILLUSTRATION_TABLE)
    rows = rows_of(table, "train", needs="regions")
    held_out = subsample(rows_of(table, "val", needs="regions"), params.validation_frames)
    with process_group() as writes, Store(ILLUSTRATIONS) as store:
        load = displacement_loader(store, params.working_height)
        train, val = Frames(rows, load, params.cache_each), Frames(held_out, load, params.cache_mb)
        network = build_network(params, len(REGION_OUTPUTS), MODELS, "regions")
        mark = run_hash(params, (rows, held_out), (store,), (network.state_dict(),))
        task = DisplacementMaps(train, val, params)
        trained = train_network(network, task, CHECKPOINTS / "regions.pt", mark, extra=(LiveMetrics("regions"),))
        if writes:
            write_csv(METRICS / "training_regions.csv", trained.run.table())
            save_model(MODELS, "regions", trained.weights, sidecar_of(network, "regions", REGION_OUTPUTS, trained, params))
            forget(CHECKPOINTS / "regions.pt")


if __name__ == "__main__":
    guarded(main)
