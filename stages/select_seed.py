"""select_seed: round 0 of frame selection, visually distinct frames by k-means on edge images (thesis 4.1)."""

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.production import ProductionParams
from pegbar.params.selection import SelectionParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.selection.choices import candidates, save_choices, seed_choices
from pegbar.selection.frame_table import load_flags
from pegbar.selection.seeds import select_seeds
from stages.paths import FLAGS, MANIFEST, PRODUCTION, choices_of


def main() -> None:
    """Write ``data/rounds/0.csv``."""
    params, studio = load_section("selection", SelectionParams), load_section("production", ProductionParams).source == "studio"
    rows = candidates(load_manifest(MANIFEST), load_flags(FLAGS), params.labels, studio)
    with Store(PRODUCTION) as store:
        frames = (store.frame(path) for path in rows["path"])
        chosen = select_seeds(frames, params.seed_frames, params.edge_width, params.seed, params.method)
    save_choices(seed_choices(rows["frame_id"].iloc[chosen].tolist()), choices_of(0))
    print(f"chose {len(chosen)} of {len(rows)} distinct frames")


if __name__ == "__main__":
    guarded(main)
