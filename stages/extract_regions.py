"""extract_regions: colour regions and few colours of every illustration."""

from pegbar.errors import guarded
from pegbar.inference.predictor import Predictor
from pegbar.inference.regions import extract_regions
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store, write_shard
from pegbar.storage.records import atomic_folder
from stages.paths import ILLUSTRATION_TABLE, ILLUSTRATIONS, MODELS, REGIONS


def main() -> None:
    """Write ``data/regions``."""
    params = load_section("regions", RegionParams)
    rows = load_illustrations(ILLUSTRATION_TABLE)
    with Store(ILLUSTRATIONS) as store, atomic_folder(REGIONS) as folder:
        write_shard(folder / "regions.zip", extract_regions(Predictor(MODELS, "regions"), store, rows, params))


if __name__ == "__main__":
    guarded(main)
