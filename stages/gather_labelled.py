"""gather_labelled: the frames that networks learn from and are validated on: those that the rounds chose, each with its mask."""

import pandas as pd

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.production import ProductionParams
from pegbar.params.selection import SelectionParams
from pegbar.production.manifest import load_manifest, save_manifest
from pegbar.production.titles import load_titles
from pegbar.selection.choices import labelled, load_choices
from pegbar.selection.frame_table import load_flags
from pegbar.selection.held_out import with_validation
from pegbar.selection.summary import summarize
from pegbar.storage.results import write_json
from stages.paths import CUT_TABLE, FLAGS, MANIFEST, METRICS, TRAINING_FRAMES, choices_of


def main() -> None:
    """Write ``data/training_frames.csv`` and ``metrics/selection.json``; of footage, frames that had a mask without being chosen join."""
    last = choices_of(load_section("selection", SelectionParams).last_round)
    manifest = load_manifest(MANIFEST)
    choices = load_choices(last)
    rows = labelled(manifest, choices, str(last))
    if load_section("production", ProductionParams).source == "footage":
        rows = pd.concat([rows, manifest[manifest["mask"] != ""]]).drop_duplicates("frame_id")
    rows = with_validation(rows, manifest)
    save_manifest(rows, TRAINING_FRAMES)
    summary = summarize(manifest, load_flags(FLAGS), choices, rows, load_titles(CUT_TABLE))
    write_json(METRICS / "selection.json", {"selection": summary})
    print(", ".join(f"{count} {split}" for split, count in rows["split"].value_counts().items()))


if __name__ == "__main__":
    guarded(main)
