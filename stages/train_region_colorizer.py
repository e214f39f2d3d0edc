"""train_region_colorizer: learn the colours of regions of line art, and the light on them (ours)."""

from pegbar.datasets.painting_dataset import PaintingDataset
from pegbar.errors import guarded
from pegbar.networks.region_colorizer_files import save_region_colorizer
from pegbar.params.base import load_section
from pegbar.params.coloring import RegionColorizerParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, rows_of
from pegbar.storage.results import write_csv
from pegbar.training.distributed import process_group
from pegbar.training.live import LiveMetrics
from pegbar.training.region_colorizer import build_networks, forget_checkpoints, train_region_colorizer
from pegbar.training.runs import run_hash
from stages.paths import CHECKPOINTS, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, MODELS, REGIONS


def main() -> None:
    """Write ``models/region_colorizer.*`` and the loss curves of both networks."""
    params = load_section("region_colorizer", RegionColorizerParams)
    table = load_illustrations(ILLUSTRATION_TABLE)
    rows, held_out = rows_of(table, "train"), rows_of(table, "val")
    networks = build_networks(params)
    with process_group() as writes, Store(ILLUSTRATIONS) as store, Store(LINEART) as lineart, Store(REGIONS) as regions:
        train, val = (PaintingDataset(part, store, lineart, regions) for part in (rows, held_out))
        mark = run_hash(params, (rows, held_out), (store, lineart, regions), (networks.state_dict(),))
        outcome = train_region_colorizer(networks, train, val, params, CHECKPOINTS, mark, LiveMetrics)
        if writes:
            write_csv(METRICS / "training_region_colorizer.csv", outcome.curves)
            save_region_colorizer(MODELS, outcome.weights, networks.config, outcome.facts)
            forget_checkpoints(CHECKPOINTS)


if __name__ == "__main__":
    guarded(main)
