"""evaluate_regions: score colour regions on held-out illustrations, beside other segmentations."""

import numpy as np
from tqdm import tqdm

from pegbar.errors import guarded
from pegbar.evaluation.regions import Comparison
from pegbar.metrics.regions import color_distance
from pegbar.params.base import load_section
from pegbar.params.regions import RegionParams
from pegbar.production.drawings import read_map, records
from pegbar.production.illustrations import decode_color_map, load_illustrations, region_ids
from pegbar.production.store import Store, rows_of, subsample
from pegbar.regions.baselines import plain_kmeans
from pegbar.regions.colors import ColorMap
from pegbar.storage.results import write_json
from pegbar.visualization.galleries import write_gallery
from pegbar.visualization.regions import CAPTIONS, region_row
from stages.paths import GALLERY, ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART, METRICS, REGIONS


def main() -> None:
    """Write ``metrics/regions.json`` and the gallery."""
    params = load_section("regions", RegionParams)
    rows = rows_of(load_illustrations(ILLUSTRATION_TABLE), "test", needs="regions")
    scores = Comparison(params.min_size)
    shading: dict[str, list[float]] = {"regions": [], "plain_kmeans": [], "picture": []}
    with Store(ILLUSTRATIONS) as store, Store(REGIONS) as predicted, Store(LINEART) as lineart:
        for row in tqdm(records(rows), desc="evaluate", unit="picture"):
            picture, truth = store.frame(row["path"]), region_ids(store.frame(row["regions"]))
            name = f"{row['illustration_id']}.png"
            members = (f"{kind}/{row['illustration_id']}" for kind in ("displacement", "border"))
            displacement, border = (read_map(predicted, member).astype(np.float32) / np.float32(255) for member in members)
            scores.add(picture, truth, (displacement, border), region_ids(predicted.frame(f"regions/{name}")))
            if row["flat"]:
                flat = store.frame(row["flat"])
                shading["regions"].append(color_distance(predicted.frame(f"colors/{name}"), flat))
                shading["plain_kmeans"].append(color_distance(plain_kmeans(picture, params.clusters, params.seed), flat))
                shading["picture"].append(color_distance(picture, flat))
        gallery = [
            region_row(
                store.frame(row["path"]),
                read_map(lineart, row["illustration_id"]),
                predicted.frame(f"displacement/{row['illustration_id']}.png"),
                region_ids(predicted.frame(f"regions/{row['illustration_id']}.png")),
                ColorMap(*decode_color_map(predicted.read(f"colors/{row['illustration_id']}.png"), row["illustration_id"])),
                np.random.default_rng([params.seed, number]),
            )
            for number, row in enumerate(records(subsample(rows, params.gallery_rows)))
        ]
    shading_left = {name: float(np.mean(values)) for name, values in shading.items() if values}
    write_json(METRICS / "regions.json", {"regions": scores.metrics(), "shading_left": shading_left})
    write_gallery(GALLERY / "regions.jpg", gallery, CAPTIONS, 256, (1, 1))


if __name__ == "__main__":
    guarded(main)
