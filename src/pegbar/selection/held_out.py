"""What is validated and tested on, where a production has few masks or none."""

import pandas as pd

from pegbar.errors import PegbarError
from pegbar.production.store import distinct, subsample

_VALIDATION_CUTS = 8
"""One cut of so many is validated on where no validation cut has a mask."""


def with_validation(training: pd.DataFrame, manifest: pd.DataFrame, layer: str = "mask") -> pd.DataFrame:
    """Labelled rows to learn from, and those to validate on, told apart by ``split``.

    Parameters
    ----------
    training
        Rows; those without the layer, and those of validation and test cuts, are left out.
    manifest
        Its validation frames with the layer are added. Where there is none, every eighth cut of `training` becomes one.
    layer
        ``mask`` or ``douga``.

    Raises
    ------
    PegbarError
        There is nothing to learn from, or nothing to validate on.
    """
    rows = training[(training["split"] == "train") & (training[layer] != "")]
    held_out = manifest[(manifest["split"] == "val") & (manifest[layer] != "")]
    if rows.empty:
        raise PegbarError(f"production.csv: found no training frame with a {layer}, expected at least one")
    if held_out.empty:
        cuts = sorted(set(rows["cut"]))
        if len(cuts) < 2:
            raise PegbarError(f"production.csv: found a {layer} in the cut {cuts[0]} only, expected a second cut to validate on")
        held_out = rows[rows["cut"].isin(set(cuts[::_VALIDATION_CUTS]))].assign(split="val")
        rows = rows[~rows["cut"].isin(set(held_out["cut"]))]
    return pd.concat([rows, held_out])


def test_frames(manifest: pd.DataFrame, count: int) -> pd.DataFrame:
    """At most `count` distinct frames of test cuts: those that have a mask, or any where none has."""
    rows = manifest[manifest["split"] == "test"]
    with_mask = rows[rows["mask"] != ""]
    return subsample(distinct(rows if with_mask.empty else with_mask), count)
