"""Held-out frames of the pipeline's production whose cel masks it has predicted, for measurements of what comes after the mask."""

from pathlib import Path

import pandas as pd

from pegbar.params.base import load_section
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.manifest import load_manifest
from pegbar.production.store import distinct, subsample
from pegbar.selection.held_out import test_frames


def held_out_rows(data: Path, split: str, count: int) -> pd.DataFrame:
    """At most `count` frames with a douga, evenly spaced over those that the stage ``predict_cels`` predicts.

    Parameters
    ----------
    data
        The pipeline's folder of data.
    split
        ``val`` or ``test``.
    """
    if split == "test":
        rows = test_frames(load_manifest(data / "production.csv"), load_section("evaluation", EvaluationParams).frames)
        return subsample(rows[rows["douga"] != ""], count)
    labelled = load_manifest(data / "training_frames.csv")
    rows = distinct(labelled[(labelled["split"] == split) & (labelled["douga"] != "")])
    return subsample(subsample(rows, load_section("douga_network", DougaNetworkParams).validation_frames), count)
