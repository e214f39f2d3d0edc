"""select_seed: choose visually distinct training frames."""

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.selection import SelectionParams
from pegbar.production.manifest import load_manifest, save_manifest
from pegbar.production.store import Store, distinct, rows_of
from pegbar.selection.seeds import select_seeds
from stages.paths import MANIFEST, PRODUCTION, SEEDS


def main() -> None:
    """Write ``data/seed_frames.csv``, rows of the manifest."""
    params = load_section("selection", SelectionParams)
    rows = distinct(rows_of(load_manifest(MANIFEST), "train", needs="mask"))
    with Store(PRODUCTION) as store:
        frames = (store.frame(path) for path in rows["path"])
        chosen = select_seeds(frames, params.seed_frames, params.edge_width, params.seed)
    save_manifest(rows.iloc[chosen], SEEDS)
    print(f"chose {len(chosen)} of {len(rows)} distinct training frames")


if __name__ == "__main__":
    guarded(main)
