"""select_round N: the frames that a pilot is surest and least sure of join those that earlier rounds chose (thesis 4.1)."""

import sys

import pandas as pd

from pegbar.errors import guarded
from pegbar.inference.doubt import doubts
from pegbar.inference.predictor import Predictor
from pegbar.params.base import load_section
from pegbar.params.production import ProductionParams
from pegbar.params.selection import FilterParams, SelectionParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, subsample
from pegbar.selection.choices import candidates, load_choices, rows_of_choices, save_choices
from pegbar.selection.filters import of_size
from pegbar.selection.frame_table import load_flags
from pegbar.selection.rounds import UNSURE, choose_round
from stages.paths import FLAGS, MANIFEST, PILOTS, PRODUCTION, choices_of


def main(number: str) -> None:
    """Write ``data/rounds/N.csv``."""
    params, studio = load_section("selection", SelectionParams), load_section("production", ProductionParams).source == "studio"
    filters, this = load_section("frame_filters", FilterParams), params.round(number)
    before = load_choices(choices_of(this.after))
    manifest = load_manifest(MANIFEST)
    rows = candidates(manifest, load_flags(FLAGS), params.labels, studio)
    waiting = rows[~rows["frame_id"].isin(set(before["frame_id"]))]
    with Store(PRODUCTION) as store:
        scores = doubts(Predictor(PILOTS / number, "cel"), store, subsample(waiting, params.pool))
    scores = of_size(scores, filters.limits())
    if scores.empty:
        save_choices(before, choices_of(int(number)))
        print(f"round {number}: every frame that may be chosen is labelled")
        return
    labelled = rows_of_choices(manifest, before, str(choices_of(this.after)))
    chosen = choose_round(scores, this.frames, params.rule, labelled["cut"])
    doubt = chosen.loc[chosen["why"] == UNSURE, "entropy"].mean()
    if doubt < params.stop_below:
        chosen = chosen.iloc[:0]
    save_choices(pd.concat([before, chosen.assign(round=int(number))]), choices_of(int(number)))
    print(f"round {number}: {len(chosen)} of {len(scores)} frames, mean entropy {scores['entropy'].mean():.4f}, of the unsure {doubt:.4f}")


if __name__ == "__main__":
    guarded(lambda: main(" ".join(sys.argv[1:])))
