"""flag_frames: score every frame for what speaks against labelling it (holds, combing, blur, text, brightness, size of the figure)."""

from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.selection import FilterParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.selection.frame_table import flag_frames
from pegbar.storage.results import write_csv
from stages.paths import FLAGS, MANIFEST, PRODUCTION


def main() -> None:
    """Write ``data/frame_flags.csv``."""
    params = load_section("frame_filters", FilterParams)
    with Store(PRODUCTION) as store, computing(load_section("compute", ComputeParams)):
        table = flag_frames(store, load_manifest(MANIFEST), params)
    write_csv(FLAGS, table)
    kept_out = table["reason"][table["reason"] != ""].value_counts().sort_index()
    print(f"{len(table)} frames, kept out: " + (", ".join(f"{count} {reason}" for reason, count in kept_out.items()) or "none"))


if __name__ == "__main__":
    guarded(main)
